//! How well an aligned face is pictured.

use super::align::{CROP_BYTES, SIDE};
use crate::{engine::Embedding, face::Quality};

/// Rows and columns of the crop that show the face and nothing else.
const FACE_ROWS: std::ops::Range<usize> = 36..100;
const FACE_COLUMNS: std::ops::Range<usize> = 28..84;

/// Pixels to either side that the blur for comparison reaches.
const BLUR_REACH: usize = 4;

/// Measures one aligned face: the norm of its `raw` embedding, its brightness
/// and its sharpness, both 0 to 100.
pub(super) fn measure(crop: &[u8; CROP_BYTES], raw: &[f32; Embedding::LENGTH]) -> Quality {
    let luma = Luma::of(crop);
    Quality {
        score: Some(raw.iter().map(|x| x * x).sum::<f32>().sqrt()),
        brightness: Some(luma.brightness()),
        sharpness: Some(luma.sharpness()),
    }
}

/// Rec. 601 luma of a crop, 0 to 255, row by row.
struct Luma(Vec<f32>);

impl Luma {
    fn of(crop: &[u8; CROP_BYTES]) -> Self {
        let (pixels, _) = crop.as_chunks::<3>();
        let weigh = |pixel: &[u8; 3]| {
            let [red, green, blue] = pixel.map(f32::from);
            0.299 * red + 0.587 * green + 0.114 * blue
        };
        Self(pixels.iter().map(weigh).collect())
    }

    /// The mean over the face, in percent of white.
    fn brightness(&self) -> f32 {
        let rows = self
            .0
            .chunks_exact(SIDE)
            .skip(FACE_ROWS.start)
            .take(FACE_ROWS.len());
        let face =
            rows.flat_map(|row| row.iter().skip(FACE_COLUMNS.start).take(FACE_COLUMNS.len()));
        let sum: f32 = face.sum();
        sum / (FACE_ROWS.len() * FACE_COLUMNS.len()) as f32 / 2.55
    }

    /// How much of the variation between neighbors is lost by blurring once
    /// more, in percent: little, if the picture is blurred already.
    ///
    /// Source: Crete et al., "The blur effect: perception and estimation with a
    /// new no-reference perceptual blur metric", SPIE 2007; without borders.
    fn sharpness(&self) -> f32 {
        let across = (0..SIDE).map(|row| self.line(row * SIDE, 1));
        let down = (0..SIDE).map(|column| self.line(column, SIDE));
        100.0 * lost(across).min(lost(down))
    }

    /// A row or a column.
    fn line(&self, start: usize, step: usize) -> impl Iterator<Item = f32> {
        self.0.iter().skip(start).step_by(step).take(SIDE).copied()
    }
}

/// The share of the variation along `lines` that a blur takes away, 0 to 1.
fn lost(lines: impl Iterator<Item = impl Iterator<Item = f32>>) -> f32 {
    let (mut variation, mut taken) = (0.0, 0.0);
    for line in lines {
        let sharp: Vec<f32> = line.collect();
        let width = 2 * BLUR_REACH + 1;
        let blurred = sharp
            .windows(width)
            .map(|window| window.iter().sum::<f32>() / width as f32);
        let blurred: Vec<f32> = blurred.collect();
        let steps = |values: &[f32]| -> Vec<f32> {
            values
                .windows(2)
                .map(|pair| (pair[1] - pair[0]).abs())
                .collect()
        };
        for (sharp, blurred) in steps(&sharp).iter().skip(BLUR_REACH).zip(steps(&blurred)) {
            variation += sharp;
            taken += (sharp - blurred).max(0.0);
        }
    }
    if variation > 0.0 {
        taken / variation
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crop(shade: impl Fn(usize, usize) -> u8) -> Box<[u8; CROP_BYTES]> {
        let mut crop = Box::new([0; CROP_BYTES]);
        for (index, pixel) in crop.chunks_exact_mut(3).enumerate() {
            pixel.fill(shade(index % SIDE, index / SIDE));
        }
        crop
    }

    fn measured(crop: &[u8; CROP_BYTES]) -> (f32, f32) {
        let quality = measure(crop, &[0.5; Embedding::LENGTH]);
        (quality.brightness.unwrap(), quality.sharpness.unwrap())
    }

    #[test]
    fn brightness_goes_from_black_to_white_and_ignores_the_surroundings() {
        assert!(measured(&crop(|_, _| 0)).0.abs() < 1e-3);
        assert!((measured(&crop(|_, _| 255)).0 - 100.0).abs() < 1e-3);
        let face_only = |x, y| {
            if FACE_COLUMNS.contains(&x) && FACE_ROWS.contains(&y) {
                255
            } else {
                0
            }
        };
        assert!((measured(&crop(face_only)).0 - 100.0).abs() < 1e-3);
    }

    #[test]
    fn fine_detail_is_sharp_and_slopes_are_not() {
        let checkered = measured(&crop(|x, y| if (x + y) % 2 == 0 { 0 } else { 255 })).1;
        let slope = measured(&crop(|x, y| (x + y) as u8)).1;
        assert!(checkered > 80.0 && slope < 5.0, "{checkered} {slope}");
        assert_eq!(measured(&crop(|_, _| 128)).1, 0.0);
    }

    #[test]
    fn a_picture_blurred_one_way_is_not_sharp() {
        let stripes = measured(&crop(|x, _| if x % 2 == 0 { 0 } else { 255 })).1;
        assert!(stripes < 5.0, "{stripes}");
    }

    #[test]
    fn the_score_is_the_length_of_the_raw_embedding() {
        let quality = measure(&crop(|_, _| 0), &[0.5; Embedding::LENGTH]);
        assert!((quality.score.unwrap() - (128.0_f32 * 0.25).sqrt()).abs() < 1e-4);
    }
}

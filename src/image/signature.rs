//! What tells a picture from others, however it is encoded.

use std::fmt;

use super::{Pixels, ScaleError, Size};

/// Cells across and down.
const GRID: u32 = 32;

/// Aspect ratios that differ by more than this share belong to different pictures.
const MAX_STRETCH: f64 = 0.01;

/// Limits for two encodings of one picture, in levels of 0 to 255. Measured on
/// 78 pictures: JPEG of quality 10 moves the mean cell by up to 2.4 and the
/// worst by 12, scaling to 30% by 0.9 and 13. None that was photographed again
/// from paper (simulated) stays within all limits, and of 5.6 million pairs of
/// portraits the closest were 13.9 and 51 apart.
const MAX_MEAN_DIFFERENCE: f32 = 3.1;
const MAX_DIFFERENCE: f32 = 20.0;

/// Share of a picture's contrast that the mean difference may take, so that
/// dark and flat pictures are not all the same.
const MAX_SHARE_OF_CONTRAST: f32 = 1.0 / 6.0;

/// Mean brightness of a picture in a grid of cells: the same for all encodings
/// and sizes of a picture, and too coarse to show a face.
#[derive(Clone)]
pub struct Signature {
    size: Size,
    /// Rec. 601 luma, 0 to 255.
    cells: Vec<f32>,
}

impl Signature {
    /// The signature of an upright picture.
    ///
    /// # Errors
    ///
    /// [`ScaleError`], for a mistake of ours.
    pub fn of(pixels: &Pixels) -> Result<Self, ScaleError> {
        let grid = Size {
            width: GRID,
            height: GRID,
        };
        let cells = pixels.resized(grid)?;
        let (colors, _) = cells.rgb().as_chunks::<3>();
        let luma = |color: &[u8; 3]| {
            let [red, green, blue] = color.map(f32::from);
            0.299 * red + 0.587 * green + 0.114 * blue
        };
        Ok(Self {
            size: pixels.size(),
            cells: colors.iter().map(luma).collect(),
        })
    }

    /// Whether both are one picture, perhaps encoded anew or scaled; not merely
    /// pictures of one thing.
    pub fn is_same_picture(&self, other: &Self) -> bool {
        let differences = self
            .cells
            .iter()
            .zip(&other.cells)
            .map(|(a, b)| (a - b).abs());
        let (sum, most) = differences.fold((0.0, 0.0_f32), |(sum, most), difference| {
            (sum + difference, most.max(difference))
        });
        let mean = sum / self.cells.len() as f32;
        let contrast = self.contrast().min(other.contrast());
        self.has_shape_of(other)
            && most <= MAX_DIFFERENCE
            && mean <= MAX_MEAN_DIFFERENCE.min(contrast * MAX_SHARE_OF_CONTRAST)
    }

    fn has_shape_of(&self, other: &Self) -> bool {
        let aspect = |size: Size| f64::from(size.width) / f64::from(size.height);
        let stretch = aspect(self.size) / aspect(other.size);
        (1.0 - MAX_STRETCH..=1.0 + MAX_STRETCH).contains(&stretch)
    }

    /// Standard deviation of the cells.
    fn contrast(&self) -> f32 {
        let count = self.cells.len() as f32;
        let mean = self.cells.iter().sum::<f32>() / count;
        let squares = self.cells.iter().map(|cell| (cell - mean).powi(2));
        (squares.sum::<f32>() / count).sqrt()
    }
}

/// Says nothing of the content.
impl fmt::Debug for Signature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Signature")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32, shade: impl Fn(f32, f32) -> f32) -> Signature {
        let (w, h) = (width as f32, height as f32);
        let rgb = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .flat_map(|(x, y)| [shade(x as f32 / w, y as f32 / h) as u8; 3])
            .collect();
        Signature::of(&Pixels::new(Size { width, height }, rgb).unwrap()).unwrap()
    }

    fn waves(x: f32, y: f32) -> f32 {
        128.0 + 100.0 * (9.0 * x).sin() * (7.0 * y).cos()
    }

    #[test]
    fn scaled_and_slightly_changed_pictures_are_the_same() {
        let original = picture(640, 480, waves);
        assert!(original.is_same_picture(&original));
        assert!(original.is_same_picture(&picture(320, 240, waves)));
        assert!(original.is_same_picture(&picture(640, 480, |x, y| waves(x, y) + 2.0)));
    }

    #[test]
    fn moved_stretched_and_brightened_pictures_are_not() {
        let original = picture(640, 480, waves);
        assert!(!original.is_same_picture(&picture(640, 480, |x, y| waves(x + 0.03, y))));
        assert!(!original.is_same_picture(&picture(640, 500, waves)));
        assert!(!original.is_same_picture(&picture(640, 480, |x, y| waves(x, y) + 20.0)));
    }

    #[test]
    fn flat_pictures_are_told_apart_by_less() {
        let dark = picture(640, 480, |x, y| waves(x, y) / 25.0);
        assert!(dark.is_same_picture(&dark));
        assert!(!dark.is_same_picture(&picture(640, 480, |x, y| waves(y, x) / 25.0)));
    }
}

//! Decoded pixels: turning them and cutting parts out.

use std::{borrow::Cow, fmt};

use super::{Area, Size, Turn};

/// Bytes of a pixel.
const CHANNELS: usize = 3;

/// A picture of RGB samples of 8 bits, interleaved, row by row from the top,
/// without padding; at least one pixel.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    size: Size,
    rgb: Vec<u8>,
}

impl Pixels {
    /// Wraps `rgb`, or returns `None` if it is empty or has not exactly
    /// `width * height * 3` samples.
    pub fn new(size: Size, rgb: Vec<u8>) -> Option<Self> {
        let fits = u64::try_from(rgb.len()).ok() == size.pixels().checked_mul(CHANNELS as u64);
        (fits && !rgb.is_empty()).then_some(Self { size, rgb })
    }

    /// Width and height.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Pixels in a row.
    pub fn width(&self) -> u32 {
        self.size.width
    }

    /// Rows.
    pub fn height(&self) -> u32 {
        self.size.height
    }

    /// All samples: `height * width * 3`.
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// The picture after `turn`; not copied if there is nothing to turn.
    pub fn turned(&self, turn: Turn) -> Cow<'_, Self> {
        if turn == Turn::NONE {
            return Cow::Borrowed(self);
        }
        let size = turn.size(self.size);
        let back = turn.inverse();
        let (pixels, _) = self.rgb.as_chunks::<CHANNELS>();
        let width = i64::from(self.size.width);
        // Where a turned pixel is found among the stored ones.
        let index = |left, top| {
            let one = Size {
                width: 1,
                height: 1,
            };
            let area = Area {
                left,
                top,
                size: one,
            };
            let stored = back.area(area, size);
            stored.top * width + stored.left
        };
        let (first, along) = (index(0, 0), index(1, 0) - index(0, 0));
        let down = index(0, 1) - first;
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for y in 0..i64::from(size.height) {
            for x in 0..i64::from(size.width) {
                let at = usize::try_from(first + x * along + y * down).ok();
                rgb.extend(at.and_then(|at| pixels.get(at)).into_iter().flatten());
            }
        }
        Cow::Owned(Self { size, rgb })
    }

    /// Cuts out `area` of the picture that these stored pixels are after
    /// `turn`, without turning the rest.
    ///
    /// * `area`: in upright coordinates; what lies outside is cut off.
    /// * returns the upright cutting and where it was, or `None` if the area
    ///   lies wholly outside.
    pub fn upright_crop(&self, turn: Turn, area: Area) -> Option<(Self, Area)> {
        let upright = turn.size(self.size);
        let area = area.clipped(upright)?;
        let cutting = self.crop(turn.inverse().area(area, upright))?;
        Some((cutting.turned(turn).into_owned(), area))
    }

    /// Cuts out `area`, which must lie inside.
    fn crop(&self, area: Area) -> Option<Self> {
        let left = usize::try_from(area.left).ok()? * CHANNELS;
        let top = usize::try_from(area.top).ok()?;
        let length = area.size.width as usize * CHANNELS;
        let rows = self.rgb.chunks_exact(self.size.width as usize * CHANNELS);
        let mut rgb = Vec::with_capacity(length * area.size.height as usize);
        for row in rows.skip(top).take(area.size.height as usize) {
            rgb.extend_from_slice(row.get(left..left + length)?);
        }
        Self::new(area.size, rgb)
    }
}

/// Says nothing of the content.
impl fmt::Debug for Pixels {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Size { width, height } = self.size;
        write!(formatter, "Pixels({width} x {height})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(width: u32, height: u32) -> Size {
        Size { width, height }
    }

    /// Each pixel tells its own column and row.
    fn grid(width: u8, height: u8) -> Pixels {
        let rgb = (0..height)
            .flat_map(|y| (0..width).flat_map(move |x| [x, y, 200]))
            .collect();
        Pixels::new(size(width.into(), height.into()), rgb).unwrap()
    }

    /// Columns and rows, as a text to compare.
    fn read(pixels: &Pixels) -> Vec<String> {
        pixels
            .rgb()
            .chunks(3 * pixels.width() as usize)
            .map(|row| {
                let names = row
                    .chunks(3)
                    .map(|pixel| format!("{}{}", pixel[0], pixel[1]));
                names.collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    #[test]
    fn only_full_buffers_are_pictures() {
        assert!(Pixels::new(size(2, 1), vec![0; 6]).is_some());
        assert!(Pixels::new(size(2, 1), vec![0; 5]).is_none());
        assert!(Pixels::new(size(2, 1), vec![0; 7]).is_none());
        assert!(Pixels::new(size(0, 0), vec![]).is_none());
        assert!(Pixels::new(size(u32::MAX, u32::MAX), vec![0; 3]).is_none());
    }

    #[test]
    fn turning_moves_every_pixel_as_exif_says() {
        let table = [
            (1, ["00 10 20", "01 11 21"].as_slice()),
            (2, &["20 10 00", "21 11 01"]),
            (3, &["21 11 01", "20 10 00"]),
            (4, &["01 11 21", "00 10 20"]),
            (5, &["00 01", "10 11", "20 21"]),
            (6, &["01 00", "11 10", "21 20"]),
            (7, &["21 20", "11 10", "01 00"]),
            (8, &["20 21", "10 11", "00 01"]),
        ];
        for (orientation, rows) in table {
            let turn = Turn::from_exif(orientation).unwrap();
            assert_eq!(read(&grid(3, 2).turned(turn)), rows, "{orientation}");
        }
    }

    #[test]
    fn a_crop_is_what_turning_everything_would_show() {
        let stored = grid(9, 7);
        let wanted = Area {
            left: 2,
            top: 1,
            size: size(3, 4),
        };
        for turn in (1..=8).filter_map(Turn::from_exif) {
            let (cutting, area) = stored.upright_crop(turn, wanted).unwrap();
            let whole = stored.turned(turn);
            assert_eq!(area, wanted);
            assert_eq!(cutting, whole.crop(wanted).unwrap(), "{turn:?}");
        }
    }

    #[test]
    fn a_crop_beyond_the_edge_is_clipped() {
        let turn = Turn::from_exif(6).unwrap();
        let wanted = Area {
            left: -5,
            top: -5,
            size: size(6, 7),
        };
        let (cutting, area) = grid(3, 2).upright_crop(turn, wanted).unwrap();
        assert_eq!(read(&cutting), ["01", "11"]);
        assert_eq!((area.left, area.top, area.size), (0, 0, size(1, 2)));
        let outside = Area { left: 2, ..wanted };
        assert!(grid(3, 2).upright_crop(turn, outside).is_none());
    }

    #[test]
    fn debug_shows_no_sample() {
        assert_eq!(format!("{:?}", grid(3, 2)), "Pixels(3 x 2)");
    }
}

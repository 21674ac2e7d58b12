//! Sizes and rectangles in whole pixels.

/// Width and height of a picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Size {
    /// Width times height.
    pub fn pixels(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// The longer of the two sides.
    pub fn long_side(self) -> u32 {
        self.width.max(self.height)
    }

    /// The shorter of the two sides.
    pub fn short_side(self) -> u32 {
        self.width.min(self.height)
    }

    /// The same shape with `long_side` pixels on the longer side, rounded, and
    /// at least one pixel on the other.
    pub fn scaled_to(self, long_side: u32) -> Self {
        let longer = u64::from(self.long_side()).max(1);
        let scaled = |side: u32| {
            let rounded = (u64::from(side) * u64::from(long_side) + longer / 2) / longer;
            // Not above `long_side`, so it fits.
            u32::try_from(rounded).unwrap_or(long_side).max(1)
        };
        Self {
            width: scaled(self.width),
            height: scaled(self.height),
        }
    }
}

/// A rectangle of pixels; it may reach beyond the picture it is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// First column, counted from the left edge of the picture.
    pub left: i64,
    /// First row, counted from the top edge of the picture.
    pub top: i64,
    /// Columns and rows.
    pub size: Size,
}

impl Area {
    /// The whole of a picture of this `size`.
    pub fn whole(size: Size) -> Self {
        Self {
            left: 0,
            top: 0,
            size,
        }
    }

    /// The part that lies in a picture of `size`, or `None` if none does.
    pub fn clipped(self, size: Size) -> Option<Self> {
        let (left, width) = clip(self.left, self.size.width, size.width)?;
        let (top, height) = clip(self.top, self.size.height, size.height)?;
        Some(Self {
            left,
            top,
            size: Size { width, height },
        })
    }
}

/// The part of `start..start + length` within `0..limit`, as start and length.
fn clip(start: i64, length: u32, limit: u32) -> Option<(i64, u32)> {
    let from = start.max(0);
    let to = start
        .saturating_add(i64::from(length))
        .min(i64::from(limit));
    let length = u32::try_from(to.saturating_sub(from)).ok()?;
    (length > 0).then_some((from, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(width: u32, height: u32) -> Size {
        Size { width, height }
    }

    #[test]
    fn scaling_keeps_the_shape_and_never_reaches_zero() {
        assert_eq!(size(4000, 3000).scaled_to(640), size(640, 480));
        assert_eq!(size(3000, 4000).scaled_to(640), size(480, 640));
        assert_eq!(size(5000, 1).scaled_to(640), size(640, 1));
        assert_eq!(size(100, 50).scaled_to(0), size(1, 1));
        assert_eq!(size(u32::MAX, 2).scaled_to(u32::MAX), size(u32::MAX, 2));
    }

    #[test]
    fn clipping_keeps_what_is_inside() {
        let clipped = |left, top, width, height| {
            let area = Area {
                left,
                top,
                size: size(width, height),
            };
            area.clipped(size(10, 5)).map(|inside| {
                (
                    inside.left,
                    inside.top,
                    inside.size.width,
                    inside.size.height,
                )
            })
        };
        assert_eq!(clipped(2, 1, 3, 2), Some((2, 1, 3, 2)));
        assert_eq!(clipped(-3, -1, 100, 100), Some((0, 0, 10, 5)));
        assert_eq!(clipped(8, 4, 5, 5), Some((8, 4, 2, 1)));
        assert_eq!(clipped(10, 0, 1, 1), None);
        assert_eq!(clipped(-4, 0, 4, 1), None);
        assert_eq!(clipped(i64::MAX, i64::MIN, u32::MAX, u32::MAX), None);
        assert_eq!(clipped(3, 3, 0, 1), None);
    }
}

//! The eight ways in which a camera may have stored an upright scene, and how
//! to undo them.

use super::{Area, Size};

/// What makes a stored picture upright: clockwise quarter turns, and after
/// them, if mirrored, a flip of left and right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Turn {
    /// Clockwise, `0..=3`.
    quarters: u8,
    mirrored: bool,
}

impl Turn {
    /// The picture is stored upright.
    pub const NONE: Self = Self::new(0, false);

    /// `quarters` clockwise quarter turns (taken modulo four), then a flip of
    /// left and right if `mirrored`.
    pub const fn new(quarters: u8, mirrored: bool) -> Self {
        Self {
            quarters: quarters % 4,
            mirrored,
        }
    }

    /// The turn for the Exif tag Orientation, or `None` if `value` is not in `1..=8`.
    ///
    /// Source: CIPA DC-008 (Exif 2.32), tag 0x0112.
    pub fn from_exif(value: u16) -> Option<Self> {
        match value {
            1 => Some(Self::new(0, false)),
            2 => Some(Self::new(0, true)),
            3 => Some(Self::new(2, false)),
            4 => Some(Self::new(2, true)),
            5 => Some(Self::new(1, true)),
            6 => Some(Self::new(1, false)),
            7 => Some(Self::new(3, true)),
            8 => Some(Self::new(3, false)),
            _ => None,
        }
    }

    /// The clockwise part: 0, 90, 180 or 270.
    pub fn degrees(self) -> u32 {
        u32::from(self.quarters) * 90
    }

    /// Whether left and right are flipped after the clockwise part.
    pub fn mirrored(self) -> bool {
        self.mirrored
    }

    /// This turn followed by `other`, as one.
    pub fn then(self, other: Self) -> Self {
        // A turn after a flip is the opposite turn before it.
        let other_quarters = if self.mirrored {
            4 - other.quarters
        } else {
            other.quarters
        };
        Self::new(
            self.quarters + other_quarters,
            self.mirrored != other.mirrored,
        )
    }

    /// The turn that undoes this one: from upright back to as stored.
    pub fn inverse(self) -> Self {
        if self.mirrored {
            self
        } else {
            Self::new(4 - self.quarters, false)
        }
    }

    /// The size of a picture of `size` after this turn.
    pub fn size(self, size: Size) -> Size {
        if self.quarters.is_multiple_of(2) {
            size
        } else {
            Size {
                width: size.height,
                height: size.width,
            }
        }
    }

    /// Where the point `(x, y)` of a picture of `size` lies after this turn.
    ///
    /// Coordinates are continuous, in pixels: `(0, 0)` is the top left corner
    /// of the picture, and the first pixel's center is `(0.5, 0.5)`.
    /// For upright to stored, use the [`inverse`](Self::inverse) and the upright size.
    pub fn point(self, (x, y): (f32, f32), size: Size) -> (f32, f32) {
        let (width, height) = (size.width as f32, size.height as f32);
        let (x, y) = match self.quarters {
            0 => (x, y),
            1 => (height - y, x),
            2 => (width - x, height - y),
            _ => (y, width - x),
        };
        if self.mirrored {
            (self.size(size).width as f32 - x, y)
        } else {
            (x, y)
        }
    }

    /// Where `area` of a picture of `size` lies after this turn.
    ///
    /// For upright to stored, use the [`inverse`](Self::inverse) and the upright size.
    pub fn area(self, area: Area, size: Size) -> Area {
        let Area { left, top, .. } = area;
        // Distance from the opposite edge, which becomes the near one.
        let right = beyond(left, area.size.width, size.width);
        let bottom = beyond(top, area.size.height, size.height);
        let (left, top, right) = match self.quarters {
            0 => (left, top, right),
            1 => (bottom, left, top),
            2 => (right, bottom, left),
            _ => (top, right, bottom),
        };
        Area {
            left: if self.mirrored { right } else { left },
            top,
            size: self.size(area.size),
        }
    }
}

/// How far `start + length` lies before `limit`.
fn beyond(start: i64, length: u32, limit: u32) -> i64 {
    (i64::from(limit) - i64::from(length)).saturating_sub(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size {
        width: 30,
        height: 20,
    };

    fn all() -> impl Iterator<Item = Turn> {
        (1..=8).filter_map(Turn::from_exif)
    }

    #[test]
    fn the_eight_exif_values_are_eight_different_turns() {
        let turns: std::collections::HashSet<_> = all().collect();
        assert_eq!(turns.len(), 8);
        assert_eq!(Turn::from_exif(0), None);
        assert_eq!(Turn::from_exif(9), None);
        assert_eq!(Turn::from_exif(1), Some(Turn::NONE));
    }

    #[test]
    fn the_stored_top_left_corner_goes_where_exif_says() {
        // Value of the tag, and the corner of the upright scene that the
        // stored (0, 0) shows; then that of the stored top right corner.
        let table = [
            (1, (0., 0.), (30., 0.)),
            (2, (30., 0.), (0., 0.)),
            (3, (30., 20.), (0., 20.)),
            (4, (0., 20.), (30., 20.)),
            (5, (0., 0.), (0., 30.)),
            (6, (20., 0.), (20., 30.)),
            (7, (20., 30.), (20., 0.)),
            (8, (0., 30.), (0., 0.)),
        ];
        for (value, top_left, top_right) in table {
            let turn = Turn::from_exif(value).unwrap();
            assert_eq!(turn.point((0., 0.), SIZE), top_left, "orientation {value}");
            assert_eq!(
                turn.point((30., 0.), SIZE),
                top_right,
                "orientation {value}"
            );
        }
    }

    #[test]
    fn one_turn_after_another_is_their_composition() {
        for first in all() {
            for second in all() {
                let between = first.size(SIZE);
                let step = second.point(first.point((3., 7.), SIZE), between);
                let both = first.then(second);
                assert_eq!(
                    both.point((3., 7.), SIZE),
                    step,
                    "{first:?} then {second:?}"
                );
                assert_eq!(both.size(SIZE), second.size(between));
            }
        }
    }

    #[test]
    fn the_inverse_undoes_the_turn() {
        for turn in all() {
            assert_eq!(turn.then(turn.inverse()), Turn::NONE);
            let area = Area {
                left: 3,
                top: -4,
                size: Size {
                    width: 5,
                    height: 6,
                },
            };
            let there = turn.area(area, SIZE);
            assert_eq!(turn.inverse().area(there, turn.size(SIZE)), area);
        }
    }

    #[test]
    fn areas_go_where_their_corners_go() {
        let area = Area {
            left: 2,
            top: 1,
            size: Size {
                width: 7,
                height: 5,
            },
        };
        for turn in all() {
            let (x1, y1) = turn.point((2., 1.), SIZE);
            let (x2, y2) = turn.point((9., 6.), SIZE);
            let moved = turn.area(area, SIZE);
            assert_eq!(moved.left as f32, x1.min(x2), "{turn:?}");
            assert_eq!(moved.top as f32, y1.min(y2), "{turn:?}");
            assert_eq!(moved.size.width as f32, (x1 - x2).abs(), "{turn:?}");
        }
    }

    #[test]
    fn degrees_are_clockwise() {
        let turn = Turn::from_exif(6).unwrap();
        assert_eq!((turn.degrees(), turn.mirrored()), (90, false));
        let turn = Turn::from_exif(5).unwrap();
        assert_eq!((turn.degrees(), turn.mirrored()), (90, true));
    }
}

//! Rectangles on a canvas, in pixels from its top left corner.

/// A rectangle on a canvas, in pixels from the canvas's top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Area {
    /// Left edge.
    pub(super) x: f32,
    /// Top edge.
    pub(super) y: f32,
    /// Width.
    pub(super) width: f32,
    /// Height.
    pub(super) height: f32,
}

impl Area {
    /// The rectangle from 0, 0 to `width`, `height`.
    pub(super) fn sized(width: f32, height: f32) -> Self {
        Self {
            width,
            height,
            ..Self::default()
        }
    }

    /// The right edge.
    pub(super) fn right(self) -> f32 {
        self.x + self.width
    }

    /// The bottom edge.
    pub(super) fn bottom(self) -> f32 {
        self.y + self.height
    }

    /// A rectangle of `width` times `height` in the middle of this one, on
    /// whole pixels.
    pub(super) fn centered(self, width: f32, height: f32) -> Self {
        Self {
            x: (self.x + (self.width - width) / 2.0).round(),
            y: (self.y + (self.height - height) / 2.0).round(),
            width,
            height,
        }
    }

    /// This rectangle, moved as little as possible so that it lies in `outer`.
    /// Where it does not fit, its left and top edges do.
    pub(super) fn moved_into(self, outer: Self) -> Self {
        Self {
            x: self.x.min(outer.right() - self.width).max(outer.x),
            y: self.y.min(outer.bottom() - self.height).max(outer.y),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_moved_into_another_from_every_side() {
        let outer = Area::sized(100.0, 50.0);
        let at = |x, y| Area {
            x,
            y,
            width: 20.0,
            height: 10.0,
        };
        assert_eq!(at(-5.0, -7.0).moved_into(outer), at(0.0, 0.0));
        assert_eq!(at(95.0, 48.0).moved_into(outer), at(80.0, 40.0));
        assert_eq!(at(30.0, 20.0).moved_into(outer), at(30.0, 20.0));
    }

    #[test]
    fn what_does_not_fit_keeps_its_left_and_top_edges() {
        let large = Area {
            x: 3.0,
            y: 3.0,
            width: 500.0,
            height: 500.0,
        };
        let moved = large.moved_into(Area::sized(10.0, 10.0));
        assert_eq!((moved.x, moved.y), (0.0, 0.0));
    }
}

//! A few words on a patch of color.

use tiny_skia::ColorU8;

use super::{area::Area, canvas::Canvas, lettering::Lettering};

/// Distance between a face's frame and its label, in pixels.
const DISTANCE: f32 = 6.0;

/// A few words on a patch of color.
pub(super) struct Label<'a> {
    /// The words.
    pub(super) text: &'a str,
    /// How they are set.
    pub(super) lettering: Lettering<'a>,
    /// The patch's color.
    pub(super) color: ColorU8,
}

impl Label<'_> {
    /// Draws the label above `frame`, or below it where there is no room; in
    /// any case inside the canvas.
    pub(super) fn draw_at(&self, frame: Area, canvas: &mut Canvas) {
        let size = self.size();
        let above = Area {
            x: frame.x,
            y: frame.y - size.height - DISTANCE,
            ..size
        };
        let below = Area {
            y: frame.bottom() + DISTANCE,
            ..above
        };
        let fits_below = below.bottom() <= canvas.area().bottom();
        let place = if above.y < 0.0 && fits_below {
            below
        } else {
            above
        };
        self.draw(place, canvas);
    }

    /// Draws the label in the middle of `area`.
    pub(super) fn draw_within(&self, area: Area, canvas: &mut Canvas) {
        let Area { width, height, .. } = self.size();
        self.draw(area.centered(width, height), canvas);
    }

    fn draw(&self, place: Area, canvas: &mut Canvas) {
        let place = Area {
            x: place.x.round(),
            y: place.y.round(),
            ..place
        }
        .moved_into(canvas.area());
        canvas.fill(place, self.lettering.size * 0.35, self.color);
        let x = place.x + self.padding();
        let baseline = self.lettering.baseline_within(place);
        canvas.text(self.text, x, baseline, self.lettering);
    }

    fn size(&self) -> Area {
        let width = self.lettering.width(self.text) + 2.0 * self.padding();
        Area::sized(width.ceil(), (self.lettering.size * 1.6).ceil())
    }

    fn padding(&self) -> f32 {
        self.lettering.size * 0.5
    }
}

#[cfg(test)]
mod tests {
    use crate::face::Verdict;

    use super::super::{
        look::Look,
        palette::{LIGHT, PANEL},
    };
    use super::*;

    /// A canvas of 300 x 200 pixels on which a label was drawn at `frame`.
    fn labeled(frame: Area) -> Canvas {
        let look = Look::new(Verdict::Match).unwrap();
        let mut canvas = Canvas::new(300, 200, PANEL).unwrap();
        let label = Label {
            text: "97.3%",
            lettering: look.bold(28.0, LIGHT),
            color: look.tone.color,
        };
        label.draw_at(frame, &mut canvas);
        canvas
    }

    /// The rectangle that is not background any more.
    fn drawn(canvas: &Canvas) -> Area {
        let touched = |x, y| canvas.color_at(x, y) != Some(PANEL);
        let columns: Vec<u32> = (0..300)
            .filter(|x| (0..200).any(|y| touched(*x, y)))
            .collect();
        let rows: Vec<u32> = (0..200)
            .filter(|y| (0..300).any(|x| touched(x, *y)))
            .collect();
        Area {
            x: columns[0] as f32,
            y: rows[0] as f32,
            width: columns.len() as f32,
            height: rows.len() as f32,
        }
    }

    #[test]
    fn a_label_sits_above_its_frame_and_below_where_there_is_no_room() {
        let frame = Area {
            x: 50.0,
            y: 90.0,
            width: 80.0,
            height: 60.0,
        };
        let above = drawn(&labeled(frame));
        assert_eq!(above.x, frame.x);
        assert_eq!(above.bottom(), frame.y - DISTANCE);
        let below = drawn(&labeled(Area { y: 10.0, ..frame }));
        assert_eq!(below.y, 10.0 + frame.height + DISTANCE);
    }

    #[test]
    fn a_label_stays_whole_at_every_edge() {
        let frame = Area {
            x: 100.0,
            y: 100.0,
            width: 50.0,
            height: 50.0,
        };
        let whole = drawn(&labeled(frame));
        for (x, y, height) in [
            (-40.0, 100.0, 50.0),
            (290.0, 100.0, 50.0),
            (100.0, -300.0, 900.0),
            (100.0, 900.0, 50.0),
            (-500.0, -500.0, 50.0),
        ] {
            let moved = drawn(&labeled(Area {
                x,
                y,
                height,
                ..frame
            }));
            assert_eq!((moved.width, moved.height), (whole.width, whole.height));
        }
    }
}

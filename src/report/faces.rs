//! Faces on a photo: frames, landmarks and labels.

use std::iter;

use crate::face::{BoundingBox, Landmarks, Point, Similarity};

use super::{
    Picture,
    area::Area,
    canvas::Canvas,
    label::Label,
    lettering::percent,
    look::Look,
    palette::{LIGHT, OTHER_FACE, SHADE, Tone},
};

/// Boxes are cut where they leave the photo by more than its own size.
const FARTHEST: (f32, f32) = (-1.0, 2.0);
/// Corners of a frame are rounded by this share of its shorter side.
const ROUNDNESS: f32 = 0.08;

/// Draws the faces of `picture`, whose photo lies at `photo` on `canvas`.
pub(super) fn draw(picture: &Picture<'_>, photo: Area, look: &Look, canvas: &mut Canvas) {
    let similarities = picture.similarities.iter().copied();
    let seen: Vec<Seen<'_>> = picture
        .analysis
        .faces
        .iter()
        .zip(similarities.chain(iter::repeat(None)))
        .enumerate()
        .filter_map(|(index, (face, similarity))| {
            Some(Seen {
                compared: index == 0,
                frame: located(&face.bounding_box, photo)?,
                landmarks: face.landmarks.as_ref(),
                similarity,
            })
        })
        .collect();
    // No frame may cross a label, and the compared face comes last, on top.
    for face in seen.iter().rev() {
        face.draw_frame(photo, look, canvas);
    }
    for face in seen.iter().rev() {
        face.draw_label(look, canvas);
    }
}

/// A face and where it is on the canvas.
struct Seen<'a> {
    compared: bool,
    frame: Area,
    landmarks: Option<&'a Landmarks>,
    similarity: Option<Similarity>,
}

impl Seen<'_> {
    fn draw_frame(&self, photo: Area, look: &Look, canvas: &mut Canvas) {
        let side = self.frame.width.min(self.frame.height);
        let radius = side * ROUNDNESS;
        if self.compared {
            let thickness = (side * 0.05).clamp(4.0, 6.0);
            if let Some(landmarks) = self.landmarks {
                draw_landmarks(landmarks, self.frame, photo, canvas);
            }
            canvas.frame(self.frame, radius, thickness + 3.0, LIGHT);
            canvas.frame(self.frame, radius, thickness, look.tone.color);
        } else {
            canvas.frame(self.frame, radius, 4.0, SHADE);
            canvas.frame(self.frame, radius, 2.0, OTHER_FACE);
        }
    }

    fn draw_label(&self, look: &Look, canvas: &mut Canvas) {
        let Some(similarity) = self.similarity else {
            return;
        };
        let Tone { color, ink, .. } = look.tone;
        let (lettering, color) = if self.compared {
            (look.bold(28.0, ink), color)
        } else {
            (look.regular(20.0, LIGHT), SHADE)
        };
        let text = &percent(similarity);
        let label = Label {
            text,
            lettering,
            color,
        };
        label.draw_at(self.frame, canvas);
    }
}

fn draw_landmarks(landmarks: &Landmarks, frame: Area, photo: Area, canvas: &mut Canvas) {
    let radius = (frame.width * 0.02).clamp(1.5, 5.0);
    for Point { x, y } in landmarks.points() {
        let (x, y) = (photo.x + x * photo.width, photo.y + y * photo.height);
        canvas.disc(x, y, radius + 1.5, SHADE);
        canvas.disc(x, y, radius, LIGHT);
    }
}

/// Where a face is on the canvas, or `None` if its box is no box.
fn located(face: &BoundingBox, photo: Area) -> Option<Area> {
    let BoundingBox {
        left,
        top,
        width,
        height,
    } = *face;
    let edges = [left, top, left + width, top + height];
    if !edges.iter().all(|edge| edge.is_finite()) {
        return None;
    }
    let (least, most) = FARTHEST;
    let [left, top, right, bottom] = edges.map(|edge| edge.clamp(least, most));
    (left < right && top < bottom).then_some(Area {
        x: photo.x + left * photo.width,
        y: photo.y + top * photo.height,
        width: (right - left) * photo.width,
        height: (bottom - top) * photo.height,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHOTO: Area = Area {
        x: 100.0,
        y: 0.0,
        width: 400.0,
        height: 200.0,
    };

    fn bounding_box(left: f32, top: f32, width: f32, height: f32) -> BoundingBox {
        BoundingBox {
            left,
            top,
            width,
            height,
        }
    }

    #[test]
    fn a_box_in_ratios_becomes_pixels_of_the_photo() {
        let frame = located(&bounding_box(0.25, 0.5, 0.5, 0.25), PHOTO).unwrap();
        assert_eq!((frame.x, frame.y), (200.0, 100.0));
        assert_eq!((frame.width, frame.height), (200.0, 50.0));
    }

    #[test]
    fn a_box_may_leave_the_photo_but_not_by_much() {
        let frame = located(&bounding_box(-0.25, 0.0, 1e30, 1.0), PHOTO).unwrap();
        assert_eq!((frame.x, frame.right()), (0.0, 900.0));
    }

    #[test]
    fn what_is_no_box_is_left_out() {
        assert_eq!(located(&bounding_box(f32::NAN, 0.0, 1.0, 1.0), PHOTO), None);
        assert_eq!(
            located(&bounding_box(0.0, 0.0, f32::INFINITY, 1.0), PHOTO),
            None
        );
        assert_eq!(located(&bounding_box(0.5, 0.5, -0.1, 0.1), PHOTO), None);
        assert_eq!(located(&bounding_box(7.0, 0.5, 0.1, 0.1), PHOTO), None);
    }
}

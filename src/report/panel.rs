//! One of the two images: the photo and what was seen in it.

use super::{
    Picture, ReportError,
    area::Area,
    canvas::Canvas,
    faces,
    label::Label,
    layout::fitted,
    look::Look,
    palette::{LIGHT, PANEL, SHADE},
    photo,
};

/// Corners of a panel are rounded by this many pixels.
const RADIUS: f32 = 12.0;

/// Draws `picture` at `place` of `page`, all of it inside.
///
/// # Errors
///
/// [`ReportError::Drawing`] if the photo cannot be scaled.
pub(super) fn draw(
    picture: &Picture<'_>,
    place: Area,
    look: &Look,
    page: &mut Canvas,
) -> Result<(), ReportError> {
    // A canvas of its own cuts off what would reach into the neighbor.
    let mut panel = Canvas::new(place.width as u32, place.height as u32, PANEL)?;
    let area = fitted((picture.width, picture.height), panel.area());
    let photo = photo::scaled(picture, area.width as u32, area.height as u32)?;
    panel.lay(&photo, area.x, area.y, 0.0);
    if picture.analysis.faces.is_empty() {
        let note = Label {
            text: "no face found",
            lettering: look.bold(32.0, LIGHT),
            color: SHADE,
        };
        note.draw_within(panel.area(), &mut panel);
    }
    faces::draw(picture, area, look, &mut panel);
    page.lay(&panel, place.x, place.y, RADIUS);
    Ok(())
}

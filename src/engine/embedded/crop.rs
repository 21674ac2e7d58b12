//! Chooses the pixels from which a face is aligned.

use super::align::{AlignedFace, align};
use crate::{
    detect::{Detection, Sight},
    image::{Area, Pixels, ScaleError, Size},
};

/// Pixels between the eyes from which the detection copy is good enough to
/// align from. The template has 35; down to 40 the measured error rates are
/// those of the full resolution.
const ENOUGH: f32 = 40.0;

/// Pixels between the eyes to which larger pixels are shrunk before alignment:
/// twice the template's, so that its bilinear sampling skips none.
const PLENTY: f32 = 70.0;

/// How far beyond the face's box the cutting reaches, as a share of its size:
/// the aligned crop shows some forehead, ears and chin.
const MARGIN: f32 = 0.5;

/// `face` aligned, from the copy it was found in if the eyes are far enough
/// apart there, from larger pixels otherwise.
///
/// # Errors
///
/// [`ScaleError`], for a mistake of ours.
pub(super) fn aligned(
    stored: &Pixels,
    sight: &Sight,
    face: &Detection,
) -> Result<AlignedFace, ScaleError> {
    let [left, right, ..] = face.landmarks;
    let eyes = (right[0] - left[0]).hypot(right[1] - left[1]);
    let scale = sight.turn.size(stored.size()).width as f32 / sight.copy.width() as f32;
    if eyes >= ENOUGH || scale <= 1.0 {
        return Ok(align(&sight.copy, &face.landmarks));
    }
    let Some((cutting, area)) = stored.upright_crop(sight.turn, around(face, scale)) else {
        return Ok(align(&sight.copy, &face.landmarks));
    };
    let shrink = (PLENTY / (eyes * scale)).min(1.0);
    let long_side = (cutting.size().long_side() as f32 * shrink).ceil() as u32;
    let cutting = cutting.shrunk(long_side)?;
    let shrink = cutting.width() as f32 / area.size.width as f32;
    // Landmarks are positions of pixel centers: half a pixel from the corner.
    let landmarks = face.landmarks.map(|[x, y]| {
        let x = (x + 0.5) * scale - area.left as f32;
        let y = (y + 0.5) * scale - area.top as f32;
        [x * shrink - 0.5, y * shrink - 0.5]
    });
    Ok(align(&cutting, &landmarks))
}

/// The box of `face` with its margin, in pixels of the whole upright picture,
/// `scale` times as large as the copy it was found in.
fn around(face: &Detection, scale: f32) -> Area {
    let (across, down) = (face.width * MARGIN, face.height * MARGIN);
    Area {
        left: ((face.left - across) * scale) as i64,
        top: ((face.top - down) * scale) as i64,
        size: Size {
            width: ((face.width + 2.0 * across) * scale) as u32,
            height: ((face.height + 2.0 * down) * scale) as u32,
        },
    }
}

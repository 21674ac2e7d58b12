//! How the head is turned, estimated from five landmarks.

use crate::face::Pose;

/// How far the tip of the nose stands out before the eyes, in units of the
/// distance between them: about half. By eye, faces at a shift of 0.40 to 0.45
/// are turned by about 40 degrees.
const NOSE_DEPTH: f32 = 0.5;

/// Roll, and yaw by the nose's shift from the middle between the eyes; no
/// pitch, which five points do not show well. Degrees.
///
/// `landmarks`: viewer's left eye, right eye, nose, left and right corner of
/// the mouth.
pub(super) fn estimate(landmarks: &[[f32; 2]; 5]) -> Pose {
    let [left, right, nose, ..] = *landmarks;
    let (across, down) = (right[0] - left[0], right[1] - left[1]);
    let square = across * across + down * down;
    // Along the line of the eyes, in units of their apparent distance.
    let middle = [(left[0] + right[0]) / 2.0, (left[1] + right[1]) / 2.0];
    let shift = ((nose[0] - middle[0]) * across + (nose[1] - middle[1]) * down) / square;
    let yaw = (shift / NOSE_DEPTH).atan().to_degrees();
    Pose {
        roll: Some(down.atan2(across).to_degrees()),
        yaw: yaw.is_finite().then_some(yaw),
        pitch: None,
    }
}

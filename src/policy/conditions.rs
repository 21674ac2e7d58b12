//! How the compared face is pictured: findings that inform and never decide.

use crate::face::{Face, Finding, FindingCode, ImageAnalysis, Role};

/// Pixels between the eyes of the upright image. The embedder's template has
/// 35: what is smaller is enlarged, and FNMR at the default threshold grows from
/// 3% (26 px) to 6.5% (16 px) and 35% (8 px).
const MIN_INTER_EYE_DISTANCE: f64 = 30.0;

/// Sharpness, 0 to 100: of sharp LFW portraits 0.4% lie below, of those blurred
/// by 3% of the face's width about 95%, whose FNMR is 12%.
const MIN_SHARPNESS: f64 = 35.0;

/// Brightness, 0 to 100. The darkest LFW portraits in ordinary light, of
/// dark-skinned people, have 22: a higher limit would be unfair.
const MIN_BRIGHTNESS: f64 = 20.0;

/// Brightness, 0 to 100. The brightest LFW portrait has 82.
const MAX_BRIGHTNESS: f64 = 85.0;

/// Degrees to either side: 2% of LFW portraits are beyond.
const MAX_YAW: f64 = 35.0;

/// Distance of the landmarks from the edge, in inter-eye distances. The least
/// of all LFW portraits is 0.61, of crops that fill the frame 0.49; a third of
/// the cheek or of the chin outside leaves less than this. (The box does not
/// tell: the detector squeezes it into the image.)
const MIN_MARGIN: f64 = 0.4;

/// One thing that may be wrong with how a face is pictured.
struct Condition {
    code: FindingCode,
    measured: Option<f32>,
    limit: Limit,
    name: &'static str,
    advice: &'static str,
}

/// The acceptable side of a limit.
enum Limit {
    AtLeast(f64),
    AtMost(f64),
}

/// Everything that holds for `face`, the compared one of `image`.
pub(super) fn notice(role: Role, image: &ImageAnalysis, face: &Face) -> Vec<Finding> {
    let conditions = [
        Condition {
            code: FindingCode::FaceSmall,
            measured: image.inter_eye_distance(face),
            limit: Limit::AtLeast(MIN_INTER_EYE_DISTANCE),
            name: "small",
            advice: "move closer or send a larger image",
        },
        Condition {
            code: FindingCode::FaceBlurred,
            measured: face.quality.sharpness,
            limit: Limit::AtLeast(MIN_SHARPNESS),
            name: "blurred",
            advice: "hold still and let the camera focus",
        },
        Condition {
            code: FindingCode::FaceDark,
            measured: face.quality.brightness,
            limit: Limit::AtLeast(MIN_BRIGHTNESS),
            name: "dark",
            advice: "add light from the front",
        },
        Condition {
            code: FindingCode::FaceBright,
            measured: face.quality.brightness,
            limit: Limit::AtMost(MAX_BRIGHTNESS),
            name: "too bright",
            advice: "avoid flash and glare",
        },
        Condition {
            code: FindingCode::FaceTurned,
            measured: face.pose.yaw.map(f32::abs),
            limit: Limit::AtMost(MAX_YAW),
            name: "turned to the side",
            advice: "look straight into the camera",
        },
        Condition {
            code: FindingCode::FaceCutOff,
            measured: image.margin(face),
            limit: Limit::AtLeast(MIN_MARGIN),
            name: "cut off by the edge",
            advice: "keep the whole face in view",
        },
    ];
    conditions
        .into_iter()
        .filter_map(|condition| condition.finding(role))
        .collect()
}

impl Condition {
    fn finding(self, role: Role) -> Option<Finding> {
        let measured = f64::from(self.measured?);
        let (crossed, limit) = match self.limit {
            Limit::AtLeast(limit) => (measured < limit, limit),
            Limit::AtMost(limit) => (measured > limit, limit),
        };
        crossed.then(|| Finding {
            code: self.code,
            image: Some(role),
            blocking: false,
            message: format!("the face in the {role} is {}; {}", self.name, self.advice),
            measured: Some(measured),
            limit: Some(limit),
        })
    }
}

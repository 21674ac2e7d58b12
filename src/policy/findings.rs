//! What is noticed in a comparison, each with its limit and a sentence that
//! says what to do.

use super::Policy;
use crate::{
    calibration::Calibration,
    face::{Comparison, Face, Finding, FindingCode, ImageAnalysis, Role, Shortfall},
};

/// Share of the dominant face's area from which another face counts as one of
/// several people.
const SEVERAL_FACES_AREA: f64 = 0.5;

/// Everything that holds for `comparison`, the most important first.
pub(super) fn notice(
    comparison: &Comparison,
    policy: &Policy,
    calibration: &Calibration,
) -> Vec<Finding> {
    let sides = [
        (Role::Document, &comparison.document),
        (Role::Selfie, &comparison.selfie),
    ];
    let mut findings = Vec::new();
    findings.extend(
        sides
            .iter()
            .filter_map(|(role, image)| no_face(*role, image)),
    );
    findings.extend(
        sides
            .iter()
            .filter_map(|(role, _)| low_quality(*role, comparison)),
    );
    findings.extend(same_picture(comparison));
    findings.extend(match_on_secondary_face(comparison, policy, calibration));
    findings.extend(similarity(comparison, policy, calibration));
    findings.extend(several_faces(&comparison.selfie, policy));
    for (role, image) in sides {
        if let Some(face) = image.faces.first() {
            findings.extend(super::conditions::notice(role, image, face));
        }
    }
    findings
}

fn no_face(role: Role, image: &ImageAnalysis) -> Option<Finding> {
    image.faces.is_empty().then(|| Finding {
        code: FindingCode::NoFace,
        image: Some(role),
        blocking: true,
        message: format!("no face was found in the {role}; retake it with the face in view"),
        measured: None,
        limit: None,
    })
}

fn low_quality(role: Role, comparison: &Comparison) -> Option<Finding> {
    let portrait = comparison.document.faces.first();
    let shortfall = match role {
        Role::Document => portrait?.shortfall?,
        Role::Selfie => {
            let dominant = comparison.selfie.faces.first()?;
            // Two faces, and none said to fall short: then it was the engine
            // that would not compare this one.
            let sound = portrait.is_some_and(|portrait| portrait.shortfall.is_none());
            let uncompared = (sound && dominant.score.is_none()).then(Shortfall::default);
            dominant.shortfall.or(uncompared)?
        }
    };
    Some(Finding {
        code: FindingCode::LowQuality,
        image: Some(role),
        blocking: true,
        message: format!(
            "the face in the {role} is below the quality bar; retake it sharp, evenly lit and from the front"
        ),
        measured: shortfall.measured.map(f64::from),
        limit: shortfall.limit.map(f64::from),
    })
}

fn same_picture(comparison: &Comparison) -> Option<Finding> {
    comparison.same_picture.then(|| Finding {
        code: FindingCode::SamePicture,
        image: None,
        blocking: true,
        message: "document and selfie are the same picture; ask for a selfie taken now".to_owned(),
        measured: None,
        limit: None,
    })
}

/// A face beside the dominant one matches, and the dominant one does not.
fn match_on_secondary_face(
    comparison: &Comparison,
    policy: &Policy,
    calibration: &Calibration,
) -> Option<Finding> {
    let reaches = |face: &Face| face.score.filter(|score| *score >= policy.score_threshold);
    let (dominant, others) = comparison.selfie.faces.split_first()?;
    if reaches(dominant).is_some() {
        return None;
    }
    let best = others.iter().filter_map(reaches).max_by(f64::total_cmp)?;
    Some(Finding {
        code: FindingCode::MatchOnSecondaryFace,
        image: Some(Role::Selfie),
        blocking: true,
        message: "the portrait matches a smaller face of the selfie, not the dominant one: \
                  perhaps the document was held up to the camera"
            .to_owned(),
        measured: Some(f64::from(calibration.similarity(best).percent())),
        limit: Some(f64::from(policy.similarity_threshold.percent())),
    })
}

/// The dominant face stays below the match threshold.
fn similarity(
    comparison: &Comparison,
    policy: &Policy,
    calibration: &Calibration,
) -> Option<Finding> {
    let score = comparison.selfie.faces.first()?.score?;
    if score >= policy.score_threshold {
        return None;
    }
    let similarity = calibration.similarity(score).percent();
    let threshold = policy.similarity_threshold.percent();
    let in_review_band = policy
        .review_score_threshold
        .is_some_and(|review| score >= review);
    let (code, message) = if in_review_band {
        (
            FindingCode::SimilarityInReviewBand,
            format!(
                "similarity {similarity:.1} (score {score:.4}) is in the review band below {threshold:.1} (score {:.4}); a human should look",
                policy.score_threshold
            ),
        )
    } else {
        (
            FindingCode::SimilarityBelowThreshold,
            format!(
                "similarity {similarity:.1} (score {score:.4}) is below the match threshold {threshold:.1} (score {:.4})",
                policy.score_threshold
            ),
        )
    };
    Some(Finding {
        code,
        image: None,
        blocking: true,
        message,
        measured: Some(f64::from(similarity)),
        limit: Some(f64::from(threshold)),
    })
}

fn several_faces(selfie: &ImageAnalysis, policy: &Policy) -> Option<Finding> {
    let (dominant, others) = selfie.faces.split_first()?;
    let largest = others
        .iter()
        .map(|face| face.bounding_box.area())
        .max_by(f32::total_cmp)?;
    let ratio = f64::from(largest) / f64::from(dominant.bounding_box.area());
    (ratio >= SEVERAL_FACES_AREA).then(|| Finding {
        code: FindingCode::SeveralFaces,
        image: Some(Role::Selfie),
        blocking: policy.several_faces_need_review,
        message: "the selfie shows several people; retake it with one person alone".to_owned(),
        measured: Some(ratio),
        limit: Some(SEVERAL_FACES_AREA),
    })
}

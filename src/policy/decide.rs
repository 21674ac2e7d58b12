//! The decision table: the same for every engine.

use super::{Decision, Policy, findings};
use crate::{
    calibration::Calibration,
    face::{Comparison, Finding, FindingCode, Verdict},
};

/// The verdicts that blocking findings lead to. The first row that applies
/// decides; without any of these findings the faces match.
const TABLE: [(FindingCode, Verdict); 7] = [
    (FindingCode::NoFace, Verdict::Inconclusive),
    (FindingCode::LowQuality, Verdict::Inconclusive),
    (FindingCode::SamePicture, Verdict::Review),
    (FindingCode::MatchOnSecondaryFace, Verdict::Review),
    (FindingCode::SimilarityInReviewBand, Verdict::Review),
    (FindingCode::SimilarityBelowThreshold, Verdict::NoMatch),
    (FindingCode::SeveralFaces, Verdict::Review),
];

/// Decides what `comparison` means under `policy`, with `calibration` giving
/// the scores their meaning.
///
/// Only the portrait and the selfie's dominant face, the first of each image,
/// can match.
pub fn decide(comparison: &Comparison, policy: &Policy, calibration: &Calibration) -> Decision {
    let findings = findings::notice(comparison, policy, calibration);
    let blocks = |code| move |finding: &Finding| finding.blocking && finding.code == code;
    let verdict = TABLE
        .into_iter()
        .find(|&(code, _)| findings.iter().any(blocks(code)))
        .map_or(Verdict::Match, |(_, verdict)| verdict);
    Decision { verdict, findings }
}

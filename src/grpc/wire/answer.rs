//! Our answers into messages.

use uuid::Uuid;

use crate::{
    engine::Identity,
    face::{Finding, FindingCode, QualityFilter, Role, Verdict},
    grpc::pb,
    policy::Policy,
    verify::{Likeness, Verification},
};

/// The answer to the call `id`, which its caller knows as `correlation_id`.
pub(in crate::grpc) fn verification(
    id: Uuid,
    correlation_id: String,
    verification: Verification,
) -> pb::Verification {
    let likeness = verification.likeness();
    let Verification {
        verdict,
        findings,
        policy,
        document,
        selfie,
        likenesses,
        engine: Identity { name, version },
        calibration,
    } = verification;
    let mut selfie = pb::ImageAnalysis::from(selfie);
    for (face, likeness) in selfie.faces.iter_mut().zip(likenesses) {
        face.similarity = likeness.map(|likeness| likeness.similarity.percent());
    }
    pb::Verification {
        id: id.to_string(),
        correlation_id,
        verdict: pb::Verdict::from(verdict).into(),
        findings: findings.into_iter().map(Into::into).collect(),
        similarity: likeness.map(|Likeness { similarity, .. }| similarity.percent()),
        false_match_rate: likeness.map(|likeness| likeness.false_match_rate),
        policy: Some(policy.into()),
        document: Some(document.into()),
        selfie: Some(selfie),
        engine: Some(pb::Engine {
            name: name.to_owned(),
            version: version.to_owned(),
            calibration: calibration.to_owned(),
        }),
        liveness: Some(pb::Liveness {
            status: pb::liveness::Status::NotPerformed.into(),
        }),
        comparison_score: likeness.map(|likeness| likeness.score),
    }
}

impl From<Verdict> for pb::Verdict {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Match => Self::Match,
            Verdict::NoMatch => Self::NoMatch,
            Verdict::Review => Self::Review,
            Verdict::Inconclusive => Self::Inconclusive,
        }
    }
}

impl From<pb::Verdict> for Verdict {
    /// A verdict that is not known is inconclusive, as the contract says.
    fn from(verdict: pb::Verdict) -> Self {
        match verdict {
            pb::Verdict::Match => Self::Match,
            pb::Verdict::NoMatch => Self::NoMatch,
            pb::Verdict::Review => Self::Review,
            pb::Verdict::Inconclusive | pb::Verdict::Unspecified => Self::Inconclusive,
        }
    }
}

impl From<Role> for pb::ImageRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Document => Self::Document,
            Role::Selfie => Self::Selfie,
        }
    }
}

impl From<Finding> for pb::Finding {
    fn from(finding: Finding) -> Self {
        let Finding {
            code,
            image,
            blocking,
            message,
            measured,
            limit,
        } = finding;
        let image = image.map_or(pb::ImageRole::Unspecified, Into::into);
        Self {
            code: pb::finding::Code::from(code).into(),
            image: image.into(),
            blocking,
            message,
            measured,
            limit,
        }
    }
}

impl From<FindingCode> for pb::finding::Code {
    fn from(code: FindingCode) -> Self {
        match code {
            FindingCode::NoFace => Self::NoFace,
            FindingCode::LowQuality => Self::LowQuality,
            FindingCode::SimilarityBelowThreshold => Self::SimilarityBelowThreshold,
            FindingCode::SimilarityInReviewBand => Self::SimilarityInReviewBand,
            FindingCode::MatchOnSecondaryFace => Self::MatchOnSecondaryFace,
            FindingCode::SeveralFaces => Self::SeveralFaces,
            FindingCode::FaceSmall => Self::FaceSmall,
            FindingCode::FaceBlurred => Self::FaceBlurred,
            FindingCode::FaceDark => Self::FaceDark,
            FindingCode::FaceBright => Self::FaceBright,
            FindingCode::FaceTurned => Self::FaceTurned,
            FindingCode::FaceCutOff => Self::FaceCutOff,
            FindingCode::SamePicture => Self::SamePicture,
        }
    }
}

impl From<Policy> for pb::Policy {
    fn from(policy: Policy) -> Self {
        let Policy {
            similarity_threshold,
            review_threshold,
            quality_filter,
            max_false_match_rate,
            score_threshold,
            review_score_threshold: _,
            several_faces_need_review: _,
        } = policy;
        let quality_filter = pb::QualityFilter::from(quality_filter);
        Self {
            similarity_threshold: similarity_threshold.percent(),
            review_threshold: review_threshold.map(|review| review.percent()),
            quality_filter: quality_filter.into(),
            max_false_match_rate: max_false_match_rate.map(|rate| rate.ratio()),
            comparison_score_threshold: score_threshold,
        }
    }
}

impl From<QualityFilter> for pb::QualityFilter {
    fn from(filter: QualityFilter) -> Self {
        match filter {
            QualityFilter::None => Self::None,
            QualityFilter::Auto => Self::Auto,
            QualityFilter::Low => Self::Low,
            QualityFilter::Medium => Self::Medium,
            QualityFilter::High => Self::High,
        }
    }
}

//! Requests into our words.

use crate::{
    face::QualityFilter,
    grpc::{CallError, error::MAX_CORRELATION_ID, pb},
    image::EncodedImage,
    policy::{MatchCriterion, Options},
    verify::Submission,
};

/// What a request asks for, and the caller's own identifier of it.
pub(in crate::grpc) fn submission(
    request: pb::VerifyRequest,
) -> Result<(Submission, String), CallError> {
    let pb::VerifyRequest {
        document_image,
        selfie_image,
        options,
        correlation_id,
    } = request;
    let visible = correlation_id.bytes().all(|byte| byte.is_ascii_graphic());
    if !visible || correlation_id.len() > MAX_CORRELATION_ID {
        return Err(CallError::CorrelationId);
    }
    let submission = Submission {
        document: EncodedImage(document_image),
        selfie: EncodedImage(selfie_image),
        options: self::options(options.unwrap_or_default())?,
    };
    Ok((submission, correlation_id))
}

fn options(options: pb::VerifyOptions) -> Result<Options, CallError> {
    use pb::verify_options::MatchCriterion as Wire;

    let pb::VerifyOptions {
        match_criterion,
        review_threshold,
        quality_filter,
    } = options;
    let known = pb::QualityFilter::try_from(quality_filter)
        .map_err(|_| CallError::UnknownQualityFilter(quality_filter))?;
    Ok(Options {
        match_criterion: match_criterion.map(|criterion| match criterion {
            Wire::SimilarityThreshold(percent) => MatchCriterion::SimilarityThreshold(percent),
            Wire::MaxFalseMatchRate(ratio) => MatchCriterion::MaxFalseMatchRate(ratio),
        }),
        review_threshold,
        quality_filter: match known {
            pb::QualityFilter::Unspecified => None,
            pb::QualityFilter::None => Some(QualityFilter::None),
            pb::QualityFilter::Auto => Some(QualityFilter::Auto),
            pb::QualityFilter::Low => Some(QualityFilter::Low),
            pb::QualityFilter::Medium => Some(QualityFilter::Medium),
            pb::QualityFilter::High => Some(QualityFilter::High),
        },
    })
}

//! Why a call gets no answer.

use crate::verify::VerifyError;

/// Why a call gets no answer.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// No verification came of it.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// A number that stands for no quality filter.
    #[error("quality_filter {0} is not known; see QualityFilter in the service's proto file")]
    UnknownQualityFilter(i32),
    /// Not what an identifier may be.
    #[error("correlation_id must be at most {MAX_CORRELATION_ID} visible ASCII characters")]
    CorrelationId,
    /// Images cannot come in chunks yet.
    #[error("VerifyUpload is not implemented yet; use Verify")]
    UploadsUnsupported,
}

/// Characters that a correlation identifier may have at most.
pub(super) const MAX_CORRELATION_ID: usize = 128;

//! The methods: each says how its images arrive, the rest is shared.

use std::time::Instant;

use tonic::{Request, Response, Status, Streaming};
use tracing::{Instrument as _, Span, field::Empty, info, info_span, warn};
use uuid::Uuid;

use super::{
    CallError,
    pb::{
        VerifyRequest, VerifyResponse, VerifyUploadRequest, VerifyUploadResponse,
        identity_verification_server::IdentityVerification,
    },
    status, wire,
};
use crate::verify::Verifier;

/// Serves [`IdentityVerification`] from a [`Verifier`].
pub struct Service {
    verifier: Verifier,
}

impl Service {
    /// Answers with what `verifier` concludes.
    pub fn new(verifier: Verifier) -> Self {
        Self { verifier }
    }

    /// Answers one whole request, in process as over the network.
    ///
    /// # Errors
    ///
    /// The status that a caller gets, with its details.
    pub async fn answer(&self, request: VerifyRequest) -> Result<VerifyResponse, Status> {
        let call = Call::begin();
        let span = call.span.clone();
        let answer = self.verify(&call, request).instrument(span).await;
        call.end(answer)
    }

    async fn verify(
        &self,
        call: &Call,
        request: VerifyRequest,
    ) -> Result<VerifyResponse, CallError> {
        let (submission, correlation_id) = wire::submission(request)?;
        if !correlation_id.is_empty() {
            call.span.record("correlation_id", &correlation_id);
        }
        let verification = self.verifier.verify(submission).await?;
        let verification = wire::verification(call.id, correlation_id, verification);
        call.span
            .record("verdict", verification.verdict().as_str_name());
        Ok(VerifyResponse {
            verification: Some(verification),
        })
    }
}

/// One call, from its beginning to the one line that is logged of it: nothing
/// of the images is in there.
struct Call {
    id: Uuid,
    span: Span,
    start: Instant,
    ended: bool,
}

impl Call {
    fn begin() -> Self {
        let id = Uuid::now_v7();
        Self {
            id,
            span: info_span!("call", %id, correlation_id = Empty, verdict = Empty),
            start: Instant::now(),
            ended: false,
        }
    }

    fn end<T>(mut self, answer: Result<T, CallError>) -> Result<T, Status> {
        self.ended = true;
        let _entered = self.span.enter();
        let milliseconds = self.milliseconds();
        match &answer {
            Ok(_) => info!(milliseconds, "Verified."),
            Err(error) => warn!(
                reason = status::reason(error),
                error = error as &dyn std::error::Error,
                milliseconds,
                "Not verified."
            ),
        }
        answer.map_err(|error| status::from_error(&error, self.id))
    }

    fn milliseconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64() * 1e3
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if !self.ended {
            let _entered = self.span.enter();
            info!(milliseconds = self.milliseconds(), "The caller left.");
        }
    }
}

#[tonic::async_trait]
impl IdentityVerification for Service {
    async fn verify(
        &self,
        request: Request<VerifyRequest>,
    ) -> Result<Response<VerifyResponse>, Status> {
        self.answer(request.into_inner()).await.map(Response::new)
    }

    async fn verify_upload(
        &self,
        _request: Request<Streaming<VerifyUploadRequest>>,
    ) -> Result<Response<VerifyUploadResponse>, Status> {
        Call::begin().end(Err(CallError::UploadsUnsupported))
    }
}

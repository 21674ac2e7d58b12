//! The methods: each says how its images arrive, the rest is shared.

use std::time::Instant;

use tonic::{Request, Response, Status, Streaming};
use tracing::{Instrument as _, info, info_span, warn};
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
        let id = Uuid::now_v7();
        let span = info_span!("verify", %id);
        async {
            let start = Instant::now();
            let answer = self.verify(id, request).await;
            close(&answer, start);
            answer.map_err(|error| status::from_error(&error, id))
        }
        .instrument(span)
        .await
    }

    async fn verify(&self, id: Uuid, request: VerifyRequest) -> Result<VerifyResponse, CallError> {
        let (submission, correlation_id) = wire::submission(request)?;
        let verification = self.verifier.verify(submission).await?;
        Ok(VerifyResponse {
            verification: Some(wire::verification(id, correlation_id, verification)),
        })
    }
}

/// Logs how a call ended: one line, and nothing of the images in it.
fn close(answer: &Result<VerifyResponse, CallError>, start: Instant) {
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    match answer {
        Ok(response) => {
            let verification = response.verification.as_ref();
            let verdict = verification.map_or("", |answer| answer.verdict().as_str_name());
            info!(verdict, milliseconds, "Verified.");
        }
        Err(error) => warn!(
            reason = status::reason(error),
            error = error as &dyn std::error::Error,
            milliseconds,
            "Not verified."
        ),
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
        Err(status::from_error(
            &CallError::UploadsUnsupported,
            Uuid::now_v7(),
        ))
    }
}

//! The other end: asks a server.

use std::error::Error;

use tonic::{Status, transport::Endpoint};

use super::pb::{
    VerifyRequest, VerifyResponse, identity_verification_client::IdentityVerificationClient,
};

/// Why a server gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Not an address.
    #[error("{0} is no server address; it looks like http://127.0.0.1:50051")]
    Address(String),
    /// Nobody there.
    #[error("the server at {url} cannot be reached: {}", root_cause(.source))]
    Unreachable {
        /// Where it was sought.
        url: String,
        /// What went wrong.
        source: tonic::transport::Error,
    },
    /// The server refused or failed.
    #[error("{}", .0.message())]
    Answered(Box<Status>),
}

/// Asks the server at `url`, such as `http://127.0.0.1:50051`.
///
/// # Errors
///
/// [`ClientError`] if there is no answer, or it is an error.
pub async fn verify(url: &str, request: VerifyRequest) -> Result<VerifyResponse, ClientError> {
    let invalid = || ClientError::Address(url.to_owned());
    let endpoint = Endpoint::from_shared(url.to_owned()).map_err(|_| invalid())?;
    if endpoint.uri().scheme().is_none() {
        return Err(invalid());
    }
    let channel = endpoint
        .connect()
        .await
        .map_err(|source| ClientError::Unreachable {
            url: url.to_owned(),
            source,
        })?;
    IdentityVerificationClient::new(channel)
        .verify(request)
        .await
        .map(tonic::Response::into_inner)
        .map_err(|status| ClientError::Answered(Box::new(status)))
}

/// The last of the causes: the one that tells people something.
fn root_cause<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause
}

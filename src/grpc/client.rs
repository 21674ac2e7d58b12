//! The other end: asks a server.

use std::{error::Error, time::Duration};

use tonic::{Status, transport::Endpoint};

use super::pb::{
    VerifyRequest, VerifyResponse, identity_verification_client::IdentityVerificationClient,
};

/// A server that is there takes a connection within this, and gives a sign of
/// life within twice this.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why a server gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Not an address.
    #[error(
        "{0} is no address of a server; it looks like http://127.0.0.1:50051 (there is no TLS yet)"
    )]
    Address(String),
    /// Nobody there.
    #[error("the server at {url} cannot be reached: {}", root_cause(.source))]
    Unreachable {
        /// Where it was sought.
        url: String,
        /// What went wrong.
        source: tonic::transport::Error,
    },
    /// Gone before it answered, or no gRPC server at all.
    #[error("the server at {url} gave no answer: {}", root_cause(.source.as_ref()))]
    Lost {
        /// Where it was.
        url: String,
        /// What went wrong.
        source: Box<Status>,
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
    // Without TLS, anything else would send the pictures in the open unasked.
    if endpoint.uri().scheme_str() != Some("http") {
        return Err(invalid());
    }
    let channel = endpoint
        .connect_timeout(PATIENCE)
        .http2_keep_alive_interval(PATIENCE)
        .keep_alive_timeout(PATIENCE)
        .connect()
        .await
        .map_err(|source| ClientError::Unreachable {
            url: url.to_owned(),
            source,
        })?;
    let answer = IdentityVerificationClient::new(channel)
        .verify(request)
        .await;
    answer.map(tonic::Response::into_inner).map_err(|status| {
        // A status that a server sent has no cause on this side.
        if status.source().is_some() {
            ClientError::Lost {
                url: url.to_owned(),
                source: Box::new(status),
            }
        } else {
            ClientError::Answered(Box::new(status))
        }
    })
}

/// The last of the causes: the one that tells people something.
fn root_cause<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause
}

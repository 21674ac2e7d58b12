//! The only room that speaks gRPC.
//!
//! * [`Service`] holds the methods.
//! * `wire` turns messages into our words and back.
//! * `status` turns errors into statuses, and is the only place that picks a code.
//! * [`client`] is the other end.

pub mod client;
mod error;
mod service;
mod status;
mod wire;

pub use error::CallError;
pub use service::Service;

/// Messages and stubs made from `proto/`.
#[expect(
    clippy::allow_attributes,
    clippy::missing_errors_doc,
    reason = "generated"
)]
pub mod pb {
    tonic::include_proto!("identity_verification.v1");
}

/// The compiled `proto/`, for reflection and for JSON.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));

//! Answers and failures as JSON, for machines.

use std::io::{self, Write as _};

use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage};
use serde::Serialize;
use serde_json::json;

use super::failure::{Description, Failure};
use crate::grpc::{DESCRIPTORS, pb};

/// Full name of the message that is printed.
const RESPONSE: &str = "identity_verification.v1.VerifyResponse";

/// Prints the response in protobuf JSON: `{"verification": {...}}`.
pub(super) fn print_answer(answer: &pb::Verification) -> io::Result<()> {
    let response = pb::VerifyResponse {
        verification: Some(answer.clone()),
    };
    let message = DescriptorPool::decode(DESCRIPTORS)
        .map_err(io::Error::other)?
        .get_message_by_name(RESPONSE)
        .ok_or_else(|| io::Error::other("the response has no descriptor"))?;
    let dynamic = DynamicMessage::decode(message, response.encode_to_vec().as_slice())
        .map_err(io::Error::other)?;
    print(&dynamic)
}

/// Prints `{"error": {"code", "reason", "message", "metadata"}}`.
pub(super) fn print_failure(failure: &Failure) -> io::Result<()> {
    let Description {
        code,
        reason,
        message,
        metadata,
    } = failure.describe();
    print(&json!({
        "error": {"code": code, "reason": reason, "message": message, "metadata": metadata}
    }))
}

fn print(value: &impl Serialize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)
}

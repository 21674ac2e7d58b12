//! Messages into our words and back.
//!
//! Every message is taken apart by name, so a field added to the proto does
//! not compile until someone decides what it means here.

mod answer;
mod image;
mod request;

use std::fmt;

use super::pb;

pub(super) use answer::verification;
pub(super) use request::submission;

// `build.rs` leaves out the derived `Debug` of messages that carry pictures.

impl fmt::Debug for pb::VerifyRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("VerifyRequest")
            .field("document_image_bytes", &self.document_image.len())
            .field("selfie_image_bytes", &self.selfie_image.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for pb::ImageChunk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ImageChunk")
            .field("role", &self.role())
            .field("data_bytes", &self.data.len())
            .finish_non_exhaustive()
    }
}

//! Why an image is refused.

use std::error::Error;

use super::Format;

/// Why an image is refused. Sending the same bytes again is pointless.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// No bytes at all.
    #[error("the image is empty; send a JPEG, PNG or WebP file")]
    Missing,
    /// The file is too long.
    #[error("the image has {actual} bytes, more than the {limit} allowed; send a smaller file")]
    TooLarge {
        /// Length of the file in bytes.
        actual: usize,
        /// The longest that is accepted, in bytes.
        limit: usize,
    },
    /// The header announces too many pixels.
    #[error("the image has {actual} pixels, more than the {limit} allowed; scale it down")]
    TooManyPixels {
        /// Width times height, in pixels.
        actual: u64,
        /// The most that is accepted, in pixels.
        limit: u64,
    },
    /// The header announces too few pixels.
    #[error(
        "the shorter side of the image has {actual} pixels, fewer than the {limit} needed; \
         send a larger picture"
    )]
    TooSmall {
        /// Length of the shorter side in pixels.
        actual: u32,
        /// The shortest side that is accepted, in pixels.
        limit: u32,
    },
    /// Something else than the three formats, or a rare kind of one of them.
    #[error("{what} is not supported; send a JPEG, PNG or WebP file")]
    Unsupported {
        /// What the content was recognized as, such as `HEIC`.
        what: &'static str,
    },
    /// The right format, but cut off or damaged.
    #[error("the image cannot be read: {why}; send the file again, complete and unchanged")]
    Unreadable {
        /// What is wrong with it.
        why: &'static str,
        /// What the decoder said, if it got that far; for logs.
        source: Option<Box<dyn Error + Send + Sync>>,
    },
}

/// Pixels could not be resized; our mistake, never the picture's.
#[derive(Debug, thiserror::Error)]
#[error("the pixels cannot be resized")]
pub struct ScaleError(#[source] pub(super) Box<dyn Error + Send + Sync>);

impl ImageError {
    /// The header does not make sense, for the reason given.
    pub(super) fn broken(why: &'static str) -> Self {
        Self::Unreadable { why, source: None }
    }

    /// The file ends too early.
    pub(super) fn cut_off() -> Self {
        Self::broken("it is cut off")
    }

    /// A decoder of `format` gave up because of `source`.
    pub(super) fn damaged(format: Format, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let why = match format {
            Format::Jpeg => "its JPEG data is damaged",
            Format::Png => "its PNG data is damaged",
            Format::WebP => "its WebP data is damaged",
        };
        Self::Unreadable {
            why,
            source: Some(source.into()),
        }
    }
}

//! What a file says of itself, read without decoding it: pixel size, turn, and
//! where the picture ends. A file that is cut off is refused here.

mod exif;
mod jpeg;
mod png;
mod webp;

use super::{Format, ImageError, Limits, Size, Turn};

/// What the header of a picture says.
#[derive(Debug)]
pub(super) struct Header {
    /// As stored, within the limits.
    pub(super) size: Size,
    /// From Exif; none if there is none, or none that makes sense.
    pub(super) turn: Turn,
    /// Where the picture ends in the file, in bytes; what follows is not part of it.
    pub(super) end: usize,
}

/// Reads the header of a file that has the signature of `format`.
///
/// The size is checked as soon as it is known, before anything else.
///
/// # Errors
///
/// [`ImageError::TooSmall`], [`ImageError::TooManyPixels`],
/// [`ImageError::Unreadable`], or [`ImageError::Unsupported`] for kinds that
/// the decoders do not know.
pub(super) fn read(format: Format, bytes: &[u8], limits: &Limits) -> Result<Header, ImageError> {
    match format {
        Format::Jpeg => jpeg::read(bytes, limits),
        Format::Png => png::read(bytes, limits),
        Format::WebP => webp::read(bytes, limits),
    }
}

/// The `LENGTH` bytes at offset `at`, if there are as many.
pub(super) fn array<const LENGTH: usize>(bytes: &[u8], at: usize) -> Option<[u8; LENGTH]> {
    bytes.get(at..)?.first_chunk().copied()
}

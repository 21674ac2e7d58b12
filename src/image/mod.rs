//! Turns untrusted bytes into upright pixels, in two steps: [`inspect`] looks
//! at headers only and refuses what is unknown, cut off or out of limits;
//! [`InspectedImage::decode`] then works on the pixels.
//!
//! Color profiles are ignored: samples are taken as sRGB.

mod decode;
mod encoded;
mod error;
mod geometry;
mod header;
mod inspect;
mod pixels;
#[cfg(test)]
mod samples;
mod scale;
mod segments;
mod signature;
mod sniff;
mod turn;

/// The formats that are read.
pub use crate::face::ImageFormat as Format;
pub use encoded::EncodedImage;
pub use error::{ImageError, ScaleError};
pub use geometry::{Area, Size};
pub use inspect::{InspectedImage, Limits, inspect};
pub use pixels::Pixels;
pub use signature::Signature;
pub use turn::Turn;

//! Why there is no picture.

use std::error::Error;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The bytes do not make up an image of the size stated, or it is empty.
    #[error("{bytes} bytes are not an RGB image of {width} x {height} pixels")]
    Shape {
        /// Bytes given.
        bytes: usize,
        /// Width stated, in pixels.
        width: u32,
        /// Height stated, in pixels.
        height: u32,
    },
    /// Something could not be scaled, drawn or encoded; our mistake.
    #[error("the picture cannot be drawn")]
    Drawing(#[source] Box<dyn Error + Send + Sync>),
}

impl ReportError {
    /// Drawing failed because of `source`.
    pub(super) fn drawing(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Drawing(source.into())
    }
}

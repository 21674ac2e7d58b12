//! What can be wrong with a model file or with an image handed to a network.

use super::Path;

/// Why a model file cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ModelError {
    /// The file is not protobuf, or it ends too early.
    #[error("the model file is damaged: {0}")]
    Damaged(&'static str),
    /// A tensor of the network is not in the file.
    #[error("the model file lacks the tensor {name}")]
    Missing {
        /// The tensor's name in the file.
        name: String,
    },
    /// A tensor has another shape, type or length than the network's.
    #[error("the tensor {name} is not {rows} x {columns} values of type {data_type}")]
    Shape {
        /// The tensor's name in the file.
        name: String,
        /// Rows it should have.
        rows: usize,
        /// Values in a row it should have.
        columns: usize,
        /// The element type it should have, as ONNX calls it.
        data_type: &'static str,
    },
    /// This machine lacks the instructions that were asked for.
    #[error("this machine has no {0} instructions")]
    PathUnavailable(Path),
}

/// An image whose bytes do not make up the width and height stated.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{bytes} bytes are not an RGB image of {width} x {height} pixels")]
pub struct ShapeError {
    /// Bytes given.
    pub bytes: usize,
    /// Width stated, in pixels.
    pub width: usize,
    /// Height stated, in pixels.
    pub height: usize,
}

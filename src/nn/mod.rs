//! The inference core: runs two networks, [`YuNet`] and [`SFace`], and no others.
//!
//! | file | what |
//! |---|---|
//! | `yunet` (`heads`), `sface` | the networks as sequences of layers |
//! | `stem`, `unit` | what YuNet is built of |
//! | `dense` (`tile`), `depthwise`, `pixelwise`, `fully_connected` | the layers, written once for all CPUs |
//! | `path`, `cpu`, `vector` | instructions chosen at run time, and a few floats at once |
//! | `protobuf`, `onnx`, `weights` | from a model file to weights |
//! | `buffer`, `padded`, `scratch` | working memory |
//!
//! Maps are stored row by row, pixel by pixel, channel by channel (NHWC), as 32-bit floats.

mod buffer;
mod cpu;
mod dense;
mod depthwise;
mod error;
mod fully_connected;
mod heads;
mod onnx;
mod padded;
mod path;
mod pixelwise;
mod protobuf;
mod scratch;
mod sface;
mod stem;
#[cfg(test)]
mod testing;
mod tile;
mod unit;
mod vector;
mod weights;
mod yunet;

pub use error::{ModelError, ShapeError};
pub use heads::{Cell, Heads, Level};
pub use path::Path;
pub use scratch::Scratch;
pub use sface::SFace;
pub use yunet::YuNet;

//! The words everyone shares: images, faces, comparisons, findings, verdicts.
//!
//! Plain values: no I/O, no third-party types, and nothing else of the crate.

mod geometry;
mod image;
mod scale;
mod verdict;

pub use geometry::{BoundingBox, Landmarks, Point, Pose};
pub use image::{Comparison, Face, ImageAnalysis, ImageFormat, Quality, Role, Shortfall};
pub use scale::{FalseMatchRate, Similarity};
pub use verdict::{Finding, FindingCode, QualityFilter, Verdict};

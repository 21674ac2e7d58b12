//! What compares faces: one trait, one room per engine.
//!
//! Engines report what they see, in our terms. They know nothing of match
//! thresholds: the policy decides.

pub mod embedded;

use std::{error::Error, fmt};

use async_trait::async_trait;

use crate::{
    detect::DetectError,
    face::{Comparison, ImageAnalysis, QualityFilter},
    image::{ImageError, InspectedImage, ScaleError, Signature},
    worker::WorkerError,
};

/// Compares the portrait on a document with the dominant face of a selfie.
///
/// Every future is safe to drop at any await: what has not begun is not begun,
/// and nothing is left behind.
#[async_trait]
pub trait Engine: Send + Sync {
    /// Who compares.
    fn identity(&self) -> Identity;

    /// Looks at one image, as soon as it is there. An image without a face is
    /// an answer.
    ///
    /// # Errors
    ///
    /// [`EngineError`] if the image cannot be read or the engine cannot work.
    async fn examine(&self, image: InspectedImage) -> Result<Examined, EngineError>;

    /// Scores the faces of `selfie` against the portrait of `document`.
    ///
    /// The portrait is the document's largest face, the dominant face is the
    /// selfie's; both come first in the answer, whatever their quality. Faces
    /// below `filter`'s bar carry their shortfall instead of a score. The
    /// dominant face has a score unless a face is missing or falls short.
    ///
    /// # Errors
    ///
    /// [`EngineError`] if the engine cannot work.
    async fn compare(
        &self,
        document: &Examined,
        selfie: &Examined,
        filter: QualityFilter,
    ) -> Result<Comparison, EngineError>;
}

/// Who compares: the name and version in every answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Short name, such as `embedded`.
    pub name: &'static str,
    /// Version of the models or of the remote interface.
    pub version: &'static str,
}

/// One image after its examination.
#[derive(Clone, Debug)]
pub struct Examined {
    /// The image and the faces in it, the one to compare first.
    pub analysis: ImageAnalysis,
    /// What tells the picture from others.
    pub signature: Signature,
    /// The embeddings of the first faces of `analysis`, in the same order.
    pub embeddings: Vec<Embedding>,
}

/// A face as a point on the unit sphere: faces of one person lie close.
#[derive(Clone, PartialEq)]
pub struct Embedding([f32; Self::LENGTH]);

impl Embedding {
    /// Numbers in an embedding.
    pub const LENGTH: usize = 128;

    /// Scales `raw` to unit length. All zeros stay zeros, and score 0 with
    /// everything.
    pub fn normalized(raw: &[f32; Self::LENGTH]) -> Self {
        let norm = raw.iter().map(|x| x * x).sum::<f32>().sqrt();
        Self(raw.map(|x| if norm > 0.0 { x / norm } else { 0.0 }))
    }

    /// Cosine of the angle to `other`, `-1.0..=1.0`.
    pub fn cosine(&self, other: &Self) -> f64 {
        let products = self.0.iter().zip(&other.0);
        let dot: f64 = products.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
        dot.clamp(-1.0, 1.0)
    }
}

/// An embedding identifies a person: it never shows.
impl fmt::Debug for Embedding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Embedding")
    }
}

/// Why an engine gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The image is at fault; trying again with the same one is pointless.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// Too much to do for now.
    #[error("the engine has no room for more work")]
    Busy,
    /// The engine is broken, or we are.
    #[error("the engine failed")]
    Failed(#[source] Box<dyn Error + Send + Sync>),
}

impl From<DetectError> for EngineError {
    fn from(error: DetectError) -> Self {
        Self::Failed(Box::new(error))
    }
}

impl From<ScaleError> for EngineError {
    fn from(error: ScaleError) -> Self {
        Self::Failed(Box::new(error))
    }
}

impl From<WorkerError> for EngineError {
    fn from(error: WorkerError) -> Self {
        match error {
            WorkerError::Full => Self::Busy,
            WorkerError::Panicked => Self::Failed(Box::new(error)),
        }
    }
}

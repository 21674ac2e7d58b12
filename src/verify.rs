//! Drives one verification: look at each image, compare, decide.

use std::{sync::Arc, time::Duration};

use tokio::time::error::Elapsed;
use tracing::{Instrument as _, info_span};

use crate::{
    calibration::Calibration,
    engine::{Engine, EngineError, Examined, Identity},
    face::{Finding, ImageAnalysis, Role, Similarity, Verdict},
    image::{EncodedImage, ImageError, InspectedImage, Limits, inspect},
    policy::{Decision, OptionError, Options, Policy, Terms, decide},
};

/// Two images and how to decide about them.
#[derive(Debug)]
pub struct Submission {
    /// The identity document.
    pub document: EncodedImage,
    /// The picture of the person who presents it.
    pub selfie: EncodedImage,
    /// What the caller asks of the decision.
    pub options: Options,
}

/// The outcome of one verification.
#[derive(Clone, Debug, PartialEq)]
pub struct Verification {
    /// What the policy decided.
    pub verdict: Verdict,
    /// Why, the most important first.
    pub findings: Vec<Finding>,
    /// The thresholds and filter that were applied.
    pub policy: Policy,
    /// The document. Its first face is the portrait.
    pub document: ImageAnalysis,
    /// The selfie. Its first face is the dominant one.
    pub selfie: ImageAnalysis,
    /// How alike each face of the selfie is to the portrait, in their order;
    /// `None` where it was not compared.
    pub likenesses: Vec<Option<Likeness>>,
    /// What compared the faces.
    pub engine: Identity,
    /// The calibration that gave the scores their meaning.
    pub calibration: &'static str,
}

impl Verification {
    /// How alike portrait and dominant face are, or `None` where they could
    /// not be compared.
    pub fn likeness(&self) -> Option<Likeness> {
        self.likenesses.first().copied().flatten()
    }
}

/// One comparison score and what it means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// On the engine's own scale.
    pub score: f64,
    /// In percent.
    pub similarity: Similarity,
    /// Share of non-mated pairs that reach the score, `0.0..=1.0`.
    pub false_match_rate: f64,
}

/// Why there is no verification.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The image is at fault.
    #[error("the {role} image: {source}")]
    Image {
        /// Which image.
        role: Role,
        /// What is wrong with it.
        source: ImageError,
    },
    /// The caller asked for what cannot be granted.
    #[error(transparent)]
    Option(#[from] OptionError),
    /// Too much to do for now.
    #[error("the server is busy; try again shortly")]
    Busy,
    /// The work took longer than it may.
    #[error("the verification took longer than {} s", .budget.as_secs_f32())]
    OutOfTime {
        /// What it may take.
        budget: Duration,
    },
    /// The engine is broken, or we are.
    #[error("the engine failed")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Verifies with one engine, under one operator's terms.
#[derive(Clone)]
pub struct Verifier {
    engine: Arc<dyn Engine>,
    calibration: Calibration,
    terms: Terms,
    limits: Limits,
    budget: Duration,
}

impl Verifier {
    /// Verifies with `engine`, whose scores `calibration` gives a meaning.
    /// Images must keep within `limits`, one verification within `budget`.
    pub fn new(
        engine: Arc<dyn Engine>,
        calibration: Calibration,
        terms: Terms,
        limits: Limits,
        budget: Duration,
    ) -> Self {
        Self {
            engine,
            calibration,
            terms,
            limits,
            budget,
        }
    }

    /// Answers one submission. Dropping the future abandons the work.
    ///
    /// # Errors
    ///
    /// [`VerifyError`]. A person who does not match, or an image without a
    /// face, is an answer.
    pub async fn verify(&self, submission: Submission) -> Result<Verification, VerifyError> {
        let Submission {
            document,
            selfie,
            options,
        } = submission;
        let policy = self.terms.policy(&options, &self.calibration)?;
        // Both headers before any pixel, and the document's errors first.
        let document = self.inspect(Role::Document, document)?;
        let selfie = self.inspect(Role::Selfie, selfie)?;
        let work = async {
            let (document, selfie) = tokio::join!(
                self.examine(Role::Document, document),
                self.examine(Role::Selfie, selfie)
            );
            self.conclude(&document?, &selfie?, policy).await
        };
        tokio::time::timeout(self.budget, work)
            .await
            .map_err(|_: Elapsed| VerifyError::OutOfTime {
                budget: self.budget,
            })?
    }

    /// Judges one image by its headers, as soon as it is complete: a pass over
    /// the bytes, about a millisecond for a large photograph.
    ///
    /// # Errors
    ///
    /// [`VerifyError::Image`] if the image is refused.
    pub fn inspect(&self, role: Role, image: EncodedImage) -> Result<InspectedImage, VerifyError> {
        inspect(image, &self.limits).map_err(|source| VerifyError::Image { role, source })
    }

    /// Looks for faces in one image.
    ///
    /// # Errors
    ///
    /// [`VerifyError`] if the image is refused or the engine cannot work.
    pub async fn examine(
        &self,
        role: Role,
        image: InspectedImage,
    ) -> Result<Examined, VerifyError> {
        self.engine
            .examine(image)
            .instrument(info_span!("examine", %role))
            .await
            .map_err(|error| match error {
                EngineError::Image(source) => VerifyError::Image { role, source },
                EngineError::Busy => VerifyError::Busy,
                EngineError::Failed(source) => VerifyError::Engine(source),
            })
    }

    /// Compares what was seen, and decides.
    ///
    /// # Errors
    ///
    /// [`VerifyError`] if the engine cannot work.
    pub async fn conclude(
        &self,
        document: &Examined,
        selfie: &Examined,
        policy: Policy,
    ) -> Result<Verification, VerifyError> {
        let comparison = self
            .engine
            .compare(document, selfie, policy.quality_filter)
            .instrument(info_span!("compare"))
            .await
            .map_err(|error| match error {
                EngineError::Image(source) => VerifyError::Engine(Box::new(source)),
                EngineError::Busy => VerifyError::Busy,
                EngineError::Failed(source) => VerifyError::Engine(source),
            })?;
        let Decision { verdict, findings } = decide(&comparison, &policy, &self.calibration);
        let scores = comparison.selfie.faces.iter().map(|face| face.score);
        Ok(Verification {
            verdict,
            findings,
            policy,
            likenesses: scores.map(|score| Some(self.likeness(score?))).collect(),
            document: comparison.document,
            selfie: comparison.selfie,
            engine: self.engine.identity(),
            calibration: self.calibration.name(),
        })
    }

    fn likeness(&self, score: f64) -> Likeness {
        Likeness {
            score,
            similarity: self.calibration.similarity(score),
            false_match_rate: self.calibration.false_match_rate(score),
        }
    }
}

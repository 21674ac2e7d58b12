//! What was concluded, and why.

use super::Role;

/// Quality bar below which a face is not compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QualityFilter {
    /// Compare every detected face.
    #[default]
    None,
    /// The engine chooses.
    Auto,
    /// Drop only the worst faces.
    Low,
    /// Drop faces of less than average quality.
    Medium,
    /// Keep only faces of high quality.
    High,
}

/// What to conclude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Same person, and nothing spoke against it.
    Match,
    /// Not the same person.
    NoMatch,
    /// A human should look.
    Review,
    /// The faces could not be compared.
    Inconclusive,
}

/// What can be noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingCode {
    /// No face was found.
    NoFace,
    /// The compared face is below the quality bar.
    LowQuality,
    /// Similarity (percent) is below the match threshold.
    SimilarityBelowThreshold,
    /// Similarity (percent) is in the review band.
    SimilarityInReviewBand,
    /// The portrait matches a face of the selfie that is not the dominant one.
    MatchOnSecondaryFace,
    /// Another face of the selfie has at least half the dominant one's area.
    SeveralFaces,
    /// The inter-eye distance (pixels) is small.
    FaceSmall,
    /// The sharpness (0 to 100) is low.
    FaceBlurred,
    /// The brightness (0 to 100) is low.
    FaceDark,
    /// The brightness (0 to 100) is high.
    FaceBright,
    /// The head is turned (degrees).
    FaceTurned,
    /// The face is cut off by the edge of the image (distance of its landmarks
    /// from the edge, in inter-eye distances).
    FaceCutOff,
    /// Document and selfie are the same picture.
    SamePicture,
}

/// One thing that was noticed.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What was noticed.
    pub code: FindingCode,
    /// The image concerned, or `None` when it is the pair.
    pub image: Option<Role>,
    /// Whether this alone rules out [`Verdict::Match`].
    pub blocking: bool,
    /// The same in words, with what to do next; for developers.
    pub message: String,
    /// The measured value, in the unit of `limit`.
    pub measured: Option<f64>,
    /// The limit it was held against.
    pub limit: Option<f64>,
}

//! From a comparison to a verdict. Pure: no I/O, no clock, no configuration.
//!
//! * `options` is what a caller asks; `terms` merges it with what the operator set into a [`Policy`].
//! * `findings` says what is noticed in a comparison, `conditions` how its faces are pictured.
//! * [`decide`](decide()) is the decision table.

mod conditions;
mod decide;
mod findings;
mod options;
mod terms;

use crate::face::{FalseMatchRate, Finding, QualityFilter, Similarity, Verdict};

pub use decide::decide;
pub use options::{MatchCriterion, OptionError, Options, PercentOption};
pub use terms::{Settings, Terms, TermsError};

/// The thresholds and filter of one verification.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Similarity from which the faces match.
    pub similarity_threshold: Similarity,
    /// Similarity from which a pair that does not match goes to human review.
    pub review_threshold: Option<Similarity>,
    /// Quality bar below which a face is not compared.
    pub quality_filter: QualityFilter,
    /// Set where the caller gave the criterion as a false match rate.
    pub max_false_match_rate: Option<FalseMatchRate>,
    /// `similarity_threshold` on the scale of the engine's score. This decides,
    /// because similarity ends at 100.
    pub score_threshold: f64,
    /// `review_threshold` on the scale of the engine's score.
    pub review_score_threshold: Option<f64>,
    /// Whether a match goes to review where the selfie shows several faces.
    pub several_faces_need_review: bool,
}

/// What was concluded, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// What to conclude.
    pub verdict: Verdict,
    /// Why, the most important first. Empty only with [`Verdict::Match`].
    pub findings: Vec<Finding>,
}

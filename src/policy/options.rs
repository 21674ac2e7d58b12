//! How a caller wants one verification decided, and why that may be refused.

use crate::face::QualityFilter;

/// How a caller wants one verification decided. What is unset takes the
/// operator's value. Numbers are as they came: nothing is checked yet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Options {
    /// From where on the faces match.
    pub match_criterion: Option<MatchCriterion>,
    /// Percent.
    pub review_threshold: Option<f32>,
    /// Quality bar below which a face is not compared.
    pub quality_filter: Option<QualityFilter>,
}

/// From where on the faces match, as a caller says it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MatchCriterion {
    /// Percent, 0 to 100.
    SimilarityThreshold(f32),
    /// Ratio, above 0 and at most 1.
    MaxFalseMatchRate(f64),
}

/// An option that is a similarity, by its name in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentOption {
    /// From where on the faces match.
    SimilarityThreshold,
    /// From where on a human should look.
    ReviewThreshold,
}

/// Why a caller's option cannot be granted.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum OptionError {
    /// Not a number, infinite, or outside the option's range.
    #[error("{} must be from 0 to {max} percent, not {actual}", .option.name())]
    PercentOutOfRange {
        /// Which option.
        option: PercentOption,
        /// What was asked.
        actual: f32,
        /// The most that makes sense, in percent.
        max: f32,
    },
    /// No rate, or one that the engine's calibration cannot vouch for.
    #[error(
        "max_false_match_rate must be from {min:e}, the least that the calibration supports, to 1, not {actual:e}"
    )]
    RateOutOfRange {
        /// What was asked.
        actual: f64,
        /// The least that is supported.
        min: f64,
    },
    /// A similarity below what the operator requires.
    #[error("{} must be at least {floor} percent here, the operator's floor; {actual} percent was asked", .option.name())]
    PercentBelowFloor {
        /// Which option.
        option: PercentOption,
        /// What was asked, in percent.
        actual: f32,
        /// What the operator requires, in percent.
        floor: f32,
    },
    /// A false match rate above what the operator's floor stands for.
    #[error(
        "max_false_match_rate must be at most {max:e} here, the operator's floor; {actual:e} was asked"
    )]
    RateAboveCeiling {
        /// What was asked.
        actual: f64,
        /// The most that the operator accepts.
        max: f64,
    },
    /// A filter that lets more through than the operator's.
    #[error("quality_filter must be at least {} here, the operator's floor; {} was asked", name(*.floor), name(*.actual))]
    FilterBelowFloor {
        /// What was asked.
        actual: QualityFilter,
        /// What the operator requires.
        floor: QualityFilter,
    },
}

impl PercentOption {
    fn name(self) -> &'static str {
        match self {
            Self::SimilarityThreshold => "similarity_threshold",
            Self::ReviewThreshold => "review_threshold",
        }
    }
}

impl OptionError {
    /// Name of the option in the request.
    pub fn option(&self) -> &'static str {
        match self {
            Self::PercentOutOfRange { option, .. } | Self::PercentBelowFloor { option, .. } => {
                option.name()
            }
            Self::RateOutOfRange { .. } | Self::RateAboveCeiling { .. } => "max_false_match_rate",
            Self::FilterBelowFloor { .. } => "quality_filter",
        }
    }

    /// Whether the operator's floor stands against it, rather than sense.
    pub fn is_below_floor(&self) -> bool {
        match self {
            Self::PercentOutOfRange { .. } | Self::RateOutOfRange { .. } => false,
            Self::PercentBelowFloor { .. }
            | Self::RateAboveCeiling { .. }
            | Self::FilterBelowFloor { .. } => true,
        }
    }

    /// What was asked and the limit that it crosses, in the option's own unit.
    pub fn actual_and_limit(&self) -> (String, String) {
        match self {
            Self::PercentOutOfRange { actual, max, .. } => {
                let limit = if *actual < 0.0 { 0.0 } else { *max };
                (actual.to_string(), limit.to_string())
            }
            Self::RateOutOfRange { actual, min } => {
                let limit = if *actual > 1.0 { 1.0 } else { *min };
                (actual.to_string(), limit.to_string())
            }
            Self::PercentBelowFloor { actual, floor, .. } => {
                (actual.to_string(), floor.to_string())
            }
            Self::RateAboveCeiling { actual, max } => (actual.to_string(), max.to_string()),
            Self::FilterBelowFloor { actual, floor } => {
                (name(*actual).to_owned(), name(*floor).to_owned())
            }
        }
    }
}

/// The filter's name in the contract, without its prefix.
fn name(filter: QualityFilter) -> &'static str {
    match filter {
        QualityFilter::None => "NONE",
        QualityFilter::Auto => "AUTO",
        QualityFilter::Low => "LOW",
        QualityFilter::Medium => "MEDIUM",
        QualityFilter::High => "HIGH",
    }
}

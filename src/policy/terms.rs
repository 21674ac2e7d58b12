//! What the operator set, what a caller may ask, and the policy that comes of both.

use super::Policy;
use crate::{
    calibration::Calibration,
    face::{FalseMatchRate, QualityFilter, Similarity},
};

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

/// What an operator sets: defaults for callers, and at the same time the floor
/// below which no caller may go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Similarity from which the faces match.
    pub similarity_threshold: Similarity,
    /// The lowest threshold a caller may ask for, where that is not
    /// `similarity_threshold` itself.
    pub similarity_threshold_floor: Option<Similarity>,
    /// Similarity from which a pair that does not match goes to human review.
    pub review_threshold: Option<Similarity>,
    /// Quality bar below which a face is not compared.
    pub quality_filter: QualityFilter,
    /// Whether a match goes to review where the selfie shows several faces.
    pub several_faces_need_review: bool,
}

impl Default for Settings {
    /// Similarity 80, one false match in 10,000 (NIST SP 800-63A-4), and nothing else.
    fn default() -> Self {
        Self {
            similarity_threshold: Similarity::DEFAULT_THRESHOLD,
            similarity_threshold_floor: None,
            review_threshold: None,
            quality_filter: QualityFilter::None,
            several_faces_need_review: false,
        }
    }
}

/// Settings that go together.
#[derive(Clone, Debug)]
pub struct Terms(Settings);

/// Why the operator's settings do not go together.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum TermsError {
    /// A default that its own floor forbids.
    #[error("the similarity threshold floor ({floor}) must not exceed the threshold ({threshold})")]
    FloorAboveThreshold {
        /// Percent.
        floor: f32,
        /// Percent.
        threshold: f32,
    },
    /// A review band that no pair can fall into.
    #[error("the review threshold ({review}) must not exceed the match threshold ({threshold})")]
    ReviewAboveThreshold {
        /// Percent.
        review: f32,
        /// Percent.
        threshold: f32,
    },
}

/// Why a caller's option cannot be granted.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum OptionError {
    /// Not a number, infinite, or outside the option's range.
    #[error("{option} must be a number from {min} to {max}, not {value}")]
    OutOfRange {
        /// Name of the field in the request's options.
        option: &'static str,
        /// What was asked.
        value: f64,
        /// Least that is allowed.
        min: f64,
        /// Most that is allowed.
        max: f64,
    },
    /// A rate that the engine's calibration cannot vouch for.
    #[error(
        "the engine's calibration supports no false match rate below {min:e}; {value:e} was asked"
    )]
    RateUnsupported {
        /// What was asked.
        value: f64,
        /// Least that is supported.
        min: f64,
    },
    /// Laxer than the operator allows.
    #[error(
        "{option} is laxer than this server allows: at least {floor} is needed where {value} was asked"
    )]
    BelowFloor {
        /// Name of the field in the request's options.
        option: &'static str,
        /// What was asked: percent, or for `quality_filter` a rank from 0 (none) to 3 (high).
        /// A false match rate is given as the similarity that it stands for.
        value: f32,
        /// What the operator requires, in the same unit.
        floor: f32,
    },
}

impl OptionError {
    /// Name of the field in the request's options.
    pub fn option(&self) -> &'static str {
        match self {
            Self::OutOfRange { option, .. } | Self::BelowFloor { option, .. } => option,
            Self::RateUnsupported { .. } => MAX_FALSE_MATCH_RATE,
        }
    }
}

const SIMILARITY_THRESHOLD: &str = "similarity_threshold";
const MAX_FALSE_MATCH_RATE: &str = "max_false_match_rate";
const REVIEW_THRESHOLD: &str = "review_threshold";
const QUALITY_FILTER: &str = "quality_filter";

/// What the match criterion comes to.
struct Criterion {
    similarity: Similarity,
    score: f64,
    rate: Option<FalseMatchRate>,
}

impl Terms {
    /// Takes settings that do not contradict each other.
    ///
    /// # Errors
    ///
    /// [`TermsError`] if they do.
    pub fn new(settings: Settings) -> Result<Self, TermsError> {
        let threshold = settings.similarity_threshold;
        let above = |limit: &Similarity| *limit > threshold;
        if let Some(floor) = settings.similarity_threshold_floor.filter(above) {
            return Err(TermsError::FloorAboveThreshold {
                floor: floor.percent(),
                threshold: threshold.percent(),
            });
        }
        if let Some(review) = settings.review_threshold.filter(above) {
            return Err(TermsError::ReviewAboveThreshold {
                review: review.percent(),
                threshold: threshold.percent(),
            });
        }
        Ok(Self(settings))
    }

    /// The policy for one call: the caller's options where they are set, the
    /// operator's elsewhere.
    ///
    /// # Errors
    ///
    /// [`OptionError`] if an option is not a number in its range, or laxer than
    /// the operator allows.
    pub fn policy(
        &self,
        options: &Options,
        calibration: &Calibration,
    ) -> Result<Policy, OptionError> {
        let criterion = self.criterion(options.match_criterion, calibration)?;
        let review_threshold = self.review(options.review_threshold, criterion.similarity)?;
        Ok(Policy {
            similarity_threshold: criterion.similarity,
            review_threshold,
            quality_filter: self.filter(options.quality_filter)?,
            max_false_match_rate: criterion.rate,
            score_threshold: criterion.score,
            review_score_threshold: review_threshold
                .map(|review| calibration.score_at_similarity(review)),
            several_faces_need_review: self.0.several_faces_need_review,
        })
    }

    fn criterion(
        &self,
        asked: Option<MatchCriterion>,
        calibration: &Calibration,
    ) -> Result<Criterion, OptionError> {
        let (option, criterion) = match asked {
            None => (
                SIMILARITY_THRESHOLD,
                Criterion {
                    similarity: self.0.similarity_threshold,
                    score: calibration.score_at_similarity(self.0.similarity_threshold),
                    rate: None,
                },
            ),
            Some(MatchCriterion::SimilarityThreshold(value)) => {
                let similarity = percent(SIMILARITY_THRESHOLD, value, Similarity::MAX)?;
                let criterion = Criterion {
                    similarity,
                    score: calibration.score_at_similarity(similarity),
                    rate: None,
                };
                (SIMILARITY_THRESHOLD, criterion)
            }
            Some(MatchCriterion::MaxFalseMatchRate(value)) => {
                (MAX_FALSE_MATCH_RATE, by_rate(value, calibration)?)
            }
        };
        let Settings {
            similarity_threshold,
            similarity_threshold_floor,
            ..
        } = self.0;
        let floor = similarity_threshold_floor.unwrap_or(similarity_threshold);
        if criterion.score < calibration.score_at_similarity(floor) {
            return Err(OptionError::BelowFloor {
                option,
                value: criterion.similarity.percent(),
                floor: floor.percent(),
            });
        }
        Ok(criterion)
    }

    /// The operator's review threshold is a default and a floor too; it gives
    /// way to a match threshold below it, which only a lowered floor allows.
    fn review(
        &self,
        asked: Option<f32>,
        threshold: Similarity,
    ) -> Result<Option<Similarity>, OptionError> {
        let Some(value) = asked else {
            return Ok(self
                .0
                .review_threshold
                .filter(|review| *review <= threshold));
        };
        let review = percent(REVIEW_THRESHOLD, value, threshold)?;
        match self.0.review_threshold {
            Some(floor) if review < floor => Err(OptionError::BelowFloor {
                option: REVIEW_THRESHOLD,
                value,
                floor: floor.percent(),
            }),
            _ => Ok(Some(review)),
        }
    }

    fn filter(&self, asked: Option<QualityFilter>) -> Result<QualityFilter, OptionError> {
        let filter = asked.unwrap_or(self.0.quality_filter);
        if rank(filter) < rank(self.0.quality_filter) {
            return Err(OptionError::BelowFloor {
                option: QUALITY_FILTER,
                value: f32::from(rank(filter)),
                floor: f32::from(rank(self.0.quality_filter)),
            });
        }
        Ok(filter)
    }
}

fn by_rate(value: f64, calibration: &Calibration) -> Result<Criterion, OptionError> {
    let min = calibration.smallest_rate();
    let rate = FalseMatchRate::from_ratio(value).ok_or(OptionError::OutOfRange {
        option: MAX_FALSE_MATCH_RATE,
        value,
        min,
        max: 1.0,
    })?;
    let score = calibration
        .score_at_rate(rate)
        .ok_or(OptionError::RateUnsupported { value, min })?;
    Ok(Criterion {
        similarity: calibration.similarity(score),
        score,
        rate: Some(rate),
    })
}

fn percent(option: &'static str, value: f32, max: Similarity) -> Result<Similarity, OptionError> {
    Similarity::from_percent(value)
        .filter(|similarity| *similarity <= max)
        .ok_or(OptionError::OutOfRange {
            option,
            value: f64::from(value),
            min: 0.0,
            max: f64::from(max.percent()),
        })
}

/// How strict a filter is. The engine's own choice counts as the mildest bar.
fn rank(filter: QualityFilter) -> u8 {
    match filter {
        QualityFilter::None => 0,
        QualityFilter::Auto | QualityFilter::Low => 1,
        QualityFilter::Medium => 2,
        QualityFilter::High => 3,
    }
}

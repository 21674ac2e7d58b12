//! What the operator set, and the policy that comes of it and a caller's options.

use super::{MatchCriterion, OptionError, Options, PercentOption, Policy};
use crate::{
    calibration::Calibration,
    face::{FalseMatchRate, QualityFilter, Similarity},
};

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

    /// Rates and similarities are held against the floor on the one scale they
    /// share, that of the score.
    fn criterion(
        &self,
        asked: Option<MatchCriterion>,
        calibration: &Calibration,
    ) -> Result<Criterion, OptionError> {
        let floor = self.0.similarity_threshold_floor;
        let floor = floor.unwrap_or(self.0.similarity_threshold);
        let score_floor = calibration.score_at_similarity(floor);
        let by_similarity = |similarity| Criterion {
            similarity,
            score: calibration.score_at_similarity(similarity),
            rate: None,
        };
        match asked {
            None => Ok(by_similarity(self.0.similarity_threshold)),
            Some(MatchCriterion::SimilarityThreshold(actual)) => {
                let option = PercentOption::SimilarityThreshold;
                let criterion = by_similarity(percent(option, actual, Similarity::MAX)?);
                if criterion.score < score_floor {
                    let floor = floor.percent();
                    return Err(OptionError::PercentBelowFloor {
                        option,
                        actual,
                        floor,
                    });
                }
                Ok(criterion)
            }
            Some(MatchCriterion::MaxFalseMatchRate(actual)) => {
                let criterion = by_rate(actual, calibration)?;
                if criterion.score < score_floor {
                    let max = calibration.false_match_rate(score_floor);
                    return Err(OptionError::RateAboveCeiling { actual, max });
                }
                Ok(criterion)
            }
        }
    }

    /// The operator's review threshold is a default and a floor too; it gives
    /// way to a match threshold below it, which only a lowered floor allows.
    fn review(
        &self,
        asked: Option<f32>,
        threshold: Similarity,
    ) -> Result<Option<Similarity>, OptionError> {
        let floor = self.0.review_threshold;
        let Some(actual) = asked else {
            return Ok(floor.filter(|review| *review <= threshold));
        };
        let option = PercentOption::ReviewThreshold;
        let review = percent(option, actual, threshold)?;
        match floor {
            Some(floor) if review < floor => {
                let floor = floor.percent();
                Err(OptionError::PercentBelowFloor {
                    option,
                    actual,
                    floor,
                })
            }
            _ => Ok(Some(review)),
        }
    }

    fn filter(&self, asked: Option<QualityFilter>) -> Result<QualityFilter, OptionError> {
        let floor = self.0.quality_filter;
        let actual = asked.unwrap_or(floor);
        if strictness(actual) < strictness(floor) {
            return Err(OptionError::FilterBelowFloor { actual, floor });
        }
        Ok(actual)
    }
}

fn by_rate(actual: f64, calibration: &Calibration) -> Result<Criterion, OptionError> {
    let out_of_range = OptionError::RateOutOfRange {
        actual,
        min: calibration.smallest_rate(),
    };
    let rate = FalseMatchRate::from_ratio(actual).ok_or(out_of_range)?;
    let score = calibration.score_at_rate(rate).ok_or(out_of_range)?;
    Ok(Criterion {
        similarity: calibration.similarity(score),
        score,
        rate: Some(rate),
    })
}

fn percent(option: PercentOption, actual: f32, max: Similarity) -> Result<Similarity, OptionError> {
    Similarity::from_percent(actual)
        .filter(|similarity| *similarity <= max)
        .ok_or(OptionError::PercentOutOfRange {
            option,
            actual,
            max: max.percent(),
        })
}

/// The engine's own choice counts as the mildest bar.
fn strictness(filter: QualityFilter) -> u8 {
    match filter {
        QualityFilter::None => 0,
        QualityFilter::Auto | QualityFilter::Low => 1,
        QualityFilter::Medium => 2,
        QualityFilter::High => 3,
    }
}

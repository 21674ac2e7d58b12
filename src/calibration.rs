//! From an engine's comparison score to false match rates and back.

use crate::face::{FalseMatchRate, Similarity};

/// Says which share of non-mated pairs reaches a score (FMR), and which score a
/// given share needs.
///
/// Between its points the logarithm of the rate is linear in the score. Beyond
/// the last point nothing is claimed: the rate stays there.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    name: &'static str,
    /// `(score, log10 FMR)`: scores strictly ascending, rates strictly
    /// descending, the first at FMR 1.
    points: Vec<(f64, f64)>,
}

/// Percent of similarity for each factor of ten in the false match rate.
const PERCENT_PER_DECADE: f64 = 20.0;

/// Lowest cosine there is: every pair reaches it.
const LOWEST_SCORE: f64 = -1.0;

/// `(FMR, cosine)` of YuNet + SFace, measured over the 87.0 million non-mated
/// pairs of LFW (13,232 images of 5,748 people, label errors removed; the most
/// central face of each image). 1e-6 is indicative: pairs that share an image
/// are not independent. The rate rises to 1 at a cosine of -0.3, lower than any
/// pair measured.
const EMBEDDED: [(f64, f64); 17] = [
    (1.0, -0.3),
    (0.5, 0.0930),
    (0.2, 0.1676),
    (0.1, 0.2066),
    (0.05, 0.2388),
    (0.02, 0.2750),
    (1e-2, 0.2991),
    (5e-3, 0.3215),
    (2e-3, 0.3487),
    (1e-3, 0.3681),
    (5e-4, 0.3869),
    (2e-4, 0.4113),
    (1e-4, 0.4295),
    (5e-5, 0.4487),
    (2e-5, 0.4738),
    (1e-5, 0.4908),
    (1e-6, 0.5423),
];

impl Calibration {
    /// The calibration of the embedded engine, whose score is the cosine of
    /// two face embeddings.
    pub fn embedded() -> Self {
        Self {
            name: "lfw-87m-non-mated-pairs",
            points: EMBEDDED
                .map(|(rate, cosine)| (cosine, rate.log10()))
                .to_vec(),
        }
    }

    /// What the answer calls it.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Estimated share of non-mated pairs that reach `score`, from 1 down to
    /// the smallest rate that the data supports.
    pub fn false_match_rate(&self, score: f64) -> f64 {
        10_f64.powf(self.log_rate(score))
    }

    /// `-20 log10(FMR)` of `score`, limited to 0–100 percent: 60 is one false
    /// match in 1,000 non-mated pairs, 80 one in 10,000, 100 one in 100,000 or
    /// fewer.
    pub fn similarity(&self, score: f64) -> Similarity {
        let percent = (-PERCENT_PER_DECADE * self.log_rate(score)).clamp(0.0, 100.0);
        Similarity::from_percent(percent as f32).unwrap_or(Similarity::MIN)
    }

    /// The score from which pairs have at least this similarity.
    pub fn score_at_similarity(&self, similarity: Similarity) -> f64 {
        self.score_at(-f64::from(similarity.percent()) / PERCENT_PER_DECADE)
    }

    /// The score that at most `rate` of all non-mated pairs reach, or `None` if
    /// the data supports no figure as small as this.
    pub fn score_at_rate(&self, rate: FalseMatchRate) -> Option<f64> {
        let log_rate = rate.ratio().log10();
        (log_rate >= self.smallest_log_rate()).then(|| self.score_at(log_rate))
    }

    /// The smallest false match rate that the data supports.
    pub fn smallest_rate(&self) -> f64 {
        10_f64.powf(self.smallest_log_rate())
    }

    fn smallest_log_rate(&self) -> f64 {
        self.points.last().map_or(0.0, |&(_, log)| log)
    }

    fn log_rate(&self, score: f64) -> f64 {
        interpolate(score, self.points.iter().copied())
    }

    fn score_at(&self, log_rate: f64) -> f64 {
        if log_rate >= 0.0 {
            return LOWEST_SCORE;
        }
        // Negated, so that the abscissa ascends.
        interpolate(
            -log_rate,
            self.points.iter().map(|&(score, log)| (-log, score)),
        )
    }
}

/// Piecewise linear through `points` (abscissa ascending), constant outside.
fn interpolate(x: f64, points: impl Iterator<Item = (f64, f64)>) -> f64 {
    let mut before: Option<(f64, f64)> = None;
    for (right, value) in points {
        if x <= right {
            return match before {
                Some((left, start)) => start + (value - start) * (x - left) / (right - left),
                None => value,
            };
        }
        before = Some((right, value));
    }
    before.map_or(f64::NAN, |(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similarity_counts_decades_of_the_false_match_rate() {
        let calibration = Calibration::embedded();
        for (cosine, percent) in [
            (-1.0, 0.0),
            (-0.3, 0.0),
            (0.2066, 20.0),
            (0.3681, 60.0),
            (0.4295, 80.0),
            (0.4908, 100.0),
            (0.9, 100.0),
        ] {
            let similarity = calibration.similarity(cosine).percent();
            assert!(
                (similarity - percent).abs() < 1e-4,
                "{cosine}: {similarity}"
            );
        }
    }

    #[test]
    fn rates_end_where_the_data_ends() {
        let calibration = Calibration::embedded();
        assert_eq!(calibration.false_match_rate(-0.9), 1.0);
        assert!((calibration.false_match_rate(0.95) - 1e-6).abs() < 1e-18);
        let rate = |ratio| FalseMatchRate::from_ratio(ratio).unwrap();
        assert_eq!(calibration.score_at_rate(rate(1e-6)), Some(0.5423));
        assert_eq!(calibration.score_at_rate(rate(9e-7)), None);
    }

    #[test]
    fn there_and_back_again() {
        let calibration = Calibration::embedded();
        for tenth in 1..=1000 {
            let similarity = Similarity::from_percent(tenth as f32 / 10.0).unwrap();
            let score = calibration.score_at_similarity(similarity);
            let again = calibration.similarity(score);
            assert!((again.percent() - similarity.percent()).abs() < 1e-3);
        }
    }

    #[test]
    fn every_pair_reaches_no_similarity_at_all() {
        let calibration = Calibration::embedded();
        assert_eq!(calibration.score_at_similarity(Similarity::MIN), -1.0);
        let all = FalseMatchRate::from_ratio(1.0).unwrap();
        assert_eq!(calibration.score_at_rate(all), Some(-1.0));
    }
}

//! Numbers that carry their unit.

/// Likeness of two faces in percent: a finite number in `0.0..=100.0`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Similarity(f32);

impl Similarity {
    /// No likeness at all.
    pub const MIN: Self = Self(0.0);
    /// The most that can be said.
    pub const MAX: Self = Self(100.0);

    /// One false match in 10,000 non-mated pairs: what NIST SP 800-63A-4 asks for.
    pub const DEFAULT_THRESHOLD: Self = Self(80.0);

    /// Wraps `percent`, or returns `None` unless it lies in `0.0..=100.0`.
    pub fn from_percent(percent: f32) -> Option<Self> {
        // NaN is not contained.
        // Adding zero takes the sign off a negative one.
        (0.0..=100.0)
            .contains(&percent)
            .then_some(Self(percent + 0.0))
    }

    /// The likeness in percent, `0.0..=100.0`.
    pub fn percent(self) -> f32 {
        self.0
    }
}

/// Share of non-mated pairs that reach a score: a number above 0 and at most 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct FalseMatchRate(f64);

impl FalseMatchRate {
    /// Wraps `ratio`, or returns `None` unless it is above 0 and at most 1.
    pub fn from_ratio(ratio: f64) -> Option<Self> {
        (ratio > 0.0 && ratio <= 1.0).then_some(Self(ratio))
    }

    /// The rate as a ratio, above 0 and at most 1.
    pub fn ratio(self) -> f64 {
        self.0
    }
}

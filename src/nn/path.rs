//! The sets of instructions there are, and which of them this machine has.

use std::fmt;

/// A set of instructions on which the networks can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Path {
    /// What every CPU of the architecture has.
    Portable,
    /// ARM's 128-bit vectors with fused multiply-add.
    Neon,
    /// 256-bit vectors with fused multiply-add.
    Avx2,
    /// 512-bit vectors.
    Avx512,
}

impl Path {
    /// The paths this machine can execute, slowest first; never empty.
    #[must_use]
    pub fn available() -> Vec<Self> {
        [Self::Portable, Self::Neon, Self::Avx2, Self::Avx512]
            .into_iter()
            .filter(|path| path.is_available())
            .collect()
    }

    /// The fastest path this machine can execute.
    #[must_use]
    pub fn best() -> Self {
        [Self::Avx512, Self::Avx2, Self::Neon]
            .into_iter()
            .find(|path| path.is_available())
            .unwrap_or(Self::Portable)
    }

    /// Whether this CPU and its operating system support the path.
    #[cfg(target_arch = "x86_64")]
    pub(super) fn is_available(self) -> bool {
        let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        match self {
            Self::Portable => true,
            Self::Neon => false,
            Self::Avx2 => avx2,
            Self::Avx512 => {
                avx2 && is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
            }
        }
    }

    /// Whether this CPU supports the path: NEON is part of every 64-bit ARM.
    #[cfg(not(target_arch = "x86_64"))]
    pub(super) fn is_available(self) -> bool {
        self == Self::Portable || (self == Self::Neon && cfg!(target_arch = "aarch64"))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Portable => "portable",
            Self::Neon => "neon",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
        })
    }
}

//! Runs a kernel with the instructions of a [`Path`]: the only file with `unsafe`.
//!
//! A kernel is written once, generic over [`Vector`], and compiled once for every path.

#![expect(unsafe_code, reason = "what a CPU can do is known only at run time")]

use super::vector::{Array, Vector};
use super::{ModelError, Path};

/// A computation that [`Cpu::run`] executes.
///
/// All of `run` has to be `#[inline(always)]`: only what is inlined into the path's own function is
/// compiled for its instructions.
pub(super) trait Kernel {
    /// Computes with vectors of type `V`.
    fn run<V: Vector>(self);
}

/// A path that this machine is known to support.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cpu {
    path: Path,
}

impl Cpu {
    /// # Errors
    ///
    /// [`ModelError::PathUnavailable`] if this machine lacks the instructions.
    pub(super) fn supporting(path: Path) -> Result<Self, ModelError> {
        if path.is_available() {
            Ok(Self { path })
        } else {
            Err(ModelError::PathUnavailable(path))
        }
    }

    /// Values in one vector of this path.
    pub(super) fn lanes(self) -> usize {
        match self.path {
            Path::Portable | Path::Neon => 4,
            Path::Avx2 => 8,
            Path::Avx512 => 16,
        }
    }

    /// Executes `kernel` with this path's instructions.
    pub(super) fn run(self, kernel: impl Kernel) {
        match self.path {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: `supporting` has detected every feature that the function enables.
            Path::Avx2 => unsafe { x86::run_avx2(kernel) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Path::Avx512 => unsafe { x86::run_avx512(kernel) },
            #[cfg(target_arch = "aarch64")]
            Path::Neon => kernel.run::<neon::Neon>(),
            _ => kernel.run::<Array<4>>(),
        }
    }
}

/// Makes a [`Vector`] of an architecture's registers and intrinsics.
///
/// The vector is private to the module in which this is used, and that only runs kernels with it
/// on CPUs that have the instructions; so they can be used wherever there is such a vector.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
macro_rules! vector {
    (
        $(#[$attribute:meta])*
        $name:ident($register:ty), lanes: $lanes:literal, tile_rows: $tile_rows:literal,
        splat: $splat:path, load: $load:path, load_signed_bytes: $load_signed_bytes:expr,
        store: $store:path, add_product: $add_product:expr, add: $add:path, max: $max:path,
        min: $min:path, prefetch: $prefetch:expr
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy)]
        pub(super) struct $name($register);

        impl Vector for $name {
            const LANES: usize = $lanes;
            const TILE_ROWS: usize = $tile_rows;

            #[inline(always)]
            fn splat(value: f32) -> Self {
                // SAFETY: the CPU has the instructions, see `vector!`.
                Self(unsafe { $splat(value) })
            }

            #[inline(always)]
            fn load(values: &[f32]) -> Self {
                let values = &values[..$lanes];
                // SAFETY: as above; all that is read lies in the slice.
                Self(unsafe { $load(values.as_ptr()) })
            }

            #[inline(always)]
            fn load_signed_bytes(values: &[u8]) -> Self {
                let values = &values[..$lanes];
                // SAFETY: as above; all that is read lies in the slice.
                Self(unsafe { $load_signed_bytes(values.as_ptr()) })
            }

            #[inline(always)]
            fn store(self, values: &mut [f32]) {
                let values = &mut values[..$lanes];
                // SAFETY: as above; all that is written lies in the slice.
                unsafe { $store(values.as_mut_ptr(), self.0) }
            }

            #[inline(always)]
            fn add_product(self, factor: Self, other: Self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $add_product(self.0, factor.0, other.0) })
            }

            #[inline(always)]
            fn add(self, other: Self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $add(self.0, other.0) })
            }

            #[inline(always)]
            fn max(self, other: Self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $max(self.0, other.0) })
            }

            #[inline(always)]
            fn min(self, other: Self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $min(self.0, other.0) })
            }

            #[inline(always)]
            fn sum(self) -> f32 {
                let mut values = [0.0; $lanes];
                self.store(&mut values);
                values.iter().sum()
            }

            #[inline(always)]
            fn prefetch(values: &[f32], distance: usize) {
                $prefetch(values.as_ptr().wrapping_add(distance));
            }
        }
    };
}

/// 256- and 512-bit vectors. A tile is as tall as leaves its sums in the 16 or 32 registers.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{Kernel, Vector};

    vector! {
        Avx2(__m256), lanes: 8, tile_rows: 6,
        splat: _mm256_set1_ps, load: _mm256_loadu_ps,
        load_signed_bytes: |bytes: *const u8| {
            _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64(bytes.cast())))
        },
        store: _mm256_storeu_ps, add_product: |sum, factor, other| _mm256_fmadd_ps(factor, other, sum),
        add: _mm256_add_ps, max: _mm256_max_ps, min: _mm256_min_ps, prefetch: prefetch_line
    }

    vector! {
        Avx512(__m512), lanes: 16, tile_rows: 14,
        splat: _mm512_set1_ps, load: _mm512_loadu_ps,
        load_signed_bytes: |bytes: *const u8| {
            _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(bytes.cast())))
        },
        store: _mm512_storeu_ps, add_product: |sum, factor, other| _mm512_fmadd_ps(factor, other, sum),
        add: _mm512_add_ps, max: _mm512_max_ps, min: _mm512_min_ps, prefetch: prefetch_line
    }

    #[inline(always)]
    fn prefetch_line(address: *const f32) {
        // SAFETY: every CPU of the architecture has the instruction, and no address makes it fail.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(address.cast()) }
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn run_avx2(kernel: impl Kernel) {
        kernel.run::<Avx2>();
    }

    #[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl")]
    pub(super) fn run_avx512(kernel: impl Kernel) {
        kernel.run::<Avx512>();
    }
}

/// 128-bit vectors, which every 64-bit ARM has.
#[cfg(target_arch = "aarch64")]
mod neon {
    use std::arch::aarch64::*;

    use super::Vector;

    vector! {
        Neon(float32x4_t), lanes: 4, tile_rows: 14,
        splat: vdupq_n_f32, load: vld1q_f32,
        load_signed_bytes: |bytes: *const u8| {
            let word = vreinterpret_s8_u32(vdup_n_u32(bytes.cast::<u32>().read_unaligned()));
            vcvtq_f32_s32(vmovl_s16(vget_low_s16(vmovl_s8(word))))
        },
        store: vst1q_f32, add_product: vfmaq_f32,
        add: vaddq_f32, max: vmaxq_f32, min: vminq_f32, prefetch: |_: *const f32| ()
    }
}

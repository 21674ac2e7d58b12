//! The matrix product at the heart of [`super::dense`].
//!
//! It is computed in tiles whose sums stay in registers: a tile is a few pixels high and one panel,
//! which is one or two vectors of outputs, wide. Source: Goto and van de Geijn, "Anatomy of
//! High-Performance Matrix Multiplication", ACM TOMS 2008.

use super::vector::Vector;

/// Weights of the outputs that are computed together.
pub(super) struct Panel<'a> {
    /// `[inputs][panel]`.
    pub(super) weights: &'a [f32],
    pub(super) bias: &'a [f32],
    /// For negative sums, if they are changed.
    pub(super) slope: Option<&'a [f32]>,
}

/// A row of pixels to be multiplied. A pixel's inputs lie in `S` segments of equal length.
pub(super) struct Strip<'a, const S: usize> {
    /// The parts of a pixel's inputs, each beginning with the first pixel's.
    pub(super) segments: [&'a [f32]; S],
    /// Floats from one pixel's inputs to the next's.
    pub(super) step: usize,
    /// Begins with the panel's first output of the first pixel.
    pub(super) output: &'a mut [f32],
    /// Floats from one pixel's outputs to the next's.
    pub(super) output_step: usize,
}

/// Floats by which weights are asked for before they are needed (4 KiB): those of a large layer come
/// from the far cache, which would otherwise hold up the first tile of each panel.
const AHEAD: usize = 1024;

impl Panel<'_> {
    /// Multiplies the next `pixels`, in the tallest tiles that fit.
    #[inline(always)]
    pub(super) fn multiply<V: Vector, const VECTORS: usize, const S: usize>(
        &self,
        strip: &mut Strip<'_, S>,
        pixels: usize,
    ) {
        let mut first = 0;
        while first < pixels {
            let rest = pixels - first;
            first += if V::TILE_ROWS >= 14 && rest >= 14 {
                self.tile::<V, 14, VECTORS, S>(strip, first)
            } else if V::TILE_ROWS >= 14 && rest >= 12 {
                self.tile::<V, 12, VECTORS, S>(strip, first)
            } else if V::TILE_ROWS >= 14 && rest >= 10 {
                self.tile::<V, 10, VECTORS, S>(strip, first)
            } else if V::TILE_ROWS >= 14 && rest >= 7 {
                self.tile::<V, 7, VECTORS, S>(strip, first)
            } else if rest >= 6 {
                self.tile::<V, 6, VECTORS, S>(strip, first)
            } else if rest >= 4 {
                self.tile::<V, 4, VECTORS, S>(strip, first)
            } else if rest >= 2 {
                self.tile::<V, 2, VECTORS, S>(strip, first)
            } else {
                self.tile::<V, 1, VECTORS, S>(strip, first)
            };
        }
    }

    /// Multiplies `ROWS` pixels from pixel `first` on; returns how many that are.
    #[inline(always)]
    #[expect(
        clippy::needless_range_loop,
        reason = "loops over several iterators are not unrolled, and the sums then leave the registers"
    )]
    fn tile<V: Vector, const ROWS: usize, const VECTORS: usize, const S: usize>(
        &self,
        strip: &mut Strip<'_, S>,
        first: usize,
    ) -> usize {
        let mut sums = [[V::splat(0.0); VECTORS]; ROWS];
        for vector in 0..VECTORS {
            let bias = V::load(&self.bias[vector * V::LANES..]);
            for row in 0..ROWS {
                sums[row][vector] = bias;
            }
        }
        let segment_length = self.weights.len() / S;
        let inputs = segment_length / (VECTORS * V::LANES);
        for (segment, weights) in strip
            .segments
            .iter()
            .zip(self.weights.chunks_exact(segment_length))
        {
            let pixels: [&[f32]; ROWS] =
                std::array::from_fn(|row| &segment[(first + row) * strip.step..][..inputs]);
            for (input, weights) in (0..inputs).zip(weights.chunks_exact(VECTORS * V::LANES)) {
                let mut factors = [V::splat(0.0); VECTORS];
                for vector in 0..VECTORS {
                    V::prefetch(&weights[vector * V::LANES..], AHEAD);
                    factors[vector] = V::load(&weights[vector * V::LANES..]);
                }
                for row in 0..ROWS {
                    let value = V::splat(pixels[row][input]);
                    for vector in 0..VECTORS {
                        sums[row][vector] = sums[row][vector].add_product(value, factors[vector]);
                    }
                }
            }
        }
        if let Some(slope) = self.slope {
            for vector in 0..VECTORS {
                let slope = V::load(&slope[vector * V::LANES..]);
                for row in 0..ROWS {
                    sums[row][vector] = sums[row][vector].rectify(slope);
                }
            }
        }
        for row in 0..ROWS {
            for vector in 0..VECTORS {
                let start = (first + row) * strip.output_step + vector * V::LANES;
                sums[row][vector].store(&mut strip.output[start..]);
            }
        }
        ROWS
    }
}

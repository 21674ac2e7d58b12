//! A handful of floats that are worked on together.

/// What the kernels need of a vector of floats, whatever its width.
pub(super) trait Vector: Copy {
    /// Values in one vector.
    const LANES: usize;
    /// Pixels in the tallest tile whose sums, with two vectors a pixel, stay in this path's registers.
    const TILE_ROWS: usize;

    /// `value` in every lane.
    fn splat(value: f32) -> Self;
    /// The first `LANES` of `values`, of which there must be as many.
    fn load(values: &[f32]) -> Self;
    /// The first `LANES` of `values`, each a signed byte.
    fn load_signed_bytes(values: &[u8]) -> Self;
    /// Writes to the first `LANES` of `values`.
    fn store(self, values: &mut [f32]);
    /// `self + factor * other`, rounded once where the CPU has an instruction for it.
    fn add_product(self, factor: Self, other: Self) -> Self;
    /// `self + other`.
    fn add(self, other: Self) -> Self;
    /// The larger of each pair.
    fn max(self, other: Self) -> Self;
    /// The smaller of each pair.
    fn min(self, other: Self) -> Self;
    /// The sum of all lanes.
    fn sum(self) -> f32;
    /// Asks for the cache line `distance` values after the first of `values`, which may lie behind
    /// them: a hint that has no effect but on speed.
    fn prefetch(values: &[f32], distance: usize);

    /// `x` where it is positive, `slope * x` where it is not (PReLU; a slope of 0 is ReLU, of 1 nothing).
    #[inline(always)]
    fn rectify(self, slope: Self) -> Self {
        let zero = Self::splat(0.0);
        self.max(zero).add_product(slope, self.min(zero))
    }
}

/// `N` floats, on a CPU of which nothing is known.
#[derive(Clone, Copy)]
#[repr(align(16))]
pub(super) struct Array<const N: usize>([f32; N]);

impl<const N: usize> Array<N> {
    #[inline(always)]
    fn zip(mut self, other: Self, combine: impl Fn(f32, f32) -> f32) -> Self {
        for (left, right) in self.0.iter_mut().zip(other.0) {
            *left = combine(*left, right);
        }
        self
    }
}

impl<const N: usize> Vector for Array<N> {
    const LANES: usize = N;
    const TILE_ROWS: usize = 6;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self([value; N])
    }

    #[inline(always)]
    fn load(values: &[f32]) -> Self {
        let mut lanes = [0.0; N];
        lanes.copy_from_slice(&values[..N]);
        Self(lanes)
    }

    #[inline(always)]
    fn load_signed_bytes(values: &[u8]) -> Self {
        let mut lanes = [0.0; N];
        for (lane, value) in lanes.iter_mut().zip(&values[..N]) {
            *lane = f32::from(value.cast_signed());
        }
        Self(lanes)
    }

    #[inline(always)]
    fn store(self, values: &mut [f32]) {
        values[..N].copy_from_slice(&self.0);
    }

    // Not `f32::mul_add`, which is a slow call where the CPU has no such instruction.
    #[inline(always)]
    fn add_product(self, factor: Self, other: Self) -> Self {
        self.add(factor.zip(other, |left, right| left * right))
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, |left, right| left + right)
    }

    // Not `f32::max`, whose care for NaN costs two more instructions.
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        self.zip(other, |left, right| if left > right { left } else { right })
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        self.zip(other, |left, right| if left < right { left } else { right })
    }

    #[inline(always)]
    fn sum(self) -> f32 {
        self.0.iter().sum()
    }

    #[inline(always)]
    fn prefetch(_values: &[f32], _distance: usize) {}
}

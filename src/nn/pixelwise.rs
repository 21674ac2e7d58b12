//! Layers without weights: max-pooling, adding an enlarged map, and reading bytes.

use super::cpu::{Cpu, Kernel};
use super::vector::Vector;

/// One row of a 2x2 max-pooling.
///
/// * `lines`: the two rows of pixels that are pooled.
/// * `channels`: floats in a pixel, a multiple of 16.
/// * `output`: half as many pixels as there are in a line.
pub(super) fn max_pool(cpu: Cpu, lines: [&[f32]; 2], channels: usize, output: &mut [f32]) {
    cpu.run(MaxPool {
        lines,
        channels,
        output,
    });
}

/// Adds to each pixel the one that covers it in a map of half the width.
///
/// * `fine`, `output`: rows of as many pixels of `channels` floats, a multiple of 16.
/// * `coarse`: a row of half as many.
///
/// Enlarging repeats each pixel (ONNX `Resize`, nearest, asymmetric, floor).
pub(super) fn add_enlarged(
    cpu: Cpu,
    fine: &[f32],
    coarse: &[f32],
    channels: usize,
    output: &mut [f32],
) {
    cpu.run(AddEnlarged {
        fine,
        coarse,
        channels,
        output,
    });
}

/// Writes each of `bytes` as a float; there are as many `values`.
pub(super) fn read_bytes(cpu: Cpu, bytes: &[u8], values: &mut [f32]) {
    cpu.run(ReadBytes { bytes, values });
}

struct MaxPool<'a> {
    lines: [&'a [f32]; 2],
    channels: usize,
    output: &'a mut [f32],
}

impl Kernel for MaxPool<'_> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        let [upper, lower] = self.lines.map(|line| line.chunks_exact(2 * self.channels));
        for ((upper, lower), output) in upper
            .zip(lower)
            .zip(self.output.chunks_exact_mut(self.channels))
        {
            let (upper_left, upper_right) = upper.split_at(self.channels);
            let (lower_left, lower_right) = lower.split_at(self.channels);
            let left = upper_left
                .chunks_exact(V::LANES)
                .zip(lower_left.chunks_exact(V::LANES));
            let right = upper_right
                .chunks_exact(V::LANES)
                .zip(lower_right.chunks_exact(V::LANES));
            for ((left, right), output) in left.zip(right).zip(output.chunks_exact_mut(V::LANES)) {
                let left = V::load(left.0).max(V::load(left.1));
                let right = V::load(right.0).max(V::load(right.1));
                left.max(right).store(output);
            }
        }
    }
}

struct AddEnlarged<'a> {
    fine: &'a [f32],
    coarse: &'a [f32],
    channels: usize,
    output: &'a mut [f32],
}

impl Kernel for AddEnlarged<'_> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        let two_pixels = 2 * self.channels;
        let pairs = self
            .fine
            .chunks_exact(two_pixels)
            .zip(self.output.chunks_exact_mut(two_pixels));
        for (coarse, (fine, output)) in self.coarse.chunks_exact(self.channels).zip(pairs) {
            let pixels = fine
                .chunks_exact(self.channels)
                .zip(output.chunks_exact_mut(self.channels));
            for (fine, output) in pixels {
                let terms = fine
                    .chunks_exact(V::LANES)
                    .zip(coarse.chunks_exact(V::LANES));
                for ((fine, coarse), output) in terms.zip(output.chunks_exact_mut(V::LANES)) {
                    V::load(fine).add(V::load(coarse)).store(output);
                }
            }
        }
    }
}

struct ReadBytes<'a> {
    bytes: &'a [u8],
    values: &'a mut [f32],
}

impl Kernel for ReadBytes<'_> {
    /// A plain loop: the compiler turns it into the path's own instructions.
    #[inline(always)]
    fn run<V: Vector>(self) {
        for (value, byte) in self.values.iter_mut().zip(self.bytes) {
            *value = f32::from(*byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::testing::{cpus, noise};

    #[test]
    fn pooling_keeps_the_largest_of_four_pixels() {
        for cpu in cpus() {
            for width in [1, 5] {
                let (upper, lower) = (noise(1, 2 * width * 32), noise(2, 2 * width * 32));
                let mut output = vec![f32::NAN; width * 32];
                max_pool(cpu, [&upper, &lower], 32, &mut output);
                for (index, value) in output.iter().enumerate() {
                    let left = index / 32 * 64 + index % 32;
                    let four = [upper[left], upper[left + 32], lower[left], lower[left + 32]];
                    assert_eq!(*value, four.into_iter().fold(f32::MIN, f32::max));
                }
            }
        }
    }

    #[test]
    fn enlarging_repeats_each_pixel() {
        for cpu in cpus() {
            let (fine, coarse) = (noise(1, 6 * 16), noise(2, 3 * 16));
            let mut output = vec![f32::NAN; 6 * 16];
            add_enlarged(cpu, &fine, &coarse, 16, &mut output);
            for (index, value) in output.iter().enumerate() {
                assert_eq!(*value, fine[index] + coarse[index / 32 * 16 + index % 16]);
            }
        }
    }

    #[test]
    fn bytes_are_not_signed() {
        for cpu in cpus() {
            let bytes: Vec<u8> = (0..=255).chain([200, 3]).collect();
            let expected: Vec<f32> = bytes.iter().map(|byte| f32::from(*byte)).collect();
            let mut values = vec![f32::NAN; bytes.len()];
            read_bytes(cpu, &bytes, &mut values);
            assert_eq!(values, expected);
        }
    }
}

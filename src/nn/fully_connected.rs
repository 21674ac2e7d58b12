//! A fully connected layer whose weights stay quantized: a quarter of the memory to read.

use super::ModelError;
use super::cpu::{Cpu, Kernel};
use super::onnx::Blocks;
use super::vector::Vector;

/// Outputs computed together, so that the inputs are read less often, and enough streams of weights
/// are under way at once to keep the memory busy.
const TOGETHER: usize = 8;

/// Floats in the widest vector of all paths.
const WIDEST_VECTOR: usize = 16;

/// The layer's weights; the bytes are those of the model file.
///
/// With `w = (q - z) * s` in every block, `sum(w * x)` is the sum over the blocks of
/// `s * (sum(q * x) - z * sum(x))`: exact, without a float for each weight.
pub(super) struct FullyConnected {
    cpu: Cpu,
    inputs: usize,
    /// Inputs in a block.
    block: usize,
    /// Signed, by output, then by input.
    values: &'static [u8],
    /// By output, then by block.
    scales: Vec<f32>,
    /// Zero points times scales, by output, then by block.
    offsets: Vec<f32>,
}

impl FullyConnected {
    /// * `blocks`: one row of `inputs` weights for each output.
    ///
    /// # Errors
    ///
    /// [`ModelError::Damaged`] if a block is not a whole number of vectors, on any path.
    pub(super) fn new(
        cpu: Cpu,
        inputs: usize,
        blocks: &Blocks<'static>,
    ) -> Result<Self, ModelError> {
        if !blocks.length.is_multiple_of(WIDEST_VECTOR) {
            return Err(ModelError::Damaged("a block of weights has an odd length"));
        }
        let scales: Vec<f32> = blocks
            .scales
            .iter()
            .map(|scale| f32::from_le_bytes(*scale))
            .collect();
        let zero_points = blocks
            .zero_points
            .iter()
            .map(|point| f32::from(point.cast_signed()));
        let offsets = scales
            .iter()
            .zip(zero_points)
            .map(|(scale, point)| scale * point)
            .collect();
        Ok(Self {
            cpu,
            inputs,
            block: blocks.length,
            values: blocks.values,
            scales,
            offsets,
        })
    }

    /// Weighted sums of `input`, one for each of `output`.
    pub(super) fn run(&self, input: &[f32], output: &mut [f32]) {
        let block_sums: Vec<f32> = input
            .chunks_exact(self.block)
            .map(|block| block.iter().sum())
            .collect();
        self.cpu.run(Sums {
            layer: self,
            input,
            block_sums: &block_sums,
            output,
        });
    }
}

struct Sums<'a> {
    layer: &'a FullyConnected,
    input: &'a [f32],
    block_sums: &'a [f32],
    output: &'a mut [f32],
}

impl Kernel for Sums<'_> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        let layer = self.layer;
        let blocks = self.block_sums.len();
        let values = layer.values.chunks_exact(TOGETHER * layer.inputs);
        let scales = layer.scales.chunks_exact(TOGETHER * blocks);
        let offsets = layer.offsets.chunks_exact(blocks);
        for ((output, values), scales) in self
            .output
            .chunks_exact_mut(TOGETHER)
            .zip(values)
            .zip(scales)
        {
            let mut totals = [V::splat(0.0); TOGETHER];
            for (block, input) in self.input.chunks_exact(layer.block).enumerate() {
                for (row, total) in totals.iter_mut().enumerate() {
                    let values = &values[row * layer.inputs + block * layer.block..][..layer.block];
                    let mut sum = V::splat(0.0);
                    for (value, input) in values
                        .chunks_exact(V::LANES)
                        .zip(input.chunks_exact(V::LANES))
                    {
                        sum = sum.add_product(V::load_signed_bytes(value), V::load(input));
                    }
                    *total = total.add_product(sum, V::splat(scales[row * blocks + block]));
                }
            }
            for (output, total) in output.iter_mut().zip(totals) {
                *output = total.sum();
            }
        }
        for (output, offsets) in self.output.iter_mut().zip(offsets) {
            let offset: f32 = offsets
                .iter()
                .zip(self.block_sums)
                .map(|(offset, sum)| offset * sum)
                .sum();
            *output -= offset;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::testing::{assert_close, cpus, noise};

    #[test]
    fn sums_are_those_of_the_dequantized_weights() {
        const INPUTS: usize = 192;
        const OUTPUTS: usize = 8;
        const BLOCKS: usize = 3 * OUTPUTS;
        static VALUES: [u8; INPUTS * OUTPUTS] = {
            let mut values = [0; INPUTS * OUTPUTS];
            let mut index = 0;
            while index < values.len() {
                values[index] = (index * 151 % 256) as u8;
                index += 1;
            }
            values
        };
        static ZERO_POINTS: [u8; BLOCKS] = [0x80; BLOCKS];
        static SCALES: [[u8; 4]; BLOCKS] = [0.01_f32.to_le_bytes(); BLOCKS];
        let blocks = Blocks {
            values: &VALUES,
            zero_points: &ZERO_POINTS,
            scales: &SCALES,
            length: 64,
        };
        let input = noise(1, INPUTS);
        let expected: Vec<f32> = VALUES
            .chunks(INPUTS)
            .map(|row| {
                let weights = row
                    .iter()
                    .map(|value| (f32::from(value.cast_signed()) + 128.0) * 0.01);
                weights
                    .zip(&input)
                    .map(|(weight, input)| weight * input)
                    .sum()
            })
            .collect();
        for cpu in cpus() {
            let mut output = [f32::NAN; OUTPUTS];
            let layer = FullyConnected::new(cpu, INPUTS, &blocks).unwrap();
            layer.run(&input, &mut output);
            assert_close(&output, &expected);

            let odd = Blocks {
                length: 24,
                ..blocks
            };
            assert!(FullyConnected::new(cpu, INPUTS, &odd).is_err());
        }
    }
}

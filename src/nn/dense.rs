//! Convolutions that see all channels: 1x1 ones, and the first layer's 3x3 one. Nine tenths of the work.
//!
//! Each is a matrix product: pixels times weights.

use super::buffer::Buffer;
use super::cpu::{Cpu, Kernel};
use super::tile::{Panel, Strip};
use super::vector::Vector;

/// The weights of such a convolution, in the order in which a tile reads them.
pub(super) struct Dense {
    cpu: Cpu,
    /// Values of which one output is the weighted sum.
    pub(super) inputs: usize,
    /// Output channels.
    pub(super) outputs: usize,
    /// Outputs computed together: one or two vectors.
    panel: usize,
    /// Panel by panel, input by input: `[outputs / panel][inputs][panel]`.
    weights: Buffer,
    bias: Vec<f32>,
    /// For negative sums, by output; without, sums are left as they are.
    slope: Option<Vec<f32>>,
}

impl Dense {
    /// Arranges weights for `cpu`.
    ///
    /// * `read_row`: writes the weights of output `0..bias.len()` into a slice of `inputs` floats.
    /// * `bias`: as many as there are outputs: 16, or a multiple of 32.
    /// * `slope`: of PReLU, by output, if one follows.
    pub(super) fn new(
        cpu: Cpu,
        inputs: usize,
        bias: Vec<f32>,
        slope: Option<Vec<f32>>,
        mut read_row: impl FnMut(usize, &mut [f32]),
    ) -> Self {
        let outputs = bias.len();
        let panel = outputs.min(2 * cpu.lanes());
        let mut weights = Buffer::zeroed(outputs * inputs);
        let mut row = vec![0.0; inputs];
        let panels = weights
            .first_mut(outputs * inputs)
            .chunks_exact_mut(panel * inputs);
        for (number, packed) in panels.enumerate() {
            for lane in 0..panel {
                read_row(number * panel + lane, &mut row);
                for (weights, weight) in packed.chunks_exact_mut(panel).zip(&row) {
                    weights[lane] = *weight;
                }
            }
        }
        Self {
            cpu,
            inputs,
            outputs,
            panel,
            weights,
            bias,
            slope,
        }
    }

    /// A 1x1 convolution of several rows of `width` pixels.
    ///
    /// * `input`: rows of `width * inputs` floats, one behind the other.
    /// * `output`: as many rows that begin `pitch` floats apart; `width * outputs` are written.
    pub(super) fn rows(&self, input: &[f32], width: usize, output: &mut [f32], pitch: usize) {
        let input_pitch = width * self.inputs;
        self.cpu.run(Rows {
            layer: self,
            segments: [input],
            step: self.inputs,
            width,
            rows: input.len() / input_pitch,
            input_pitch,
            output,
            pitch,
        });
    }

    /// One row of a 3x3 convolution of three channels.
    ///
    /// * `lines`: the three rows of pixels under the kernel, interleaved, with a pixel of padding
    ///   before and after.
    /// * `stride`: pixels from one place of the kernel to the next.
    /// * `output`: `width * outputs` floats.
    pub(super) fn row_3x3(&self, lines: [&[f32]; 3], stride: usize, output: &mut [f32]) {
        let pitch = output.len();
        self.cpu.run(Rows {
            layer: self,
            segments: lines,
            step: 3 * stride,
            width: pitch / self.outputs,
            rows: 1,
            input_pitch: 0,
            output,
            pitch,
        });
    }
}

/// Rows of pixels to be multiplied. A pixel's inputs lie in `S` segments of equal length.
struct Rows<'a, const S: usize> {
    layer: &'a Dense,
    segments: [&'a [f32]; S],
    /// Floats from one pixel's inputs to the next's.
    step: usize,
    /// Pixels in a row.
    width: usize,
    rows: usize,
    /// Floats from one row's inputs to the next's.
    input_pitch: usize,
    output: &'a mut [f32],
    pitch: usize,
}

impl<const S: usize> Kernel for Rows<'_, S> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        let layer = self.layer;
        let panels = layer
            .weights
            .first(layer.outputs * layer.inputs)
            .chunks_exact(layer.panel * layer.inputs);
        // One panel stays in the nearest cache while all rows pass by.
        for (number, weights) in panels.enumerate() {
            let outputs = number * layer.panel..(number + 1) * layer.panel;
            let panel = Panel {
                weights,
                bias: &layer.bias[outputs.clone()],
                slope: layer.slope.as_deref().map(|slope| &slope[outputs.clone()]),
            };
            for (y, output) in self
                .output
                .chunks_mut(self.pitch)
                .take(self.rows)
                .enumerate()
            {
                let mut strip = Strip {
                    segments: self
                        .segments
                        .map(|segment| &segment[y * self.input_pitch..]),
                    step: self.step,
                    output: &mut output[outputs.start..],
                    output_step: layer.outputs,
                };
                if layer.panel == V::LANES {
                    panel.multiply::<V, 1, S>(&mut strip, self.width);
                } else {
                    panel.multiply::<V, 2, S>(&mut strip, self.width);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::testing::{assert_close, cpus, noise};

    #[test]
    fn rows_of_any_width_are_weighted_sums() {
        for cpu in cpus() {
            for (outputs, inputs) in [(16, 16), (32, 5), (64, 64)] {
                let (weights, bias) = (noise(1, outputs * inputs), noise(2, outputs));
                let slope = noise(3, outputs);
                let read_row = |output: usize, row: &mut [f32]| {
                    row.copy_from_slice(&weights[output * inputs..][..inputs]);
                };
                let layer = Dense::new(cpu, inputs, bias.clone(), Some(slope.clone()), read_row);
                for width in (1..32).chain([57]) {
                    let (rows, pitch) = (3, (width + 2) * outputs);
                    let input = noise(4, rows * width * inputs);
                    let mut output = vec![f32::NAN; rows * pitch];
                    layer.rows(&input, width, &mut output, pitch);
                    for (pixel, values) in input.chunks(inputs).enumerate() {
                        let start = pixel / width * pitch + pixel % width * outputs;
                        let expected: Vec<f32> = (0..outputs)
                            .map(|o| {
                                let products = weights[o * inputs..].iter().zip(values);
                                let sum = bias[o] + products.map(|(w, x)| w * x).sum::<f32>();
                                if sum > 0.0 { sum } else { slope[o] * sum }
                            })
                            .collect();
                        assert_close(&output[start..start + outputs], &expected);
                    }
                    let untouched = &output[width * outputs..pitch];
                    assert!(untouched.iter().all(|value| value.is_nan()));
                }
            }
        }
    }

    #[test]
    fn three_lines_are_one_row_of_inputs() {
        for cpu in cpus() {
            let (weights, bias) = (noise(1, 16 * 27), noise(2, 16));
            let read_row =
                |output: usize, row: &mut [f32]| row.copy_from_slice(&weights[output * 27..][..27]);
            let layer = Dense::new(cpu, 27, bias, None, read_row);
            for (width, stride) in [(1, 1), (20, 1), (1, 2), (17, 2)] {
                let length = 3 * (width * stride + 2);
                let lines = [noise(5, length), noise(6, length), noise(7, length)];
                let mut output = vec![0.0; width * 16];
                layer.row_3x3([&lines[0], &lines[1], &lines[2]], stride, &mut output);
                let pixels: Vec<f32> = (0..width)
                    .flat_map(|x| {
                        lines
                            .iter()
                            .flat_map(move |line| &line[3 * stride * x..][..9])
                    })
                    .copied()
                    .collect();
                let mut expected = vec![0.0; width * 16];
                layer.rows(&pixels, width, &mut expected, width * 16);
                assert_close(&output, &expected);
            }
        }
    }
}

//! 3x3 convolutions that see one channel each.

use super::cpu::{Cpu, Kernel};
use super::vector::Vector;

/// Floats of output that are completed before the next are begun, so that the pixels under them are
/// still in the nearest cache when the next channels are looked at.
const STRIP_FLOATS: usize = 2048;
/// Pixels of output that are worth loading a filter for.
const STRIP_PIXELS: usize = 8;

/// The weights of such a convolution and of the rectifier behind it.
pub(super) struct Depthwise {
    cpu: Cpu,
    /// Channels of input and output.
    pub(super) channels: usize,
    /// By place in the kernel, row by row, then by channel: `[9][channels]`.
    weights: Vec<f32>,
    bias: Vec<f32>,
    slope: Vec<f32>,
}

impl Depthwise {
    /// Arranges weights for `cpu`.
    ///
    /// * `read_row`: writes the nine weights of channel `0..bias.len()`.
    /// * `bias`: as many as there are channels, a multiple of 16.
    /// * `slope`: of PReLU, by channel (0 is ReLU, 1 is none).
    pub(super) fn new(
        cpu: Cpu,
        bias: Vec<f32>,
        slope: Vec<f32>,
        mut read_row: impl FnMut(usize, &mut [f32]),
    ) -> Self {
        let channels = bias.len();
        let mut weights = vec![0.0; 9 * channels];
        let mut row = [0.0; 9];
        for channel in 0..channels {
            read_row(channel, &mut row);
            for (weights, weight) in weights.chunks_exact_mut(channels).zip(row) {
                weights[channel] = weight;
            }
        }
        Self {
            cpu,
            channels,
            weights,
            bias,
            slope,
        }
    }

    /// One row of the convolution.
    ///
    /// * `lines`: the three rows of pixels under the kernel, with a pixel of padding before and
    ///   after.
    /// * `stride`: pixels from one place of the kernel to the next.
    /// * `output`: one pixel for each place of the kernel.
    pub(super) fn row(&self, lines: [&[f32]; 3], stride: usize, output: &mut [f32]) {
        self.cpu.run(Row {
            layer: self,
            lines,
            stride,
            output,
        });
    }
}

struct Row<'a> {
    layer: &'a Depthwise,
    lines: [&'a [f32]; 3],
    stride: usize,
    output: &'a mut [f32],
}

impl Kernel for Row<'_> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        let channels = self.layer.channels;
        let pixels = (STRIP_FLOATS / channels).max(STRIP_PIXELS);
        for (number, output) in self.output.chunks_mut(pixels * channels).enumerate() {
            let start = number * pixels * self.stride * channels;
            let lines = self.lines.map(|line| &line[start..]);
            for first in (0..channels).step_by(V::LANES) {
                let filter = Filter::<V>::load(self.layer, first);
                if self.stride == 1 {
                    filter.slide::<1>(lines, channels, output);
                } else {
                    filter.slide::<2>(lines, channels, output);
                }
            }
        }
    }
}

/// What one vector of channels is convolved with; stays in registers.
struct Filter<V> {
    /// Of the first of the channels.
    first: usize,
    weights: [[V; 3]; 3],
    bias: V,
    slope: V,
}

impl<V: Vector> Filter<V> {
    #[inline(always)]
    fn load(layer: &Depthwise, first: usize) -> Self {
        let mut weights = [[V::splat(0.0); 3]; 3];
        for (weight, place) in weights
            .as_flattened_mut()
            .iter_mut()
            .zip(layer.weights.chunks_exact(layer.channels))
        {
            *weight = V::load(&place[first..]);
        }
        Self {
            first,
            weights,
            bias: V::load(&layer.bias[first..]),
            slope: V::load(&layer.slope[first..]),
        }
    }

    /// Slides along `lines`, of pixels of `channels` floats: a column is loaded once and then stays
    /// in registers for all pixels of `output` it counts for.
    #[inline(always)]
    fn slide<const STRIDE: usize>(&self, lines: [&[f32]; 3], channels: usize, output: &mut [f32]) {
        let [above, at, below] = lines.map(|line| line.chunks_exact(channels));
        let mut columns = above.zip(at).zip(below);
        let (Some(first), Some(second)) = (columns.next(), columns.next()) else {
            return;
        };
        let (mut left, mut middle) = (self.column(first), self.column(second));
        for pixel in output.chunks_exact_mut(channels) {
            let Some(third) = columns.next() else {
                return;
            };
            let right = self.column(third);
            let mut sum = self.bias;
            for (line, [first, second, third]) in self.weights.iter().enumerate() {
                sum = sum.add_product(left[line], *first);
                sum = sum.add_product(middle[line], *second);
                sum = sum.add_product(right[line], *third);
            }
            sum.rectify(self.slope).store(&mut pixel[self.first..]);
            if STRIDE == 1 {
                (left, middle) = (middle, right);
            } else {
                let Some(next) = columns.next() else {
                    return;
                };
                (left, middle) = (right, self.column(next));
            }
        }
    }

    /// The filter's channels of three pixels, one above the other.
    #[inline(always)]
    fn column(&self, ((above, at), below): ((&[f32], &[f32]), &[f32])) -> [V; 3] {
        [
            V::load(&above[self.first..]),
            V::load(&at[self.first..]),
            V::load(&below[self.first..]),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::testing::{assert_close, cpus, noise};

    #[test]
    fn rows_of_any_width_and_both_strides_are_weighted_sums() {
        for cpu in cpus() {
            for (channels, width, stride) in [
                (16, 1, 1),
                (16, 3, 1),
                (32, 4, 1),
                (64, 9, 1),
                (64, 71, 1),
                (16, 1, 2),
                (48, 7, 2),
                (512, 17, 2),
            ] {
                let (weights, bias) = (noise(1, 9 * channels), noise(2, channels));
                let slope = noise(3, channels);
                let read_row = |channel: usize, row: &mut [f32]| {
                    row.copy_from_slice(&weights[9 * channel..][..9]);
                };
                let layer = Depthwise::new(cpu, bias.clone(), slope.clone(), read_row);
                let length = (width * stride + 2) * channels;
                let lines = [noise(4, length), noise(5, length), noise(6, length)];
                let mut output = vec![f32::NAN; width * channels];
                layer.row([&lines[0], &lines[1], &lines[2]], stride, &mut output);
                let expected: Vec<f32> = (0..width * channels)
                    .map(|index| {
                        let (x, channel) = (index / channels, index % channels);
                        let mut sum = bias[channel];
                        for place in 0..9 {
                            let column = x * stride + place % 3;
                            let value = lines[place / 3][column * channels + channel];
                            sum += weights[9 * channel + place] * value;
                        }
                        if sum > 0.0 { sum } else { slope[channel] * sum }
                    })
                    .collect();
                assert_close(&output, &expected);
            }
        }
    }
}

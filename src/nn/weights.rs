//! Weights as the layers want them: batch normalizations folded away, channels in order.

use super::ModelError;
use super::onnx::{Matrix, Model};

/// A batch normalization as what it is once trained: a factor and a shift for each channel.
///
/// In double precision, as they are multiplied into other weights.
pub(super) struct Normalization {
    /// By channel.
    pub(super) scale: Vec<f64>,
    /// By channel, added after scaling.
    pub(super) shift: Vec<f64>,
}

impl Normalization {
    /// Reads the normalization `name` of as many channels.
    ///
    /// `epsilon` is added to the variance. Source: Ioffe and Szegedy, "Batch Normalization",
    /// ICML 2015, algorithm 2.
    ///
    /// # Errors
    ///
    /// [`ModelError`] if a part of it is not in the file, or has another shape.
    pub(super) fn read(
        model: &Model<'_>,
        name: &str,
        channels: usize,
        epsilon: f64,
    ) -> Result<Self, ModelError> {
        let part = |part: &str| model.vector(&format!("{name}_{part}"), channels);
        let (gamma, variance) = (part("gamma")?, part("moving_var")?);
        let (beta, mean) = (part("beta")?, part("moving_mean")?);
        let scale: Vec<f64> = gamma
            .iter()
            .zip(&variance)
            .map(|(&gamma, &variance)| f64::from(gamma) / (f64::from(variance) + epsilon).sqrt())
            .collect();
        let shift = beta
            .iter()
            .zip(&mean)
            .zip(&scale)
            .map(|((&beta, &mean), scale)| f64::from(beta) - f64::from(mean) * scale)
            .collect();
        Ok(Self { scale, shift })
    }

    /// The shifts as floats: what a convolution adds once it is scaled.
    pub(super) fn bias(&self) -> Vec<f32> {
        self.shift.iter().map(|&shift| shift as f32).collect()
    }

    /// Scale and shift of each channel as floats.
    pub(super) fn pairs(&self) -> Vec<[f32; 2]> {
        let pairs = self.scale.iter().zip(&self.shift);
        pairs
            .map(|(&scale, &shift)| [scale as f32, shift as f32])
            .collect()
    }
}

/// The weights of a convolution, multiplied by the normalization that follows it.
pub(super) struct Normalized<'a> {
    /// Before normalization.
    pub(super) weights: Matrix<'a>,
    /// What follows.
    pub(super) normalization: Normalization,
}

impl Normalized<'_> {
    /// Writes the weights of one output; there must be a scale for it.
    pub(super) fn read_row(&self, output: usize, row: &mut [f32]) {
        self.weights.read_row(output, row);
        let scale = self.normalization.scale[output];
        for weight in row {
            *weight = (f64::from(*weight) * scale) as f32;
        }
    }
}

/// Turns the 27 weights of one output of a 3x3 convolution of three channels from channel, row,
/// column (ONNX) to row, column, channel (interleaved pixels).
///
/// `order`: which of the convolution's channels the pixels' first, second and third are.
pub(super) fn interleave_3x3(weights: &mut [f32], order: [usize; 3]) {
    let by_channel = weights.to_vec();
    for (place, weights) in weights.chunks_exact_mut(3).enumerate() {
        for (weight, channel) in weights.iter_mut().zip(order) {
            *weight = by_channel[9 * channel + place];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interleaving_moves_channels_behind_columns() {
        let mut weights: Vec<f32> = (0..27).map(|weight| weight as f32).collect();
        interleave_3x3(&mut weights, [2, 1, 0]);
        assert_eq!(weights[..6], [18.0, 9.0, 0.0, 19.0, 10.0, 1.0]);
    }
}

//! SFace: turns an aligned face into an embedding.
//!
//! A MobileNet: a 3x3 convolution, then 13 times a depthwise and a 1x1 convolution, each with batch
//! normalization and PReLU; in the end a fully connected layer between two normalizations.
//! Source: Zhong et al., "SFace: Sigmoid-Constrained Hypersphere Loss for Robust Face Recognition",
//! IEEE TIP 2021; Howard et al., "MobileNets", 2017; the graph in the OpenCV Zoo's file.

use std::fmt;

use super::buffer::Buffer;
use super::cpu::Cpu;
use super::dense::Dense;
use super::depthwise::Depthwise;
use super::fully_connected::FullyConnected;
use super::onnx::Model;
use super::padded::Padded;
use super::weights::{Normalization, Normalized, interleave_3x3};
use super::{ModelError, Path, Scratch};

/// Width and height of the face, in pixels.
const SIDE: usize = 112;
/// Pixels of the last map, after four strides of 2.
const LAST_PIXELS: usize = (SIDE / 16) * (SIDE / 16);
/// Channels of the first map.
const FIRST_CHANNELS: usize = 32;
/// Channels of the last map.
const LAST_CHANNELS: usize = 1024;
/// Channels behind each block, and the stride of its depthwise convolution.
const BLOCKS: [(usize, usize); 13] = [
    (64, 1),
    (128, 2),
    (128, 1),
    (256, 2),
    (256, 1),
    (512, 2),
    (512, 1),
    (512, 1),
    (512, 1),
    (512, 1),
    (512, 1),
    (LAST_CHANNELS, 2),
    (LAST_CHANNELS, 1),
];
/// Added to the variances of the convolutions' normalizations.
const CONVOLUTION_EPSILON: f64 = 1e-3;
/// Added to the variances of the normalizations around the fully connected layer.
const EMBEDDING_EPSILON: f64 = 2e-5;
/// Pixels between a depthwise and its 1x1 convolution: few enough to stay in the near caches.
const STRIP_PIXELS: usize = 224;

/// The network with its weights. Threads may share it.
pub struct SFace {
    /// Subtracted from each pixel value.
    mean: f32,
    /// Then multiplied with it.
    scale: f32,
    stem: Dense,
    blocks: Vec<Block>,
    /// Scale and shift of the last map's channels.
    last: Vec<[f32; 2]>,
    fully_connected: FullyConnected,
    /// Scale and shift of the embedding's values.
    embedding: Vec<[f32; 2]>,
}

impl SFace {
    /// Values in an embedding.
    pub const EMBEDDING: usize = 128;
    /// Bytes of the face it takes: red, green, blue of each pixel, row by row.
    pub const INPUT_BYTES: usize = 3 * SIDE * SIDE;

    /// Reads `face_recognition_sface_2021dec_int8bq.onnx`, to be run on `path`.
    ///
    /// # Errors
    ///
    /// [`ModelError`] if the file is not that network, or this machine lacks the path.
    pub fn from_onnx(file: &'static [u8], path: Path) -> Result<Self, ModelError> {
        let cpu = Cpu::supporting(path)?;
        let model = &Model::parse(file)?;
        let mut channels = FIRST_CHANNELS;
        let mut blocks = Vec::with_capacity(BLOCKS.len());
        for (number, (outputs, stride)) in (2..).zip(BLOCKS) {
            blocks.push(Block::read(
                cpu,
                model,
                number,
                [channels, outputs],
                stride,
            )?);
            channels = outputs;
        }

        let (stem, bias, slope) = convolution(model, "conv_1", FIRST_CHANNELS, 27)?;
        let stem = Dense::new(cpu, 27, bias, Some(slope), |output, row| {
            stem.read_row(output, row);
            interleave_3x3(row, [0, 1, 2]);
        });

        let inputs = LAST_CHANNELS * LAST_PIXELS;
        let weights = model.blocks("pre_fc1_weight", Self::EMBEDDING, inputs)?;
        let last = Normalization::read(model, "bn1", LAST_CHANNELS, EMBEDDING_EPSILON)?;
        let mut embedding = Normalization::read(model, "fc1", Self::EMBEDDING, EMBEDDING_EPSILON)?;
        let bias = model.vector("pre_fc1_bias", Self::EMBEDDING)?;
        for ((shift, scale), bias) in embedding.shift.iter_mut().zip(&embedding.scale).zip(bias) {
            *shift += f64::from(bias) * scale;
        }
        Ok(Self {
            mean: model.vector("scalar_op1", 1)?[0],
            scale: model.vector("scalar_op2", 1)?[0],
            stem,
            blocks,
            last: last.pairs(),
            fully_connected: FullyConnected::new(cpu, inputs, &weights)?,
            embedding: embedding.pairs(),
        })
    }

    /// Embeds an aligned face.
    ///
    /// * `rgb`: 112 x 112 pixels, row by row, each red, green, blue.
    /// * returns the embedding as the network gives it, not normalized to unit length.
    #[must_use]
    pub fn run(
        &self,
        rgb: &[u8; Self::INPUT_BYTES],
        scratch: &mut Scratch,
    ) -> [f32; Self::EMBEDDING] {
        let Scratch {
            face,
            rows,
            front,
            back,
            ..
        } = scratch;
        self.read_pixels(rgb, face);
        let (mut input, mut output) = (front, back);
        input.reshape(SIDE, FIRST_CHANNELS);
        for y in 0..SIDE {
            let row = &mut input.rows_from_mut(y)[..SIDE * FIRST_CHANNELS];
            self.stem.row_3x3(face.lines(y), 1, row);
        }
        let mut side = SIDE;
        for block in &self.blocks {
            side /= block.stride;
            block.run(input, side, rows, output);
            std::mem::swap(&mut input, &mut output);
        }
        self.embed(input, rows)
    }

    /// Writes the pixels as floats into the inside of a padded map.
    fn read_pixels(&self, rgb: &[u8; Self::INPUT_BYTES], face: &mut Padded) {
        face.reshape(SIDE, 3);
        for (y, rgb) in rgb.chunks_exact(3 * SIDE).enumerate() {
            for (pixel, byte) in face.rows_from_mut(y).iter_mut().zip(rgb) {
                *pixel = (f32::from(*byte) - self.mean) * self.scale;
            }
        }
    }

    /// From the last map to the embedding.
    fn embed(&self, map: &Padded, features: &mut Buffer) -> [f32; Self::EMBEDDING] {
        let features = features.first_mut(LAST_CHANNELS * LAST_PIXELS);
        // The fully connected layer's inputs are ordered by channel, then by pixel.
        let pixels = map.rows().flat_map(|row| row.chunks_exact(LAST_CHANNELS));
        for (place, pixel) in pixels.enumerate() {
            let places = features.iter_mut().skip(place).step_by(LAST_PIXELS);
            for ((feature, value), [scale, shift]) in places.zip(pixel).zip(&self.last) {
                *feature = value * scale + shift;
            }
        }
        let mut embedding = [0.0; Self::EMBEDDING];
        self.fully_connected.run(features, &mut embedding);
        for (value, [scale, shift]) in embedding.iter_mut().zip(&self.embedding) {
            *value = *value * scale + shift;
        }
        embedding
    }
}

impl fmt::Debug for SFace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SFace").finish_non_exhaustive()
    }
}

/// A depthwise and a 1x1 convolution.
struct Block {
    depthwise: Depthwise,
    stride: usize,
    pointwise: Dense,
}

impl Block {
    /// `conv_<number>_dw` and `conv_<number>`.
    fn read(
        cpu: Cpu,
        model: &Model<'_>,
        number: usize,
        [inputs, outputs]: [usize; 2],
        stride: usize,
    ) -> Result<Self, ModelError> {
        let (weights, bias, slope) = convolution(model, &format!("conv_{number}_dw"), inputs, 9)?;
        let depthwise = Depthwise::new(cpu, bias, slope, |channel, row| {
            weights.read_row(channel, row)
        });
        let (weights, bias, slope) =
            convolution(model, &format!("conv_{number}"), outputs, inputs)?;
        let pointwise = Dense::new(cpu, inputs, bias, Some(slope), |output, row| {
            weights.read_row(output, row)
        });
        Ok(Self {
            depthwise,
            stride,
            pointwise,
        })
    }

    /// Fills `output`, of `side` pixels, strip by strip: what the first convolution gives is still
    /// in the cache when the second reads it.
    fn run(&self, input: &Padded, side: usize, strip: &mut Buffer, output: &mut Padded) {
        let row_length = side * self.depthwise.channels;
        let rows_in_strip = (STRIP_PIXELS / side).clamp(1, side);
        output.reshape(side, self.pointwise.outputs);
        let pitch = output.pitch();
        for first in (0..side).step_by(rows_in_strip) {
            let rows = rows_in_strip.min(side - first);
            let strip = strip.first_mut(rows * row_length);
            for (row, y) in strip.chunks_exact_mut(row_length).zip(first..) {
                self.depthwise
                    .row(input.lines(y * self.stride), self.stride, row);
            }
            self.pointwise
                .rows(strip, side, output.rows_from_mut(first), pitch);
        }
    }
}

/// The weights, bias and PReLU slope of one convolution and what follows it.
fn convolution<'a>(
    model: &Model<'a>,
    name: &str,
    outputs: usize,
    inputs: usize,
) -> Result<(Normalized<'a>, Vec<f32>, Vec<f32>), ModelError> {
    let weights = model.matrix(&format!("{name}_conv2d_weight"), outputs, inputs)?;
    let normalization = Normalization::read(
        model,
        &format!("{name}_batchnorm"),
        outputs,
        CONVOLUTION_EPSILON,
    )?;
    let bias = normalization.bias();
    let slope = model.vector(&format!("{name}_relu_gamma"), outputs)?;
    Ok((
        Normalized {
            weights,
            normalization,
        },
        bias,
        slope,
    ))
}

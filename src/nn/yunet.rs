//! YuNet: finds faces and their landmarks.
//!
//! A 3x3 convolution of stride 2 and eleven units with four poolings in between (the backbone),
//! three units that carry what the coarse maps say to the finer ones (the neck), and a unit for
//! each of three strides that gives the answers (the heads).
//! Source: Wu et al., "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence
//! Research 2023; the graph in the OpenCV Zoo's file.

use std::fmt;

use super::buffer::Buffer;
use super::cpu::Cpu;
use super::dense::Dense;
use super::depthwise::Depthwise;
use super::heads::{CELL, Heads, Level};
use super::onnx::Model;
use super::scratch::DetectorScratch;
use super::stem::{Enlarged, Pooled, Stem};
use super::unit::{Map, Size, Unit};
use super::weights::interleave_3x3;
use super::{ModelError, Path, Scratch, ShapeError};

/// The image is padded to a multiple of this many pixels: the largest stride.
const GRID: usize = 32;
/// Channels of the first two maps.
const STEM_CHANNELS: usize = 16;
/// Channels of the maps at strides 8, 16 and 32.
const CHANNELS: usize = 64;
/// What a cell consists of, in this order: the head's name in the file, its values.
const HEADS: [(&str, usize); 4] = [("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)];

/// The network with its weights. Threads may share it.
pub struct YuNet {
    cpu: Cpu,
    stem: Dense,
    /// Backbone and neck, in the order in which they run.
    units: [Unit; 14],
    /// For the strides 8, 16 and 32.
    heads: [Unit; 3],
}

impl YuNet {
    /// Reads `face_detection_yunet_2023mar_int8bq.onnx`, to be run on `path`.
    ///
    /// # Errors
    ///
    /// [`ModelError`] if the file is not that network, or this machine lacks the path.
    pub fn from_onnx(file: &[u8], path: Path) -> Result<Self, ModelError> {
        let cpu = Cpu::supporting(path)?;
        let model = &Model::parse(file)?;
        let weights = model.matrix("420", STEM_CHANNELS, 27)?;
        let bias = model.vector("421", STEM_CHANNELS)?;
        let relu = Some(vec![0.0; STEM_CHANNELS]);
        let stem = Dense::new(cpu, 27, bias, relu, |output, row| {
            weights.read_row(output, row);
            // Trained on blue, green, red.
            interleave_3x3(row, [2, 1, 0]);
        });
        let unit =
            |name: &str, depthwise, channels| read_unit(cpu, model, name, depthwise, channels);
        let units = [
            unit("backbone.model0.conv2", 423, [STEM_CHANNELS, STEM_CHANNELS])?,
            unit("backbone.model1.conv1", 426, [STEM_CHANNELS, STEM_CHANNELS])?,
            unit("backbone.model1.conv2", 429, [STEM_CHANNELS, 32])?,
            unit("backbone.model2.conv1", 432, [32, 32])?,
            unit("backbone.model2.conv2", 435, [32, CHANNELS])?,
            unit("backbone.model3.conv1", 438, [CHANNELS, CHANNELS])?,
            unit("backbone.model3.conv2", 441, [CHANNELS, CHANNELS])?,
            unit("backbone.model4.conv1", 444, [CHANNELS, CHANNELS])?,
            unit("backbone.model4.conv2", 447, [CHANNELS, CHANNELS])?,
            unit("backbone.model5.conv1", 450, [CHANNELS, CHANNELS])?,
            unit("backbone.model5.conv2", 453, [CHANNELS, CHANNELS])?,
            unit("neck.lateral_convs.2", 456, [CHANNELS, CHANNELS])?,
            unit("neck.lateral_convs.1", 459, [CHANNELS, CHANNELS])?,
            unit("neck.lateral_convs.0", 462, [CHANNELS, CHANNELS])?,
        ];
        let head = |level| read_head(cpu, model, level);
        Ok(Self {
            cpu,
            stem,
            units,
            heads: [head(0)?, head(1)?, head(2)?],
        })
    }

    /// Looks for faces in an image.
    ///
    /// * `rgb`: `width * height` pixels, row by row, each red, green, blue. The image is taken as
    ///   if it went on in black, to the right and below, up to multiples of 32 pixels.
    ///
    /// # Errors
    ///
    /// [`ShapeError`] if `rgb` has another length, or there is no pixel.
    pub fn run<'s>(
        &self,
        rgb: &[u8],
        width: usize,
        height: usize,
        scratch: &'s mut Scratch,
    ) -> Result<Heads<'s>, ShapeError> {
        let size = padded_size(width, height)
            .filter(|_| Some(rgb.len()) == width.checked_mul(height).and_then(|n| n.checked_mul(3)))
            .ok_or(ShapeError {
                bytes: rgb.len(),
                width,
                height,
            })?;
        let (cpu, units) = (self.cpu, &self.units);
        let Scratch {
            rows: ring,
            detector,
            ..
        } = scratch;
        let DetectorScratch {
            lines,
            source,
            units: memory,
            pools,
            front,
            back,
            levels,
            heads,
        } = detector;
        let [stride_8, stride_16, stride_32] = levels;

        // The backbone. Down to stride 8 no map is ever whole: each row is made when the next unit
        // needs it, and is still in the cache. The maps at strides 8 and 16 are needed again.
        let lines = lines.first_mut(Stem::lines_length(size.columns));
        let at_2 = size.halved();
        let row = source.first_mut(at_2.columns * self.stem.outputs);
        let [pool_2, pool_4] = pools;
        let [memory_0, memory_1, memory_2, memory_3, memory_4, memory_5] = memory;
        let image = Stem::new(cpu, &self.stem, rgb, width, lines, row);
        let rows = units[0].rows(image, at_2, memory_0);
        let rows = Pooled::new(cpu, rows, at_2.columns, STEM_CHANNELS, pool_2);
        let at_4 = at_2.halved();
        let rows = units[1].rows(rows, at_4, memory_1);
        let rows = units[2].rows(rows, at_4, memory_2);
        let rows = units[3].rows(rows, at_4, memory_3);
        let rows = units[4].rows(rows, at_4, memory_4);
        let rows = Pooled::new(cpu, rows, at_4.columns, CHANNELS, pool_4);
        let at_8 = at_4.halved();
        let rows = units[5].rows(rows, at_8, memory_5);
        let stride_8 = units[6].run(rows, at_8, ring, stride_8);
        let at_16 = at_8.halved();
        let map = Map::of(stride_8, at_8);
        let rows = Pooled::new(cpu, map, at_8.columns, CHANNELS, pool_4);
        let map = units[7].run(rows, at_16, ring, back);
        let stride_16 = units[8].run(Map::of(map, at_16), at_16, ring, stride_16);
        let at_32 = at_16.halved();
        let map = Map::of(stride_16, at_16);
        let rows = Pooled::new(cpu, map, at_16.columns, CHANNELS, pool_4);
        let map = units[9].run(rows, at_32, ring, back);
        let map = units[10].run(Map::of(map, at_32), at_32, ring, front);

        // The neck: from the coarsest to the finest map.
        let stride_32 = units[11].run(Map::of(map, at_32), at_32, ring, stride_32);
        let row = source.first_mut(at_16.columns * CHANNELS);
        let sum = Enlarged {
            cpu,
            channels: CHANNELS,
            fine: stride_16,
            coarse: stride_32,
            row,
        };
        let stride_16 = units[12].run(sum, at_16, ring, back);
        let row = source.first_mut(at_8.columns * CHANNELS);
        let sum = Enlarged {
            cpu,
            channels: CHANNELS,
            fine: stride_8,
            coarse: stride_16,
            row,
        };
        let stride_8 = units[13].run(sum, at_8, ring, front);

        let [fine, middle, coarse] = heads;
        let mut level = |unit: &Unit, map: &[f32], size: Size, stride, output: &'s mut Buffer| {
            let values = unit.run(Map::of(map, size), size, ring, output);
            let Size { columns, rows } = size;
            Level {
                stride,
                columns,
                rows,
                values: values.as_chunks::<CELL>().0,
            }
        };
        let levels = [
            level(&self.heads[0], stride_8, at_8, 8, fine),
            level(&self.heads[1], stride_16, at_16, 16, middle),
            level(&self.heads[2], stride_32, at_32, 32, coarse),
        ];
        Ok(Heads { levels })
    }
}

impl fmt::Debug for YuNet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("YuNet").finish_non_exhaustive()
    }
}

/// The size of the image with its padding; `None` if it has no pixel, or more than can be counted.
fn padded_size(width: usize, height: usize) -> Option<Size> {
    let columns = width
        .checked_next_multiple_of(GRID)
        .filter(|&columns| columns > 0)?;
    let rows = height
        .checked_next_multiple_of(GRID)
        .filter(|&rows| rows > 0)?;
    Some(Size { columns, rows })
}

/// Reads a unit of the backbone or the neck, with ReLU behind it.
///
/// `depthwise`: the file's name of the second convolution's weights; that of its bias is one more.
fn read_unit(
    cpu: Cpu,
    model: &Model<'_>,
    name: &str,
    depthwise: usize,
    [inputs, outputs]: [usize; 2],
) -> Result<Unit, ModelError> {
    let weights = model.matrix(&format!("{name}.conv1.weight"), outputs, inputs)?;
    let bias = model.vector(&format!("{name}.conv1.bias"), outputs)?;
    let pointwise = Dense::new(cpu, inputs, bias, None, |output, row| {
        weights.read_row(output, row)
    });
    let weights = model.matrix(&depthwise.to_string(), outputs, 9)?;
    let bias = model.vector(&(depthwise + 1).to_string(), outputs)?;
    let relu = vec![0.0; outputs];
    let depthwise = Depthwise::new(cpu, bias, relu, |channel, row| {
        weights.read_row(channel, row)
    });
    Ok(Unit {
        pointwise,
        depthwise,
    })
}

/// Reads the four heads of a level and puts them together: their outputs become a cell.
fn read_head(cpu: Cpu, model: &Model<'_>, level: usize) -> Result<Unit, ModelError> {
    let mut pointwise = (Vec::new(), Vec::new());
    let mut depthwise = (Vec::new(), Vec::new());
    for (head, outputs) in HEADS {
        let parts = [
            ("conv1", CHANNELS, &mut pointwise),
            ("conv2", 9, &mut depthwise),
        ];
        for (convolution, inputs, (rows, biases)) in parts {
            let name = format!("bbox_head.multi_level_{head}.{level}.{convolution}");
            let weights = model.matrix(&format!("{name}.weight"), outputs, inputs)?;
            for output in 0..outputs {
                let mut row = vec![0.0; inputs];
                weights.read_row(output, &mut row);
                rows.push(row);
            }
            biases.extend(model.vector(&format!("{name}.bias"), outputs)?);
        }
    }
    let (rows, bias) = pointwise;
    let read_row = |output: usize, row: &mut [f32]| row.copy_from_slice(&rows[output]);
    let pointwise = Dense::new(cpu, CHANNELS, bias, None, read_row);
    let (rows, bias) = depthwise;
    let read_row = |channel: usize, row: &mut [f32]| row.copy_from_slice(&rows[channel]);
    let depthwise = Depthwise::new(cpu, bias, vec![1.0; CELL], read_row);
    Ok(Unit {
        pointwise,
        depthwise,
    })
}

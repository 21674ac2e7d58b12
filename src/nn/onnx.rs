//! Finds weights in an ONNX file, and turns block-quantized ones into floats.
//!
//! Only the tensors are read. How they are wired is known: this room runs two networks and no others.
//! Source: <https://github.com/onnx/onnx/blob/main/onnx/onnx.proto>.

use std::collections::HashMap;

use super::ModelError;
use super::protobuf::{Fields, Value, packed_integers};

/// `TensorProto.DataType` of 32-bit floats.
const FLOAT: u64 = 1;
/// `TensorProto.DataType` of signed bytes.
const INT8: u64 = 3;

/// The tensors of one file, by name; their values stay in the file.
pub(super) struct Model<'a> {
    tensors: HashMap<&'a [u8], Tensor<'a>>,
}

#[derive(Default)]
struct Tensor<'a> {
    name: &'a [u8],
    dimensions: Vec<u64>,
    data_type: u64,
    /// The values, little-endian.
    values: &'a [u8],
}

/// A table of weights: one row for each output.
pub(super) struct Matrix<'a> {
    columns: usize,
    weights: Weights<'a>,
}

enum Weights<'a> {
    Floats(&'a [[u8; 4]]),
    Blocks(Blocks<'a>),
}

/// Signed bytes that share a scale and a zero point with the others of their block: `w = (value - zero_point) * scale`.
///
/// Each row is divided evenly into blocks. Source: ONNX `DequantizeLinear` (opset 21), blocked.
pub(super) struct Blocks<'a> {
    /// Signed, row by row.
    pub(super) values: &'a [u8],
    /// Signed, one for each block.
    pub(super) zero_points: &'a [u8],
    /// Little-endian, one for each block.
    pub(super) scales: &'a [[u8; 4]],
    /// Values in a block.
    pub(super) length: usize,
}

impl<'a> Model<'a> {
    /// # Errors
    ///
    /// [`ModelError::Damaged`] if `file` is not a well-formed protobuf message, or has no graph.
    pub(super) fn parse(file: &'a [u8]) -> Result<Self, ModelError> {
        const GRAPH: u64 = 7;
        const INITIALIZER: u64 = 5;
        let mut tensors = HashMap::new();
        let mut file = Fields::of(file);
        while let Some(field) = file.next()? {
            let (GRAPH, Value::Bytes(graph)) = field else {
                continue;
            };
            let mut graph = Fields::of(graph);
            while let Some(field) = graph.next()? {
                if let (INITIALIZER, Value::Bytes(tensor)) = field {
                    let tensor = Tensor::parse(tensor)?;
                    tensors.insert(tensor.name, tensor);
                }
            }
        }
        if tensors.is_empty() {
            return Err(ModelError::Damaged("it has no weights"));
        }
        Ok(Self { tensors })
    }

    /// The weights `name`, whether stored as floats or quantized.
    ///
    /// # Errors
    ///
    /// [`ModelError::Missing`] or [`ModelError::Shape`] if the file does not hold `rows * columns` of them.
    pub(super) fn matrix(
        &self,
        name: &str,
        rows: usize,
        columns: usize,
    ) -> Result<Matrix<'a>, ModelError> {
        let weights = match self.blocks(name, rows, columns) {
            Err(ModelError::Missing { .. }) => Weights::Floats(self.floats(name, rows, columns)?),
            blocks => Weights::Blocks(blocks?),
        };
        Ok(Matrix { columns, weights })
    }

    /// The `length` weights `name` as one vector. Errors: see [`Self::matrix`].
    pub(super) fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, ModelError> {
        let mut vector = vec![0.0; length];
        self.matrix(name, 1, length)?.read_row(0, &mut vector);
        Ok(vector)
    }

    /// The weights `name`, left quantized. Errors: see [`Self::matrix`].
    pub(super) fn blocks(
        &self,
        name: &str,
        rows: usize,
        columns: usize,
    ) -> Result<Blocks<'a>, ModelError> {
        let quantized = format!("{name}_quantized");
        let values = self.values(&quantized, INT8, rows, columns)?;
        let scales = format!("{name}_scales");
        let count = self.get(&scales)?.values.len() / size_of::<f32>();
        // How many blocks there are says how long they are.
        let blocks_in_row = count / rows.max(1);
        if blocks_in_row == 0 || !columns.is_multiple_of(blocks_in_row) {
            return Err(shape(&quantized, INT8, rows, columns));
        }
        Ok(Blocks {
            values,
            zero_points: self.values(&format!("{name}_zero_point"), INT8, rows, blocks_in_row)?,
            scales: self.floats(&scales, rows, blocks_in_row)?,
            length: columns / blocks_in_row,
        })
    }

    fn floats(&self, name: &str, rows: usize, columns: usize) -> Result<&'a [[u8; 4]], ModelError> {
        self.values(name, FLOAT, rows, columns)
            .map(|values| values.as_chunks().0)
    }

    /// The bytes of a tensor that has this type and as many values.
    fn values(
        &self,
        name: &str,
        data_type: u64,
        rows: usize,
        columns: usize,
    ) -> Result<&'a [u8], ModelError> {
        let tensor = self.get(name)?;
        let size = if data_type == FLOAT {
            size_of::<f32>()
        } else {
            1
        };
        let as_expected = tensor.data_type == data_type
            && tensor.count() == Some((rows * columns) as u64)
            && (rows == 1 || tensor.dimensions.first() == Some(&(rows as u64)))
            && tensor.values.len() == rows * columns * size;
        if as_expected {
            Ok(tensor.values)
        } else {
            Err(shape(name, data_type, rows, columns))
        }
    }

    fn get(&self, name: &str) -> Result<&Tensor<'a>, ModelError> {
        self.tensors
            .get(name.as_bytes())
            .ok_or_else(|| ModelError::Missing {
                name: name.to_owned(),
            })
    }
}

impl<'a> Tensor<'a> {
    fn parse(message: &'a [u8]) -> Result<Self, ModelError> {
        let mut tensor = Self::default();
        let mut fields = Fields::of(message);
        while let Some((number, value)) = fields.next()? {
            match (number, value) {
                (1, Value::Integer(dimension)) => tensor.dimensions.push(dimension),
                (1, Value::Bytes(dimensions)) => {
                    tensor.dimensions.extend(packed_integers(dimensions)?)
                }
                (2, Value::Integer(data_type)) => tensor.data_type = data_type,
                // `float_data`, packed, and `raw_data` hold the same bytes.
                (4 | 9, Value::Bytes(values)) => tensor.values = values,
                (8, Value::Bytes(name)) => tensor.name = name,
                _ => {}
            }
        }
        Ok(tensor)
    }

    fn count(&self) -> Option<u64> {
        self.dimensions
            .iter()
            .try_fold(1, |count: u64, &dimension| count.checked_mul(dimension))
    }
}

impl Matrix<'_> {
    /// Writes row `index` as floats; leaves `row` as it is if there is no such row.
    pub(super) fn read_row(&self, index: usize, row: &mut [f32]) {
        let range = index * self.columns..(index + 1) * self.columns;
        match &self.weights {
            Weights::Floats(floats) => {
                for (weight, bytes) in row.iter_mut().zip(floats.get(range).unwrap_or_default()) {
                    *weight = f32::from_le_bytes(*bytes);
                }
            }
            Weights::Blocks(blocks) => {
                let values = blocks
                    .values
                    .get(range)
                    .unwrap_or_default()
                    .chunks_exact(blocks.length);
                let first = index * (self.columns / blocks.length);
                let scales = blocks.scales.iter().zip(blocks.zero_points).skip(first);
                for ((row, values), (scale, zero_point)) in
                    row.chunks_exact_mut(blocks.length).zip(values).zip(scales)
                {
                    let scale = f32::from_le_bytes(*scale);
                    let zero_point = f32::from(zero_point.cast_signed());
                    for (weight, value) in row.iter_mut().zip(values) {
                        *weight = (f32::from(value.cast_signed()) - zero_point) * scale;
                    }
                }
            }
        }
    }
}

fn shape(name: &str, data_type: u64, rows: usize, columns: usize) -> ModelError {
    let data_type = if data_type == FLOAT { "FLOAT" } else { "INT8" };
    ModelError::Shape {
        name: name.to_owned(),
        rows,
        columns,
        data_type,
    }
}

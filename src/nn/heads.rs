//! What the detector answers, before it is decoded.

use std::fmt;

/// Floats in a cell.
pub(super) const CELL: usize = 16;

/// The detector's answers about one image: one level for each of the strides 8, 16 and 32.
#[derive(Clone, Copy, Debug)]
pub struct Heads<'a> {
    /// In this order of strides.
    pub levels: [Level<'a>; 3],
}

/// Answers about squares of one size, into which the image is divided.
#[derive(Clone, Copy)]
pub struct Level<'a> {
    /// Width and height of a cell, in pixels of the image.
    pub stride: usize,
    /// Cells in a row.
    pub columns: usize,
    /// Rows of cells.
    pub rows: usize,
    pub(super) values: &'a [[f32; CELL]],
}

/// The answer about one cell: is there a face, and where?
///
/// All positions are in units of the stride, relative to the cell's upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Logit of the probability that it is a face rather than something else.
    pub class: f32,
    /// Logit of the probability that there is an object.
    pub object: f32,
    /// The face's center (x, y), then the natural logarithms of its width and height.
    pub bounds: [f32; 4],
    /// x and y of the right eye, left eye, nose, right and left corner of the mouth, as the person
    /// in the picture would call them.
    pub landmarks: [f32; 10],
}

impl Level<'_> {
    /// The cells, row by row: `rows * columns` of them.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = Cell> {
        self.values.iter().map(Cell::from_values)
    }
}

impl Cell {
    fn from_values(values: &[f32; CELL]) -> Self {
        let [class, object, rest @ ..] = *values;
        let [x, y, width, height, landmarks @ ..] = rest;
        Self {
            class,
            object,
            bounds: [x, y, width, height],
            landmarks,
        }
    }
}

/// Says nothing of the answers, which stem from a picture.
impl fmt::Debug for Level<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            stride,
            columns,
            rows,
            values: _,
        } = self;
        write!(formatter, "Level({columns} x {rows} cells of {stride} px)")
    }
}

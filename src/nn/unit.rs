//! YuNet's building block: a 1x1 convolution, then a depthwise one, row by row.

use super::buffer::Buffer;
use super::dense::Dense;
use super::depthwise::Depthwise;

/// Width and height of a map, in pixels.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) columns: usize,
    pub(super) rows: usize,
}

impl Size {
    /// That of a map with every second pixel of every second row.
    pub(super) fn halved(self) -> Self {
        Self {
            columns: self.columns / 2,
            rows: self.rows / 2,
        }
    }
}

/// Where the rows come from that a unit works on.
pub(super) trait Source {
    /// The pixels of row `y`. Rows are asked for one after the other from 0 on, each once.
    fn row(&mut self, y: usize) -> &[f32];
}

/// The rows of a finished map.
pub(super) struct Map<'a> {
    pixels: &'a [f32],
    /// Floats in a row.
    pitch: usize,
}

impl<'a> Map<'a> {
    /// `pixels` are those of a map of `size`.
    pub(super) fn of(pixels: &'a [f32], size: Size) -> Self {
        Self {
            pixels,
            pitch: pixels.len() / size.rows,
        }
    }
}

impl Source for Map<'_> {
    fn row(&mut self, y: usize) -> &[f32] {
        &self.pixels[y * self.pitch..(y + 1) * self.pitch]
    }
}

/// The two convolutions.
pub(super) struct Unit {
    pub(super) pointwise: Dense,
    pub(super) depthwise: Depthwise,
}

impl Unit {
    /// Fills `output` with a map of `size`.
    ///
    /// Three rows between the convolutions, in `ring`, are all that is ever kept.
    pub(super) fn run<'o>(
        &self,
        source: impl Source,
        size: Size,
        ring: &mut Buffer,
        output: &'o mut Buffer,
    ) -> &'o mut [f32] {
        let row_length = size.columns * self.depthwise.channels;
        let output = output.first_mut(size.rows * row_length);
        let mut ring = Ring::new(self, size, source, ring.first_mut(Ring::length(self, size)));
        for (y, row) in output.chunks_exact_mut(row_length).enumerate() {
            self.depthwise.row(ring.lines_around(y), 1, row);
        }
        output
    }

    /// The rows of a map of `size`, each computed when it is asked for.
    pub(super) fn rows<'a, S: Source>(
        &'a self,
        source: S,
        size: Size,
        memory: &'a mut Buffer,
    ) -> Rows<'a, S> {
        let ring_length = Ring::length(self, size);
        let row_length = size.columns * self.depthwise.channels;
        let (ring, row) = memory
            .first_mut(ring_length + row_length)
            .split_at_mut(ring_length);
        Rows {
            depthwise: &self.depthwise,
            ring: Ring::new(self, size, source, ring),
            row,
        }
    }
}

/// What [`Unit::rows`] gives.
pub(super) struct Rows<'a, S> {
    depthwise: &'a Depthwise,
    ring: Ring<'a, S>,
    row: &'a mut [f32],
}

impl<S: Source> Source for Rows<'_, S> {
    fn row(&mut self, y: usize) -> &[f32] {
        self.depthwise.row(self.ring.lines_around(y), 1, self.row);
        self.row
    }
}

/// The last three rows of the 1x1 convolution, each with a pixel of zeros before and after it, and
/// a row of zeros.
struct Ring<'a, S> {
    pointwise: &'a Dense,
    source: S,
    size: Size,
    rows: &'a mut [f32],
    pitch: usize,
}

impl<'a, S: Source> Ring<'a, S> {
    fn new(unit: &'a Unit, size: Size, source: S, rows: &'a mut [f32]) -> Self {
        let channels = unit.depthwise.channels;
        let pitch = rows.len() / 4;
        for (slot, row) in rows.chunks_exact_mut(pitch).enumerate() {
            if slot == 3 {
                row.fill(0.0);
            } else {
                row[..channels].fill(0.0);
                row[pitch - channels..].fill(0.0);
            }
        }
        let mut ring = Self {
            pointwise: &unit.pointwise,
            source,
            size,
            rows,
            pitch,
        };
        ring.fill(0);
        ring
    }

    /// The rows above, at and below `y`. Has to be asked for one `y` after the other.
    fn lines_around(&mut self, y: usize) -> [&[f32]; 3] {
        let last = y + 1 == self.size.rows;
        if !last {
            self.fill(y + 1);
        }
        let above = if y == 0 { 3 } else { (y - 1) % 3 };
        let below = if last { 3 } else { (y + 1) % 3 };
        [above, y % 3, below].map(|slot| &self.rows[slot * self.pitch..(slot + 1) * self.pitch])
    }

    fn fill(&mut self, y: usize) {
        let (channels, columns) = (self.pointwise.outputs, self.size.columns);
        let start = (y % 3) * self.pitch + channels;
        let row = &mut self.rows[start..start + columns * channels];
        self.pointwise
            .rows(self.source.row(y), columns, row, columns * channels);
    }
}

impl Ring<'_, ()> {
    /// Floats it needs.
    fn length(unit: &Unit, size: Size) -> usize {
        4 * (size.columns + 2) * unit.depthwise.channels
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::testing::{cpus, noise};

    #[test]
    fn rows_asked_for_one_by_one_are_those_of_the_map() {
        for cpu in cpus() {
            let (weights, filters) = (noise(1, 32 * 16), noise(2, 32 * 9));
            let unit = Unit {
                pointwise: Dense::new(cpu, 16, noise(3, 32), None, |output, row| {
                    row.copy_from_slice(&weights[output * 16..][..16]);
                }),
                depthwise: Depthwise::new(cpu, noise(4, 32), vec![0.0; 32], |channel, row| {
                    row.copy_from_slice(&filters[channel * 9..][..9]);
                }),
            };
            for (columns, rows) in [(5, 4), (3, 1)] {
                let size = Size { columns, rows };
                let pixels = noise(5, columns * rows * 16);
                let (mut ring, mut output) = (Buffer::default(), Buffer::default());
                let map = unit.run(Map::of(&pixels, size), size, &mut ring, &mut output);
                let mut memory = Buffer::default();
                let mut source = unit.rows(Map::of(&pixels, size), size, &mut memory);
                for (y, row) in map.chunks_exact(columns * 32).enumerate() {
                    assert_eq!(source.row(y), row);
                }
            }
        }
    }
}

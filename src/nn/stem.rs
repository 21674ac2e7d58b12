//! Rows that the detector puts together before a unit works on them.

use super::buffer::Buffer;
use super::cpu::Cpu;
use super::dense::Dense;
use super::pixelwise::{add_enlarged, max_pool, read_bytes};
use super::unit::Source;

/// Channels of a pixel.
const RGB: usize = 3;

/// The first convolution of an image: 3x3 with stride 2, so that a row is made of three lines.
pub(super) struct Stem<'a> {
    cpu: Cpu,
    convolution: &'a Dense,
    rgb: &'a [u8],
    /// Bytes in a line of the image.
    line_bytes: usize,
    /// The last three lines as floats, with a pixel of zeros before and as many as needed after.
    lines: &'a mut [f32],
    pitch: usize,
    row: &'a mut [f32],
}

impl<'a> Stem<'a> {
    /// Floats needed for the lines of an image padded to `columns` pixels.
    pub(super) fn lines_length(columns: usize) -> usize {
        3 * RGB * (columns + 2)
    }

    /// * `rgb`: lines of `width` pixels; below the last there are zeros without end.
    /// * `lines`: [`Self::lines_length`] floats to work with.
    /// * `row`: as many floats as a row of the result has.
    pub(super) fn new(
        cpu: Cpu,
        convolution: &'a Dense,
        rgb: &'a [u8],
        width: usize,
        lines: &'a mut [f32],
        row: &'a mut [f32],
    ) -> Self {
        lines.fill(0.0);
        let pitch = lines.len() / 3;
        Self {
            cpu,
            convolution,
            rgb,
            line_bytes: RGB * width,
            lines,
            pitch,
            row,
        }
    }

    /// Reads line `y` of the image into its slot of `lines`. In slot 0 there is first the line of
    /// zeros above the image.
    fn read_line(&mut self, y: usize) {
        let slot = (y + 1) % 3 * self.pitch;
        let line = &mut self.lines[slot + RGB..slot + self.pitch][..self.line_bytes];
        match self.rgb.get(y * self.line_bytes..(y + 1) * self.line_bytes) {
            None => line.fill(0.0),
            Some(bytes) => read_bytes(self.cpu, bytes, line),
        }
    }
}

impl Source for Stem<'_> {
    fn row(&mut self, y: usize) -> &[f32] {
        self.read_line(2 * y);
        self.read_line(2 * y + 1);
        let lines = [2 * y, 2 * y + 1, 2 * y + 2]
            .map(|line| &self.lines[line % 3 * self.pitch..(line % 3 + 1) * self.pitch]);
        self.convolution.row_3x3(lines, 2, self.row);
        self.row
    }
}

/// Another source's rows after 2x2 max-pooling.
pub(super) struct Pooled<'a, S> {
    cpu: Cpu,
    source: S,
    channels: usize,
    /// The upper of the two rows that are pooled.
    upper: &'a mut [f32],
    row: &'a mut [f32],
}

impl<'a, S: Source> Pooled<'a, S> {
    /// * `source`: rows of `width` pixels of `channels` floats.
    /// * `memory`: to work with.
    pub(super) fn new(
        cpu: Cpu,
        source: S,
        width: usize,
        channels: usize,
        memory: &'a mut Buffer,
    ) -> Self {
        let row_length = width * channels;
        let (upper, row) = memory
            .first_mut(row_length + row_length / 2)
            .split_at_mut(row_length);
        Self {
            cpu,
            source,
            channels,
            upper,
            row,
        }
    }
}

impl<S: Source> Source for Pooled<'_, S> {
    fn row(&mut self, y: usize) -> &[f32] {
        self.upper.copy_from_slice(self.source.row(2 * y));
        let lower = self.source.row(2 * y + 1);
        max_pool(self.cpu, [self.upper, lower], self.channels, self.row);
        self.row
    }
}

/// A map plus an enlarged one of half its width and height.
pub(super) struct Enlarged<'a> {
    pub(super) cpu: Cpu,
    pub(super) channels: usize,
    pub(super) fine: &'a [f32],
    pub(super) coarse: &'a [f32],
    /// As many floats as a row has.
    pub(super) row: &'a mut [f32],
}

impl Source for Enlarged<'_> {
    fn row(&mut self, y: usize) -> &[f32] {
        let fine = &self.fine[y * self.row.len()..(y + 1) * self.row.len()];
        let half = self.row.len() / 2;
        let coarse = &self.coarse[y / 2 * half..(y / 2 + 1) * half];
        add_enlarged(self.cpu, fine, coarse, self.channels, self.row);
        self.row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::testing::{cpus, noise};
    use crate::nn::unit::{Map, Size};

    #[test]
    fn each_pooled_row_is_made_of_two_rows() {
        let size = Size {
            columns: 6,
            rows: 4,
        };
        let pixels = noise(1, 6 * 4 * 16);
        for cpu in cpus() {
            let mut memory = Buffer::default();
            let map = Map::of(&pixels, size);
            let mut pooled = Pooled::new(cpu, map, size.columns, 16, &mut memory);
            for (y, pair) in pixels.chunks_exact(2 * 6 * 16).enumerate() {
                let (upper, lower) = pair.split_at(6 * 16);
                let mut expected = [0.0; 3 * 16];
                max_pool(cpu, [upper, lower], 16, &mut expected);
                assert_eq!(pooled.row(y), expected);
            }
        }
    }
}

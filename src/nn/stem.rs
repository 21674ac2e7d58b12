//! Rows that the detector puts together before a unit works on them.

use super::cpu::Cpu;
use super::dense::Dense;
use super::pixelwise::add_enlarged;
use super::unit::Source;

/// Channels of a pixel.
const RGB: usize = 3;

/// The first convolution of an image: 3x3 with stride 2, so that a row is made of three lines.
pub(super) struct Stem<'a> {
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
        convolution: &'a Dense,
        rgb: &'a [u8],
        width: usize,
        lines: &'a mut [f32],
        row: &'a mut [f32],
    ) -> Self {
        lines.fill(0.0);
        let pitch = lines.len() / 3;
        Self {
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
            Some(bytes) => {
                for (value, byte) in line.iter_mut().zip(bytes) {
                    *value = f32::from(*byte);
                }
            }
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

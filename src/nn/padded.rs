//! Square maps with a border of zeros, as 3x3 convolutions want them.

use super::buffer::Buffer;

/// A square map of pixels of some channels, with a pixel of zeros around it.
#[derive(Default)]
pub(super) struct Padded {
    values: Buffer,
    side: usize,
    channels: usize,
}

impl Padded {
    /// Makes it a map of `side` x `side` pixels. Clears the border; the rest holds anything.
    pub(super) fn reshape(&mut self, side: usize, channels: usize) {
        (self.side, self.channels) = (side, channels);
        let (pitch, length) = (self.pitch(), self.length());
        let values = self.values.first_mut(length);
        for (y, row) in values.chunks_exact_mut(pitch).enumerate() {
            if y == 0 || y > side {
                row.fill(0.0);
            } else {
                row[..channels].fill(0.0);
                row[pitch - channels..].fill(0.0);
            }
        }
    }

    /// Floats from one row to the next.
    pub(super) fn pitch(&self) -> usize {
        (self.side + 2) * self.channels
    }

    /// The three rows, with border, that a convolution's kernel covers when its upper row lies on
    /// row `top`, counted with border.
    pub(super) fn lines(&self, top: usize) -> [&[f32]; 3] {
        let (pitch, values) = (self.pitch(), self.values.first(self.length()));
        [top, top + 1, top + 2].map(|row| &values[row * pitch..(row + 1) * pitch])
    }

    /// The floats from the first pixel of row `y` on, counted without border.
    pub(super) fn rows_from_mut(&mut self, y: usize) -> &mut [f32] {
        let start = (y + 1) * self.pitch() + self.channels;
        let length = self.length();
        &mut self.values.first_mut(length)[start..]
    }

    /// The pixels row by row, without border.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[f32]> {
        let inner = self.channels..self.pitch() - self.channels;
        let rows = self.values.first(self.length()).chunks_exact(self.pitch());
        rows.skip(1)
            .take(self.side)
            .map(move |row| &row[inner.clone()])
    }

    fn length(&self) -> usize {
        (self.side + 2) * self.pitch()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_map_in_the_same_memory_has_a_clear_border() {
        let mut map = Padded::default();
        map.reshape(5, 3);
        for y in 0..5 {
            map.rows_from_mut(y)[..15].fill(1.0);
        }
        map.reshape(2, 4);
        for y in 0..2 {
            map.rows_from_mut(y)[..8].fill(2.0);
        }
        let [above, first, second] = map.lines(0);
        assert_eq!(above, [0.0; 16]);
        assert_eq!(
            (&first[..4], &first[4..12], &first[12..]),
            (&[0.0; 4][..], &[2.0; 8][..], &[0.0; 4][..])
        );
        assert_eq!(first, second);
        assert_eq!(map.lines(1)[2], [0.0; 16]);
        assert!(map.rows().all(|row| row == [2.0; 8]));
    }
}

//! Memory for floats that begins on a cache line.

/// Floats in a cache line (64 bytes), the widest vector there is.
const LINE: usize = 16;

/// A reusable array of floats that begins on a cache line: vectors that straddle two lines are slower to load.
#[derive(Default)]
pub(super) struct Buffer {
    /// `LINE - 1` floats more than are used, to find the line's beginning in.
    values: Vec<f32>,
    start: usize,
}

impl Buffer {
    /// A buffer of `length` zeros.
    pub(super) fn zeroed(length: usize) -> Self {
        let mut buffer = Self::default();
        buffer.first_mut(length);
        buffer
    }

    /// The first `length` floats, with whatever they hold; grows if there are fewer, and then all are zero.
    pub(super) fn first_mut(&mut self, length: usize) -> &mut [f32] {
        if self.values.len() < self.start + length {
            // Let go of the old memory first: its content is not needed.
            self.values = Vec::new();
            self.values = vec![0.0; length + LINE - 1];
            // `align_offset` may give up, with a huge answer; the buffer is then merely not aligned.
            let offset = self.values.as_ptr().align_offset(LINE * size_of::<f32>());
            self.start = if offset < LINE { offset } else { 0 };
        }
        &mut self.values[self.start..self.start + length]
    }

    /// The first `length` floats; fewer if the buffer was never that large.
    pub(super) fn first(&self, length: usize) -> &[f32] {
        let end = self.values.len().min(self.start + length);
        &self.values[self.start..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn begins_on_a_cache_line_whatever_its_length() {
        let mut buffer = Buffer::default();
        for length in [1, 15, 16, 17, 1000, 3] {
            let values = buffer.first_mut(length);
            assert_eq!(values.len(), length);
            assert_eq!(values.as_ptr() as usize % 64, 0);
        }
    }

    #[test]
    fn keeps_its_memory_when_less_is_asked_for() {
        let mut buffer = Buffer::zeroed(100);
        buffer.first_mut(100)[99] = 1.0;
        buffer.first_mut(10)[0] = 2.0;
        assert_eq!((buffer.first(100)[0], buffer.first(100)[99]), (2.0, 1.0));
    }
}

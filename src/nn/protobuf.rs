//! Walks through the fields of a protobuf message, trusting nothing.
//!
//! Source: the protobuf encoding, <https://protobuf.dev/programming-guides/encoding/>.

use super::ModelError;

/// A field's value, as far as its encoding tells.
pub(super) enum Value<'a> {
    /// An integer.
    Integer(u64),
    /// A string, a nested message or packed numbers.
    Bytes(&'a [u8]),
    /// Four or eight bytes, of which nothing here is made.
    Fixed,
}

/// The fields of one message, in the order of the file.
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(super) fn of(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    /// The next field's number and value, or `None` at the end.
    ///
    /// # Errors
    ///
    /// [`ModelError::Damaged`] if the message ends within a field or a field has no known encoding.
    pub(super) fn next(&mut self) -> Result<Option<(u64, Value<'a>)>, ModelError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let key = self.integer()?;
        let value = match key & 7 {
            0 => Value::Integer(self.integer()?),
            1 => self.take(8).map(|_| Value::Fixed)?,
            2 => {
                let length = self.integer()?;
                Value::Bytes(self.take(length)?)
            }
            5 => self.take(4).map(|_| Value::Fixed)?,
            _ => return Err(ModelError::Damaged("unknown field encoding")),
        };
        Ok(Some((key >> 3, value)))
    }

    /// An integer of up to ten bytes, seven bits in each, the lowest first.
    fn integer(&mut self) -> Result<u64, ModelError> {
        let mut value = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let (byte, rest) = self
                .rest
                .split_first()
                .ok_or(ModelError::Damaged("an integer is cut off"))?;
            self.rest = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(ModelError::Damaged("an integer is too long"))
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], ModelError> {
        let (taken, rest) = usize::try_from(length)
            .ok()
            .and_then(|length| self.rest.split_at_checked(length))
            .ok_or(ModelError::Damaged("a field is cut off"))?;
        self.rest = rest;
        Ok(taken)
    }
}

/// Integers packed one behind the other.
///
/// # Errors
///
/// [`ModelError::Damaged`] if the last is cut off.
pub(super) fn packed_integers(bytes: &[u8]) -> Result<Vec<u64>, ModelError> {
    let mut fields = Fields::of(bytes);
    let mut integers = Vec::new();
    while !fields.rest.is_empty() {
        integers.push(fields.integer()?);
    }
    Ok(integers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_end_at_the_first_byte_without_the_high_bit() {
        assert_eq!(packed_integers(&[0x01, 0xac, 0x02]), Ok(vec![1, 300]));
    }

    #[test]
    fn an_endless_integer_is_an_error() {
        assert!(packed_integers(&[0xff; 11]).is_err());
    }

    #[test]
    fn a_length_beyond_the_end_is_an_error() {
        let longer_than_any_memory = [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
        assert!(Fields::of(&longer_than_any_memory).next().is_err());
    }
}

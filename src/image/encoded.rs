//! An image as it arrived, before anyone has looked at it.

use std::fmt;

use bytes::Bytes;

/// The bytes of one image file, unchecked.
#[derive(Clone)]
pub struct EncodedImage(pub Bytes);

/// Pictures of people must not reach a log: only the length is printed.
impl fmt::Debug for EncodedImage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "EncodedImage({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_prints_the_length_and_no_content() {
        let image = EncodedImage(Bytes::from_static(b"face"));
        assert_eq!(format!("{image:?}"), "EncodedImage(4 bytes)");
    }
}

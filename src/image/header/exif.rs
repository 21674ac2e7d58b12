//! Finds the one thing needed of an Exif block: the tag Orientation.
//!
//! Exif libraries read the whole block, and refuse it whole where one field of
//! it is broken, as fields of photographs often are.

use super::{super::Turn, array};

/// Orientation; CIPA DC-008 (Exif 2.32), section 4.6.4.
const ORIENTATION: u16 = 0x0112;
/// Field type SHORT: 16 bits.
const SHORT: u16 = 3;
/// Bytes of one directory entry: tag, type, count, value.
const ENTRY: usize = 12;

/// The turn that an Exif block asks for. Whatever is absent or makes no sense
/// means none.
///
/// * `block`: a TIFF structure, with or without `Exif\0\0` before it.
pub(super) fn turn(block: &[u8]) -> Turn {
    let tiff = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    orientation(tiff)
        .and_then(Turn::from_exif)
        .unwrap_or_default()
}

/// Value of the tag in the first directory.
fn orientation(tiff: &[u8]) -> Option<u16> {
    let little_endian = match tiff.first_chunk()? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |bytes| match little_endian {
        true => u16::from_le_bytes(bytes),
        false => u16::from_be_bytes(bytes),
    };
    let long = |bytes| match little_endian {
        true => u32::from_le_bytes(bytes),
        false => u32::from_be_bytes(bytes),
    };
    let directory = tiff.get(usize::try_from(long(array(tiff, 4)?)).ok()?..)?;
    let count = usize::from(short(array(directory, 0)?));
    directory
        .get(2..)?
        .chunks_exact(ENTRY)
        .take(count)
        .find(|entry| array(entry, 0).map(short) == Some(ORIENTATION))
        .filter(|entry| array(entry, 2).map(short) == Some(SHORT))
        .and_then(|entry| array(entry, 8).map(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory of two fields; the second is the orientation.
    fn big_endian(kind: u8, value: u8) -> Vec<u8> {
        let mut block = b"MM\0*\0\0\0\x08\0\x02".to_vec();
        block.extend([1, 0x0f, 0, 2, 0, 0, 0, 1, b'x', 0, 0, 0]);
        block.extend([1, 0x12, 0, kind, 0, 0, 0, 1, 0, value, 0, 0]);
        block.extend([0; 4]);
        block
    }

    #[test]
    fn both_byte_orders_are_read_with_and_without_prefix() {
        let big = big_endian(3, 6);
        assert_eq!(turn(&big), Turn::new(1, false));
        let mut little = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
        little.extend([0x12, 1, 3, 0, 1, 0, 0, 0, 5, 0, 0, 0]);
        assert_eq!(turn(&little), Turn::new(1, true));
    }

    #[test]
    fn nonsense_means_no_turn() {
        assert_eq!(turn(b""), Turn::NONE);
        assert_eq!(turn(b"Exif\0\0"), Turn::NONE);
        assert_eq!(turn(&big_endian(3, 9)), Turn::NONE);
        assert_eq!(turn(&big_endian(2, 6)), Turn::NONE);
        assert_eq!(turn(b"MM\0*\xff\xff\xff\xff\0\x01"), Turn::NONE);
        let block = big_endian(3, 6);
        for cut in 0..30 {
            assert_eq!(turn(&block[..cut]), Turn::NONE, "cut at {cut}");
        }
    }
}

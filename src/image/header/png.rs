//! Walks the chunks of a PNG file.
//!
//! Source: W3C, Portable Network Graphics (PNG) Specification, third edition, section 5.

use super::super::{ImageError, Limits, Size, Turn};
use super::{Header, array, exif};

/// Bytes of the signature before the first chunk.
const SIGNATURE: usize = 8;
/// Bytes of a chunk beside its data: length, type, checksum.
const FRAME: usize = 12;

/// Reads a PNG file up to its last chunk, which must be there.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Header, ImageError> {
    let mut at = SIGNATURE;
    let (kind, data) = chunk(bytes, at).ok_or_else(ImageError::cut_off)?;
    if &kind != b"IHDR" || data.len() != 13 {
        return Err(ImageError::broken("it has no header"));
    }
    let size = size(data).ok_or_else(ImageError::cut_off)?;
    limits.admit(size)?;
    at += FRAME + data.len();

    let mut turn: Option<Turn> = None;
    loop {
        let (kind, data) = chunk(bytes, at).ok_or_else(ImageError::cut_off)?;
        at += FRAME + data.len();
        match &kind {
            b"eXIf" if turn.is_none() => turn = Some(exif::turn(data)),
            b"IEND" => break,
            _ => (),
        }
    }
    Ok(Header {
        size,
        turn: turn.unwrap_or_default(),
        end: at,
    })
}

/// Type and data of the chunk at `at`, if all of it is there.
fn chunk(bytes: &[u8], at: usize) -> Option<([u8; 4], &[u8])> {
    let length = usize::try_from(u32::from_be_bytes(array(bytes, at)?)).ok()?;
    let kind = array(bytes, at.checked_add(4)?)?;
    let framed = bytes.get(at..at.checked_add(FRAME)?.checked_add(length)?)?;
    Some((kind, framed.get(8..8 + length)?))
}

fn size(header: &[u8]) -> Option<Size> {
    Some(Size {
        width: u32::from_be_bytes(array(header, 0)?),
        height: u32::from_be_bytes(array(header, 4)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::samples::{SIZE, exif, inspected, png};

    #[test]
    fn size_and_turn_are_read_from_the_chunks() {
        let image = inspected(&png(&exif(8))).unwrap();
        assert_eq!(image.stored_size(), SIZE);
        assert_eq!(image.turn(), Turn::new(3, false));
        assert_eq!(image.upright_size(), Turn::new(1, false).size(SIZE));
        assert_eq!(inspected(&png(b"")).unwrap().turn(), Turn::NONE);
        assert_eq!(
            inspected(&png(b"II*\0nonsense")).unwrap().turn(),
            Turn::NONE
        );
    }

    #[test]
    fn what_follows_the_last_chunk_is_left_out() {
        let file = png(b"");
        let image = inspected(&[&file, &[7; 10_000][..]].concat()).unwrap();
        assert_eq!(image.bytes(), &file);
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let file = png(b"");
        for cut in 8..file.len() {
            let error = inspected(&file[..cut]).unwrap_err();
            assert!(
                matches!(error, ImageError::Unreadable { .. }),
                "at {cut}: {error}"
            );
        }
    }

    #[test]
    fn a_bomb_is_refused_for_its_size_even_if_it_is_cut_off() {
        let mut file = png(b"");
        file[16..24].copy_from_slice(b"\0\0\xea\x60\0\0\xea\x60");
        for bomb in [&file[..], &file[..100]] {
            assert!(matches!(
                inspected(bomb).unwrap_err(),
                ImageError::TooManyPixels {
                    actual: 3_600_000_000,
                    limit: 50_000_000
                }
            ));
        }
    }
}

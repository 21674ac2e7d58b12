//! Walks the chunks of a WebP file.
//!
//! Source: RFC 9649, sections 2 (container), 3.4 (lossless header); RFC 6386,
//! section 9.1 (lossy header).

use super::super::{ImageError, Limits, Size, Turn};
use super::{Header, array, exif};

/// Bytes of the RIFF header before the first chunk.
const RIFF: usize = 12;
/// Bytes of a chunk before its data: name, length.
const FRAME: usize = 8;

/// Reads a WebP file to the end that its RIFF header announces.
///
/// A picture inside the file must be as large as the file says, as decoders
/// allocate it before they compare.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Header, ImageError> {
    let announced = u32::from_le_bytes(array(bytes, 4).ok_or_else(ImageError::cut_off)?);
    let end = usize::try_from(announced)
        .ok()
        .and_then(|length| length.checked_add(8))
        .ok_or_else(ImageError::cut_off)?;
    let bytes = bytes.get(..end).ok_or_else(ImageError::cut_off)?;

    let mut chunks = Chunks { bytes, at: RIFF };
    let (name, data) = chunks.next().ok_or_else(ImageError::cut_off)??;
    let size = picture_size(&name, data)
        .or_else(|| (&name == b"VP8X").then(|| canvas_size(data)).flatten())
        .ok_or_else(|| ImageError::broken("it has no header"))?;
    limits.admit(size)?;

    let mut has_picture = &name != b"VP8X";
    let mut animated = false;
    let mut turn: Option<Turn> = None;
    for chunk in chunks {
        let (name, data) = chunk?;
        match &name {
            b"VP8 " | b"VP8L" => {
                has_picture = true;
                same(picture_size(&name, data), Some(size))?;
            }
            // Only the first frame is ever decoded.
            b"ANMF" if !animated => {
                animated = true;
                has_picture = true;
                check_frame(data)?;
            }
            b"EXIF" if turn.is_none() => turn = Some(exif::turn(data)),
            _ => (),
        }
    }
    if !has_picture {
        return Err(ImageError::broken("there is no picture in it"));
    }
    Ok(Header {
        size,
        turn: turn.unwrap_or_default(),
        end,
    })
}

/// The chunks of a container, one after the other.
struct Chunks<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Chunks<'a> {
    /// Name and data, or an error if there is less data than announced.
    type Item = Result<([u8; 4], &'a [u8]), ImageError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.bytes.get(self.at..)?;
        if rest.len() < FRAME {
            return None;
        }
        let chunk = split(rest);
        // Data is padded to an even length; after an error there is no more.
        self.at = match chunk {
            Some((_, data)) => self.at + FRAME + data.len().next_multiple_of(2),
            None => self.bytes.len(),
        };
        Some(chunk.ok_or_else(ImageError::cut_off))
    }
}

fn split(chunk: &[u8]) -> Option<([u8; 4], &[u8])> {
    let length = usize::try_from(u32::from_le_bytes(array(chunk, 4)?)).ok()?;
    let data = chunk.get(FRAME..)?.get(..length)?;
    Some((array(chunk, 0)?, data))
}

/// Checks that the picture in an animation frame is as large as the frame.
fn check_frame(frame: &[u8]) -> Result<(), ImageError> {
    let size = three_bytes(frame, 6)
        .zip(three_bytes(frame, 9))
        .map(|(width, height)| Size {
            width: width + 1,
            height: height + 1,
        });
    let chunks = Chunks {
        bytes: frame,
        at: 16,
    };
    for chunk in chunks {
        let (name, data) = chunk?;
        if matches!(&name, b"VP8 " | b"VP8L") {
            same(picture_size(&name, data), size)?;
        }
    }
    Ok(())
}

fn same(inner: Option<Size>, outer: Option<Size>) -> Result<(), ImageError> {
    if inner.is_some() && inner == outer {
        Ok(())
    } else {
        Err(ImageError::broken("its headers contradict each other"))
    }
}

/// Size from the header of a lossy or lossless bit stream.
fn picture_size(name: &[u8; 4], data: &[u8]) -> Option<Size> {
    match name {
        b"VP8 " if data.get(3..6) == Some(b"\x9d\x01\x2a") => {
            let fourteen_bits = |at| Some(u32::from(u16::from_le_bytes(array(data, at)?)) & 0x3fff);
            Some(Size {
                width: fourteen_bits(6)?,
                height: fourteen_bits(8)?,
            })
        }
        b"VP8L" if data.first() == Some(&0x2f) => {
            let bits = u32::from_le_bytes(array(data, 1)?);
            Some(Size {
                width: (bits & 0x3fff) + 1,
                height: (bits >> 14 & 0x3fff) + 1,
            })
        }
        _ => None,
    }
}

/// Size from the header of an extended file.
fn canvas_size(data: &[u8]) -> Option<Size> {
    Some(Size {
        width: three_bytes(data, 4)? + 1,
        height: three_bytes(data, 7)? + 1,
    })
}

fn three_bytes(bytes: &[u8], at: usize) -> Option<u32> {
    let [low, middle, high] = array(bytes, at)?;
    Some(u32::from_le_bytes([low, middle, high, 0]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::samples::{SIZE, exif, inspected, webp};

    #[test]
    fn size_and_turn_are_read_from_the_chunks() {
        let image = inspected(&webp(&exif(5))).unwrap();
        assert_eq!(image.stored_size(), SIZE);
        assert_eq!(image.turn(), Turn::new(1, true));
        let image = inspected(&webp(b"")).unwrap();
        assert_eq!((image.stored_size(), image.turn()), (SIZE, Turn::NONE));
    }

    #[test]
    fn the_lossy_header_tells_its_size_in_fourteen_bits() {
        let data = b"\x10\0\0\x9d\x01\x2a\x40\x41\xf0\x40";
        let size = picture_size(b"VP8 ", data).unwrap();
        assert_eq!((size.width, size.height), (0x140, 0xf0));
        assert_eq!(picture_size(b"VP8 ", &data[..9]), None);
        assert_eq!(
            picture_size(b"VP8 ", b"\x10\0\0\x9d\x01\x2b\x40\x41\xf0\x40"),
            None
        );
    }

    #[test]
    fn what_follows_the_announced_end_is_left_out() {
        let file = webp(b"");
        let image = inspected(&[&file, &[7; 10_000][..]].concat()).unwrap();
        assert_eq!(image.bytes(), &file);
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let file = webp(&exif(1));
        for cut in 12..file.len() {
            let error = inspected(&file[..cut]).unwrap_err();
            assert!(
                matches!(error, ImageError::Unreadable { .. }),
                "at {cut}: {error}"
            );
        }
    }

    #[test]
    fn a_picture_larger_than_its_canvas_is_refused() {
        let mut file = webp(&exif(1));
        let canvas = file.windows(4).position(|name| name == b"VP8X").unwrap() + 12;
        file[canvas] -= 1;
        let error = inspected(&file).unwrap_err();
        assert!(matches!(error, ImageError::Unreadable { .. }), "{error}");
    }
}

//! Walks the segments of a JPEG file.
//!
//! Source: ITU-T T.81, annex B.

use super::{ImageError, header::array};

/// Marks the end of the image.
pub(super) const END_OF_IMAGE: u8 = 0xd9;
/// Marks the header of a scan; entropy-coded data follows.
pub(super) const START_OF_SCAN: u8 = 0xda;
/// Marks the header of a progressive frame.
pub(super) const PROGRESSIVE: u8 = 0xc2;

const START_OF_IMAGE: u8 = 0xd8;
/// More segments than any camera writes (a 15 MiB file of full ones has 240);
/// decoders may need time quadratic in their number.
const MAX_SEGMENTS: usize = 1000;

/// A marker with what belongs to it.
#[derive(Clone, Copy)]
pub(super) struct Segment<'a> {
    /// Second byte of the marker; the first is always 0xff.
    pub(super) marker: u8,
    /// What follows its length.
    pub(super) data: &'a [u8],
    /// Where it ends in the file, in bytes.
    pub(super) end: usize,
}

impl Segment<'_> {
    /// Whether this is the header of a frame, of any kind.
    pub(super) fn starts_frame(&self) -> bool {
        // All of 0xc0 to 0xcf but DHT, JPG and DAC.
        matches!(self.marker, 0xc0..=0xcf) && !matches!(self.marker, 0xc4 | 0xc8 | 0xcc)
    }
}

/// The segments of the first image of a file. The last is [`END_OF_IMAGE`], or
/// an error; entropy-coded data between them is skipped.
pub(super) fn segments(bytes: &[u8]) -> impl Iterator<Item = Result<Segment<'_>, ImageError>> {
    // Behind the start-of-image marker.
    let mut next = Some(2);
    let mut left = MAX_SEGMENTS;
    std::iter::from_fn(move || {
        let segment = segment(bytes, next?).and_then(|segment| {
            left = left.checked_sub(1).ok_or_else(too_many)?;
            Ok(segment)
        });
        next = match &segment {
            Ok(segment) if segment.marker != END_OF_IMAGE => Some(segment.end),
            _ => None,
        };
        Some(segment)
    })
}

fn too_many() -> ImageError {
    ImageError::broken("it has too many parts")
}

/// The next segment at or after `at`.
fn segment(bytes: &[u8], at: usize) -> Result<Segment<'_>, ImageError> {
    let (marker, at) = next_marker(bytes, at).ok_or_else(ImageError::cut_off)?;
    let (data, end) = match marker {
        START_OF_IMAGE => return Err(ImageError::broken("it begins twice")),
        END_OF_IMAGE => (&[][..], at),
        _ => {
            let length = array(bytes, at).ok_or_else(ImageError::cut_off)?;
            // It counts its own two bytes.
            let length = usize::from(u16::from_be_bytes(length));
            let rest = length
                .checked_sub(2)
                .ok_or_else(|| ImageError::broken("a segment of it has no length"))?;
            let data = bytes.get(at + 2..at + 2 + rest);
            (data.ok_or_else(ImageError::cut_off)?, at + length)
        }
    };
    Ok(Segment { marker, data, end })
}

/// The next marker that has a segment, at or after `at`, and where that begins.
///
/// Skips entropy-coded data (in which 0xff is followed by zero), the markers
/// within it, and fill bytes.
fn next_marker(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)? + 1;
        match *bytes.get(at)? {
            // A fill byte: it may begin the marker itself.
            0xff => (),
            // A stuffed byte, TEM, RST0 to RST7.
            0x00 | 0x01 | 0xd0..=0xd7 => at += 1,
            marker => return Some((marker, at + 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markers(file: &[u8]) -> Vec<Option<u8>> {
        segments(file)
            .map(|segment| segment.ok().map(|segment| segment.marker))
            .collect()
    }

    #[test]
    fn entropy_coded_data_is_skipped_up_to_the_end_of_the_image() {
        let file =
            b"\xff\xd8\xff\xfe\0\x03!\xff\xff\xda\0\x02\x01\xff\0\xff\xd3\x07\xff\xd9\xff\xd8";
        assert_eq!(
            markers(file),
            [Some(0xfe), Some(START_OF_SCAN), Some(END_OF_IMAGE)]
        );
        let last = segments(file).last().unwrap().unwrap();
        assert_eq!(last.end, file.len() - 2);
    }

    #[test]
    fn segments_that_are_cut_off_or_senseless_end_the_walk() {
        assert_eq!(markers(b"\xff\xd8"), [None]);
        assert_eq!(markers(b"\xff\xd8\xff\xfe\0\x04!"), [None]);
        assert_eq!(markers(b"\xff\xd8\xff\xfe\0\x01\xff\xd9"), [None]);
        assert_eq!(markers(b"\xff\xd8\xff\xd8\xff\xd9"), [None]);
    }

    #[test]
    fn there_is_a_limit_to_their_number() {
        let mut file = b"\xff\xd8".to_vec();
        file.extend(b"\xff\xfe\0\x02".repeat(2000));
        assert_eq!(segments(&file).filter(Result::is_ok).count(), MAX_SEGMENTS);
        assert!(segments(&file).last().unwrap().is_err());
    }
}

//! Reads the header of a JPEG file, and looks for its end.

use super::super::{
    ImageError, Limits, Size, Turn,
    segments::{END_OF_IMAGE, START_OF_SCAN, Segment, segments},
};
use super::{Header, array, exif};

/// More scans than any encoder writes (about ten); each costs a pass over all pixels.
const MAX_SCANS: usize = 64;
/// Marks an Exif block, among others.
const APP1: u8 = 0xe1;

/// Reads a JPEG file up to its end-of-image marker, which must be there.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Header, ImageError> {
    let mut size = None;
    let mut turn: Option<Turn> = None;
    let mut scans = 0;
    let mut end = 0;
    for segment in segments(bytes) {
        let segment = segment?;
        end = segment.end;
        match segment.marker {
            END_OF_IMAGE if scans == 0 => {
                return Err(ImageError::broken("there is no picture in it"));
            }
            APP1 if turn.is_none() && segment.data.starts_with(b"Exif\0\0") => {
                turn = Some(exif::turn(segment.data));
            }
            START_OF_SCAN if scans == MAX_SCANS => {
                return Err(ImageError::broken("it has too many scans"));
            }
            START_OF_SCAN => scans += 1,
            _ if !segment.starts_frame() => (),
            _ if size.is_some() => return Err(ImageError::broken("it has two frames")),
            _ => {
                let frame = frame_size(&segment)?;
                limits.admit(frame)?;
                size = Some(frame);
            }
        }
    }
    Ok(Header {
        size: size.ok_or_else(|| ImageError::broken("it has no frame header"))?,
        turn: turn.unwrap_or_default(),
        end,
    })
}

/// Width and height from a frame header, if frames of this kind are decoded.
fn frame_size(frame: &Segment<'_>) -> Result<Size, ImageError> {
    let unsupported = |what| Err(ImageError::Unsupported { what });
    match frame.marker {
        0xc0..=0xc2 => (),
        0xc9..=0xcf => return unsupported("arithmetic-coded JPEG"),
        _ => return unsupported("lossless or hierarchical JPEG"),
    }
    let [precision, height_1, height_2, width_1, width_2, components] =
        array(frame.data, 0).ok_or_else(ImageError::cut_off)?;
    if precision != 8 {
        return unsupported("JPEG with other than 8 bits a sample");
    }
    if !matches!(components, 1 | 3 | 4) {
        return unsupported("JPEG with other than one, three or four components");
    }
    Ok(Size {
        width: u16::from_be_bytes([width_1, width_2]).into(),
        height: u16::from_be_bytes([height_1, height_2]).into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::samples::{SIZE, inspected, jpeg, jpeg_with_exif};

    #[test]
    fn size_and_turn_are_read_from_the_segments() {
        for orientation in 1..=8 {
            let image = inspected(&jpeg_with_exif(orientation)).unwrap();
            assert_eq!(image.stored_size(), SIZE);
            assert_eq!(Some(image.turn()), Turn::from_exif(orientation.into()));
        }
        assert_eq!(inspected(&jpeg(|_| ())).unwrap().turn(), Turn::NONE);
    }

    #[test]
    fn what_follows_the_image_is_left_out() {
        let file = jpeg(|_| ());
        let second = jpeg_with_exif(6);
        for trailer in [&[0; 3][..], &[0xa5; 10_000], &second, b"ftypmp4 \xff\xff"] {
            let image = inspected(&[&file, trailer].concat()).unwrap();
            assert_eq!(image.bytes(), &file);
            assert_eq!(image.turn(), Turn::NONE);
        }
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let file = jpeg(|encoder| encoder.set_restart_interval(3));
        for cut in 3..file.len() {
            let error = inspected(&file[..cut]).unwrap_err();
            assert!(
                matches!(error, ImageError::Unreadable { .. }),
                "at {cut}: {error}"
            );
        }
    }

    #[test]
    fn frames_that_no_decoder_knows_are_refused_by_name() {
        let file = jpeg(|_| ());
        let frame = file
            .windows(2)
            .position(|pair| pair == b"\xff\xc0")
            .unwrap();
        let refused = |at: usize, value| {
            let mut file = file.clone();
            file[frame + at] = value;
            let Err(ImageError::Unsupported { what }) = inspected(&file) else {
                return "supported";
            };
            what
        };
        assert_eq!(refused(1, 0xc9), "arithmetic-coded JPEG");
        assert_eq!(refused(1, 0xc3), "lossless or hierarchical JPEG");
        assert_eq!(refused(4, 12), "JPEG with other than 8 bits a sample");
        assert!(refused(9, 2).starts_with("JPEG with other than one"));
    }

    #[test]
    fn nonsense_in_the_segments_is_refused() {
        let file = jpeg(|_| ());
        let scan = file
            .windows(2)
            .position(|pair| pair == b"\xff\xda")
            .unwrap();
        let (before, after) = file.split_at(scan);
        let empty_scan = b"\xff\xda\0\x02";
        for (what, inserted) in [
            (
                "frame",
                b"\xff\xc0\0\x0b\x08\0\x64\0\x64\x01\x01\x11\0".to_vec(),
            ),
            ("segments", b"\xff\xfe\0\x02".repeat(1000)),
            ("scans", empty_scan.repeat(MAX_SCANS)),
            ("start", b"\xff\xd8".to_vec()),
        ] {
            let error = inspected(&[before, &inserted, after].concat()).unwrap_err();
            assert!(
                matches!(error, ImageError::Unreadable { .. }),
                "{what}: {error}"
            );
        }
        for file in [&b"\xff\xd8\xff\xd9"[..], b"\xff\xd8\xff\xda\0\x02\xff\xd9"] {
            let error = inspected(file).unwrap_err();
            assert!(matches!(error, ImageError::Unreadable { .. }), "{error}");
        }
    }
}

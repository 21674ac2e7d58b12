//! Decodes PNG with the png crate.

use std::io::Cursor;

use png::{BitDepth, ColorType, DecodeOptions, Decoder, Transformations};

use super::{contradiction, over_white, spread};
use crate::image::{Format, ImageError, Size};

/// RGB samples of a PNG file of `size`; of 16 bits the upper eight.
pub(super) fn rgb(bytes: &[u8], size: Size) -> Result<Vec<u8>, ImageError> {
    let damaged = |error| ImageError::damaged(Format::Png, error);
    let mut options = DecodeOptions::default();
    options.set_ignore_adler32(false);
    // Neither is needed, and both may be decompression bombs.
    options.set_ignore_text_chunk(true);
    options.set_ignore_iccp_chunk(true);
    let mut decoder = Decoder::new_with_options(Cursor::new(bytes), options);
    decoder.set_transformations(Transformations::normalize_to_color8());

    let mut reader = decoder.read_info().map_err(damaged)?;
    if (reader.info().width, reader.info().height) != (size.width, size.height) {
        return Err(contradiction());
    }
    let mut samples = vec![0; reader.output_buffer_size().ok_or_else(contradiction)?];
    let frame = reader.next_frame(&mut samples).map_err(damaged)?;
    reader.finish().map_err(damaged)?;
    if (frame.width, frame.height) != (size.width, size.height)
        || frame.bit_depth != BitDepth::Eight
    {
        return Err(contradiction());
    }
    Ok(match frame.color_type {
        ColorType::Rgb => samples,
        ColorType::Rgba => over_white(samples),
        ColorType::Grayscale => spread(&samples),
        ColorType::GrayscaleAlpha => over_white(
            samples
                .as_chunks()
                .0
                .iter()
                .flat_map(|&[gray, alpha]| [gray, gray, gray, alpha])
                .collect(),
        ),
        // The decoder has expanded palettes.
        ColorType::Indexed => return Err(contradiction()),
    })
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::image::samples::{SIZE, decoded, difference, gradient, png, png_of};

    fn first_pixel(file: &[u8]) -> [u8; 3] {
        decoded(file).unwrap().rgb()[..3].try_into().unwrap()
    }

    fn filled(pixel: &[u8]) -> Vec<u8> {
        pixel.repeat((SIZE.width * SIZE.height) as usize)
    }

    #[test]
    fn rgb_is_decoded_exactly() {
        assert_eq!(difference(&decoded(&png(b"")).unwrap(), &gradient()), 0);
    }

    #[test]
    fn other_depths_and_color_types_become_rgb() {
        let row = |byte: u8, bits: u32| {
            vec![byte; ((SIZE.width * bits).div_ceil(8) * SIZE.height) as usize]
        };
        let file = |color, depth, data: &[u8]| png_of(data, color, depth, |_| ());
        let gray = ColorType::Grayscale;
        assert_eq!(
            first_pixel(&file(gray, BitDepth::One, &row(0xff, 1))),
            [255; 3]
        );
        assert_eq!(
            first_pixel(&file(gray, BitDepth::Two, &row(0x55, 2))),
            [85; 3]
        );
        assert_eq!(
            first_pixel(&file(gray, BitDepth::Four, &row(0x33, 4))),
            [51; 3]
        );
        assert_eq!(
            first_pixel(&file(gray, BitDepth::Sixteen, &filled(&[9, 200]))),
            [9; 3]
        );
        let wide = filled(&[1, 99, 2, 99, 3, 99]);
        assert_eq!(
            first_pixel(&file(ColorType::Rgb, BitDepth::Sixteen, &wide)),
            [1, 2, 3]
        );
    }

    #[test]
    fn transparency_is_laid_over_white() {
        let eight = BitDepth::Eight;
        let rgba = filled(&[0, 100, 255, 128]);
        assert_eq!(
            first_pixel(&png_of(&rgba, ColorType::Rgba, eight, |_| ())),
            [127, 177, 255]
        );
        let gray = filled(&[100, 0]);
        let file = png_of(&gray, ColorType::GrayscaleAlpha, eight, |_| ());
        assert_eq!(first_pixel(&file), [255; 3]);
        let file = png_of(&filled(&[1]), ColorType::Indexed, eight, |info| {
            info.palette = Some(Cow::Borrowed(&[9, 9, 9, 0, 100, 255]));
            info.trns = Some(Cow::Borrowed(&[255, 128]));
        });
        assert_eq!(first_pixel(&file), [127, 177, 255]);
    }

    #[test]
    fn a_wrong_checksum_is_refused() {
        let mut file = png(b"");
        let data = file.windows(4).position(|name| name == b"IDAT").unwrap();
        file[data + 40] ^= 1;
        assert!(matches!(
            decoded(&file),
            Err(ImageError::Unreadable {
                source: Some(_),
                ..
            })
        ));
    }

    #[test]
    fn missing_rows_are_refused() {
        let file = png(b"");
        let data = file.windows(4).position(|name| name == b"IDAT").unwrap() - 4;
        let end = file.len() - 12;
        let empty = [&file[..data], &file[end..]].concat();
        assert!(matches!(
            decoded(&empty),
            Err(ImageError::Unreadable {
                source: Some(_),
                ..
            })
        ));
    }
}

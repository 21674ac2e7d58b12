//! Decodes JPEG: with zune-jpeg, which is fast, and the layouts that it gets
//! wrong with jpeg-decoder.

use jpeg_decoder::PixelFormat;
use zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};
use zune_jpeg::JpegDecoder;

use super::{contradiction, spread};
use crate::image::{
    Format, ImageError, Size,
    segments::{PROGRESSIVE, START_OF_SCAN, segments},
};

/// RGB samples of a JPEG file of `size`.
///
/// Four-component pictures are taken as inverted, as Adobe writes them and
/// browsers read them.
pub(super) fn rgb(bytes: &[u8], size: Size) -> Result<Vec<u8>, ImageError> {
    if has_common_layout(bytes) == Some(true) {
        common(bytes, size)
    } else {
        uncommon(bytes, size)
    }
}

/// Whether the file has the layout that cameras write: the first component as
/// fine as any, the others with one block in each unit, and all of them in one
/// scan (unless progressive).
///
/// Of other layouts zune-jpeg 0.5.15 refuses some, and of some it returns wrong
/// pixels without an error.
fn has_common_layout(bytes: &[u8]) -> Option<bool> {
    let mut frame = None;
    for segment in segments(bytes) {
        let segment = segment.ok()?;
        if segment.starts_frame() {
            frame = Some(segment);
        }
        if segment.marker == START_OF_SCAN {
            let frame = frame?;
            // Of each component: name, sampling factors, table.
            let (components, _) = frame.data.get(6..)?.as_chunks::<3>();
            let ([_, finest, _], others) = components.split_first()?;
            let complete = usize::from(*segment.data.first()?) == components.len();
            return Some(
                matches!(finest, 0x11 | 0x12 | 0x21 | 0x22 | 0x14 | 0x41)
                    && others.iter().all(|[_, factors, _]| *factors == 0x11)
                    && (complete || frame.marker == PROGRESSIVE),
            );
        }
    }
    None
}

fn common(bytes: &[u8], size: Size) -> Result<Vec<u8>, ImageError> {
    let damaged = |error| ImageError::damaged(Format::Jpeg, error);
    // Not strict, the decoder would fill what it cannot read with gray.
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(damaged)?;
    if decoder.dimensions() != Some((size.width as usize, size.height as usize)) {
        return Err(contradiction());
    }
    decoder.decode().map_err(damaged)
}

fn uncommon(bytes: &[u8], size: Size) -> Result<Vec<u8>, ImageError> {
    let damaged = |error| ImageError::damaged(Format::Jpeg, error);
    let mut decoder = jpeg_decoder::Decoder::new(bytes);
    decoder.read_info().map_err(damaged)?;
    let info = decoder.info().ok_or_else(contradiction)?;
    if (u32::from(info.width), u32::from(info.height)) != (size.width, size.height) {
        return Err(contradiction());
    }
    let samples = decoder.decode().map_err(damaged)?;
    match info.pixel_format {
        PixelFormat::RGB24 => Ok(samples),
        PixelFormat::L8 => Ok(spread(&samples)),
        PixelFormat::CMYK32 => Ok(samples.as_chunks().0.iter().flat_map(ink).collect()),
        PixelFormat::L16 => Err(contradiction()),
    }
}

/// The color of `[cyan, magenta, yellow, black]` ink on white paper; zero is none.
fn ink(&[cyan, magenta, yellow, black]: &[u8; 4]) -> [u8; 3] {
    let light = 255 - u16::from(black);
    [cyan, magenta, yellow].map(|ink| {
        let product = (255 - u16::from(ink)) * light;
        // At most 255 * 255 + 127, so the quotient fits.
        ((product + 127) / 255) as u8
    })
}

#[cfg(test)]
mod tests {
    use jpeg_encoder::{ColorType, SamplingFactor};

    use super::*;
    use crate::image::samples::{SIZE, decoded, difference, gradient, jpeg, jpeg_of};

    #[test]
    fn every_sampling_and_process_gives_the_same_picture() {
        for sampling in [
            SamplingFactor::F_1_1,
            SamplingFactor::F_2_1,
            SamplingFactor::F_1_2,
            SamplingFactor::F_2_2,
            SamplingFactor::F_4_1,
            SamplingFactor::F_4_2,
            SamplingFactor::F_1_4,
            SamplingFactor::F_2_4,
        ] {
            for progressive in [false, true] {
                for restart in [0, 2] {
                    let file = jpeg(|encoder| {
                        encoder.set_sampling_factor(sampling);
                        encoder.set_progressive(progressive);
                        encoder.set_restart_interval(restart);
                    });
                    let found = difference(&decoded(&file).unwrap(), &gradient());
                    assert!(found < 20, "{sampling:?} {progressive} {restart}: {found}");
                }
            }
        }
    }

    #[test]
    fn a_scan_for_each_component_is_decoded_right() {
        // The encoder writes them apart where optimized tables are asked for.
        let file = jpeg(|encoder| {
            encoder.set_sampling_factor(SamplingFactor::F_2_2);
            encoder.set_optimized_huffman_tables(true);
        });
        assert_eq!(has_common_layout(&file), Some(false));
        let found = difference(&decoded(&file).unwrap(), &gradient());
        assert!(found < 20, "{found}");
    }

    #[test]
    fn gray_is_spread_to_three_channels() {
        let gray: Vec<u8> = gradient().chunks(3).map(|pixel| pixel[0]).collect();
        let file = jpeg_of(&gray, ColorType::Luma, |_| ());
        let expected: Vec<u8> = gray.iter().flat_map(|gray| [*gray; 3]).collect();
        assert!(difference(&decoded(&file).unwrap(), &expected) < 6);
    }

    #[test]
    fn inks_become_colors_in_either_decoder() {
        // No black: the other inks are the complement of the color.
        let inks: Vec<u8> = gradient()
            .chunks(3)
            .flat_map(|pixel| [255 - pixel[0], 255 - pixel[1], 255 - pixel[2], 0])
            .collect();
        for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
            let file = jpeg_of(&inks, kind, |_| ());
            assert!(
                difference(&decoded(&file).unwrap(), &gradient()) < 12,
                "{kind:?}"
            );
            let rgb = uncommon(&file, SIZE).unwrap();
            let common = common(&file, SIZE).unwrap();
            let furthest = rgb.iter().zip(common).map(|(a, b)| a.abs_diff(b)).max();
            assert!(furthest < Some(6), "{kind:?}: {furthest:?}");
        }
    }

    #[test]
    fn black_ink_darkens() {
        assert_eq!(ink(&[0, 0, 0, 0]), [255, 255, 255]);
        assert_eq!(ink(&[255, 0, 0, 0]), [0, 255, 255]);
        assert_eq!(ink(&[0, 0, 0, 255]), [0, 0, 0]);
        assert_eq!(ink(&[0, 100, 255, 128]), [127, 77, 0]);
    }
}

//! Decodes WebP with image-webp.

use std::io::Cursor;

use image_webp::WebPDecoder;

use super::{contradiction, over_white};
use crate::image::{Format, ImageError, Size};

/// RGB samples of a WebP file of `size`; of an animation the first frame, on white.
pub(super) fn rgb(bytes: &[u8], size: Size) -> Result<Vec<u8>, ImageError> {
    let damaged = |error| ImageError::damaged(Format::WebP, error);
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
    if decoder.dimensions() != (size.width, size.height) {
        return Err(contradiction());
    }
    if decoder.is_animated() {
        decoder.set_background_color([255; 4]).map_err(damaged)?;
    }
    let mut samples = vec![0; decoder.output_buffer_size().ok_or_else(contradiction)?];
    decoder.read_image(&mut samples).map_err(damaged)?;
    Ok(if decoder.has_alpha() {
        over_white(samples)
    } else {
        samples
    })
}

#[cfg(test)]
mod tests {
    use image_webp::{ColorType, WebPEncoder};

    use crate::image::samples::{SIZE, decoded, difference, gradient, webp};

    /// A chunk of an even number of bytes.
    fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let padded = data.len().next_multiple_of(2);
        let mut chunk = [name.as_slice(), &(data.len() as u32).to_le_bytes(), data].concat();
        chunk.resize(8 + padded, 0);
        chunk
    }

    fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
        let body = [b"WEBP".to_vec(), chunks.concat()].concat();
        chunk(b"RIFF", &body)
    }

    /// Flags and canvas of [`SIZE`].
    fn extended(flags: u8) -> Vec<u8> {
        let (width, height) = (SIZE.width as u8 - 1, SIZE.height as u8 - 1);
        chunk(b"VP8X", &[flags, 0, 0, 0, width, 0, 0, height, 0, 0])
    }

    fn lossless(rgba: [u8; 4], width: u32, height: u32) -> Vec<u8> {
        let mut file = Vec::new();
        let samples = rgba.repeat((width * height) as usize);
        let encoder = WebPEncoder::new(&mut file);
        encoder
            .encode(&samples, width, height, ColorType::Rgba8)
            .unwrap();
        file.split_off(12)
    }

    #[test]
    fn lossless_is_decoded_exactly() {
        assert_eq!(difference(&decoded(&webp(b"")).unwrap(), &gradient()), 0);
    }

    #[test]
    fn transparency_is_laid_over_white() {
        let file = file(&[lossless([0, 100, 255, 128], SIZE.width, SIZE.height)]);
        assert_eq!(decoded(&file).unwrap().rgb()[..3], [127, 177, 255]);
    }

    #[test]
    fn an_animation_is_its_first_frame_on_white() {
        // 20 by 10 pixels at (2, 4), shown for 100 ms, blended.
        let frame = |color| {
            let head = [1, 0, 0, 2, 0, 0, 19, 0, 0, 9, 0, 0, 100, 0, 0, 0];
            chunk(b"ANMF", &[head.to_vec(), lossless(color, 20, 10)].concat())
        };
        let background = chunk(b"ANIM", &[0, 0, 255, 255, 0, 0]);
        let frames = [frame([10, 20, 30, 255]), frame([99, 99, 99, 255])];
        for flags in [0x02, 0x12] {
            let all = [extended(flags), background.clone(), frames.concat()];
            let pixels = decoded(&file(&all)).unwrap();
            let at = |x: usize, y: usize| {
                let start = (y * SIZE.width as usize + x) * 3;
                &pixels.rgb()[start..start + 3]
            };
            // The decoder's blending is one level off.
            assert!(at(2, 4)[0].abs_diff(10) <= 1 && at(21, 13)[2].abs_diff(30) <= 1);
            assert_eq!(at(22, 13), [255; 3]);
            assert_eq!(at(0, 0), [255; 3]);
        }
    }
}

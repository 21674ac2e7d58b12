//! Inspected bytes to pixels, one decoder per format.

mod jpeg;
mod png;
mod webp;

use super::{Format, ImageError, Pixels, Size};

/// Decodes a file whose header announced `size`.
///
/// # Errors
///
/// [`ImageError::Unreadable`] if the content is damaged, or of another size
/// than the header announced.
pub(super) fn decode(format: Format, bytes: &[u8], size: Size) -> Result<Pixels, ImageError> {
    let rgb = match format {
        Format::Jpeg => jpeg::rgb(bytes, size),
        Format::Png => png::rgb(bytes, size),
        Format::WebP => webp::rgb(bytes, size),
    }?;
    Pixels::new(size, rgb).ok_or_else(contradiction)
}

/// The error for content that is not as the header announced it.
fn contradiction() -> ImageError {
    ImageError::broken("its content contradicts its header")
}

/// The same gray in all three channels.
fn spread(gray: &[u8]) -> Vec<u8> {
    let mut rgb = vec![0; gray.len() * 3];
    for (target, gray) in rgb.as_chunks_mut().0.iter_mut().zip(gray) {
        *target = [*gray; 3];
    }
    rgb
}

/// Lays RGBA samples over white, in place; the rest of the buffer is cut off.
fn over_white(mut rgba: Vec<u8>) -> Vec<u8> {
    let pixels = rgba.len() / 4;
    for pixel in 0..pixels {
        if let Some(&[red, green, blue, alpha]) =
            rgba.get(pixel * 4..).and_then(<[u8]>::first_chunk)
            && let Some(target) = rgba.get_mut(pixel * 3..).and_then(<[u8]>::first_chunk_mut)
        {
            *target = [red, green, blue].map(|color| blend(color, alpha));
        }
    }
    rgba.truncate(pixels * 3);
    rgba
}

/// `color` over white, rounded; alpha 255 is opaque.
fn blend(color: u8, alpha: u8) -> u8 {
    let sum = u16::from(color) * u16::from(alpha) + 255 * (255 - u16::from(alpha)) + 127;
    // At most 255 * 255 + 127, so the quotient fits.
    (sum / 255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::samples::{exif, inspected, jpeg, jpeg_with_exif, png, webp};

    #[test]
    fn transparency_shows_white() {
        assert_eq!(
            over_white(vec![9, 8, 7, 255, 0, 0, 0, 0, 0, 100, 255, 128]),
            [9, 8, 7, 255, 255, 255, 127, 177, 255]
        );
    }

    #[test]
    fn blending_is_exact_at_both_ends_and_never_overflows() {
        for color in 0..=255 {
            assert_eq!(blend(color, 255), color);
            assert_eq!(blend(color, 0), 255);
            for alpha in 0..=255 {
                let exact = (f64::from(color) - 255.) * f64::from(alpha) / 255. + 255.;
                assert!((f64::from(blend(color, alpha)) - exact).abs() <= 0.5);
            }
        }
    }

    /// A fixed sequence of numbers that look random.
    fn numbers(mut seed: u64) -> impl FnMut(usize) -> usize {
        move |below| {
            // Source: Knuth, MMIX; the upper bits are the good ones.
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        }
    }

    #[test]
    fn damage_is_refused_or_changes_pixels_and_nothing_else() {
        let mut next = numbers(7);
        let progressive = jpeg(|encoder| encoder.set_progressive(true));
        for file in [
            jpeg_with_exif(6),
            progressive,
            png(&exif(3)),
            webp(&exif(8)),
        ] {
            let mut refused = 0;
            for _ in 0..150 {
                let mut damaged = file.clone();
                for _ in 0..=next(4) {
                    let at = next(damaged.len());
                    damaged[at] = next(256) as u8;
                }
                let Ok(image) = inspected(&damaged) else {
                    refused += 1;
                    continue;
                };
                match image.decode() {
                    Ok(pixels) => assert_eq!(pixels.size(), image.stored_size()),
                    Err(error) => {
                        assert!(matches!(error, ImageError::Unreadable { .. }), "{error}");
                        refused += 1;
                    }
                }
            }
            assert!(refused > 10, "{refused}");
        }
    }
}

//! Looks at an image before anyone decodes it.
//!
//! Size and turn come from the headers, so a decompression bomb is refused
//! before a pixel is allocated.

use std::fmt;

use bytes::Bytes;

use super::{EncodedImage, Format, ImageError, Pixels, Size, Turn, decode, header, sniff};

/// How large and how small an image may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Length of the file, in bytes.
    pub max_encoded_bytes: usize,
    /// Pixels on the shorter side.
    pub min_side: u32,
    /// Width times height, in pixels.
    pub max_pixels: u64,
}

impl Default for Limits {
    /// 15 MiB, 80 pixels, 50 megapixels.
    fn default() -> Self {
        Self {
            max_encoded_bytes: 15 << 20,
            min_side: 80,
            max_pixels: 50_000_000,
        }
    }
}

impl Limits {
    /// Refuses a `size` that is impossible or not within these limits.
    pub(super) fn admit(&self, size: Size) -> Result<(), ImageError> {
        if size.pixels() == 0 {
            return Err(ImageError::broken("its width or height is zero"));
        }
        if size.short_side() < self.min_side {
            return Err(ImageError::TooSmall {
                actual: size.short_side(),
                limit: self.min_side,
            });
        }
        if size.pixels() > self.max_pixels {
            return Err(ImageError::TooManyPixels {
                actual: size.pixels(),
                limit: self.max_pixels,
            });
        }
        Ok(())
    }
}

/// An image of a known format, complete and within the limits; none of its
/// pixels has been decoded yet. Cloning it is cheap.
#[derive(Clone)]
pub struct InspectedImage {
    bytes: Bytes,
    format: Format,
    size: Size,
    turn: Turn,
}

/// Recognizes the format of `image` and checks its headers against `limits`.
///
/// Costs no more than one pass over the bytes, and allocates nothing.
///
/// # Errors
///
/// [`ImageError`], any variant of it.
pub fn inspect(image: EncodedImage, limits: &Limits) -> Result<InspectedImage, ImageError> {
    let EncodedImage(bytes) = image;
    if bytes.is_empty() {
        return Err(ImageError::Missing);
    }
    if bytes.len() > limits.max_encoded_bytes {
        return Err(ImageError::TooLarge {
            actual: bytes.len(),
            limit: limits.max_encoded_bytes,
        });
    }
    let format = sniff::sniff(&bytes)?;
    let header = header::read(format, &bytes, limits)?;
    Ok(InspectedImage {
        bytes: bytes.slice(..header.end.min(bytes.len())),
        format,
        size: header.size,
        turn: header.turn,
    })
}

impl InspectedImage {
    /// The image file, without anything that was appended to it (a second
    /// picture, a film, garbage).
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// What the content is.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Width and height of the pixels as they are stored.
    pub fn stored_size(&self) -> Size {
        self.size
    }

    /// Width and height of the picture as it is meant to be seen.
    pub fn upright_size(&self) -> Size {
        self.turn.size(self.size)
    }

    /// What makes the stored pixels upright, according to Exif.
    pub fn turn(&self) -> Turn {
        self.turn
    }

    /// Decodes all pixels, as they are stored: not yet [turned](Self::turn).
    /// Transparent parts are laid over white.
    ///
    /// Takes tens of milliseconds for a photograph; not for an async thread.
    ///
    /// # Errors
    ///
    /// [`ImageError::Unreadable`] if the content is damaged. Not all damage can
    /// be seen: a JPEG with data missing before its end marker has gray there.
    pub fn decode(&self) -> Result<Pixels, ImageError> {
        decode::decode(self.format, &self.bytes, self.size)
    }
}

/// Says nothing of the content.
impl fmt::Debug for InspectedImage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("InspectedImage")
            .field("format", &self.format)
            .field("size", &self.size)
            .field("turn", &self.turn)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::samples::{SIZE, inspected, png};

    fn refused(limits: &Limits) -> ImageError {
        inspect(EncodedImage(png(b"").into()), limits).unwrap_err()
    }

    #[test]
    fn nothing_is_missing() {
        assert!(matches!(inspected(b""), Err(ImageError::Missing)));
    }

    #[test]
    fn each_limit_holds_exactly() {
        let bytes = png(b"").len();
        let exact = Limits {
            max_encoded_bytes: bytes,
            min_side: SIZE.height,
            max_pixels: SIZE.pixels(),
        };
        assert!(inspect(EncodedImage(png(b"").into()), &exact).is_ok());

        let max_encoded_bytes = bytes - 1;
        assert!(matches!(
            refused(&Limits { max_encoded_bytes, ..exact }),
            ImageError::TooLarge { actual, limit } if actual == bytes && limit == bytes - 1
        ));
        assert!(matches!(
            refused(&Limits {
                min_side: 94,
                ..exact
            }),
            ImageError::TooSmall {
                actual: 93,
                limit: 94
            }
        ));
        assert!(matches!(
            refused(&Limits {
                max_pixels: 9_950,
                ..exact
            }),
            ImageError::TooManyPixels {
                actual: 9_951,
                limit: 9_950
            }
        ));
    }

    #[test]
    fn a_side_of_zero_is_refused_whatever_the_limits() {
        let limits = Limits {
            min_side: 0,
            ..Limits::default()
        };
        let mut file = png(b"");
        file[16..20].fill(0);
        let error = inspect(EncodedImage(file.into()), &limits).unwrap_err();
        assert!(matches!(error, ImageError::Unreadable { .. }));
    }

    #[test]
    fn debug_says_nothing_of_the_content() {
        let text = format!("{:?}", inspected(&png(b"")).unwrap());
        assert!(text.contains("Png") && text.contains("107"), "{text}");
        assert!(!text.contains("IHDR") && !text.contains('['), "{text}");
    }

    #[test]
    fn messages_say_what_to_do() {
        let message = inspected(b"GIF89a").unwrap_err().to_string();
        assert_eq!(
            message,
            "GIF is not supported; send a JPEG, PNG or WebP file"
        );
        let message = inspected(b"\xff\xd8\xff\xd9").unwrap_err().to_string();
        assert!(
            message.starts_with("the image cannot be read: there is no picture"),
            "{message}"
        );
    }
}

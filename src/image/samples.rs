//! Files made in the tests, by encoders and by hand.

use std::borrow::Cow;

use jpeg_encoder::{ColorType, Encoder};

use super::{EncodedImage, ImageError, InspectedImage, Limits, Pixels, Size, inspect};

/// Sides of the samples: not a multiple of any block size, and not square.
pub(super) const SIZE: Size = Size {
    width: 107,
    height: 93,
};

/// A smooth picture of [`SIZE`] that differs in all its corners.
pub(super) fn gradient() -> Vec<u8> {
    let (width, height) = (SIZE.width as usize, SIZE.height as usize);
    (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| [40 + x * 2, 30 + y * 2, 250 - x - y].map(|sample| sample as u8))
        .collect()
}

/// [`gradient`] as a JPEG file, encoded as `prepare` says.
pub(super) fn jpeg(prepare: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    jpeg_of(&gradient(), ColorType::Rgb, prepare)
}

/// Samples of [`SIZE`] as a JPEG file, encoded as `prepare` says.
pub(super) fn jpeg_of(
    samples: &[u8],
    kind: ColorType,
    prepare: impl FnOnce(&mut Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 95);
    prepare(&mut encoder);
    let (width, height) = (SIZE.width as u16, SIZE.height as u16);
    encoder.encode(samples, width, height, kind).unwrap();
    file
}

/// Samples of [`SIZE`] as a PNG file, prepared as `prepare` says.
pub(super) fn png_of(
    samples: &[u8],
    color: png::ColorType,
    depth: png::BitDepth,
    prepare: impl FnOnce(&mut png::Info<'_>),
) -> Vec<u8> {
    let mut file = Vec::new();
    let mut info = png::Info::with_size(SIZE.width, SIZE.height);
    info.color_type = color;
    info.bit_depth = depth;
    prepare(&mut info);
    let encoder = png::Encoder::with_info(&mut file, info).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(samples).unwrap();
    writer.finish().unwrap();
    file
}

/// [`gradient`] as a PNG file, with this Exif block if it is not empty.
pub(super) fn png(exif: &[u8]) -> Vec<u8> {
    png_of(
        &gradient(),
        png::ColorType::Rgb,
        png::BitDepth::Eight,
        |info| {
            info.exif_metadata = (!exif.is_empty()).then_some(Cow::Owned(exif.to_vec()));
        },
    )
}

/// [`gradient`] as a lossless WebP file, with this Exif block if it is not empty.
pub(super) fn webp(exif: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = image_webp::WebPEncoder::new(&mut file);
    if !exif.is_empty() {
        encoder.set_exif_metadata(exif.to_vec());
    }
    let color = image_webp::ColorType::Rgb8;
    encoder
        .encode(&gradient(), SIZE.width, SIZE.height, color)
        .unwrap();
    file
}

/// An Exif block that asks for this orientation.
pub(super) const fn exif(orientation: u8) -> [u8; 26] {
    let mut block = *b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
    block[18] = orientation;
    block
}

/// A JPEG file with such a block.
pub(super) fn jpeg_with_exif(orientation: u8) -> Vec<u8> {
    let segment = [b"Exif\0\0".as_slice(), &exif(orientation)].concat();
    jpeg(|encoder| encoder.add_app_segment(1, segment).unwrap())
}

/// Inspects a file within the default limits.
pub(super) fn inspected(file: &[u8]) -> Result<InspectedImage, ImageError> {
    inspect(EncodedImage(file.to_vec().into()), &Limits::default())
}

/// Inspects and decodes a file.
pub(super) fn decoded(file: &[u8]) -> Result<Pixels, ImageError> {
    inspected(file)?.decode()
}

/// Largest difference of any two samples.
pub(super) fn difference(pixels: &Pixels, expected: &[u8]) -> u8 {
    assert_eq!(pixels.rgb().len(), expected.len());
    let pairs = pixels.rgb().iter().zip(expected);
    pairs
        .map(|(left, right)| left.abs_diff(*right))
        .max()
        .unwrap()
}

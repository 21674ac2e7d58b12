//! A photo at the size at which it is shown.

use std::error::Error;

use fast_image_resize::{
    FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer,
    images::{Image, ImageRef},
};

use super::{Picture, ReportError, canvas::Canvas};

/// `picture` scaled to `width` times `height` pixels, by bicubic convolution.
///
/// # Errors
///
/// [`ReportError::Drawing`] if a side is zero or the bytes are too few.
pub(super) fn scaled(
    picture: &Picture<'_>,
    width: u32,
    height: u32,
) -> Result<Canvas, ReportError> {
    let rgb = resize(picture, width, height).map_err(ReportError::Drawing)?;
    Canvas::showing(&rgb, width, height)
}

fn resize(
    picture: &Picture<'_>,
    width: u32,
    height: u32,
) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    let source = ImageRef::new(picture.width, picture.height, picture.rgb, PixelType::U8x3)?;
    let mut target = Image::new(width, height, PixelType::U8x3);
    let bicubic = ResizeAlg::Convolution(FilterType::CatmullRom);
    let options = ResizeOptions::new().resize_alg(bicubic);
    Resizer::new().resize(&source, &mut target, &options)?;
    Ok(target.into_vec())
}

#[cfg(test)]
mod tests {
    use tiny_skia::ColorU8;

    use crate::face::{ImageAnalysis, ImageFormat};

    use super::*;

    #[test]
    fn a_photo_keeps_its_colors_and_sides_when_scaled() {
        let analysis = ImageAnalysis {
            format: ImageFormat::Png,
            width: 100,
            height: 2,
            rotation_degrees: 0,
            mirrored: false,
            faces: Vec::new(),
        };
        // Red on the left, blue on the right.
        let row = [[200, 0, 0].repeat(50), [0, 0, 200].repeat(50)].concat();
        let picture = Picture {
            rgb: &row.repeat(2),
            width: 100,
            height: 2,
            analysis: &analysis,
            similarities: &[],
        };
        for (width, height) in [(20, 2), (400, 8), (7, 1)] {
            let canvas = scaled(&picture, width, height).unwrap();
            let red = ColorU8::from_rgba(200, 0, 0, 255);
            let blue = ColorU8::from_rgba(0, 0, 200, 255);
            assert_eq!(canvas.color_at(0, 0), Some(red));
            assert_eq!(canvas.color_at(width - 1, height - 1), Some(blue));
        }
    }
}

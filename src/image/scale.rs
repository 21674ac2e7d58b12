//! Resizes pixels with fast_image_resize.

use std::{borrow::Cow, error::Error};

use fast_image_resize::{
    FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer,
    images::{Image, ImageRef},
};

use super::{Pixels, ScaleError, Size};

impl Pixels {
    /// The picture with at most `long_side` pixels on its longer side, its
    /// shape kept; not copied if it has no more already.
    ///
    /// # Errors
    ///
    /// As [`resized`](Self::resized).
    pub fn shrunk(&self, long_side: u32) -> Result<Cow<'_, Self>, ScaleError> {
        if self.size().long_side() <= long_side {
            return Ok(Cow::Borrowed(self));
        }
        self.resized(self.size().scaled_to(long_side))
            .map(Cow::Owned)
    }

    /// The picture stretched or squeezed to `size`, by bilinear convolution:
    /// when shrinking, every pixel counts (no aliasing).
    ///
    /// # Errors
    ///
    /// [`ScaleError`] if `size` has no pixels or too many.
    pub fn resized(&self, size: Size) -> Result<Self, ScaleError> {
        resize(self, size)
            .and_then(|rgb| Self::new(size, rgb).ok_or_else(|| "a side is zero".into()))
            .map_err(ScaleError)
    }
}

fn resize(pixels: &Pixels, size: Size) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    let bytes = usize::try_from(size.pixels())?.checked_mul(3);
    let samples = vec![0; bytes.ok_or("too many pixels")?];
    let kind = PixelType::U8x3;
    let source = ImageRef::new(pixels.width(), pixels.height(), pixels.rgb(), kind)?;
    let mut target = Image::from_vec_u8(size.width, size.height, samples, kind)?;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
    Resizer::new().resize(&source, &mut target, &options)?;
    Ok(target.into_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(width: u32, height: u32) -> Size {
        Size { width, height }
    }

    /// Columns of black and white, one pixel wide.
    fn stripes(width: u32, height: u32) -> Pixels {
        let row = (0..width).flat_map(|x| [if x % 2 == 0 { 0 } else { 255 }; 3]);
        let rgb = row.collect::<Vec<u8>>().repeat(height as usize);
        Pixels::new(size(width, height), rgb).unwrap()
    }

    #[test]
    fn shrinking_averages_instead_of_picking() {
        let wide = stripes(400, 100);
        let small = wide.shrunk(40).unwrap();
        assert_eq!(small.size(), size(40, 10));
        let even = |sample: &u8| (120..=135).contains(sample);
        assert!(small.rgb().iter().all(even), "{:?}", &small.rgb()[..9]);
    }

    #[test]
    fn small_pictures_are_neither_enlarged_nor_copied() {
        let picture = stripes(40, 30);
        assert!(matches!(picture.shrunk(40).unwrap(), Cow::Borrowed(same) if *same == picture));
    }

    #[test]
    fn resizing_reaches_the_size_asked_for() {
        let picture = Pixels::new(size(2, 3), vec![77; 18]).unwrap();
        let large = picture.resized(size(50, 20)).unwrap();
        assert_eq!(large, Pixels::new(size(50, 20), vec![77; 3000]).unwrap());
    }

    #[test]
    fn an_impossible_size_is_an_error() {
        let picture = stripes(4, 4);
        assert!(matches!(picture.resized(size(0, 5)), Err(ScaleError(_))));
    }
}

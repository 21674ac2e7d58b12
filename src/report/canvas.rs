//! A surface to draw on.

use png::{ColorType, Compression, Encoder};
use tiny_skia::{
    ColorU8, FillRule, FilterQuality, IntSize, LineCap, LineJoin, Paint, Path, PathBuilder,
    Pattern, Pixmap, Rect, SpreadMode, Stroke, Transform,
};

use super::{ReportError, area::Area, lettering::Lettering};

/// How far a control point lies from the end of a quarter circle, as a share of
/// the radius: 4/3 (√2 - 1), the usual cubic approximation.
const QUARTER_CIRCLE: f32 = 0.552_284_8;

/// A surface to draw on, opaque, in pixels from its top left corner.
pub(super) struct Canvas(Pixmap);

impl Canvas {
    /// A surface of `width` times `height` pixels, all of `color`.
    ///
    /// # Errors
    ///
    /// [`ReportError::Drawing`] if it has no pixels or too many.
    pub(super) fn new(width: u32, height: u32, color: ColorU8) -> Result<Self, ReportError> {
        let pixmap = Pixmap::new(width, height);
        let mut canvas = Self(pixmap.ok_or_else(|| ReportError::drawing("no such canvas"))?);
        canvas.fill(canvas.area(), 0.0, color);
        Ok(canvas)
    }

    /// A surface that shows `rgb`: `width` times `height` pixels of 3 bytes.
    ///
    /// # Errors
    ///
    /// [`ReportError::Drawing`] if there are no pixels, or fewer or more than
    /// stated.
    pub(super) fn showing(rgb: &[u8], width: u32, height: u32) -> Result<Self, ReportError> {
        let (pixels, _) = rgb.as_chunks::<3>();
        let rgba = pixels
            .iter()
            .flat_map(|[red, green, blue]| [*red, *green, *blue, u8::MAX])
            .collect();
        IntSize::from_wh(width, height)
            .and_then(|size| Pixmap::from_vec(rgba, size))
            .map(Self)
            .ok_or_else(|| ReportError::drawing("the pixels do not fill the canvas"))
    }

    /// The whole surface.
    pub(super) fn area(&self) -> Area {
        Area::sized(self.0.width() as f32, self.0.height() as f32)
    }

    /// Fills `area`, its corners rounded by `radius`.
    pub(super) fn fill(&mut self, area: Area, radius: f32, color: ColorU8) {
        self.fill_path(rounded(area, radius), &solid(color));
    }

    /// Draws a line of `thickness` pixels along the edge of `area`, its corners
    /// rounded by `radius`.
    pub(super) fn frame(&mut self, area: Area, radius: f32, thickness: f32, color: ColorU8) {
        let stroke = Stroke {
            width: thickness,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        if let Some(path) = rounded(area, radius) {
            let here = Transform::identity();
            self.0
                .stroke_path(&path, &solid(color), &stroke, here, None);
        }
    }

    /// Fills the circle of `radius` around `x`, `y`.
    pub(super) fn disc(&mut self, x: f32, y: f32, radius: f32, color: ColorU8) {
        self.fill_path(PathBuilder::from_circle(x, y, radius), &solid(color));
    }

    /// Writes `text` from `x` on, on `baseline`.
    pub(super) fn text(&mut self, text: &str, x: f32, baseline: f32, lettering: Lettering<'_>) {
        let Lettering {
            typeface,
            size,
            color,
        } = lettering;
        self.fill_path(typeface.outline(text, size, x, baseline), &solid(color));
    }

    /// Lays `other` onto this surface, its top left corner at `x`, `y` and its
    /// corners rounded by `radius`.
    pub(super) fn lay(&mut self, other: &Self, x: f32, y: f32, radius: f32) {
        let area = Area {
            x,
            y,
            ..other.area()
        };
        let paint = Paint {
            shader: Pattern::new(
                other.0.as_ref(),
                SpreadMode::Pad,
                FilterQuality::Nearest,
                1.0,
                Transform::from_translate(x, y),
            ),
            ..Paint::default()
        };
        self.fill_path(rounded(area, radius), &paint);
    }

    /// The surface as a PNG file.
    ///
    /// # Errors
    ///
    /// [`ReportError::Drawing`] if the encoder fails.
    pub(super) fn png(&self) -> Result<Vec<u8>, ReportError> {
        let pixels = self.0.pixels().iter();
        let rgb: Vec<u8> = pixels
            .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
            .collect();
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, self.0.width(), self.0.height());
        encoder.set_color(ColorType::Rgb);
        encoder.set_compression(Compression::Fast);
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_image_data(&rgb)?;
            writer.finish()
        });
        written.map_err(ReportError::drawing)?;
        Ok(file)
    }

    /// The color of one pixel.
    #[cfg(test)]
    pub(super) fn color_at(&self, x: u32, y: u32) -> Option<ColorU8> {
        self.0.pixel(x, y).map(|pixel| pixel.demultiply())
    }

    fn fill_path(&mut self, path: Option<Path>, paint: &Paint<'_>) {
        if let Some(path) = path {
            let here = Transform::identity();
            self.0
                .fill_path(&path, paint, FillRule::Winding, here, None);
        }
    }
}

fn solid(color: ColorU8) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(color.red(), color.green(), color.blue(), color.alpha());
    paint
}

/// The edge of `area` with round corners, or `None` if it is no rectangle.
fn rounded(area: Area, radius: f32) -> Option<Path> {
    let Area {
        x: left,
        y: top,
        width,
        height,
    } = area;
    let (right, bottom) = (area.right(), area.bottom());
    let radius = radius.min(width / 2.0).min(height / 2.0);
    if radius <= 0.0 {
        return Rect::from_xywh(left, top, width, height).map(PathBuilder::from_rect);
    }
    // From the corner to the control point.
    let near = radius * (1.0 - QUARTER_CIRCLE);
    let mut path = PathBuilder::new();
    path.move_to(left + radius, top);
    path.line_to(right - radius, top);
    path.cubic_to(right - near, top, right, top + near, right, top + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(
        right,
        bottom - near,
        right - near,
        bottom,
        right - radius,
        bottom,
    );
    path.line_to(left + radius, bottom);
    path.cubic_to(
        left + near,
        bottom,
        left,
        bottom - near,
        left,
        bottom - radius,
    );
    path.line_to(left, top + radius);
    path.cubic_to(left, top + near, left + near, top, left + radius, top);
    path.close();
    path.finish()
}

#[cfg(test)]
mod tests {
    use super::super::palette::{LIGHT, PAGE, TEXT};
    use super::*;

    #[test]
    fn corners_are_round_and_edges_are_sharp() {
        let mut canvas = Canvas::new(60, 60, PAGE).unwrap();
        let area = Area {
            x: 10.0,
            y: 10.0,
            width: 40.0,
            height: 40.0,
        };
        canvas.fill(area, 12.0, TEXT);
        assert_eq!(canvas.color_at(10, 10), Some(PAGE));
        assert_eq!(canvas.color_at(10, 30), Some(TEXT));
        assert_eq!(canvas.color_at(9, 30), Some(PAGE));
        assert_eq!(canvas.color_at(49, 30), Some(TEXT));
        assert_eq!(canvas.color_at(50, 30), Some(PAGE));
    }

    #[test]
    fn a_canvas_lies_on_another_pixel_by_pixel() {
        let rgb: Vec<u8> = (0..4 * 2 * 3).collect();
        let small = Canvas::showing(&rgb, 4, 2).unwrap();
        let mut large = Canvas::new(10, 10, PAGE).unwrap();
        large.lay(&small, 3.0, 5.0, 0.0);
        for (x, y) in [(0, 0), (3, 0), (0, 1), (3, 1)] {
            assert_eq!(large.color_at(3 + x, 5 + y), small.color_at(x, y));
        }
        assert_eq!(large.color_at(2, 5), Some(PAGE));
        assert_eq!(large.color_at(7, 6), Some(PAGE));
    }

    #[test]
    fn what_is_no_rectangle_is_not_drawn() {
        let mut canvas = Canvas::new(20, 20, PAGE).unwrap();
        for width in [f32::NAN, f32::INFINITY, -5.0] {
            let area = Area {
                width,
                ..canvas.area()
            };
            canvas.fill(area, 3.0, TEXT);
            canvas.frame(area, 3.0, 2.0, TEXT);
        }
        canvas.disc(f32::NAN, 5.0, 3.0, TEXT);
        canvas.disc(5.0, 5.0, f32::INFINITY, LIGHT);
        let page = (0..20).all(|x| (0..20).all(|y| canvas.color_at(x, y) == Some(PAGE)));
        assert!(page);
    }

    #[test]
    fn too_few_pixels_are_refused() {
        assert!(Canvas::showing(&[0; 11], 2, 2).is_err());
        assert!(Canvas::new(0, 5, PAGE).is_err());
    }
}

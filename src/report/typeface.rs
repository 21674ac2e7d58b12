//! Letters as outlines: Inter in two weights, compiled in.

use tiny_skia::{Path, PathBuilder};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::ReportError;

/// One font. Sizes are those of its em square, in pixels.
pub(super) struct Typeface(Face<'static>);

/// The fonts of a picture.
pub(super) struct Typefaces {
    /// For running text.
    pub(super) regular: Typeface,
    /// For words that stand out.
    pub(super) bold: Typeface,
}

impl Typefaces {
    /// Reads the fonts that are compiled in.
    ///
    /// # Errors
    ///
    /// [`ReportError::Drawing`] if one is damaged.
    pub(super) fn read() -> Result<Self, ReportError> {
        let read = |bytes| {
            Face::parse(bytes, 0)
                .map(Typeface)
                .map_err(ReportError::drawing)
        };
        Ok(Self {
            regular: read(include_bytes!("../../assets/fonts/Inter-Regular.otf"))?,
            bold: read(include_bytes!("../../assets/fonts/Inter-SemiBold.otf"))?,
        })
    }
}

impl Typeface {
    /// Width of `text` at `size`, in pixels.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars()
            .map(|character| self.advance(character, size))
            .sum()
    }

    /// How far `character` moves the pen at `size`, in pixels.
    pub(super) fn advance(&self, character: char, size: f32) -> f32 {
        let advance = self.0.glyph_hor_advance(self.glyph(character));
        f32::from(advance.unwrap_or_default()) * self.scale(size)
    }

    /// Height of capital letters at `size`, in pixels.
    pub(super) fn capital_height(&self, size: f32) -> f32 {
        let height = self.0.capital_height().unwrap_or_default();
        f32::from(height) * self.scale(size)
    }

    /// The outline of `text` at `size`, its pen starting at `x` on `baseline`,
    /// or `None` if there is nothing to see.
    pub(super) fn outline(&self, text: &str, size: f32, x: f32, baseline: f32) -> Option<Path> {
        let mut pen = Pen {
            path: PathBuilder::new(),
            x,
            baseline,
            scale: self.scale(size),
        };
        for character in text.chars() {
            // Blanks have no outline; the pen moves on all the same.
            self.0.outline_glyph(self.glyph(character), &mut pen);
            pen.x += self.advance(character, size);
        }
        pen.path.finish()
    }

    /// The glyph of `character`, or the box that stands for a missing one.
    fn glyph(&self, character: char) -> GlyphId {
        self.0.glyph_index(character).unwrap_or_default()
    }

    /// Pixels per font unit at `size`.
    fn scale(&self, size: f32) -> f32 {
        size / f32::from(self.0.units_per_em())
    }
}

/// Draws glyphs, given in font units with y upward, into a path.
struct Pen {
    path: PathBuilder,
    x: f32,
    baseline: f32,
    scale: f32,
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.baseline - y * self.scale)
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.place(x1, y1), self.place(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2)) = (self.place(x1, y1), self.place(x2, y2));
        let (x, y) = self.place(x, y);
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_sits_on_its_baseline_and_keeps_to_its_width() {
        let Typefaces { bold, .. } = Typefaces::read().unwrap();
        let bounds = bold.outline("MATCH", 50.0, 10.0, 100.0).unwrap().bounds();
        assert!((bounds.bottom() - 100.0).abs() < 1.5, "{bounds:?}");
        assert!((bounds.height() - bold.capital_height(50.0)).abs() < 2.5);
        assert!(bounds.left() >= 10.0);
        assert!(bounds.right() <= 10.0 + bold.width("MATCH", 50.0));
    }

    #[test]
    fn every_sign_that_is_drawn_is_in_the_fonts() {
        let Typefaces { regular, bold } = Typefaces::read().unwrap();
        for character in ('!'..='~').chain("·…–—≥≤×°✓✗’“”".chars()) {
            for typeface in [&regular, &bold] {
                assert_ne!(typeface.glyph(character), GlyphId(0), "{character}");
            }
        }
    }

    #[test]
    fn blanks_are_wide_but_not_seen() {
        let Typefaces { regular, .. } = Typefaces::read().unwrap();
        assert!(regular.outline("  ", 20.0, 0.0, 20.0).is_none());
        assert!(regular.width("  ", 20.0) > 5.0);
    }
}

//! How text is set, and how similarities are written.

use tiny_skia::ColorU8;

use crate::face::Similarity;

use super::{area::Area, typeface::Typeface};

/// How text is set.
#[derive(Clone, Copy)]
pub(super) struct Lettering<'a> {
    /// In which font.
    pub(super) typeface: &'a Typeface,
    /// Its em square, in pixels.
    pub(super) size: f32,
    /// In which color.
    pub(super) color: ColorU8,
}

impl Lettering<'_> {
    /// Width of `text`, in pixels.
    pub(super) fn width(&self, text: &str) -> f32 {
        self.typeface.width(text, self.size)
    }

    /// The baseline on which capitals and digits stand in the vertical middle
    /// of `area`.
    pub(super) fn baseline_within(&self, area: Area) -> f32 {
        let height = self.typeface.capital_height(self.size);
        (area.y + (area.height + height) / 2.0).round()
    }
}

/// `similarity` as it is written everywhere in a picture.
pub(super) fn percent(similarity: Similarity) -> String {
    format!("{:.1}%", similarity.percent())
}

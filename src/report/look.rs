//! What all parts of a picture have in common: the verdict's tone and the fonts.

use tiny_skia::ColorU8;

use crate::face::Verdict;

use super::{
    ReportError,
    lettering::Lettering,
    palette::{Tone, tone},
    typeface::Typefaces,
};

/// What all parts of a picture have in common.
pub(super) struct Look {
    /// How the verdict is shown.
    pub(super) tone: Tone,
    typefaces: Typefaces,
}

impl Look {
    /// The look of a picture that tells of `verdict`.
    ///
    /// # Errors
    ///
    /// [`ReportError::Drawing`] if the fonts cannot be read.
    pub(super) fn new(verdict: Verdict) -> Result<Self, ReportError> {
        Ok(Self {
            tone: tone(verdict),
            typefaces: Typefaces::read()?,
        })
    }

    /// Running text of `size` pixels.
    pub(super) fn regular(&self, size: f32, color: ColorU8) -> Lettering<'_> {
        let typeface = &self.typefaces.regular;
        Lettering {
            typeface,
            size,
            color,
        }
    }

    /// Text of `size` pixels that stands out.
    pub(super) fn bold(&self, size: f32, color: ColorU8) -> Lettering<'_> {
        let typeface = &self.typefaces.bold;
        Lettering {
            typeface,
            size,
            color,
        }
    }
}

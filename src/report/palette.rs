//! Colors, and what each verdict looks like and says.

use tiny_skia::ColorU8;

use crate::face::Verdict;

/// Behind everything.
pub(super) const PAGE: ColorU8 = ColorU8::from_rgba(0xF1, 0xF3, 0xF6, 0xFF);
/// Behind the findings.
pub(super) const CARD: ColorU8 = ColorU8::from_rgba(0xFF, 0xFF, 0xFF, 0xFF);
/// Behind and around a photo that does not fill its panel.
pub(super) const PANEL: ColorU8 = ColorU8::from_rgba(0xDA, 0xDF, 0xE6, 0xFF);
/// Text to be read.
pub(super) const TEXT: ColorU8 = ColorU8::from_rgba(0x1D, 0x26, 0x33, 0xFF);
/// Text that may be overlooked.
pub(super) const FAINT_TEXT: ColorU8 = ColorU8::from_rgba(0x5B, 0x67, 0x78, 0xFF);
/// Text and lines on a photo.
pub(super) const LIGHT: ColorU8 = ColorU8::from_rgba(0xFF, 0xFF, 0xFF, 0xFF);
/// Under light text and lines, so that they show on any photo.
pub(super) const SHADE: ColorU8 = ColorU8::from_rgba(0x14, 0x1A, 0x24, 0xC8);
/// Frames of faces that were not the one compared.
pub(super) const OTHER_FACE: ColorU8 = ColorU8::from_rgba(0xC9, 0xD0, 0xD9, 0xFF);

/// How a verdict is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tone {
    /// The verdict's color.
    pub(super) color: ColorU8,
    /// For text on [`Tone::color`].
    pub(super) ink: ColorU8,
    /// One sign that stands for the verdict.
    pub(super) sign: &'static str,
    /// The verdict in a word or two.
    pub(super) word: &'static str,
    /// The verdict in a sentence.
    pub(super) meaning: &'static str,
}

/// How `verdict` is shown. Ink and color contrast by 4.5 to 1 at least, as
/// WCAG 2.2 asks for text (success criterion 1.4.3).
pub(super) fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Match => Tone {
            color: ColorU8::from_rgba(0x15, 0x80, 0x3D, 0xFF),
            ink: LIGHT,
            sign: "✓",
            word: "MATCH",
            meaning: "The faces match.",
        },
        Verdict::NoMatch => Tone {
            color: ColorU8::from_rgba(0xC4, 0x1E, 0x2A, 0xFF),
            ink: LIGHT,
            sign: "✗",
            word: "NO MATCH",
            meaning: "The faces do not match.",
        },
        Verdict::Review => Tone {
            color: ColorU8::from_rgba(0xF4, 0xAB, 0x1C, 0xFF),
            ink: ColorU8::from_rgba(0x2B, 0x1D, 0x00, 0xFF),
            sign: "!",
            word: "REVIEW",
            meaning: "A human should look.",
        },
        Verdict::Inconclusive => Tone {
            color: ColorU8::from_rgba(0x4E, 0x60, 0x78, 0xFF),
            ink: LIGHT,
            sign: "?",
            word: "INCONCLUSIVE",
            meaning: "The faces could not be compared.",
        },
    }
}

/// `color`, of which only `share` (0 to 1) covers what lies below it.
pub(super) fn faded(color: ColorU8, share: f32) -> ColorU8 {
    let alpha = (f32::from(color.alpha()) * share).round() as u8;
    ColorU8::from_rgba(color.red(), color.green(), color.blue(), alpha)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, as WCAG 2.2 defines it.
    fn luminance(color: ColorU8) -> f64 {
        let linear = |channel: u8| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.04045 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(color.red())
            + 0.7152 * linear(color.green())
            + 0.0722 * linear(color.blue())
    }

    #[test]
    fn every_verdict_can_be_read() {
        for verdict in [
            Verdict::Match,
            Verdict::NoMatch,
            Verdict::Review,
            Verdict::Inconclusive,
        ] {
            let Tone { color, ink, .. } = tone(verdict);
            let (first, second) = (luminance(color), luminance(ink));
            let contrast = (first.max(second) + 0.05) / (first.min(second) + 0.05);
            assert!(contrast >= 4.5, "{verdict:?} has a contrast of {contrast}");
        }
    }
}

//! One picture that shows a whole verification at a glance.

use std::fmt;

use crate::face::{ImageAnalysis, Similarity, Verdict};

use super::{
    ReportError,
    area::Area,
    canvas::Canvas,
    findings::Findings,
    headline,
    layout::{CAPTION, Layout},
    look::Look,
    palette::{FAINT_TEXT, PAGE},
    panel,
};

/// An image and what was seen in it.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    /// Upright pixels, row by row: red, green and blue, one byte each.
    pub rgb: &'a [u8],
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// What was seen. The first face is the compared one.
    pub analysis: &'a ImageAnalysis,
    /// How alike each face of a selfie is to the portrait, in their order;
    /// empty for the document.
    pub similarities: &'a [Option<Similarity>],
}

/// Silent about the pixels: they show a person.
impl fmt::Debug for Picture<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { width, height, .. } = self;
        write!(formatter, "Picture({width} x {height} pixels)")
    }
}

/// What was concluded.
#[derive(Clone, Copy, Debug)]
pub struct Headline<'a> {
    /// The verdict.
    pub verdict: Verdict,
    /// How alike portrait and selfie are, if they were compared.
    pub similarity: Option<Similarity>,
    /// From which similarity on they match.
    pub threshold: Similarity,
    /// Why, the most important first. The first few are shown, and the
    /// beginning of long ones.
    pub explanation: &'a [String],
}

/// Draws both images side by side, with their faces, under the verdict.
///
/// Returns a PNG file of 1600 pixels width.
///
/// # Errors
///
/// [`ReportError::Shape`] if the bytes of a picture do not make up its width
/// and height; [`ReportError::Drawing`] if drawing itself fails.
pub fn annotate(
    document: &Picture<'_>,
    selfie: &Picture<'_>,
    headline: &Headline<'_>,
) -> Result<Vec<u8>, ReportError> {
    check(document)?;
    check(selfie)?;
    let look = Look::new(headline.verdict)?;
    let findings = Findings::new(headline.explanation, &look);
    let layout = Layout::new(
        (document.width, document.height),
        (selfie.width, selfie.height),
        findings.height(),
    );
    let Area { width, height, .. } = layout.page;
    let mut page = Canvas::new(width as u32, height as u32, PAGE)?;
    headline::draw(headline, layout.headline, &look, &mut page);
    for (caption, picture, place) in [
        ("Document · portrait", document, layout.document),
        ("Selfie", selfie, layout.selfie),
    ] {
        draw_caption(caption, place, &look, &mut page);
        panel::draw(picture, place, &look, &mut page)?;
    }
    findings.draw(layout.findings, &look, &mut page);
    page.png()
}

/// Writes `caption` above `panel`.
fn draw_caption(caption: &str, panel: Area, look: &Look, page: &mut Canvas) {
    let line = Area {
        y: panel.y - CAPTION,
        height: CAPTION,
        ..panel
    };
    let lettering = look.bold(28.0, FAINT_TEXT);
    page.text(caption, line.x, lettering.baseline_within(line), lettering);
}

fn check(picture: &Picture<'_>) -> Result<(), ReportError> {
    let &Picture {
        rgb, width, height, ..
    } = picture;
    let pixels = u64::from(width) * u64::from(height);
    let fits = pixels > 0 && pixels.checked_mul(3) == u64::try_from(rgb.len()).ok();
    fits.then_some(()).ok_or(ReportError::Shape {
        bytes: rgb.len(),
        width,
        height,
    })
}

#[cfg(test)]
mod tests;

//! The annotated picture: what was found, drawn on what was sent.

use bytes::Bytes;

use super::failure::Failure;
use crate::{
    face::{ImageAnalysis, Similarity, Verdict},
    grpc::pb,
    image::{EncodedImage, ImageError, Limits, Pixels, Turn, inspect},
    report::{self, Headline, Picture},
};

/// What was accepted is drawn, whatever the limits of who accepted it.
const ONES_OWN: Limits = Limits {
    max_encoded_bytes: usize::MAX,
    min_side: 1,
    max_pixels: u64::MAX,
};

/// Both images as they were understood, as a PNG.
pub(super) fn annotated(
    document: Bytes,
    selfie: Bytes,
    answer: &pb::Verification,
) -> Result<Vec<u8>, Failure> {
    let document = Side::new(document, answer.document.clone())?;
    let selfie = Side::new(selfie, answer.selfie.clone())?;
    let threshold = answer
        .policy
        .as_ref()
        .map(|policy| policy.similarity_threshold);
    let findings = answer.findings.iter();
    let headline = Headline {
        verdict: Verdict::from(answer.verdict()),
        similarity: answer.similarity.and_then(Similarity::from_percent),
        threshold: threshold
            .and_then(Similarity::from_percent)
            .unwrap_or(Similarity::MAX),
        explanation: &findings
            .map(|finding| finding.message.clone())
            .collect::<Vec<_>>(),
    };
    Ok(report::annotate(
        &document.picture(),
        &selfie.picture(),
        &headline,
    )?)
}

/// One image, upright, and what was seen in it.
struct Side {
    pixels: Pixels,
    analysis: ImageAnalysis,
    similarities: Vec<Option<Similarity>>,
}

impl Side {
    fn new(bytes: Bytes, analysis: Option<pb::ImageAnalysis>) -> Result<Self, ImageError> {
        let stored = inspect(EncodedImage(bytes), &ONES_OWN)?.decode()?;
        let analysis = analysis.unwrap_or_default();
        let similarities = analysis.faces.iter().map(|face| face.similarity);
        let similarities = similarities
            .map(|percent| percent.and_then(Similarity::from_percent))
            .collect();
        let analysis = ImageAnalysis::from(analysis);
        let quarters = (analysis.rotation_degrees / 90 % 4) as u8;
        let pixels = stored.turned(Turn::new(quarters, analysis.mirrored));
        Ok(Self {
            pixels: pixels.into_owned(),
            analysis,
            similarities,
        })
    }

    fn picture(&self) -> Picture<'_> {
        Picture {
            rgb: self.pixels.rgb(),
            width: self.pixels.width(),
            height: self.pixels.height(),
            analysis: &self.analysis,
            similarities: &self.similarities,
        }
    }
}

//! Images made up for tests, and a look at the pictures made of them.

use std::io::Cursor;

use png::{ColorType, Decoder};
use tiny_skia::ColorU8;

use crate::face::{BoundingBox, Face, ImageAnalysis, ImageFormat, Similarity, Verdict};

use super::super::{Headline, Picture, annotate};
use crate::report::area::Area;

/// The color of every image.
pub(super) const GRAY: [u8; 3] = [90, 90, 90];

/// A gray image and the faces said to be in it.
pub(super) struct Side {
    pub(super) rgb: Vec<u8>,
    pub(super) analysis: ImageAnalysis,
    pub(super) similarities: Vec<Option<Similarity>>,
}

impl Side {
    pub(super) fn new(width: u32, height: u32, boxes: &[BoundingBox]) -> Self {
        let face = |bounding_box: &BoundingBox| Face {
            bounding_box: *bounding_box,
            ..Face::default()
        };
        Self {
            rgb: GRAY.repeat((width * height) as usize),
            analysis: ImageAnalysis {
                format: ImageFormat::Png,
                width,
                height,
                rotation_degrees: 0,
                mirrored: false,
                faces: boxes.iter().map(face).collect(),
            },
            similarities: Vec::new(),
        }
    }

    pub(super) fn picture(&self) -> Picture<'_> {
        Picture {
            rgb: &self.rgb,
            width: self.analysis.width,
            height: self.analysis.height,
            analysis: &self.analysis,
            similarities: &self.similarities,
        }
    }
}

/// A verdict, and a similarity of 42 %.
pub(super) fn headline(verdict: Verdict) -> Headline<'static> {
    Headline {
        verdict,
        similarity: Similarity::from_percent(42.0),
        threshold: Similarity::DEFAULT_THRESHOLD,
        explanation: &[],
    }
}

/// A decoded PNG.
pub(super) struct Seen {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) rgb: Vec<u8>,
}

impl Seen {
    pub(super) fn new(png: &[u8]) -> Self {
        let mut reader = Decoder::new(Cursor::new(png)).read_info().unwrap();
        let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut rgb).unwrap();
        assert_eq!(info.color_type, ColorType::Rgb);
        let (width, height) = (info.width, info.height);
        Self { width, height, rgb }
    }

    pub(super) fn color(&self, x: f32, y: f32) -> ColorU8 {
        let start = (y as usize * self.width as usize + x as usize) * 3;
        ColorU8::from_rgba(
            self.rgb[start],
            self.rgb[start + 1],
            self.rgb[start + 2],
            255,
        )
    }

    pub(super) fn count(&self, area: Area, color: ColorU8) -> usize {
        let columns = area.x as usize..area.right() as usize;
        let rows = area.y as usize..area.bottom() as usize;
        rows.flat_map(|y| columns.clone().map(move |x| (x, y)))
            .filter(|(x, y)| self.color(*x as f32, *y as f32) == color)
            .count()
    }
}

/// The picture made of two images.
pub(super) fn drawn(document: &Side, selfie: &Side, headline: &Headline<'_>) -> Seen {
    Seen::new(&annotate(&document.picture(), &selfie.picture(), headline).unwrap())
}

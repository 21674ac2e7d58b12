//! What was seen in images.

use std::fmt;

use super::{BoundingBox, Landmarks, Point, Pose};

/// Which of the two images is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The identity document with its portrait: the reference.
    Document,
    /// The picture of the person who presents the document: the probe.
    Selfie,
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Document => "document",
            Self::Selfie => "selfie",
        })
    }
}

/// How well a face is pictured.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quality {
    /// The measure that the quality filter goes by, on the engine's own scale; more is better.
    pub score: Option<f32>,
    /// 0 (black) to 100 (white).
    pub brightness: Option<f32>,
    /// 0 (blurred) to 100 (sharp).
    pub sharpness: Option<f32>,
}

/// By how much a face misses the quality bar that was asked for. `None` where
/// the engine says only that it does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shortfall {
    /// What was measured, on the scale of [`Quality::score`].
    pub measured: Option<f32>,
    /// The bar.
    pub limit: Option<f32>,
}

/// One face of an image.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Face {
    /// Where it is.
    pub bounding_box: BoundingBox,
    /// The detector's confidence that this is a face, in percent, 0 to 100.
    pub confidence: f32,
    /// Eyes, nose and mouth corners. `None` where the engine gives none.
    pub landmarks: Option<Landmarks>,
    /// How the head is turned.
    pub pose: Pose,
    /// How well it is pictured.
    pub quality: Quality,
    /// Set where the face was not compared because it misses the quality bar.
    pub shortfall: Option<Shortfall>,
    /// The engine's own score of this face against the document's portrait.
    /// `None` for faces of the document and for faces that were not compared.
    pub score: Option<f64>,
}

/// What the bytes of an image turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFormat {
    /// Baseline or progressive; gray, YCbCr, RGB, CMYK or YCCK; 8 bits a sample.
    Jpeg,
    /// Any color type and depth; of an animated PNG the default image.
    Png,
    /// Lossy or lossless; of an animation the first frame.
    WebP,
}

/// One image and the faces in it.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageAnalysis {
    /// What the bytes turned out to be.
    pub format: ImageFormat,
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// Clockwise turn that made the image upright: 0, 90, 180 or 270 degrees.
    pub rotation_degrees: u32,
    /// Whether a mirrored image was flipped back, after the turn.
    pub mirrored: bool,
    /// Faces: the compared one first, then by size, largest first.
    pub faces: Vec<Face>,
}

impl ImageAnalysis {
    /// Inter-eye distance of `face` in pixels of the upright image, or `None`
    /// without landmarks.
    pub fn inter_eye_distance(&self, face: &Face) -> Option<f32> {
        let Landmarks {
            eye_left,
            eye_right,
            ..
        } = face.landmarks?;
        let dx = (eye_right.x - eye_left.x) * self.width as f32;
        let dy = (eye_right.y - eye_left.y) * self.height as f32;
        Some(dx.hypot(dy))
    }

    /// Distance of the outermost landmark of `face` from the edge of the image,
    /// in inter-eye distances; negative outside. `None` without landmarks.
    pub fn margin(&self, face: &Face) -> Option<f32> {
        let points = face.landmarks?.points();
        let unit = self.inter_eye_distance(face)?;
        let distances = points.map(|Point { x, y }| {
            let across = x.min(1.0 - x) * self.width as f32;
            let down = y.min(1.0 - y) * self.height as f32;
            across.min(down) / unit
        });
        Some(distances.into_iter().fold(f32::INFINITY, f32::min))
    }
}

/// What an engine saw when it held a document against a selfie.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The document. Its first face is the portrait.
    pub document: ImageAnalysis,
    /// The selfie. Its first face is the dominant one.
    pub selfie: ImageAnalysis,
    /// Whether both are the same picture, perhaps encoded anew.
    pub same_picture: bool,
}

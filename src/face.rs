//! The words everyone shares: images, faces, comparisons, findings, verdicts.
//!
//! Plain values: no I/O, no third-party types, and nothing else of the crate.

use std::fmt;

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

/// Likeness of two faces in percent: a finite number in `0.0..=100.0`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Similarity(f32);

impl Similarity {
    /// No likeness at all.
    pub const MIN: Self = Self(0.0);
    /// The most that can be said.
    pub const MAX: Self = Self(100.0);

    /// One false match in 10,000 non-mated pairs: what NIST SP 800-63A-4 asks for.
    pub const DEFAULT_THRESHOLD: Self = Self(80.0);

    /// Wraps `percent`, or returns `None` unless it lies in `0.0..=100.0`.
    pub fn from_percent(percent: f32) -> Option<Self> {
        // NaN is not contained.
        (0.0..=100.0).contains(&percent).then_some(Self(percent))
    }

    /// The likeness in percent, `0.0..=100.0`.
    pub fn percent(self) -> f32 {
        self.0
    }
}

/// Share of non-mated pairs that reach a score: a number above 0 and at most 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct FalseMatchRate(f64);

impl FalseMatchRate {
    /// Wraps `ratio`, or returns `None` unless it is above 0 and at most 1.
    pub fn from_ratio(ratio: f64) -> Option<Self> {
        (ratio > 0.0 && ratio <= 1.0).then_some(Self(ratio))
    }

    /// The rate as a ratio, above 0 and at most 1.
    pub fn ratio(self) -> f64 {
        self.0
    }
}

/// A point of the upright image, in ratios of its width and height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Ratio of the image's width, from the left edge.
    pub x: f32,
    /// Ratio of the image's height, from the top edge.
    pub y: f32,
}

/// A rectangle in the upright image, in ratios of its width and height.
///
/// Values may leave `0.0..=1.0` where a face is cut off.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BoundingBox {
    /// Left edge, as a ratio of the image's width.
    pub left: f32,
    /// Top edge, as a ratio of the image's height.
    pub top: f32,
    /// Width, as a ratio of the image's width.
    pub width: f32,
    /// Height, as a ratio of the image's height.
    pub height: f32,
}

impl BoundingBox {
    /// Area as a ratio of the image's; compares faces of one image by size.
    pub fn area(&self) -> f32 {
        self.width * self.height
    }
}

/// Five points of a face. Left and right are the viewer's.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Landmarks {
    /// Center of the left eye.
    pub eye_left: Point,
    /// Center of the right eye.
    pub eye_right: Point,
    /// Tip of the nose.
    pub nose: Point,
    /// Left corner of the mouth.
    pub mouth_left: Point,
    /// Right corner of the mouth.
    pub mouth_right: Point,
}

/// How the head is turned, in degrees, `-180.0..=180.0`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pose {
    /// In-plane rotation, clockwise positive.
    pub roll: Option<f32>,
    /// Turn to the side.
    pub yaw: Option<f32>,
    /// Nod.
    pub pitch: Option<f32>,
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
        let Landmarks {
            eye_left,
            eye_right,
            nose,
            mouth_left,
            mouth_right,
        } = face.landmarks?;
        let unit = self.inter_eye_distance(face)?;
        let points = [eye_left, eye_right, nose, mouth_left, mouth_right];
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

/// Quality bar below which a face is not compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QualityFilter {
    /// Compare every detected face.
    #[default]
    None,
    /// The engine chooses.
    Auto,
    /// Drop only the worst faces.
    Low,
    /// Drop faces of less than average quality.
    Medium,
    /// Keep only faces of high quality.
    High,
}

/// What to conclude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Same person, and nothing spoke against it.
    Match,
    /// Not the same person.
    NoMatch,
    /// A human should look.
    Review,
    /// The faces could not be compared.
    Inconclusive,
}

/// What can be noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingCode {
    /// No face was found.
    NoFace,
    /// The compared face is below the quality bar.
    LowQuality,
    /// Similarity (percent) is below the match threshold.
    SimilarityBelowThreshold,
    /// Similarity (percent) is in the review band.
    SimilarityInReviewBand,
    /// The portrait matches a face of the selfie that is not the dominant one.
    MatchOnSecondaryFace,
    /// Another face of the selfie has at least half the dominant one's area.
    SeveralFaces,
    /// The inter-eye distance (pixels) is small.
    FaceSmall,
    /// The sharpness (0 to 100) is low.
    FaceBlurred,
    /// The brightness (0 to 100) is low.
    FaceDark,
    /// The brightness (0 to 100) is high.
    FaceBright,
    /// The head is turned (degrees).
    FaceTurned,
    /// The face is cut off by the edge of the image (distance of its landmarks
    /// from the edge, in inter-eye distances).
    FaceCutOff,
    /// Document and selfie are the same picture.
    SamePicture,
}

/// One thing that was noticed.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What was noticed.
    pub code: FindingCode,
    /// The image concerned, or `None` when it is the pair.
    pub image: Option<Role>,
    /// Whether this alone rules out [`Verdict::Match`].
    pub blocking: bool,
    /// The same in words, with what to do next; for developers.
    pub message: String,
    /// The measured value, in the unit of `limit`.
    pub measured: Option<f64>,
    /// The limit it was held against.
    pub limit: Option<f64>,
}

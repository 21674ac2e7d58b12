//! Where a face is, and how the head is turned.

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

impl Landmarks {
    /// All five, in the order of the fields.
    pub fn points(&self) -> [Point; 5] {
        [
            self.eye_left,
            self.eye_right,
            self.nose,
            self.mouth_left,
            self.mouth_right,
        ]
    }
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

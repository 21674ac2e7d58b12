//! Images and faces: into messages, and back for a client that draws them.

use crate::{
    face::{BoundingBox, Face, ImageAnalysis, ImageFormat, Landmarks, Point, Pose, Quality},
    grpc::pb,
};

impl From<ImageAnalysis> for pb::ImageAnalysis {
    fn from(analysis: ImageAnalysis) -> Self {
        let ImageAnalysis {
            format,
            width,
            height,
            rotation_degrees,
            mirrored,
            faces,
        } = analysis;
        let format = match format {
            ImageFormat::Jpeg => pb::ImageFormat::Jpeg,
            ImageFormat::Png => pb::ImageFormat::Png,
            ImageFormat::WebP => pb::ImageFormat::Webp,
        };
        Self {
            format: format.into(),
            width,
            height,
            rotation_degrees,
            mirrored,
            faces: faces.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Face> for pb::Face {
    fn from(face: Face) -> Self {
        let Face {
            bounding_box,
            confidence,
            landmarks,
            pose,
            quality,
            shortfall: _,
            score: _,
        } = face;
        let BoundingBox {
            left,
            top,
            width,
            height,
        } = bounding_box;
        Self {
            bounding_box: Some(pb::BoundingBox {
                left,
                top,
                width,
                height,
            }),
            confidence,
            landmarks: landmarks.map_or_else(Vec::new, points),
            pose: (pose != Pose::default()).then(|| pose.into()),
            quality: (quality != Quality::default()).then(|| quality.into()),
            similarity: None,
        }
    }
}

fn points(landmarks: Landmarks) -> Vec<pb::Landmark> {
    use pb::landmark::Type;

    let Landmarks {
        eye_left,
        eye_right,
        nose,
        mouth_left,
        mouth_right,
    } = landmarks;
    [
        (Type::EyeLeft, eye_left),
        (Type::EyeRight, eye_right),
        (Type::Nose, nose),
        (Type::MouthLeft, mouth_left),
        (Type::MouthRight, mouth_right),
    ]
    .map(|(kind, Point { x, y })| pb::Landmark {
        r#type: kind.into(),
        x,
        y,
    })
    .to_vec()
}

impl From<Pose> for pb::Pose {
    fn from(Pose { roll, yaw, pitch }: Pose) -> Self {
        Self { roll, yaw, pitch }
    }
}

impl From<Quality> for pb::Quality {
    fn from(quality: Quality) -> Self {
        let Quality {
            score,
            brightness,
            sharpness,
        } = quality;
        Self {
            score,
            brightness,
            sharpness,
        }
    }
}

impl From<pb::ImageAnalysis> for ImageAnalysis {
    fn from(analysis: pb::ImageAnalysis) -> Self {
        let format = match analysis.format() {
            pb::ImageFormat::Png => ImageFormat::Png,
            pb::ImageFormat::Webp => ImageFormat::WebP,
            pb::ImageFormat::Jpeg | pb::ImageFormat::Unspecified => ImageFormat::Jpeg,
        };
        let pb::ImageAnalysis {
            format: _,
            width,
            height,
            rotation_degrees,
            mirrored,
            faces,
        } = analysis;
        Self {
            format,
            width,
            height,
            rotation_degrees,
            mirrored,
            faces: faces.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<pb::Face> for Face {
    /// What a picture needs: where the face is.
    fn from(face: pb::Face) -> Self {
        let pb::BoundingBox {
            left,
            top,
            width,
            height,
        } = face.bounding_box.unwrap_or_default();
        Self {
            bounding_box: BoundingBox {
                left,
                top,
                width,
                height,
            },
            confidence: face.confidence,
            landmarks: landmarks(&face.landmarks),
            ..Self::default()
        }
    }
}

/// The five points, or `None` unless all are there.
fn landmarks(points: &[pb::Landmark]) -> Option<Landmarks> {
    use pb::landmark::Type;

    let point = |kind: Type| {
        let landmark = points.iter().find(|landmark| landmark.r#type() == kind)?;
        Some(Point {
            x: landmark.x,
            y: landmark.y,
        })
    };
    Some(Landmarks {
        eye_left: point(Type::EyeLeft)?,
        eye_right: point(Type::EyeRight)?,
        nose: point(Type::Nose)?,
        mouth_left: point(Type::MouthLeft)?,
        mouth_right: point(Type::MouthRight)?,
    })
}

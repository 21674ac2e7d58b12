//! From the network's answers to faces: boxes, landmarks, scores, each face once.

use crate::nn::{Cell, Heads};

/// One face, in pixels of the picture that was looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// Left edge; may lie outside the picture, as the others.
    pub left: f32,
    /// Top edge.
    pub top: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// `[x, y]` of the viewer's left eye, right eye, nose, left and right
    /// corner of the mouth.
    pub landmarks: [[f32; 2]; 5],
    /// How sure it is that this is a face, `0.0..=1.0`.
    pub score: f32,
}

/// Boxes that overlap more than this (intersection over union) show one face.
const MAX_OVERLAP: f64 = 0.3;

/// Detections that are looked at, best first. Source, as of [`MAX_OVERLAP`]:
/// the defaults of OpenCV's `FaceDetectorYN`.
const MAX_DETECTIONS: usize = 5000;

/// The faces with a score of at least `bar`, best first, each once.
pub fn faces(heads: &Heads<'_>, bar: f32) -> Vec<Detection> {
    let mut candidates: Vec<_> = heads
        .levels
        .iter()
        .flat_map(|level| {
            level.cells().enumerate().filter_map(|(index, cell)| {
                let (row, column) = (index / level.columns, index % level.columns);
                detection(&cell, column as f32, row as f32, level.stride as f32, bar)
            })
        })
        .collect();
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    candidates.truncate(MAX_DETECTIONS);

    let mut kept: Vec<Detection> = Vec::new();
    for candidate in candidates {
        if kept
            .iter()
            .all(|face| overlap(face, &candidate) <= MAX_OVERLAP)
        {
            kept.push(candidate);
        }
    }
    kept
}

/// The face of one cell, if its score reaches `bar`.
///
/// Source: `FaceDetectorYN` of OpenCV 5.0, `postProcess`.
fn detection(cell: &Cell, column: f32, row: f32, stride: f32, bar: f32) -> Option<Detection> {
    let score = (probability(cell.class) * probability(cell.object)).sqrt();
    // So written, a score that is not a number is no face.
    let found = score >= bar;
    if !found {
        return None;
    }
    let [x, y, log_width, log_height] = cell.bounds;
    let (width, height) = (log_width.exp() * stride, log_height.exp() * stride);
    let mut landmarks = [[0.0; 2]; 5];
    for (point, offset) in landmarks.iter_mut().zip(cell.landmarks.as_chunks().0) {
        let [x, y]: [f32; 2] = *offset;
        *point = [(x + column) * stride, (y + row) * stride];
    }
    Some(Detection {
        left: (column + x) * stride - width / 2.0,
        top: (row + y) * stride - height / 2.0,
        width,
        height,
        landmarks,
        score,
    })
}

fn probability(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

/// Intersection over union, of boxes cut to whole pixels as OpenCV does.
fn overlap(a: &Detection, b: &Detection) -> f64 {
    let whole = |face: &Detection| {
        [face.left, face.top, face.width, face.height].map(|length| f64::from(length.trunc()))
    };
    let ([ax, ay, aw, ah], [bx, by, bw, bh]) = (whole(a), whole(b));
    let across = ((ax + aw).min(bx + bw) - ax.max(bx)).max(0.0);
    let down = ((ay + ah).min(by + bh) - ay.max(by)).max(0.0);
    let shared = across * down;
    let union = aw * ah + bw * bh - shared;
    if union > 0.0 { shared / union } else { 1.0 }
}

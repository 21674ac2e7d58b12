//! Which detections count as faces, and which of them is compared.

use super::Detection;

/// From this score on a detection is a face: no false one on 39 faceless
/// pictures in four turns, every one found in 107 upright documents.
const CONFIDENT: f32 = 0.8;

/// The single best detection counts from this score on, if none is confident.
/// It must not compete by size: large false boxes reach 0.65.
pub(super) const PLAUSIBLE: f32 = 0.6;

/// The confident faces, largest first; without any, the single best one if it
/// is plausible. `candidates` come best first.
pub(super) fn select(candidates: &[Detection]) -> Vec<Detection> {
    let faces = confident(candidates);
    if !faces.is_empty() {
        return faces;
    }
    let best = candidates.iter().take(1);
    best.filter(|face| face.score >= PLAUSIBLE)
        .copied()
        .collect()
}

/// The confident faces, largest first.
pub(super) fn confident(candidates: &[Detection]) -> Vec<Detection> {
    let area = |face: &Detection| face.width * face.height;
    let confident = candidates.iter().filter(|face| face.score >= CONFIDENT);
    let mut faces: Vec<_> = confident.copied().collect();
    faces.sort_by(|a, b| area(b).total_cmp(&area(a)));
    faces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(score: f32, width: f32) -> Detection {
        let landmarks = [[0.0; 2]; 5];
        Detection {
            left: 0.0,
            top: 0.0,
            width,
            height: width,
            landmarks,
            score,
        }
    }

    fn selected(candidates: &[(f32, f32)]) -> Vec<(f32, f32)> {
        let candidates: Vec<_> = candidates
            .iter()
            .map(|&(score, width)| face(score, width))
            .collect();
        select(&candidates)
            .iter()
            .map(|face| (face.score, face.width))
            .collect()
    }

    #[test]
    fn confident_faces_count_largest_first() {
        let all = [(0.95, 20.0), (0.9, 50.0), (0.8, 30.0), (0.79, 90.0)];
        assert_eq!(selected(&all), [(0.9, 50.0), (0.8, 30.0), (0.95, 20.0)]);
    }

    #[test]
    fn without_a_confident_face_the_best_plausible_one_counts() {
        assert_eq!(selected(&[(0.7, 20.0), (0.65, 90.0)]), [(0.7, 20.0)]);
        assert_eq!(selected(&[(0.6, 20.0)]), [(0.6, 20.0)]);
        assert_eq!(selected(&[(0.59, 20.0)]), []);
        assert_eq!(selected(&[]), []);
    }
}

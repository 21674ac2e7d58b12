//! Agreement with OpenCV 5, stage by stage, from the same lossless pixels:
//! `tools/make_reference.py` made the values, `testdata/README.md` explains them.

use std::fs;

use identity_verification::{
    detect::{Detection, faces},
    engine::{Embedding, embedded::align::align},
    image::{EncodedImage, Limits, Pixels, inspect},
    nn::{Path, SFace, Scratch, YuNet},
};
use serde_json::Value;

use crate::support::{path, picture};

const YUNET: &[u8] = include_bytes!("../models/face_detection_yunet_2023mar_int8bq.onnx");
static SFACE: &[u8] = include_bytes!("../models/face_recognition_sface_2021dec_int8bq.onnx");

/// Pixels.
const POSITION_TOLERANCE: f32 = 0.01;
const COSINE_TOLERANCE: f64 = 1e-3;
const SAME_CROP_COSINE: f64 = 0.99999;

/// One face as OpenCV saw it.
struct ReferenceFace {
    crop: Pixels,
    detection: Detection,
    embedding: [f32; Embedding::LENGTH],
}

struct Reference {
    pictures: Vec<(String, Pixels, Vec<ReferenceFace>)>,
    /// Of all faces with all, in the order of the file.
    cosines: Vec<Vec<f64>>,
}

fn reference() -> Reference {
    let text = fs::read_to_string(path("reference.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    assert!(json["opencv"].as_str().unwrap().starts_with("5."));
    let pictures = json["pictures"].as_array().unwrap().iter().map(|picture| {
        let file = picture["file"].as_str().unwrap();
        let faces = picture["faces"]
            .as_array()
            .unwrap()
            .iter()
            .map(reference_face)
            .collect();
        (file.to_owned(), pixels(file), faces)
    });
    let rows = json["cosines"].as_array().unwrap().iter();
    let cosines = rows.map(|row| numbers(row).into_iter().map(f64::from).collect());
    Reference {
        pictures: pictures.collect(),
        cosines: cosines.collect(),
    }
}

fn reference_face(face: &Value) -> ReferenceFace {
    let [left, top, width, height] = numbers(&face["box"]).try_into().unwrap();
    let points = face["landmarks"].as_array().unwrap().iter();
    let points: Vec<[f32; 2]> = points
        .map(|point| numbers(point).try_into().unwrap())
        .collect();
    ReferenceFace {
        crop: pixels(face["crop"].as_str().unwrap()),
        detection: Detection {
            left,
            top,
            width,
            height,
            landmarks: points.try_into().unwrap(),
            score: face["score"].as_f64().unwrap() as f32,
        },
        embedding: numbers(&face["embedding"]).try_into().unwrap(),
    }
}

fn numbers(value: &Value) -> Vec<f32> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|number| number.as_f64().unwrap() as f32)
        .collect()
}

fn pixels(name: &str) -> Pixels {
    let limits = Limits::default();
    inspect(EncodedImage(picture(name)), &limits)
        .unwrap()
        .decode()
        .unwrap()
}

fn detected(pixels: &Pixels) -> Vec<Detection> {
    let network = YuNet::from_onnx(YUNET, Path::best()).unwrap();
    let mut scratch = Scratch::default();
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    faces(
        &network
            .run(pixels.rgb(), width, height, &mut scratch)
            .unwrap(),
        0.6,
    )
}

#[test]
fn boxes_landmarks_and_scores_agree() {
    let reference = reference();
    let mut compared = 0;
    for (file, pixels, expected) in reference.pictures {
        let found = detected(&pixels);
        assert_eq!(found.len(), expected.len(), "{file}");
        for (ours, theirs) in found.iter().zip(expected.iter().map(|face| face.detection)) {
            let lengths = |face: &Detection| [face.left, face.top, face.width, face.height];
            let points = |face: &Detection| face.landmarks.into_iter().flatten();
            let ours_all = lengths(ours).into_iter().chain(points(ours));
            let theirs_all = lengths(&theirs).into_iter().chain(points(&theirs));
            for (ours, theirs) in ours_all.zip(theirs_all) {
                assert!(
                    (ours - theirs).abs() <= POSITION_TOLERANCE,
                    "{file}: {ours} {theirs}"
                );
            }
            assert!((ours.score - theirs.score).abs() <= 1e-4, "{file}");
            compared += 1;
        }
    }
    assert_eq!(compared, 8);
}

#[test]
fn aligned_faces_agree_to_a_level() {
    for (file, pixels, faces) in reference().pictures {
        for face in faces {
            let ours = align(&pixels, &face.detection.landmarks);
            let differences = ours
                .iter()
                .zip(face.crop.rgb())
                .map(|(a, b)| a.abs_diff(*b));
            assert!(differences.max().unwrap() <= 1, "{file}");
        }
    }
}

#[test]
fn embeddings_of_the_same_crop_agree() {
    let network = SFace::from_onnx(SFACE, Path::best()).unwrap();
    let mut scratch = Scratch::default();
    for (file, _, faces) in reference().pictures {
        for face in faces {
            let ours = network.run(face.crop.rgb().try_into().unwrap(), &mut scratch);
            let cosine = cosine(&ours, &face.embedding);
            assert!(cosine >= SAME_CROP_COSINE, "{file}: {cosine}");
            let norms =
                [&ours, &face.embedding].map(|raw| raw.iter().map(|x| x * x).sum::<f32>().sqrt());
            assert!(
                (norms[0] - norms[1]).abs() < 1e-3 * norms[1],
                "{file}: {norms:?}"
            );
        }
    }
}

#[test]
fn cosines_of_pairs_agree_from_pixels_to_score() {
    let reference = reference();
    let network = SFace::from_onnx(SFACE, Path::best()).unwrap();
    let mut scratch = Scratch::default();
    let mut embeddings = Vec::new();
    for (_, pixels, _) in &reference.pictures {
        for face in detected(pixels) {
            embeddings.push(network.run(&align(pixels, &face.landmarks), &mut scratch));
        }
    }
    assert_eq!(embeddings.len(), reference.cosines.len());
    for (first, row) in embeddings.iter().zip(&reference.cosines) {
        assert_eq!(embeddings.len(), row.len());
        for (second, theirs) in embeddings.iter().zip(row) {
            let ours = cosine(first, second);
            assert!((ours - theirs).abs() <= COSINE_TOLERANCE, "{ours} {theirs}");
        }
    }
}

fn cosine(a: &[f32; Embedding::LENGTH], b: &[f32; Embedding::LENGTH]) -> f64 {
    Embedding::normalized(a).cosine(&Embedding::normalized(b))
}

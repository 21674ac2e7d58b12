//! The networks give the same answers on every path this machine has, in any memory and thread.

use identity_verification::nn::{Heads, Path, SFace, Scratch, ShapeError, YuNet};

static YUNET: &[u8] = include_bytes!("../models/face_detection_yunet_2023mar_int8bq.onnx");
static SFACE: &[u8] = include_bytes!("../models/face_recognition_sface_2021dec_int8bq.onnx");

/// Largest difference between paths, relative to the largest value: sums are rounded in another
/// order and, without fused multiply-add, once more.
const TOLERANCE: f32 = 1e-4;

/// A bright disc with two dark spots, so that the answers are not all alike.
fn picture(width: usize, height: usize) -> Vec<u8> {
    let scale = width.min(height) as f32;
    let pixel = |x: usize, y: usize| {
        let (x, y) = (x as f32 / scale - 0.5, y as f32 / scale - 0.5);
        let eye = (x.abs() - 0.15).hypot(y + 0.1) < 0.06;
        let face = x.hypot(y) < 0.4;
        match (face, eye) {
            (true, true) => [40, 30, 30],
            (true, false) => [220, 180, (150.0 + 60.0 * x) as u8],
            (false, _) => [(90.0 + 50.0 * y) as u8, 120, 160],
        }
    };
    (0..width * height)
        .flat_map(|index| pixel(index % width, index / width))
        .collect()
}

fn face() -> [u8; SFace::INPUT_BYTES] {
    let mut face = [0; SFace::INPUT_BYTES];
    face.copy_from_slice(&picture(112, 112));
    face
}

/// All answers, one behind the other.
fn values(heads: Heads<'_>) -> Vec<f32> {
    let cells = heads
        .levels
        .into_iter()
        .flat_map(|level| level.cells().collect::<Vec<_>>());
    cells
        .flat_map(|cell| {
            let logits = [cell.class, cell.object];
            [&logits[..], &cell.bounds, &cell.landmarks].concat()
        })
        .collect()
}

fn assert_agree(path: Path, found: &[f32], expected: &[f32]) {
    assert_eq!(found.len(), expected.len());
    let largest = |values: &mut dyn Iterator<Item = f32>| values.fold(0.0, f32::max);
    let scale = largest(&mut expected.iter().map(|value| value.abs()));
    assert!(scale > 1.0, "the answers say something");
    for (found, expected) in found.iter().zip(expected) {
        // Written so that NaN fails.
        let agree = (found - expected).abs() <= TOLERANCE * scale;
        assert!(
            agree,
            "{path}: {found}, but portable: {expected} (scale {scale})"
        );
    }
}

#[test]
fn every_path_of_this_machine_gives_the_same_answers() {
    let mut scratch = Scratch::default();
    let portable = YuNet::from_onnx(YUNET, Path::Portable).unwrap();
    let embedder = SFace::from_onnx(SFACE, Path::Portable).unwrap();
    let embedding = embedder.run(&face(), &mut scratch);
    let sizes = [(1, 1), (97, 61), (64, 160), (320, 200)];
    assert!(Path::available().contains(&Path::best()));
    for path in Path::available() {
        let yunet = YuNet::from_onnx(YUNET, path).unwrap();
        for (width, height) in sizes {
            let rgb = picture(width, height);
            let expected = values(portable.run(&rgb, width, height, &mut scratch).unwrap());
            let found = values(yunet.run(&rgb, width, height, &mut scratch).unwrap());
            assert_agree(path, &found, &expected);
        }
        let sface = SFace::from_onnx(SFACE, path).unwrap();
        assert_agree(path, &sface.run(&face(), &mut scratch), &embedding);
    }
}

#[test]
fn the_image_goes_on_in_black_to_the_right_and_below() {
    let yunet = YuNet::from_onnx(YUNET, Path::best()).unwrap();
    let small = picture(50, 33);
    let mut padded = vec![0; 64 * 64 * 3];
    for (line, pixels) in padded.chunks_mut(64 * 3).zip(small.chunks(50 * 3)) {
        line[..pixels.len()].copy_from_slice(pixels);
    }
    let expected = values(yunet.run(&padded, 64, 64, &mut Scratch::default()).unwrap());
    let mut scratch = Scratch::default();
    let heads = yunet.run(&small, 50, 33, &mut scratch).unwrap();
    let shapes = heads
        .levels
        .map(|level| (level.stride, level.columns, level.rows));
    assert_eq!(shapes, [(8, 8, 8), (16, 4, 4), (32, 2, 2)]);
    assert_eq!(values(heads), expected);
}

#[test]
fn what_is_left_in_the_memory_does_not_matter() {
    let yunet = YuNet::from_onnx(YUNET, Path::best()).unwrap();
    let sface = SFace::from_onnx(SFACE, Path::best()).unwrap();
    let rgb = picture(70, 90);
    let fresh = values(yunet.run(&rgb, 70, 90, &mut Scratch::default()).unwrap());
    let embedding = sface.run(&face(), &mut Scratch::default());
    let mut scratch = Scratch::default();
    for (width, height) in [(300, 40), (33, 33), (20, 400)] {
        let other = vec![255; width * height * 3];
        yunet.run(&other, width, height, &mut scratch).unwrap();
        assert_eq!(sface.run(&face(), &mut scratch), embedding);
        assert_eq!(
            values(yunet.run(&rgb, 70, 90, &mut scratch).unwrap()),
            fresh
        );
    }
}

#[test]
fn threads_share_the_networks() {
    let sface = SFace::from_onnx(SFACE, Path::best()).unwrap();
    let expected = sface.run(&face(), &mut Scratch::default());
    std::thread::scope(|scope| {
        let run = || sface.run(&face(), &mut Scratch::default());
        let threads = [scope.spawn(run), scope.spawn(run)];
        for thread in threads {
            assert_eq!(thread.join().unwrap(), expected);
        }
    });
}

#[test]
fn bytes_that_are_no_image_are_refused() {
    let yunet = YuNet::from_onnx(YUNET, Path::best()).unwrap();
    let mut scratch = Scratch::default();
    for (bytes, width, height) in [
        (0, 0, 0),
        (0, 0, 5),
        (0, 5, 0),
        (11, 2, 2),
        (13, 2, 2),
        (12, usize::MAX, 2),
        (0, 1, usize::MAX),
    ] {
        let error = yunet
            .run(&vec![0; bytes], width, height, &mut scratch)
            .unwrap_err();
        assert_eq!(
            error,
            ShapeError {
                bytes,
                width,
                height
            }
        );
    }
}

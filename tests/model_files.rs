//! The model files are the published ones, and any other file is an error instead of a panic.

use identity_verification::nn::{ModelError, Path, SFace, Scratch, YuNet};
use sha2::{Digest, Sha256};

static YUNET: &[u8] = include_bytes!("../models/face_detection_yunet_2023mar_int8bq.onnx");
static SFACE: &[u8] = include_bytes!("../models/face_recognition_sface_2021dec_int8bq.onnx");
static README: &str = include_str!("../models/README.md");

/// The file ends with a few bytes that say nothing of the weights.
const TRAILER: usize = 64;

/// Size and digest that the table in the read-me states for a file.
fn stated(file: &str) -> Option<(String, String)> {
    let row = README
        .lines()
        .find(|line| line.starts_with(&format!("| `{file}`")))?;
    let cells: Vec<&str> = row
        .split('|')
        .map(|cell| cell.trim().trim_matches('`'))
        .collect();
    Some((cells[2].replace(',', ""), cells[3].to_owned()))
}

#[test]
fn the_files_are_those_the_read_me_describes() {
    let files = [
        ("face_detection_yunet_2023mar_int8bq.onnx", YUNET),
        ("face_recognition_sface_2021dec_int8bq.onnx", SFACE),
    ];
    for (name, file) in files {
        let digest: String = Sha256::digest(file)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        assert_eq!(
            stated(name),
            Some((file.len().to_string(), digest)),
            "{name}"
        );
    }
}

#[test]
fn a_file_cut_anywhere_is_an_error() {
    for length in (0..YUNET.len() - TRAILER).step_by(97) {
        assert!(
            YuNet::from_onnx(&YUNET[..length], Path::best()).is_err(),
            "{length} bytes"
        );
    }
    for length in (0..SFACE.len() - TRAILER).step_by(99_991) {
        assert!(
            SFace::from_onnx(&SFACE[..length], Path::best()).is_err(),
            "{length} bytes"
        );
    }
}

#[test]
fn a_file_with_flipped_bits_is_an_error_or_a_network() {
    let mut state = 1_u64;
    // Knuth's linear congruential generator (MMIX).
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut scratch = Scratch::default();
    let (mut networks, mut errors) = (0, 0);
    for _ in 0..2000 {
        let mut file = YUNET.to_vec();
        file[random(YUNET.len())] ^= 1 << random(8);
        match YuNet::from_onnx(&file, Path::best()) {
            Err(_) => errors += 1,
            Ok(network) => {
                network.run(&[9; 33 * 7 * 3], 33, 7, &mut scratch).unwrap();
                networks += 1;
            }
        }
    }
    // Most bits belong to weights; but names, lengths and shapes are hit, too.
    assert!(
        networks > 100 && errors > 100,
        "{networks} networks, {errors} errors"
    );
}

#[test]
fn an_error_says_what_is_wrong() {
    let missing = SFace::from_onnx(YUNET, Path::best()).unwrap_err();
    assert!(matches!(missing, ModelError::Missing { ref name } if name.contains("conv_2_dw")));
    assert!(matches!(
        YuNet::from_onnx(&[], Path::best()),
        Err(ModelError::Damaged(_))
    ));
    assert!(matches!(
        YuNet::from_onnx(b"GIF89a", Path::best()),
        Err(ModelError::Damaged(_))
    ));
    // A file of one tensor whose dimensions multiply to more than can be counted.
    let dimensions = [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f].repeat(3);
    let tensor = [&dimensions[..], &[0x10, 1, 0x42, 3], b"420"].concat();
    let graph = [&[0x2a, tensor.len() as u8], &tensor[..]].concat();
    let file = [&[0x3a, graph.len() as u8], &graph[..]].concat();
    let shape = YuNet::from_onnx(&file, Path::best()).unwrap_err();
    assert!(
        matches!(
            shape,
            ModelError::Shape {
                rows: 16,
                columns: 27,
                ..
            }
        ),
        "{shape}"
    );
}

#[test]
fn a_path_that_the_machine_lacks_is_an_error() {
    let all = [Path::Portable, Path::Neon, Path::Avx2, Path::Avx512];
    for path in all
        .into_iter()
        .filter(|path| !Path::available().contains(path))
    {
        assert_eq!(
            YuNet::from_onnx(YUNET, path).unwrap_err(),
            ModelError::PathUnavailable(path)
        );
        assert_eq!(
            SFace::from_onnx(SFACE, path).unwrap_err(),
            ModelError::PathUnavailable(path)
        );
    }
}

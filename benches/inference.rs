//! Times one run of each network, on one thread, on each path this machine has
//! (`cargo bench --bench inference`).
//!
//! A line is a name and the median of milliseconds, so that `tools/compare_speed.sh` can read it.

#![expect(clippy::print_stdout, reason = "the times are what it is for")]

use std::hint::black_box;
use std::time::Instant;

use identity_verification::nn::{ModelError, Path, SFace, Scratch, ShapeError, YuNet};

static YUNET: &[u8] = include_bytes!("../models/face_detection_yunet_2023mar_int8bq.onnx");
static SFACE: &[u8] = include_bytes!("../models/face_recognition_sface_2021dec_int8bq.onnx");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Without the argument that `cargo bench` adds this is a test: once will do.
    let runs = if std::env::args().any(|argument| argument == "--bench") {
        51
    } else {
        1
    };
    for path in Path::available() {
        let load = || {
            Ok::<_, ModelError>((
                YuNet::from_onnx(YUNET, path)?,
                SFace::from_onnx(SFACE, path)?,
            ))
        };
        let (yunet, sface) = load()?;
        report(path, "load", runs.min(11), || load().map(|_| ()))?;
        let mut scratch = Scratch::default();
        let mut face = [0; SFace::INPUT_BYTES];
        face.copy_from_slice(&pixels(SFace::INPUT_BYTES));
        report(path, "sface-112", runs, || {
            black_box(sface.run(black_box(&face), &mut scratch));
            Ok::<_, ModelError>(())
        })?;
        for side in [320, 640] {
            let image = pixels(3 * side * side);
            report(path, &format!("yunet-{side}"), runs, || {
                black_box(yunet.run(black_box(&image), side, side, &mut scratch)?);
                Ok::<_, ShapeError>(())
            })?;
        }
    }
    Ok(())
}

/// Bytes without a pattern that a CPU could learn.
fn pixels(length: usize) -> Vec<u8> {
    (0..length)
        .map(|index| (index * 7919 % 251) as u8)
        .collect()
}

/// Prints the median time of some runs, after a few that warm up.
fn report<E>(
    path: Path,
    name: &str,
    runs: usize,
    mut run: impl FnMut() -> Result<(), E>,
) -> Result<(), E> {
    let mut times = Vec::with_capacity(runs);
    for round in 0..runs + 3 {
        let start = Instant::now();
        run()?;
        if round >= 3 {
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
    }
    times.sort_by(f64::total_cmp);
    println!("{path}/{name} {:.3}", times[times.len() / 2]);
    Ok(())
}

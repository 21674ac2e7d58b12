//! What the tests of several layers need.

use super::Path;
use super::cpu::Cpu;

/// Every path of this machine.
pub(super) fn cpus() -> Vec<Cpu> {
    let paths = Path::available().into_iter();
    paths.map(|path| Cpu::supporting(path).unwrap()).collect()
}

/// Numbers in -1..1 that are the same in every run (xorshift; Marsaglia, "Xorshift RNGs", 2003).
pub(super) fn noise(seed: u32, length: usize) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9e37_79b9) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as f32 / u32::MAX as f32 * 2.0 - 1.0
    };
    (0..length).map(|_| next()).collect()
}

/// Fails if two results differ by more than rounding in another order explains.
pub(super) fn assert_close(found: &[f32], expected: &[f32]) {
    assert_eq!(found.len(), expected.len());
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        // Written so that NaN fails.
        let close = (found - expected).abs() <= 2e-5 * (1.0 + expected.abs());
        assert!(close, "value {index} is {found}, not {expected}");
    }
}

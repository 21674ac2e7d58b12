//! The memory in which the networks work.

use std::fmt;

use super::buffer::Buffer;
use super::padded::Padded;

/// Working memory of both networks, reused from run to run; it grows as needed.
///
/// Each thread has its own. What is left of a run is not cleared: the next overwrites it.
#[derive(Default)]
pub struct Scratch {
    /// Rows on their way from one convolution to the next.
    pub(super) rows: Buffer,
    /// The face as floats.
    pub(super) face: Padded,
    /// A map between two blocks of the embedder.
    pub(super) front: Padded,
    /// The map before or behind it.
    pub(super) back: Padded,
    /// The detector's memory.
    pub(super) detector: DetectorScratch,
}

/// What the detector needs besides [`Scratch::rows`].
#[derive(Default)]
pub(super) struct DetectorScratch {
    /// Lines of the image as floats.
    pub(super) lines: Buffer,
    /// A row put together for a pair of convolutions to start from.
    pub(super) source: Buffer,
    /// Rows in and behind the units whose maps are never whole.
    pub(super) units: [Buffer; 6],
    /// Rows that are pooled: at stride 2, and further down.
    pub(super) pools: [Buffer; 2],
    /// A map between two units.
    pub(super) front: Buffer,
    /// The map before or behind it.
    pub(super) back: Buffer,
    /// The backbone's maps at strides 8 and 16 and the neck's at stride 32.
    pub(super) levels: [Buffer; 3],
    /// The answers at each stride.
    pub(super) heads: [Buffer; 3],
}

/// Says nothing of the content, which stems from a picture.
impl fmt::Debug for Scratch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Scratch").finish_non_exhaustive()
    }
}

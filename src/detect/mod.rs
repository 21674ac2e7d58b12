//! Finds the faces of a picture and makes it upright (YuNet): the embedded
//! engine's first step.
//!
//! * `detection`: from the network's answers to faces.
//! * `view`: a picture in one of its four turns, and which one is upright.
//! * `select`: which detections count, and which of them is compared.

mod detection;
mod select;
mod view;

pub use detection::{Detection, faces};

use crate::{
    image::{Pixels, ScaleError, Turn},
    nn::{ModelError, Path, Scratch, ShapeError, YuNet},
};
use select::{confident, select};

/// The detector's weights; `models/README.md` says where they come from.
static YUNET: &[u8] = include_bytes!("../../models/face_detection_yunet_2023mar_int8bq.onnx");

/// Long side, in pixels, of the copy in which faces are sought. YuNet was
/// trained for faces of 10 to 300 px: at full resolution 18% of mated pairs
/// failed, at 640 none of 38, while 320 loses 3% of documents.
const LONG_SIDE: u32 = 640;

/// Long side of the second copy, for small cards in large photographs: all of
/// the cards that take up 250 of 2000 px are found, none of them at 640. The
/// picture is never enlarged: that makes faces of ornaments.
const SECOND_LONG_SIDE: u32 = 1280;

/// Finds faces. Threads may share it.
pub struct Detector {
    network: YuNet,
}

/// What was seen in a picture.
#[derive(Debug)]
pub struct Sight {
    /// What makes the stored picture upright.
    pub turn: Turn,
    /// The upright copy in which the faces were found.
    pub copy: Pixels,
    /// The faces that count, in pixels of `copy`: the one to compare first,
    /// then by size.
    pub faces: Vec<Detection>,
}

/// Why nothing can be said of a picture; our mistake, never the picture's.
#[derive(Debug, thiserror::Error)]
pub enum DetectError {
    /// Pixels could not be resized.
    #[error("the detection copy cannot be made")]
    Copy(#[from] ScaleError),
    /// Pixels and size did not agree.
    #[error("the detection copy cannot be looked at")]
    Shape(#[from] ShapeError),
}

impl Detector {
    /// Reads the model, to be run on `path`.
    ///
    /// # Errors
    ///
    /// [`ModelError`] if this machine lacks the path.
    pub fn new(path: Path) -> Result<Self, ModelError> {
        let network = YuNet::from_onnx(YUNET, path)?;
        Ok(Self { network })
    }

    /// Finds the faces of `stored`, which `exif` makes upright as far as its
    /// camera knew, and turns it further if it needs that.
    ///
    /// Costs one run of the network on a copy with a long side of 640 px for
    /// most upright pictures, two for the others and those upside down, four
    /// for those on their side or without a face; large pictures without a
    /// face are then looked at in the same way at 1280 px, where a run costs
    /// four times as much.
    ///
    /// # Errors
    ///
    /// [`DetectError`], for mistakes of ours.
    pub fn look(
        &self,
        stored: &Pixels,
        exif: Turn,
        scratch: &mut Scratch,
    ) -> Result<Sight, DetectError> {
        let small = stored.shrunk(LONG_SIDE)?.turned(exif).into_owned();
        let view = self.upright_view(small, scratch)?;
        let faces = select(&view.candidates);
        if faces.is_empty() && stored.size().long_side() > LONG_SIDE {
            let larger = stored.shrunk(SECOND_LONG_SIDE)?.turned(exif).into_owned();
            let second = self.upright_view(larger, scratch)?;
            // Rarely needed, and four times as large: not kept.
            *scratch = Scratch::default();
            let faces = confident(&second.candidates);
            if !faces.is_empty() {
                return Ok(second.into_sight(exif, faces));
            }
        }
        Ok(view.into_sight(exif, faces))
    }
}

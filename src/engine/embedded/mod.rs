//! The embedded engine: YuNet and SFace, in process, on the CPU, with the
//! weights inside the binary.
//!
//! decode → [`detect`](crate::detect) → [`align`] → embed → measure, all on
//! one worker; then two embeddings are compared by their cosine.

pub mod align;
mod crop;
mod pose;
mod quality;

use std::{io, sync::Arc};

use async_trait::async_trait;

use align::AlignedFace;

use super::{Embedding, Engine, EngineError, Examined, Identity};
use crate::{
    detect::{Detection, Detector, Sight},
    face::{
        BoundingBox, Comparison, Face, ImageAnalysis, Landmarks, Point, QualityFilter, Shortfall,
    },
    image::{InspectedImage, Signature},
    nn::{ModelError, Path, SFace, Scratch},
    worker::{Gate, Pool},
};

/// Weights of the embedder; `models/README.md` says where they come from.
static SFACE: &[u8] = include_bytes!("../../../models/face_recognition_sface_2021dec_int8bq.onnx");

/// Faces of one image that are embedded, largest first: bounds the work that a
/// picture of a crowd can ask for.
const MAX_EMBEDDED_FACES: usize = 10;

/// Pictures of more pixels are decoded one at a time, whatever the number of
/// workers: one of 12 megapixels takes 46 to 107 MB.
const LARGE_PIXELS: u64 = 4_000_000;

/// Bars for the norm of the raw embedding, by far the best measure of a face's
/// worth for these weights: rejecting the 3% of documents below 9.4 lowers FNMR
/// at FMR 1e-4 from 5.6% to about 3.4%; 10.0 rejects 6.9% of documents and 1.7%
/// of selfies.
const LOW_BAR: f32 = 9.4;
const MEDIUM_BAR: f32 = 9.7;
const HIGH_BAR: f32 = 10.0;

/// Finds, embeds and compares faces in process.
pub struct Embedded {
    networks: Arc<Networks>,
    pool: Pool<Scratch>,
    /// Lets one large picture in at a time.
    large: Gate,
}

struct Networks {
    detector: Detector,
    embedder: SFace,
}

/// Why the engine cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The weights inside the binary are not what they should be.
    #[error("the engine's models cannot be read")]
    Model(#[from] ModelError),
    /// The system gives no threads.
    #[error("the engine's threads cannot be started")]
    Threads(#[from] io::Error),
}

impl Embedded {
    /// Reads the models and starts `workers` threads, in front of which at most
    /// `queue` images wait. Takes about 10 ms.
    ///
    /// # Errors
    ///
    /// [`StartError`] if the models or the threads are not to be had.
    pub fn start(workers: usize, queue: usize) -> Result<Self, StartError> {
        let path = Path::best();
        Ok(Self {
            networks: Arc::new(Networks {
                detector: Detector::new(path)?,
                embedder: SFace::from_onnx(SFACE, path)?,
            }),
            pool: Pool::start(workers, queue)?,
            large: Gate::new(1, queue),
        })
    }
}

#[async_trait]
impl Engine for Embedded {
    fn identity(&self) -> Identity {
        Identity {
            name: "embedded",
            version: "yunet-2023mar-int8bq+sface-2021dec-int8bq",
        }
    }

    async fn examine(&self, image: InspectedImage) -> Result<Examined, EngineError> {
        let networks = Arc::clone(&self.networks);
        let large = image.stored_size().pixels() > LARGE_PIXELS;
        let alone = if large {
            Some(self.large.enter().await?)
        } else {
            None
        };
        let job = move |scratch: &mut Scratch| {
            let examined = networks.examine(&image, scratch);
            drop(alone);
            examined
        };
        self.pool.run(job).await?
    }

    async fn compare(
        &self,
        document: &Examined,
        selfie: &Examined,
        filter: QualityFilter,
    ) -> Result<Comparison, EngineError> {
        let bar = bar(filter);
        let mut comparison = Comparison {
            document: document.analysis.clone(),
            selfie: selfie.analysis.clone(),
            same_picture: document.signature.is_same_picture(&selfie.signature),
        };
        let faces = &mut comparison.selfie.faces;
        let portrait = comparison.document.faces.first_mut();
        for face in faces.iter_mut().chain(portrait) {
            face.shortfall = shortfall(face, bar);
        }
        let portrait = comparison.document.faces.first();
        if portrait.is_some_and(|portrait| portrait.shortfall.is_none()) {
            let reference = document.embeddings.first();
            for (face, probe) in faces.iter_mut().zip(&selfie.embeddings) {
                let compared = reference.filter(|_| face.shortfall.is_none());
                face.score = compared.map(|reference| reference.cosine(probe));
            }
        }
        Ok(comparison)
    }
}

fn bar(filter: QualityFilter) -> Option<f32> {
    match filter {
        QualityFilter::None => None,
        QualityFilter::Auto | QualityFilter::Low => Some(LOW_BAR),
        QualityFilter::Medium => Some(MEDIUM_BAR),
        QualityFilter::High => Some(HIGH_BAR),
    }
}

fn shortfall(face: &Face, bar: Option<f32>) -> Option<Shortfall> {
    let measured = face.quality.score?;
    let limit = bar.filter(|bar| measured < *bar)?;
    Some(Shortfall {
        measured: Some(measured),
        limit: Some(limit),
    })
}

impl Networks {
    fn examine(
        &self,
        image: &InspectedImage,
        scratch: &mut Scratch,
    ) -> Result<Examined, EngineError> {
        let (sight, crops) = self.see(image, scratch)?;
        let signature = Signature::of(&sight.copy)?;
        let mut faces: Vec<Face> = sight
            .faces
            .iter()
            .map(|face| describe(face, &sight))
            .collect();
        let mut embeddings = Vec::with_capacity(crops.len());
        for (face, crop) in faces.iter_mut().zip(&crops) {
            let raw = self.embedder.run(crop, scratch);
            face.quality = quality::measure(crop, &raw);
            embeddings.push(Embedding::normalized(&raw));
        }
        Ok(Examined {
            analysis: analysis(image, &sight, faces),
            signature,
            embeddings,
        })
    }

    /// What is in the picture, and its first faces aligned. The full picture
    /// is gone when this returns.
    fn see(
        &self,
        image: &InspectedImage,
        scratch: &mut Scratch,
    ) -> Result<(Sight, Vec<AlignedFace>), EngineError> {
        let stored = image.decode()?;
        let sight = self.detector.look(&stored, image.turn(), scratch)?;
        let first = sight.faces.iter().take(MAX_EMBEDDED_FACES);
        let crops = first.map(|face| crop::aligned(&stored, &sight, face));
        let crops = crops.collect::<Result<_, _>>()?;
        Ok((sight, crops))
    }
}

/// Where a detected face is, in ratios of the upright image.
fn describe(detection: &Detection, sight: &Sight) -> Face {
    let (width, height) = (sight.copy.width() as f32, sight.copy.height() as f32);
    let point = |[x, y]: [f32; 2]| Point {
        x: x / width,
        y: y / height,
    };
    let [eye_left, eye_right, nose, mouth_left, mouth_right] = detection.landmarks.map(point);
    Face {
        bounding_box: BoundingBox {
            left: detection.left / width,
            top: detection.top / height,
            width: detection.width / width,
            height: detection.height / height,
        },
        confidence: detection.score * 100.0,
        landmarks: Some(Landmarks {
            eye_left,
            eye_right,
            nose,
            mouth_left,
            mouth_right,
        }),
        pose: pose::estimate(&detection.landmarks),
        ..Face::default()
    }
}

fn analysis(image: &InspectedImage, sight: &Sight, faces: Vec<Face>) -> ImageAnalysis {
    let upright = sight.turn.size(image.stored_size());
    ImageAnalysis {
        format: image.format(),
        width: upright.width,
        height: upright.height,
        rotation_degrees: sight.turn.degrees(),
        mirrored: sight.turn.mirrored(),
        faces,
    }
}

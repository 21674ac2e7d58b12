//! One file per subcommand, and what they print.

mod failure;
mod json;
mod picture;
pub mod serve;
mod text;
pub mod verify;

use std::{sync::Arc, time::Duration};

use crate::{
    calibration::Calibration,
    engine::embedded::{Embedded, StartError},
    image::Limits,
    policy::{Settings, Terms, TermsError},
    verify::Verifier,
};

/// What the process exits with when its arguments contradict each other.
const EXIT_USAGE: u8 = 2;

/// What the process exits with when something was refused or failed.
const EXIT_FAILED: u8 = 4;

/// Why there is no verifier.
#[derive(Debug, thiserror::Error)]
enum OpenError {
    #[error(transparent)]
    Terms(#[from] TermsError),
    #[error(transparent)]
    Engine(#[from] StartError),
}

impl OpenError {
    fn exit_code(&self) -> u8 {
        match self {
            Self::Terms(_) => EXIT_USAGE,
            Self::Engine(_) => EXIT_FAILED,
        }
    }
}

/// A verifier with the embedded engine on `workers` threads, in front of which
/// `queue` images may wait.
fn open(
    settings: Settings,
    limits: Limits,
    budget: Duration,
    workers: usize,
    queue: u32,
) -> Result<Verifier, OpenError> {
    let terms = Terms::new(settings)?;
    let engine = Arc::new(Embedded::start(workers, queue as usize)?);
    let calibration = Calibration::embedded();
    Ok(Verifier::new(engine, calibration, terms, limits, budget))
}

//! Every knob, and the plain structs that the rooms are given.

use std::{num::NonZeroUsize, path::PathBuf, thread, time::Duration};

use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use tracing::level_filters::LevelFilter;

use crate::{
    face::{QualityFilter, Similarity},
    image::Limits,
    policy::Settings,
};

/// Does the person in this selfie match the portrait on this identity document?
#[derive(Debug, Parser)]
#[command(
    name = "idv",
    version,
    propagate_version = true,
    after_help = "`idv verify --help` and `idv serve --help` list options and exit codes."
)]
pub struct CommandLine {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compare a document and a selfie, and print the verdict.
    Verify(VerifyArgs),
    /// Answer verifications over gRPC.
    Serve(ServeArgs),
}

const VERIFY_HELP: &str = "\
Exit codes:
  0  MATCH
  1  NO_MATCH
  2  the command line cannot be parsed, or contradicts itself
  3  REVIEW or INCONCLUSIVE
  4  refused or failed, such as a missing file or an unreachable server

Examples:
  idv verify document.jpg selfie.jpg
  idv verify --json document.jpg - < selfie.jpg
  idv verify --annotate picture.png document.jpg selfie.jpg
  idv verify --server http://127.0.0.1:50051 document.jpg selfie.jpg";

const SERVE_HELP: &str = "\
Exit codes:
  0  stopped as told
  2  the command line cannot be parsed, or contradicts itself
  4  cannot start, such as on an address that is taken";

/// Arguments of `idv verify`.
#[derive(Debug, Args)]
#[command(after_help = VERIFY_HELP)]
pub struct VerifyArgs {
    /// The identity document: a JPEG, PNG or WebP file, or - for standard input.
    pub document: PathBuf,

    /// The selfie: a JPEG, PNG or WebP file, or - for standard input.
    pub selfie: PathBuf,

    /// Print the response as protobuf JSON instead of text.
    #[arg(long)]
    pub json: bool,

    /// Write both images side by side, with what was found, to this PNG file.
    #[arg(long, value_name = "OUT.png")]
    pub annotate: Option<PathBuf>,

    /// Ask this server instead of deciding here.
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,

    /// Similarity from which the faces match, in percent. Default: 80, one false
    /// match in 10,000 non-mated pairs. Less than that, without a server, needs
    /// --similarity-threshold-floor.
    #[arg(
        long,
        value_name = "PERCENT",
        conflicts_with = "max_false_match_rate",
        allow_negative_numbers = true
    )]
    pub similarity_threshold: Option<f32>,

    /// Highest acceptable false match rate, such as 1e-5.
    #[arg(long, value_name = "RATIO", allow_negative_numbers = true)]
    pub max_false_match_rate: Option<f64>,

    /// Similarity from which a pair that does not match goes to human review.
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true)]
    pub review_threshold: Option<f32>,

    /// Quality bar below which a face is not compared. Default: none.
    #[arg(long, value_enum)]
    pub quality_filter: Option<FilterName>,

    /// Your own identifier of this verification: it comes back in the answer.
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    pub correlation_id: String,

    /// Without a server: how far --similarity-threshold may be lowered.
    #[arg(long, value_name = "PERCENT", value_parser = percent, conflicts_with = "server")]
    pub similarity_threshold_floor: Option<Similarity>,

    /// Without a server: what becomes of a match where the selfie shows several people.
    #[arg(long, value_enum, default_value_t, conflicts_with = "server")]
    pub several_faces: SeveralFaces,
}

/// Arguments of `idv serve`.
#[derive(Debug, Args)]
#[command(after_help = SERVE_HELP)]
pub struct ServeArgs {
    /// Address to listen on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:50051")]
    pub listen: String,

    /// Similarity from which the faces match, in percent: the default for
    /// callers, and the least they may ask for.
    #[arg(long, value_name = "PERCENT", default_value = "80", value_parser = percent)]
    pub similarity_threshold: Similarity,

    /// Let callers ask for a lower threshold, down to this one.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub similarity_threshold_floor: Option<Similarity>,

    /// Similarity from which a pair that does not match goes to human review:
    /// the default for callers, and the least they may ask for.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub review_threshold: Option<Similarity>,

    /// Quality bar below which a face is not compared: the default for callers,
    /// and the least they may ask for.
    #[arg(long, value_enum, default_value_t = FilterName::None)]
    pub quality_filter: FilterName,

    /// What becomes of a match where the selfie shows several people.
    #[arg(long, value_enum, default_value_t)]
    pub several_faces: SeveralFaces,

    /// Largest encoded image accepted, in bytes.
    #[arg(long, value_name = "BYTES", default_value_t = 15 << 20, value_parser = value_parser!(u32).range(1..=MAX_IMAGE_BYTES))]
    pub max_image_bytes: u32,

    /// Threads that work on images. Default: one per core.
    #[arg(long, value_name = "COUNT", value_parser = value_parser!(u16).range(1..=1024))]
    pub workers: Option<u16>,

    /// Images that may wait for a worker; more are refused with SERVER_BUSY.
    #[arg(long, value_name = "COUNT", default_value_t = DEFAULT_QUEUE, value_parser = value_parser!(u32).range(1..))]
    pub queue: u32,

    /// Seconds that one verification may take.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = some_seconds)]
    pub budget: Duration,

    /// On shutdown, seconds between health saying NOT_SERVING and the last
    /// accepted call, for balancers to notice.
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    pub shutdown_pause: Duration,

    /// On shutdown, seconds that running calls get to finish.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub drain: Duration,

    /// What to log: off, error, warn, info, debug or trace.
    #[arg(long, value_name = "LEVEL", default_value_t = LevelFilter::INFO)]
    pub log_level: LevelFilter,
}

/// Images that may wait for a worker, unless told otherwise.
pub const DEFAULT_QUEUE: u32 = 64;

/// What `--max-image-bytes` may be at most: four of these make a message.
const MAX_IMAGE_BYTES: i64 = 256 << 20;

/// Time that one verification may take, unless told otherwise.
pub const DEFAULT_BUDGET: Duration = Duration::from_secs(10);

/// Calls at once on one connection.
const MAX_STREAMS_PER_CONNECTION: u32 = 128;

/// The names of the quality filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FilterName {
    /// Compare every detected face.
    None,
    /// The engine chooses.
    Auto,
    /// Drop only the worst faces.
    Low,
    /// Drop faces of less than average quality.
    Medium,
    /// Keep only faces of high quality.
    High,
}

/// What becomes of a match where the selfie shows several people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SeveralFaces {
    /// It stays a match; the finding informs.
    #[default]
    Inform,
    /// It goes to human review.
    Review,
}

impl From<FilterName> for QualityFilter {
    fn from(name: FilterName) -> Self {
        match name {
            FilterName::None => Self::None,
            FilterName::Auto => Self::Auto,
            FilterName::Low => Self::Low,
            FilterName::Medium => Self::Medium,
            FilterName::High => Self::High,
        }
    }
}

impl VerifyArgs {
    /// What the operator of this very process sets.
    pub fn settings(&self) -> Settings {
        Settings {
            similarity_threshold_floor: self.similarity_threshold_floor,
            several_faces_need_review: self.several_faces == SeveralFaces::Review,
            ..Settings::default()
        }
    }
}

impl ServeArgs {
    /// What the operator sets for all callers.
    pub fn settings(&self) -> Settings {
        Settings {
            similarity_threshold: self.similarity_threshold,
            similarity_threshold_floor: self.similarity_threshold_floor,
            review_threshold: self.review_threshold,
            quality_filter: self.quality_filter.into(),
            several_faces_need_review: self.several_faces == SeveralFaces::Review,
        }
    }

    /// What an image may be at most.
    pub fn limits(&self) -> Limits {
        Limits {
            max_encoded_bytes: self.max_image_bytes as usize,
            ..Limits::default()
        }
    }

    /// What the server takes on.
    pub fn server(&self) -> crate::server::Config {
        crate::server::Config {
            // Two images, each up to twice as large as accepted, get a typed answer.
            max_message_bytes: 4 * self.max_image_bytes as usize + (4 << 20),
            max_streams_per_connection: MAX_STREAMS_PER_CONNECTION,
            pause: self.shutdown_pause,
            drain: self.drain,
        }
    }
}

/// Threads that work on images, unless told otherwise: one per core.
pub fn default_workers() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

fn percent(text: &str) -> Result<Similarity, String> {
    let number: f32 = text.parse().map_err(|_| "not a number".to_owned())?;
    if number > 0.0 && number <= 1.0 {
        return Err(format!(
            "in percent, please: {} for {number}",
            number * 100.0
        ));
    }
    Similarity::from_percent(number).ok_or_else(|| "must lie between 0 and 100 percent".to_owned())
}

fn some_seconds(text: &str) -> Result<Duration, String> {
    let duration = seconds(text)?;
    (duration > Duration::ZERO)
        .then_some(duration)
        .ok_or_else(|| "must be more than 0".to_owned())
}

fn seconds(text: &str) -> Result<Duration, String> {
    let number: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    Duration::try_from_secs_f64(number).map_err(|error| error.to_string())
}

//! Why there is no verdict, as it is told to people and to machines.

use std::{collections::BTreeMap, io, path::PathBuf};

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use super::{EXIT_FAILED, EXIT_USAGE, OpenError};
use crate::{grpc::client::ClientError, image::ImageError, report::ReportError};

/// Why there is no verdict.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("{} cannot be read: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{} is longer than any image can be", path.display())]
    TooLong { path: PathBuf },
    #[error("only one of the two images can come from standard input")]
    OneStandardInput,
    #[error("{} cannot be written: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{} is one of the two images; it would be overwritten", path.display())]
    Overwrite { path: PathBuf },
    #[error("the images cannot be drawn")]
    Draw(#[from] ImageError),
    #[error("the picture cannot be made")]
    Report(#[from] ReportError),
    #[error("{}", .0.message())]
    Answered(Box<Status>),
    #[error(transparent)]
    Server(ClientError),
    #[error("the server sent no verification")]
    EmptyAnswer,
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("no runtime: {0}")]
    Runtime(io::Error),
}

/// What `--json` says of a failure.
pub(super) struct Description {
    pub(super) code: &'static str,
    pub(super) reason: String,
    pub(super) message: String,
    pub(super) metadata: BTreeMap<String, String>,
}

impl From<Status> for Failure {
    fn from(status: Status) -> Self {
        Self::Answered(Box::new(status))
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Answered(status) => Self::Answered(status),
            ClientError::Address(_)
            | ClientError::Unreachable { .. }
            | ClientError::Lost { .. } => Self::Server(error),
        }
    }
}

impl Failure {
    /// The identifier under which the call was logged, where there is one.
    pub(super) fn request_id(&self) -> Option<String> {
        match self {
            Self::Answered(status) => Some(status.get_details_request_info()?.request_id),
            _ => None,
        }
    }

    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::Open(error) => error.exit_code(),
            Self::OneStandardInput => EXIT_USAGE,
            _ => EXIT_FAILED,
        }
    }

    pub(super) fn describe(&self) -> Description {
        let (code, reason) = match self {
            Self::Read { source, .. } if source.kind() == io::ErrorKind::NotFound => {
                ("NOT_FOUND", "FILE_NOT_FOUND")
            }
            Self::TooLong { .. } => ("INVALID_ARGUMENT", "FILE_TOO_LONG"),
            Self::Read { .. } => ("FAILED_PRECONDITION", "FILE_UNREADABLE"),
            Self::Write { .. } => ("FAILED_PRECONDITION", "FILE_UNWRITABLE"),
            Self::Overwrite { .. } => ("INVALID_ARGUMENT", "FILE_WOULD_BE_LOST"),
            Self::OneStandardInput => ("INVALID_ARGUMENT", "STANDARD_INPUT_TWICE"),
            Self::Draw(_) | Self::Report(_) => ("INTERNAL", "PICTURE_FAILED"),
            Self::Answered(status) => return describe(status),
            Self::Server(ClientError::Address(_)) => ("INVALID_ARGUMENT", "SERVER_URL_INVALID"),
            Self::Server(_) => ("UNAVAILABLE", "SERVER_UNREACHABLE"),
            Self::EmptyAnswer => ("INTERNAL", "EMPTY_ANSWER"),
            Self::Open(OpenError::Terms(_)) => ("INVALID_ARGUMENT", "SETTINGS_CONTRADICTORY"),
            Self::Open(_) | Self::Runtime(_) => ("INTERNAL", "START_FAILED"),
        };
        Description {
            code,
            reason: reason.to_owned(),
            message: self.to_string(),
            metadata: BTreeMap::new(),
        }
    }
}

fn describe(status: &Status) -> Description {
    let (reason, metadata) = match status.get_details_error_info() {
        Some(info) => (info.reason, info.metadata.into_iter().collect()),
        // What gRPC itself answers, such as for a message too long, has none.
        None => ("UNSPECIFIED".to_owned(), BTreeMap::new()),
    };
    Description {
        code: name(status.code()),
        reason,
        message: status.message().to_owned(),
        metadata,
    }
}

/// The canonical name of a code, as in google.rpc.Code.
fn name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}

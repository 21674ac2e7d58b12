//! Errors as gRPC statuses with google.rpc details. The only file that picks a code.

use std::{collections::HashMap, time::Duration};

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};
use uuid::Uuid;

use super::CallError;
use crate::{face::Role, image::ImageError, policy::OptionError, verify::VerifyError};

/// `ErrorInfo.domain` of every error of this service.
const DOMAIN: &str = "identity-verification";

/// When to come back to a full server: a queue of usual photographs moves on by then.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// What a caller is told about an error.
struct Report {
    code: Code,
    reason: &'static str,
    metadata: Vec<(&'static str, String)>,
    /// The field of the request that is at fault.
    field: Option<String>,
    retry_after: Option<Duration>,
}

/// The status for `error`, with the `id` under which the call was logged. Its
/// causes stay in the log.
pub(super) fn from_error(error: &CallError, id: Uuid) -> Status {
    let Report {
        code,
        reason,
        metadata,
        field,
        retry_after,
    } = report(error);
    let message = error.to_string();
    let metadata: HashMap<_, _> = metadata
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    let mut details = ErrorDetails::with_error_info(reason, DOMAIN, metadata);
    details.set_request_info(id, "");
    if let Some(field) = field {
        details.add_bad_request_violation(field, &message);
    }
    if retry_after.is_some() {
        details.set_retry_info(retry_after);
    }
    Status::with_error_details(code, message, details)
}

/// The reason that [`from_error`] gives for `error`.
pub(super) fn reason(error: &CallError) -> &'static str {
    report(error).reason
}

fn report(error: &CallError) -> Report {
    match error {
        CallError::Verify(error) => match error {
            VerifyError::Image { role, source } => image(*role, source),
            VerifyError::Option(error) => option(error),
            VerifyError::Busy => Report {
                retry_after: Some(RETRY_AFTER),
                ..plain(Code::ResourceExhausted, "SERVER_BUSY")
            },
            VerifyError::OutOfTime { .. } => plain(Code::DeadlineExceeded, "OUT_OF_TIME"),
            VerifyError::Engine(_) => plain(Code::Internal, "ENGINE_FAILED"),
        },
        CallError::UnknownQualityFilter(value) => Report {
            metadata: vec![
                ("option", "quality_filter".to_owned()),
                ("actual", value.to_string()),
            ],
            ..invalid("OPTION_OUT_OF_RANGE", "options.quality_filter")
        },
        CallError::CorrelationId => invalid("CORRELATION_ID_INVALID", "correlation_id"),
        CallError::UploadsUnsupported => plain(Code::Unimplemented, "UPLOAD_UNIMPLEMENTED"),
    }
}

fn image(role: Role, error: &ImageError) -> Report {
    let (reason, measured) = match error {
        ImageError::Missing => ("IMAGE_MISSING", vec![]),
        ImageError::TooLarge { actual, limit } => {
            ("IMAGE_TOO_LARGE", measured(actual, limit, "bytes"))
        }
        ImageError::TooManyPixels { actual, limit } => {
            ("IMAGE_TOO_LARGE", measured(actual, limit, "pixels"))
        }
        ImageError::TooSmall { actual, limit } => {
            ("IMAGE_TOO_SMALL", measured(actual, limit, "pixels a side"))
        }
        ImageError::Unsupported { what } => (
            "IMAGE_FORMAT_UNSUPPORTED",
            measured(what, &"JPEG, PNG, WebP", "format"),
        ),
        ImageError::Unreadable { .. } => ("IMAGE_UNREADABLE", vec![]),
    };
    let mut metadata = vec![("image", role.to_string())];
    metadata.extend(measured);
    let field = match role {
        Role::Document => "document_image",
        Role::Selfie => "selfie_image",
    };
    Report {
        metadata,
        ..invalid(reason, field)
    }
}

fn measured(
    actual: &impl ToString,
    limit: &impl ToString,
    unit: &str,
) -> Vec<(&'static str, String)> {
    vec![
        ("actual", actual.to_string()),
        ("limit", limit.to_string()),
        ("unit", unit.to_owned()),
    ]
}

fn option(error: &OptionError) -> Report {
    let reason = if error.is_below_floor() {
        "OPTION_BELOW_FLOOR"
    } else {
        "OPTION_OUT_OF_RANGE"
    };
    let (actual, limit) = error.actual_and_limit();
    Report {
        metadata: vec![
            ("option", error.option().to_owned()),
            ("actual", actual),
            ("limit", limit),
        ],
        ..invalid(reason, &format!("options.{}", error.option()))
    }
}

fn plain(code: Code, reason: &'static str) -> Report {
    Report {
        code,
        reason,
        metadata: Vec::new(),
        field: None,
        retry_after: None,
    }
}

fn invalid(reason: &'static str, field: &str) -> Report {
    Report {
        field: Some(field.to_owned()),
        ..plain(Code::InvalidArgument, reason)
    }
}

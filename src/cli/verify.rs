//! `idv verify`: two images in, a verdict out.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
    process::ExitCode,
    time::Instant,
};

use bytes::Bytes;

use super::{EXIT_FAILED, failure::Failure, json, open, picture, text};
use crate::{
    config::{DEFAULT_BUDGET, DEFAULT_QUEUE, FilterName, VerifyArgs, default_workers},
    grpc::{Service, client, pb},
    image::Limits,
};

/// Longest file that is read at all, in bytes: longer than any image accepted,
/// so that the typed refusal is what answers.
const MAX_FILE_BYTES: u64 = 64 << 20;

/// Verifies and prints; exits as `idv verify --help` says.
pub fn run(args: &VerifyArgs) -> ExitCode {
    let start = Instant::now();
    let printed = match verify(args) {
        Ok(answer) => {
            let code = exit_code(answer.verdict());
            let printed = if args.json {
                json::print_answer(answer)
            } else {
                text::print_answer(&answer, start.elapsed())
            };
            printed.map(|()| code)
        }
        Err(failure) => {
            let printed = if args.json {
                json::print_failure(&failure)
            } else {
                text::print_failure(&failure)
            };
            printed.map(|()| EXIT_FAILED)
        }
    };
    // Nowhere to print: the reader has gone.
    printed.map_or(ExitCode::from(EXIT_FAILED), ExitCode::from)
}

fn exit_code(verdict: pb::Verdict) -> u8 {
    match verdict {
        pb::Verdict::Match => 0,
        pb::Verdict::NoMatch => 1,
        pb::Verdict::Review | pb::Verdict::Inconclusive | pb::Verdict::Unspecified => 3,
    }
}

fn verify(args: &VerifyArgs) -> Result<pb::Verification, Failure> {
    if args.document == Path::new("-") && args.selfie == Path::new("-") {
        return Err(Failure::OneStandardInput);
    }
    let document = read(&args.document)?;
    let selfie = read(&args.selfie)?;
    let request = pb::VerifyRequest {
        document_image: document.clone(),
        selfie_image: selfie.clone(),
        options: Some(options(args)),
        correlation_id: args.correlation_id.clone(),
    };
    let answer = ask(args, request)?
        .verification
        .ok_or(Failure::EmptyAnswer)?;
    if let Some(path) = &args.annotate {
        let png = picture::annotated(document, selfie, &answer)?;
        fs::write(path, png).map_err(|source| Failure::Write {
            path: path.clone(),
            source,
        })?;
    }
    Ok(answer)
}

fn ask(args: &VerifyArgs, request: pb::VerifyRequest) -> Result<pb::VerifyResponse, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::Runtime)?;
    runtime.block_on(async {
        match &args.server {
            Some(url) => client::verify(url, request).await.map_err(Failure::from),
            None => {
                let verifier = open(
                    args.settings(),
                    Limits::default(),
                    DEFAULT_BUDGET,
                    default_workers().get(),
                    DEFAULT_QUEUE,
                )?;
                Ok(Service::new(verifier).answer(request).await?)
            }
        }
    })
}

fn options(args: &VerifyArgs) -> pb::VerifyOptions {
    use pb::verify_options::MatchCriterion;

    let similarity = args
        .similarity_threshold
        .map(MatchCriterion::SimilarityThreshold);
    let rate = args
        .max_false_match_rate
        .map(MatchCriterion::MaxFalseMatchRate);
    let quality_filter = match args.quality_filter {
        None => pb::QualityFilter::Unspecified,
        Some(FilterName::None) => pb::QualityFilter::None,
        Some(FilterName::Auto) => pb::QualityFilter::Auto,
        Some(FilterName::Low) => pb::QualityFilter::Low,
        Some(FilterName::Medium) => pb::QualityFilter::Medium,
        Some(FilterName::High) => pb::QualityFilter::High,
    };
    pb::VerifyOptions {
        match_criterion: similarity.or(rate),
        review_threshold: args.review_threshold,
        quality_filter: quality_filter.into(),
    }
}

fn read(path: &Path) -> Result<Bytes, Failure> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin()
            .lock()
            .take(MAX_FILE_BYTES)
            .read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(MAX_FILE_BYTES).read_to_end(&mut bytes))
    };
    read.map_err(|source| Failure::Read {
        path: path.to_owned(),
        source,
    })?;
    Ok(bytes.into())
}

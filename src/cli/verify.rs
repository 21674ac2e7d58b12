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
    config::{DEFAULT_BUDGET, DEFAULT_QUEUE, VerifyArgs, default_workers},
    face::QualityFilter,
    grpc::{Service, client, pb},
    image::Limits,
};

/// Longest file that is read, in bytes: longer than any server accepts.
const MAX_FILE_BYTES: u64 = 1 << 30;

/// Verifies and prints; exits as `idv verify --help` says.
pub fn run(args: &VerifyArgs) -> ExitCode {
    let start = Instant::now();
    let answered = Images::read(args).and_then(|images| Ok((ask(args, &images)?, images)));
    let (answer, images) = match answered {
        Ok(answered) => answered,
        Err(failure) => return fail(args, &failure),
    };
    // Drawing is no part of the verification.
    let took = start.elapsed();
    let drawn = annotate(args, images, &answer);
    if let (Err(failure), true) = (&drawn, args.json) {
        return fail(args, failure);
    }
    let printed = if args.json {
        json::print_answer(&answer)
    } else {
        text::print_answer(&answer, took)
    };
    match (printed, drawn) {
        (Ok(()), Ok(())) => ExitCode::from(exit_code(answer.verdict())),
        // People have the answer all the same.
        (Ok(()), Err(failure)) => fail(args, &failure),
        // Nowhere to print: the reader has gone.
        (Err(_), _) => ExitCode::from(EXIT_FAILED),
    }
}

fn fail(args: &VerifyArgs, failure: &Failure) -> ExitCode {
    // If that cannot be printed either, the exit code says it.
    _ = if args.json {
        json::print_failure(failure)
    } else {
        text::print_failure(failure)
    };
    ExitCode::from(failure.exit_code())
}

fn exit_code(verdict: pb::Verdict) -> u8 {
    match verdict {
        pb::Verdict::Match => 0,
        pb::Verdict::NoMatch => 1,
        pb::Verdict::Review | pb::Verdict::Inconclusive | pb::Verdict::Unspecified => 3,
    }
}

/// The files, as they are.
struct Images {
    document: Bytes,
    selfie: Bytes,
}

impl Images {
    fn read(args: &VerifyArgs) -> Result<Self, Failure> {
        if args.document == Path::new("-") && args.selfie == Path::new("-") {
            return Err(Failure::OneStandardInput);
        }
        Ok(Self {
            document: read(&args.document)?,
            selfie: read(&args.selfie)?,
        })
    }
}

fn annotate(args: &VerifyArgs, images: Images, answer: &pb::Verification) -> Result<(), Failure> {
    let Some(path) = &args.annotate else {
        return Ok(());
    };
    let place = |path: &Path| fs::canonicalize(path).ok();
    let output = place(path);
    let is_output = |input| output.is_some() && place(input) == output;
    if is_output(&args.document) || is_output(&args.selfie) {
        return Err(Failure::Overwrite { path: path.clone() });
    }
    let png = picture::annotated(images.document, images.selfie, answer)?;
    fs::write(path, png).map_err(|source| Failure::Write {
        path: path.clone(),
        source,
    })
}

fn ask(args: &VerifyArgs, images: &Images) -> Result<pb::Verification, Failure> {
    let request = pb::VerifyRequest {
        document_image: images.document.clone(),
        selfie_image: images.selfie.clone(),
        options: Some(options(args)),
        correlation_id: args.correlation_id.clone(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::Runtime)?;
    let response = match &args.server {
        Some(url) => runtime.block_on(client::verify(url, request))?,
        None => {
            let workers = default_workers();
            let limits = Limits::default();
            let verifier = open(
                args.settings(),
                limits,
                DEFAULT_BUDGET,
                workers,
                DEFAULT_QUEUE,
            )?;
            runtime.block_on(Service::new(verifier).answer(request))?
        }
    };
    response.verification.ok_or(Failure::EmptyAnswer)
}

fn options(args: &VerifyArgs) -> pb::VerifyOptions {
    use pb::verify_options::MatchCriterion;

    let similarity = args
        .similarity_threshold
        .map(MatchCriterion::SimilarityThreshold);
    let rate = args
        .max_false_match_rate
        .map(MatchCriterion::MaxFalseMatchRate);
    let quality_filter = args
        .quality_filter
        .map_or(pb::QualityFilter::Unspecified, |name| {
            QualityFilter::from(name).into()
        });
    pb::VerifyOptions {
        match_criterion: similarity.or(rate),
        review_threshold: args.review_threshold,
        quality_filter: quality_filter.into(),
    }
}

fn read(path: &Path) -> Result<Bytes, Failure> {
    let mut bytes = Vec::new();
    // One more than may be: what is longer is refused, not cut.
    let limit = MAX_FILE_BYTES + 1;
    let read = if path == Path::new("-") {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    match read {
        Ok(length) if length as u64 > MAX_FILE_BYTES => Err(Failure::TooLong {
            path: path.to_owned(),
        }),
        Ok(_) => Ok(bytes.into()),
        Err(source) => Err(Failure::Read {
            path: path.to_owned(),
            source,
        }),
    }
}

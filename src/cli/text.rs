//! Answers and failures in words and colors, for people.

use std::{
    io::{self, Write},
    time::Duration,
};

use anstyle::{AnsiColor, Style};

use super::failure::Failure;
use crate::grpc::pb;

const BOLD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const ERROR: Style = AnsiColor::Red.on_default().bold();

/// Prints the verdict, what it rests on, and what to do next.
pub(super) fn print_answer(answer: &pb::Verification, took: Duration) -> io::Result<()> {
    write_answer(&mut anstream::stdout().lock(), answer, took)
}

fn write_answer(out: &mut impl Write, answer: &pb::Verification, took: Duration) -> io::Result<()> {
    let (style, verdict, sentence) = verdict(answer.verdict());
    writeln!(out, "{style}{verdict}{style:#}  {sentence}")?;
    for finding in &answer.findings {
        let mark = if finding.blocking { "✗" } else { "•" };
        writeln!(out, "  {mark} {}", finding.message)?;
    }
    writeln!(out)?;
    write_likeness(out, answer)?;
    if let Some(document) = &answer.document {
        row(out, "document", &image(document, "portrait"))?;
    }
    if let Some(selfie) = &answer.selfie {
        row(out, "selfie", &image(selfie, "dominant face"))?;
    }
    if let Some(engine) = &answer.engine {
        row(
            out,
            "engine",
            &format!("{} ({})", engine.name, engine.version),
        )?;
        row(out, "calibration", &engine.calibration)?;
    }
    let liveness = answer.liveness.unwrap_or_default().status();
    if liveness == pb::liveness::Status::NotPerformed {
        let warning = "not checked: a picture of a picture may match";
        row(out, "liveness", warning)?;
    }
    row(out, "time", &format!("{} ms", took.as_millis()))?;
    row(out, "id", &answer.id)
}

/// Prints why there is no verdict.
pub(super) fn print_failure(failure: &Failure) -> io::Result<()> {
    let mut out = anstream::stderr().lock();
    let description = failure.describe();
    writeln!(
        out,
        "{ERROR}{}{ERROR:#}  {}",
        description.reason, description.message
    )?;
    match failure.request_id() {
        Some(id) => writeln!(out, "{FAINT}{}, id {id}{FAINT:#}", description.code),
        None => writeln!(out, "{FAINT}{}{FAINT:#}", description.code),
    }
}

fn verdict(verdict: pb::Verdict) -> (Style, &'static str, &'static str) {
    let bold = |color: AnsiColor| color.on_default().bold();
    match verdict {
        pb::Verdict::Match => (
            bold(AnsiColor::Green),
            "MATCH",
            "the selfie shows the person on the document",
        ),
        pb::Verdict::NoMatch => (
            bold(AnsiColor::Red),
            "NO MATCH",
            "the selfie does not show the person on the document",
        ),
        pb::Verdict::Review => (bold(AnsiColor::Yellow), "REVIEW", "a human should look"),
        pb::Verdict::Inconclusive | pb::Verdict::Unspecified => (
            bold(AnsiColor::Blue),
            "INCONCLUSIVE",
            "the faces could not be compared",
        ),
    }
}

fn write_likeness(out: &mut impl Write, answer: &pb::Verification) -> io::Result<()> {
    let policy = answer.policy.unwrap_or_default();
    let threshold = policy.similarity_threshold;
    match answer.similarity {
        Some(similarity) => {
            let text = format!("{BOLD}{similarity:.1}{BOLD:#} %, threshold {threshold:.1}");
            row(out, "similarity", &text)?;
        }
        None => row(out, "similarity", "none, nothing was compared")?,
    }
    if let Some(rate) = answer.false_match_rate {
        row(out, "meaning", &meaning(rate))?;
    }
    if let Some(score) = answer.comparison_score {
        let needed = policy.comparison_score_threshold;
        row(out, "score", &format!("{score:.4}, threshold {needed:.4}"))?;
    }
    Ok(())
}

/// What a false match rate says to a person.
fn meaning(rate: f64) -> String {
    let one_in = (1.0 / rate).round();
    if one_in < 2.0 {
        "most pairs of different people are at least as alike".to_owned()
    } else {
        format!(
            "about one in {} pairs of different people is at least as alike",
            thousands(one_in as u64)
        )
    }
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn image(analysis: &pb::ImageAnalysis, compared: &str) -> String {
    let mut text = format!(
        "{} {} x {}",
        analysis
            .format()
            .as_str_name()
            .trim_start_matches("IMAGE_FORMAT_"),
        analysis.width,
        analysis.height
    );
    match (analysis.rotation_degrees, analysis.mirrored) {
        (0, false) => {}
        (0, true) => text.push_str(", flipped"),
        (degrees, false) => text.push_str(&format!(", turned by {degrees}°")),
        (degrees, true) => text.push_str(&format!(", turned by {degrees}° and flipped")),
    }
    match analysis.faces.as_slice() {
        [] => text.push_str(", no face"),
        [face] => text.push_str(&format!(", 1 face{}", size(face, analysis, compared))),
        [face, ..] => text.push_str(&format!(
            ", {} faces{}",
            analysis.faces.len(),
            size(face, analysis, compared)
        )),
    }
    text
}

fn size(face: &pb::Face, analysis: &pb::ImageAnalysis, compared: &str) -> String {
    let Some(bounding_box) = &face.bounding_box else {
        return String::new();
    };
    let width = bounding_box.width * analysis.width as f32;
    let height = bounding_box.height * analysis.height as f32;
    format!(", {compared} {width:.0} x {height:.0} px")
}

fn row(out: &mut impl Write, name: &str, value: &str) -> io::Result<()> {
    writeln!(out, "  {FAINT}{name:<12}{FAINT:#} {value}")
}

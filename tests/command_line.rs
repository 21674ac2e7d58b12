//! `idv verify` as people and scripts use it: arguments, output, exit codes.

use std::{
    fs::{self, File},
    process::{Command, Output, Stdio},
};

use crate::support::{
    TestServer,
    command::{IDV, code, idv, json, text},
    path,
};

#[test]
fn exit_codes_say_the_verdict() {
    for (arguments, expected) in [
        (["document.jpg", "selfie.jpg"].as_slice(), 0),
        (&["document.jpg", "selfie_other.jpg"], 1),
        (
            &[
                "document.jpg",
                "several_faces/selfie_other_holding_card.jpg",
            ],
            3,
        ),
        (&["document.jpg", "no_face/landscape.jpg"], 3),
        (
            &[
                "--several-faces",
                "review",
                "document.jpg",
                "several_faces/selfie_two_people.jpg",
            ],
            3,
        ),
        (&["document.jpg", "broken/truncated.jpg"], 4),
        (&["document.jpg", "no_such_file.jpg"], 4),
        (&["-", "-"], 2),
        (
            &[
                "--similarity-threshold",
                "0.9",
                "document.jpg",
                "selfie.jpg",
            ],
            4,
        ),
        (
            &[
                "--server",
                "http://127.0.0.1:1",
                "document.jpg",
                "selfie.jpg",
            ],
            4,
        ),
        (&["--server", "nonsense", "document.jpg", "selfie.jpg"], 4),
        (&["document.jpg"], 2),
        (&["--no-such-flag", "document.jpg", "selfie.jpg"], 2),
        (
            &[
                "--similarity-threshold",
                "much",
                "document.jpg",
                "selfie.jpg",
            ],
            2,
        ),
    ] {
        let output = idv(&[&["verify"], arguments].concat());
        assert_eq!(
            code(&output),
            expected,
            "{arguments:?}: {}",
            text(&output.stderr)
        );
    }
    assert_eq!(code(&idv(&["serve", "--similarity-threshold", "0.9"])), 2);
    assert_eq!(code(&idv(&["serve", "--review-threshold", "90"])), 2);
    assert_eq!(code(&idv(&["serve", "--listen", "nowhere"])), 4);
    assert_eq!(code(&idv(&["--help"])), 0);
}

#[test]
fn help_documents_the_exit_codes() {
    let help = text(&idv(&["verify", "--help"]).stdout);
    for line in [
        "0  MATCH",
        "1  NO_MATCH",
        "3  REVIEW or INCONCLUSIVE",
        "4  refused or failed",
    ] {
        assert!(help.contains(line), "{help}");
    }
}

#[test]
fn people_read_the_verdict_and_what_to_do_next() {
    let matched = text(&idv(&["verify", "document.jpg", "selfie.jpg"]).stdout);
    assert!(matched.starts_with("MATCH"), "{matched}");
    for part in [
        "100.0",
        "threshold 80.0",
        "1000 x 750",
        "600 x 800",
        "different people",
    ] {
        assert!(matched.contains(part), "{part}: {matched}");
    }
    let missing = text(&idv(&["verify", "document.jpg", "no_face/landscape.jpg"]).stdout);
    assert!(
        missing.starts_with("INCONCLUSIVE") && missing.contains("retake"),
        "{missing}"
    );

    let refused = idv(&["verify", "document.jpg", "refused/picture.heic"]);
    assert!(refused.stdout.is_empty());
    let refused = text(&refused.stderr);
    assert!(
        refused.contains("IMAGE_FORMAT_UNSUPPORTED") && refused.contains("HEIC"),
        "{refused}"
    );
    // Not a terminal: no colors.
    assert!(!matched.contains('\u{1b}') && !refused.contains('\u{1b}'));
}

#[test]
fn json_is_the_response_in_protobuf_json() {
    let output = idv(&[
        "verify",
        "--json",
        "--correlation-id",
        "order-17",
        "document.jpg",
        "selfie.jpg",
    ]);
    let answer = &json(&output)["verification"];
    assert_eq!(answer["verdict"], "VERDICT_MATCH");
    assert_eq!(answer["correlationId"], "order-17");
    assert_eq!(answer["document"]["width"], 1000);
    assert_eq!(answer["engine"]["name"], "embedded");
    assert_eq!(
        answer["selfie"]["faces"][0]["landmarks"][2]["type"],
        "TYPE_NOSE"
    );
    assert!(answer["comparisonScore"].as_f64().unwrap() > 0.6);
    assert!(answer["policy"]["comparisonScoreThreshold"].is_f64());
}

#[test]
fn json_failures_have_code_reason_message_and_metadata() {
    for (arguments, code, reason) in [
        (
            ["document.jpg", "broken/truncated.png"].as_slice(),
            "INVALID_ARGUMENT",
            "IMAGE_UNREADABLE",
        ),
        (
            &["document.jpg", "no_such_file.jpg"],
            "NOT_FOUND",
            "FILE_NOT_FOUND",
        ),
        (
            &["--max-false-match-rate", "2", "document.jpg", "selfie.jpg"],
            "INVALID_ARGUMENT",
            "OPTION_OUT_OF_RANGE",
        ),
        (
            &[
                "--similarity-threshold",
                "nan",
                "document.jpg",
                "selfie.jpg",
            ],
            "INVALID_ARGUMENT",
            "OPTION_OUT_OF_RANGE",
        ),
        (
            &[
                "--server",
                "http://127.0.0.1:1",
                "document.jpg",
                "selfie.jpg",
            ],
            "UNAVAILABLE",
            "SERVER_UNREACHABLE",
        ),
    ] {
        let output = idv(&[&["verify", "--json"], arguments].concat());
        assert_eq!(self::code(&output), 4);
        let error = &json(&output)["error"];
        assert_eq!(
            (&error["code"], &error["reason"]),
            (&code.into(), &reason.into()),
            "{arguments:?}"
        );
        assert!(!error["message"].as_str().unwrap().is_empty());
        assert!(error["metadata"].is_object());
    }
    let output = idv(&["verify", "--json", "limits/png_79x200.png", "selfie.jpg"]);
    let metadata = &json(&output)["error"]["metadata"];
    assert_eq!(
        metadata,
        &serde_json::json!({"image": "document", "actual": "79", "limit": "80", "unit": "pixels a side"})
    );
}

#[test]
fn a_dash_reads_standard_input() {
    let output = Command::new(IDV)
        .args(["verify", "--json", "document.jpg", "-"])
        .current_dir(path(""))
        .stdin(File::open(path("selfie.jpg")).unwrap())
        .output()
        .unwrap();
    assert_eq!(code(&output), 0);
    let empty = Command::new(IDV)
        .args(["verify", "--json", "-", "selfie.jpg"])
        .current_dir(path(""))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(code(&empty), 4);
    assert_eq!(json(&empty)["error"]["reason"], "IMAGE_MISSING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_answers_as_the_process_itself() {
    let server = TestServer::start().await;
    let address = server.address.clone();
    for pair in [
        ["document.jpg", "selfie.jpg"],
        ["document.jpg", "selfie_other.jpg"],
        ["document.jpg", "broken/truncated.jpg"],
        ["limits/png_20000x20000.png", "selfie.jpg"],
    ] {
        let address = address.clone();
        let (here, there) = tokio::task::spawn_blocking(move || {
            let here = idv(&[&["verify", "--json"], pair.as_slice()].concat());
            let there =
                idv(&[&["verify", "--json", "--server", &address], pair.as_slice()].concat());
            (here, there)
        })
        .await
        .unwrap();
        assert_eq!(code(&here), code(&there), "{pair:?}");
        let without_id = |output: &Output| {
            let mut answer = json(output);
            if let Some(verification) = answer.get_mut("verification") {
                verification["id"].take();
            }
            answer
        };
        assert_eq!(without_id(&here), without_id(&there), "{pair:?}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_annotated_picture_shows_both_images() {
    let server = TestServer::start().await;
    let folder = std::env::temp_dir().join(format!("idv-annotated-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let here = folder.join("here.png");
    let there = folder.join("there.png");
    let address = server.address.clone();
    let files = (here.clone(), there.clone());
    tokio::task::spawn_blocking(move || {
        let turned = ["turned/document_90.jpg", "selfie.jpg"];
        let (here, there) = (files.0.to_str().unwrap(), files.1.to_str().unwrap());
        let output = idv(&[&["verify", "--annotate", here], turned.as_slice()].concat());
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
        let asked = ["verify", "--server", &address, "--annotate", there];
        assert_eq!(
            code(&idv(&[asked.as_slice(), turned.as_slice()].concat())),
            0
        );
        let nowhere = ["verify", "--json", "--annotate", "no_such_folder/out.png"];
        let output = idv(&[nowhere.as_slice(), turned.as_slice()].concat());
        assert_eq!(code(&output), 4);
        assert_eq!(json(&output)["error"]["reason"], "FILE_UNWRITABLE");
        // People get the answer all the same.
        let output = idv(&[&["verify"], &nowhere[2..], turned.as_slice()].concat());
        assert_eq!(code(&output), 4);
        assert!(text(&output.stdout).starts_with("MATCH"));
        assert!(text(&output.stderr).contains("FILE_UNWRITABLE"));
        let itself = ["verify", "--json", "--annotate", "selfie.jpg"];
        let output = idv(&[itself.as_slice(), turned.as_slice()].concat());
        assert_eq!(json(&output)["error"]["reason"], "FILE_WOULD_BE_LOST");
    })
    .await
    .unwrap();
    let (here_png, there_png) = (fs::read(&here).unwrap(), fs::read(&there).unwrap());
    assert_eq!(&here_png[..8], b"\x89PNG\r\n\x1a\n");
    assert!(here_png.len() > 100_000, "{}", here_png.len());
    assert!(
        here_png == there_png,
        "a server's answer is drawn as our own"
    );
    fs::remove_dir_all(&folder).unwrap();
    server.stop().await;
}

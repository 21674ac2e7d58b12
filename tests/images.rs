//! Which images are read, and how the others are refused.

use std::fs;

use crate::support::{Refusal, TestServer, path, picture, refusal, request};
use identity_verification::grpc::pb::{ImageFormat, Verdict};
use tonic::Code;

async fn refused(server: &TestServer, document: &str, selfie: &str) -> Refusal {
    let status = server.ask(request(document, selfie)).await;
    let refusal = refusal(&status.expect_err(&format!("{document} and {selfie} must be refused")));
    assert_eq!(
        refusal.field,
        format!("{}_image", refusal.metadata["image"])
    );
    refusal
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_file_is_read() {
    let server = TestServer::start().await;
    let mut names: Vec<_> = fs::read_dir(path("formats"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() >= 20, "{names:?}");
    for name in names {
        let answer = server
            .verify("document.jpg", &format!("formats/{name}"))
            .await;
        assert_eq!(
            answer.verdict(),
            Verdict::Match,
            "{name}: {:?}",
            answer.findings
        );
        let selfie = answer.selfie.unwrap();
        assert_eq!((selfie.width, selfie.height), (180, 240), "{name}");
        let format = match name.split('_').next().unwrap() {
            "jpeg" => ImageFormat::Jpeg,
            "png" => ImageFormat::Png,
            _ => ImageFormat::Webp,
        };
        assert_eq!(selfie.format(), format, "{name}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_eight_exif_orientations_are_undone() {
    let server = TestServer::start().await;
    let upright = server
        .verify("document.jpg", "exif/1.jpg")
        .await
        .selfie
        .unwrap();
    let upright_box = upright.faces[0].bounding_box.unwrap();
    for (name, rotation, mirrored) in [
        ("1.jpg", 0, false),
        ("2.jpg", 0, true),
        ("3.jpg", 180, false),
        ("4.jpg", 180, true),
        ("5.jpg", 90, true),
        ("6.jpg", 90, false),
        ("7.jpg", 270, true),
        ("8.jpg", 270, false),
        ("6.png", 90, false),
        ("6.webp", 90, false),
        ("broken.jpg", 0, false),
    ] {
        let answer = server.verify("document.jpg", &format!("exif/{name}")).await;
        assert_eq!(answer.verdict(), Verdict::Match, "{name}");
        let selfie = answer.selfie.unwrap();
        assert_eq!(
            (selfie.rotation_degrees, selfie.mirrored),
            (rotation, mirrored),
            "{name}"
        );
        assert_eq!((selfie.width, selfie.height), (240, 320), "{name}");
        let bounds = selfie.faces[0].bounding_box.unwrap();
        let shift = (bounds.left - upright_box.left).abs() + (bounds.top - upright_box.top).abs();
        assert!(shift < 0.03, "{name}: {bounds:?}, upright {upright_box:?}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn photographs_without_exif_are_turned_as_they_need() {
    let server = TestServer::start().await;
    for degrees in [90, 180, 270] {
        let document = format!("turned/document_{degrees}.jpg");
        let selfie = format!("turned/selfie_{degrees}.jpg");
        let answer = server.verify(&document, &selfie).await;
        assert_eq!(answer.verdict(), Verdict::Match, "{degrees}");
        let (document, selfie) = (answer.document.unwrap(), answer.selfie.unwrap());
        assert_eq!(document.rotation_degrees, degrees);
        assert_eq!(selfie.rotation_degrees, degrees);
        // Upright: the card lies, the selfie stands.
        assert!(document.width > document.height && selfie.width < selfie.height);
        let bounds = selfie.faces[0].bounding_box.unwrap();
        let eye = &selfie.faces[0].landmarks[0];
        assert!(
            eye.y < bounds.top + bounds.height / 2.0,
            "eyes in the upper half"
        );
    }
    server.stop().await;
}

#[tokio::test]
async fn unsupported_formats_are_refused_by_name() {
    let server = TestServer::start().await;
    for (name, actual) in [
        ("heic", "HEIC"),
        ("avif", "AVIF"),
        ("gif", "GIF"),
        ("tiff", "TIFF"),
        ("bmp", "BMP"),
        ("pdf", "PDF"),
    ] {
        let refusal = refused(&server, "document.jpg", &format!("refused/picture.{name}")).await;
        assert_eq!(refusal.reason, "IMAGE_FORMAT_UNSUPPORTED", "{name}");
        assert_eq!(refusal.field, "selfie_image");
        assert!(
            refusal.metadata["actual"].contains(actual),
            "{:?}",
            refusal.metadata
        );
        assert_eq!(refusal.metadata["limit"], "JPEG, PNG, WebP");
    }
    let text = refused(&server, "broken/text.jpg", "selfie.jpg").await;
    assert_eq!(text.reason, "IMAGE_FORMAT_UNSUPPORTED");
    assert_eq!(text.field, "document_image");
    server.stop().await;
}

#[tokio::test]
async fn truncated_and_corrupt_files_are_refused() {
    let server = TestServer::start().await;
    for name in [
        "truncated.jpg",
        "truncated_progressive.jpg",
        "truncated.png",
        "truncated.webp",
        "corrupted.png",
    ] {
        let refusal = refused(&server, &format!("broken/{name}"), "selfie.jpg").await;
        assert_eq!(refusal.reason, "IMAGE_UNREADABLE", "{name}");
        assert_eq!(refusal.field, "document_image");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sizes_are_judged_by_the_header() {
    let server = TestServer::start().await;
    for (name, reason, actual, limit) in [
        (
            "png_20000x20000.png",
            "IMAGE_TOO_LARGE",
            "400000000",
            "50000000",
        ),
        (
            "jpeg_claims_65500x65500.jpg",
            "IMAGE_TOO_LARGE",
            "4290250000",
            "50000000",
        ),
        (
            "webp_claims_16383x16383.webp",
            "IMAGE_TOO_LARGE",
            "268402689",
            "50000000",
        ),
        ("png_1x1.png", "IMAGE_TOO_SMALL", "1", "80"),
        ("png_79x200.png", "IMAGE_TOO_SMALL", "79", "80"),
    ] {
        let refusal = refused(&server, "document.jpg", &format!("limits/{name}")).await;
        assert_eq!(refusal.reason, reason, "{name}");
        let said = (
            refusal.metadata["actual"].as_str(),
            refusal.metadata["limit"].as_str(),
        );
        assert_eq!(said, (actual, limit), "{name}");
    }
    // The smallest that is allowed.
    let answer = server.verify("document.jpg", "limits/png_80x80.png").await;
    assert_eq!(answer.selfie.unwrap().width, 80);
    server.stop().await;
}

#[tokio::test]
async fn missing_and_oversized_images_are_refused() {
    let server = TestServer::start().await;
    let mut missing = request("document.jpg", "selfie.jpg");
    missing.document_image.clear();
    let refusal_of_none = refusal(&server.ask(missing).await.unwrap_err());
    assert_eq!(refusal_of_none.reason, "IMAGE_MISSING");
    assert_eq!(refusal_of_none.field, "document_image");

    // A good image that goes on and on: one byte over the limit, and far over
    // what gRPC takes by default.
    for length in [(15 << 20) + 1, 30 << 20] {
        let mut oversized = request("document.jpg", "selfie.jpg");
        let mut bytes = picture("selfie.jpg").to_vec();
        bytes.resize(length, 0);
        oversized.selfie_image = bytes.into();
        let refusal = refusal(&server.ask(oversized).await.unwrap_err());
        assert_eq!(
            (refusal.reason.as_str(), refusal.field.as_str()),
            ("IMAGE_TOO_LARGE", "selfie_image")
        );
        assert_eq!(refusal.metadata["actual"], length.to_string());
        assert_eq!(refusal.metadata["limit"], (15 << 20).to_string());
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_files_never_bring_the_server_down() {
    let server = TestServer::start().await;
    for name in [
        "formats/jpeg_baseline.jpg",
        "formats/png_rgb.png",
        "formats/webp_lossy.webp",
    ] {
        let good = picture(name);
        for round in 0..40 {
            // A fixed walk over the file: other bytes, other cuts.
            let mut bytes = good.to_vec();
            let at = (round * 7919 + 13) % bytes.len();
            bytes[at] ^= 1 << (round % 8);
            if round % 3 == 0 {
                bytes.truncate(at);
            }
            let damaged = identity_verification::grpc::pb::VerifyRequest {
                selfie_image: bytes.into(),
                ..request("document.jpg", "selfie.jpg")
            };
            if let Err(status) = server.ask(damaged).await {
                assert_eq!(
                    status.code(),
                    Code::InvalidArgument,
                    "{name}, byte {at}: {status:?}"
                );
            }
        }
    }
    let answer = server.verify("document.jpg", "selfie.jpg").await;
    assert_eq!(answer.verdict(), Verdict::Match);
    server.stop().await;
}

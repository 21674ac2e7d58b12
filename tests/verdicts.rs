//! Two photographs in, a verdict out: over gRPC, on real pictures.

use crate::support::{TestServer, findings, has, request_with};
use identity_verification::{
    face::QualityFilter,
    grpc::pb::{
        self, ImageRole, Verdict, VerifyOptions, finding::Code, verify_options::MatchCriterion,
    },
    policy::Settings,
};

#[tokio::test(flavor = "multi_thread")]
async fn the_holder_matches_and_somebody_else_does_not() {
    let server = TestServer::start().await;
    for (document, selfie, verdict) in [
        ("document.jpg", "selfie.jpg", Verdict::Match),
        ("document.jpg", "selfie_second.jpg", Verdict::Match),
        (
            "document_other.jpg",
            "selfie_document_other.jpg",
            Verdict::Match,
        ),
        ("document.jpg", "selfie_other.jpg", Verdict::NoMatch),
        (
            "document.jpg",
            "selfie_document_other.jpg",
            Verdict::NoMatch,
        ),
        ("document_other.jpg", "selfie.jpg", Verdict::NoMatch),
    ] {
        let answer = server.verify(document, selfie).await;
        assert_eq!(
            answer.verdict(),
            verdict,
            "{document} and {selfie}: {answer:?}"
        );
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_says_all_that_was_seen() {
    let server = TestServer::start().await;
    let answer = server.verify("document.jpg", "selfie.jpg").await;

    let score = answer.comparison_score.unwrap();
    assert!((0.6..0.9).contains(&score), "{score}");
    assert!((answer.similarity.unwrap() - 100.0).abs() < 1e-3);
    assert!((answer.false_match_rate.unwrap() - 1e-6).abs() < 1e-12);
    let policy = answer.policy.unwrap();
    assert!((policy.similarity_threshold - 80.0).abs() < 1e-6);
    assert!((policy.comparison_score_threshold - 0.4295).abs() < 1e-9);
    assert_eq!(policy.quality_filter(), pb::QualityFilter::None);
    assert_eq!(
        (policy.review_threshold, policy.max_false_match_rate),
        (None, None)
    );

    let document = answer.document.unwrap();
    assert_eq!((document.width, document.height), (1000, 750));
    assert_eq!(document.format(), pb::ImageFormat::Jpeg);
    assert_eq!((document.rotation_degrees, document.mirrored), (0, false));
    // The portrait, then the ghost portrait.
    assert_eq!(document.faces.len(), 2);
    assert_eq!(document.faces[0].similarity, None);

    let selfie = answer.selfie.unwrap();
    let face = &selfie.faces[0];
    assert_eq!(face.similarity, answer.similarity);
    assert!(face.confidence > 90.0);
    assert_eq!(face.landmarks.len(), 5);
    let quality = face.quality.unwrap();
    assert!(quality.score.unwrap() > 10.0);
    assert!((5.0..95.0).contains(&quality.brightness.unwrap()));
    assert!((5.0..=100.0).contains(&quality.sharpness.unwrap()));
    let engine = answer.engine.unwrap();
    assert_eq!(engine.name, "embedded");
    assert!(!engine.version.is_empty() && !engine.calibration.is_empty());
    assert_eq!(
        answer.liveness.unwrap().status(),
        pb::liveness::Status::NotPerformed
    );
    // UUIDv7.
    assert_eq!(answer.id.as_bytes()[14], b'7');
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn boxes_are_ratios_of_the_upright_image() {
    let server = TestServer::start().await;
    let answer = server.verify("document.jpg", "selfie.jpg").await;
    let selfie = answer.selfie.unwrap();
    let face = &selfie.faces[0];
    let bounds = face.bounding_box.unwrap();
    // The head fills the middle of the picture.
    assert!(
        (0.1..0.5).contains(&bounds.left) && (0.3..0.6).contains(&bounds.width),
        "{bounds:?}"
    );
    for landmark in &face.landmarks {
        assert!(
            (bounds.left..bounds.left + bounds.width).contains(&landmark.x),
            "{landmark:?}"
        );
        assert!(
            (bounds.top..bounds.top + bounds.height).contains(&landmark.y),
            "{landmark:?}"
        );
    }
    let [eye_left, eye_right, nose, mouth_left, mouth_right] = face.landmarks.as_slice() else {
        panic!("{:?}", face.landmarks);
    };
    assert!(eye_left.x < eye_right.x && mouth_left.x < mouth_right.x);
    assert!(eye_left.y < nose.y && nose.y < mouth_left.y);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_held_up_to_the_camera_does_not_pass() {
    let server = TestServer::start().await;
    let impostor = server
        .verify(
            "document.jpg",
            "several_faces/selfie_other_holding_card.jpg",
        )
        .await;
    assert_eq!(impostor.verdict(), Verdict::Review);
    assert!(has(
        &impostor,
        Code::MatchOnSecondaryFace,
        ImageRole::Selfie
    ));
    let owner = server
        .verify("document.jpg", "several_faces/selfie_holding_own_card.jpg")
        .await;
    assert_eq!(owner.verdict(), Verdict::Match);
    assert!(!has(&owner, Code::MatchOnSecondaryFace, ImageRole::Selfie));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_face_is_an_answer() {
    let server = TestServer::start().await;
    let answer = server.verify("document.jpg", "no_face/landscape.jpg").await;
    assert_eq!(answer.verdict(), Verdict::Inconclusive);
    assert_eq!(
        (
            answer.similarity,
            answer.comparison_score,
            answer.false_match_rate
        ),
        (None, None, None)
    );
    let selfie = answer.selfie.unwrap();
    assert_eq!(selfie.faces, []);
    // Nothing was seen that would have turned it.
    assert_eq!(
        (selfie.width, selfie.height, selfie.rotation_degrees),
        (640, 480, 0)
    );
    assert_eq!(answer.document.unwrap().faces.len(), 2);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bystander_is_no_second_person() {
    let server = TestServer::start().await;
    let answer = server
        .verify("document.jpg", "several_faces/selfie_bystander.jpg")
        .await;
    assert_eq!(
        (answer.verdict(), findings(&answer)),
        (Verdict::Match, vec![])
    );
    assert_eq!(answer.selfie.unwrap().faces.len(), 2);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_may_send_several_people_to_review() {
    let settings = Settings {
        several_faces_need_review: true,
        ..Settings::default()
    };
    let server = TestServer::with(settings).await;
    let answer = server
        .verify("document.jpg", "several_faces/selfie_two_people.jpg")
        .await;
    assert_eq!(answer.verdict(), Verdict::Review);
    assert_eq!(findings(&answer), [(Code::SeveralFaces, ImageRole::Selfie)]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_picture_goes_to_review_and_the_same_portrait_does_not() {
    let server = TestServer::start().await;
    for probe in [
        "selfie.jpg",
        "same_picture/selfie_reencoded.jpg",
        "same_picture/selfie_reencoded.png",
    ] {
        let answer = server.verify("selfie.jpg", probe).await;
        assert_eq!(answer.verdict(), Verdict::Review, "{probe}");
        assert!(
            has(&answer, Code::SamePicture, ImageRole::Unspecified),
            "{probe}"
        );
    }
    let again = server
        .verify(
            "same_picture/document_with_selfie_picture.jpg",
            "selfie.jpg",
        )
        .await;
    assert_eq!(
        (again.verdict(), findings(&again)),
        (Verdict::Match, vec![])
    );
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_quality_filter_refuses_to_compare_poor_faces() {
    let server = TestServer::start().await;
    let filtered = |document, selfie, filter: pb::QualityFilter| {
        let options = VerifyOptions {
            quality_filter: filter.into(),
            ..VerifyOptions::default()
        };
        server.ask(request_with(document, selfie, options))
    };
    let low = pb::QualityFilter::Low;
    let answer = filtered("document.jpg", "quality/selfie_poor.jpg", low)
        .await
        .unwrap();
    assert_eq!(answer.verdict(), Verdict::Inconclusive);
    assert_eq!(answer.similarity, None);
    let finding = &answer.findings[0];
    assert_eq!(
        (finding.code(), finding.image()),
        (Code::LowQuality, ImageRole::Selfie)
    );
    assert!(finding.measured.unwrap() < finding.limit.unwrap());

    let answer = filtered("quality/document_poor.jpg", "selfie.jpg", low)
        .await
        .unwrap();
    assert!(has(&answer, Code::LowQuality, ImageRole::Document));

    // Between the bars: good enough for the lower one, not for the higher one.
    for (filter, verdict) in [
        (pb::QualityFilter::None, Verdict::Match),
        (pb::QualityFilter::Auto, Verdict::Match),
        (low, Verdict::Match),
        (pb::QualityFilter::High, Verdict::Inconclusive),
    ] {
        let answer = filtered("document.jpg", "quality/selfie_mediocre.jpg", filter)
            .await
            .unwrap();
        assert_eq!(answer.verdict(), verdict, "{filter:?}");
        assert_eq!(answer.policy.unwrap().quality_filter(), filter);
    }
    // A filter that the usual pictures pass.
    let answer = filtered("document.jpg", "selfie.jpg", pb::QualityFilter::High)
        .await
        .unwrap();
    assert_eq!(
        (answer.verdict(), findings(&answer)),
        (Verdict::Match, vec![])
    );
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operators_filter_is_the_default() {
    let settings = Settings {
        quality_filter: QualityFilter::Low,
        ..Settings::default()
    };
    let server = TestServer::with(settings).await;
    let answer = server
        .verify("document.jpg", "quality/selfie_poor.jpg")
        .await;
    assert_eq!(answer.verdict(), Verdict::Inconclusive);
    assert!(has(&answer, Code::LowQuality, ImageRole::Selfie));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_band_sends_near_misses_to_a_person() {
    let server = TestServer::start().await;
    // A threshold so high that the pair misses it, and a band that reaches down to it.
    let options = |review_threshold| VerifyOptions {
        match_criterion: Some(MatchCriterion::MaxFalseMatchRate(1e-6)),
        review_threshold,
        ..VerifyOptions::default()
    };
    let pair = ("document.jpg", "quality/selfie_mediocre.jpg");
    let answer = server
        .ask(request_with(pair.0, pair.1, options(Some(80.0))))
        .await
        .unwrap();
    assert_eq!(answer.verdict(), Verdict::Review, "{answer:?}");
    assert!(has(
        &answer,
        Code::SimilarityInReviewBand,
        ImageRole::Unspecified
    ));
    assert_eq!(answer.policy.unwrap().review_threshold, Some(80.0));
    let answer = server
        .ask(request_with(pair.0, pair.1, options(None)))
        .await
        .unwrap();
    assert_eq!(answer.verdict(), Verdict::NoMatch);
    server.stop().await;
}

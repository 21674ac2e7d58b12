//! What a caller may ask: stricter than the operator, never laxer, and never
//! nonsense.

use crate::support::{TestServer, refusal, request, request_with};
use identity_verification::{
    face::{QualityFilter, Similarity},
    grpc::pb::{self, VerifyOptions, verify_options::MatchCriterion},
    policy::Settings,
};
use tonic::Status;

fn threshold(percent: f32) -> VerifyOptions {
    VerifyOptions {
        match_criterion: Some(MatchCriterion::SimilarityThreshold(percent)),
        ..VerifyOptions::default()
    }
}

fn rate(ratio: f64) -> VerifyOptions {
    VerifyOptions {
        match_criterion: Some(MatchCriterion::MaxFalseMatchRate(ratio)),
        ..VerifyOptions::default()
    }
}

fn review(percent: f32) -> VerifyOptions {
    VerifyOptions {
        review_threshold: Some(percent),
        ..VerifyOptions::default()
    }
}

fn filter(number: i32) -> VerifyOptions {
    VerifyOptions {
        quality_filter: number,
        ..VerifyOptions::default()
    }
}

/// The refusal's reason and the field it names.
fn reason_and_field(status: &Status) -> (String, String) {
    let refusal = refusal(status);
    (refusal.reason, refusal.field)
}

#[tokio::test]
async fn nonsense_is_refused_and_named() {
    let server = TestServer::start().await;
    for (options, field) in [
        (threshold(f32::NAN), "options.similarity_threshold"),
        (threshold(f32::INFINITY), "options.similarity_threshold"),
        (threshold(-1.0), "options.similarity_threshold"),
        (threshold(100.5), "options.similarity_threshold"),
        (rate(f64::NAN), "options.max_false_match_rate"),
        (rate(f64::NEG_INFINITY), "options.max_false_match_rate"),
        (rate(0.0), "options.max_false_match_rate"),
        (rate(-1e-4), "options.max_false_match_rate"),
        (rate(1.5), "options.max_false_match_rate"),
        // Smaller than the calibration's data supports.
        (rate(1e-7), "options.max_false_match_rate"),
        (review(f32::NAN), "options.review_threshold"),
        (review(-0.1), "options.review_threshold"),
        // Above the match threshold.
        (review(80.5), "options.review_threshold"),
        (filter(99), "options.quality_filter"),
        (filter(-1), "options.quality_filter"),
    ] {
        let asked = format!("{options:?}");
        let status = server
            .ask(request_with("document.jpg", "selfie.jpg", options))
            .await;
        let refusal = reason_and_field(&status.unwrap_err());
        assert_eq!(
            refusal,
            ("OPTION_OUT_OF_RANGE".to_owned(), field.to_owned()),
            "{asked}"
        );
    }
    server.stop().await;
}

#[tokio::test]
async fn a_caller_may_not_ask_for_less_than_the_operator() {
    let server = TestServer::with(Settings {
        review_threshold: Similarity::from_percent(60.0),
        quality_filter: QualityFilter::Low,
        ..Settings::default()
    })
    .await;
    for (options, field) in [
        // Meant as 90%.
        (threshold(0.9), "options.similarity_threshold"),
        (threshold(79.9), "options.similarity_threshold"),
        (rate(1e-3), "options.max_false_match_rate"),
        (rate(1.0), "options.max_false_match_rate"),
        (review(59.0), "options.review_threshold"),
        (
            filter(pb::QualityFilter::None.into()),
            "options.quality_filter",
        ),
    ] {
        let asked = format!("{options:?}");
        let status = server
            .ask(request_with("document.jpg", "selfie.jpg", options))
            .await;
        let refusal = reason_and_field(&status.unwrap_err());
        assert_eq!(
            refusal,
            ("OPTION_BELOW_FLOOR".to_owned(), field.to_owned()),
            "{asked}"
        );
    }
    server.stop().await;
}

#[tokio::test]
async fn refusals_speak_the_unit_that_was_asked() {
    let server = TestServer::with(Settings {
        quality_filter: QualityFilter::Low,
        ..Settings::default()
    })
    .await;
    for (options, actual, limit, words) in [
        (threshold(0.9), "0.9", "80", "0.9 percent"),
        (rate(1e-3), "0.001", "0.0001", "1e-3"),
        (threshold(100.1), "100.1", "100", "100.1"),
        (filter(pb::QualityFilter::None.into()), "NONE", "LOW", "LOW"),
    ] {
        let status = server
            .ask(request_with("document.jpg", "selfie.jpg", options))
            .await;
        let status = status.unwrap_err();
        let metadata = refusal(&status).metadata;
        assert_eq!(
            (metadata["actual"].as_str(), metadata["limit"].as_str()),
            (actual, limit)
        );
        assert!(status.message().contains(words), "{}", status.message());
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_may_ask_for_more() {
    let server = TestServer::start().await;
    for (options, score_threshold) in [
        (threshold(80.0), 0.4295),
        (threshold(100.0), 0.4908),
        (rate(1e-4), 0.4295),
        (rate(1e-5), 0.4908),
        // Beyond the end of the similarity scale: the score decides.
        (rate(1e-6), 0.5423),
    ] {
        let asked = options.match_criterion;
        let answer = server
            .ask(request_with("document.jpg", "selfie.jpg", options))
            .await
            .unwrap();
        let policy = answer.policy.unwrap();
        assert!(
            (policy.comparison_score_threshold - score_threshold).abs() < 1e-9,
            "{asked:?}"
        );
        match asked {
            Some(MatchCriterion::MaxFalseMatchRate(rate)) => {
                assert_eq!(policy.max_false_match_rate, Some(rate));
            }
            _ => assert_eq!(policy.max_false_match_rate, None),
        }
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_beyond_the_similarity_scale_still_decides() {
    let server = TestServer::start().await;
    // Its score lies between the thresholds for 1e-4 and 1e-6.
    let pair = ("document.jpg", "quality/selfie_mediocre.jpg");
    let lax = server
        .ask(request_with(pair.0, pair.1, rate(1e-4)))
        .await
        .unwrap();
    assert_eq!(lax.verdict(), pb::Verdict::Match, "{lax:?}");
    let strict = server
        .ask(request_with(pair.0, pair.1, rate(1e-6)))
        .await
        .unwrap();
    assert_eq!(strict.verdict(), pb::Verdict::NoMatch, "{strict:?}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_may_lower_the_floor_on_purpose() {
    let server = TestServer::with(Settings {
        similarity_threshold_floor: Similarity::from_percent(40.0),
        ..Settings::default()
    })
    .await;
    let asked = |options| server.ask(request_with("document.jpg", "selfie.jpg", options));
    let answer = asked(threshold(40.0)).await.unwrap();
    assert!((answer.policy.unwrap().similarity_threshold - 40.0).abs() < 1e-6);
    let status = asked(threshold(39.0)).await.unwrap_err();
    assert_eq!(reason_and_field(&status).0, "OPTION_BELOW_FLOOR");
    // What is not asked stays at the operator's own threshold.
    let answer = asked(VerifyOptions::default()).await.unwrap();
    assert!((answer.policy.unwrap().similarity_threshold - 80.0).abs() < 1e-6);
    server.stop().await;
}

#[test]
fn settings_that_contradict_each_other_are_refused() {
    use identity_verification::policy::{Terms, TermsError};

    let percent = |number| Similarity::from_percent(number);
    let floor = Settings {
        similarity_threshold_floor: percent(90.0),
        ..Settings::default()
    };
    assert!(matches!(
        Terms::new(floor),
        Err(TermsError::FloorAboveThreshold { .. })
    ));
    let review = Settings {
        review_threshold: percent(90.0),
        ..Settings::default()
    };
    assert!(matches!(
        Terms::new(review),
        Err(TermsError::ReviewAboveThreshold { .. })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_callers_identifier_comes_back() {
    let server = TestServer::start().await;
    let with_id = |id: &str| pb::VerifyRequest {
        correlation_id: id.to_owned(),
        ..request("document.jpg", "selfie.jpg")
    };
    let longest = "x".repeat(128);
    for id in ["", "order-17/B", longest.as_str()] {
        assert_eq!(server.ask(with_id(id)).await.unwrap().correlation_id, id);
    }
    let too_long = "x".repeat(129);
    for id in ["two words", "line\nbreak", "grüße", too_long.as_str()] {
        let status = server.ask(with_id(id)).await.unwrap_err();
        let expected = (
            "CORRELATION_ID_INVALID".to_owned(),
            "correlation_id".to_owned(),
        );
        assert_eq!(reason_and_field(&status), expected, "{id:?}");
    }
    server.stop().await;
}

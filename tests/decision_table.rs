//! The decision table, row by row, with no engine: what was seen goes in, the
//! verdict and its reasons come out.

use identity_verification::{
    calibration::Calibration,
    face::{
        BoundingBox, Comparison, Face, FindingCode, ImageAnalysis, ImageFormat, QualityFilter,
        Role, Shortfall, Similarity, Verdict,
    },
    policy::{Decision, Policy, Settings, Terms, decide},
};

/// Cosine at similarity 80, the default threshold.
const THRESHOLD: f64 = 0.4295;
/// Cosine at similarity 60.
const REVIEW: f64 = 0.3681;

fn face(size: f32, score: Option<f64>) -> Face {
    Face {
        bounding_box: BoundingBox {
            left: 0.1,
            top: 0.1,
            width: size,
            height: size,
        },
        score,
        ..Face::default()
    }
}

fn poor(size: f32) -> Face {
    let shortfall = Shortfall {
        measured: Some(9.0),
        limit: Some(9.4),
    };
    Face {
        shortfall: Some(shortfall),
        ..face(size, None)
    }
}

fn comparison(document: Vec<Face>, selfie: Vec<Face>) -> Comparison {
    let image = |faces| ImageAnalysis {
        format: ImageFormat::Jpeg,
        width: 600,
        height: 800,
        rotation_degrees: 0,
        mirrored: false,
        faces,
    };
    Comparison {
        document: image(document),
        selfie: image(selfie),
        same_picture: false,
    }
}

fn policy(settings: Settings) -> Policy {
    let terms = Terms::new(settings).unwrap();
    terms
        .policy(&Default::default(), &Calibration::embedded())
        .unwrap()
}

fn with_review_band() -> Settings {
    Settings {
        review_threshold: Similarity::from_percent(60.0),
        ..Settings::default()
    }
}

fn with_several_faces_reviewed() -> Settings {
    Settings {
        several_faces_need_review: true,
        ..Settings::default()
    }
}

fn decided(comparison: &Comparison, settings: Settings) -> (Verdict, Vec<FindingCode>) {
    let Decision { verdict, findings } =
        decide(comparison, &policy(settings), &Calibration::embedded());
    (
        verdict,
        findings.iter().map(|finding| finding.code).collect(),
    )
}

#[test]
fn every_row_of_the_table() {
    use FindingCode::{
        LowQuality, MatchOnSecondaryFace, NoFace, SamePicture, SeveralFaces,
        SimilarityBelowThreshold, SimilarityInReviewBand,
    };
    use Verdict::{Inconclusive, Match, NoMatch, Review};

    let plain = Settings::default;
    let portrait = || vec![face(0.3, None)];
    let selfie = |score| vec![face(0.4, Some(score))];
    let same = |mut comparison: Comparison| {
        comparison.same_picture = true;
        comparison
    };
    let rows = [
        // Missing and poor faces come first.
        (
            "no portrait",
            comparison(vec![], vec![face(0.4, None)]),
            plain(),
            Inconclusive,
            vec![NoFace],
        ),
        (
            "no face in the selfie",
            comparison(portrait(), vec![]),
            plain(),
            Inconclusive,
            vec![NoFace],
        ),
        (
            "no face anywhere",
            comparison(vec![], vec![]),
            plain(),
            Inconclusive,
            vec![NoFace, NoFace],
        ),
        (
            "a poor portrait",
            comparison(vec![poor(0.3)], vec![face(0.4, None)]),
            plain(),
            Inconclusive,
            vec![LowQuality],
        ),
        (
            "a poor selfie",
            comparison(portrait(), vec![poor(0.4)]),
            plain(),
            Inconclusive,
            vec![LowQuality],
        ),
        (
            "poor outranks the same picture",
            same(comparison(vec![poor(0.3)], vec![poor(0.4)])),
            plain(),
            Inconclusive,
            vec![LowQuality, LowQuality, SamePicture],
        ),
        (
            "a poor dominant face is not replaced by one that matches",
            comparison(portrait(), vec![poor(0.4), face(0.1, Some(0.9))]),
            plain(),
            Inconclusive,
            vec![LowQuality, MatchOnSecondaryFace],
        ),
        // The same picture.
        (
            "the same picture",
            same(comparison(portrait(), selfie(1.0))),
            plain(),
            Review,
            vec![SamePicture],
        ),
        (
            "the same picture, yet unlike",
            same(comparison(portrait(), selfie(0.1))),
            plain(),
            Review,
            vec![SamePicture, SimilarityBelowThreshold],
        ),
        // The threshold itself belongs to the match.
        (
            "at the threshold",
            comparison(portrait(), selfie(THRESHOLD)),
            plain(),
            Match,
            vec![],
        ),
        (
            "just below the threshold",
            comparison(portrait(), selfie(THRESHOLD - 1e-9)),
            plain(),
            NoMatch,
            vec![SimilarityBelowThreshold],
        ),
        // Several people.
        (
            "a match with a bystander as large",
            comparison(
                portrait(),
                vec![face(0.4, Some(0.9)), face(0.29, Some(0.1))],
            ),
            plain(),
            Match,
            vec![SeveralFaces],
        ),
        (
            "a match with a small bystander",
            comparison(
                portrait(),
                vec![face(0.4, Some(0.9)), face(0.28, Some(0.1))],
            ),
            plain(),
            Match,
            vec![],
        ),
        (
            "several people, and the operator minds",
            comparison(
                portrait(),
                vec![face(0.4, Some(0.9)), face(0.29, Some(0.1))],
            ),
            with_several_faces_reviewed(),
            Review,
            vec![SeveralFaces],
        ),
        (
            "several people, none alike, and the operator minds",
            comparison(
                portrait(),
                vec![face(0.4, Some(0.1)), face(0.29, Some(0.1))],
            ),
            with_several_faces_reviewed(),
            NoMatch,
            vec![SimilarityBelowThreshold, SeveralFaces],
        ),
        (
            "several faces on the document",
            comparison(vec![face(0.3, None), face(0.3, None)], selfie(0.9)),
            with_several_faces_reviewed(),
            Match,
            vec![],
        ),
        // A card held up to the camera.
        (
            "another face matches",
            comparison(portrait(), vec![face(0.4, Some(0.1)), face(0.1, Some(0.9))]),
            plain(),
            Review,
            vec![MatchOnSecondaryFace, SimilarityBelowThreshold],
        ),
        (
            "another face matches beside the dominant one",
            comparison(portrait(), vec![face(0.4, Some(0.6)), face(0.1, Some(0.9))]),
            plain(),
            Match,
            vec![],
        ),
        (
            "another face stays below the threshold",
            comparison(
                portrait(),
                vec![face(0.4, Some(0.1)), face(0.1, Some(0.42))],
            ),
            plain(),
            NoMatch,
            vec![SimilarityBelowThreshold],
        ),
        (
            "another face matches, dominant in the review band",
            comparison(portrait(), vec![face(0.4, Some(0.4)), face(0.1, Some(0.9))]),
            with_review_band(),
            Review,
            vec![MatchOnSecondaryFace, SimilarityInReviewBand],
        ),
        // The review band.
        (
            "at the review threshold",
            comparison(portrait(), selfie(REVIEW)),
            with_review_band(),
            Review,
            vec![SimilarityInReviewBand],
        ),
        (
            "just below the review threshold",
            comparison(portrait(), selfie(REVIEW - 1e-9)),
            with_review_band(),
            NoMatch,
            vec![SimilarityBelowThreshold],
        ),
        (
            "in what would be the band, without one",
            comparison(portrait(), selfie(0.4)),
            plain(),
            NoMatch,
            vec![SimilarityBelowThreshold],
        ),
        // Nothing to go by.
        (
            "an engine that gives no score",
            comparison(portrait(), vec![face(0.4, None)]),
            plain(),
            Inconclusive,
            vec![LowQuality],
        ),
        (
            "a poor selfie and no portrait",
            comparison(vec![], vec![poor(0.4)]),
            plain(),
            Inconclusive,
            vec![NoFace, LowQuality],
        ),
    ];
    for (name, comparison, settings, verdict, codes) in rows {
        assert_eq!(decided(&comparison, settings), (verdict, codes), "{name}");
    }
}

#[test]
fn findings_name_the_image_and_carry_value_and_limit() {
    let comparison = comparison(vec![poor(0.3)], vec![]);
    let Decision { findings, .. } = decide(
        &comparison,
        &policy(Settings::default()),
        &Calibration::embedded(),
    );
    let [no_face, low_quality] = findings.as_slice() else {
        panic!("{findings:?}");
    };
    assert_eq!(
        (no_face.image, no_face.measured),
        (Some(Role::Selfie), None)
    );
    assert_eq!(low_quality.image, Some(Role::Document));
    let (measured, limit) = (low_quality.measured.unwrap(), low_quality.limit.unwrap());
    assert!((measured - 9.0).abs() < 1e-6 && (limit - 9.4).abs() < 1e-6);
}

#[test]
fn similarity_findings_are_in_percent() {
    let comparison = comparison(vec![face(0.3, None)], vec![face(0.4, Some(REVIEW))]);
    let Decision { findings, .. } = decide(
        &comparison,
        &policy(Settings::default()),
        &Calibration::embedded(),
    );
    assert_eq!(findings[0].image, None);
    assert!((findings[0].measured.unwrap() - 60.0).abs() < 1e-4);
    assert!((findings[0].limit.unwrap() - 80.0).abs() < 1e-4);
}

#[test]
fn only_blocking_findings_rule_out_a_match() {
    let bystander = comparison(
        vec![face(0.3, None)],
        vec![face(0.4, Some(0.9)), face(0.4, Some(0.1))],
    );
    for (settings, blocking) in [
        (Settings::default(), false),
        (with_several_faces_reviewed(), true),
    ] {
        let decision = decide(&bystander, &policy(settings), &Calibration::embedded());
        assert_eq!(decision.findings[0].code, FindingCode::SeveralFaces);
        assert_eq!(decision.findings[0].blocking, blocking);
        assert_eq!(decision.verdict == Verdict::Match, !blocking);
    }
}

#[test]
fn filters_do_not_change_the_threshold() {
    for filter in [QualityFilter::None, QualityFilter::High] {
        let settings = Settings {
            quality_filter: filter,
            ..Settings::default()
        };
        let policy = policy(settings);
        assert_eq!(
            (policy.quality_filter, policy.score_threshold),
            (filter, THRESHOLD)
        );
    }
}

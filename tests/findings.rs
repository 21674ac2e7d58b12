//! Every finding that the embedded engine can measure: a picture that triggers
//! it, and that the usual pictures do not.
//!
//! `LOW_QUALITY` and `SIMILARITY_IN_REVIEW_BAND` need options: see `verdicts`.

use identity_verification::grpc::pb::{ImageRole, finding::Code};

use crate::support::{TestServer, findings};

/// On which side of its limit a measured value lies.
#[derive(Clone, Copy, Debug)]
enum Measured {
    Nothing,
    BelowLimit,
    AboveLimit,
}

const DOCUMENT: &str = "document.jpg";

#[tokio::test(flavor = "multi_thread")]
async fn the_usual_pictures_have_none() {
    let server = TestServer::start().await;
    for selfie in ["selfie.jpg", "selfie_second.jpg"] {
        assert_eq!(
            findings(&server.verify(DOCUMENT, selfie).await),
            [],
            "{selfie}"
        );
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_finding_has_its_picture() {
    use Measured::{AboveLimit, BelowLimit, Nothing};

    let server = TestServer::start().await;
    let selfie = ImageRole::Selfie;
    let pair = ImageRole::Unspecified;
    for (code, image, blocking, measured, document, probe) in [
        (
            Code::NoFace,
            selfie,
            true,
            Nothing,
            DOCUMENT,
            "no_face/landscape.jpg",
        ),
        (
            Code::NoFace,
            ImageRole::Document,
            true,
            Nothing,
            "no_face/document_back.jpg",
            "selfie.jpg",
        ),
        (
            Code::SimilarityBelowThreshold,
            pair,
            true,
            BelowLimit,
            DOCUMENT,
            "selfie_other.jpg",
        ),
        (
            Code::MatchOnSecondaryFace,
            selfie,
            true,
            AboveLimit,
            DOCUMENT,
            "several_faces/selfie_other_holding_card.jpg",
        ),
        (
            Code::SeveralFaces,
            selfie,
            false,
            AboveLimit,
            DOCUMENT,
            "several_faces/selfie_two_people.jpg",
        ),
        (
            Code::FaceSmall,
            selfie,
            false,
            BelowLimit,
            DOCUMENT,
            "quality/selfie_small.jpg",
        ),
        (
            Code::FaceBlurred,
            selfie,
            false,
            BelowLimit,
            DOCUMENT,
            "quality/selfie_blurred.jpg",
        ),
        (
            Code::FaceBlurred,
            ImageRole::Document,
            false,
            BelowLimit,
            "quality/document_poor.jpg",
            "selfie.jpg",
        ),
        (
            Code::FaceDark,
            selfie,
            false,
            BelowLimit,
            DOCUMENT,
            "quality/selfie_dark.jpg",
        ),
        (
            Code::FaceBright,
            selfie,
            false,
            AboveLimit,
            DOCUMENT,
            "quality/selfie_bright.jpg",
        ),
        (
            Code::FaceTurned,
            selfie,
            false,
            AboveLimit,
            DOCUMENT,
            "quality/selfie_turned.jpg",
        ),
        (
            Code::FaceCutOff,
            selfie,
            false,
            BelowLimit,
            DOCUMENT,
            "quality/selfie_cut_off.jpg",
        ),
        (
            Code::SamePicture,
            pair,
            true,
            Nothing,
            "selfie.jpg",
            "same_picture/selfie_reencoded.jpg",
        ),
    ] {
        let answer = server.verify(document, probe).await;
        let finding = answer
            .findings
            .iter()
            .find(|finding| finding.code() == code);
        let finding = finding.unwrap_or_else(|| panic!("{code:?}: {:?}", answer.findings));
        assert_eq!(
            (finding.image(), finding.blocking),
            (image, blocking),
            "{code:?}"
        );
        let holds = match (measured, finding.measured, finding.limit) {
            (Nothing, None, None) => true,
            (BelowLimit, Some(value), Some(limit)) => value < limit,
            (AboveLimit, Some(value), Some(limit)) => value > limit,
            _ => false,
        };
        assert!(holds, "{measured:?}: {finding:?}");
        assert!(!finding.message.is_empty());
    }
    server.stop().await;
}

//! What callers are told when the server is full, slow or broken: with an
//! engine that does as the test says.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use identity_verification::{
    calibration::Calibration,
    engine::{Engine, EngineError, Examined, Identity, embedded::Embedded},
    face::{Comparison, QualityFilter},
    grpc::pb::Verdict,
    image::{InspectedImage, Limits},
    policy::{Settings, Terms},
    verify::Verifier,
};
use tokio::sync::Semaphore;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::support::{TestServer, request};

/// What the engine does with every image.
#[derive(Clone, Copy)]
enum Behavior {
    Busy,
    Broken,
    Panicking,
    Never,
    /// As the embedded engine, once the test allows it.
    WhenAllowed,
}

struct Scripted {
    behavior: Behavior,
    /// Images whose examination has begun.
    begun: Arc<Semaphore>,
    /// Images that may be examined.
    allowed: Arc<Semaphore>,
    embedded: Embedded,
}

#[async_trait]
impl Engine for Scripted {
    fn identity(&self) -> Identity {
        self.embedded.identity()
    }

    async fn examine(&self, image: InspectedImage) -> Result<Examined, EngineError> {
        self.begun.add_permits(1);
        match self.behavior {
            Behavior::Busy => Err(EngineError::Busy),
            Behavior::Broken => Err(EngineError::Failed("a secret of the engine".into())),
            Behavior::Panicking => panic!("on purpose"),
            Behavior::Never => std::future::pending().await,
            Behavior::WhenAllowed => {
                self.allowed.acquire().await.unwrap().forget();
                self.embedded.examine(image).await
            }
        }
    }

    async fn compare(
        &self,
        document: &Examined,
        selfie: &Examined,
        filter: QualityFilter,
    ) -> Result<Comparison, EngineError> {
        self.embedded.compare(document, selfie, filter).await
    }
}

/// A server with that engine, and the two counters.
async fn server(
    behavior: Behavior,
    budget: Duration,
) -> (TestServer, Arc<Semaphore>, Arc<Semaphore>) {
    let (begun, allowed) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let engine = Scripted {
        behavior,
        begun: Arc::clone(&begun),
        allowed: Arc::clone(&allowed),
        embedded: Embedded::start(1, 4).unwrap(),
    };
    let terms = Terms::new(Settings::default()).unwrap();
    let calibration = Calibration::embedded();
    let verifier = Verifier::new(
        Arc::new(engine),
        calibration,
        terms,
        Limits::default(),
        budget,
    );
    (TestServer::serving(verifier).await, begun, allowed)
}

async fn refusal(behavior: Behavior, budget: Duration) -> Status {
    let (server, _, _) = server(behavior, budget).await;
    let status = server
        .ask(request("document.jpg", "selfie.jpg"))
        .await
        .unwrap_err();
    server.stop().await;
    status
}

fn reason(status: &Status) -> String {
    let info = status.get_details_error_info().unwrap();
    assert_eq!(info.domain, "identity-verification");
    assert!(status.get_details_request_info().is_some());
    assert!(
        status.get_details_bad_request().is_none(),
        "not the caller's fault"
    );
    info.reason
}

const AMPLE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_full_server_says_when_to_come_back() {
    let status = refusal(Behavior::Busy, AMPLE).await;
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::ResourceExhausted, "SERVER_BUSY")
    );
    assert!(
        status
            .get_details_retry_info()
            .unwrap()
            .retry_delay
            .unwrap()
            > Duration::ZERO
    );
}

#[tokio::test]
async fn a_broken_engine_is_no_fault_of_the_caller_and_keeps_its_secrets() {
    let status = refusal(Behavior::Broken, AMPLE).await;
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::Internal, "ENGINE_FAILED")
    );
    assert!(!format!("{status:?}").contains("secret"), "{status:?}");
}

#[tokio::test]
async fn work_beyond_its_budget_is_given_up() {
    let status = refusal(Behavior::Never, Duration::from_millis(20)).await;
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::DeadlineExceeded, "OUT_OF_TIME")
    );
}

#[tokio::test]
async fn a_panic_ends_one_call_and_not_the_server() {
    let (server, _, _) = server(Behavior::Panicking, AMPLE).await;
    for _ in 0..2 {
        let status = server
            .ask(request("document.jpg", "selfie.jpg"))
            .await
            .unwrap_err();
        assert_ne!(status.code(), Code::InvalidArgument);
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn running_calls_finish_after_the_server_is_told_to_stop() {
    let (server, begun, allowed) = server(Behavior::WhenAllowed, AMPLE).await;
    let mut health = tonic_health::pb::health_client::HealthClient::new(server.channel.clone());
    let service = tonic_health::pb::HealthCheckRequest::default();
    let mut watch = health.watch(service).await.unwrap().into_inner();
    let status = watch.message().await.unwrap().unwrap().status();
    assert_eq!(
        status,
        tonic_health::pb::health_check_response::ServingStatus::Serving
    );

    let mut client = server.client.clone();
    let call =
        tokio::spawn(async move { client.verify(request("document.jpg", "selfie.jpg")).await });
    begun.acquire_many(2).await.unwrap().forget();
    let stopped = server.begin_stop();
    let status = watch.message().await.unwrap().unwrap().status();
    assert_eq!(
        status,
        tonic_health::pb::health_check_response::ServingStatus::NotServing
    );
    assert!(!stopped.is_finished());

    allowed.add_permits(2);
    let answer = call
        .await
        .unwrap()
        .unwrap()
        .into_inner()
        .verification
        .unwrap();
    assert_eq!(answer.verdict(), Verdict::Match);
    drop((watch, health));
    stopped.await.unwrap();
}

//! The server as its operators and callers see it: health, reflection, stopping.

use crate::support::{TestServer, request};
use identity_verification::grpc::pb::Verdict;
use tokio_stream::StreamExt as _;
use tonic::Code;
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use tonic_reflection::pb::{
    v1::{
        ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
        server_reflection_request::MessageRequest, server_reflection_response::MessageResponse,
    },
    v1alpha,
};

const SERVICE: &str = "identity_verification.v1.IdentityVerification";

fn health_request(service: &str) -> HealthCheckRequest {
    HealthCheckRequest {
        service: service.to_owned(),
    }
}

#[tokio::test]
async fn health_answers_for_the_process_and_the_service() {
    let server = TestServer::start().await;
    let mut health = HealthClient::new(server.channel.clone());
    for name in ["", SERVICE] {
        let status = health
            .check(health_request(name))
            .await
            .unwrap()
            .into_inner()
            .status();
        assert_eq!(status, ServingStatus::Serving, "{name:?}");
    }
    let unknown = health
        .check(health_request("somebody.else"))
        .await
        .unwrap_err();
    assert_eq!(unknown.code(), Code::NotFound);
    server.stop().await;
}

#[tokio::test]
async fn reflection_lists_the_service_in_both_versions() {
    let server = TestServer::start().await;

    let mut client = ServerReflectionClient::new(server.channel.clone());
    let list = ServerReflectionRequest {
        message_request: Some(MessageRequest::ListServices(String::new())),
        ..ServerReflectionRequest::default()
    };
    let mut answers = client
        .server_reflection_info(tokio_stream::once(list))
        .await
        .unwrap()
        .into_inner();
    let answer = answers.next().await.unwrap().unwrap().message_response;
    let Some(MessageResponse::ListServicesResponse(services)) = answer else {
        panic!("{answer:?}");
    };
    assert!(
        services
            .service
            .iter()
            .any(|service| service.name == SERVICE),
        "{services:?}"
    );

    let mut client =
        v1alpha::server_reflection_client::ServerReflectionClient::new(server.channel.clone());
    let list = v1alpha::ServerReflectionRequest {
        message_request: Some(
            v1alpha::server_reflection_request::MessageRequest::ListServices(String::new()),
        ),
        ..v1alpha::ServerReflectionRequest::default()
    };
    let mut answers = client
        .server_reflection_info(tokio_stream::once(list))
        .await
        .unwrap()
        .into_inner();
    let answer = answers.next().await.unwrap().unwrap().message_response;
    let Some(v1alpha::server_reflection_response::MessageResponse::ListServicesResponse(services)) =
        answer
    else {
        panic!("{answer:?}");
    };
    assert!(
        services
            .service
            .iter()
            .any(|service| service.name == SERVICE),
        "{services:?}"
    );
    drop((answers, client));
    server.stop().await;
}

#[tokio::test]
async fn uploads_say_that_they_are_not_there_yet() {
    let server = TestServer::start().await;
    let nothing = tokio_stream::empty();
    let status = server
        .client
        .clone()
        .verify_upload(nothing)
        .await
        .unwrap_err();
    assert_eq!(status.code(), Code::Unimplemented);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_at_once_get_their_own_answers() {
    let server = TestServer::start().await;
    let pairs = [
        ("document.jpg", "selfie.jpg", Verdict::Match),
        ("document.jpg", "selfie_other.jpg", Verdict::NoMatch),
        (
            "document.jpg",
            "no_face/landscape.jpg",
            Verdict::Inconclusive,
        ),
    ];
    let calls: Vec<_> = (0..24)
        .map(|number| {
            let (document, selfie, verdict) = pairs[number % pairs.len()];
            let mut client = server.client.clone();
            let asked = identity_verification::grpc::pb::VerifyRequest {
                correlation_id: number.to_string(),
                ..request(document, selfie)
            };
            tokio::spawn(async move {
                let answer = client
                    .verify(asked)
                    .await
                    .unwrap()
                    .into_inner()
                    .verification
                    .unwrap();
                assert_eq!(answer.correlation_id, number.to_string());
                assert_eq!(answer.verdict(), verdict);
                answer.id
            })
        })
        .collect();
    let mut ids = Vec::new();
    for call in calls {
        ids.push(call.await.unwrap());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 24, "every call has its own id");
    server.stop().await;
}

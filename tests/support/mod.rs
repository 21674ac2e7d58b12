//! A real server on a real socket, for as long as a test needs it.

pub mod command;

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use bytes::Bytes;
use identity_verification::{
    calibration::Calibration,
    engine::embedded::Embedded,
    grpc::pb::{
        self, Verification, VerifyOptions, VerifyRequest, finding::Code as FindingCode,
        identity_verification_client::IdentityVerificationClient,
    },
    image::Limits,
    policy::{Settings, Terms},
    server,
    verify::Verifier,
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use tonic::{
    Code, Status,
    transport::{Channel, Endpoint},
};
use tonic_types::StatusExt as _;

/// Time that one verification may take here: ample, for a machine under load.
const BUDGET: Duration = Duration::from_secs(60);

pub struct TestServer {
    pub client: IdentityVerificationClient<Channel>,
    pub channel: Channel,
    pub address: String,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl TestServer {
    /// Starts with the defaults, on a free port of the loopback interface.
    pub async fn start() -> Self {
        Self::with(Settings::default()).await
    }

    /// Starts with an operator's settings.
    pub async fn with(settings: Settings) -> Self {
        Self::serving(verifier(settings)).await
    }

    /// Starts with any verifier.
    pub async fn serving(verifier: Verifier) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let config = server::Config {
            max_message_bytes: 64 << 20,
            max_streams_per_connection: 128,
            pause: Duration::ZERO,
            drain: BUDGET,
        };
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(async move {
            let stopped = async { _ = stopped.await };
            server::run(listener, verifier, config, stopped)
                .await
                .unwrap();
        });
        let endpoint = Endpoint::try_from(address.clone()).unwrap();
        let channel = endpoint.connect().await.unwrap();
        let client = IdentityVerificationClient::new(channel.clone());
        Self {
            client,
            channel,
            address,
            stop,
            task,
        }
    }

    /// Asks about two pictures of `testdata`.
    pub async fn verify(&self, document: &str, selfie: &str) -> Verification {
        self.ask(request(document, selfie)).await.unwrap()
    }

    /// Asks whatever is to be asked.
    pub async fn ask(&self, request: VerifyRequest) -> Result<Verification, Status> {
        let response = self.client.clone().verify(request).await?;
        Ok(response.into_inner().verification.unwrap())
    }

    /// Tells the server to stop.
    pub fn begin_stop(self) -> JoinHandle<()> {
        self.stop.send(()).unwrap();
        self.task
    }

    /// Stops the server and waits until it has.
    pub async fn stop(self) {
        self.begin_stop().await.unwrap();
    }
}

/// A verifier with the embedded engine under an operator's settings.
pub fn verifier(settings: Settings) -> Verifier {
    Verifier::new(
        Arc::new(Embedded::start(2, 64).unwrap()),
        Calibration::embedded(),
        Terms::new(settings).unwrap(),
        Limits::default(),
        BUDGET,
    )
}

pub fn request(document: &str, selfie: &str) -> VerifyRequest {
    VerifyRequest {
        document_image: picture(document),
        selfie_image: picture(selfie),
        options: None,
        correlation_id: String::new(),
    }
}

pub fn request_with(document: &str, selfie: &str, options: VerifyOptions) -> VerifyRequest {
    VerifyRequest {
        options: Some(options),
        ..request(document, selfie)
    }
}

pub fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("testdata")
        .join(name)
}

pub fn picture(name: &str) -> Bytes {
    fs::read(path(name))
        .unwrap_or_else(|error| panic!("{name}: {error}"))
        .into()
}

/// The codes of an answer's findings, each with the image concerned.
pub fn findings(answer: &Verification) -> Vec<(FindingCode, pb::ImageRole)> {
    let findings = answer.findings.iter();
    findings
        .map(|finding| (finding.code(), finding.image()))
        .collect()
}

/// Whether an answer has a finding about an image.
pub fn has(answer: &Verification, code: FindingCode, image: pb::ImageRole) -> bool {
    findings(answer).contains(&(code, image))
}

/// What a refusal of a caller's mistake says.
pub struct Refusal {
    pub reason: String,
    /// The field of the request that is at fault.
    pub field: String,
    pub metadata: std::collections::HashMap<String, String>,
}

/// Takes a refusal apart; checks what all of them have.
pub fn refusal(status: &Status) -> Refusal {
    assert_eq!(status.code(), Code::InvalidArgument, "{status:?}");
    let info = status.get_details_error_info().unwrap();
    assert_eq!(info.domain, "identity-verification");
    let id = status.get_details_request_info().unwrap().request_id;
    assert_eq!(id.len(), 36);
    let violations = status.get_details_bad_request().unwrap().field_violations;
    assert_eq!(violations.len(), 1);
    Refusal {
        reason: info.reason,
        field: violations[0].field.clone(),
        metadata: info.metadata,
    }
}

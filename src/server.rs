//! Puts the services together, serves, and stops without dropping answers.

use std::{error::Error, future::Future, time::Duration};

use tokio::{net::TcpListener, sync::watch, time};
use tonic::{
    server::NamedService,
    transport::{Server, server::TcpIncoming},
};
use tonic_health::{ServingStatus, server::HealthReporter};
use tracing::{info, warn};

use crate::{
    grpc::{DESCRIPTORS, Service, pb::identity_verification_server::IdentityVerificationServer},
    verify::Verifier,
};

type Verification = IdentityVerificationServer<Service>;

/// The names that health is asked by: the process, and the service.
const HEALTH_NAMES: [&str; 2] = ["", Verification::NAME];

/// Two images in flight fill it; hyper's own default is 1 MiB for all streams of a connection.
const CONNECTION_WINDOW_BYTES: u32 = 8 << 20;

/// Finds out that a peer is gone.
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(30);

/// What the server takes on, and how it lets go.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// Largest message accepted, in bytes. Above the image limits, so that an
    /// image too large gets an answer that says so.
    pub max_message_bytes: usize,
    /// Calls at once on one connection.
    pub max_streams_per_connection: u32,
    /// Between "not serving" and the last accepted call, for balancers to notice.
    pub pause: Duration,
    /// What running calls then get to finish.
    pub drain: Duration,
}

/// Serves on `listener` until `shutdown` completes, then drains: health says
/// NOT_SERVING, no new calls are taken, running ones finish.
///
/// # Errors
///
/// If the server cannot start or its listener fails. Running out of drain time
/// is logged, not an error.
pub async fn run(
    listener: TcpListener,
    verifier: Verifier,
    config: Config,
    shutdown: impl Future<Output = ()>,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let (mut health, health_service) = tonic_health::server::health_reporter();
    set_health(&health, ServingStatus::Serving).await;

    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
            // So that tools can show the details of errors.
            .register_encoded_file_descriptor_set(tonic_types::pb::FILE_DESCRIPTOR_SET)
    };
    let verification = Verification::new(Service::new(verifier))
        .max_decoding_message_size(config.max_message_bytes);

    // The builder's own socket options do not reach a listener it is given.
    let connections = TcpIncoming::from(listener).with_nodelay(Some(true));
    let (close, mut closed) = watch::channel(false);
    let serving = Server::builder()
        .max_concurrent_streams(config.max_streams_per_connection)
        .initial_connection_window_size(CONNECTION_WINDOW_BYTES)
        .http2_keepalive_interval(Some(KEEPALIVE_INTERVAL))
        .add_service(health_service)
        .add_service(reflection().build_v1()?)
        .add_service(reflection().build_v1alpha()?)
        .add_service(verification)
        .serve_with_incoming_shutdown(connections, async move {
            // Closed too if the sender is gone.
            _ = closed.wait_for(|closed| *closed).await;
        });

    let stopping = async move {
        shutdown.await;
        info!("Shutting down.");
        set_health(&health, ServingStatus::NotServing).await;
        time::sleep(config.pause).await;
        // An open health watch would keep its connection, and so us, alive.
        for name in HEALTH_NAMES {
            health.clear_service_status(name).await;
        }
        _ = close.send(true);
        time::sleep(config.drain).await;
    };

    tokio::select! {
        served = serving => {
            served?;
            info!("Stopped.");
        }
        () = stopping => warn!(drain = ?config.drain, "Cut off calls that did not finish in time."),
    }
    Ok(())
}

async fn set_health(health: &HealthReporter, status: ServingStatus) {
    for name in HEALTH_NAMES {
        health.set_service_status(name, status).await;
    }
}

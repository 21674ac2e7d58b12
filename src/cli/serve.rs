//! `idv serve`: answers verifications over gRPC until told to stop.

use std::{error::Error, process::ExitCode};

use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tracing::{error, info};

use super::{EXIT_FAILED, open};
use crate::{
    config::{ServeArgs, default_workers},
    server, telemetry,
};

/// Serves; exits with 0 after a drained stop, 4 if it cannot start.
pub fn run(args: &ServeArgs) -> ExitCode {
    telemetry::init(args.log_level);
    match serve(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error!(error = &*error, "Cannot serve.");
            ExitCode::from(EXIT_FAILED)
        }
    }
}

fn serve(args: &ServeArgs) -> Result<(), Box<dyn Error + Send + Sync>> {
    let workers = args.workers.unwrap_or_else(default_workers);
    let verifier = open(
        args.settings(),
        args.limits(),
        args.budget,
        workers.get(),
        args.queue,
    )?;
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let mut terminate = signal(SignalKind::terminate())?;
            let mut interrupt = signal(SignalKind::interrupt())?;
            let stop = async move {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
            };
            let listener = TcpListener::bind(&args.listen)
                .await
                .map_err(|error| format!("cannot listen on {}: {error}", args.listen))?;
            info!(address = %listener.local_addr()?, engine = "embedded", "Listening.");
            server::run(listener, verifier, args.server(), stop).await
        })
}

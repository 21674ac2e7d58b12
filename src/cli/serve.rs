//! `idv serve`: answers verifications over gRPC until told to stop.

use std::{error::Error, process::ExitCode};

use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::oneshot,
};
use tracing::{error, info, warn};

use super::{EXIT_FAILED, open};
use crate::{
    config::{ServeArgs, default_workers},
    server, telemetry,
    verify::Verifier,
};

/// Serves; exits as `idv serve --help` says.
pub fn run(args: &ServeArgs) -> ExitCode {
    telemetry::init(args.log_level);
    let workers = args.workers.map_or_else(default_workers, usize::from);
    let opened = open(
        args.settings(),
        args.limits(),
        args.budget,
        workers,
        args.queue,
    );
    let verifier = match opened {
        Ok(verifier) => verifier,
        Err(error) => {
            error!(error = &error as &dyn Error, "Cannot start.");
            return ExitCode::from(error.exit_code());
        }
    };
    match serve(args, verifier) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error!(error = &*error, "Cannot serve.");
            ExitCode::from(EXIT_FAILED)
        }
    }
}

#[tokio::main]
async fn serve(args: &ServeArgs, verifier: Verifier) -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut signals = Signals {
        terminate: signal(SignalKind::terminate())?,
        interrupt: signal(SignalKind::interrupt())?,
    };
    let listener = TcpListener::bind(&args.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", args.listen))?;
    let address = listener.local_addr()?;
    info!(%address, engine = "embedded", "Listening.");
    if !address.ip().is_loopback() {
        warn!("There is no TLS and no authentication: whoever reaches this address may call.");
    }
    let (tell, told) = oneshot::channel();
    let told_twice = async {
        signals.next().await;
        _ = tell.send(());
        signals.next().await;
    };
    let stop = async { _ = told.await };
    tokio::select! {
        served = server::run(listener, verifier, args.server(), stop) => served,
        () = told_twice => {
            warn!("Told to stop twice: running calls are cut off.");
            Ok(())
        }
    }
}

/// What orchestrators send to stop a process, and what terminals do.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

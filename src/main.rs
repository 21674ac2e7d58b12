//! Reads the command line and calls one of `cli`.

use std::process::ExitCode;

use clap::Parser as _;
use identity_verification::{
    cli,
    config::{Command, CommandLine},
};

fn main() -> ExitCode {
    match CommandLine::parse().command {
        Command::Verify(args) => cli::verify::run(&args),
        Command::Serve(args) => cli::serve::run(&args),
    }
}

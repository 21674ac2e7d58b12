//! Reads the command line and calls one of `cli`.

use std::process::ExitCode;

use clap::Parser as _;
use identity_verification::{
    cli,
    config::{Command, CommandLine},
    memory,
};

fn main() -> ExitCode {
    memory::give_back_large_blocks();
    match CommandLine::parse().command {
        Command::Verify(args) => cli::verify::run(&args),
        Command::Serve(args) => cli::serve::run(&args),
    }
}

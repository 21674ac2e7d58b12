//! `idv` in a process of its own, and what it prints.

use std::process::{Command, Output};

use serde_json::Value;

use super::path;

pub const IDV: &str = env!("CARGO_BIN_EXE_idv");

pub fn idv(arguments: &[&str]) -> Output {
    Command::new(IDV)
        .args(arguments)
        .current_dir(path(""))
        .output()
        .unwrap()
}

pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

//! Behavior through the public surface, one file each: a real server on a
//! loopback port, a real client, real photographs. `support` is the harness.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test that fails panics"
)]

mod support;

mod architecture;
mod command_line;
mod decision_table;
mod failures;
mod findings;
mod images;
mod kernel_paths;
mod model_files;
mod opencv;
mod options;
mod server;
mod serving;
mod verdicts;

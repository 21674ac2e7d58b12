//! Where logs go: standard error, for people on a terminal, as JSON otherwise.

use std::io::{self, IsTerminal as _};

use tracing::level_filters::LevelFilter;

/// Starts logging at `level`. Call once, first thing.
pub fn init(level: LevelFilter) {
    let logs = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(io::stderr);
    if io::stderr().is_terminal() {
        logs.compact().init();
    } else {
        logs.json()
            .flatten_event(true)
            .with_span_list(false)
            .with_ansi(false)
            .init();
    }
}

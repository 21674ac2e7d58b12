//! Decides whether a selfie shows the person portrayed on an identity document.
//!
//! The modules are listed in the order in which a request meets them. A request
//! walks through them once and never turns back:
//!
//! ```text
//!  bytes ──▶ EncodedImage ──▶ InspectedImage ──▶ Examined ──▶ Comparison ──▶ Verification ──▶ answer
//!  grpc        image::inspect     detect, engine      engine       policy          grpc
//!            └──────────────────── verify::Verifier drives the middle ──────────────┘
//! ```
//!
//! Each knows only what lies below it; `tests/architecture.rs` holds the crate to that.

// Who starts it all.
pub mod cli;
pub mod config;
pub mod server;
pub mod telemetry;

// The way of the data.
pub mod grpc;
pub mod verify;

pub mod image;

pub mod detect;
pub mod engine;

pub mod calibration;
pub mod policy;

pub mod report;

// What everyone stands on.
pub mod face;
pub mod memory;
pub mod nn;
pub mod worker;

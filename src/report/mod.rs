//! Pictures for people: what was seen and concluded, drawn on what was sent.
//!
//! [`annotate`] is the way in. It lays out a card, then each part draws itself:
//! the headline, one panel for each image, the findings.

mod annotate;
mod area;
mod canvas;
mod error;
mod faces;
mod findings;
mod headline;
mod label;
mod layout;
mod lettering;
mod lines;
mod look;
mod palette;
mod panel;
mod photo;
mod typeface;

pub use annotate::{Headline, Picture, annotate};
pub use error::ReportError;

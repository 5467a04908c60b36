//! The live pipeline: from a commit, or the passing of time, to the bytes on every screen.
#![allow(
    clippy::print_stdout,
    reason = "tells what was measured, without judging a shared machine by it"
)]

mod alarm;
mod boards;
mod desk;
mod difference;
mod drift;
mod elsewhere;
mod emergency;
mod golden;
mod import;
mod kept;
mod nodes;
mod notices;
mod opening;
mod orders;
mod quiet;
mod shutdown;
mod stream;
mod turns;

use super::web::{hall, people, screen};

//! `make bench`: how fast, how small. Prints a table and writes it as JSON to `target/bench/figures.json`.
//!
//! `make bench ARGS=--large` counts boards over a million dossiers, too. Databases are made once and kept in `target/bench`;
//! remove that folder to make them again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod board;
mod centre;
mod change;
mod client;
#[path = "../../tests/store/cluster.rs"]
mod cluster;
mod intake;
mod program;
mod report;
mod screens;

use report::Report;

#[tokio::main]
async fn main() {
    let is_large = std::env::args().any(|argument| argument == "--large");
    let mut report = Report::new();
    intake::measure(&mut report).await;
    board::measure(&mut report, is_large).await;
    change::measure(&mut report).await;
    screens::measure(&mut report).await;
    program::measure(&mut report).await;
    report.write();
}

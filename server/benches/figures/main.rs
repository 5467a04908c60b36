//! `make bench`: how fast, how small. Prints a table, each figure with its target, and writes it as JSON to `target/bench`.
//!
//! `make bench ARGS="board soak"` measures these groups only; `LARGE=1` adds ten million dossiers; `SOAK_MIN=60` lets the browsers
//! run for an hour. Databases are made once and kept in `target/bench`; remove that folder to make them again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]
#![allow(
    clippy::disallowed_methods,
    reason = "a bench takes its sizes from the environment, and sets its clock beside a browser's"
)]

#[path = "../../tests/store/account.rs"]
mod account;
mod board;
mod centre;
mod change;
mod chromium;
mod client;
mod desk;
mod intake;
mod lighthouse;
mod load;
mod notice;
mod paint;
mod postgres;
mod program;
mod report;
mod screens;
mod served;
mod soak;
mod throughput;
mod versions;
mod wire;

use report::Report;

/// What can be asked for, in the order it is measured.
const GROUPS: [&str; 13] = [
    "intake",
    "board",
    "change",
    "desk",
    "report",
    "wire",
    "versions",
    "screens",
    "notice",
    "paint",
    "program",
    "lighthouse",
    "soak",
];

#[tokio::main]
async fn main() {
    // `cargo bench` says `--bench` to every bench.
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    let asked: Vec<String> = arguments.by_ref().collect();
    if let [mode, rest @ ..] = asked.as_slice()
        && mode == served::MODE
    {
        return served::run(rest).await;
    }
    let unknown = asked.iter().find(|group| !GROUPS.contains(&group.as_str()));
    assert!(unknown.is_none(), "{unknown:?} is none of {GROUPS:?}");
    let is_large = std::env::var("LARGE").is_ok_and(|value| value == "1");
    let mut report = Report::new();
    for group in GROUPS {
        if asked.is_empty() || asked.iter().any(|wanted| wanted == group) {
            measure(group, &mut report, is_large).await;
        }
    }
    let name = if asked.is_empty() {
        "figures".to_owned()
    } else {
        format!("figures-{}", asked.join("-"))
    };
    report.write(&name);
    postgres::stop().await;
    let _ = std::fs::remove_dir_all(centre::copies());
}

async fn measure(group: &str, report: &mut Report, is_large: bool) {
    match group {
        "intake" => Box::pin(intake::measure(report)).await,
        "board" => Box::pin(board::measure(report, is_large)).await,
        "change" => Box::pin(change::measure(report)).await,
        "desk" => Box::pin(desk::measure(report, is_large)).await,
        "report" => Box::pin(throughput::measure(report, is_large)).await,
        "wire" => Box::pin(wire::measure(report)).await,
        "versions" => Box::pin(versions::measure(report)).await,
        "screens" => Box::pin(screens::measure(report)).await,
        "notice" => Box::pin(notice::measure(report)).await,
        "paint" => Box::pin(paint::measure(report)).await,
        "program" => Box::pin(program::measure(report, is_large)).await,
        "lighthouse" => Box::pin(lighthouse::measure(report)).await,
        "soak" => Box::pin(soak::measure(report)).await,
        _ => {}
    }
}

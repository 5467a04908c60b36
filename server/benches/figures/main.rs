//! `make bench`: how fast, how small. Prints a table, each figure with its target, and writes it to `target/bench/results.json`.
//!
//! `make bench ARGS="board soak"` measures these groups only; `LARGE=1` adds those of ten million dossiers; `SOAK_MIN=60` lets the
//! browsers run for an hour; `KEEP=1` writes what documents quote, `server/docs/figures.json`. A run replaces only the groups that it
//! measured. Databases are made once and kept in `target/bench`; remove that folder to make them again.
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
mod attack;
mod board;
mod centre;
mod change;
mod chromium;
mod client;
mod desk;
mod intake;
mod lighthouse;
mod load;
mod lookup;
mod notice;
mod paint;
mod peer;
mod peers;
mod postgres;
mod program;
mod report;
mod results;
mod screens;
mod served;
mod soak;
mod throughput;
mod versions;
mod wire;

use centre::{LARGE as TEN_MILLION, SIZES, SIZES_LARGE, USUAL};
use report::Report;
use results::{Group, Results};

/// What is measured only where it is named: it installs other programs.
const ONLY_NAMED: &str = "peers";
/// How groups end whose databases take long to make.
const LARGE: &str = "-large";

#[tokio::main]
async fn main() {
    // `cargo bench` passes `--bench` to every benchmark.
    let arguments = std::env::args().skip(1);
    let asked: Vec<String> = arguments.filter(|argument| argument != "--bench").collect();
    if let [mode, rest @ ..] = asked.as_slice()
        && mode == served::MODE
    {
        return served::run(rest).await;
    }
    let groups = Group::all();
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let unknown = asked.iter().find(|group| !names.contains(&group.as_str()));
    assert!(unknown.is_none(), "{unknown:?} is none of {names:?}");
    let is_large = std::env::var("LARGE").is_ok_and(|value| value == "1");
    let is_wanted = |group: &&Group| {
        if asked.is_empty() {
            group.name != ONLY_NAMED && (is_large || !group.name.ends_with(LARGE))
        } else {
            asked.contains(&group.name)
        }
    };
    let wanted: Vec<&Group> = groups.iter().filter(is_wanted).collect();
    let mut report = Report::new(Results::open(&wanted));
    for group in wanted {
        report.begin(group.clone());
        measure(&group.name, &mut report).await;
        report.end();
    }
    report.finish();
    postgres::stop().await;
    let _ = std::fs::remove_dir_all(centre::copies());
}

async fn measure(group: &str, report: &mut Report) {
    match group {
        "intake" => Box::pin(intake::measure(report)).await,
        "board" => Box::pin(board::measure(report, &SIZES)).await,
        "board-large" => Box::pin(board::measure(report, &SIZES_LARGE)).await,
        "change" => Box::pin(change::measure(report)).await,
        "desk" => Box::pin(desk::measure(report, &SIZES)).await,
        "desk-large" => Box::pin(desk::measure(report, &SIZES_LARGE)).await,
        "lookup" => Box::pin(lookup::measure(report, &[USUAL])).await,
        "lookup-large" => Box::pin(lookup::measure(report, &[TEN_MILLION])).await,
        "load" => Box::pin(load::measure(report)).await,
        "report" => {
            Box::pin(throughput::measure(report, &SIZES)).await;
            Box::pin(throughput::cost(report)).await;
        }
        "report-large" => Box::pin(throughput::measure(report, &SIZES_LARGE)).await,
        "wire" => Box::pin(wire::measure(report)).await,
        "versions" => Box::pin(versions::measure(report)).await,
        "screens" => Box::pin(screens::measure(report)).await,
        "notice" => Box::pin(notice::measure(report)).await,
        "paint" => Box::pin(paint::measure(report)).await,
        "program" => Box::pin(program::measure(report)).await,
        "program-large" => Box::pin(program::measure_large(report)).await,
        "lighthouse" => Box::pin(lighthouse::measure(report)).await,
        "soak" => Box::pin(soak::measure(report)).await,
        "peers" => Box::pin(peers::measure(report)).await,
        other => panic!("nothing measures {other}"),
    }
}

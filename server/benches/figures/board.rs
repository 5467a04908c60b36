//! What the publisher asks the database for each board: today, the month and the year, in one look.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant as Stopwatch;

use sanh_app::board::model::Scope;
use sanh_app::board::period::Period;
use sanh_server::io::demo;
use sanh_server::store::Store;

use super::centre::{LARGE, SMALL, USUAL, file, now, open, url};
use super::cluster;
use super::report::{Report, Times};

const ROUNDS: usize = 1_000;
const WARM_UP_ROUNDS: usize = 50;

pub async fn measure(report: &mut Report, is_large: bool) {
    let mut sizes = vec![SMALL, USUAL];
    if is_large {
        sizes.push(LARGE);
    }
    let mut medians = Vec::new();
    for &size in &sizes {
        let store = open(url(&file(size).await)).await;
        medians.push(
            one(
                report,
                &format!("board query, {size} dossiers, SQLite"),
                &store,
            )
            .await,
        );
        store.close().await;
    }
    ratios(report, &sizes, &medians, "SQLite");
    if !has_postgres() {
        return report.left_out(
            "board query, PostgreSQL",
            "left out: PostgreSQL's programs are not here",
        );
    }
    medians.clear();
    for &size in &sizes {
        let store = open(cluster::fresh_database().await).await;
        demo::fill(&store, size, 1, now(), &mut std::io::sink())
            .await
            .expect("a demo centre");
        medians.push(
            one(
                report,
                &format!("board query, {size} dossiers, PostgreSQL"),
                &store,
            )
            .await,
        );
        store.close().await;
    }
    ratios(report, &sizes, &medians, "PostgreSQL");
}

/// Measures one database; the median in milliseconds.
async fn one(report: &mut Report, figure: &str, store: &Store) -> f64 {
    let calendar = store.centre(now()).await.expect("the centre").calendar;
    let today = calendar.local_date(now());
    let periods = [
        Period::today(today),
        Period::month(today),
        Period::year(today),
    ];
    let wanted = periods.map(|period| (Scope::Centre, period)).to_vec();
    let mut times = Times::new();
    for round in 0..WARM_UP_ROUNDS + ROUNDS {
        let started = Stopwatch::now();
        store
            .boards(wanted.clone(), now())
            .await
            .expect("three boards");
        if round >= WARM_UP_ROUNDS {
            times.note_since(started);
        }
    }
    report.times(figure, &times);
    times.ms(0.5)
}

fn ratios(report: &mut Report, sizes: &[u32], medians: &[f64], engine: &str) {
    for (size, median) in sizes.iter().zip(medians).skip(1) {
        let figure = format!("    its cost at {size} ÷ at {SMALL}, {engine}");
        report.value(&figure, median / medians[0], "×");
    }
}

fn has_postgres() -> bool {
    let on_path = Command::new("initdb")
        .arg("--version")
        .output()
        .is_ok_and(|done| done.status.success());
    let of_debian = || {
        fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .flatten()
    };
    on_path || of_debian().any(|version| Path::new(&version.path()).join("bin/initdb").exists())
}

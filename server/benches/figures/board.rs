//! What the publisher asks the database for each board: today, the month and the year, in one look.

use std::sync::Arc;
use std::time::Instant as Stopwatch;

use sanh_domain::period::Period;
use sanh_domain::scope::Scope;
use sanh_store::Store;

use super::centre::{SMALL, file, now, open, tag, url};
use super::postgres;
use super::report::{Report, Target, Times};

const ROUNDS: usize = 2_000;
const WARM_UP_ROUNDS: usize = 100;

pub async fn measure(report: &mut Report, sizes: &[u32]) {
    let mut medians = Vec::new();
    for &size in sizes {
        let store = Arc::new(open(url(&file(size).await)).await);
        medians.push(one(report, size, "SQLite", &store).await);
        store.close().await;
    }
    ratios(report, sizes, &medians, "SQLite");
    medians.clear();
    for &size in sizes {
        let Some(url) = postgres::centre(size).await else {
            return report.left_out(
                "query_postgresql",
                "board query, PostgreSQL",
                postgres::MISSING,
            );
        };
        let store = Arc::new(open(url).await);
        medians.push(one(report, size, "PostgreSQL", &store).await);
        store.close().await;
    }
    ratios(report, sizes, &medians, "PostgreSQL");
}

/// A database in the name of a figure.
fn database(size: u32, engine: &str) -> String {
    format!("{}_{}", tag(size), engine.to_lowercase())
}

/// Measures one database; the median in milliseconds.
async fn one(report: &mut Report, size: u32, engine: &str, store: &Arc<Store>) -> f64 {
    let database = database(size, engine);
    let calendar = store.centre(now()).await.expect("the centre").calendar;
    let today = calendar.local_date(now());
    let periods = [
        Period::today(today),
        Period::month(today),
        Period::year(today),
    ];
    let wanted = periods.map(|period| (Scope::Centre, period)).to_vec();
    let asking = Arc::clone(store);
    // Like the publisher: from a task of the runtime.
    let asked = tokio::spawn(async move {
        let mut times = Times::new();
        for round in 0..WARM_UP_ROUNDS + ROUNDS {
            let started = Stopwatch::now();
            let boards = asking.boards(wanted.clone(), now()).await;
            assert_eq!(boards.expect("three boards").boards.len(), 3);
            if round >= WARM_UP_ROUNDS {
                times.note_since(started);
            }
        }
        times
    });
    let times = asked.await.expect("boards");
    report.times(
        &format!("query_{database}"),
        &format!("board query, {size} dossiers, {engine}"),
        &times,
        Target::Ms(0.8, 5.0),
    );
    let mut due = Times::new();
    for _ in 0..WARM_UP_ROUNDS {
        let started = Stopwatch::now();
        store
            .next_due(Scope::Centre, now())
            .await
            .expect("the next due");
        due.note_since(started);
    }
    report.times(
        &format!("next_due_{database}"),
        "    when the next dossier turns overdue",
        &due,
        Target::None,
    );
    times.ms(0.5)
}

fn ratios(report: &mut Report, sizes: &[u32], medians: &[f64], engine: &str) {
    for (size, median) in sizes.iter().zip(medians).skip(1) {
        report.value(
            &format!("growth_{}", database(*size, engine)),
            &format!("    its cost at {size} ÷ at {SMALL}, {engine}"),
            median / medians[0],
            "×",
            Target::AtMost(2.0),
        );
    }
}

//! Durable status changes: each is on the disk before it is answered.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use sanh_domain::dossier::Action;
use sanh_store::Store;
use tokio::time::Instant as Tick;

use super::centre::{BenchClock, ReceptionDesk, USUAL, copy, open, url};
use super::client::EventStream;
use super::report::{Report, Target, Times};
use super::served::Served;

const SINGLE_ROUNDS: u32 = 200;
const SINGLE_EVERY: Duration = Duration::from_millis(40);
const WRITERS: usize = 32;
/// How long they write, and how often: the spread is between these runs.
const SUSTAINED: Duration = Duration::from_secs(3);
const RUNS: usize = 5;
/// As the program has it where nobody sets another.
const BOARDS_PER_S: u32 = 2;

pub async fn measure(report: &mut Report) {
    let store = Arc::new(open(url(&copy(USUAL, "changes.db").await)).await);
    let clock = BenchClock::start();
    let counter = Arc::new(ReceptionDesk::open(&store, &clock).await);
    single(report, &counter).await;
    // A wall is connected meanwhile: its board is counted, rendered and sent twice a second.
    let served = Served::start(&store, &clock, BOARDS_PER_S).await;
    let mut wall = EventStream::open(served.address).await;
    let reading = tokio::spawn(async move { while wall.next().await.is_some() {} });
    sustained(report, &store, &counter).await;
    served.stop().await;
    reading.await.expect("the wall's stream ends");
    store.close().await;
}

/// One at a time, each with a commit of its own, at fixed times: one that is late makes the next wait, and that counts.
async fn single(report: &mut Report, counter: &ReceptionDesk) {
    let mut times = Times::new();
    let mut due = Tick::now();
    for _ in 0..SINGLE_ROUNDS {
        let code = counter.receive().await;
        for (action, version) in [(Action::Start, 1), (Action::Resolve, 2)] {
            due = due.max(Tick::now() - SINGLE_EVERY) + SINGLE_EVERY;
            tokio::time::sleep_until(due).await;
            counter.act(&code, action, version).await;
            times.note(due.elapsed());
        }
    }
    let figure = format!("durable status change, one at a time, {USUAL} dossiers, SQLite");
    report.times(
        "single_sqlite",
        &figure,
        &times,
        Target::Ms(f64::INFINITY, 10.0),
    );
}

/// Many at once: those that wait together share a commit.
async fn sustained(report: &mut Report, store: &Store, counter: &Arc<ReceptionDesk>) {
    let counts = store.writer_counts().expect("SQLite");
    let count = || {
        (
            counts.commits.load(Ordering::Relaxed),
            counts.changes.load(Ordering::Relaxed),
        )
    };
    let (commits, changes) = count();
    let mut all = Times::new();
    let mut runs = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let (started, before) = (Tick::now(), count().1);
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| tokio::spawn(write(Arc::clone(counter), started)))
            .collect();
        for writer in writers {
            for took in writer.await.expect("a writer") {
                all.note(took);
            }
        }
        runs.push(to_f64(count().1 - before) / started.elapsed().as_secs_f64());
    }
    let (commits, changes) = (count().0 - commits, count().1 - changes);
    let figure = "durable status change, 32 writers at once, the wall live, SQLite";
    report.times("many_sqlite", figure, &all, Target::None);
    report.runs(
        "per_s_sqlite",
        "    changes of these writers",
        &runs,
        "changes a second",
        Target::AtLeast(4_000.0),
    );
    report.value(
        "per_commit_sqlite",
        "    changes that share a commit",
        to_f64(changes) / to_f64(commits.max(1)),
        "changes a commit",
        Target::None,
    );
}

async fn write(counter: Arc<ReceptionDesk>, started: Tick) -> Vec<Duration> {
    let mut took = Vec::new();
    while started.elapsed() < SUSTAINED {
        let begun = Tick::now();
        let code = counter.receive().await;
        took.push(begun.elapsed());
        for (action, version) in [
            (Action::Start, 1),
            (Action::Resolve, 2),
            (Action::HandOver, 3),
        ] {
            let begun = Tick::now();
            counter.act(&code, action, version).await;
            took.push(begun.elapsed());
        }
    }
    took
}

fn to_f64(count: u64) -> f64 {
    f64::from(u32::try_from(count).expect("a count of a bench"))
}

//! Durable status changes: each is on the disk before it is answered.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant as Stopwatch};

use sanh_app::dossier::Action;
use sanh_server::live::{Live, Pace};
use sanh_server::store::Store;
use tokio_util::sync::CancellationToken;

use super::centre::{BenchClock, Counter, USUAL, copy, open, source, url};
use super::report::{Report, Times};

const SINGLE_ROUNDS: usize = 150;
const WRITERS: usize = 32;
const SUSTAINED: Duration = Duration::from_secs(6);

pub async fn measure(report: &mut Report) {
    let store = Arc::new(open(url(&copy(USUAL, "changes.db").await)).await);
    let clock = BenchClock::start();
    let counter = Arc::new(Counter::open(&store, &clock).await);
    single(report, &counter).await;
    // The wall lives meanwhile: its board is counted and rendered twice a second.
    let shutdown = CancellationToken::new();
    let pace = Pace {
        boards_per_s_max: 2,
        poll_ms: 400,
        channels_max: 8,
    };
    let live = Live::new(source(&store), clock, pace, String::new());
    let publisher = tokio::spawn(live.run(shutdown.clone()));
    sustained(report, &store, &counter).await;
    shutdown.cancel();
    publisher.await.expect("the publisher ends");
    store.close().await;
}

/// One after the other, each with a commit of its own.
async fn single(report: &mut Report, counter: &Counter) {
    let mut times = Times::new();
    for _ in 0..SINGLE_ROUNDS {
        let code = counter.receive().await;
        for (action, version) in [(Action::Start, 1), (Action::Resolve, 2)] {
            let started = Stopwatch::now();
            counter.act(&code, action, version).await;
            times.note_since(started);
        }
    }
    report.times("durable status change, one at a time, SQLite", &times);
}

/// Many at once: those that wait together share a commit.
async fn sustained(report: &mut Report, store: &Store, counter: &Arc<Counter>) {
    let counts = store.writer_counts().expect("SQLite");
    let count = || {
        (
            counts.commits.load(Ordering::Relaxed),
            counts.changes.load(Ordering::Relaxed),
        )
    };
    let (commits, changes) = count();
    let started = Stopwatch::now();
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| tokio::spawn(write(Arc::clone(counter), started)))
        .collect();
    let mut all = Times::new();
    for writer in writers {
        for took in writer.await.expect("a writer") {
            all.note(took);
        }
    }
    let took_s = started.elapsed().as_secs_f64();
    let (commits, changes) = (count().0 - commits, count().1 - changes);
    report.times(
        "durable status change, 32 writers at once, the wall live, SQLite",
        &all,
    );
    report.value("    changes a second", to_f64(changes) / took_s, "/s");
    report.value(
        "    changes that share a commit",
        to_f64(changes) / to_f64(commits.max(1)),
        "",
    );
}

async fn write(counter: Arc<Counter>, started: Stopwatch) -> Vec<Duration> {
    let mut took = Vec::new();
    while started.elapsed() < SUSTAINED {
        let begun = Stopwatch::now();
        let code = counter.receive().await;
        took.push(begun.elapsed());
        for (action, version) in [
            (Action::Start, 1),
            (Action::Resolve, 2),
            (Action::HandOver, 3),
        ] {
            let begun = Stopwatch::now();
            counter.act(&code, action, version).await;
            took.push(begun.elapsed());
        }
    }
    took
}

fn to_f64(count: u64) -> f64 {
    f64::from(u32::try_from(count).expect("a count of a bench"))
}

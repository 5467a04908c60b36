//! What keeping every board adds to the way of a change to a screen: two servers take turns, one keeps and one does not.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant as Tick;

use super::centre::{BenchClock, ReceptionDesk, USUAL, copy, open, url};
use super::client::EventStream;
use super::report::{Report, Target, Times};
use super::served::Served;

/// Changes of each turn, and turns: the machine's moods hit both alike.
const CHANGES: usize = 25;
const TURNS: usize = 12;
const EVERY: Duration = Duration::from_millis(60);
/// So fast a pace sends every change by itself.
const BOARDS_PER_S: u32 = 50;
const KEPT_DAYS: u32 = 400;

struct Side {
    counter: ReceptionDesk,
    served: Served,
    stream: EventStream,
    times: Times,
}

impl Side {
    async fn start(name: &str, days: u32) -> Self {
        let store = Arc::new(open(url(&copy(USUAL, name).await)).await);
        let clock = BenchClock::start();
        let counter = ReceptionDesk::open(&store, &clock).await;
        let served = Served::keeping(&store, &clock, BOARDS_PER_S, days).await;
        let mut stream = EventStream::open(served.address).await;
        stream.next_painting().await.expect("the whole board");
        let times = Times::new();
        Self {
            counter,
            served,
            stream,
            times,
        }
    }

    async fn turn(&mut self) {
        let mut due = Tick::now() + EVERY;
        for _ in 0..CHANGES {
            tokio::time::sleep_until(due).await;
            self.counter.receive().await;
            let committed = Tick::now();
            self.stream.next_painting().await.expect("the change");
            self.times.note(committed.elapsed());
            due = (due + EVERY).max(Tick::now());
        }
    }
}

pub async fn measure(report: &mut Report) {
    let mut without = Side::start("versions-without.db", 0).await;
    let mut with = Side::start("versions-with.db", KEPT_DAYS).await;
    for _ in 0..TURNS {
        without.turn().await;
        with.turn().await;
    }
    report.times(
        "bytes_not_kept",
        "commit → bytes at a screen, boards not kept",
        &without.times,
        Target::None,
    );
    report.times(
        "bytes_kept",
        "commit → bytes at a screen, every board kept",
        &with.times,
        Target::None,
    );
    let ratio = |quantile| with.times.ms(quantile) / without.times.ms(quantile);
    let more = (ratio(0.5) - 1.0) * 100.0;
    report.value(
        "added",
        "what keeping boards adds to the median",
        more,
        "%",
        Target::AtMost(5.0),
    );
    without.served.stop().await;
    with.served.stop().await;
}

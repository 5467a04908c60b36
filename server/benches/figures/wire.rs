//! What goes down a screen's stream.

use std::sync::Arc;
use std::time::Duration;

use sanh_domain::dossier::Action;
use tokio::io::AsyncReadExt;
use tokio::sync::mpsc;
use tokio::time::{Instant as Tick, timeout};

use super::centre::{BenchClock, ReceptionDesk, USUAL, copy, open, url};
use super::client::{EventStream, request};
use super::report::{Report, Target};
use super::served::Served;

const ROUNDS: usize = 40;
const PAUSE: Duration = Duration::from_millis(150);
const GREETED: Duration = Duration::from_secs(1);
const BUSY: Duration = Duration::from_secs(10);
/// One change each: 200 a second.
const BUSY_EVERY: Duration = Duration::from_millis(5);

pub async fn measure(report: &mut Report) {
    let store = Arc::new(open(url(&copy(USUAL, "wire.db").await)).await);
    let clock = BenchClock::start();
    let counter = Arc::new(ReceptionDesk::open(&store, &clock).await);
    // Fast enough that every change is sent by itself.
    let served = Served::start(&store, &clock, 20).await;
    typical(report, &counter, &served).await;
    served.stop().await;
    let served = Served::start(&store, &clock, 2).await;
    busy(report, &counter, &served).await;
    served.stop().await;
    store.close().await;
}

/// Sizes of the events of a stream as they come, the whole board of its beginning first.
async fn sizes(served: &Served) -> mpsc::UnboundedReceiver<usize> {
    let mut stream = EventStream::open(served.address).await;
    let (arrived, sizes) = mpsc::unbounded_channel();
    let board = stream.next_painting().await.expect("the whole board");
    let _ = arrived.send(board.len());
    tokio::spawn(async move {
        while let Some(event) = stream.next().await {
            let _ = arrived.send(event.len());
        }
    });
    sizes
}

/// Receiving, and resolving, a dossier: what a counter does all day.
async fn typical(report: &mut Report, counter: &ReceptionDesk, served: &Served) {
    let mut sizes = sizes(served).await;
    let board = sizes.recv().await.expect("the board");
    let mut changes = Vec::new();
    for _ in 0..ROUNDS {
        let code = counter.receive().await;
        tokio::time::sleep(PAUSE).await;
        counter.act(&code, Action::Start, 1).await;
        counter.act(&code, Action::Resolve, 2).await;
        tokio::time::sleep(PAUSE).await;
    }
    while let Ok(size) = sizes.try_recv() {
        changes.push(size);
    }
    changes.sort_unstable();
    let median = of_usize(changes[changes.len() / 2]);
    let figure = "a typical change on a stream";
    report.value("change", figure, median, "B", Target::AtMost(2_048.0));
    let largest = changes.last().copied().unwrap_or_default();
    report.value(
        "largest_change",
        "    the largest",
        of_usize(largest),
        "B",
        Target::None,
    );
    let figure = "    the whole board, sent once when a stream opens";
    report.value("whole_board", figure, of_usize(board), "B", Target::None);
    let packed = of_usize(packed_greeting(served).await);
    let figure = "    the same for browsers that take gzip, with head and first event";
    report.value(
        "greeting_packed",
        figure,
        packed,
        "B",
        Target::AtMost(32_768.0),
    );
}

/// Bytes that a browser is sent when its stream opens, packed.
async fn packed_greeting(served: &Served) -> usize {
    let mut connection = request(served.address, "/events/main", "gzip", "keep-alive").await;
    let mut read = Vec::new();
    // Reads until nothing comes: the next event is a beat, some seconds later.
    while let Ok(Ok(count)) = timeout(GREETED, connection.read_buf(&mut read)).await {
        assert!(count > 0, "the stream goes on");
    }
    read.len()
}

async fn busy(report: &mut Report, counter: &Arc<ReceptionDesk>, served: &Served) {
    let mut sizes = sizes(served).await;
    sizes.recv().await.expect("the board");
    let started = Tick::now();
    let mut due = started;
    let mut changes = Vec::new();
    while due < started + BUSY {
        tokio::time::sleep_until(due).await;
        let counter = Arc::clone(counter);
        changes.push(tokio::spawn(async move { counter.receive().await }));
        due += BUSY_EVERY;
    }
    let sent = changes.len();
    for change in changes {
        change.await.expect("it is received");
    }
    let took_s = started.elapsed().as_secs_f64();
    let mut bytes = 0;
    while let Ok(size) = sizes.try_recv() {
        bytes += size;
    }
    let figure = "a stream at 200 changes a second";
    let per_s = of_usize(bytes) / took_s;
    report.value(
        "busy",
        figure,
        per_s,
        "B a second",
        Target::AtMost(51_200.0),
    );
    let reached = of_usize(sent) / took_s;
    report.value(
        "busy_changes",
        "    changes reached",
        reached,
        "changes a second",
        Target::None,
    );
}

fn of_usize(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).expect("a size of a bench"))
}

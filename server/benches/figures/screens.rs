//! From a commit to the last of many screens, and what goes down their streams.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use sanh_app::board::edition::{BoardPort, ScreenSetting, Version};
use sanh_app::board::model::Scope;
use sanh_app::board::screen::wall_board_html;
use sanh_server::config::{Config, Settings};
use sanh_server::live::channel::ChannelKey;
use sanh_server::live::{Live, Pace};
use sanh_server::serve::serve;
use sanh_server::store::Store;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::centre::{BenchClock, Counter, USUAL, copy, open, source, url};
use super::client::EventStream;
use super::report::{Report, Times};

const STREAMS: usize = 200;
const ROUNDS: usize = 100;
const RENDERINGS: usize = 500;
/// Every change is the first after a pause, so the pace never holds one back; a faster pace only makes the pauses shorter.
const BOARDS_PER_S_MAX: u32 = 20;
const PAUSE: Duration = Duration::from_millis(80);
const PATIENCE: Duration = Duration::from_secs(10);

/// When a screen had its painting, and how many bytes that was.
struct Arrival {
    at: Stopwatch,
    bytes: usize,
}

pub async fn measure(report: &mut Report) {
    let store = Arc::new(open(url(&copy(USUAL, "screens.db").await)).await);
    let clock = BenchClock::start();
    let counter = Counter::open(&store, &clock).await;
    in_process(report, &store, &clock, &counter).await;
    over_http(report, &store, &clock, &counter).await;
    store.close().await;
}

async fn in_process(
    report: &mut Report,
    store: &Arc<Store>,
    clock: &Arc<BenchClock>,
    counter: &Counter,
) {
    let shutdown = CancellationToken::new();
    let pace = Pace {
        boards_per_s_max: BOARDS_PER_S_MAX,
        poll_ms: 400,
        channels_max: 8,
    };
    let live = Live::new(
        source(store),
        Arc::clone(clock) as _,
        pace,
        "bench".to_owned(),
    );
    let publisher = tokio::spawn(Arc::clone(&live).run(shutdown.clone()));
    let (arrived, mut arrivals) = mpsc::unbounded_channel();
    let setting = ScreenSetting::default_named("main");
    let key = ChannelKey::of(setting.clone());
    let mut streams = Vec::new();
    for _ in 0..STREAMS {
        let (mut paintings, arrived) = (
            live.subscribe(&key).await.expect("a stream"),
            arrived.clone(),
        );
        let mut shown: Version = paintings.borrow_and_update().version;
        streams.push(tokio::spawn(async move {
            while paintings.changed().await.is_ok() {
                let painted = Arc::clone(&paintings.borrow_and_update());
                let bytes = painted.after(shown).len();
                shown = painted.version;
                let _ = arrived.send(Arrival {
                    at: Stopwatch::now(),
                    bytes,
                });
            }
        }));
    }
    let sizes = rounds(report, counter, &mut arrivals, "in the process").await;
    report.value("bytes of a change on a stream (`set`), median", sizes, "B");
    let painted = live
        .subscribe(&key)
        .await
        .expect("a stream")
        .borrow()
        .board
        .len();
    report.value(
        "bytes of the whole board on a stream",
        of_usize(painted),
        "B",
    );
    let edition = live.edition(Scope::Centre).await.expect("an edition");
    let mut times = Times::new();
    for _ in 0..RENDERINGS {
        let started = Stopwatch::now();
        std::hint::black_box(wall_board_html(&edition, &setting));
        times.note_since(started);
    }
    report.times("rendering the board", &times);
    shutdown.cancel();
    publisher.await.expect("the publisher ends");
    for stream in streams {
        stream.abort();
    }
}

async fn over_http(
    report: &mut Report,
    store: &Arc<Store>,
    clock: &Arc<BenchClock>,
    counter: &Counter,
) {
    let shutdown = CancellationToken::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let flags = Settings {
        boards_per_s_max: Some(BOARDS_PER_S_MAX),
        ..Settings::default()
    };
    let config = Config::load(flags, None).expect("settings");
    let server = tokio::spawn(serve(
        config,
        source(store),
        Arc::clone(clock) as _,
        listener,
        shutdown.clone(),
    ));
    let (arrived, mut arrivals) = mpsc::unbounded_channel();
    let streams = open_streams(address, &arrived).await;
    rounds(report, counter, &mut arrivals, "over HTTP").await;
    shutdown.cancel();
    server.await.expect("the server ends").expect("well");
    for stream in streams {
        stream.abort();
    }
}

async fn open_streams(
    address: SocketAddr,
    arrived: &mpsc::UnboundedSender<Arrival>,
) -> Vec<tokio::task::JoinHandle<()>> {
    let mut streams = Vec::new();
    for _ in 0..STREAMS {
        let mut stream = EventStream::open(address).await;
        stream.next_painting().await.expect("the whole board first");
        let arrived = arrived.clone();
        streams.push(tokio::spawn(async move {
            while let Some(event) = stream.next_painting().await {
                let _ = arrived.send(Arrival {
                    at: Stopwatch::now(),
                    bytes: event.len(),
                });
            }
        }));
    }
    streams
}

/// Changes one dossier after the other and waits each time for the last screen; the median size of what arrived.
async fn rounds(
    report: &mut Report,
    counter: &Counter,
    arrivals: &mut mpsc::UnboundedReceiver<Arrival>,
    way: &str,
) -> f64 {
    let (mut from_commit, mut from_request) = (Times::new(), Times::new());
    let mut sizes = Vec::new();
    for _ in 0..ROUNDS {
        tokio::time::sleep(PAUSE).await;
        while arrivals.try_recv().is_ok() {}
        let requested = Stopwatch::now();
        counter.receive().await;
        let committed = Stopwatch::now();
        let mut last = requested;
        for _ in 0..STREAMS {
            let arrival = timeout(PATIENCE, arrivals.recv())
                .await
                .expect("every screen is told")
                .expect("an arrival");
            last = last.max(arrival.at);
            sizes.push(arrival.bytes);
        }
        from_commit.note(last.saturating_duration_since(committed));
        from_request.note(last.duration_since(requested));
    }
    report.times(
        &format!("commit → last of {STREAMS} streams, {way}"),
        &from_commit,
    );
    report.times(
        &format!("request, commit included → last of {STREAMS} streams, {way}"),
        &from_request,
    );
    sizes.sort_unstable();
    of_usize(sizes[sizes.len() / 2])
}

fn of_usize(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).expect("a size of a bench"))
}

//! Whether a wall grows while it is shown, and the server behind it: real browsers, one change a second, everything turning, and
//! streams that come and go. What is left after the garbage was collected is measured, and its slope by least squares.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use rand::RngExt;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant as Tick, timeout};

use super::centre::{USUAL, copy, folder};
use super::chromium::{Chromium, NEWEST, OLD_FLAGS, Tab};
use super::client::EventStream;
use super::program::memory_kib;
use super::report::{Report, Target};
use super::served::ServerProcess;

const MINUTES: u64 = 3;
/// Page and server build themselves up: not yet what they are for months. Of a short run it is a quarter.
const WARM_UP_MAX: Duration = Duration::from_mins(15);
const WARM_UP_SHARE: u32 = 4;
const SAMPLES_MIN: u32 = 12;
const SAMPLE_EVERY_MAX: Duration = Duration::from_mins(1);
const CHANGE_EVERY: Duration = Duration::from_secs(1);
const BOARDS_PER_S: u32 = 2;
const PAGE: &str = "?lang=vi%2Ben";
/// Streams beside the browsers, and how many seconds each stays.
const STREAMS: usize = 200;
const STAYS_S: std::ops::Range<u64> = 5..90;
/// A slope further above nothing than so many of its standard errors is growth.
const ERRORS_MAX: f64 = 2.0;

/// A page in a browser, and what it held at each minute.
struct Soaked {
    name: &'static str,
    label: &'static str,
    _browser: Chromium,
    tab: Tab,
    samples: Vec<Sample>,
}

/// What a page holds after its garbage was collected.
struct Sample {
    hours: f64,
    heap_kib: f64,
    nodes: f64,
    listeners: f64,
}

pub async fn measure(report: &mut Report) {
    let minutes = std::env::var("SOAK_MIN").map_or(MINUTES, |text| text.parse().expect("minutes"));
    let database = copy(USUAL, "soak.db").await;
    let mut server = ServerProcess::start(&database, BOARDS_PER_S).await;
    let page = format!("http://{}/{PAGE}", server.address);
    let mut soaked = Vec::new();
    for (name, label, program, flags) in browsers() {
        if !program.exists() {
            let why = format!("{} is not here", program.display());
            report.left_out(&format!("heap_{name}"), &format!("soak, {label}"), &why);
            continue;
        }
        let browser = Chromium::start(&program, flags, &format!("soak-{name}")).await;
        let mut tab = browser.tab().await;
        tab.call("Performance.enable", json!({})).await;
        let painted = "!!document.querySelector('#wall [data-k]')";
        tab.open(&page, painted).await;
        soaked.push(Soaked {
            name,
            label,
            _browser: browser,
            tab,
            samples: Vec::new(),
        });
    }
    let passing = passing(server.address);
    let memory = run(&mut server, &mut soaked, Duration::from_mins(minutes)).await;
    drop(passing);
    for soaked in &soaked {
        tell(report, soaked, minutes);
    }
    let (_, last) = memory.last().expect("a sample");
    let label = format!("soak {minutes} min, {STREAMS} streams come and go: memory of the server");
    report.value("server", &label, *last, "MiB", Target::None);
    report.slope(
        "server_slope",
        "    its slope",
        slope(&memory),
        "MiB an hour",
        ERRORS_MAX,
    );
}

/// Streams that come and go, as televisions and phones do; they end when this is dropped.
fn passing(address: SocketAddr) -> JoinSet<()> {
    let mut streams = JoinSet::new();
    for _ in 0..STREAMS {
        streams.spawn(async move {
            loop {
                let stays = Duration::from_secs(rand::rng().random_range(STAYS_S));
                let mut stream = EventStream::open(address).await;
                let reading = async { while stream.next().await.is_some() {} };
                let _ = timeout(stays, reading).await;
            }
        });
    }
    streams
}

/// Their name in figures, what to call them, the program, and its flags.
fn browsers() -> [(&'static str, &'static str, PathBuf, &'static [&'static str]); 2] {
    let target = folder().join("..");
    let old = target.join("engines/chromium-75/chromium");
    [
        ("newest", "Chromium, newest", PathBuf::from(NEWEST), &[]),
        ("75", "Chromium 75", old, &OLD_FLAGS),
    ]
}

/// Changes, and looks at what pages and server hold; the server's memory in MiB, by the hour.
async fn run(
    server: &mut ServerProcess,
    soaked: &mut [Soaked],
    lasts: Duration,
) -> Vec<(f64, f64)> {
    let started = Tick::now();
    let warm_up = WARM_UP_MAX.min(lasts / WARM_UP_SHARE);
    let sample_every = SAMPLE_EVERY_MAX.min(lasts.saturating_sub(warm_up) / SAMPLES_MIN);
    let (mut next_change, mut next_sample) = (started, started + warm_up);
    let mut memory = Vec::new();
    while started.elapsed() < lasts + sample_every / 2 {
        tokio::time::sleep_until(next_change).await;
        server.change().await;
        next_change += CHANGE_EVERY;
        if Tick::now() < next_sample {
            continue;
        }
        next_sample += sample_every;
        let hours = started.elapsed().as_secs_f64() / 3_600.0;
        let of_server = memory_kib(server.id()) / 1_024.0;
        println!(
            "... {:>5.1} min  the server         {of_server:>9.1} MiB",
            hours * 60.0
        );
        memory.push((hours, of_server));
        for page in soaked.iter_mut() {
            let sample = sample(&mut page.tab, started.elapsed()).await;
            println!(
                "... {:>5.1} min  {:<18} {:>9.1} KiB {:>6} nodes {:>4} listeners",
                sample.hours * 60.0,
                page.label,
                sample.heap_kib,
                sample.nodes,
                sample.listeners
            );
            page.samples.push(sample);
        }
    }
    memory
}

async fn sample(tab: &mut Tab, since: Duration) -> Sample {
    // Twice: the second run collects what only objects collected by the first run referred to.
    for _ in 0..2 {
        tab.call("HeapProfiler.collectGarbage", json!({})).await;
    }
    let counted = tab.call("Memory.getDOMCounters", json!({})).await;
    let metrics = tab.call("Performance.getMetrics", json!({})).await;
    let metrics = metrics["metrics"].as_array().expect("metrics");
    let heap = metrics.iter().find(|one| one["name"] == "JSHeapUsedSize");
    let number = |value: &Value| value.as_f64().expect("a number");
    Sample {
        hours: since.as_secs_f64() / 3_600.0,
        heap_kib: number(&heap.expect("the heap")["value"]) / 1_024.0,
        nodes: number(&counted["nodes"]),
        listeners: number(&counted["jsEventListeners"]),
    }
}

fn tell(report: &mut Report, soaked: &Soaked, minutes: u64) {
    let (name, last) = (soaked.name, soaked.samples.last().expect("a sample"));
    let label = format!(
        "soak {minutes} min, {}: JavaScript heap at the end",
        soaked.label
    );
    report.value(
        &format!("heap_{name}"),
        &label,
        last.heap_kib,
        "KiB",
        Target::None,
    );
    let label = "    nodes at the end";
    report.value(
        &format!("nodes_{name}"),
        label,
        last.nodes,
        "nodes",
        Target::None,
    );
    for (i, (what, label, unit)) in [
        ("heap", "    slope of the heap", "KiB an hour"),
        ("nodes", "    slope of the nodes", "nodes an hour"),
        (
            "listeners",
            "    slope of the listeners",
            "listeners an hour",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let held = |sample: &Sample| [sample.heap_kib, sample.nodes, sample.listeners][i];
        let samples = soaked.samples.iter();
        let points: Vec<(f64, f64)> = samples.map(|one| (one.hours, held(one))).collect();
        report.slope(
            &format!("{what}_slope_{name}"),
            label,
            slope(&points),
            unit,
            ERRORS_MAX,
        );
    }
}

/// The slope of the line through points by least squares, and its standard error.
fn slope(points: &[(f64, f64)]) -> (f64, f64) {
    let count = f64::from(u32::try_from(points.len()).expect("some points"));
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x_mean, y_mean) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f64 = points.iter().map(|(x, _)| (x - x_mean).powi(2)).sum();
    let joint: f64 = points
        .iter()
        .map(|(x, y)| (x - x_mean) * (y - y_mean))
        .sum();
    let slope = joint / spread;
    let rest: f64 = points
        .iter()
        .map(|(x, y)| (y - y_mean - slope * (x - x_mean)).powi(2))
        .sum();
    (slope, (rest / (count - 2.0) / spread).sqrt())
}

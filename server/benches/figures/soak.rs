//! Whether a wall grows while it is shown: real browsers, one change a second, everything turning. What is left after the garbage
//! was collected is measured, and its slope by least squares. Flat is a slope that its own error explains.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant as Tick;

use super::centre::{USUAL, copy, folder};
use super::chromium::{Chromium, NEWEST, OLD_FLAGS, Tab};
use super::report::{Report, Target};
use super::served::ServerProcess;

const MINUTES: u64 = 3;
/// The page builds itself up: not yet what it is for months.
const WARM_UP_SHARE: u32 = 10;
const SAMPLES_MIN: u32 = 12;
const SAMPLE_EVERY_MAX: Duration = Duration::from_mins(1);
const CHANGE_EVERY: Duration = Duration::from_secs(1);
const BOARDS_PER_S: u32 = 2;
const PAGE: &str = "?lang=vi%2Ben";
/// A slope further from nothing than so many of its standard errors is growth.
const ERRORS_MAX: f64 = 2.0;

/// A page in a browser, and what it held at each minute.
struct Soaked {
    name: &'static str,
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
    let lasts = Duration::from_mins(minutes);
    let database = copy(USUAL, "soak.db").await;
    let mut server = ServerProcess::start(&database, BOARDS_PER_S).await;
    let page = format!("http://{}/{PAGE}", server.address);
    let mut soaked = Vec::new();
    for (name, program, flags) in browsers() {
        if !program.exists() {
            let why = format!("{} is not here", program.display());
            report.left_out(&format!("soak, {name}"), &why);
            continue;
        }
        let profile = program.parent().and_then(Path::file_name);
        let profile = profile.map_or("new".into(), |name| name.to_string_lossy());
        let browser = Chromium::start(&program, flags, &format!("soak-{profile}")).await;
        let mut tab = browser.tab().await;
        tab.call("Performance.enable", json!({})).await;
        let painted = "!!document.querySelector('#wall [data-k]')";
        tab.open(&page, painted).await;
        soaked.push(Soaked {
            name,
            _browser: browser,
            tab,
            samples: Vec::new(),
        });
    }
    run(&mut server, &mut soaked, lasts).await;
    for soaked in &soaked {
        tell(report, soaked, minutes);
    }
}

fn browsers() -> [(&'static str, PathBuf, &'static [&'static str]); 2] {
    let target = folder().join("..");
    let old = target.join("engines/chromium-75/chromium");
    [
        ("Chromium, newest", PathBuf::from(NEWEST), &[]),
        ("Chromium 75", old, &OLD_FLAGS),
    ]
}

async fn run(server: &mut ServerProcess, soaked: &mut [Soaked], lasts: Duration) {
    let started = Tick::now();
    let warm_up = lasts / WARM_UP_SHARE;
    let sample_every = SAMPLE_EVERY_MAX.min(lasts.saturating_sub(warm_up) / SAMPLES_MIN);
    let (mut next_change, mut next_sample) = (started, started + warm_up);
    while started.elapsed() < lasts + sample_every / 2 {
        tokio::time::sleep_until(next_change).await;
        server.change().await;
        next_change += CHANGE_EVERY;
        if Tick::now() < next_sample {
            continue;
        }
        next_sample += sample_every;
        for page in soaked.iter_mut() {
            let sample = sample(&mut page.tab, started.elapsed()).await;
            println!(
                "... {:>5.1} min  {:<18} {:>9.1} KiB {:>6} nodes {:>4} listeners",
                sample.hours * 60.0,
                page.name,
                sample.heap_kib,
                sample.nodes,
                sample.listeners
            );
            page.samples.push(sample);
        }
    }
}

async fn sample(tab: &mut Tab, since: Duration) -> Sample {
    // The first finds what nothing holds, the second what was held by what the first found.
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
    let name = soaked.name;
    let last = soaked.samples.last().expect("a sample");
    let figure = format!("soak {minutes} min, {name}: JavaScript heap at the end");
    report.value(&figure, last.heap_kib, "KiB", Target::None);
    for (i, what) in ["heap, KiB", "nodes", "listeners"].into_iter().enumerate() {
        let held = |sample: &Sample| [sample.heap_kib, sample.nodes, sample.listeners][i];
        let samples = soaked.samples.iter();
        let points: Vec<(f64, f64)> = samples.map(|one| (one.hours, held(one))).collect();
        let (slope, error) = slope(&points);
        // In the table stands how far the slope is out of its error; it shrinks as often as it grows.
        let figure = format!("    {what}: slope {slope:+.1} ± {error:.1} an hour; in errors");
        let out = if slope <= 0.0 {
            0.0
        } else {
            slope / error.max(f64::MIN_POSITIVE)
        };
        report.value(&figure, out, "", Target::AtMost(ERRORS_MAX));
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

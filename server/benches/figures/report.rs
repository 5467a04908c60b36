//! The table, and the same as JSON.

use std::fs;
use std::time::{Duration, Instant as Stopwatch};

use hdrhistogram::Histogram;
use serde::Serialize;
use serde_json::json;

use super::centre::folder;

/// A minute; what takes longer counts as that.
const LONGEST_NS: u64 = 60_000_000_000;

/// Durations, told by their percentiles.
pub struct Times(Histogram<u64>);

impl Times {
    pub fn new() -> Self {
        Self(Histogram::new_with_bounds(1, LONGEST_NS, 3).expect("three digits"))
    }

    /// Notes a duration.
    pub fn note(&mut self, took: Duration) {
        self.0
            .saturating_record(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
    }

    /// Notes how long ago `started` was.
    pub fn note_since(&mut self, started: Stopwatch) {
        self.note(started.elapsed());
    }

    /// The value at a quantile, in milliseconds.
    pub fn ms(&self, quantile: f64) -> f64 {
        duration_ms(self.0.value_at_quantile(quantile))
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "nanoseconds of a bench are far below 2^52"
)]
fn duration_ms(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1e6
}

/// One line of the table.
#[derive(Serialize)]
#[serde(untagged)]
enum Line {
    Times {
        figure: String,
        unit: &'static str,
        p50: f64,
        p99: f64,
        max: f64,
        samples: u64,
    },
    Value {
        figure: String,
        unit: &'static str,
        value: f64,
    },
}

/// What was measured so far.
pub struct Report {
    started: Stopwatch,
    lines: Vec<Line>,
}

impl Report {
    /// An empty table; prints its head.
    pub fn new() -> Self {
        println!("{:<66} {:>10} {:>10} {:>10}", "", "p50", "p99", "max");
        Self {
            started: Stopwatch::now(),
            lines: Vec::new(),
        }
    }

    /// A line of percentiles.
    pub fn times(&mut self, figure: &str, times: &Times) {
        let (p50, p99, max) = (times.ms(0.5), times.ms(0.99), times.ms(1.0));
        println!("{figure:<66} {p50:>10.3} {p99:>10.3} {max:>10.3} ms");
        let (figure, samples) = (figure.to_owned(), times.0.len());
        self.lines.push(Line::Times {
            figure,
            unit: "ms",
            p50,
            p99,
            max,
            samples,
        });
    }

    /// A line of one value.
    pub fn value(&mut self, figure: &str, value: f64, unit: &'static str) {
        let decimals = if value < 100.0 { 2 } else { 0 };
        println!("{figure:<66} {value:>10.decimals$} {unit}");
        self.lines.push(Line::Value {
            figure: figure.to_owned(),
            unit,
            value,
        });
    }

    /// A line that says why a figure is missing.
    #[allow(clippy::unused_self, reason = "the table's owner writes its lines")]
    pub fn left_out(&self, figure: &str, why: &str) {
        println!("{figure:<66} {why}");
    }

    /// Writes the JSON beside the databases.
    pub fn write(&self) {
        let file = folder().join("figures.json");
        let report = json!({
            "machine": machine(),
            "optimised": !cfg!(debug_assertions),
            "took_s": self.started.elapsed().as_secs(),
            "figures": self.lines,
        });
        fs::write(&file, serde_json::to_string_pretty(&report).expect("JSON"))
            .expect("the report is written");
        println!(
            "\n{} · {} s · {}",
            machine(),
            self.started.elapsed().as_secs(),
            file.display()
        );
    }
}

fn machine() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("", |rest| rest.trim_start_matches(['\t', ' ', ':']));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    format!("{cores} cores of {model}, load {load}")
}

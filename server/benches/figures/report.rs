//! The table, and the same as JSON: each figure with its target beside it, and whether that is reached.

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

/// What a figure is to be.
#[derive(Clone, Copy)]
pub enum Target {
    /// It is told for what it explains.
    None,
    AtMost(f64),
    AtLeast(f64),
    /// Median and 99th percentile, in milliseconds.
    Ms(f64, f64),
}

impl Target {
    fn text(self, unit: &str) -> String {
        match self {
            Self::None => String::new(),
            Self::AtMost(bound) => format!("≤ {bound} {unit}"),
            Self::AtLeast(bound) => format!("≥ {bound} {unit}"),
            Self::Ms(p50, p99) if p50.is_infinite() => format!("p99 ≤ {p99} ms"),
            Self::Ms(p50, p99) if p99.is_infinite() => format!("p50 ≤ {p50} ms"),
            Self::Ms(p50, p99) => format!("p50 ≤ {p50}, p99 ≤ {p99} ms"),
        }
    }

    /// Whether it is reached; none where there is none.
    fn is_reached(self, median: f64, tail: f64) -> Option<bool> {
        match self {
            Self::None => None,
            Self::AtMost(bound) => Some(median <= bound),
            Self::AtLeast(bound) => Some(median >= bound),
            Self::Ms(p50, p99) => Some(median <= p50 && tail <= p99),
        }
    }
}

/// One line of the table.
#[derive(Serialize)]
struct Line {
    figure: String,
    unit: &'static str,
    #[serde(flatten)]
    measured: Measured,
    target: String,
    reached: Option<bool>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Measured {
    Times {
        p50: f64,
        p99: f64,
        max: f64,
        samples: u64,
    },
    Value {
        value: f64,
    },
    LeftOut {
        why: String,
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
        println!("{:<74} {:>10} {:>10} {:>10}", "", "p50", "p99", "max");
        Self {
            started: Stopwatch::now(),
            lines: Vec::new(),
        }
    }

    /// A line of percentiles.
    pub fn times(&mut self, figure: &str, times: &Times, target: Target) {
        let (p50, p99, max) = (times.ms(0.5), times.ms(0.99), times.ms(1.0));
        let told = format!("{p50:>10.3} {p99:>10.3} {max:>10.3} ms");
        let samples = times.0.len();
        let measured = Measured::Times {
            p50,
            p99,
            max,
            samples,
        };
        self.line(figure, "ms", measured, &told, target, (p50, p99));
    }

    /// A line of one value.
    pub fn value(&mut self, figure: &str, value: f64, unit: &'static str, target: Target) {
        let decimals = if value.abs() < 100.0 { 2 } else { 0 };
        let told = format!("{value:>10.decimals$} {unit:<24}");
        let measured = Measured::Value { value };
        self.line(figure, unit, measured, &told, target, (value, value));
    }

    /// A line that says why a figure is missing.
    pub fn left_out(&mut self, figure: &str, why: &str) {
        let why = why.to_owned();
        let told = why.clone();
        let measured = Measured::LeftOut { why };
        self.line(figure, "", measured, &told, Target::None, (0.0, 0.0));
    }

    fn line(
        &mut self,
        figure: &str,
        unit: &'static str,
        measured: Measured,
        told: &str,
        target: Target,
        (median, tail): (f64, f64),
    ) {
        let reached = target.is_reached(median, tail);
        let verdict = match reached {
            None => "",
            Some(true) => "reached",
            Some(false) => "MISSED",
        };
        let target = target.text(unit);
        println!("{figure:<74} {told}  {target:<26} {verdict}");
        self.lines.push(Line {
            figure: figure.to_owned(),
            unit,
            measured,
            target,
            reached,
        });
    }

    /// Writes the JSON beside the databases, under a name that says which figures were asked for.
    pub fn write(&self, name: &str) {
        let file = folder().join(format!("{name}.json"));
        let report = json!({
            "machine": machine(),
            "optimised": !cfg!(debug_assertions),
            "took_s": self.started.elapsed().as_secs(),
            "figures": self.lines,
        });
        fs::write(&file, serde_json::to_string_pretty(&report).expect("JSON"))
            .expect("the report is written");
        let missed = self.lines.iter().filter(|line| line.reached == Some(false));
        println!(
            "\n{} targets missed · {} · {} s · {}",
            missed.count(),
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

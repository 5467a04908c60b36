//! The table on the screen: each figure with its unit, its spread and its target, and whether that is reached. Group by group it goes
//! into the file of results.

use std::time::{Duration, Instant as Stopwatch};

use hdrhistogram::Histogram;
use serde::Serialize;

use super::results::{Group, Results};

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

    /// Which way is better; none where a figure only explains another one.
    const fn better(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::AtLeast(_) => Some("higher"),
            Self::AtMost(_) | Self::Ms(..) => Some("lower"),
        }
    }
}

/// One line of the table. By its name, which never changes, documents quote it and builds are compared.
#[derive(Serialize)]
pub struct Line {
    name: String,
    label: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    unit: &'static str,
    #[serde(flatten)]
    measured: Measured,
    /// Which way is better: `lower` or `higher`.
    #[serde(skip_serializing_if = "Option::is_none")]
    better: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    target: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reached: Option<bool>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Measured {
    /// Durations, in milliseconds; `value` is the median.
    Times {
        value: f64,
        p99: f64,
        max: f64,
        samples: u64,
    },
    /// The median of some runs.
    Runs {
        value: f64,
        min: f64,
        max: f64,
        runs: usize,
    },
    /// A slope by least squares, with its standard error.
    Slope {
        value: f64,
        error: f64,
    },
    Value {
        value: f64,
    },
    LeftOut {
        left_out: String,
    },
}

impl Line {
    fn new(
        name: &str,
        label: &str,
        unit: &'static str,
        measured: Measured,
        target: Target,
    ) -> Self {
        Self {
            name: name.to_owned(),
            label: label.to_owned(),
            unit,
            measured,
            better: target.better(),
            target: target.text(unit),
            reached: None,
        }
    }
}

/// What was measured so far.
pub struct Report {
    started: Stopwatch,
    results: Results,
    group: Option<(Group, Stopwatch)>,
    lines: Vec<Line>,
    missed: usize,
}

impl Report {
    /// An empty table; prints its head.
    pub fn new(results: Results) -> Self {
        println!("{:<74} {:>10} {:>10} {:>10}", "", "p50", "p99", "max");
        Self {
            started: Stopwatch::now(),
            results,
            group: None,
            lines: Vec::new(),
            missed: 0,
        }
    }

    /// Begins a group: what is told from here on belongs to it.
    pub fn begin(&mut self, group: Group) {
        println!("\n{} · {}", group.name, group.title);
        self.group = Some((group, Stopwatch::now()));
    }

    /// Ends the group: what was measured of it replaces what the file held of it.
    pub fn end(&mut self) {
        let (group, started) = self.group.take().expect("a group");
        let lines = std::mem::take(&mut self.lines);
        self.results.keep(&group, &lines, started.elapsed());
    }

    /// A line of percentiles.
    pub fn times(&mut self, name: &str, label: &str, times: &Times, target: Target) {
        let (value, p99, max) = (times.ms(0.5), times.ms(0.99), times.ms(1.0));
        let measured = Measured::Times {
            value,
            p99,
            max,
            samples: times.0.len(),
        };
        let mut line = Line::new(name, label, "ms", measured, target);
        // A shorter time is better, with or without a target.
        line.better = Some("lower");
        line.reached = target.is_reached(value, p99);
        self.tell(line, &format!("{value:>10.3} {p99:>10.3} {max:>10.3} ms"));
    }

    /// A line of one value.
    pub fn value(
        &mut self,
        name: &str,
        label: &str,
        value: f64,
        unit: &'static str,
        target: Target,
    ) {
        let mut line = Line::new(name, label, unit, Measured::Value { value }, target);
        line.reached = target.is_reached(value, value);
        self.tell(line, &format!("{:>10} {unit:<24}", number(value)));
    }

    /// A line of the median of some runs.
    pub fn runs(
        &mut self,
        name: &str,
        label: &str,
        runs: &[f64],
        unit: &'static str,
        target: Target,
    ) {
        let mut sorted = runs.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (min, value, max) = (
            sorted[0],
            sorted[sorted.len() / 2],
            sorted[sorted.len() - 1],
        );
        let measured = Measured::Runs {
            value,
            min,
            max,
            runs: runs.len(),
        };
        let mut line = Line::new(name, label, unit, measured, target);
        line.reached = target.is_reached(value, value);
        let spread = format!("{unit} ({} – {})", number(min), number(max));
        self.tell(line, &format!("{:>10} {spread:<24}", number(value)));
    }

    /// A line of a slope. Growth is a slope further above nothing than so many of its standard errors.
    pub fn slope(
        &mut self,
        name: &str,
        label: &str,
        (value, error): (f64, f64),
        unit: &'static str,
        errors_max: f64,
    ) {
        let measured = Measured::Slope { value, error };
        let mut line = Line::new(name, label, unit, measured, Target::None);
        line.target = format!("≤ {errors_max} of its errors");
        line.reached = Some(value <= errors_max * error);
        self.tell(line, &format!("{value:>+10.2} ± {error:.2} {unit:<24}"));
    }

    /// A line that says why a figure is missing.
    pub fn left_out(&mut self, name: &str, label: &str, why: &str) {
        let left_out = why.to_owned();
        let measured = Measured::LeftOut { left_out };
        self.tell(Line::new(name, label, "", measured, Target::None), why);
    }

    fn tell(&mut self, line: Line, told: &str) {
        let is_new = self.lines.iter().all(|other| other.name != line.name);
        assert!(is_new, "{} is told twice", line.name);
        let verdict = match line.reached {
            None => "",
            Some(true) => "reached",
            Some(false) => "MISSED",
        };
        self.missed += usize::from(line.reached == Some(false));
        println!("{:<74} {told}  {:<26} {verdict}", line.label, line.target);
        self.lines.push(line);
    }

    /// The last line: how many targets were missed, and where the results are.
    pub fn finish(&self) {
        println!(
            "\n{} targets missed · {} · {} s",
            self.missed,
            self.results.place(),
            self.started.elapsed().as_secs(),
        );
    }
}

fn number(value: f64) -> String {
    let decimals = if value.abs() < 100.0 { 2 } else { 0 };
    format!("{value:.decimals$}")
}

//! The file of results: each group with its date, its commit, the kind of machine and what a sync of its disk takes. A run replaces
//! only the groups that it measured.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant as Stopwatch};

use chrono::{SecondsFormat, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::centre::folder;
use super::program::kib_in;
use super::report::{Line, Times};

/// The groups there are, in the order in which they are measured: their names, their titles, and which paths of the source they measure.
const GROUPS: &str = include_str!("../groups.json");

/// What documents quote.
const KEPT: &str = "docs/figures.json";

/// Syncs to tell what one takes, and the bytes before each.
const SYNCS: u32 = 200;
const SYNCED_BYTES: usize = 4_096;

/// Figures that belong together.
#[derive(Clone, Deserialize)]
pub struct Group {
    pub name: String,
    pub title: String,
    /// What they measure, from the project's folder.
    pub paths: Vec<String>,
}

impl Group {
    /// All there are.
    pub fn all() -> Vec<Self> {
        serde_json::from_str(GROUPS).expect("the list of groups")
    }

    /// Whether the source of what it measures is as it was committed.
    fn is_committed(&self) -> bool {
        let mut status = vec!["status", "--porcelain", "--"];
        status.extend(self.paths.iter().map(String::as_str));
        git(&status).is_some_and(|changed| changed.is_empty())
    }
}

/// Where results go.
pub struct Results {
    files: Vec<PathBuf>,
    /// The commit at the start: a run of an hour can end at another one.
    commit: Option<String>,
    /// The groups whose source was as committed then.
    committed: Vec<String>,
    machine: Value,
    fdatasync_ms: Value,
}

impl Results {
    /// Results go to `target/bench/results.json`, or to the file that `BENCH_RESULTS` names; with `KEEP=1` also to the file that
    /// documents quote.
    pub fn open(groups: &[&Group]) -> Self {
        let committed = groups.iter().filter(|group| group.is_committed());
        let committed: Vec<String> = committed.map(|group| group.name.clone()).collect();
        let file = std::env::var_os("BENCH_RESULTS")
            .map_or_else(|| folder().join("results.json"), PathBuf::from);
        let mut files = vec![file];
        if std::env::var("KEEP").is_ok_and(|value| value == "1") {
            let is_optimised = !cfg!(debug_assertions);
            assert!(
                is_optimised,
                "KEEP=1: a build that is not optimised measures nothing worth keeping"
            );
            let mut names = groups.iter().map(|group| &group.name);
            let changed = names.find(|name| !committed.contains(name));
            assert!(
                changed.is_none(),
                "KEEP=1: commit first what {changed:?} measures, so that the figures say of which build they are"
            );
            files.push(Path::new(env!("CARGO_MANIFEST_DIR")).join(KEPT));
        }
        Self {
            files,
            commit: git(&["rev-parse", "HEAD"]),
            committed,
            machine: machine(),
            fdatasync_ms: fdatasync(),
        }
    }

    /// Puts what was measured of a group in the place of what the files hold of it.
    pub fn keep(&self, group: &Group, lines: &[Line], took: Duration) {
        let measured = json!({
            "date": Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
            "commit": self.commit,
            "is_committed": self.committed.contains(&group.name),
            "is_optimised": !cfg!(debug_assertions),
            "machine": self.machine,
            "fdatasync_ms": self.fdatasync_ms,
            "took_s": took.as_secs(),
            "figures": lines,
        });
        for file in &self.files {
            put(file, &group.name, &measured);
        }
    }

    /// The files, for the last line.
    pub fn place(&self) -> String {
        let files = self.files.iter().map(|file| file.display().to_string());
        files.collect::<Vec<_>>().join(", ")
    }
}

/// Replaces one group in a file, whole or not at all.
fn put(file: &Path, group: &str, measured: &Value) {
    let held = fs::read_to_string(file).unwrap_or_else(|_| "{}".to_owned());
    let mut held: Map<String, Value> = serde_json::from_str(&held)
        .unwrap_or_else(|error| panic!("{} is no results: {error}", file.display()));
    held.insert(group.to_owned(), measured.clone());
    let text = serde_json::to_string_pretty(&held).expect("JSON");
    let making = file.with_extension("making");
    fs::write(&making, text + "\n").expect("the results are written");
    fs::rename(&making, file).expect("they get their name");
}

/// What git answers; none without it.
fn git(arguments: &[&str]) -> Option<String> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut git = Command::new("git");
    let said = git.args(arguments).current_dir(project).output().ok()?;
    let text = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    said.status.success().then_some(text)
}

/// The kind of machine, and nothing that tells which one.
fn machine() -> Value {
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let memory_kib = kib_in("/proc/meminfo", "MemTotal:").unwrap_or(0.0);
    json!({
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "memory_gib": (memory_kib / 1_048_576.0).round(),
        "cpu": model.unwrap_or_default().trim_start_matches(['\t', ' ', ':']).trim(),
    })
}

/// What it takes to put some bytes at the end of a file on the disk that the databases are on.
fn fdatasync() -> Value {
    let file = folder().join("fdatasync");
    let mut probe = fs::File::create(&file).expect("a file");
    let mut times = Times::new();
    for _ in 0..SYNCS {
        probe.write_all(&[7; SYNCED_BYTES]).expect("room");
        let started = Stopwatch::now();
        probe.sync_data().expect("a sync");
        times.note_since(started);
    }
    let _ = fs::remove_file(file);
    let (p50, p99) = (times.ms(0.5), times.ms(0.99));
    println!("fdatasync: p50 {p50:.2} ms, p99 {p99:.2} ms");
    json!({ "p50": p50, "p99": p99 })
}

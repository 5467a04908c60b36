//! The program as it is started: how soon it is ready, what it keeps in memory, what a wall loads.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant as Stopwatch};

use super::centre::{LARGE, USUAL, copy, file, url};
use super::client::{EventStream, get, is_ok};
use super::report::{Report, Target};

const STREAMS: u32 = 1_000;
const SETTLE: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_mins(1);
const STARTS: usize = 5;

pub async fn measure(report: &mut Report, is_large: bool) {
    if is_large {
        // Too large to copy; nobody changes it.
        let largest = file(LARGE).await;
        starts(report, &largest, LARGE).await;
    }
    let database = copy(USUAL, "program.db").await;
    starts(report, &database, USUAL).await;
    let program = Program::start(&database).await;
    first_load(report, program.address).await;
    tokio::time::sleep(SETTLE).await;
    let idle = program.memory_kib();
    let figure = format!("memory, nobody watching, {USUAL} dossiers");
    report.value(&figure, idle / 1_024.0, "MiB", Target::AtMost(64.0));
    let mut streams = Vec::new();
    for _ in 0..STREAMS {
        let mut stream = EventStream::open(program.address).await;
        stream.next_painting().await.expect("the whole board");
        streams.push(stream);
    }
    tokio::time::sleep(SETTLE).await;
    let per_stream = (program.memory_kib() - idle).max(0.0) / f64::from(STREAMS);
    let figure = format!("memory of an open stream, of {STREAMS}");
    report.value(&figure, per_stream, "KiB", Target::AtMost(24.0));
}

/// Starts the program some times; the median of how long it takes until it is ready.
async fn starts(report: &mut Report, database: &Path, dossiers: u32) {
    let mut took = Vec::with_capacity(STARTS);
    let mut idle = 0.0;
    for _ in 0..STARTS {
        let started = Stopwatch::now();
        let program = Program::start(database).await;
        took.push(started.elapsed().as_secs_f64());
        idle = program.memory_kib();
    }
    took.sort_by(f64::total_cmp);
    let figure = format!("start to ready, {dossiers} dossiers");
    report.value(&figure, took[STARTS / 2], "s", Target::AtMost(0.5));
    report.value("    memory then", idle / 1_024.0, "MiB", Target::None);
}

/// What a screen fetches that has nothing yet, as it goes over the wire with heads and compression.
async fn first_load(report: &mut Report, address: SocketAddr) {
    let page = get(address, "/", "identity").await;
    let compressed = get(address, "/", "br, gzip").await.len();
    let (mut fonts, mut rest, mut script, mut wasm) = (0, compressed, 0, 0);
    let mut requests = 1;
    for path in parts(&String::from_utf8_lossy(&page)) {
        let part = get(address, &path, "br, gzip").await;
        assert!(
            is_ok(&part),
            "{path} is not there: build the site first (make bench does)"
        );
        requests += 1;
        match Path::new(path.split('?').next().unwrap_or_default())
            .extension()
            .and_then(|end| end.to_str())
        {
            Some("woff2") => fonts += part.len(),
            Some("wasm") => {
                wasm += part.len();
                rest += part.len();
            }
            Some("js") => {
                script += part.len();
                rest += part.len();
            }
            _ => rest += part.len(),
        }
    }
    let figure = "the wall's first load, without fonts";
    report.value(figure, kib(rest), "KiB", Target::AtMost(60.0));
    report.value(
        "    with fonts",
        kib(rest + fonts),
        "KiB",
        Target::AtMost(130.0),
    );
    report.value("    its script", kib(script), "KiB", Target::AtMost(10.0));
    report.value("    its wasm", kib(wasm), "KiB", Target::AtMost(0.0));
    let figure = "    requests, the stream aside";
    report.value(figure, f64::from(requests), "", Target::AtMost(8.0));
}

/// The paths that the head of a page names.
fn parts(html: &str) -> Vec<String> {
    let tags = html
        .split('<')
        .filter(|tag| tag.starts_with("link ") || tag.starts_with("script "));
    let path = |tag: &str| {
        let (_, rest) = tag
            .split_once("href=\"")
            .or_else(|| tag.split_once("src=\""))?;
        rest.split('"')
            .next()
            .map(|path| path.replace("&amp;", "&"))
    };
    let mut parts: Vec<String> = tags
        .filter_map(path)
        .filter(|path| path.starts_with('/'))
        .collect();
    parts.sort();
    parts.dedup();
    parts
}

fn kib(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).expect("a size of a bench")) / 1_024.0
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|free| free.local_addr())
        .expect("a free port")
}

/// `sanh serve`, ended when dropped.
struct Program {
    process: Child,
    address: SocketAddr,
}

impl Program {
    /// Starts it and waits until it is ready.
    async fn start(database: &Path) -> Self {
        let address = free_address();
        let mut command = Command::new(env!("CARGO_BIN_EXE_sanh"));
        command.args([
            "serve",
            "--log",
            "error",
            "--connections-per-address-max",
            "4000",
            "--database-url",
            &url(database),
            "--listen",
            &address.to_string(),
        ]);
        command.stdout(Stdio::null()).stderr(Stdio::inherit());
        let program = Self {
            process: command.spawn().expect("the program starts"),
            address,
        };
        let started = Stopwatch::now();
        while tokio::net::TcpStream::connect(address).await.is_err()
            || !is_ok(&get(address, "/readyz", "identity").await)
        {
            assert!(started.elapsed() < PATIENCE, "it does not get ready");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        program
    }

    /// Resident memory, in KiB.
    fn memory_kib(&self) -> f64 {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.process.id())).expect("its status");
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .expect("its memory");
        line.trim()
            .trim_end_matches(" kB")
            .parse()
            .expect("a number")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

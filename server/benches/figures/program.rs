//! The program as it is started: how soon it is ready, what it keeps in memory, what a wall loads.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant as Stopwatch};

use super::centre::{LARGE, USUAL, copies, copy, file, master_key_file, remove, tag, url};
use super::client::{EventStream, get, is_ok};
use super::report::{Report, Target};

const STREAMS: u32 = 1_000;
const MEMORY_MIB_MAX: f64 = 40.0;
const SETTLE: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_mins(1);
const STARTS: usize = 5;

/// With the usual centre.
pub async fn measure(report: &mut Report) {
    let database = copy(USUAL, "program.db").await;
    starts(report, &database, USUAL).await;
    let program = Program::start(&database).await;
    first_load(report, program.address).await;
    tokio::time::sleep(SETTLE).await;
    let idle = memory_kib(program.process.id());
    report.value(
        "memory",
        &format!("memory, nobody watching, {USUAL} dossiers"),
        idle / 1_024.0,
        "MiB",
        Target::AtMost(MEMORY_MIB_MAX),
    );
    report.value(
        "memory_private",
        "    of it private; the rest are pages of files, nearly all of the program's own",
        private_kib(program.process.id()) / 1_024.0,
        "MiB",
        Target::None,
    );
    // What the first screen brings (its board, rendered and compressed) is no part of a stream.
    let mut streams = vec![watching(&program).await];
    tokio::time::sleep(SETTLE).await;
    let watched = memory_kib(program.process.id());
    report.value(
        "memory_watched",
        "    with one screen",
        watched / 1_024.0,
        "MiB",
        Target::None,
    );
    let with_first = opened(&program, &mut streams).await;
    report.value(
        "memory_of_first_streams",
        &format!(
            "    what the first {STREAMS} streams bring, with all that is made once, by stream"
        ),
        (with_first - watched).max(0.0) / f64::from(STREAMS),
        "KiB",
        Target::None,
    );
    let with_more = opened(&program, &mut streams).await;
    report.value(
        "memory_per_stream",
        &format!("memory of an open stream, of {STREAMS} more"),
        (with_more - with_first).max(0.0) / f64::from(STREAMS),
        "KiB",
        Target::AtMost(16.0),
    );
    drop((streams, program));
    kept_safe(report, &database, USUAL);
}

/// What an administrator and the nights do: everything proven, and a copy made and proven.
fn kept_safe(report: &mut Report, database: &Path, dossiers: u32) {
    let took_s = administered(database, &["verify"]);
    report.value(
        &format!("verified_{}", tag(dossiers)),
        &format!(
            "everything proven by `sanh verify`, {dossiers} dossiers with their events and seals"
        ),
        f64::from(dossiers) / took_s,
        "dossiers a second",
        Target::AtLeast(100_000.0),
    );
    let copy = remove(copies().join("backup.db"));
    let took_s = administered(database, &["backup", &copy.display().to_string()]);
    report.value(
        &format!("backup_{}", tag(dossiers)),
        "    a copy made and proven by `sanh backup`",
        took_s,
        "s",
        Target::AtMost(120.0),
    );
    remove(copy);
}

/// How many seconds a command of the program takes.
fn administered(database: &Path, arguments: &[&str]) -> f64 {
    let started = Stopwatch::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanh"));
    command
        .args(arguments)
        .args(["--log", "error", "--database-url", &url(database)])
        .arg("--master-key-file")
        .arg(master_key_file());
    let done = command.stdout(Stdio::null()).status();
    assert!(done.expect("the program runs").success(), "{arguments:?}");
    started.elapsed().as_secs_f64()
}

/// Opens [`STREAMS`] more; the program's memory then, in KiB.
async fn opened(program: &Program, streams: &mut Vec<EventStream>) -> f64 {
    for _ in 0..STREAMS {
        streams.push(watching(program).await);
    }
    tokio::time::sleep(SETTLE).await;
    memory_kib(program.process.id())
}

/// A screen's stream that has got the whole board.
async fn watching(program: &Program) -> EventStream {
    let mut stream = EventStream::open(program.address).await;
    stream.next_painting().await.expect("the whole board");
    stream
}

/// With ten million dossiers: too large to copy, and nobody changes it.
pub async fn measure_large(report: &mut Report) {
    let largest = file(LARGE).await;
    starts(report, &largest, LARGE).await;
    kept_safe(report, &largest, LARGE);
}

/// Starts the program some times: how long it takes until it is ready, and its memory then.
async fn starts(report: &mut Report, database: &Path, dossiers: u32) {
    let (mut took, mut idle) = (Vec::with_capacity(STARTS), Vec::with_capacity(STARTS));
    for _ in 0..STARTS {
        let started = Stopwatch::now();
        let program = Program::start(database).await;
        took.push(started.elapsed().as_secs_f64());
        idle.push(memory_kib(program.process.id()) / 1_024.0);
    }
    let size = tag(dossiers);
    report.runs(
        &format!("start_{size}"),
        &format!("start to ready, {dossiers} dossiers"),
        &took,
        "s",
        Target::AtMost(0.3),
    );
    report.runs(
        &format!("memory_at_start_{size}"),
        "    memory then",
        &idle,
        "MiB",
        Target::AtMost(MEMORY_MIB_MAX),
    );
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
    let mut told = |name: &str, label: &str, bytes: usize, most: f64| {
        report.value(name, label, kib(bytes), "KiB", Target::AtMost(most));
    };
    told(
        "first_load",
        "the wall's first load, without fonts",
        rest,
        60.0,
    );
    told(
        "first_load_with_fonts",
        "    with fonts",
        rest + fonts,
        130.0,
    );
    told("script", "    its script", script, 10.0);
    told("wasm", "    its wasm", wasm, 0.0);
    report.value(
        "requests",
        "    requests, the stream aside",
        f64::from(requests),
        "requests",
        Target::AtMost(8.0),
    );
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

/// An address that nobody listens at.
pub fn free_address() -> SocketAddr {
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
            "--streams-per-visitor-max",
            "4000",
            "--master-key-file",
            &master_key_file().display().to_string(),
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
}

/// Resident memory of a process, in KiB.
pub fn memory_kib(process: u32) -> f64 {
    kib_in(&format!("/proc/{process}/status"), "VmRSS:").expect("its memory")
}

/// The part of it that is in no file, in KiB.
fn private_kib(process: u32) -> f64 {
    kib_in(&format!("/proc/{process}/status"), "RssAnon:").expect("its memory")
}

/// The number of KiB that a line of a file of the kernel tells, such as `VmRSS:    1024 kB`; none where it is not there.
pub fn kib_in(file: &str, name: &str) -> Option<f64> {
    let text = fs::read_to_string(file).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix(name))?;
    value.trim().trim_end_matches(" kB").parse().ok()
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

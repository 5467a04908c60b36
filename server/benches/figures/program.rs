//! The program as it is started: how soon it is ready, what it keeps in memory, what a wall loads.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant as Stopwatch};

use super::centre::{USUAL, copy, url};
use super::client::{EventStream, get, is_ok};
use super::report::Report;

const STREAMS: u32 = 400;
const SETTLE: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_mins(1);

pub async fn measure(report: &mut Report) {
    let database = copy(USUAL, "program.db").await;
    let address = free_address();
    let started = Stopwatch::now();
    let program = Program::start(&database, address);
    while tokio::net::TcpStream::connect(address).await.is_err()
        || !is_ok(&get(address, "/readyz", "identity").await)
    {
        assert!(
            started.elapsed() < PATIENCE,
            "the program does not get ready"
        );
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    report.value(
        &format!("start to ready, {USUAL} dossiers"),
        started.elapsed().as_secs_f64() * 1_000.0,
        "ms",
    );
    first_load(report, address).await;
    tokio::time::sleep(SETTLE).await;
    let idle = program.memory_kib();
    report.value("memory, nobody watching", idle / 1_024.0, "MiB");
    let mut streams = Vec::new();
    for _ in 0..STREAMS {
        let mut stream = EventStream::open(address).await;
        stream.next_painting().await.expect("the whole board");
        streams.push(stream);
    }
    tokio::time::sleep(SETTLE).await;
    let per_stream = (program.memory_kib() - idle).max(0.0) / f64::from(STREAMS);
    report.value("memory of an open stream", per_stream, "KiB");
}

/// What a screen fetches that has nothing yet, as it goes over the wire with heads and compression.
async fn first_load(report: &mut Report, address: SocketAddr) {
    let page = get(address, "/", "identity").await;
    let compressed = get(address, "/", "br, gzip").await.len();
    let (mut fonts, mut rest, mut script, mut requests) = (0, compressed, 0, 1);
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
            Some("js") => {
                script += part.len();
                rest += part.len();
            }
            _ => rest += part.len(),
        }
    }
    report.value("the wall's first load, without fonts", kib(rest), "KiB");
    report.value("    with fonts", kib(rest + fonts), "KiB");
    report.value("    its script", kib(script), "KiB");
    report.value("    requests, the stream aside", f64::from(requests), "");
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
struct Program(Child);

impl Program {
    fn start(database: &Path, address: SocketAddr) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sanh"));
        command.args([
            "serve",
            "--log",
            "error",
            "--database-url",
            &url(database),
            "--listen",
            &address.to_string(),
        ]);
        command.stdout(Stdio::null()).stderr(Stdio::inherit());
        Self(command.spawn().expect("the program starts"))
    }

    /// Resident memory, in KiB.
    fn memory_kib(&self) -> f64 {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.0.id())).expect("its status");
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
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

//! Visitors who go away before their page has come.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::program::{Program, folder};
use super::{alone, tell};

/// Page loads dropped, after which memory must be what it was after the first [`WARM_UP`].
const LOADS: usize = 12_000;
/// Page loads after which every part of the program has been used and its allocator has its size.
const WARM_UP: usize = 2_000;
/// Visitors at once.
const AT_ONCE: usize = 50;
/// A leak of one kilobyte a load is 10 MB; what leaked before renders ran to their end was 45 kB a load.
const GROWTH_KB_MAX: u64 = 32 * 1024;

const PATHS: [&str; 4] = ["/", "/board", "/?lang=vi%2Ben", "/board?lang=en"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(
    clippy::await_holding_lock,
    reason = "the lock is of the whole test: one drill at a time"
)]
async fn page_loads_dropped_half_way_leave_no_panic_and_no_memory_behind() {
    let _alone = alone();
    let folder = folder();
    let program = Program::start(
        folder.path(),
        &[
            "demo",
            "--dossiers",
            "1000",
            "--still",
            "--database-url",
            "sqlite://sanh.db",
        ],
    )
    .ready();
    let started = Instant::now();
    let touched = visit(program.address, WARM_UP).await;
    let before_kb = settled(&program).await;
    let touched = touched + visit(program.address, LOADS - WARM_UP).await;
    let after_kb = settled(&program).await;
    tell(&format!(
        "{LOADS} page loads dropped in {:.0} s, {touched} of them after their first bytes: {} MB after {WARM_UP}, {} MB after all",
        started.elapsed().as_secs_f64(),
        before_kb / 1024,
        after_kb / 1024
    ));
    program.assert_no_panic();
    assert!(touched > LOADS / 8, "only {touched} pages began to come");
    assert!(
        after_kb < before_kb + GROWTH_KB_MAX,
        "{before_kb} kB became {after_kb} kB"
    );
    let (status, page) = program.get("/").expect("the wall answers");
    assert!(status == 200 && page.contains("id=\"wall\""), "{status}");
}

/// What is under way ends first.
async fn settled(program: &Program) -> u64 {
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(program.get("/").map(|(status, _)| status), Some(200));
    program.resident_kb()
}

/// Loads pages and drops them; returns how many had begun to come.
async fn visit(address: SocketAddr, loads: usize) -> usize {
    let (next, touched) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let visitors: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (next, touched) = (Arc::clone(&next), Arc::clone(&touched));
            tokio::spawn(async move {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= loads {
                        return;
                    }
                    if drop_one(address, n).await {
                        touched.fetch_add(1, Ordering::Relaxed);
                    }
                }
            })
        })
        .collect();
    for visitor in visitors {
        visitor.await.expect("a visitor");
    }
    touched.load(Ordering::Relaxed)
}

/// One load: gone at once, after a moment of rendering, or with the page half read.
async fn drop_one(address: SocketAddr, n: usize) -> bool {
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the program listens");
    let path = PATHS[n / 3 % PATHS.len()];
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n");
    stream
        .write_all(request.as_bytes())
        .await
        .expect("the request goes out");
    match n % 3 {
        0 => false,
        1 => {
            tokio::time::sleep(Duration::from_millis(n as u64 % 40)).await;
            false
        }
        _ => {
            let mut few = [0; 64];
            let read = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut few)).await;
            matches!(read, Ok(Ok(1..)))
        }
    }
}

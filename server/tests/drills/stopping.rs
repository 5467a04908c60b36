//! The program is asked to stop while every screen watches.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use super::program::{Program, folder};
use super::{alone, tell};

/// Streams open at once.
const STREAMS: usize = 1_000;
/// What an operator waits, at most.
const STOP: Duration = Duration::from_secs(2);
/// A usual soft limit of open files is no bound for the screens; this one would be.
const FILES_AT_START: u32 = 256;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(
    clippy::await_holding_lock,
    reason = "the lock is of the whole test: one drill at a time"
)]
async fn a_server_with_a_thousand_screens_stops_within_two_seconds() {
    let _alone = alone();
    rlimit::increase_nofile_limit(u64::MAX).expect("room for the screens' sockets");
    let folder = folder();
    let arguments = [
        "demo",
        "--dossiers",
        "500",
        "--database-url",
        "sqlite://sanh.db",
        "--connections-per-address-max",
        "2000",
        "--streams-per-visitor-max",
        "2000",
    ];
    let mut program = Program::start_with_files(folder.path(), FILES_AT_START, &arguments).ready();
    let mut screens = Vec::with_capacity(STREAMS);
    for _ in 0..STREAMS {
        screens.push(watch(program.address).await);
    }
    let metrics = program.metrics().expect("the metrics");
    assert!(
        metrics.contains(&format!("streams{{kind=\"screen\"}} {STREAMS}\n")),
        "{metrics}"
    );

    let (status, took) = tokio::task::spawn_blocking(move || {
        let (status, took) = program.stop(Duration::from_secs(20));
        program.assert_no_panic();
        (status, took)
    })
    .await
    .expect("the program is stopped");
    tell(&format!(
        "with {STREAMS} open streams the program stopped {:.2} s after SIGTERM: {status}",
        took.as_secs_f64()
    ));
    assert!(status.success(), "{status}");
    assert!(took <= STOP, "{took:?}");
    for screen in screens {
        assert!(
            screen.await.expect("a screen"),
            "a stream was cut, not ended"
        );
    }
}

/// Opens a stream and waits for its board; the task tells whether the stream came to its proper end.
async fn watch(address: SocketAddr) -> JoinHandle<bool> {
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the program listens");
    let request = format!(
        "GET /events/lobby HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\n\r\n"
    );
    stream
        .write_all(request.as_bytes())
        .await
        .expect("the request goes out");
    let mut come = Vec::new();
    while !contains(&come, b"event: board") {
        let read = tokio::time::timeout(Duration::from_secs(20), stream.read_buf(&mut come)).await;
        assert!(
            matches!(read, Ok(Ok(1..))),
            "no board: {read:?} {}",
            String::from_utf8_lossy(&come)
        );
    }
    tokio::spawn(async move {
        let _ = stream.read_to_end(&mut come).await;
        // A complete body ends with an empty chunk.
        come.ends_with(b"0\r\n\r\n")
    })
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

//! From an emergency being sent out to the last of many screens having said that it shows it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use sanh_domain::notice::model::{Audience, Priority};
use sanh_domain::text::name::Name;
use sanh_store::{AuditActor, NewNotice, Store};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::centre::{BenchClock, USUAL, copy, open, url};
use super::client::EventStream;
use super::report::{Report, Target, Times};
use super::served::Served;

const STREAMS: usize = 1_000;
const ROUNDS: usize = 10;
/// Between the end of one and the next: the walls show figures again.
const PAUSE: Duration = Duration::from_millis(1_500);
const PATIENCE: Duration = Duration::from_secs(20);
const BOARDS_PER_S: u32 = 2;

pub async fn measure(report: &mut Report) {
    let _ = rlimit::increase_nofile_limit(1 << 20);
    let store = Arc::new(open(url(&copy(USUAL, "notice.db").await)).await);
    let clock = BenchClock::start();
    let served = Served::start(&store, &clock, BOARDS_PER_S).await;
    let (said, mut words) = mpsc::unbounded_channel();
    let mut walls = Vec::with_capacity(STREAMS);
    for _ in 0..STREAMS {
        let stream = EventStream::open(served.address).await;
        walls.push(tokio::spawn(wall(stream, served.address, said.clone())));
    }
    tokio::time::sleep(PAUSE).await;
    let mut times = Times::new();
    for _ in 0..ROUNDS {
        let began = Stopwatch::now();
        let id = send_out(&store, &clock).await;
        for _ in 0..STREAMS {
            let word = timeout(PATIENCE, words.recv()).await;
            word.expect("every screen says so").expect("a word");
            times.note(began.elapsed());
        }
        let now = sanh_store::clock::Clock::now(clock.as_ref());
        let ended = store.end_notice(id, AuditActor::console(), now).await;
        assert!(ended.expect("written"), "it was there");
        tokio::time::sleep(PAUSE).await;
    }
    for wall in walls {
        wall.abort();
    }
    let figure = format!("emergency sent out → {STREAMS} screens have said that they show it");
    report.times("shown", &figure, &times, Target::Ms(f64::INFINITY, 2_000.0));
    served.stop().await;
    store.close().await;
}

async fn send_out(store: &Store, clock: &BenchClock) -> sanh_domain::notice::model::NoticeId {
    let now = sanh_store::clock::Clock::now(clock);
    let emergency = NewNotice {
        text: Name {
            vi: "Báo cháy: mời mọi người rời khỏi tòa nhà".to_owned(),
            en: Some("Fire alarm: please leave the building".to_owned()),
        },
        priority: Priority::Emergency,
        from: now,
        until: now + chrono::Duration::hours(1),
        screens: Audience::All,
    };
    let put = store
        .put_notice(emergency, AuditActor::console(), now)
        .await;
    put.expect("written")
}

/// A screen, without its painting: that is a frame of its own device.
async fn wall(mut stream: EventStream, address: SocketAddr, said: mpsc::UnboundedSender<()>) {
    let mut token = String::new();
    while let Some(event) = stream.next().await {
        let text = String::from_utf8_lossy(&event);
        if let Some(found) = between(&text, "\"token\":\"", "\"") {
            found.clone_into(&mut token);
        }
        if !text.contains("class=\"emergency\"") {
            continue;
        }
        let version = between(&text, "id: ", "\n").expect("a version");
        let id = between(&text, "data-notice=\"", "\"").expect("a number");
        let body = format!(
            "{{\"version\":{version},\"token\":\"{token}\",\"emergency\":{id},\"clock\":null}}"
        );
        if post(address, &body).await {
            let _ = said.send(());
        }
    }
}

async fn post(address: SocketAddr, body: &str) -> bool {
    let mut connection = TcpStream::connect(address).await.expect("a connection");
    let head = format!(
        "POST /painted HTTP/1.1\r\nHost: {address}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    connection.write_all(head.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    let read = connection.read_to_end(&mut answer).await;
    read.is_ok() && answer.starts_with(b"HTTP/1.1 204")
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?
        .1
        .split_once(after)
        .map(|(found, _)| found)
}

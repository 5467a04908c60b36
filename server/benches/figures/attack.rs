//! A million wrong numbers from a hundred thousand networks, sent through a proxy, while owners come in by their QR codes.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::Instant as Tick;

use super::centre::SHRUNK;
use super::lookup::{Slip, look_up};
use super::report::{Report, Target, Times};

const GUESSES: u32 = 1_000_000 / SHRUNK;
const NETWORKS: u32 = 100_000;
/// Connections of the proxy.
const CONNECTIONS: u32 = 32;
/// Guesses between two owners.
const BETWEEN_OWNERS: u32 = 1_000;

/// What the guesses and the owners share.
struct Attack {
    address: SocketAddr,
    slips: Arc<[Slip]>,
    sent: AtomicU32,
    found: AtomicU32,
}

/// Guesses numbers of slips that there are.
pub async fn measure(report: &mut Report, address: SocketAddr, slips: &Arc<[Slip]>, size: &str) {
    let attack = Arc::new(Attack {
        address,
        slips: Arc::clone(slips),
        sent: AtomicU32::new(0),
        found: AtomicU32::new(0),
    });
    let started = Tick::now();
    let mut guessing = Vec::new();
    for _ in 0..CONNECTIONS {
        let attack = Arc::clone(&attack);
        guessing.push(tokio::spawn(async move { attack.guess().await }));
    }
    let owners = attack.owners().await;
    for connection in guessing {
        connection.await.expect("it guesses to the end");
    }
    let found = f64::from(attack.found.load(Ordering::Relaxed));
    report.value(
        &format!("attack_found_{size}_sqlite"),
        &format!("numbers found by {GUESSES} guesses from {NETWORKS} networks"),
        found,
        "numbers",
        Target::AtMost(0.0),
    );
    report.value(
        &format!("attack_{size}_sqlite"),
        "    guesses answered",
        f64::from(GUESSES) / started.elapsed().as_secs_f64(),
        "a second",
        Target::None,
    );
    report.times(
        &format!("attack_owners_{size}_sqlite"),
        "    owners who come in by the QR code meanwhile",
        &owners,
        Target::None,
    );
}

impl Attack {
    async fn guess(&self) {
        let mut connection = TcpStream::connect(self.address).await.expect("a line");
        connection.set_nodelay(true).expect("no delay");
        loop {
            let number = self.sent.fetch_add(1, Ordering::Relaxed);
            if number >= GUESSES {
                return;
            }
            connection
                .write_all(self.request(number).as_bytes())
                .await
                .expect("it is sent");
            if status(&mut connection).await == "200" {
                self.found.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    fn request(&self, number: u32) -> String {
        let [_, a, b, c] = (number % NETWORKS).to_be_bytes();
        let slip = &self.slips[number as usize % self.slips.len()];
        // Spread over all numbers, but never the right one.
        let pin = number.wrapping_mul(2_654_435_761) % 100_000_000;
        let pin = if slip.pin == format!("{pin:08}") {
            (pin + 1) % 100_000_000
        } else {
            pin
        };
        let body = format!("code={}&pin={pin:08}", slip.code);
        format!(
            "POST /api/look_up HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\nX-Forwarded-For: {}.{b}.{c}.7\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nAccept: application/json\r\n\r\n{body}",
            self.address,
            11 + u32::from(a),
            body.len()
        )
    }

    /// Owners, one after so many guesses, until all are sent.
    async fn owners(&self) -> Times {
        let mut times = Times::new();
        let mut number = 0;
        while self.sent.load(Ordering::Relaxed) < GUESSES {
            if self.sent.load(Ordering::Relaxed) < number * BETWEEN_OWNERS {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                continue;
            }
            let started = std::time::Instant::now();
            let slip = &self.slips[number as usize % self.slips.len()];
            look_up(self.address, number, &slip.by_link()).await;
            times.note_since(started);
            number += 1;
        }
        times
    }
}

/// The status of the next answer, read to its end.
async fn status(connection: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    loop {
        let count = connection.read_buf(&mut answer).await.expect("an answer");
        assert!(count > 0, "the line stays open");
        let text = String::from_utf8_lossy(&answer);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let lines = head.lines().filter_map(|line| line.split_once(": "));
        let mut lengths = lines.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let length: usize = lengths
            .next()
            .and_then(|(_, length)| length.parse().ok())
            .expect("a length");
        if body.len() >= length {
            return head.split(' ').nth(1).expect("a status").to_owned();
        }
    }
}

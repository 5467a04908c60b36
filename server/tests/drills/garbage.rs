//! What arrives on an open port besides requests.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::program::{Program, folder};
use super::{alone, tell};

/// Connections that send random bytes.
const RANDOM: usize = 300;
/// Connections that begin a request and say no more.
const HALF: usize = 100;

#[test]
fn the_program_survives_whatever_is_sent_to_its_port() {
    let _alone = alone();
    let folder = folder();
    let program = Program::start(
        folder.path(),
        &[
            "serve",
            "--database-url",
            "sqlite://sanh.db",
            "--header-s",
            "2",
        ],
    )
    .ready();
    let address = program.address;

    // Half a request each, and then nothing: the program closes these connections by itself.
    let started = Instant::now();
    let halves: Vec<TcpStream> = (0..HALF)
        .map(|_| sent(address, b"GET / HTTP/1.1\r\nHost: wall\r\nX-"))
        .collect();
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for _ in 0..RANDOM {
        let bytes: Vec<u8> = (0..random.random_range(1..4_000))
            .map(|_| random.random())
            .collect();
        drop(sent(address, &bytes));
    }
    for mut half in halves {
        half.set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let ended = half.read_to_end(&mut Vec::new());
        assert!(
            ended.is_ok(),
            "a request that never ends is kept: {ended:?}"
        );
    }
    tell(&format!(
        "{HALF} half requests were ended by the program within {:.1} s",
        started.elapsed().as_secs_f64()
    ));

    for (bytes, statuses) in odd_requests() {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        let status = status_of(address, &bytes);
        assert!(
            statuses.contains(&status),
            "{shown:?} is answered with {status}"
        );
    }
    assert_eq!(program.get("/").map(|(status, _)| status), Some(200));
    program.assert_no_panic();
}

fn sent(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("the program listens");
    // The program may have closed the connection already.
    let _ = stream.write_all(bytes);
    stream
}

/// The status of the first answer; 0 when the connection was ended without one.
fn status_of(address: SocketAddr, bytes: &[u8]) -> u16 {
    let mut stream = sent(address, bytes);
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut answer = [0; 512];
    let read = stream.read(&mut answer).unwrap_or_default();
    let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
    answer
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or_default()
}

/// Requests that no browser sends, each with the statuses that are right for it; 0: no answer.
fn odd_requests() -> Vec<(Vec<u8>, Vec<u16>)> {
    let get = |path: &str| {
        format!("GET {path} HTTP/1.1\r\nHost: wall\r\nConnection: close\r\n\r\n").into_bytes()
    };
    let long = "a".repeat(100_000);
    let many = "X-Many: 1\r\n".repeat(500);
    vec![
        (format!("GET / HTTP/1.1\r\nHost: wall\r\nX-Long: {long}\r\n\r\n").into_bytes(), vec![431, 0]),
        (format!("GET / HTTP/1.1\r\nHost: wall\r\n{many}\r\n").into_bytes(), vec![431, 0]),
        (get(&format!("/{long}")), vec![414, 431, 0]),
        (get("/%ff%fe%00"), vec![404, 400]),
        (get("/screen/%2e%2e%2f%2e%2e%2fetc%2fpasswd"), vec![404, 400]),
        (get("/../../etc/passwd"), vec![404, 400]),
        (get("/pkg/../../Cargo.toml"), vec![404, 400]),
        (get("/pkg/%2e%2e/%2e%2e/Cargo.toml"), vec![404, 400]),
        (get("/?lang=%00%ff&lang=vi&period=%f0%9f%98%80"), vec![400]),
        (get("/events/%00"), vec![404, 400]),
        (get("http://elsewhere.example/"), vec![200, 400, 404]),
        (b"OPTIONS * HTTP/1.1\r\nHost: wall\r\n\r\n".to_vec(), vec![400, 403, 404, 405]),
        (b"CONNECT wall:443 HTTP/1.1\r\nHost: wall:443\r\n\r\n".to_vec(), vec![400, 403, 404, 405]),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), vec![400, 505, 0]),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(), vec![400, 0]),
        (b"POST /painted HTTP/1.1\r\nHost: wall\r\nContent-Length: -1\r\n\r\n".to_vec(), vec![400, 0]),
        (
            b"POST /painted HTTP/1.1\r\nHost: wall\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".to_vec(),
            vec![400, 403, 0],
        ),
        (b"GET / HTTP/9.9\r\nHost: wall\r\n\r\n".to_vec(), vec![400, 505, 0]),
    ]
}

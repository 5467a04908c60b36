//! The database goes away and comes back.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use super::program::{Program, folder};
use super::{alone, tell};
use crate::store::cluster::Cluster;

/// How long the program may take to notice that the database is away.
const NOTICE: Duration = Duration::from_secs(15);
/// How long it may take to go on when the database answers: it tries again every 10 s at the least.
const RECOVER: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(
    clippy::await_holding_lock,
    reason = "the lock is of the whole test: one drill at a time"
)]
async fn the_wall_outlives_its_database_and_recovers_by_itself() {
    let _alone = alone();
    let cluster = Cluster::start("outage").await;
    let url = cluster.fresh_database().await;
    cluster.stop();

    // The database is away at the start.
    let folder = folder();
    let mut program = Program::start(
        folder.path(),
        &["serve", "--database-url", &url, "--beat-s", "1"],
    );
    assert_eq!(status(&program, "/readyz"), 503);
    assert_eq!(status(&program, "/healthz"), 200);
    assert_eq!(status(&program, "/"), 503);
    assert!(
        program
            .log()
            .contains("the database does not answer; trying again"),
        "{}",
        program.log()
    );
    cluster.run().await;
    let came = program.wait_for("/readyz", 200, RECOVER);
    assert_eq!(status(&program, "/"), 200);

    // The database goes away later.
    let page = program.get("/").unwrap().1;
    let (version, shown) = (attribute(&page, "data-version"), figures(&page));
    cluster.stop();
    let noticed = program.wait_for("/readyz", 503, NOTICE);
    let asked = Instant::now();
    let beats = beats(program.address, 3);
    assert!(
        asked.elapsed() < Duration::from_secs(5),
        "a screen that comes again waits {:?} for its stream",
        asked.elapsed()
    );
    assert!(
        beats.iter().all(|beat| beat.fresh == beats[0].fresh),
        "the figures are said to be fresh: {beats:?}"
    );
    assert!(
        beats[2].now > beats[0].now && beats[2].now - beats[2].fresh > 1_000,
        "{beats:?}"
    );
    let (status_away, page) = program.get("/").unwrap();
    assert_eq!(
        (status_away, attribute(&page, "data-version")),
        (200, version)
    );
    assert_eq!(figures(&page), shown, "the last board stays");

    // The database comes back.
    cluster.run().await;
    let back = program.wait_for("/readyz", 200, RECOVER);
    let beat = &self::beats(program.address, 2)[1];
    assert!(beat.now - beat.fresh < 5_000, "{beat:?}");
    tell(&format!(
        "the database came {:.1} s before the program was ready, its absence was noticed within {:.1} s, its return within {:.1} s",
        came.as_secs_f64(),
        noticed.as_secs_f64(),
        back.as_secs_f64()
    ));

    // The database hangs, which is worse than being away, because there is no error.
    cluster.freeze(true);
    let noticed = program.wait_for("/readyz", 503, NOTICE);
    assert_eq!(status(&program, "/"), 200);
    cluster.freeze(false);
    let back = program.wait_for("/readyz", 200, RECOVER);
    tell(&format!(
        "that it hung was noticed within {:.1} s, its return within {:.1} s",
        noticed.as_secs_f64(),
        back.as_secs_f64()
    ));

    // An operator stops the program while the database is away.
    cluster.stop();
    program.wait_for("/readyz", 503, NOTICE);
    let (ended, took) = program.stop(Duration::from_secs(20));
    tell(&format!(
        "with its database away the program stopped {:.2} s after SIGTERM: {ended}",
        took.as_secs_f64()
    ));
    assert!(
        ended.success() && took < Duration::from_secs(5),
        "{ended} after {took:?}\n{}",
        program.log()
    );
    program.assert_no_panic();
}

#[test]
fn an_unreachable_database_keeps_the_program_neither_from_starting_nor_from_stopping() {
    let _alone = alone();
    let folder = folder();
    // A port that was free a moment ago, so that connections to it are refused.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("postgres://sanh@127.0.0.1:{port}/lobby");
    let started = Instant::now();
    let mut program = Program::start(folder.path(), &["serve", "--database-url", &url]);
    assert!(
        started.elapsed() < Duration::from_secs(8),
        "it listens after {:?}",
        started.elapsed()
    );
    assert_eq!(
        (
            status(&program, "/healthz"),
            status(&program, "/readyz"),
            status(&program, "/")
        ),
        (200, 503, 503)
    );
    let log = program.log();
    assert!(
        log.contains("the database does not answer; trying again") && log.contains("refused"),
        "{log}"
    );
    let (ended, took) = program.stop(Duration::from_secs(20));
    assert!(
        ended.success() && took < Duration::from_secs(5),
        "{ended} after {took:?}\n{}",
        program.log()
    );
}

fn status(program: &Program, path: &str) -> u16 {
    program.get(path).expect("it answers").0
}

fn attribute(page: &str, name: &str) -> String {
    let rest = page
        .split(&format!("{name}=\""))
        .nth(1)
        .unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The texts of the figures on the wall.
fn figures(page: &str) -> Vec<String> {
    let cells = page.split("data-k=\"month.").skip(1);
    cells
        .map(|cell| cell.split('<').next().unwrap_or_default().to_owned())
        .collect()
}

#[derive(Debug)]
struct Beat {
    now: i64,
    fresh: i64,
}

/// The next beats of the wall's stream.
fn beats(address: SocketAddr, count: usize) -> Vec<Beat> {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    let request = format!("GET /events/main HTTP/1.1\r\nHost: {address}\r\n\r\n");
    stream
        .write_all(request.as_bytes())
        .expect("the request goes out");
    let mut lines = BufReader::new(stream)
        .lines()
        .map(|line| line.expect("the stream goes on"));
    let mut beats = Vec::new();
    while beats.len() < count {
        lines.find(|line| line == "event: beat").expect("a beat");
        let data = lines
            .find_map(|line| line.strip_prefix("data: ").map(str::to_owned))
            .expect("its data");
        let beat: serde_json::Value = serde_json::from_str(&data).expect("JSON");
        beats.push(Beat {
            now: beat["now"].as_i64().expect("now"),
            fresh: beat["fresh"].as_i64().expect("fresh"),
        });
    }
    beats
}

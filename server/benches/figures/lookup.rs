//! Visitors who look their dossiers up beside a live wall: how long one look-up takes, how many go at once, and what a page that follows
//! keeps in memory. They come from networks of their own, which are loopback addresses here. Server and visitors are two processes.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sanh_domain::account::model::AgencyScope;
use sanh_store::clock::Clock;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{Instant as Tick, timeout};

use super::attack;
use super::centre::{BenchClock, LARGE, SHRUNK, copy, master_key, open, tag, url};
use super::client::{EventStream, is_ok, post};
use super::desk::Clerk;
use super::program::memory_kib;
use super::report::{Report, Target, Times};
use super::served::{ServerProcess, since_epoch};

const SLIPS: u32 = 500;
const ROUNDS: u32 = 500;
const EVERY: Duration = Duration::from_millis(20);
/// Look-ups of all visitors together.
const PER_S: u32 = 500;
const BUSY_S: u32 = 60 / SHRUNK + 1;
/// Between two changes that the wall shows meanwhile: slower than its pace, so that each is sent by itself.
const CHANGE_EVERY: Duration = Duration::from_millis(700);
const BOARDS_PER_S: u32 = 2;
const FOLLOWERS: u32 = 10_000 / SHRUNK;
const PATIENCE: Duration = Duration::from_secs(10);
const SETTLE: Duration = Duration::from_secs(3);

/// What a visitor sends of a slip.
type Typed = fn(&Slip) -> String;

/// What is printed on a slip.
pub struct Slip {
    pub code: String,
    pub pin: String,
    link: String,
}

impl Slip {
    pub fn by_link(&self) -> String {
        format!("link={}", self.link)
    }

    fn by_number(&self) -> String {
        format!("code={}&pin={}", self.code, self.pin)
    }
}

pub async fn measure(report: &mut Report, sizes: &[u32]) {
    for &dossiers in sizes {
        let database = copy(dossiers, "lookup.db").await;
        let slips: Arc<[Slip]> = slips(&database).await.into();
        let mut server = ServerProcess::start(&database, BOARDS_PER_S).await;
        let size = tag(dossiers);
        let of = format!("{dossiers} dossiers, SQLite");
        let ways: [(&str, &str, Typed); 2] = [
            ("link", "the QR code", Slip::by_link),
            ("number", "code and number", Slip::by_number),
        ];
        for (name, what, said) in ways {
            let times = one_by_one(server.address, &slips, said).await;
            let figure = format!("a look-up by {what}, the page whole, {of}");
            let name = format!("{name}_{size}_sqlite");
            report.times(&name, &figure, &times, Target::Ms(30.0, 30.0));
        }
        beside_the_wall(report, &mut server, &slips, dossiers).await;
        followers(report, &server, &slips, dossiers).await;
        if dossiers == LARGE {
            attack::measure(report, server.address, &slips, size).await;
        }
    }
}

/// Receives dossiers at the desk, as a clerk does.
async fn slips(database: &Path) -> Vec<Slip> {
    let store = Arc::new(open(url(database)).await);
    store.unlock(&master_key()).await.expect("the vault opens");
    let clock = BenchClock::start();
    let clerk = Clerk::employ(&store, &clock).await;
    let mut slips = Vec::new();
    for number in 0..SLIPS {
        let code = clerk.receive(number).await;
        let printed = store.slip_of_today(&code, &AgencyScope::Everywhere, clock.now());
        let printed = printed.await.expect("it is read").expect("issued today");
        slips.push(Slip {
            code: code.to_string(),
            pin: printed.slip.pin,
            link: printed.slip.link,
        });
    }
    store.close().await;
    slips
}

/// A visitor's address: each is in a network of its own, as long as there are any.
fn visitor(number: u32) -> Ipv4Addr {
    let [_, _, high, low] = (number % 60_000).to_be_bytes();
    Ipv4Addr::new(127, 1 + high, low, 1)
}

/// The page with where a dossier stands.
pub async fn look_up(address: SocketAddr, number: u32, body: &str) -> Vec<u8> {
    let mut connection = post(address, visitor(number), "/lookup", body).await;
    let mut answer = Vec::new();
    connection
        .read_to_end(&mut answer)
        .await
        .expect("an answer");
    assert!(is_ok(&answer), "{}", String::from_utf8_lossy(&answer));
    answer
}

/// At fixed times, each on a connection of its own; what is late makes the next wait, and that counts.
async fn one_by_one(address: SocketAddr, slips: &[Slip], said: fn(&Slip) -> String) -> Times {
    let mut times = Times::new();
    let mut due = Tick::now();
    for (number, slip) in (0..ROUNDS).zip(slips.iter().cycle()) {
        due = due.max(Tick::now() - EVERY) + EVERY;
        tokio::time::sleep_until(due).await;
        look_up(address, number, &said(slip)).await;
        times.note(due.elapsed());
    }
    times
}

async fn beside_the_wall(
    report: &mut Report,
    server: &mut ServerProcess,
    slips: &Arc<[Slip]>,
    dossiers: u32,
) {
    let (taken, mut taking) = mpsc::unbounded_channel();
    let (address, slips) = (server.address, Arc::clone(slips));
    let visitors = tokio::spawn(async move {
        let started = Tick::now();
        for number in 0..PER_S * BUSY_S {
            let due = started + Duration::from_secs(1) / PER_S * number;
            tokio::time::sleep_until(due).await;
            let (taken, slips) = (taken.clone(), Arc::clone(&slips));
            tokio::spawn(async move {
                let slip = &slips[number as usize % slips.len()];
                look_up(address, number, &slip.by_link()).await;
                let _ = taken.send(due.elapsed());
            });
        }
    });
    let wall = changes(server, BUSY_S).await;
    visitors.await.expect("all have come");
    let mut visits = Times::new();
    for _ in 0..PER_S * BUSY_S {
        let took = timeout(PATIENCE, taking.recv()).await;
        visits.note(took.expect("all are answered").expect("a time"));
    }
    let size = tag(dossiers);
    report.times(
        &format!("wall_beside_{size}_sqlite"),
        &format!("commit → a wall, {PER_S} look-ups a second beside it for {BUSY_S} s, {dossiers} dossiers"),
        &wall,
        Target::Ms(f64::INFINITY, 200.0),
    );
    report.times(
        &format!("busy_{size}_sqlite"),
        "    such a look-up, from its intended time on",
        &visits,
        Target::None,
    );
}

/// From commits to a wall, one after the other for some seconds.
async fn changes(server: &mut ServerProcess, for_s: u32) -> Times {
    let mut wall = EventStream::open(server.address).await;
    wall.next_painting().await.expect("the whole board first");
    let (arrived, mut arrivals) = mpsc::unbounded_channel();
    let reading = tokio::spawn(async move {
        while wall.next_painting().await.is_some() {
            let _ = arrived.send(since_epoch(std::time::SystemTime::now()));
        }
    });
    let mut times = Times::new();
    let started = Tick::now();
    let mut due = started + CHANGE_EVERY;
    while due < started + Duration::from_secs(for_s.into()) {
        tokio::time::sleep_until(due).await;
        while arrivals.try_recv().is_ok() {}
        let late = due.elapsed();
        let committed = server.change().await;
        let arrival = timeout(PATIENCE, arrivals.recv()).await;
        let arrival = arrival.expect("the wall is told").expect("an arrival");
        times.note(arrival.saturating_sub(committed) + late);
        due += CHANGE_EVERY;
    }
    reading.abort();
    times
}

/// Phones that follow, each with a stream of its own.
async fn followers(report: &mut Report, server: &ServerProcess, slips: &[Slip], dossiers: u32) {
    let address = server.address;
    let mut tickets = Vec::new();
    for (number, slip) in (0..).zip(slips) {
        let answer = look_up(address, number, &slip.by_link()).await;
        tickets.push(ticket(&answer));
    }
    tokio::time::sleep(SETTLE).await;
    let before_kib = memory_kib(server.id());
    let mut streams = Vec::new();
    for (number, ticket) in (0..FOLLOWERS).zip(tickets.iter().cycle()) {
        let body = format!("ticket={ticket}");
        streams.push(follow(address, number, &body).await);
    }
    tokio::time::sleep(SETTLE).await;
    let more_kib = memory_kib(server.id()) - before_kib;
    report.value(
        &format!("memory_per_follower_{}_sqlite", tag(dossiers)),
        &format!("memory of a page that follows, of {FOLLOWERS}, {dossiers} dossiers"),
        more_kib.max(0.0) / f64::from(FOLLOWERS),
        "KiB",
        Target::AtMost(20.0),
    );
}

/// A stream that has begun.
async fn follow(address: SocketAddr, number: u32, body: &str) -> TcpStream {
    let mut connection = post(address, visitor(number), "/lookup/events", body).await;
    let mut begun = Vec::new();
    while !String::from_utf8_lossy(&begun).contains(": here") {
        let read = timeout(PATIENCE, connection.read_buf(&mut begun)).await;
        let count = read.expect("in time").expect("bytes");
        assert!(count > 0, "{}", String::from_utf8_lossy(&begun));
    }
    connection
}

/// What a page asks again with.
fn ticket(answer: &[u8]) -> String {
    let page = String::from_utf8_lossy(answer);
    let (_, rest) = page.split_once("data-ticket=\"").expect("a ticket");
    rest.split('"').next().expect("its end").to_owned()
}

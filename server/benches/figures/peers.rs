//! The same rows on walls of other programs: first load, memory, from a change to the glass for one screen and beside a hundred, and
//! after an outage. One run measures all of them and this program, in the same browser.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rand::RngExt;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use tokio::time::Instant as Tick;

use super::centre::{SHRUNK, copies, copy, remove, url};
use super::chromium::{Chromium, NEWEST, Tab};
use super::peer::{PEERS, Peer, Running, answers, memory_mib};
use super::program::free_address;
use super::report::{Report, Target, Times};
use super::screens::Screens;
use super::served::{ServerProcess, since_epoch};

/// As many as the demo has by itself.
const DOSSIERS: u32 = 24_000 / SHRUNK;
const BOARDS_PER_S: u32 = 2;
const CHANGES: u32 = 20;
/// Screens beside the one that is measured.
const SCREENS: usize = 99;
/// Between two changes, in milliseconds: by chance, so that nobody's clock is in step with them.
const PAUSE_MS: std::ops::Range<u64> = 500..1_500;
const OUTAGE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 5 } else { 90 });
/// What takes longer is not shown.
const PATIENCE: Duration = Duration::from_mins(2);
const SETTLE: Duration = Duration::from_secs(3);

pub async fn measure(report: &mut Report) {
    if !Path::new(NEWEST).exists() {
        return report.left_out("first_load", "peers", "Chromium is not here");
    }
    let database = copy(DOSSIERS, "peers.db").await;
    let rows = rows(&database).await;
    println!("... measuring Sảnh");
    let mut told = vec![(
        "sanh",
        "Sảnh".to_owned(),
        Wall::ours(database).measure().await,
    )];
    for peer in PEERS {
        let label = format!("{} ({})", peer.label, peer.packages());
        let measured = match peer.install().await {
            Ok(()) => {
                println!("... measuring {}", peer.label);
                Wall::of(peer, &rows).measure().await
            }
            Err(why) => Err(why),
        };
        told.push((peer.name, label, measured));
    }
    tell(report, &told);
}

/// The rows of a centre as one table, which every peer reads.
async fn rows(database: &Path) -> PathBuf {
    let file = remove(copies().join("rows.db"));
    let connect = format!("{}?mode=rwc", url(&file));
    let mut rows = SqliteConnection::connect(&connect).await.expect("a file");
    let sql = format!(
        "PRAGMA journal_mode = WAL;
         CREATE TABLE dossier (id INTEGER PRIMARY KEY, code TEXT, agency TEXT, field TEXT, channel TEXT, status INTEGER,
             received_day INTEGER, ended_day INTEGER, outcome TEXT);
         ATTACH '{}' AS centre;
         INSERT INTO dossier SELECT d.id, d.code, a.name_vi, f.name_vi, d.channel, d.status, d.received_day, d.ended_day, d.outcome
             FROM centre.dossier d JOIN centre.agency a ON a.id = d.agency_id JOIN centre.field f ON f.id = d.field_id;
         CREATE INDEX dossier_field ON dossier (field, outcome, ended_day)",
        database.display()
    );
    let made = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut rows).await;
    made.expect("the rows");
    rows.close().await.expect("they are written");
    file
}

/// What was measured of one program; why not, where something was not to be had.
struct PeerResult {
    first_load_ms: f64,
    first_load_kib: f64,
    memory: f64,
    alone: Result<Times, String>,
    memory_beside: Result<f64, String>,
    beside: Result<Times, String>,
    after_outage_s: Result<f64, String>,
}

/// A program's wall.
enum Wall {
    Ours {
        database: PathBuf,
        server: Option<ServerProcess>,
    },
    Theirs {
        peer: Peer,
        rows: PathBuf,
        server: Option<Running>,
    },
}

/// Screens without a browser.
enum Watching {
    Ours(Screens),
    Theirs(Running),
}

impl Wall {
    const fn ours(database: PathBuf) -> Self {
        Self::Ours {
            database,
            server: None,
        }
    }

    fn of(peer: Peer, rows: &Path) -> Self {
        Self::Theirs {
            peer,
            rows: rows.to_owned(),
            server: None,
        }
    }

    async fn start(&mut self, address: SocketAddr) -> Result<(), String> {
        match self {
            Self::Ours { database, server } => {
                let listen = address.to_string();
                *server = Some(ServerProcess::start_at(&listen, database, BOARDS_PER_S).await);
                while !answers(address, "/").await {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            }
            Self::Theirs { peer, rows, server } => {
                *server = Some(peer.start(address, rows).await?);
            }
        }
        Ok(())
    }

    fn stop(&mut self) {
        match self {
            Self::Ours { server, .. } => drop(server.take()),
            Self::Theirs { server, .. } => drop(server.take()),
        }
    }

    /// One dossier more; when that was committed.
    async fn change(&mut self) -> Duration {
        match self {
            Self::Ours { server, .. } => server.as_mut().expect("it runs").change().await,
            Self::Theirs { rows, .. } => {
                let connected = SqliteConnection::connect(&url(rows)).await;
                let mut client = connected.expect("the rows");
                let sql = "INSERT INTO dossier (code, agency, field, channel, status, received_day)
                           SELECT code || '+', agency, field, 'online', 2, 20261123 FROM dossier WHERE id = 1";
                let added = sqlx::query(sql).execute(&mut client).await;
                added.expect("one more");
                let committed = since_epoch(std::time::SystemTime::now());
                client.close().await.expect("it is closed");
                committed
            }
        }
    }

    fn memory(&self) -> f64 {
        let id = match self {
            Self::Ours { server, .. } => server.as_ref().map(ServerProcess::id),
            Self::Theirs { server, .. } => server.as_ref().map(Running::id),
        };
        memory_mib(id.expect("it runs"))
    }

    async fn watch(&self, address: SocketAddr) -> Result<Watching, String> {
        match self {
            Self::Ours { .. } => Ok(Watching::Ours(Screens::open(address, SCREENS).await)),
            Self::Theirs { peer, rows, .. } => {
                let watching = peer.watch(address, rows, SCREENS).await?;
                Ok(Watching::Theirs(watching))
            }
        }
    }

    const fn page(&self) -> (&'static str, &'static str) {
        match self {
            Self::Ours { .. } => ("/?lang=vi&period=month", "[data-k=\"month.pending\"]"),
            Self::Theirs { peer, .. } => (peer.page, peer.shows),
        }
    }

    async fn measure(mut self) -> Result<PeerResult, String> {
        let address = free_address();
        self.start(address).await?;
        let (page, shows) = self.page();
        let browser = Chromium::start(Path::new(NEWEST), &[], "peers").await;
        let mut glass = Glass::open(&browser, address, page, shows).await?;
        tokio::time::sleep(SETTLE).await;
        let memory = self.memory();
        let alone = self.changes(&mut glass).await;
        let watching = self.watch(address).await;
        tokio::time::sleep(SETTLE).await;
        let memory_beside = watching
            .as_ref()
            .map(|_| self.memory())
            .map_err(Clone::clone);
        let beside = match &watching {
            Ok(_) => self.changes(&mut glass).await,
            Err(why) => Err(why.clone()),
        };
        match watching {
            Ok(Watching::Ours(screens)) => drop(screens),
            Ok(Watching::Theirs(screens)) => drop(screens),
            Err(_) => {}
        }
        let after_outage_s = self.outage(&mut glass, address).await;
        Ok(PeerResult {
            first_load_ms: glass.first_load_ms,
            first_load_kib: glass.first_load_kib,
            memory,
            alone,
            memory_beside,
            beside,
            after_outage_s,
        })
    }

    /// Changes one after the other, each until it is on the glass.
    async fn changes(&mut self, glass: &mut Glass) -> Result<Times, String> {
        let mut times = Times::new();
        for _ in 0..CHANGES {
            let pause = rand::rng().random_range(PAUSE_MS);
            tokio::time::sleep(Duration::from_millis(pause)).await;
            let next = glass.last().await.0 + 1;
            let committed = self.change().await;
            let shown = glass.shown(next).await;
            let shown = shown.ok_or_else(|| not_shown(PATIENCE))?;
            times.note(shown.saturating_sub(committed));
        }
        Ok(times)
    }

    /// Nothing answers for a while; how long after it answers again a change is on the glass that nobody touched.
    async fn outage(&mut self, glass: &mut Glass, address: SocketAddr) -> Result<f64, String> {
        let next = glass.last().await.0 + 1;
        self.stop();
        tokio::time::sleep(OUTAGE).await;
        self.start(address).await?;
        let answers = since_epoch(std::time::SystemTime::now());
        self.change().await;
        let shown = glass.shown(next).await;
        let shown =
            shown.ok_or_else(|| format!("{} and nobody reloads it", not_shown(PATIENCE)))?;
        Ok(shown.saturating_sub(answers).as_secs_f64())
    }
}

fn not_shown(within: Duration) -> String {
    format!("not shown within {} s", within.as_secs())
}

/// A page in a real browser that notes each number it shows, and when: across reloads.
struct Glass {
    tab: Tab,
    first_load_ms: f64,
    first_load_kib: f64,
}

impl Glass {
    async fn open(
        browser: &Chromium,
        address: SocketAddr,
        page: &str,
        shows: &str,
    ) -> Result<Self, String> {
        let mut tab = browser.tab().await;
        tab.call("Page.enable", json!({})).await;
        let script = WATCH.replace("SHOWS", &json!(shows).to_string());
        tab.call(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await;
        let url = format!("http://{address}{page}");
        tab.call("Page.navigate", json!({ "url": url })).await;
        let mut glass = Self {
            tab,
            first_load_ms: 0.0,
            first_load_kib: 0.0,
        };
        glass.shown(1).await.ok_or_else(|| not_shown(PATIENCE))?;
        let first = glass.seen("0").await;
        glass.first_load_ms = first[2].as_f64().unwrap_or_default();
        glass.first_load_kib = first[3].as_f64().unwrap_or_default() / 1_024.0;
        Ok(glass)
    }

    /// What was noted at a place of the list; nothing while the page is changing.
    async fn seen(&mut self, place: &str) -> Value {
        let expression = format!(
            "(function () {{ try {{ var seen = JSON.parse(localStorage.getItem('seen') || '[]'); return seen[{place}] || null; }}
             catch (error) {{ return null; }} }})()"
        );
        self.tab.try_evaluate(&expression).await
    }

    /// The last number shown, and when.
    async fn last(&mut self) -> (u64, f64) {
        let seen = self.seen("seen.length - 1").await;
        let number = seen[0].as_str().and_then(|text| text.parse().ok());
        (number.unwrap_or(0), seen[1].as_f64().unwrap_or(0.0))
    }

    /// When a number so high was shown first, by the machine's clock; none where it is not.
    async fn shown(&mut self, number: u64) -> Option<Duration> {
        let until = Tick::now() + PATIENCE;
        while Tick::now() < until {
            let (last, at_ms) = self.last().await;
            if last >= number {
                return Some(Duration::from_secs_f64(at_ms / 1e3));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        None
    }
}

/// Notes number, time, time since the page began, and bytes loaded by then.
const WATCH: &str = "(function () {
  var last = '';
  function text() {
    var element = document.querySelector(SHOWS);
    return element ? element.textContent.replace(/[^0-9]/g, '') : '';
  }
  function bytes() {
    var parts = performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'));
    return parts.reduce(function (sum, part) { return sum + part.transferSize; }, 0);
  }
  function note(shown) {
    var seen = JSON.parse(localStorage.getItem('seen') || '[]');
    if (seen.length && seen[seen.length - 1][0] === shown) { return; }
    var since = performance.now();
    seen.push([shown, performance.timeOrigin + since, since, bytes()]);
    localStorage.setItem('seen', JSON.stringify(seen));
  }
  function look() {
    var shown = text();
    if (shown === '' || shown === last) { return; }
    last = shown;
    requestAnimationFrame(function () { note(shown); });
  }
  try { new MutationObserver(look).observe(document, { childList: true, characterData: true, subtree: true }); } catch (error) { }
})()";

/// Each figure of all programs, one beside the other.
fn tell(report: &mut Report, told: &[(&str, String, Result<PeerResult, String>)]) {
    type Tell = fn(&mut Report, &str, &str, &PeerResult);
    let figures: [(&str, &str, Tell); 7] = [
        (
            "first_load_time",
            "first load until the figures stand",
            |report, name, label, told| {
                report.value(name, label, told.first_load_ms, "ms", Target::None);
            },
        ),
        (
            "first_load",
            "first load, what goes over the wire",
            |report, name, label, told| {
                report.value(name, label, told.first_load_kib, "KiB", Target::None);
            },
        ),
        (
            "memory",
            "memory, one screen",
            |report, name, label, told| {
                report.value(name, label, told.memory, "MiB", Target::None);
            },
        ),
        (
            "memory_beside",
            "memory, a hundred screens",
            |report, name, label, told| match &told.memory_beside {
                Ok(memory) => report.value(name, label, *memory, "MiB", Target::None),
                Err(why) => report.left_out(name, label, why),
            },
        ),
        (
            "alone",
            "change → glass, one screen",
            |report, name, label, told| {
                times(report, name, label, &told.alone);
            },
        ),
        (
            "beside",
            "change → glass, beside 99 screens",
            |report, name, label, told| {
                times(report, name, label, &told.beside);
            },
        ),
        (
            "after_outage",
            "answering again → glass, after an outage of 90 s",
            |report, name, label, told| match &told.after_outage_s {
                Ok(seconds) => report.value(name, label, *seconds, "s", Target::None),
                Err(why) => report.left_out(name, label, why),
            },
        ),
    ];
    let of = |program: &str, what: &str| format!("{program}_{what}");
    for (what, label, tell) in figures {
        for (program, called, measured) in told {
            if let Ok(measured) = measured {
                tell(
                    report,
                    &of(program, what),
                    &format!("{label}: {called}"),
                    measured,
                );
            }
        }
    }
    for (program, called, measured) in told {
        if let Err(why) = measured {
            report.left_out(program, called, why);
        }
    }
}

fn times(report: &mut Report, name: &str, label: &str, times: &Result<Times, String>) {
    match times {
        Ok(times) => report.times(name, label, times, Target::None),
        Err(why) => report.left_out(name, label, why),
    }
}

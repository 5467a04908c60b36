//! A writing process that tells what was acknowledged, to be killed or watched by the drills.
//!
//! It is this test binary itself, started with one test's name and told in its environment what to do.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::dossier::{Action, DossierCode, Intake};
use sanh_domain::id::{AgencyId, FieldId};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::text::name::Name;
use sanh_store::{ActionOutcome, NewAgency, NewField, Result, SealKey, Store, StoreOptions};
use tokio::task::JoinSet;

use super::program::folder;

/// The test that is the writing process.
const TEST: &str = "a_writer_confirms_only_what_is_in_the_database";
/// Dossiers that one writing process may open: it has a range of numbers to itself.
const RANGE: usize = 100_000;
/// How often a writing process seals, ms.
const SEAL_MS: u64 = 5;

/// What a writing process is asked to do.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// Which process this is: no two use the same dossier codes.
    pub round: usize,
    /// How many write at once.
    pub writers: usize,
    /// How many dossiers, two changes each, in all; a writer that is to be killed is given more than it can do.
    pub dossiers: usize,
    /// Whether events are sealed meanwhile.
    pub seals: bool,
}

/// One acknowledged change, as the writing process told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ack {
    pub code: DossierCode,
    /// Of its newest event.
    pub sequence: i64,
    /// Commits of the writing process before it was told, its own among them.
    pub commits: u64,
}

impl Ack {
    /// Reads it from a line, whatever stands before it.
    pub fn of(line: &str) -> Option<Self> {
        let mut parts = line.split_once("ACK ")?.1.split_whitespace();
        Some(Self {
            code: parts.next()?.parse().ok()?,
            sequence: parts.next()?.parse().ok()?,
            commits: parts.next()?.parse().ok()?,
        })
    }

    /// In one write, so that no two can be mixed.
    fn tell(&self) {
        let Self {
            code,
            sequence,
            commits,
        } = self;
        let line = format!("ACK {} {sequence} {commits} .\n", code.as_str());
        std::io::stdout()
            .lock()
            .write_all(line.as_bytes())
            .expect("the parent listens");
    }
}

/// How the drills open a store.
pub fn options(database: &Path) -> StoreOptions {
    let url = format!("sqlite://{}", database.display());
    StoreOptions::new(url).sealed_with(SealKey::new([7; 32]).expect("a key"))
}

/// A database with tables, an agency and a field.
pub async fn set_up(database: &Path) -> Store {
    let store = Store::open(&options(database))
        .await
        .expect("the store opens");
    store.migrate().await.expect("the tables are made");
    let name = |vi: &str| Name {
        vi: vi.to_owned(),
        en: None,
    };
    store
        .put_agencies(vec![NewAgency {
            code: "H49.1".to_owned(),
            name: name("Phòng Tư pháp"),
        }])
        .await
        .expect("an agency");
    let field = NewField {
        code: "F1".to_owned(),
        name: name("Hộ tịch"),
        sensitive: false,
    };
    store.put_fields(vec![field]).await.expect("a field");
    store
}

/// Starts a writing process; `before` is put before its command line (`strace …`).
pub fn start(database: &Path, task: Task, before: &[&str]) -> Child {
    let program = std::env::current_exe().expect("this program");
    let place = module_path!().split_once("::").expect("a module").1;
    let mut line: Vec<String> = before.iter().map(|&part| part.to_owned()).collect();
    line.push(program.display().to_string());
    line.extend([
        format!("{place}::{TEST}"),
        "--exact".to_owned(),
        "--nocapture".to_owned(),
        "--test-threads=1".to_owned(),
    ]);
    Command::new(&line[0])
        .args(&line[1..])
        .env("SANH_DRILL_DATABASE", database)
        .env(
            "SANH_DRILL_TASK",
            format!(
                "{} {} {} {}",
                task.round,
                task.writers,
                task.dossiers,
                u8::from(task.seals)
            ),
        )
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("the writing process starts")
}

/// Everything it acknowledges until it ends.
pub fn acks(stdout: ChildStdout) -> impl Iterator<Item = Ack> {
    BufReader::new(stdout)
        .lines()
        .map_while(std::io::Result::ok)
        .filter_map(|line| Ack::of(&line))
}

#[allow(
    clippy::disallowed_methods,
    reason = "a process that a drill starts is told its task in its environment"
)]
fn told() -> Option<(std::path::PathBuf, Task)> {
    let database = std::env::var_os("SANH_DRILL_DATABASE")?;
    let task = std::env::var("SANH_DRILL_TASK").ok()?;
    let mut parts = task
        .split(' ')
        .map(|part| part.parse::<usize>().expect("a number"));
    let mut next = || parts.next().expect("four numbers");
    let task = Task {
        round: next(),
        writers: next(),
        dossiers: next(),
        seals: next() == 1,
    };
    Some((database.into(), task))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_writer_confirms_only_what_is_in_the_database() {
    if let Some((database, task)) = told() {
        let store = Store::open(&options(&database))
            .await
            .expect("the store opens");
        write(Arc::new(store), task, |ack| ack.tell()).await;
        return;
    }
    let folder = folder();
    let database = folder.path().join("sanh.db");
    let store = Arc::new(set_up(&database).await);
    let task = Task {
        round: 0,
        writers: 4,
        dossiers: 20,
        seals: true,
    };
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    write(Arc::clone(&store), task, move |ack| {
        sender.send(ack).expect("kept");
    })
    .await;
    let mut acks = Vec::new();
    while let Some(ack) = receiver.recv().await {
        acks.push(ack);
    }
    assert_eq!(acks.len(), 2 * task.dossiers);
    assert_eq!(missing(&store, &acks).await, []);
}

/// The acknowledged changes that the database does not hold.
pub async fn missing(store: &Store, acks: &[Ack]) -> Vec<Ack> {
    let mut missing = Vec::new();
    for ack in acks {
        let events = store
            .events(&ack.code, &AgencyScope::Everywhere)
            .await
            .expect("the events are read")
            .unwrap_or_default();
        if !events.iter().any(|event| event.sequence == ack.sequence) {
            missing.push(ack.clone());
        }
    }
    missing
}

async fn write(store: Arc<Store>, task: Task, tell: impl Fn(Ack) + Clone + Send + 'static) {
    let (agency, field) = (
        store.agencies().await.expect("agencies")[0].id,
        store.fields().await.expect("fields")[0].id,
    );
    let next = Arc::new(AtomicUsize::new(0));
    let mut writers = JoinSet::new();
    for _ in 0..task.writers {
        let (store, next, tell) = (Arc::clone(&store), Arc::clone(&next), tell.clone());
        writers.spawn(async move {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= task.dossiers.min(RANGE) {
                    return;
                }
                let intake = intake(task.round * RANGE + n, agency, field);
                let opened = receive(&store, intake).await.expect("received");
                tell(ack(&store, &opened));
                let started = begin(&store, &opened).await.expect("started");
                tell(ack(&store, &started));
            }
        });
    }
    let sealer = task.seals.then(|| tokio::spawn(seal(Arc::clone(&store))));
    while let Some(written) = writers.join_next().await {
        written.expect("a writer");
    }
    if let Some(sealer) = sealer {
        sealer.abort();
    }
}

async fn seal(store: Arc<Store>) {
    loop {
        store.seal_batch(64).await.expect("sealed");
        tokio::time::sleep(Duration::from_millis(SEAL_MS)).await;
    }
}

/// A dossier of this number.
pub fn intake(number: usize, agency: AgencyId, field: FieldId) -> Intake {
    Intake {
        code: format!("H49.1-260504-{number:04}").parse().expect("a code"),
        agency,
        field,
        procedure: None,
        channel: Channel::Direct,
        limit: Some(TimeLimit {
            length: WorkingMinutes::of_days(2).into(),
            cutoff_15h: false,
        }),
        counted_in: sanh_domain::dossier::CountedIn::Both,
    }
}

/// Receives a dossier, on a morning of May 2026.
pub async fn receive(store: &Store, intake: Intake) -> Result<ActionOutcome> {
    store.receive(intake, morning(), &clerk(), true).await
}

async fn begin(store: &Store, opened: &ActionOutcome) -> Result<ActionOutcome> {
    store
        .act(
            &opened.dossier.code,
            Action::Start,
            opened.dossier.version,
            morning(),
            &clerk(),
        )
        .await
}

/// What to tell of a change that the store has just acknowledged.
pub fn ack(store: &Store, acted: &ActionOutcome) -> Ack {
    let commits = store
        .writer_counts()
        .map_or(0, |counts| counts.commits.load(Ordering::Relaxed));
    Ack {
        code: acted.dossier.code.clone(),
        sequence: acted.dossier.version,
        commits,
    }
}

/// When the drills' dossiers are handled.
pub fn morning() -> Instant {
    DateTime::parse_from_rfc3339("2026-05-04T08:00:00+07:00")
        .expect("a time")
        .with_timezone(&Utc)
}

fn clerk() -> Actor {
    Actor {
        name: "clerk".to_owned(),
        role: ActorRole::Staff,
    }
}

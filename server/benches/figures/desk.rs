//! The desk: an action with its audit and outbox rows, the work list, and a dossier found.

use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use sanh_app::server::desk::Desk;
use sanh_app::server::readings::{ReadingBounds, Readings};
use sanh_domain::account::model::{
    AccountId, AgencyScope, Caller, Person, RequestKey, Role, SessionId,
};
use sanh_domain::dossier::applicant::{Applicant, Reception, Submission};
use sanh_domain::dossier::worklist::{SortColumn, Tab, WorklistOwner, WorklistQuery, WorklistSort};
use sanh_domain::dossier::{Action, DossierCode, StatusChange};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::procedure::channel::Channel;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, NewAccount, Store};
use tokio::time::Instant as Tick;

use super::centre::{BenchClock, copies, copy, master_key, now, open, remove, tag, url};
use super::client::EventStream;
use super::report::{Report, Target, Times};
use super::served::Served;

const ROUNDS: u32 = 200;
const EVERY: Duration = Duration::from_millis(40);
/// The number of the first applicant while a copy is made.
const BESIDE_BACKUP: u32 = 1_000_000;
const CLERKS: u32 = 32;
/// How long they work, and how often: the spread is between these runs.
const SUSTAINED: Duration = Duration::from_secs(3);
const RUNS: u32 = 5;
const BOARDS_PER_S: u32 = 2;

pub async fn measure(report: &mut Report, sizes: &[u32]) {
    for &dossiers in sizes {
        let store = Arc::new(open(url(&copy(dossiers, "desk.db").await)).await);
        store.unlock(&master_key()).await.expect("the vault opens");
        let clock = BenchClock::start();
        let clerk = Clerk::employ(&store, &clock).await;
        actions(report, &clerk, dossiers).await;
        lists(report, &clerk, dossiers).await;
        let served = Served::start(&store, &clock, BOARDS_PER_S).await;
        let mut wall = EventStream::open(served.address).await;
        let reading = tokio::spawn(async move { while wall.next().await.is_some() {} });
        let clerk = Arc::new(clerk);
        let mut runs = Vec::new();
        for run in 0..RUNS {
            runs.push(sustained(&clerk, run).await);
        }
        report.runs(
            &format!("clerks_{}_sqlite", tag(dossiers)),
            &format!(
                "actions by {CLERKS} clerks at once, the wall live, {dossiers} dossiers, SQLite"
            ),
            &runs,
            "actions a second",
            Target::AtLeast(1_500.0),
        );
        served.stop().await;
        reading.await.expect("the wall's stream ends");
        // Last, because a copy takes the place of the database in the system's cache.
        beside_backup(report, &clerk, dossiers).await;
        store.close().await;
    }
}

pub struct Clerk {
    store: Arc<Store>,
    readings: Arc<Readings>,
    clock: Arc<BenchClock>,
    caller: Caller,
    procedure: ProcedureId,
    agency: AgencyId,
}

impl Clerk {
    pub async fn employ(store: &Arc<Store>, clock: &Arc<BenchClock>) -> Self {
        let account = NewAccount {
            name: "bench".to_owned(),
            display_name: "bench".to_owned(),
            role: Role::Staff,
            reach: AgencyScope::Everywhere,
        };
        let id = store
            .add_account(account, AuditActor::console(), now())
            .await;
        let procedure = store.procedures().await.unwrap()[0].id;
        let requirements = store.requirements().await.unwrap();
        let offices = requirements.get(&procedure).map(|it| &it.agencies);
        let agency = match offices.and_then(|agencies| agencies.first()) {
            Some(agency) => *agency,
            None => store.agencies().await.unwrap()[0].id,
        };
        Self {
            store: Arc::clone(store),
            readings: Readings::new(ReadingBounds {
                // No limits, because the benchmark searches for hours without a rest, which no clerk does.
                openings_max: u32::MAX,
                searches_max: u32::MAX,
            }),
            clock: Arc::clone(clock),
            caller: caller(id.expect("an account")),
            procedure,
            agency,
        }
    }

    /// The desk as it is now.
    fn desk(&self) -> Desk {
        Desk::new(
            Arc::clone(&self.store),
            Arc::clone(&self.readings),
            self.caller.clone(),
            self.clock.now(),
        )
    }

    pub async fn receive(&self, number: u32) -> DossierCode {
        let phone = format!("09{number:08}");
        let reception = Reception {
            procedure: self.procedure,
            agency: self.agency,
            channel: Channel::Direct,
            submission: Submission {
                applicant: Applicant::read("Bench", &phone, "", "").expect("an applicant"),
                papers: vec!["Bench".to_owned()],
                ..Submission::default()
            },
            received_at: None,
            late_reason: None,
            refused: None,
        };
        let receipt = self.desk().receive(&key(), reception).await;
        receipt.expect("it is received")
    }

    async fn act(&self, code: &DossierCode, action: Action, version: i64) {
        let change = StatusChange {
            code: code.clone(),
            expected_version: version,
            action,
            occurred_at: None,
            late_reason: None,
        };
        let done = self.desk().act(&key(), vec![change]).await;
        done.expect("it is done");
    }
}

fn caller(id: AccountId) -> Caller {
    Caller {
        person: Person {
            id,
            name: "bench".to_owned(),
            display_name: "bench".to_owned(),
            role: Role::Staff,
            reach: AgencyScope::Everywhere,
        },
        session: SessionId(1),
        confirmed_at: chrono::DateTime::UNIX_EPOCH,
        address: None,
    }
}

fn key() -> RequestKey {
    RequestKey::read(&format!("{:032x}", rand::random::<u128>())).expect("a key")
}

/// One at a time, each with a commit of its own.
async fn actions(report: &mut Report, clerk: &Clerk, dossiers: u32) {
    let mut pace = Pace::start();
    for number in 0..ROUNDS {
        pace.one_dossier(clerk, number).await;
    }
    let figure = format!("a desk's action, audit and outbox with it, {dossiers} dossiers, SQLite");
    let name = format!("action_{}_sqlite", tag(dossiers));
    report.times(&name, &figure, &pace.acted, Target::Ms(20.0, 80.0));
    let figure = format!("a reception with its applicant sealed, {dossiers} dossiers, SQLite");
    let name = format!("reception_{}_sqlite", tag(dossiers));
    report.times(&name, &figure, &pace.received, Target::Ms(20.0, 80.0));
}

/// A clerk at work while the program makes its nightly copy and proves it.
async fn beside_backup(report: &mut Report, clerk: &Clerk, dossiers: u32) {
    let file = remove(copies().join("backup.db"));
    let (store, copy) = (Arc::clone(&clerk.store), file.clone());
    let copying = tokio::spawn(async move {
        let started = Stopwatch::now();
        let backup = store.backup(&copy).await.expect("a copy");
        assert!(backup.report.is_clean(), "{backup}");
        started.elapsed()
    });
    let mut pace = Pace::start();
    let mut number = BESIDE_BACKUP;
    while !copying.is_finished() {
        pace.one_dossier(clerk, number).await;
        number += 1;
    }
    let took = copying.await.expect("a copy");
    remove(file);
    let figure =
        format!("a desk's action while a copy is made and proven, {dossiers} dossiers, SQLite");
    let name = format!("action_beside_backup_{}_sqlite", tag(dossiers));
    report.times(&name, &figure, &pace.acted, Target::Ms(20.0, 80.0));
    let name = format!("backup_beside_desk_{}_sqlite", tag(dossiers));
    let figure = "    the copy, made and proven beside it";
    report.value(
        &name,
        figure,
        took.as_secs_f64(),
        "s",
        Target::AtMost(120.0),
    );
}

/// Dossiers worked on by one clerk, who waits for each answer. An action is timed from when it is due; a stall makes those after it
/// due later, so it counts once.
struct Pace {
    due: Tick,
    received: Times,
    acted: Times,
}

impl Pace {
    fn start() -> Self {
        Self {
            due: Tick::now(),
            received: Times::new(),
            acted: Times::new(),
        }
    }

    async fn one_dossier(&mut self, clerk: &Clerk, number: u32) {
        let started = Stopwatch::now();
        let code = clerk.receive(number).await;
        self.received.note_since(started);
        for (action, version) in [(Action::Start, 1), (Action::Resolve, 2)] {
            self.due = self.due.max(Tick::now() - EVERY) + EVERY;
            tokio::time::sleep_until(self.due).await;
            clerk.act(&code, action, version).await;
            self.acted.note(self.due.elapsed());
        }
    }
}

/// Pages of every tab, near the start and on from there, of everything, of one agency, of one person and of one procedure; then one
/// dossier found.
async fn lists(report: &mut Report, clerk: &Clerk, dossiers: u32) {
    let mut pages = Times::new();
    for round in 0..ROUNDS {
        let tab = Tab::ALL[round as usize % Tab::ALL.len()];
        let whose = [
            WorklistOwner::All,
            WorklistOwner::Agency(clerk.agency),
            WorklistOwner::Mine,
        ];
        let mut query = WorklistQuery {
            tab,
            whose: whose[round as usize % whose.len()],
            // A rare procedure is the hard case: the scan must not read all dossiers of a status.
            procedure: (round % 4 == 3).then_some(clerk.procedure),
            sort: (round % 5 == 4).then_some(WorklistSort {
                column: SortColumn::Received,
                is_reversed: round % 2 == 0,
            }),
            ..WorklistQuery::default()
        };
        for _ in 0..3 {
            let started = Stopwatch::now();
            let list = clerk.desk().counted_worklist(&query).await;
            let list = list.expect("a page");
            pages.note_since(started);
            let Some(next) = list.next else { break };
            query.after = Some(next);
        }
    }
    let figure = format!("a page of the work list, {dossiers} dossiers, SQLite");
    let name = format!("worklist_{}_sqlite", tag(dossiers));
    report.times(&name, &figure, &pages, Target::Ms(f64::INFINITY, 20.0));
    let code = clerk.receive(ROUNDS + 1).await.to_string();
    let phone = format!("09{:08}", ROUNDS + 1);
    for (name, what, text, most_ms) in [
        ("code", "code", code, 2.0),
        ("phone", "phone number", phone, 3.0),
    ] {
        let query = WorklistQuery {
            find: Some(text),
            ..WorklistQuery::default()
        };
        let mut found = Times::new();
        for _ in 0..ROUNDS {
            let started = Stopwatch::now();
            let list = clerk.desk().worklist(&query).await;
            let list = list.expect("it is found");
            found.note_since(started);
            assert_eq!(list.rows.len(), 1);
        }
        let figure = format!("a dossier found by its {what}, {dossiers} dossiers, SQLite");
        let name = format!("{name}_{}_sqlite", tag(dossiers));
        report.times(&name, &figure, &found, Target::Ms(f64::INFINITY, most_ms));
    }
}

/// Many clerks at once, each with dossiers of their own, while the wall lives: actions a second.
async fn sustained(clerk: &Arc<Clerk>, run: u32) -> f64 {
    let started = Tick::now();
    let clerks: Vec<_> = (0..CLERKS)
        .map(|number| {
            let clerk = Arc::clone(clerk);
            tokio::spawn(async move {
                let first = 100_000 * (run * CLERKS + number + 1);
                let mut changes = 0_u32;
                while started.elapsed() < SUSTAINED {
                    let code = clerk.receive(first + changes).await;
                    clerk.act(&code, Action::Start, 1).await;
                    clerk.act(&code, Action::Resolve, 2).await;
                    changes += 3;
                }
                changes
            })
        })
        .collect();
    let mut changes = 0;
    for clerk in clerks {
        changes += clerk.await.expect("a clerk");
    }
    f64::from(changes) / started.elapsed().as_secs_f64()
}

//! The managers' page of throughput: from the counters, by any other cut, and what keeping the counters costs a change.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant as Stopwatch;

use sanh_app::error::AppError;
use sanh_app::server::report::Reports;
use sanh_domain::account::model::{AccountId, AgencyScope, Caller, Person, Role, SessionId};
use sanh_domain::dossier::Action;
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::compare::week;
use sanh_domain::report::model::{CountResult, FigureSource};
use sanh_domain::report::query::{DossierFilter, Figure, Grouping, ListQuery, ReportQuery};
use sanh_store::Store;
use sqlx::{AssertSqlSafe, Connection};

use super::centre::{BenchClock, ReceptionDesk, USUAL, copy, file, now, open, tag, url};
use super::postgres;
use super::report::{Report, Target, Times};

const ROUNDS: usize = 144;
const WARM_UP_ROUNDS: usize = 36;
const CHANGES: usize = 300;

/// Over databases of some sizes, on both engines.
pub async fn measure(report: &mut Report, sizes: &[u32]) {
    for &size in sizes {
        let store = Arc::new(open(url(&file(size).await)).await);
        let of = Of::new(size, "SQLite");
        Box::pin(one(report, &store, &of)).await;
        store.close().await;
    }
    for &size in sizes {
        let Some(url) = postgres::centre(size).await else {
            report.left_out(
                "page_postgresql",
                "throughput, PostgreSQL",
                postgres::MISSING,
            );
            break;
        };
        let store = Arc::new(open(url).await);
        let of = Of::new(size, "PostgreSQL");
        Box::pin(one(report, &store, &of)).await;
        store.close().await;
    }
}

/// Of which database figures are told.
struct Of {
    name: String,
    label: String,
}

impl Of {
    fn new(size: u32, engine: &str) -> Self {
        Self {
            name: format!("{}_{}", tag(size), engine.to_lowercase()),
            label: format!("{size} dossiers, {engine}"),
        }
    }

    /// The name of a figure of this database.
    fn name(&self, what: &str) -> String {
        format!("{what}_{}", self.name)
    }
}

/// A manager of everything, and what they look at.
struct Manager {
    reports: Reports,
    periods: Vec<Period>,
    last_month: Period,
    year: Period,
}

impl Manager {
    async fn over(store: &Arc<Store>) -> Self {
        let calendar = store.centre(now()).await.expect("the centre").calendar;
        let today = calendar.local_date(now());
        let ragged = Period::range(
            today - chrono::Days::new(300),
            today - chrono::Days::new(40),
        );
        let caller = Caller {
            person: Person {
                id: AccountId(1),
                name: "bench".to_owned(),
                display_name: "bench".to_owned(),
                role: Role::Manager,
                reach: AgencyScope::Everywhere,
            },
            session: SessionId(1),
            confirmed_at: chrono::DateTime::UNIX_EPOCH,
            address: None,
        };
        Self {
            reports: Reports::new(Arc::clone(store), now(), caller, Arc::default()),
            periods: vec![
                Period::today(today),
                week(today),
                Period::month(today),
                Period::quarter(today),
                Period::year(today),
                ragged.expect("days"),
            ],
            last_month: Period::month(today).previous(),
            year: Period::year(today),
        }
    }

    fn query(&self, round: usize) -> ReportQuery {
        ReportQuery {
            period: self.periods[round % self.periods.len()],
            cut: DossierFilter::default(),
            grouping: Grouping::ALL[round / self.periods.len() % Grouping::ALL.len()],
        }
    }

    /// The answer, and whether it came at once.
    async fn counted<T>(
        &self,
        ask: impl AsyncFn() -> Result<CountResult<T>, AppError>,
    ) -> (T, Stopwatch) {
        let started = Stopwatch::now();
        loop {
            if let CountResult::Done(answer) = ask().await.expect("an answer") {
                return (answer, started);
            }
        }
    }
}

async fn one(report: &mut Report, store: &Arc<Store>, of: &Of) {
    let manager = Manager::over(store).await;
    Box::pin(page(report, &manager, of)).await;
    other_cuts(report, &manager, of).await;
    lists(report, &manager, of).await;
}

/// Everything a page shows, asked for together, by each grouping and of each kind of period; then each part by itself.
async fn page(report: &mut Report, manager: &Manager, of: &Of) {
    let (mut pages, mut figures, mut backlogs, mut flows) =
        (Times::new(), Times::new(), Times::new(), Times::new());
    let Manager { reports, .. } = manager;
    // The first rounds read everything for the first time and are left out.
    for round in 0..WARM_UP_ROUNDS + ROUNDS {
        let query = manager.query(round);
        let mut took = Vec::with_capacity(4);
        let started = Stopwatch::now();
        let (answer, backlog, flow) = tokio::join!(
            reports.report(&query),
            reports.backlog(&query.cut),
            reports.flow(&query)
        );
        took.push(started.elapsed());
        let CountResult::Done(answer) = answer.expect("figures") else {
            panic!("{query:?} is in no counter")
        };
        assert_eq!(answer.source, FigureSource::Counters);
        backlog.expect("the backlog");
        flow.expect("the flow");
        let started = Stopwatch::now();
        reports.report(&query).await.expect("figures");
        took.push(started.elapsed());
        let started = Stopwatch::now();
        reports.backlog(&query.cut).await.expect("the backlog");
        took.push(started.elapsed());
        let started = Stopwatch::now();
        reports.flow(&query).await.expect("the flow");
        took.push(started.elapsed());
        if round >= WARM_UP_ROUNDS {
            let all = [&mut pages, &mut figures, &mut backlogs, &mut flows];
            all.into_iter()
                .zip(took)
                .for_each(|(times, took)| times.note(took));
        }
    }
    report.times(
        &of.name("page"),
        &format!("a page of throughput, {}", of.label),
        &pages,
        Target::Ms(f64::INFINITY, 150.0),
    );
    report.times(
        &of.name("page_figures"),
        "    its figures and comparisons, alone",
        &figures,
        Target::None,
    );
    report.times(
        &of.name("page_backlog"),
        "    its backlog and forecast, alone",
        &backlogs,
        Target::None,
    );
    report.times(
        &of.name("page_flow"),
        "    its flow by day, alone",
        &flows,
        Target::None,
    );
}

/// What no counter knows: by procedure of one channel, a whole year beside the year before.
async fn other_cuts(report: &mut Report, manager: &Manager, of: &Of) {
    let Manager { reports, .. } = manager;
    let query = ReportQuery {
        period: manager.year,
        cut: DossierFilter {
            channel: Some(Channel::Direct),
            ..DossierFilter::default()
        },
        grouping: Grouping::Procedure,
    };
    let (answer, started) = manager.counted(async || reports.report(&query).await).await;
    assert!(matches!(answer.source, FigureSource::Dossiers(_)));
    report.value(
        &of.name("other_cut"),
        &format!("any other cut of a year, {}", of.label),
        started.elapsed().as_secs_f64(),
        "s",
        Target::AtMost(5.0),
    );
    let past = ReportQuery {
        period: manager.last_month,
        cut: DossierFilter::default(),
        grouping: Grouping::Field,
    };
    let started = Stopwatch::now();
    loop {
        let (answer, _) = manager.counted(async || reports.report(&past).await).await;
        if answer.standing.is_none() {
            break;
        }
    }
    report.value(
        &of.name("standing"),
        "    what stood at the end of the month before",
        started.elapsed().as_secs_f64(),
        "s",
        Target::AtMost(2.0),
    );
    let (steps, started) = manager.counted(async || reports.steps(&query).await).await;
    report.value(
        &of.name("steps"),
        &format!("    its steps, of {} dossiers", steps.dossiers),
        started.elapsed().as_secs_f64(),
        "s",
        Target::AtMost(5.0),
    );
}

/// The first pages of the dossiers behind each figure.
async fn lists(report: &mut Report, manager: &Manager, of: &Of) {
    let Manager { reports, .. } = manager;
    let mut times = Times::new();
    let figures = [
        Figure::Received,
        Figure::Late,
        Figure::FirstLate,
        Figure::HandedOver,
        Figure::Open,
        Figure::Overdue,
        Figure::DueSoon,
        Figure::WaitingCollection,
    ];
    for round in 0..ROUNDS {
        let mut query = ListQuery {
            report: manager.query(round),
            group: None,
            figure: figures[round % figures.len()],
            after: None,
        };
        query.report.period = manager.year;
        let mut seen = BTreeSet::new();
        for _ in 0..2 {
            let started = Stopwatch::now();
            let page = reports.dossiers(&query).await.expect("a page");
            times.note_since(started);
            let CountResult::Done(page) = page else { break };
            assert!(
                page.rows
                    .iter()
                    .all(|row| seen.insert(row.dossier.code.clone()))
            );
            let Some(next) = page.next else { break };
            query.after = Some(next);
        }
    }
    report.times(
        &of.name("dossiers"),
        "    a page of the dossiers behind a figure",
        &times,
        Target::Ms(f64::INFINITY, 150.0),
    );
}

/// A change with the triggers of throughput, and without them.
pub async fn cost(report: &mut Report) {
    let file = copy(USUAL, "throughput.db").await;
    let store = Arc::new(open(url(&file)).await);
    let clock = BenchClock::start();
    let counter = ReceptionDesk::open(&store, &clock).await;
    let with = changes(&counter).await;
    let mut client = sqlx::SqliteConnection::connect(&url(&file))
        .await
        .expect("a client");
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%INSERT INTO throughput SELECT%'";
    let triggers: Vec<String> = sqlx::query_scalar(sql)
        .fetch_all(&mut client)
        .await
        .expect("the triggers");
    assert!(!triggers.is_empty());
    for trigger in triggers {
        let drop = AssertSqlSafe(format!("DROP TRIGGER {trigger}"));
        sqlx::query(drop)
            .execute(&mut client)
            .await
            .expect("it is dropped");
    }
    let without = changes(&counter).await;
    report.times(
        "counted",
        "a dossier received, resolved and handed over, SQLite",
        &with,
        Target::None,
    );
    report.times(
        "not_counted",
        "    without the counters of throughput",
        &without,
        Target::None,
    );
    store.close().await;
}

async fn changes(counter: &ReceptionDesk) -> Times {
    let mut times = Times::new();
    for _ in 0..CHANGES {
        let started = Stopwatch::now();
        let code = counter.receive().await;
        for (action, version) in [
            (Action::Start, 1),
            (Action::Resolve, 2),
            (Action::HandOver, 3),
        ] {
            counter.act(&code, action, version).await;
        }
        times.note_since(started);
    }
    times
}

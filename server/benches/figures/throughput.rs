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
use sanh_domain::report::model::{
    CountResult, DossierFilter, Figure, Grouping, ListQuery, ReportQuery, Source,
};
use sanh_store::Store;
use sqlx::{AssertSqlSafe, Connection};

use super::centre::{BenchClock, ReceptionDesk, USUAL, copy, file, now, open, sizes, url};
use super::postgres;
use super::report::{Report, Target, Times};

const ROUNDS: usize = 144;
const WARM_UP_ROUNDS: usize = 36;
const CHANGES: usize = 300;

pub async fn measure(report: &mut Report, is_large: bool) {
    for size in sizes(is_large) {
        let store = Arc::new(open(url(&file(size).await)).await);
        let of = format!("{size} dossiers, SQLite");
        Box::pin(one(report, &store, &of)).await;
        store.close().await;
    }
    for size in sizes(is_large) {
        let Some(url) = postgres::centre(size).await else {
            report.left_out(
                "throughput, PostgreSQL",
                "PostgreSQL's programs are not here",
            );
            break;
        };
        let store = Arc::new(open(url).await);
        let of = format!("{size} dossiers, PostgreSQL");
        Box::pin(one(report, &store, &of)).await;
        store.close().await;
    }
    cost(report).await;
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

async fn one(report: &mut Report, store: &Arc<Store>, of: &str) {
    let manager = Manager::over(store).await;
    Box::pin(page(report, &manager, of)).await;
    other_cuts(report, &manager, of).await;
    lists(report, &manager, of).await;
}

/// Everything a page shows, asked for together, by each grouping and of each kind of period; then each part by itself.
async fn page(report: &mut Report, manager: &Manager, of: &str) {
    let (mut pages, mut figures, mut backlogs, mut flows) =
        (Times::new(), Times::new(), Times::new(), Times::new());
    let Manager { reports, .. } = manager;
    // The first time around everything is read for the first time.
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
        assert_eq!(answer.source, Source::Counters);
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
    let figure = format!("a page of throughput, {of}");
    report.times(&figure, &pages, Target::Ms(f64::INFINITY, 150.0));
    report.times(
        "    its figures and comparisons, alone",
        &figures,
        Target::None,
    );
    report.times(
        "    its backlog and forecast, alone",
        &backlogs,
        Target::None,
    );
    report.times("    its flow by day, alone", &flows, Target::None);
}

/// What no counter knows: by procedure of one channel, a whole year beside the year before.
async fn other_cuts(report: &mut Report, manager: &Manager, of: &str) {
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
    assert!(matches!(answer.source, Source::Dossiers(_)));
    let figure = format!("any other cut of a year, {of}");
    let took = started.elapsed().as_secs_f64();
    report.value(&figure, took, "s", Target::AtMost(5.0));
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
    let took = started.elapsed().as_secs_f64();
    let figure = "    what stood at the end of the month before";
    report.value(figure, took, "s", Target::AtMost(5.0));
    let (steps, started) = manager.counted(async || reports.steps(&query).await).await;
    let took = started.elapsed().as_secs_f64();
    let figure = format!("    its steps, of {} dossiers", steps.dossiers);
    report.value(&figure, took, "s", Target::AtMost(5.0));
}

/// The first pages of the dossiers behind each figure.
async fn lists(report: &mut Report, manager: &Manager, of: &str) {
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
    let figure = format!("    a page of the dossiers behind a figure, {of}");
    report.times(&figure, &times, Target::Ms(f64::INFINITY, 150.0));
}

/// A change with the triggers of throughput, and without them.
async fn cost(report: &mut Report) {
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
        "a dossier received, resolved and handed over",
        &with,
        Target::None,
    );
    report.times(
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

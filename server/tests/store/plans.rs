//! How what is asked most is answered: along indexes, whatever the history. PostgreSQL tells its plans into its log; the statements
//! found there are explained by SQLite as well.

use std::collections::BTreeMap;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::centre::setting::SettingKey;
use sanh_domain::dossier::{CodeEnd, Status};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::query::Figure;
use sanh_domain::scope::Scope;
use sanh_store::{
    Listing, ScopedFilter, Store, StoreOptions, WorklistBounds, WorklistFilter, WorklistOrder,
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};

use super::centre::{Offices, Work, local};
use super::cluster::Cluster;
use super::engine::Database;

/// Tables that grow with the years.
const LARGE: [&str; 7] = [
    "dossier",
    "event",
    "seal",
    "audit",
    "outbox",
    "board_version",
    "applicant_index",
];

/// The planner takes an index wherever there is one that serves: what is scanned or sorted all the same has none.
const SETTINGS: [&str; 7] = [
    "session_preload_libraries = 'auto_explain'",
    "auto_explain.log_min_duration = 0",
    "auto_explain.log_nested_statements = off",
    "enable_seqscan = off",
    "enable_sort = off",
    "enable_incremental_sort = off",
    "jit = off",
];

/// Everything that is asked at every change, at every look, or at every page of a desk.
async fn ask(store: &Store, offices: &Offices, now: sanh_domain::deadline::Instant) {
    let today = now.date_naive();
    let agency = offices.agencies[0];
    let periods = [
        Period::today(today),
        Period::month(today),
        Period::year(today),
    ];
    for scope in [Scope::Centre, Scope::Agency(agency)] {
        let wanted = periods.map(|period| (scope, period)).to_vec();
        store.boards(wanted, now).await.expect("boards");
        store.next_due(scope, now).await.expect("the next due time");
    }
    store.notice_changes().await.expect("the number");
    store.notices_from(now).await.expect("notices");
    store.put_shipped_periods(now).await.expect("periods");
    for row in store
        .finished_report_periods(today)
        .await
        .expect("periods")
        .iter()
        .take(2)
    {
        store
            .stored_cube(row.period, now, &AgencyScope::Everywhere)
            .await
            .expect("a cube");
    }
    let to_come = today + chrono::Days::new(400);
    store
        .set(SettingKey::DeadlineRule, to_come, "day")
        .await
        .expect("a setting");
    let procedures = [None, Some(ProcedureId(1))];
    for (is_reversed, procedure) in [false, true]
        .into_iter()
        .flat_map(|it| procedures.map(|of| (it, of)))
    {
        let orders = [WorklistOrder::Due, WorklistOrder::Received];
        let places = [None, Some((i64::MAX, 7))];
        let pages = orders
            .into_iter()
            .flat_map(|it| places.map(|after| (it, after)));
        for (order, after) in pages {
            let filter = WorklistFilter {
                statuses: vec![Status::InProcess, Status::Received],
                scope: AgencyScope::Agencies([agency].into()),
                procedure,
                assignees: Vec::new(),
                papers_asked_before: None,
                bounds: WorklistBounds {
                    order,
                    ..WorklistBounds::default()
                },
                is_reversed,
                after,
                rows_max: 50,
            };
            store.worklist(filter.clone()).await.expect("a page");
            let counted = store.worklist_counts(vec![filter], None);
            counted.await.expect("a count");
        }
    }
    let of_agency = AgencyScope::Agencies([agency].into());
    store.open_counts(&of_agency).await.expect("counts");
    let end = CodeEnd::read("0001").expect("an end");
    let ended = store.dossiers_by_code_end(end, &of_agency, 50);
    ended.await.expect("dossiers");
    store.next_outbox().await.expect("the outbox");
    store.take_outbox(8, now).await.expect("letters");
    store.outbox_counts().await.expect("counts");
    store.last_change().await.expect("the last change");
    store.unsealed().await.expect("what waits for its seal");
    store.seal_batch(100).await.expect("sealed");
    for scope in [Scope::Centre, Scope::Agency(agency)] {
        store.counter_drift(scope, now).await.expect("compared");
    }
    list(store, agency, now).await;
    store.verify_slice(0).await.expect("proved");
    store
        .open_alarms(&AgencyScope::Everywhere)
        .await
        .expect("alarms");
    store
        .last_board(Scope::Centre)
        .await
        .expect("the last board");
    store
        .board_version_at(Scope::Centre, now)
        .await
        .expect("a board");
}

/// The lists behind the figures of reports, of all and of one agency, their first page and the next one.
async fn list(store: &Store, agency: AgencyId, now: sanh_domain::deadline::Instant) {
    let of_agency = ScopedFilter {
        scope: AgencyScope::Agencies([agency].into()),
        ..ScopedFilter::all(AgencyScope::Everywhere)
    };
    let figures = [
        Figure::Received,
        Figure::ReceivedBy(Channel::Online),
        Figure::Resolved,
        Figure::Late,
        Figure::FirstLate,
        Figure::Withdrawn,
        Figure::Ineligible,
        Figure::Refused,
        Figure::HandedOver,
        Figure::Open,
        Figure::Within,
        Figure::Overdue,
        Figure::Paused,
        Figure::RegisteredWaiting,
        Figure::WaitingCollection,
        Figure::NoDue,
        Figure::Age(0),
        Figure::Age(2),
        Figure::DueWithin(7),
        Figure::DueSoon,
    ];
    for within in [ScopedFilter::all(AgencyScope::Everywhere), of_agency] {
        for figure in figures {
            for (is_over, after) in [(false, None), (false, Some((20_260_504, 7))), (true, None)] {
                let listing = Listing {
                    within: within.clone(),
                    figure,
                    period: Period::year(now.date_naive()),
                    at: now,
                    is_over,
                    after,
                    rows_max: 50,
                };
                store.dossiers_behind(listing).await.expect("a page");
            }
        }
    }
}

/// A statement and its plan, as the server's log tells them.
fn plans(log: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for told in log.split("plan:\n").skip(1) {
        // The lines of a plan are indented by a tab.
        let lines: Vec<&str> = told
            .lines()
            .take_while(|line| line.starts_with('\t'))
            .collect();
        let lines: Vec<&str> = lines.into_iter().map(|line| &line[1..]).collect();
        let Some(start) = lines.iter().position(|line| line.contains("(cost=")) else {
            continue;
        };
        let text = lines[..start].join("\n").replace("Query Text: ", "");
        found.insert(text, lines[start..].join("\n"));
    }
    found
}

/// What in a plan grows with the years.
fn walks(plan: &str) -> Vec<&str> {
    // Only the nodes of the plan, without the details below them.
    let lines: Vec<&str> = plan
        .lines()
        .filter(|line| line.contains("(cost="))
        .collect();
    let is_of_large = |line: &str| {
        let of = |table: &&str| line.contains(&format!(" on {table} "));
        LARGE.iter().any(of)
    };
    let is_scan = |line: &&&str| line.contains("Seq Scan") && is_of_large(line);
    let sorted = lines.windows(2).filter(|pair| {
        let is_sort = pair[0]
            .trim_start_matches([' ', '-', '>'])
            .starts_with("Sort");
        is_sort && pair[1].contains("Scan") && is_of_large(pair[1])
    });
    let sorted = sorted.map(|pair| pair[1]);
    lines
        .iter()
        .filter(is_scan)
        .copied()
        .chain(sorted)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_most_frequent_queries_use_indexes_on_both_engines() {
    let cluster = Cluster::start("plans").await;
    let url = cluster.fresh_database().await;
    let store = Store::open(&StoreOptions::new(url.clone()))
        .await
        .expect("it opens");
    store.migrate().await.expect("tables");
    let mut work = Work::begin(&store, 61, local("2026-03-02 08:00")).await;
    work.go_on(&store, 120).await;
    let (offices, now) = (work.offices.clone(), work.now);
    store.close().await;

    let mut conn = PgConnection::connect(&url).await.expect("a client");
    let name: String = sqlx::query_scalar("SELECT current_database()::text")
        .fetch_one(&mut conn)
        .await
        .expect("its name");
    for setting in SETTINGS {
        let sql = format!("ALTER DATABASE {name} SET {setting}");
        sqlx::query(AssertSqlSafe(sql))
            .execute(&mut conn)
            .await
            .expect(setting);
    }
    let log = cluster.folder().join("log");
    let before = std::fs::metadata(&log).expect("a log").len();
    let store = Store::open(&StoreOptions::new(url))
        .await
        .expect("it opens");
    ask(&store, &offices, now).await;
    store.close().await;
    cluster.stop();
    let told = std::fs::read(&log).expect("a log");
    let told = String::from_utf8_lossy(&told[usize::try_from(before).expect("a short log")..])
        .into_owned();
    let plans = plans(&told);
    assert!(
        plans.len() > 25,
        "{} statements were explained",
        plans.len()
    );
    let mut faults = Vec::new();
    for (text, plan) in &plans {
        for walk in walks(plan) {
            faults.push(format!("PostgreSQL: {}\n  of {text}", walk.trim()));
        }
    }
    faults.extend(explained_by_sqlite(plans.keys()).await);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

async fn explained_by_sqlite(texts: impl Iterator<Item = &String>) -> Vec<String> {
    let database = Database::sqlite().await;
    let mut conn = SqliteConnection::connect(&database.options.url)
        .await
        .expect("a client");
    let mut faults = Vec::new();
    let mut explained = 0;
    for text in texts {
        // The only function that has another name in SQLite.
        let text = text
            .replace("CAST(array_agg(", "(group_concat(")
            .replace(") AS TEXT)", "))");
        let asked = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}")));
        // Statements that only PostgreSQL understands have no plan here.
        let Ok(rows) = asked.fetch_all(&mut conn).await else {
            continue;
        };
        explained += 1;
        let steps: Vec<(i64, String)> = rows.iter().map(|row| (row.get(1), row.get(3))).collect();
        for (parent, step) in &steps {
            let is_large = |step: &str| {
                let table = step.split(' ').nth(1).unwrap_or_default();
                LARGE.contains(&table)
            };
            // SQLite calls it a scan, but the row with the highest id is found directly.
            let is_last = text.ends_with("ORDER BY id DESC LIMIT 1");
            let is_scan =
                step.starts_with("SCAN") && !step.contains("INDEX") && is_large(step) && !is_last;
            // Sorting is fine for a few rows that were found by their ids.
            let beside = |other: &&(i64, String)| {
                let is_found = other.1.contains("INTEGER PRIMARY KEY (rowid=?)");
                other.0 == *parent && other.1.starts_with('S') && is_large(&other.1) && !is_found
            };
            let is_sort = step.contains("FOR ORDER BY") && steps.iter().any(|other| beside(&other));
            if is_scan || is_sort {
                faults.push(format!("SQLite: {step}\n  of {text}"));
            }
        }
    }
    assert!(explained > 20, "{explained} statements were explained");
    faults
}

#[test]
fn a_scan_or_a_sort_of_a_large_table_is_seen_in_a_plan() {
    let bad = "Limit  (cost=1..2)\n  ->  Sort  (cost=1..2)\n        ->  Index Scan using x on dossier  (cost=0..1)";
    assert_eq!(walks(bad).len(), 1);
    assert_eq!(walks("Seq Scan on event e  (cost=0..1)").len(), 1);
    assert_eq!(walks("Index Scan using x on dossier  (cost=0..1)").len(), 0);
    assert_eq!(
        walks("Sort  (cost=1..2)\n  ->  Seq Scan on notice  (cost=0..1)").len(),
        0
    );
}

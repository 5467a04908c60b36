//! Cubes against a recount in plain SQL over the raw events, and when a kept one holds.

use std::collections::BTreeMap;

use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::board::figures::Figures;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::Action;
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::cube::{Cube, CubeCell};
use sanh_domain::scope::{CountedBy, Scope};
use sanh_store::{SettingKey, Store, unwatched};
use sqlx::Connection;

use super::centre::{Offices, Work, date, local, manager};
use super::engine::{Database, contract};

/// A place and what is counted there: agency, field, channel, in whose figures, then the figures in the order of [`row`].
type Row = (i64, i64, String, String, Vec<i64>);

/// What the events alone say, in SQL that knows nothing of our code: which events are known and in force, how each dossier stood,
/// and what it adds. `$1` from, `$2` the last millisecond, `$3` what is known; `late` tells the late from the rest by the rule.
fn recount_sql(by_day: bool) -> String {
    let day = |at: &str| format!("(({at} + 25200000) / 86400000)");
    let late = |due: &str, at: &str| {
        if by_day {
            format!("{due} IS NOT NULL AND {} > {}", day(at), day(due))
        } else {
            format!("{due} IS NOT NULL AND {at} / 60000 > {due} / 60000")
        }
    };
    let count = |condition: &str, name: &str| {
        format!("CAST(sum(CASE WHEN {condition} THEN 1 ELSE 0 END) AS BIGINT) AS {name}")
    };
    let counted = "received_at IS NOT NULL AND (ended_at IS NULL OR ended_at >= $1)";
    let resolved = "ended_at >= $1 AND end_kind = 'resolve'";
    let open = "received_at IS NOT NULL AND ended_at IS NULL";
    let is_late = late("due_at", "ended_at");
    let early = format!(
        "due_at IS NOT NULL AND {} < {}",
        day("ended_at"),
        day("due_at")
    );
    let overdue = format!(
        "CASE WHEN paused_at IS NULL THEN {} ELSE {} END",
        late("due_at", "$2"),
        late("due_at", "paused_at")
    );
    let sums = [
        count(
            &format!("{counted} AND received_at >= $1 AND channel = 'online'"),
            "received_online",
        ),
        count(
            &format!("{counted} AND received_at >= $1 AND channel <> 'online'"),
            "received_at_desk_or_post",
        ),
        count(&format!("{counted} AND received_at < $1"), "carried"),
        count(
            &format!("{resolved} AND NOT ({is_late}) AND {early}"),
            "early",
        ),
        count(
            &format!("{resolved} AND NOT ({is_late}) AND NOT ({early})"),
            "on_time",
        ),
        count(&format!("{resolved} AND {is_late}"), "late"),
        count(
            "ended_at >= $1 AND end_kind = 'confirm_withdrawal' AND received_at IS NOT NULL",
            "withdrawn",
        ),
        count(
            "ended_at >= $1 AND end_kind = 'stop' AND received_at IS NOT NULL",
            "ineligible",
        ),
        count(
            &format!("{open} AND paused_at IS NULL AND NOT ({overdue})"),
            "within",
        ),
        count(&format!("{open} AND ({overdue})"), "overdue"),
        count(
            &format!("{open} AND paused_at IS NOT NULL AND NOT ({overdue})"),
            "paused",
        ),
        count("ended_at >= $1 AND end_kind = 'refuse'", "refused"),
        count(
            "received_at IS NULL AND ended_at IS NULL",
            "registered_waiting",
        ),
        count("status = 9", "waiting_collection"),
        count(&format!("{open} AND due_at IS NULL"), "no_due"),
        count(
            &format!("{resolved} AND {}", late("first_due_at", "ended_at")),
            "late_first",
        ),
    ];
    format!(
        "WITH known AS (
             SELECT e.* FROM event e WHERE NOT EXISTS (SELECT 1 FROM event u
                 WHERE u.dossier_id = e.dossier_id AND u.sequence <= e.sequence AND u.recorded_at > $3)),
         told AS (
             SELECT k.* FROM known k WHERE k.kind NOT IN ('correct', 'assign', 'step') AND k.occurred_at <= $2
                 AND NOT EXISTS (SELECT 1 FROM known c WHERE c.dossier_id = k.dossier_id AND c.takes_back = k.sequence)),
         last AS (
             SELECT t.dossier_id, t.sequence, t.to_status, t.due_at FROM told t
             WHERE t.sequence = (SELECT max(m.sequence) FROM told m WHERE m.dossier_id = t.dossier_id)),
         stood AS (
             SELECT d.agency_id, d.field_id, d.channel, d.counted_in, l.to_status AS status, l.due_at,
                 (SELECT r.occurred_at FROM told r WHERE r.dossier_id = d.id AND r.kind = 'receive') AS received_at,
                 (SELECT r.due_at FROM told r WHERE r.dossier_id = d.id AND r.kind = 'receive') AS first_due_at,
                 (SELECT e.occurred_at FROM told e WHERE e.dossier_id = d.id
                     AND e.kind IN ('refuse', 'resolve', 'stop', 'confirm_withdrawal')) AS ended_at,
                 (SELECT e.kind FROM told e WHERE e.dossier_id = d.id
                     AND e.kind IN ('refuse', 'resolve', 'stop', 'confirm_withdrawal')) AS end_kind,
                 CASE WHEN l.to_status IN (5, 6, 7) THEN (SELECT min(p.occurred_at) FROM told p WHERE p.dossier_id = d.id
                     AND p.sequence > (SELECT max(n.sequence) FROM told n WHERE n.dossier_id = d.id AND n.to_status NOT IN (5, 6, 7)))
                 END AS paused_at
             FROM dossier d JOIN last l ON l.dossier_id = d.id WHERE d.counted_in <> 'none')
         SELECT agency_id, field_id, channel, counted_in, {} FROM stood
         GROUP BY agency_id, field_id, channel, counted_in ORDER BY 1, 2, 3, 4",
        sums.join(", ")
    )
}

async fn recount(
    database: &Database,
    from: Instant,
    status_at: Instant,
    recorded_by: Option<Instant>,
    by_day: bool,
) -> Vec<Row> {
    use sqlx::Row as _;
    let sql = sqlx::AssertSqlSafe(recount_sql(by_day));
    let known = recorded_by.map_or(i64::MAX, |at| at.timestamp_millis());
    let (from, at) = (from.timestamp_millis(), status_at.timestamp_millis());
    macro_rules! rows {
        ($connection:ty) => {{
            let conn = <$connection>::connect(&database.options.url).await;
            let mut conn = conn.unwrap();
            let query = sqlx::query(sql).bind(from).bind(at).bind(known);
            let rows = query.fetch_all(&mut conn).await.unwrap();
            let figure = |row: &_, at| sqlx::Row::get::<i64, _>(row, at);
            let read = rows.iter().map(|row| {
                let figures = (4..20).map(|at| figure(row, at)).collect();
                (row.get(0), row.get(1), row.get(2), row.get(3), figures)
            });
            read.collect::<Vec<Row>>()
        }};
    }
    let rows = if database.is_sqlite() {
        rows!(sqlx::SqliteConnection)
    } else {
        rows!(sqlx::PgConnection)
    };
    let is_something = |row: &Row| row.4.iter().any(|figure| *figure != 0);
    rows.into_iter().filter(is_something).collect()
}

fn row(cell: &CubeCell) -> Vec<i64> {
    let Figures {
        received_online,
        received_at_desk_or_post,
        carried,
        early,
        on_time,
        late,
        withdrawn,
        ineligible,
        within,
        overdue,
        paused,
        refused,
        registered_waiting,
        waiting_collection,
        no_due,
    } = cell.figures;
    let figures = [
        received_online,
        received_at_desk_or_post,
        carried,
        early,
        on_time,
        late,
        withdrawn,
        ineligible,
        within,
        overdue,
        paused,
        refused,
        registered_waiting,
        waiting_collection,
        no_due,
        cell.late_against_first,
    ];
    figures
        .map(|figure| i64::try_from(figure).unwrap())
        .to_vec()
}

fn rows(cube: &Cube) -> Vec<Row> {
    let told = cube.cells().map(|(place, cell)| {
        let channel = place.channel.as_str().to_owned();
        let counted_in = place.counted_in.as_str().to_owned();
        (
            place.agency.0,
            place.field.0,
            channel,
            counted_in,
            row(cell),
        )
    });
    let mut rows: Vec<Row> = told.collect();
    rows.sort();
    rows
}

pub async fn cube(store: &Store, period: Period, as_of: Instant) -> Cube {
    store
        .cube(period, as_of, unwatched(), &AgencyScope::Everywhere)
        .await
        .unwrap()
        .cube
}

async fn assert_is_recounted(
    database: &Database,
    period: Period,
    now: Instant,
    by: Option<Instant>,
    by_day: bool,
) {
    let store = &database.store;
    let calendar = store.centre(now).await.unwrap().calendar;
    let (from, _) = period.bounds(&calendar);
    let counted = store
        .count_cube(period, now, by, unwatched(), &AgencyScope::Everywhere)
        .await
        .unwrap()
        .cube;
    let plain = recount(database, from, counted.status_at, by, by_day).await;
    assert_eq!(rows(&counted), plain, "{period:?} at {now} by {by:?}");
    assert!(
        counted
            .cells()
            .all(|(_, cell)| cell.figures.is_consistent())
    );
    if by.is_none() {
        assert_eq!(
            cube(store, period, now).await,
            counted,
            "counted once and kept"
        );
        assert_eq!(cube(store, period, now).await, counted, "as it was kept");
        let board = store
            .figures_from_history(Scope::Centre, period, now, None)
            .await
            .unwrap();
        assert_eq!(counted.total().figures, board.total);
        let by_field = counted.by(CountedBy::Centre, |place| place.field);
        for row in board.rows {
            let cell = by_field.get(&row.field).copied().unwrap_or_default();
            assert_eq!(cell.figures, row.figures);
        }
        let by_agency = counted.by(CountedBy::Agencies, |place| place.agency);
        for agency in store.agencies().await.unwrap() {
            let board = store.figures_from_history(Scope::Agency(agency.id), period, now, None);
            let cell = by_agency.get(&agency.id).copied().unwrap_or_default();
            assert_eq!(cell.figures, board.await.unwrap().total);
        }
    }
}

contract! {
    async fn every_cut_of_every_period_is_what_plain_sql_counts_from_the_events(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 21, local("2026-02-16 08:00")).await;
        work.go_on(store, 120).await;
        let signed_at = work.now;
        work.go_on(store, 200).await;
        let now = work.now;
        for by in [None, Some(signed_at)] {
            for first in ["2026-02-16", "2026-03-10", "2026-03-20"] {
                let day = date(first);
                for period in [
                    Period::today(day),
                    Period::month(day),
                    Period::quarter(day),
                    Period::year(day),
                    Period::government_month(day),
                    Period::range(day, day + Duration::days(11)).unwrap(),
                ] {
                    assert_is_recounted(&database, period, now, by, false).await;
                }
            }
        }
    }
}

contract! {
    async fn under_the_day_rule_the_cube_equals_what_plain_sql_counts_too(database: Database) {
        let store = &database.store;
        store.set(SettingKey::DeadlineRule, date("2026-01-01"), "day").await.unwrap();
        let mut work = Work::begin(store, 22, local("2026-02-16 08:00")).await;
        work.go_on(store, 220).await;
        for period in [Period::month(date("2026-02-20")), Period::month(date("2026-03-10")), Period::year(date("2026-03-10"))] {
            assert_is_recounted(&database, period, work.now, None, true).await;
        }
    }
}

contract! {
    async fn dossiers_open_at_the_end_of_a_month_are_carried_into_the_next_in_every_cell(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 23, local("2026-02-16 08:00")).await;
        work.go_on(store, 260).await;
        let open = |cell: CubeCell| cell.figures.open();
        let carried = |cell: CubeCell| cell.figures.carried;
        let some = |sums: BTreeMap<_, CubeCell>, of: fn(CubeCell) -> u64| {
            let told = sums.into_iter().map(|(place, cell)| (place, of(cell)));
            told.filter(|(_, figure)| *figure > 0).collect::<BTreeMap<_, _>>()
        };
        for kind in [Period::month, Period::government_month] {
            let first = kind(date("2026-02-20"));
            let next = kind(first.to);
            let (before, after) = (cube(store, first, work.now).await, cube(store, next, work.now).await);
            assert!(before.total().figures.paused > 0, "with paused ones in it");
            assert_eq!(some(before.by(CountedBy::Centre, |place| *place), open), some(after.by(CountedBy::Centre, |place| *place), carried));
        }
    }
}

contract! {
    async fn a_stored_cube_is_valid_until_the_past_changes(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let opened = store.receive(offices.intake(1, Channel::Direct, 3), local("2026-04-20 08:00"), &manager(), true).await.unwrap();
        let code = opened.dossier.code;
        store.act(&code, Action::Resolve, 1, local("2026-04-22 08:00"), &manager()).await.unwrap();
        let april = Period::month(date("2026-04-01"));
        let now = local("2026-05-05 08:00");
        assert!(store.stored_cube(april, now, &AgencyScope::Everywhere).await.unwrap().is_none());
        let first = store.cube(april, now, unwatched(), &AgencyScope::Everywhere).await.unwrap();
        assert_eq!(store.stored_cube(april, now, &AgencyScope::Everywhere).await.unwrap().as_ref(), Some(&first));

        store.receive(offices.intake(2, Channel::Direct, 3), local("2026-05-05 08:00"), &manager(), true).await.unwrap();
        let held = store.stored_cube(april, now, &AgencyScope::Everywhere).await.unwrap().expect("May is none of its business");
        assert!(held.event_id > first.event_id, "and it is not asked about that again");
        assert_eq!(held.cube, first.cube);

        // The correction is made in May, but it concerns an event of April.
        let correct = Action::Correct { reason: "trả nhầm".to_owned() };
        store.act(&code, correct, 2, local("2026-05-06 08:00"), &manager()).await.unwrap();
        let later = local("2026-05-07 08:00");
        assert!(store.stored_cube(april, later, &AgencyScope::Everywhere).await.unwrap().is_none());
        let second = cube(store, april, later).await;
        assert_eq!((first.cube.total().figures.resolved(), second.total().figures.resolved()), (1, 0));
        assert_eq!(cube(&database.other_process().await, april, later).await, second);
    }
}

contract! {
    async fn a_running_or_coming_period_is_not_stored_and_an_empty_one_has_no_rate(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let at = local("2026-04-20 08:00");
        store.receive(offices.intake(1, Channel::Direct, 3), at, &manager(), true).await.unwrap();
        let april = Period::month(date("2026-04-01"));
        assert_eq!(cube(store, april, at).await.total().figures.received(), 1);
        assert!(store.stored_cube(april, at, &AgencyScope::Everywhere).await.unwrap().is_none());
        let march = cube(store, Period::month(date("2026-03-01")), at).await;
        assert_eq!(march.cells().count(), 0);
        assert_eq!(march.total().figures.rate(), None);
    }
}

contract! {
    async fn received_exactly_at_the_start_is_in_the_period_and_a_millisecond_before_is_carried(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let start = local("2026-05-01 00:00");
        for (number, at) in [(1, start - Duration::milliseconds(1)), (2, start)] {
            store.receive(offices.intake(number, Channel::Online, 9), at, &manager(), true).await.unwrap();
        }
        let may = cube(store, Period::month(date("2026-05-01")), local("2026-06-01 00:00")).await.total().figures;
        assert_eq!((may.carried, may.received_online), (1, 1));
        let april = cube(store, Period::month(date("2026-04-01")), local("2026-06-01 00:00")).await.total().figures;
        assert_eq!((april.received_online, april.open()), (1, 1));
    }
}

contract! {
    async fn a_count_from_history_reports_its_progress(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 24, local("2026-03-02 08:00")).await;
        work.go_on(store, 60).await;
        let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let heard = std::sync::Arc::clone(&told);
        let progress = std::sync::Arc::new(move |done, of| heard.lock().unwrap().push((done, of)));
        store.cube(Period::month(date("2026-03-02")), work.now, progress, &AgencyScope::Everywhere).await.unwrap();
        let told = told.lock().unwrap();
        let (done, of) = *told.last().expect("something was told");
        assert!(done == of && of == work.known.len() as u64, "{told:?}");
    }
}

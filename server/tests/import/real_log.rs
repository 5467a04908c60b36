//! The figures of a real case log, which is no part of the project: the tests find it where `SANH_REAL_LOG` says.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use sanh_domain::period::Period;
use sanh_domain::scope::Scope;
use sanh_server::io::import::mapping::{EndBeforeStart, Mapping};
use sanh_server::io::import::{Request, import};
use sanh_store::SettingKey;

use crate::store::engine::Database;

use super::{Centre, at, now, request};

/// What the log's own description counts: resolved, early, on time, late, open, of them overdue.
type Row = [u64; 6];

async fn figures_of_the_log(
    log: &Path,
    due_is_a_date: bool,
    end_before_start: EndBeforeStart,
) -> Row {
    let centre = Centre::new(Database::sqlite().await);
    let first_day = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
    centre
        .store()
        .set(SettingKey::Zone, first_day, "Europe/Amsterdam")
        .await
        .unwrap();
    let shipped = include_str!("../../src/io/import/examples/municipal-permits.toml");
    let mapping = Mapping {
        due_is_a_date,
        end_before_start,
        ..Mapping::from_toml(shipped).unwrap()
    };
    let copy = centre.folder.path().join("log.csv");
    std::os::unix::fs::symlink(log, &copy).unwrap();
    let request = Request {
        skip_bad: true,
        ..request(&copy, mapping)
    };
    let report = import(centre.store(), request.clone(), now())
        .await
        .unwrap();
    match end_before_start {
        EndBeforeStart::Bad => {
            assert_eq!((report.written.new, report.bad.total()), (730, 2));
            let named = report
                .bad
                .listed()
                .iter()
                .all(|bad| bad.column == "case:enddate" && bad.line > 1);
            assert!(named, "{:?}", report.bad.listed());
        }
        EndBeforeStart::Keep => assert_eq!(
            (report.written.new, report.bad.total(), report.ends_moved),
            (732, 0, 2)
        ),
    }
    let again = import(centre.store(), request, now()).await.unwrap();
    assert_eq!(
        (again.written.new, again.written.changed, again.written.same),
        (0, 0, report.written.new),
        "a second run changes nothing"
    );
    centre.verify().await;

    let as_of = at("2012-01-18T00:00:00+01:00");
    let period = Period::range(
        NaiveDate::from_ymd_opt(2010, 1, 1).unwrap(),
        NaiveDate::from_ymd_opt(2013, 1, 1).unwrap(),
    )
    .unwrap();
    let total = centre
        .store()
        .figures_from_history(Scope::Centre, period, as_of, None)
        .await
        .unwrap()
        .total;
    assert!(total.is_consistent());
    [
        total.resolved(),
        total.early,
        total.on_time,
        total.late,
        total.open(),
        total.overdue,
    ]
}

#[tokio::test]
#[allow(
    clippy::disallowed_methods,
    reason = "the log is no part of the project: where it lies is said from outside"
)]
async fn the_real_log_gives_every_figure_that_its_description_counts() {
    let Some(log) = std::env::var_os("SANH_REAL_LOG").map(PathBuf::from) else {
        note("SANH_REAL_LOG names no case log: the figures of the real one are not checked here");
        return;
    };
    // Lateness counts to the minute: one result came some seconds after the due instant and is still on time.
    let table = [
        (false, EndBeforeStart::Keep, [672, 497, 1, 174, 60, 20]),
        (true, EndBeforeStart::Keep, [672, 497, 34, 141, 60, 20]),
        (false, EndBeforeStart::Bad, [670, 495, 1, 174, 60, 20]),
        (true, EndBeforeStart::Bad, [670, 495, 34, 141, 60, 20]),
    ];
    let mut wrong = String::new();
    for (due_is_a_date, end_before_start, expected) in table {
        let found = Box::pin(figures_of_the_log(&log, due_is_a_date, end_before_start)).await;
        if found != expected {
            writeln!(
                wrong,
                "due is a date: {due_is_a_date}, {end_before_start:?}: {found:?}, not {expected:?}"
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn note(text: &str) {
    let mut stderr = std::io::stderr();
    let _ = writeln!(stderr, "{text}");
}

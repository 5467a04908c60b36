//! Throughput: every figure equals a recount from the raw events, for every cut.

mod lives;
mod recount;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sanh_app::error::AppError;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::compare::week;
use sanh_domain::report::counts::{Flows, OpenCounts};
use sanh_domain::report::model::{FigureSource, PeriodTotals, Report, Throughput};
use sanh_domain::report::query::{DossierFilter, Figure, Group, Grouping, ListQuery, ReportQuery};
use sanh_domain::report::working_time::WorkingTime;

use super::centre::local;
use super::engine::contract;
use lives::{Lives, PEOPLE, Port, counted, manager_of};
use recount::{Counted, day, recount, recount_all};

const FIGURES: [Figure; 20] = [
    Figure::Received,
    Figure::ReceivedBy(Channel::Online),
    Figure::ReceivedBy(Channel::Direct),
    Figure::ReceivedBy(Channel::Post),
    Figure::Resolved,
    Figure::Early,
    Figure::OnTime,
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
];

/// Periods that run and that are over, whole and ragged.
fn periods(now: Instant) -> Vec<Period> {
    let today = day(now);
    let days = chrono::Days::new;
    let range = |back: u64, length: u64| {
        let from = today - days(back);
        Period::range(from, from + days(length)).expect("days")
    };
    vec![
        Period::today(today),
        week(today),
        Period::month(today),
        Period::quarter(today),
        Period::year(today),
        Period::month(today).previous(),
        Period::quarter(today).previous(),
        Period::year(today).previous(),
        range(70, 55),
        range(40, 200),
    ]
}

/// One of each part, two at once, and combinations that no counter knows.
fn cuts(lives: &Lives) -> Vec<DossierFilter> {
    let (agency, field) = (
        Some(lives.offices.agencies[1]),
        Some(lives.offices.fields[2]),
    );
    let (procedure, channel) = (Some(lives.procedures[2]), Some(Channel::Post));
    let person = Some(PEOPLE[1].to_owned());
    let none = DossierFilter::default;
    vec![
        none(),
        DossierFilter { agency, ..none() },
        DossierFilter { field, ..none() },
        DossierFilter { channel, ..none() },
        DossierFilter {
            procedure,
            ..none()
        },
        DossierFilter {
            person: person.clone(),
            ..none()
        },
        DossierFilter {
            agency,
            field,
            channel,
            ..none()
        },
        DossierFilter {
            agency,
            procedure,
            ..none()
        },
        DossierFilter {
            procedure,
            channel,
            ..none()
        },
        DossierFilter {
            procedure,
            channel,
            person,
            ..none()
        },
    ]
}

fn moved(counted: &Counted) -> PeriodTotals {
    let mut working_time = WorkingTime::default();
    counted
        .minutes
        .iter()
        .for_each(|minutes| working_time.add(*minutes));
    PeriodTotals {
        flows: counted.flows,
        working_time,
    }
}

fn told(counted: &Counted) -> Throughput {
    Throughput {
        moved: moved(counted),
        standing: Some(counted.standing),
    }
}

/// What the groups add up to.
fn sum_of(by_group: &BTreeMap<Group, Counted>) -> Throughput {
    let mut sum = Counted::default();
    for counted in by_group.values() {
        sum.flows += counted.flows;
        sum.standing += counted.standing;
        sum.minutes.extend(&counted.minutes);
    }
    told(&sum)
}

async fn ask(port: &Port, query: &ReportQuery) -> Report {
    let caller = manager_of(AgencyScope::Everywhere);
    let mut report = counted(async || port.reports(&caller).report(query).await).await;
    while report.standing.is_some() {
        report = counted(async || port.reports(&caller).report(query).await).await;
    }
    report
}

/// A report equals the recount, and so do the days it compares.
fn check(report: &Report, lives: &Lives) {
    let ReportQuery {
        period,
        cut,
        grouping,
    } = &report.query;
    let expected = recount(&lives.all, period, cut, *grouping, lives.now);
    let by_group: BTreeMap<Group, Throughput> = expected
        .iter()
        .map(|(group, counted)| (group.clone(), told(counted)))
        .collect();
    let found: BTreeMap<Group, Throughput> = report
        .rows
        .iter()
        .map(|row| (row.group.clone(), row.figures.clone()))
        .collect();
    assert_eq!(found.len(), report.rows.len());
    assert_eq!(found, by_group, "{:?}", report.query);
    let all = recount_all(&lives.all, period, cut, *grouping, lives.now);
    let parts_add_up = sum_of(&expected) == told(&all);
    assert_eq!(report.counts_parts, !parts_add_up, "{:?}", report.query);
    assert_eq!(report.total, told(&all), "{:?}", report.query);
    for compared in [&report.before, &report.last_year].into_iter().flatten() {
        for (days, found) in [
            (&compared.days, &compared.now),
            (&compared.other_days, &compared.then),
        ] {
            let expected = recount_all(&lives.all, days, cut, *grouping, lives.now);
            assert_eq!(
                *found,
                moved(&expected),
                "{:?} beside {days:?}",
                report.query
            );
        }
    }
    let good = all.flows.in_time() + all.standing.within + all.standing.paused;
    let handled = all.flows.resolved() + all.standing.open();
    assert_eq!(
        report.quality.map(|quality| quality.all),
        Some(handled).filter(|all| *all > 0)
    );
    assert_eq!(
        report
            .quality
            .map(|quality| quality.in_time + quality.within),
        Some(good).filter(|_| handled > 0)
    );
}

async fn worked(
    database: &super::engine::Database,
    seed: u64,
    steps: usize,
) -> (Arc<sanh_store::Store>, Lives) {
    let store = Arc::new(database.other_process().await);
    let mut lives = Lives::begin(&store, seed, local("2025-11-03 08:00")).await;
    lives.go_on(&store, steps, 16).await;
    (store, lives)
}

contract! {
    async fn every_figure_of_every_cut_equals_a_recount_from_the_events(database: Database) {
        let (store, lives) = worked(&database, 11, 700).await;
        let report = store.verify(lives.now).await.unwrap();
        assert!(report.is_clean(), "{report}");
        let port = Port::over(&store, lives.now);
        let (mut counters, mut dossiers, mut sum) = (0, 0, Flows::default());
        for period in periods(lives.now) {
            for cut in cuts(&lives) {
                for grouping in Grouping::ALL {
                    let query = ReportQuery { period, cut: cut.clone(), grouping };
                    let report = ask(&port, &query).await;
                    check(&report, &lives);
                    sum += report.total.moved.flows;
                    match report.source {
                        FigureSource::Counters => counters += 1,
                        FigureSource::Dossiers(_) => dossiers += 1,
                    }
                }
            }
        }
        assert!(counters > 100 && dossiers > 100, "{counters} {dossiers}");
        let parts = [sum.early, sum.on_time, sum.late, sum.first_late, sum.withdrawn, sum.ineligible, sum.refused, sum.handed_over];
        assert!(parts.iter().all(|part| *part > 0), "{sum:?}");
    }
}

contract! {
    async fn the_list_behind_a_figure_has_as_many_dossiers_as_the_figure_says(database: Database) {
        let (store, lives) = worked(&database, 12, 420).await;
        let port = Port::over(&store, lives.now);
        let caller = manager_of(AgencyScope::Everywhere);
        let mut listed_in_all = 0;
        for period in [Period::quarter(day(lives.now)), Period::month(day(lives.now)).previous()] {
            for (cut, grouping) in [
                (DossierFilter::default(), Grouping::Procedure),
                (DossierFilter { channel: Some(Channel::Online), ..DossierFilter::default() }, Grouping::Person),
                (DossierFilter::default(), Grouping::AgencyFieldChannel),
            ] {
                let report = ReportQuery { period, cut, grouping };
                let expected = recount(&lives.all, &period, &report.cut, grouping, lives.now);
                let all = recount_all(&lives.all, &period, &report.cut, grouping, lives.now);
                let groups = expected.iter().map(|(group, counted)| (Some(group.clone()), counted.clone()));
                for (group, counted_there) in groups.chain([(None, all)]) {
                    for figure in FIGURES {
                        let mut codes = BTreeSet::new();
                        let mut query = ListQuery { report: report.clone(), group: group.clone(), figure, after: None };
                        loop {
                            let page = counted(async || port.reports(&caller).dossiers(&query).await).await;
                            codes.extend(page.rows.into_iter().map(|row| row.dossier.code));
                            query.after = page.next;
                            if query.after.is_none() {
                                break;
                            }
                        }
                        let said = recount::figure(&counted_there, figure);
                        assert_eq!(codes.len() as u64, said, "{figure:?} of {group:?} in {report:?}");
                        listed_in_all += codes.len();
                    }
                }
            }
        }
        assert!(listed_in_all > 1_000, "{listed_in_all}");
    }
}

contract! {
    async fn every_answer_is_limited_to_the_callers_scope(database: Database) {
        let (store, lives) = worked(&database, 13, 200).await;
        let port = Port::over(&store, lives.now);
        let agency = lives.offices.agencies[1];
        let caller = manager_of(AgencyScope::Agencies([agency].into()));
        let query = |cut: &DossierFilter| ReportQuery { period: Period::year(day(lives.now)), cut: cut.clone(), grouping: Grouping::Person };
        let own = DossierFilter { agency: Some(agency), ..DossierFilter::default() };
        let everywhere = manager_of(AgencyScope::Everywhere);
        for mut cut in cuts(&lives) {
            let elsewhere = DossierFilter { agency: Some(lives.offices.agencies[0]), ..cut.clone() };
            let refused = Err(AppError::NotFound);
            assert_eq!(port.reports(&caller).report(&query(&elsewhere)).await.map(drop), refused);
            assert_eq!(port.reports(&caller).flow(&query(&elsewhere)).await.map(drop), refused);
            assert_eq!(port.reports(&caller).steps(&query(&elsewhere)).await.map(drop), refused);
            assert_eq!(port.reports(&caller).backlog(&elsewhere).await.map(drop), refused);
            assert_eq!(port.reports(&caller).due_soon(&elsewhere, None).await.map(drop), refused);
            let list = |cut: &DossierFilter| ListQuery { report: query(cut), group: None, figure: Figure::Received, after: None };
            assert_eq!(port.reports(&caller).dossiers(&list(&elsewhere)).await.map(drop), refused);
            let limited = counted(async || port.reports(&caller).report(&query(&cut)).await).await;
            let page = counted(async || port.reports(&caller).dossiers(&list(&cut)).await).await;
            assert!(page.rows.iter().all(|row| row.dossier.agency == agency));
            cut.agency = own.agency;
            let of_agency = counted(async || port.reports(&everywhere).report(&query(&cut)).await).await;
            assert_eq!((limited.total, limited.rows), (of_agency.total, of_agency.rows));
        }
        let names = port.reports(&caller).names().await.unwrap();
        assert_eq!(names.agencies.iter().map(|it| it.id).collect::<Vec<_>>(), [agency]);
        let all = counted(async || port.reports(&everywhere).report(&query(&DossierFilter::default())).await).await;
        assert!(all.total.standing.unwrap() != OpenCounts::default());
    }
}

contract! {
    async fn values_missing_in_rows_of_an_older_version_are_computed_once(database: Database) {
        let (store, mut lives) = worked(&database, 14, 150).await;
        database.execute("UPDATE dossier SET handed_over_day = NULL, received_by = NULL, ended_by = NULL, handed_over_by = NULL, first_late = NULL, working_time_bin = NULL").await;
        for sql in [
            "DELETE FROM throughput_counter", "DELETE FROM throughput_procedure", "DELETE FROM throughput_person",
            "DELETE FROM working_time_counter", "DELETE FROM working_time_procedure", "DELETE FROM working_time_person",
        ] {
            database.execute(sql).await;
        }
        database.execute("UPDATE dossier SET paused_min = paused_min + 1 WHERE code = 'H49.1-260504-0003'").await;
        database.execute("INSERT INTO upgrade VALUES ('throughput')").await;
        store.migrate().await.unwrap();
        let report = store.verify(lives.now).await.unwrap();
        assert_eq!(report.faults_total, 1, "what else is wrong is still named: {report}");
        store.rebuild().await.unwrap();
        store.migrate().await.unwrap();
        lives.go_on(&store, 30, 16).await;
        let report = store.verify(lives.now).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

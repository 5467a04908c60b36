//! The backlog, the flow by day and the steps, against the raw events.

use std::collections::BTreeMap;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::dossier::{CountedIn, Event, EventKind, Status};
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::backlog::due_until;
use sanh_domain::report::counts::{Flows, OpenCounts};
use sanh_domain::report::query::{
    AGE_BANDS, DUE_WITHIN_DAYS, DossierFilter, Figure, Grouping, ListQuery, ReportQuery,
};

use super::super::engine::contract;
use super::lives::{Life, Lives, PEOPLE, Port, counted, manager_of};
use super::recount::{Facts, counts, day, facts, last_instant, recount_all};
use super::{cuts, worked};

/// The open dossiers of a cut that these take in, and what is known of them.
fn open(
    lives: &Lives,
    cut: &DossierFilter,
    takes: impl Fn(&Life) -> bool,
) -> Vec<(Facts, OpenCounts)> {
    let mut open = Vec::new();
    for life in lives.all.iter().filter(|life| takes(life)) {
        let Some(facts) = facts(&life.events, lives.now) else {
            continue;
        };
        let standing = facts.standing(lives.now);
        let intake = &life.intake;
        let is_in = cut.agency.is_none_or(|it| it == intake.agency)
            && cut.field.is_none_or(|it| it == intake.field)
            && cut.channel.is_none_or(|it| it == intake.channel)
            && cut.procedure.is_none_or(|it| Some(it) == intake.procedure)
            && cut
                .person
                .as_ref()
                .is_none_or(|it| Some(it) == facts.assignee.as_ref());
        if is_in && standing.open() > 0 {
            open.push((facts, standing));
        }
    }
    open
}

async fn listed(port: &Port, cut: &DossierFilter, figure: Figure) -> u64 {
    let caller = manager_of(AgencyScope::Everywhere);
    let report = ReportQuery {
        period: Period::today(day(port.now())),
        cut: cut.clone(),
        grouping: Grouping::Agency,
    };
    let mut query = ListQuery {
        report,
        group: None,
        figure,
        after: None,
    };
    let mut rows = 0;
    loop {
        let page = counted(async || port.reports(&caller).dossiers(&query).await).await;
        rows += page.rows.len() as u64;
        query.after = page.next;
        if query.after.is_none() {
            return rows;
        }
    }
}

contract! {
    async fn the_backlog_is_what_the_events_leave_open(database: Database) {
        let (store, lives) = worked(&database, 21, 420).await;
        let calendar = store.centre(lives.now).await.unwrap().calendar;
        let port = Port::over(&store, lives.now);
        let caller = manager_of(AgencyScope::Everywhere);
        let today = day(lives.now);
        let mut seen = 0;
        for cut in cuts(&lives) {
            let is_work = |life: &Life| life.intake.counted_in != CountedIn::None;
            let at_work = open(&lives, &cut, is_work);
            let open = open(&lives, &cut, |life| counts(&life.intake, cut.agency.is_some()));
            let backlog = port.reports(&caller).backlog(&cut).await.unwrap();
            let mut ages = [OpenCounts::default(); AGE_BANDS.len()];
            let (mut due, mut due_soon) = ([0; DUE_WITHIN_DAYS.len()], 0);
            let mut people: BTreeMap<Option<String>, (OpenCounts, u64)> = BTreeMap::new();
            for (facts, standing) in &open {
                let received = day(facts.received.as_ref().unwrap().0);
                let age = calendar.working_days(received.succ_opt().unwrap(), today.succ_opt().unwrap()).len();
                ages[AGE_BANDS.iter().rposition(|from| *from as usize <= age).unwrap()] += *standing;
                let person = people.entry(facts.assignee.clone()).or_default();
                person.0 += *standing;
                let Some(due_at) = facts.due.filter(|_| facts.waiting_since.is_none()) else { continue };
                for (at, days) in DUE_WITHIN_DAYS.iter().enumerate() {
                    let is_due = due_at >= lives.now && day(due_at) <= due_until(&calendar, today, *days);
                    due[at] += u64::from(is_due);
                    person.1 += u64::from(is_due && *days == 3);
                }
            }
            // This list is of work, not of what figures count: a linked dossier is in it beside its parts.
            for (facts, standing) in &at_work {
                // A dossier that was overdue when its clock stopped stays overdue.
                let stays_overdue = facts.waiting_since.is_some() && standing.overdue > 0;
                let is_due = |due_at| day(due_at) <= due_until(&calendar, today, 5);
                let runs_out = facts.waiting_since.is_none() && facts.due.is_some_and(is_due);
                due_soon += u64::from(stays_overdue || runs_out);
            }
            assert_eq!(backlog.ages.iter().map(|band| band.standing).collect::<Vec<_>>(), ages);
            assert_eq!(backlog.due_within.iter().map(|within| within.dossiers).collect::<Vec<_>>(), due);
            let found = backlog.people.iter().map(|one| (one.person.clone(), (one.standing, one.due_soon)));
            assert_eq!(found.collect::<BTreeMap<_, _>>(), people);
            assert_eq!(backlog.standing.open(), open.len() as u64);
            for (band, standing) in ages.iter().enumerate() {
                let band = u8::try_from(band).unwrap();
                assert_eq!(listed(&port, &cut, Figure::Age(band)).await, standing.open());
            }
            for (at, days) in DUE_WITHIN_DAYS.iter().enumerate() {
                assert_eq!(listed(&port, &cut, Figure::DueWithin(*days)).await, due[at]);
            }
            assert_eq!(listed(&port, &cut, Figure::DueSoon).await, due_soon);
            let page = port.reports(&caller).due_soon(&cut, None).await.unwrap();
            let dues: Vec<_> = page.rows.iter().map(|row| row.dossier.due_at).collect();
            assert!(dues.is_sorted());
            assert_eq!(page.rows.len() as u64, due_soon.min(50));
            seen += open.len();
        }
        assert!(seen > 50, "{seen}");
    }
}

contract! {
    async fn the_flow_of_a_day_is_its_figures_and_what_was_open_at_its_end(database: Database) {
        let (store, lives) = worked(&database, 22, 300).await;
        let port = Port::over(&store, lives.now);
        let caller = manager_of(AgencyScope::Everywhere);
        let today = day(lives.now);
        for period in [Period::month(today), Period::quarter(today).previous()] {
            for cut in cuts(&lives) {
                let query = ReportQuery { period, cut, grouping: Grouping::Agency };
                let points = counted(async || port.reports(&caller).flow(&query).await).await;
                let last = today.succ_opt().unwrap().min(period.to);
                assert_eq!(i64::try_from(points.len()).unwrap(), (last - period.from).num_days());
                for point in points {
                    let of_day = Period::today(point.from);
                    assert_eq!(point.to, of_day.to);
                    let counted = recount_all(&lives.all, &of_day, &query.cut, Grouping::Agency, lives.now);
                    assert_eq!(point.flows, counted.flows, "{:?} on {}", query.cut, point.from);
                    let open = Some(counted.standing.open()).filter(|_| query.cut.person.is_none());
                    assert_eq!(point.open, open, "{:?} on {}", query.cut, point.from);
                }
            }
        }
        let year = Period::range(today - chrono::Days::new(500), today).unwrap();
        let query = ReportQuery { period: year, cut: DossierFilter::default(), grouping: Grouping::Agency };
        let points = counted(async || port.reports(&caller).flow(&query).await).await;
        assert!((17..=18).contains(&points.len()), "by the month");
        let mut sum = Flows::default();
        for point in &points {
            sum += point.flows;
        }
        assert_eq!(sum, recount_all(&lives.all, &year, &query.cut, Grouping::Agency, lives.now).flows);
    }
}

/// The stays of a dossier, as its history tells them.
fn stays(
    life: &Life,
) -> Vec<(
    Status,
    sanh_domain::deadline::Instant,
    sanh_domain::deadline::Instant,
)> {
    let mut told: Vec<Event> = Vec::new();
    for event in &life.events {
        match event.kind {
            EventKind::Correct => drop(told.pop()),
            EventKind::Assign | EventKind::Step => {}
            EventKind::Amend => {
                let amended = event.amendment.as_ref().and_then(|it| it.after.received_at);
                let reception = told
                    .iter_mut()
                    .find(|told: &&mut Event| told.kind == EventKind::Receive);
                if let (Some(reception), Some(amended)) = (reception, amended) {
                    reception.occurred_at = amended;
                }
            }
            _ => told.push(event.clone()),
        }
    }
    told.dedup_by(|next, before| next.to == before.to && next.kind != EventKind::Receive);
    let begin = told
        .iter()
        .position(|event| event.kind == EventKind::Receive)
        .expect("received");
    let end = told
        .iter()
        .position(|event| event.kind == EventKind::Resolve)
        .expect("resolved");
    told[begin..=end]
        .windows(2)
        .map(|pair| (pair[0].to, pair[0].occurred_at, pair[1].occurred_at))
        .collect()
}

contract! {
    async fn working_time_goes_where_the_histories_say(database: Database) {
        let (store, lives) = worked(&database, 23, 420).await;
        let calendar = store.centre(lives.now).await.unwrap().calendar;
        let port = Port::over(&store, lives.now);
        let caller = manager_of(AgencyScope::Everywhere);
        let period = Period::range(day(lives.now) - chrono::Days::new(90), day(lives.now)).unwrap();
        let cuts = [
            DossierFilter::default(),
            DossierFilter { channel: Some(Channel::Online), ..DossierFilter::default() },
            DossierFilter { person: Some(PEOPLE[0].to_owned()), channel: Some(Channel::Direct), ..DossierFilter::default() },
        ];
        for cut in cuts {
            let mut expected: BTreeMap<Status, (i64, u64)> = BTreeMap::new();
            let mut dossiers = 0;
            for life in lives.all.iter().filter(|life| counts(&life.intake, false)) {
                let Some(facts) = facts(&life.events, lives.now) else { continue };
                let Some((at, person)) = facts.ended.clone().filter(|_| facts.end == Some(EventKind::Resolve)) else { continue };
                let is_in = cut.channel.is_none_or(|it| it == life.intake.channel)
                    && cut.procedure.is_none_or(|it| Some(it) == life.intake.procedure)
                    && cut.person.as_ref().is_none_or(|it| *it == person);
                if !is_in || !period.contains(day(at)) || at > last_instant(&period) {
                    continue;
                }
                dossiers += 1;
                for (status, began, left) in stays(life) {
                    let sum = expected.entry(status).or_default();
                    sum.0 += calendar.for_agency(life.intake.agency).working_time(began, left).num_milliseconds();
                    sum.1 += 1;
                }
            }
            let query = ReportQuery { period, cut, grouping: Grouping::Agency };
            let steps = counted(async || port.reports(&caller).steps(&query).await).await;
            assert_eq!((steps.dossiers, steps.of, steps.is_exact()), (dossiers, dossiers, true));
            assert!(dossiers > 0);
            let found: BTreeMap<Status, (i64, u64)> = steps.steps.iter()
                .map(|step| (step.status, (i64::try_from(step.minutes).unwrap(), step.times))).collect();
            let expected = expected.into_iter().map(|(status, (ms, times))| (status, ((ms + 30_000) / 60_000, times)));
            assert_eq!(found, expected.collect());
        }
    }
}

contract! {
    async fn too_many_dossiers_are_sampled_evenly(database: Database) {
        let (store, lives) = worked(&database, 24, 700).await;
        let period = Period::range(lives.now.date_naive() - chrono::Days::new(200), lives.now.date_naive()).unwrap();
        let within = || sanh_store::ScopedFilter::all(AgencyScope::Everywhere);
        let all = store.resolved_sample(within(), period, 100).await.unwrap();
        let of = 2 * sanh_domain::report::model::STEPS_EXACT_MAX;
        let half = store.resolved_sample(within(), period, of).await.unwrap();
        assert!(half.iter().all(|id| all.contains(id)));
        assert!(all.len() > 40 && half.len() * 4 > all.len() && half.len() * 4 < all.len() * 3, "{} of {}", half.len(), all.len());
        let steps = store.steps_of(half.clone(), &AgencyScope::Everywhere).await.unwrap();
        assert_eq!(steps.dossiers(), half.len() as u64);
    }
}

//! What a change makes of the rows, and of due times around Tết and swapped days.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::account::actor::{Actor, ActorRole};
use crate::deadline::DayStatus;
use crate::deadline::calendar::WorkingMinutes;
use crate::deadline::due::TimeLimit;
use crate::deadline::seed::{seed_days_2025_2027, seed_office_hours};
use crate::dossier::{Dossier, Intake, Rules};
use crate::id::FieldId;
use crate::procedure::channel::Channel;

const ZONE: Tz = chrono_tz::Asia::Ho_Chi_Minh;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rows() -> CalendarRows {
    CalendarRows {
        hours: vec![seed_office_hours(date("1990-01-01"))],
        days: seed_days_2025_2027(),
    }
}

fn closed(day: &str, agency: Option<AgencyId>) -> CalendarDay {
    CalendarDay {
        date: date(day),
        agency,
        intervals: Vec::new(),
        name: "Storm".to_owned(),
        decision: "1".to_owned(),
        status: DayStatus::Decided,
    }
}

#[test]
fn a_date_added_and_removed_leaves_the_rows_as_they_were() {
    let added = CalendarChange::Days(vec![closed("2026-12-02", None)]);
    let after = added.applied(&rows());
    assert_eq!(after.days.len(), rows().days.len() + 1);
    assert!(
        !after
            .calendar(chrono_tz::Asia::Ho_Chi_Minh)
            .is_working_day(date("2026-12-02"))
    );
    let removed = CalendarChange::RemoveDay {
        date: date("2026-12-02"),
        agency: None,
    };
    assert_eq!(removed.applied(&after), rows());
    assert_eq!(removed.applied(&rows()), rows());
}

#[test]
fn an_existing_date_is_replaced_and_a_date_of_one_agency_is_separate() {
    let all = CalendarChange::Days(vec![closed("2026-01-01", None)]).applied(&rows());
    assert_eq!(all.days.len(), rows().days.len());
    assert_eq!(all.day(date("2026-01-01"), None).unwrap().name, "Storm");
    let own = Some(AgencyId(3));
    let own_too = CalendarChange::Days(vec![closed("2026-01-01", own)]).applied(&all);
    assert_eq!(own_too.days.len(), all.days.len() + 1);
}

#[test]
fn only_a_change_of_one_agencys_days_is_that_agencys() {
    let own = Some(AgencyId(3));
    let of_one = CalendarChange::Days(vec![closed("2026-01-01", own), closed("2026-01-02", own)]);
    assert_eq!(
        (of_one.agency(), of_one.first_day()),
        (own, Some(date("2026-01-01")))
    );
    let mixed = CalendarChange::Days(vec![closed("2026-01-02", own), closed("2026-01-01", None)]);
    assert_eq!(
        (mixed.agency(), mixed.first_day()),
        (None, Some(date("2026-01-01")))
    );
}

#[test]
fn office_hours_replace_those_of_their_date_and_no_others() {
    let new = seed_office_hours(date("2026-12-01"));
    let after = CalendarChange::Hours(new.clone()).applied(&rows());
    assert_eq!(after.hours_on(date("2026-12-01")), Some(&new));
    assert_eq!(
        after.hours_on(date("2026-11-30")).unwrap().valid_from,
        date("1990-01-01")
    );
    let gone = CalendarChange::RemoveHours {
        valid_from: date("2026-12-01"),
    };
    assert_eq!(gone.applied(&after), rows());
}

/// An instant of the centre's clock: `2027-01-28 09:00`.
fn at(text: &str) -> Instant {
    rows().calendar(ZONE).read_instant(text).unwrap()
}

/// A dossier received then, with so many working days.
fn received(when: &str, days: u32, rows: &CalendarRows) -> Dossier {
    let intake = Intake {
        code: "H49.1-270128-0001".parse().unwrap(),
        agency: AgencyId(1),
        field: FieldId(1),
        procedure: None,
        channel: Channel::Direct,
        limit: Some(TimeLimit {
            length: WorkingMinutes::of_days(days).into(),
            cutoff_15h: false,
        }),
        counted_in: crate::dossier::CountedIn::Both,
    };
    let clerk = Actor {
        name: "lan".to_owned(),
        role: ActorRole::Staff,
    };
    let (calendar, rules) = (rows.calendar(ZONE), Rules::default());
    Dossier::open(intake, at(when), &calendar, &rules, &clerk, true)
        .unwrap()
        .0
}

/// The due time after the change; `None`: it stays.
fn moved(dossier: &Dossier, change: &CalendarChange, rows: &CalendarRows) -> Option<Instant> {
    let (before, after) = (rows.calendar(ZONE), change.applied(rows).calendar(ZONE));
    let first_day = change.first_day().unwrap();
    dossier
        .recounted_due(&[], &before, &after, first_day)
        .unwrap()
        .map(|recounted| recounted.due)
        .filter(|due| Some(*due) != dossier.due_at)
}

fn worked(day: &str) -> CalendarDay {
    CalendarDay {
        intervals: seed_office_hours(date("1990-01-01")).week[0].clone(),
        ..closed(day, None)
    }
}

#[test]
fn one_more_day_of_tet_moves_what_is_due_after_it_and_nothing_before() {
    // Tết 2027 is from Thursday 4 to Wednesday 10 February.
    let longer = CalendarChange::Days(vec![closed("2027-02-11", None)]);
    let across = received("2027-01-28 09:00", 6, &rows());
    assert_eq!(across.due_at, Some(at("2027-02-12 09:00")));
    assert_eq!(
        moved(&across, &longer, &rows()),
        Some(at("2027-02-15 09:00")),
        "the weekend lies between"
    );
    let before = received("2027-01-28 09:00", 4, &rows());
    assert_eq!(before.due_at, Some(at("2027-02-03 09:00")));
    assert_eq!(moved(&before, &longer, &rows()), None);
    // Two holidays become working days, but no due time moves before its promise.
    let shorter = CalendarChange::Days(vec![worked("2027-02-09"), worked("2027-02-10")]);
    assert_eq!(moved(&across, &shorter, &rows()), None);
}

#[test]
fn a_moved_tet_moves_only_due_times_between_the_two_dates() {
    // The Prime Minister decides other days: Thursday 4 becomes a working day, Thursday 11 a day off.
    let decided = CalendarChange::Days(vec![worked("2027-02-04"), closed("2027-02-11", None)]);
    let after = received("2027-01-28 09:00", 8, &rows());
    assert_eq!(after.due_at, Some(at("2027-02-16 09:00")));
    assert_eq!(
        moved(&after, &decided, &rows()),
        None,
        "one day more, one day less"
    );
    let between = received("2027-01-28 09:00", 5, &rows());
    assert_eq!(between.due_at, Some(at("2027-02-11 09:00")));
    assert_eq!(
        moved(&between, &decided, &rows()),
        None,
        "never before the promise"
    );
}

#[test]
fn a_weekday_swapped_for_a_saturday_moves_only_what_is_due_between_the_two() {
    // Monday 22 March becomes a day off, the Saturday after it a working day.
    let swap = CalendarChange::Days(vec![closed("2027-03-22", None), worked("2027-03-27")]);
    let between = received("2027-03-18 08:00", 3, &rows());
    assert_eq!(between.due_at, Some(at("2027-03-23 08:00")));
    assert_eq!(
        moved(&between, &swap, &rows()),
        Some(at("2027-03-24 08:00"))
    );
    let friday = received("2027-03-19 10:00", 5, &rows());
    assert_eq!(friday.due_at, Some(at("2027-03-26 10:00")));
    assert_eq!(
        moved(&friday, &swap, &rows()),
        Some(at("2027-03-27 10:00")),
        "due on the Saturday that is worked"
    );
    let after = received("2027-03-19 10:00", 8, &rows());
    assert_eq!(after.due_at, Some(at("2027-03-31 10:00")));
    assert_eq!(moved(&after, &swap, &rows()), None);
}

#[test]
fn mornings_only_from_a_day_on_double_the_days_that_are_left() {
    let mut mornings = seed_office_hours(date("2027-03-22"));
    mornings.week.iter_mut().for_each(|day| day.truncate(1));
    let change = CalendarChange::Hours(mornings);
    // Two of the three working days are before the change.
    let dossier = received("2027-03-18 07:30", 3, &rows());
    assert_eq!(dossier.due_at, Some(at("2027-03-22 17:00")));
    assert_eq!(
        moved(&dossier, &change, &rows()),
        Some(at("2027-03-23 11:30"))
    );
}

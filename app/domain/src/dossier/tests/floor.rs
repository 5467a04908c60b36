//! What was promised last is the floor, and what a change of the calendar moves comes back exactly when it is taken back.

use std::collections::BTreeSet;

use chrono::Duration;
use proptest::prelude::*;

use super::*;
use crate::deadline::due::LimitLength;

fn closed(days: &BTreeSet<NaiveDate>) -> Calendar {
    let day = |date: &NaiveDate| CalendarDay {
        date: *date,
        agency: None,
        intervals: Vec::new(),
        name: "storm".to_owned(),
        decision: "test".to_owned(),
        status: DayStatus::Decided,
    };
    calendar_with(days.iter().map(day).collect())
}

fn made_up(date: &str) -> Calendar {
    calendar_with(vec![CalendarDay {
        date: date.parse().unwrap(),
        agency: None,
        intervals: calendar().intervals("2025-09-12".parse().unwrap()),
        name: "make-up".to_owned(),
        decision: "test".to_owned(),
        status: DayStatus::Decided,
    }])
}

impl Story {
    /// The calendar is another from a date on, and the due time follows.
    fn change(&mut self, calendar: Calendar, from: NaiveDate, told: Option<Instant>, now: Instant) {
        let dossier = &self.dossier;
        let recounted = dossier.recounted_due(&self.events, &self.calendar, &calendar, from);
        let recounted = recounted.unwrap().map(|it| it.no_earlier_than(told));
        self.calendar = calendar;
        let Some(recounted) = recounted.filter(|it| it.differs(&self.dossier)) else {
            return;
        };
        let recount = Action::Recount {
            reason: why(),
            new_due: recounted.due,
            counted_due: recounted.counted,
        };
        self.try_act(recount, now.into(), &import()).unwrap();
        assert_eq!(self.dossier.due_at, Some(recounted.due));
        let replayed = Dossier::replay(&self.dossier.intake(), &self.events);
        assert_eq!(replayed.as_ref(), Ok(&self.dossier));
    }

    fn change_on(&mut self, calendar: Calendar, date: &str) {
        self.change(
            calendar,
            date.parse().unwrap(),
            None,
            at("2025-09-09 12:00"),
        );
    }
}

#[test]
fn a_calendar_change_moves_no_extended_dossier_before_the_date_in_its_letter() {
    let mut story = Story::received().then(EventKind::Extend, "2025-09-09 08:00");
    assert_eq!(story.dossier.promised_due_at, Some(at("2025-09-19 17:00")));
    // A make-up Saturday would move the due time from Friday's closing to Thursday's.
    story.change_on(made_up("2025-09-13"), "2025-09-13");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-19 17:00")));
    assert_eq!(story.dossier.counted_due_at, Some(at("2025-09-18 17:00")));
    story.change_on(calendar(), "2025-09-13");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-19 17:00")));
    assert_eq!(story.dossier.counted_due_at, None, "nothing is left behind");
}

#[test]
fn a_make_up_day_that_is_taken_back_moves_nothing() {
    let mut story = Story::received();
    story.change_on(made_up("2025-09-13"), "2025-09-13");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-15 08:00")));
    story.change_on(calendar(), "2025-09-13");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-15 08:00")));
    // The day off moves the due time in force, not the earlier one that the make-up day would have given.
    story.change_on(
        closed(&BTreeSet::from(["2025-09-10".parse().unwrap()])),
        "2025-09-10",
    );
    assert_eq!(story.dossier.due_at, Some(at("2025-09-16 08:00")));
}

#[test]
fn a_due_time_outside_working_time_comes_back_as_it_was() {
    let reception = Story::open(intake(Channel::Direct, 0), "2025-09-08 08:00", true);
    let (dossier, event) = reception
        .dossier
        .clone()
        .with_promised_due(reception.events[0].clone(), at("2025-09-12 20:00"))
        .unwrap();
    let mut story = Story {
        dossier,
        events: vec![event],
        ..reception
    };
    let off = BTreeSet::from(["2025-09-10".parse().unwrap()]);
    story.change_on(closed(&off), "2025-09-10");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-15 17:00")));
    story.change_on(calendar(), "2025-09-10");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-12 20:00")));
}

#[test]
fn a_later_due_time_sent_meanwhile_stays() {
    let mut story = Story::received();
    let date = "2025-09-10".parse().unwrap();
    story.change_on(closed(&BTreeSet::from([date])), "2025-09-10");
    let told = story.dossier.due_at;
    assert_eq!(told, Some(at("2025-09-16 08:00")));
    story.change(calendar(), date, told, at("2025-09-09 13:00"));
    assert_eq!(story.dossier.due_at, told);
    assert_eq!(story.dossier.counted_due_at, Some(at("2025-09-15 08:00")));
}

#[test]
fn a_pause_moves_what_is_promised_and_what_is_counted() {
    let mut story = Story::received();
    story.change_on(made_up("2025-09-13"), "2025-09-13");
    let counted = at("2025-09-13 08:00");
    assert_eq!(story.dossier.counted_due_at, Some(counted));
    let story = story
        .then(EventKind::AskPapers, "2025-09-10 08:00")
        .then(EventKind::PapersReceived, "2025-09-11 08:00");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-16 08:00")));
    assert_eq!(story.dossier.counted_due_at, Some(at("2025-09-15 08:00")));
}

#[test]
fn an_extension_taken_back_takes_its_promise_along() {
    let mut story = Story::received().then(EventKind::Extend, "2025-09-09 08:00");
    let correct = action(EventKind::Correct);
    story
        .try_act(correct, at("2025-09-09 09:00").into(), &manager())
        .unwrap();
    assert_eq!(story.dossier.promised_due_at, Some(at("2025-09-15 08:00")));
}

#[test]
fn a_limit_in_days_moves_on_when_its_last_day_and_the_next_are_closed_and_comes_back() {
    let mut by_days = intake(Channel::Direct, 0);
    by_days.limit = Some(TimeLimit {
        length: LimitLength::Days(4),
        cutoff_15h: false,
    });
    // The last day of the limit is Friday 12 September.
    let mut story = Story::open(by_days, "2025-09-08 08:00", true);
    let [friday, monday] = ["2025-09-12", "2025-09-15"];
    let days = |dates: &[&str]| closed(&dates.iter().map(|date| date.parse().unwrap()).collect());
    story.change_on(days(&[friday]), friday);
    assert_eq!(story.dossier.due_at, Some(at("2025-09-15 17:00")));
    story.change_on(days(&[friday, monday]), monday);
    assert_eq!(story.dossier.due_at, Some(at("2025-09-16 17:00")));
    story.change_on(days(&[friday]), monday);
    assert_eq!(story.dossier.due_at, Some(at("2025-09-15 17:00")));
    story.change_on(days(&[]), friday);
    assert_eq!(story.dossier.due_at, Some(at("2025-09-12 17:00")));
}

/// How a dossier comes to its due time.
#[derive(Clone, Copy, Debug)]
enum Life {
    Received,
    Extended,
    Promised,
    Paused,
    Resumed,
}

impl Life {
    fn story(self, limit: TimeLimit, received: &str) -> Story {
        let mut intake = intake(Channel::Direct, 0);
        intake.limit = Some(limit);
        let story = Story::open(intake, received, true);
        let due = story.dossier.due_at.unwrap();
        let outside = due + Duration::hours(11);
        match self {
            Self::Received => story,
            Self::Promised => {
                let event = story.events[0].clone();
                let (dossier, event) = story
                    .dossier
                    .clone()
                    .with_promised_due(event, outside)
                    .unwrap();
                Story {
                    dossier,
                    events: vec![event],
                    ..story
                }
            }
            Self::Extended => {
                let mut story = story;
                let extend = Action::Extend {
                    reason: why(),
                    new_due: outside,
                };
                // If there is no time for the extension, the dossier stays as it was received.
                let _ = story.try_act(extend, at("2025-09-08 16:00").into(), &import());
                story
            }
            Self::Paused => story.then(EventKind::AskPapers, "2025-09-08 16:00"),
            Self::Resumed => story
                .then(EventKind::AskPapers, "2025-09-08 16:00")
                .then(EventKind::PapersReceived, "2025-09-09 09:00"),
        }
    }
}

fn limit() -> impl Strategy<Value = TimeLimit> {
    let length = prop_oneof![
        3 => (481..6_000_u32).prop_map(|minutes| LimitLength::Working(WorkingMinutes(minutes))),
        2 => (1..25_u32).prop_map(LimitLength::Days),
        1 => Just(LimitLength::Months(1)),
    ];
    (length, any::<bool>()).prop_map(|(length, cutoff_15h)| TimeLimit { length, cutoff_15h })
}

fn life() -> impl Strategy<Value = Life> {
    proptest::sample::select(vec![
        Life::Received,
        Life::Extended,
        Life::Promised,
        Life::Paused,
        Life::Resumed,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn removing_all_days_off_restores_every_due_time_unless_a_later_one_was_sent(
        life in life(),
        limit in limit(),
        received in proptest::sample::select(vec!["2025-09-08 08:00", "2025-09-08 15:30", "2025-09-08 06:10"]),
        changes in prop::collection::vec((0..25_i64, prop::option::weighted(0.1, Just(()))), 1..14),
    ) {
        let mut story = life.story(limit, received);
        let (was, first) = (story.dossier.due_at, NaiveDate::from_ymd_opt(2025, 9, 9).unwrap());
        let (mut off, mut told) = (BTreeSet::new(), None);
        let mut now = at("2025-09-09 10:00");
        let mut toggle = |story: &mut Story, off: &mut BTreeSet<NaiveDate>, date: NaiveDate, told: Option<Instant>| {
            if !off.remove(&date) {
                off.insert(date);
            }
            now += Duration::minutes(1);
            story.change(closed(off), date, told, now);
        };
        for (day, telling) in changes {
            toggle(&mut story, &mut off, first + Duration::days(day), told);
            prop_assert!(story.dossier.due_at >= story.dossier.promised_due_at);
            prop_assert!(story.dossier.due_at >= told);
            if telling.is_some() {
                told = told.max(story.dossier.due_at);
            }
        }
        for date in off.clone() {
            toggle(&mut story, &mut off, date, told);
            prop_assert!(story.dossier.due_at >= story.dossier.promised_due_at);
        }
        prop_assert_eq!(story.dossier.due_at, was.max(told));
        prop_assert_eq!(story.dossier.counted_due_at, was.filter(|_| told > was));
    }
}

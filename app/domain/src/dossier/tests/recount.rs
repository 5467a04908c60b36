//! Due times after the calendar has changed, and what a signed period asks for.

use super::*;

/// The calendar with a day closed for all.
fn closed_on(date: &str) -> Calendar {
    calendar_with(vec![CalendarDay {
        date: date.parse().unwrap(),
        agency: None,
        intervals: Vec::new(),
        name: "storm".to_owned(),
        decision: "test".to_owned(),
        status: DayStatus::Decided,
    }])
}

fn recounted(story: &Story, closed: &str) -> Option<Instant> {
    let date = closed.parse().unwrap();
    moved(story, &story.calendar, &closed_on(closed), date)
}

/// The due time in force after a change of the calendar, where it moves.
fn moved(story: &Story, before: &Calendar, now: &Calendar, from: NaiveDate) -> Option<Instant> {
    let dossier = &story.dossier;
    let recounted = dossier.recounted_due(&story.events, before, now, from);
    let due = recounted.unwrap().map(|recounted| recounted.due);
    due.filter(|due| Some(*due) != dossier.due_at)
}

impl Story {
    fn recount(mut self, new_due: Instant, when: &str) -> Self {
        let recount = Action::Recount {
            reason: why(),
            new_due,
            counted_due: new_due,
        };
        self.try_act(recount, at(when).into(), &import()).unwrap();
        self
    }
}

#[test]
fn a_day_closed_before_the_due_time_moves_it_by_the_working_time_lost() {
    // Due on Monday 15 September at 08:00.
    let story = Story::received();
    assert_eq!(
        recounted(&story, "2025-09-10"),
        Some(at("2025-09-16 08:00"))
    );
    assert_eq!(
        recounted(&story, "2025-09-15"),
        Some(at("2025-09-16 08:00"))
    );
    assert_eq!(recounted(&story, "2025-09-16"), None);
    assert_eq!(recounted(&story, "2025-09-13"), None, "a Saturday");
}

#[test]
fn a_changed_day_before_the_clock_resumed_moves_nothing() {
    let mut story = Story::received()
        .then(EventKind::AskPapers, "2025-09-09 08:00")
        .then(EventKind::PapersReceived, "2025-09-11 08:00");
    assert_eq!(story.dossier.due_at, Some(at("2025-09-17 08:00")));
    assert_eq!(recounted(&story, "2025-09-10"), None);
    assert_eq!(
        recounted(&story, "2025-09-12"),
        Some(at("2025-09-18 08:00"))
    );
    story = story.then(EventKind::Resolve, "2025-09-11 09:00");
    assert_eq!(recounted(&story, "2025-09-12"), None, "it has ended");
}

#[test]
fn a_stopped_dossier_loses_no_day_twice() {
    let mut story = Story::received().then(EventKind::AskPapers, "2025-09-09 08:00");
    let due = recounted(&story, "2025-09-10").unwrap();
    assert_eq!(due, at("2025-09-16 08:00"));
    story.calendar = closed_on("2025-09-10");
    let story = story
        .recount(due, "2025-09-09 09:00")
        .then(EventKind::PapersReceived, "2025-09-11 08:00");
    // Four working days were left when the clock stopped, and they run again from Thursday the 11th.
    assert_eq!(story.dossier.due_at, Some(at("2025-09-17 08:00")));
}

#[test]
fn a_due_time_never_moves_before_the_first_promise() {
    // The make-up Saturday would move the due time back from Monday.
    let story = Story::received();
    let saturday = calendar_with(vec![CalendarDay {
        date: "2025-09-13".parse().unwrap(),
        agency: None,
        intervals: story.calendar.intervals("2025-09-12".parse().unwrap()),
        name: "make-up".to_owned(),
        decision: "test".to_owned(),
        status: DayStatus::Decided,
    }]);
    let date = "2025-09-13".parse().unwrap();
    assert_eq!(moved(&story, &story.calendar, &saturday, date), None);
    // Cancelling a closure moves the due time back to where it was before.
    let story = story.recount(at("2025-09-16 08:00"), "2025-09-09 09:00");
    let (closed, date) = (closed_on("2025-09-10"), "2025-09-10".parse().unwrap());
    let due = moved(&story, &closed, &story.calendar, date);
    assert_eq!(due, Some(at("2025-09-15 08:00")));
}

#[test]
fn a_due_time_that_its_source_moved_before_the_first_promise_moves_with_the_calendar_only() {
    let mut story = Story::received();
    story.dossier.due_at = Some(at("2025-09-12 08:00"));
    assert_eq!(recounted(&story, "2025-09-13"), None, "the calendars agree");
    assert_eq!(
        recounted(&story, "2025-09-10"),
        Some(at("2025-09-15 08:00"))
    );
    story.dossier.due_at = Some(at("2025-09-11 08:00"));
    assert_eq!(
        recounted(&story, "2025-09-10"),
        Some(at("2025-09-12 08:00")),
        "still before the first promise"
    );
    // Cancelling the closure would move it back even further.
    let (closed, date) = (closed_on("2025-09-10"), "2025-09-10".parse().unwrap());
    assert_eq!(moved(&story, &closed, &story.calendar, date), None);
}

#[test]
fn a_reception_after_the_cut_off_counts_from_the_next_day() {
    let mut late = intake(Channel::Direct, 480);
    late.limit = late.limit.map(|limit| TimeLimit {
        cutoff_15h: true,
        ..limit
    });
    let story = Story::open(late, "2025-09-08 15:30", true);
    assert_eq!(story.dossier.due_at, Some(at("2025-09-09 17:00")));
    assert_eq!(recounted(&story, "2025-09-08"), None);
    assert_eq!(
        recounted(&story, "2025-09-09"),
        Some(at("2025-09-10 17:00"))
    );
}

#[test]
fn a_recount_has_no_author_and_allows_earlier_events() {
    let mut story = Story::received();
    let recount = Action::Recount {
        reason: why(),
        new_due: at("2025-09-16 08:00"),
        counted_due: at("2025-09-16 08:00"),
    };
    assert_eq!(
        story.try_act(recount, at("2025-09-09 09:00").into(), &manager()),
        Err(Refusal::RecountIsTheCalendars)
    );
    let mut story = story.recount(at("2025-09-16 08:00"), "2025-09-09 09:00");
    assert_eq!(
        story.events.last().unwrap().occurred_at,
        at("2025-09-08 08:00")
    );
    assert_eq!(story.dossier.first_due_at, Some(at("2025-09-15 08:00")));
    let earlier = When::new(at("2025-09-08 09:00"), at("2025-09-09 10:00"));
    assert_eq!(story.try_act(Action::Start, earlier, &staff()), Ok(()));
    let replayed = Dossier::replay(&story.dossier.intake(), &story.events);
    assert_eq!(replayed, Ok(story.dossier));
}

#[test]
fn only_a_manager_with_a_reason_records_what_happened_in_a_signed_period() {
    let mut story = Story::received();
    story.rules.signed_until = Some(at("2025-09-10 00:00"));
    let before = When::new(at("2025-09-09 16:00"), at("2025-09-10 08:00"));
    assert_eq!(
        story
            .clone()
            .try_act(Action::Start, before.clone(), &staff()),
        Err(Refusal::PeriodSigned {
            until: at("2025-09-10 00:00")
        })
    );
    assert_eq!(
        story
            .clone()
            .try_act(Action::Start, before.clone(), &manager()),
        Err(Refusal::ReasonMissing)
    );
    let told = When {
        late_reason: Some(why()),
        ..before
    };
    assert_eq!(
        story.clone().try_act(Action::Start, told, &manager()),
        Ok(())
    );
    let after = When::new(at("2025-09-10 07:40"), at("2025-09-10 08:00"));
    assert_eq!(story.try_act(Action::Start, after, &staff()), Ok(()));
}

#[test]
fn a_correction_does_not_take_back_what_the_calendar_moved() {
    let mut story = Story::received()
        .then(EventKind::Start, "2025-09-08 09:00")
        .recount(at("2025-09-16 08:00"), "2025-09-09 09:00");
    assert_eq!(
        story.refusal(EventKind::Correct, "2025-09-09 10:00", &manager()),
        Refusal::RecountStays
    );
    let mut story = story.then(EventKind::Resolve, "2025-09-09 10:00");
    let corrected = story.try_act(
        action(EventKind::Correct),
        at("2025-09-09 11:00").into(),
        &manager(),
    );
    assert_eq!(corrected, Ok(()));
    assert_eq!(story.dossier.due_at, Some(at("2025-09-16 08:00")));
}

//! The bounds of an extension.

use chrono::Duration;
use proptest::prelude::*;

use super::*;

/// An extension to a local time.
fn extend(new_due: &str) -> Action {
    Action::Extend {
        reason: why(),
        new_due: at(new_due),
    }
}

/// What an extension made at a local time gives.
fn extended(new_due: &str, when: &str, actor: &Actor) -> Result<Option<Instant>, Refusal> {
    let mut story = Story::received();
    story
        .try_act(extend(new_due), at(when).into(), actor)
        .map(|()| story.dossier.due_at)
}

#[test]
fn an_extension_is_possible_to_the_end_of_the_minute_one_working_day_before_and_the_refusal_names_it()
 {
    // Due on Monday 15 September at 08:00.
    let story = Story::received();
    let last = at("2025-09-12 08:00");
    assert_eq!(
        story.dossier.extension_possible_until(&story.calendar),
        Some(last)
    );
    for (later_ms, is_possible) in [(0, true), (59_999, true), (60_000, false)] {
        let now = last + Duration::milliseconds(later_ms);
        let mut story = story.clone();
        let done = story.try_act(action(EventKind::Extend), now.into(), &staff());
        let refused = Err(Refusal::ExtensionTooLate { until: Some(last) });
        assert_eq!(done, if is_possible { Ok(()) } else { refused });
    }
}

#[test]
fn an_extension_that_the_next_click_would_refuse_is_not_offered() {
    let story = Story::received();
    let offers = |actor: &Actor, now: Instant| {
        let dossier = &story.dossier;
        let offered = dossier.offered(actor, now, &story.calendar, &story.rules, &story.events);
        offered.contains(&EventKind::Extend)
    };
    // 0.9995 working days are left, which the page shows as one day, so the extension is still possible.
    let nearly = at("2025-09-12 08:00") + Duration::seconds(14);
    assert!(offers(&staff(), nearly));
    assert!(!offers(&staff(), at("2025-09-12 08:01")));
    assert!(
        offers(&manager(), at("2025-09-12 08:01")),
        "who may record what was done in time"
    );
    let going_on = story.clone().then(EventKind::Start, "2025-09-12 09:00");
    let offered = going_on.dossier.offered(
        &manager(),
        at("2025-09-12 10:00"),
        &going_on.calendar,
        &going_on.rules,
        &going_on.events,
    );
    assert!(
        !offered.contains(&EventKind::Extend),
        "nothing happens before the last event"
    );
}

#[test]
fn a_correction_is_offered_only_to_those_who_may_make_it() {
    let story = Story::received().then(EventKind::Start, "2025-09-08 09:00");
    let offers = |actor: &Actor, later_s: i64| {
        let now = at("2025-09-08 09:00") + Duration::seconds(later_s);
        let dossier = &story.dossier;
        let offered = dossier.offered(actor, now, &story.calendar, &story.rules, &story.events);
        offered.contains(&EventKind::Correct)
    };
    assert!(offers(&staff(), 10));
    assert!(!offers(&staff(), 11));
    assert!(offers(&manager(), 11));
}

#[test]
fn a_term_shorter_than_a_working_day_cannot_be_extended() {
    let mut story = Story::open(intake(Channel::Direct, 240), "2025-09-08 08:00", true);
    assert_eq!(
        story.refusal(EventKind::Extend, "2025-09-08 08:00", &manager()),
        Refusal::ExtensionTooLate { until: None }
    );
}

#[test]
fn a_new_due_time_outside_working_time_is_moved_to_the_end_of_the_interval_before() {
    let cases = [
        ("2025-09-20 10:00", "2025-09-19 17:00"),
        ("2025-09-19 12:00", "2025-09-19 11:30"),
        ("2025-09-19 20:00", "2025-09-19 17:00"),
        ("2025-09-19 06:00", "2025-09-18 17:00"),
        ("2025-09-19 17:00", "2025-09-19 17:00"),
        ("2025-09-19 07:30", "2025-09-19 07:30"),
        ("2025-09-19 09:15", "2025-09-19 09:15"),
    ];
    for (asked, due) in cases {
        let extended = extended(asked, "2025-09-09 08:00", &staff());
        assert_eq!(extended, Ok(Some(at(due))), "{asked}");
    }
    let on_due_day_at_noon = extended("2025-09-15 07:45", "2025-09-09 08:00", &staff());
    assert_eq!(on_due_day_at_noon, Err(Refusal::NewDueNotLater));
}

#[test]
fn staff_extend_by_the_limit_again_and_a_manager_further_but_nobody_by_more_than_a_year() {
    // The limit of five working days again, from Monday 15 September at 08:00.
    let limit = at("2025-09-22 08:00");
    assert_eq!(
        extended("2025-09-22 08:00", "2025-09-09 08:00", &staff()),
        Ok(Some(limit))
    );
    let beyond = "2025-09-22 08:01";
    assert_eq!(
        extended(beyond, "2025-09-09 08:00", &staff()),
        Err(Refusal::ExtensionTooFar { until: limit })
    );
    assert_eq!(
        extended(beyond, "2025-09-09 08:00", &manager()),
        Ok(Some(at(beyond)))
    );
    let year = Refusal::ExtensionOverYear {
        until: at("2026-09-15 08:00"),
    };
    for actor in [staff(), manager()] {
        assert_eq!(
            extended("2026-09-15 08:01", "2025-09-09 08:00", &actor),
            Err(year.clone())
        );
    }
    let mut story = Story::received();
    story.rules.extension_limits_max = 2;
    let twice = story.try_act(
        extend("2025-09-29 08:00"),
        at("2025-09-09 08:00").into(),
        &staff(),
    );
    assert_eq!(twice, Ok(()));
    let mut story = Story::received();
    story.rules.extension_limits_max = 0;
    assert_eq!(
        story.refusal(EventKind::Extend, "2025-09-09 08:00", &staff()),
        Refusal::ExtensionTooFar {
            until: at("2025-09-15 08:00")
        },
        "where none is left to staff it is a manager's"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_extension_keeps_its_bounds_whatever_is_asked(
        limit_min in 1..6_000_u32,
        now_min in 0..20_000_i64,
        asked_min in -2_000..800_000_i64,
        is_manager in any::<bool>(),
    ) {
        let story = Story::open(intake(Channel::Direct, limit_min), "2025-09-08 08:00", true);
        let (calendar, dossier) = (&story.calendar, &story.dossier);
        let due = dossier.due_at.unwrap();
        let (asked, now) = (due + Duration::minutes(asked_min), at("2025-09-08 08:00") + Duration::minutes(now_min));
        let actor = if is_manager { manager() } else { staff() };
        let extend = Action::Extend { reason: why(), new_due: asked };
        let made = dossier.act(extend, now.into(), calendar, &story.rules, &actor, &[]);
        let most = dossier.extension_due_max(calendar, &story.rules, actor.role).unwrap();
        match made {
            Ok((after, _)) => {
                let new_due = after.due_at.unwrap();
                prop_assert!(new_due > due && new_due <= asked && new_due <= most);
                prop_assert!(calendar.is_open(new_due) || calendar.is_open(new_due - Duration::milliseconds(1)));
                prop_assert_eq!(calendar.working_time(new_due, asked), Duration::zero());
                prop_assert!(calendar.working_time(now, due) >= Duration::minutes(480));
                prop_assert_eq!(after.promised_due_at, after.due_at);
            }
            Err(Refusal::ExtensionTooLate { until }) => {
                prop_assert!(until.is_none_or(|until| until < now));
                prop_assert!(calendar.working_time(now, due) < Duration::minutes(480));
            }
            Err(Refusal::NewDueNotLater) => prop_assert_eq!(calendar.working_time(due, asked), Duration::zero()),
            Err(Refusal::ExtensionTooFar { until } | Refusal::ExtensionOverYear { until }) => prop_assert!(asked > until),
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}

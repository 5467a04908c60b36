use chrono::Duration;
use proptest::prelude::*;

use super::lives::{
    Life, any_instant, any_lives, any_period, any_rule, board, calendar, centre_board, date,
    fields, half_hour, local,
};
use crate::account::actor::{Actor, ActorRole};
use crate::board::count::{Count, count};
use crate::board::figures::Figures;
use crate::board::model::{Board, Field, TrendFields};
use crate::deadline::Instant;
use crate::deadline::lateness::DeadlineRule;
use crate::dossier::{Action, Dossier, EndReason, Event, Intake, Rules, Status, When};
use crate::id::{AgencyId, FieldId};
use crate::period::Period;
use crate::procedure::channel::Channel;
use crate::scope::Scope;

fn october() -> Period {
    Period::month(date(2025, 10, 1))
}

/// The centre's October as it stands on the 20th, mid-morning.
fn on_the_20th(lives: &[Life]) -> Figures {
    centre_board(lives, october(), local(10, 20, 9, 0)).total
}

fn by_rule(life: &Life, rule: DeadlineRule, at: Instant) -> Figures {
    board(
        std::slice::from_ref(life),
        Scope::Centre,
        october(),
        at,
        rule,
        TrendFields::All,
    )
    .total
}

/// Received on Thursday 2 October, due on Wednesday the 8th at 17:00.
fn ordinary() -> Life {
    Life::received(local(10, 2, 8, 0), local(10, 8, 17, 0))
}

#[test]
fn a_dossier_received_exactly_at_the_periods_start_is_in_the_period() {
    let due = local(10, 30, 17, 0);
    let figures = on_the_20th(&[
        Life::received(local(10, 1, 0, 0), due),
        Life::received(local(10, 1, 0, 0) - Duration::milliseconds(1), due),
    ]);
    assert_eq!(
        (figures.received(), figures.carried, figures.within),
        (1, 1, 2)
    );
}

#[test]
fn a_dossier_ended_exactly_at_the_periods_start_ended_in_the_period() {
    let life = Life::received(local(9, 2, 8, 0), local(9, 30, 17, 0)).resolved(local(10, 1, 0, 0));
    let figures = on_the_20th(std::slice::from_ref(&life));
    assert_eq!((figures.carried, figures.late), (1, 1));
    let september = centre_board(
        &[life],
        Period::month(date(2025, 9, 1)),
        local(10, 20, 9, 0),
    )
    .total;
    assert_eq!((september.open(), september.resolved()), (1, 0));
}

#[test]
fn when_the_due_minute_has_ended_one_more_is_overdue_with_no_write() {
    let due = local(10, 8, 17, 0);
    let second = Duration::seconds(1);
    let overdue = |rule, at| by_rule(&ordinary(), rule, at).overdue;
    assert_eq!(overdue(DeadlineRule::Instant, due), 0);
    let minute = Duration::minutes(1);
    assert_eq!(overdue(DeadlineRule::Instant, due + minute - second), 0);
    assert_eq!(overdue(DeadlineRule::Instant, due + minute), 1);
    assert_eq!(overdue(DeadlineRule::Day, due + minute), 0);
    assert_eq!(overdue(DeadlineRule::Day, local(10, 9, 0, 0) - second), 0);
    assert_eq!(overdue(DeadlineRule::Day, local(10, 9, 0, 0)), 1);
}

#[test]
fn a_dossier_done_at_09_on_its_due_day_is_on_time_by_both_rules() {
    let done = ordinary().resolved(local(10, 8, 9, 0));
    for rule in [DeadlineRule::Instant, DeadlineRule::Day] {
        assert_eq!(by_rule(&done, rule, local(10, 20, 9, 0)).on_time, 1);
    }
}

#[test]
fn a_dossier_done_at_18_on_its_due_day_is_late_by_the_instant_and_on_time_by_the_day() {
    let done = ordinary().resolved(local(10, 8, 18, 0));
    assert_eq!(
        by_rule(&done, DeadlineRule::Instant, local(10, 20, 9, 0)).late,
        1
    );
    assert_eq!(
        by_rule(&done, DeadlineRule::Day, local(10, 20, 9, 0)).on_time,
        1
    );
}

#[test]
fn a_dossier_done_the_day_before_its_due_day_is_early() {
    assert_eq!(
        on_the_20th(&[ordinary().resolved(local(10, 7, 23, 0))]).early,
        1
    );
}

#[test]
fn a_refused_dossier_is_counted_alone_and_in_nothing_else() {
    let refused = Life {
        received_at: None,
        ..ordinary()
    }
    .ended(local(10, 3, 9, 0), EndReason::Refused);
    let board = centre_board(&[refused], october(), local(10, 20, 9, 0));
    assert_eq!(
        board.total,
        Figures {
            refused: 1,
            ..Figures::default()
        }
    );
    assert!(
        board
            .chart
            .iter()
            .all(|day| day.received == 0 && day.resolved == 0)
    );
}

#[test]
fn a_dossier_registered_and_asked_for_papers_but_never_received_only_waits() {
    let mut dossier = Life {
        received_at: None,
        ..ordinary()
    }
    .as_of(local(10, 6, 9, 0))
    .unwrap();
    dossier.status = Status::PapersAsked;
    dossier.paused_at = Some(local(10, 5, 9, 0));
    let at = local(10, 20, 9, 0);
    let board = count(
        [&dossier],
        Scope::Centre,
        &october(),
        at,
        DeadlineRule::Instant.into(),
        &calendar(),
        &fields(),
    );
    assert_eq!(
        board.total,
        Figures {
            registered_waiting: 1,
            ..Figures::default()
        }
    );
}

#[test]
fn a_dossier_withdrawn_before_reception_is_in_no_figure() {
    let life = Life {
        received_at: None,
        ..ordinary()
    }
    .ended(local(10, 3, 9, 0), EndReason::Withdrawn);
    assert_eq!(on_the_20th(&[life]), Figures::default());
}

#[test]
fn a_paused_dossier_is_paused_though_its_due_time_passes_meanwhile() {
    let paused = ordinary().paused(local(10, 7, 9, 0), local(11, 30, 9, 0));
    let figures = on_the_20th(&[paused]);
    assert_eq!((figures.paused, figures.overdue), (1, 0));
}

#[test]
fn a_dossier_overdue_at_its_pause_stays_overdue() {
    let paused = ordinary().paused(local(10, 9, 9, 0), local(11, 30, 9, 0));
    let figures = on_the_20th(&[paused]);
    assert_eq!((figures.paused, figures.overdue), (0, 1));
}

#[test]
fn withdrawn_and_ineligible_dossiers_are_ended_otherwise_and_not_resolved() {
    let figures = on_the_20th(&[
        ordinary().ended(local(10, 9, 9, 0), EndReason::Withdrawn),
        ordinary().ended(local(10, 9, 9, 0), EndReason::Ineligible),
    ]);
    assert_eq!(
        (figures.withdrawn, figures.ineligible, figures.resolved()),
        (1, 1, 0)
    );
    assert_eq!(figures.rate(), None);
}

#[test]
fn without_a_due_time_a_dossier_is_within_or_on_time_and_flagged_while_open() {
    let open = Life {
        due_at: None,
        ..ordinary()
    };
    let figures = on_the_20th(&[open.clone(), open.resolved(local(10, 9, 9, 0))]);
    assert_eq!((figures.within, figures.on_time, figures.no_due), (1, 1, 1));
}

#[test]
fn desk_and_post_are_one_column_and_online_the_other() {
    let through = |channel| Life {
        channel,
        ..ordinary()
    };
    let lives = [Channel::Online, Channel::Direct, Channel::Post].map(through);
    let figures = on_the_20th(&lives);
    assert_eq!(
        (figures.received_online, figures.received_at_desk_or_post),
        (1, 2)
    );
}

#[test]
fn a_result_waits_to_be_collected_until_it_is_handed_over() {
    let mut dossier = ordinary()
        .resolved(local(10, 7, 9, 0))
        .as_of(local(10, 20, 9, 0))
        .unwrap();
    let waiting = |dossier: &Dossier| {
        let mut count = Count::new(
            Scope::Centre,
            october(),
            local(10, 20, 9, 0),
            DeadlineRule::Instant.into(),
            &calendar(),
        );
        count.add(dossier);
        count.finish(&fields()).total
    };
    assert_eq!(waiting(&dossier).waiting_collection, 1);
    dossier.status = Status::HandedOver;
    assert_eq!(
        (
            waiting(&dossier).waiting_collection,
            waiting(&dossier).early
        ),
        (0, 1)
    );
}

#[test]
fn handling_time_covers_only_dossiers_resolved_in_the_period() {
    let took = |handled_min, life| Life {
        handled_min,
        ..life
    };
    let resolved = took(100, ordinary().resolved(local(10, 7, 9, 0)));
    let withdrawn = took(
        200,
        ordinary().ended(local(10, 7, 9, 0), EndReason::Withdrawn),
    );
    let before = took(
        300,
        Life::received(local(9, 2, 8, 0), local(9, 5, 17, 0)).resolved(local(9, 4, 9, 0)),
    );
    let board = centre_board(
        &[resolved, withdrawn, before],
        october(),
        local(10, 20, 9, 0),
    );
    let first = board
        .rows
        .iter()
        .find(|row| row.field == FieldId(1))
        .unwrap();
    assert_eq!(first.handling.bins().collect::<Vec<_>>(), [(120, 1)]);
}

#[test]
fn the_chart_shows_received_and_resolved_of_each_working_day() {
    let board = centre_board(
        &[ordinary().resolved(local(10, 7, 9, 0)), ordinary()],
        october(),
        local(10, 20, 9, 0),
    );
    let on = |day| {
        *board
            .chart
            .iter()
            .find(|bar| bar.date == date(2025, 10, day))
            .unwrap()
    };
    assert_eq!((on(2).received, on(2).resolved), (2, 0));
    assert_eq!((on(7).received, on(7).resolved), (0, 1));
    assert_eq!(
        board.chart.last().map(|bar| bar.date),
        Some(date(2025, 10, 20))
    );
}

#[test]
fn a_running_month_is_compared_with_the_same_working_days_of_the_month_before() {
    // On Monday 20 October thirteen working days are over; September's thirteenth was the 17th.
    let in_september =
        |day| Life::received(local(9, 2, 8, 0), local(9, 16, 17, 0)).resolved(local(9, day, 9, 0));
    let lives = [
        in_september(16),
        in_september(17),
        in_september(18),
        ordinary().resolved(local(10, 7, 9, 0)),
    ];
    let comparison = centre_board(&lives, october(), local(10, 20, 9, 0))
        .comparison
        .unwrap();
    assert_eq!(comparison.working_days, 13);
    assert_eq!(
        (
            comparison.previous.received,
            comparison.previous.in_time,
            comparison.previous.late
        ),
        (3, 1, 1)
    );
    assert_eq!(
        (comparison.current.received, comparison.current.resolved()),
        (1, 1)
    );
}

#[test]
fn a_dossier_of_an_unlisted_field_still_counts() {
    let at = local(10, 20, 9, 0);
    let dossier = ordinary().as_of(at).unwrap();
    let listed: [Field; 0] = [];
    let board = count(
        [&dossier],
        Scope::Centre,
        &october(),
        at,
        DeadlineRule::Instant.into(),
        &calendar(),
        &listed,
    );
    assert_eq!((board.rows.len(), board.total.received()), (1, 1));
}

/// Received, resolved on 30 October, taken back to "in process" by a manager on 4 November.
fn taken_back() -> (Intake, Vec<Event>) {
    let intake = ordinary().as_of(local(10, 2, 9, 0)).unwrap().intake();
    let rules = Rules::default();
    let staff = Actor {
        name: "nguyenvana".to_owned(),
        role: ActorRole::Manager,
    };
    let received = local(10, 2, 8, 0);
    let (mut dossier, mut history) =
        Dossier::open(intake.clone(), received, &calendar(), &rules, &staff, true).unwrap();
    let correction = Action::Correct {
        reason: "Trả nhầm kết quả".to_owned(),
    };
    let acts = [
        (Action::Start, local(10, 2, 9, 0)),
        (Action::Resolve, local(10, 30, 9, 0)),
        (correction, local(11, 4, 9, 0)),
    ];
    for (action, at) in acts {
        let (next, event) = dossier
            .act(
                action,
                When::from(at),
                &calendar(),
                &rules,
                &staff,
                &history,
            )
            .unwrap();
        dossier = next;
        history.push(event);
    }
    (intake, history)
}

#[test]
fn a_result_taken_back_after_sign_off_leaves_october_signed_and_revised() {
    let (intake, history) = taken_back();
    let total = |recorded_by| {
        let at = local(11, 10, 9, 0);
        let mut count = Count::new(
            Scope::Centre,
            october(),
            at,
            DeadlineRule::Instant.into(),
            &calendar(),
        );
        let then = Dossier::replay_until(&intake, &history, count.status_at(), recorded_by)
            .unwrap()
            .unwrap();
        count.add(&then);
        count.finish(&fields()).total
    };
    let (signed, revised) = (total(Some(local(11, 3, 9, 0))), total(None));
    assert_eq!((signed.resolved(), signed.open()), (1, 0));
    assert_eq!((revised.resolved(), revised.open()), (0, 1));
    assert!(signed.is_consistent() && revised.is_consistent());
    assert_eq!(history.len(), 4, "history keeps both");
}

fn rows_total(board: &Board) -> Figures {
    board.rows.iter().map(|row| &row.figures).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_received_dossier_has_ended_or_is_open(
        lives in any_lives(),
        period in any_period(),
        at in any_instant(),
        rule in any_rule(),
    ) {
        for scope in [Scope::Centre, Scope::Agency(AgencyId(3))] {
            let board = board(&lives, scope, period, at, rule, TrendFields::All);
            prop_assert_eq!(rows_total(&board), board.total);
            prop_assert!(board.rows.iter().all(|row| row.figures.is_consistent()));
            prop_assert!(board.total.is_consistent());
            prop_assert_eq!(board.total.with_carried(), Some(board.total));
            let counted = board.rows.iter().map(|row| row.handling.count()).sum::<u64>();
            prop_assert_eq!(counted, board.total.resolved());
        }
    }

    #[test]
    fn the_agencies_add_up_to_the_centre(
        lives in any_lives(),
        period in any_period(),
        at in any_instant(),
        rule in any_rule(),
    ) {
        let total = |scope| board(&lives, scope, period, at, rule, TrendFields::All).total;
        let agencies: Figures = (1..4).map(|agency| total(Scope::Agency(AgencyId(agency)))).sum();
        prop_assert_eq!(agencies, total(Scope::Centre));
    }

    #[test]
    fn a_days_bar_is_what_that_days_board_counts(lives in any_lives(), at in any_instant(), rule in any_rule()) {
        let board = |period| board(&lives, Scope::Centre, period, at, rule, TrendFields::All);
        let month = Period::month(calendar().local_date(at));
        for bar in board(month).chart {
            let day = board(Period::today(bar.date)).total;
            prop_assert_eq!((bar.received, bar.resolved), (day.received(), day.resolved()));
        }
    }

    #[test]
    fn both_sides_of_the_comparison_are_the_boards_of_those_days(
        lives in any_lives(),
        period in any_period(),
        hours in 0..48i64,
        rule in any_rule(),
    ) {
        let at = period.bounds(&calendar()).0.max(half_hour(0)) + Duration::hours(hours * 13);
        let board = |period| board(&lives, Scope::Centre, period, at, rule, TrendFields::All);
        let Some(comparison) = board(period).comparison else { return Ok(()) };
        let days = crate::period::comparison_days(&period, at, &calendar()).unwrap();
        for (flow, days) in [(comparison.current, days.current), (comparison.previous, days.previous)] {
            let total = board(days).total;
            prop_assert_eq!(flow.received, total.received());
            prop_assert_eq!((flow.in_time, flow.late), (total.in_time(), total.late));
        }
    }
}

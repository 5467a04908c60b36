//! The board of the counters = the board of the events = the plain count.

use std::collections::BTreeSet;

use chrono::Duration;

use sanh_domain::board::count::Count;
use sanh_domain::board::model::{Board, TrendFields};
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::lateness::DeadlineRule;
use sanh_domain::dossier::{Action, Dossier, Intake};
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::scope::Scope;
use sanh_store::{SettingKey, Store};

use super::centre::{Offices, Work, date, listed_fields, local, manager};
use super::engine::contract;

/// The plain count of what the test itself knows.
async fn plain(store: &Store, work: &Work, board: &Board, recorded_by: Option<Instant>) -> Board {
    let centre = store.centre(board.at).await.unwrap();
    let calendar = match board.scope {
        Scope::Centre => centre.calendar,
        Scope::Agency(agency) => centre.calendar.for_agency(agency),
    };
    let mut count = Count::new(
        board.scope,
        board.period,
        board.at,
        centre.rules.lateness,
        &calendar,
    )
    .with_trend_fields(board.trend_fields.clone());
    let status_at = count.status_at();
    for (dossier, events) in work.known.values() {
        let then =
            Dossier::replay_until(&dossier.intake(), events, status_at, recorded_by).unwrap();
        if let Some(dossier) = then {
            count.add(&dossier);
        }
    }
    count.finish(&listed_fields(store).await)
}

async fn assert_all_agree(store: &Store, work: &Work, at: Instant) {
    let today = store.centre(at).await.unwrap().calendar.local_date(at);
    let periods = [
        Period::today(today),
        Period::month(today),
        Period::quarter(today),
        Period::year(today),
        Period::government_month(today),
        Period::range(today - Duration::days(40), today + Duration::days(3)).unwrap(),
    ];
    for scope in [Scope::Centre, Scope::Agency(work.offices.agencies[1])] {
        for period in periods {
            let counted = store.board(scope, period, at).await.unwrap();
            let replayed = store
                .figures_from_history(scope, period, at, None)
                .await
                .unwrap();
            assert_eq!(counted, replayed, "{scope:?} {period:?} at {at}");
            assert_eq!(
                counted,
                plain(store, work, &counted, None).await,
                "{scope:?} {period:?} at {at}"
            );
            assert!(counted.total.is_consistent());
        }
    }
}

contract! {
    async fn the_three_ways_to_count_agree_at_many_instants(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 11, local("2026-03-02 08:00")).await.changing_receptions();
        for _ in 0..3 {
            work.go_on(store, 60).await;
            let today = store.centre(work.now).await.unwrap().calendar.local_date(work.now);
            let midnight = store.centre(work.now).await.unwrap().calendar.day_start(today + Duration::days(1));
            let due: BTreeSet<Instant> = work.dossiers().filter_map(|dossier| dossier.due_at).filter(|due| *due > work.now).collect();
            let mut instants = vec![work.now, midnight - Duration::milliseconds(1), midnight];
            instants.extend(due.iter().take(2).flat_map(|due| [*due, *due + Duration::seconds(59), *due + Duration::minutes(1)]));
            for at in instants {
                assert_all_agree(store, &work, at).await;
            }
        }
    }
}

contract! {
    async fn the_ways_to_count_agree_after_a_change_of_the_deadline_rule(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 12, local("2026-03-02 08:00")).await.changing_receptions();
        work.go_on(store, 80).await;
        let tomorrow = store.centre(work.now).await.unwrap().calendar.local_date(work.now) + Duration::days(1);
        store.set(SettingKey::DeadlineRule, tomorrow, "day").await.unwrap();
        work.now += Duration::days(1);
        work.go_on(store, 60).await;
        let report = store.verify(work.now).await.unwrap();
        assert!(report.is_clean(), "{report}");
        assert_eq!(store.centre(work.now).await.unwrap().rules.lateness.rule, DeadlineRule::Day);
        let refused = store.set(SettingKey::DeadlineRule, date("2026-03-02"), "day").await.unwrap_err();
        assert!(refused.to_string().contains("restate"), "{refused}");
    }
}

contract! {
    async fn a_dossier_turns_overdue_by_the_clock_with_no_write(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let opened = store.receive(offices.intake(1, Channel::Direct, 1), local("2026-05-04 07:30"), &manager(), true).await.unwrap();
        let due = opened.dossier.due_at.unwrap();
        assert_eq!(due, local("2026-05-04 17:00"));
        let number = store.change_number().await.unwrap();
        let turn = store.next_due(Scope::Centre, opened.dossier.last_event_at).await.unwrap().unwrap();
        assert_eq!(turn, due + Duration::minutes(1));
        let month = Period::month(date("2026-05-04"));
        let before = store.board(Scope::Centre, month, turn - Duration::milliseconds(1)).await.unwrap().total;
        let after = store.board(Scope::Centre, month, turn).await.unwrap().total;
        assert_eq!((before.within, before.overdue), (1, 0));
        assert_eq!((after.within, after.overdue), (0, 1));
        assert_eq!(store.next_due(Scope::Centre, turn).await.unwrap(), None);
        assert_eq!(store.change_number().await.unwrap(), number);
    }
}

contract! {
    async fn a_dossier_paused_when_overdue_stays_overdue(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let opened = store.receive(offices.intake(1, Channel::Direct, 1), local("2026-05-04 07:30"), &manager(), true).await.unwrap();
        let ask = Action::AskPapers { reason: "thiếu giấy tờ".to_owned() };
        store.act(&opened.dossier.code, ask, 1, local("2026-05-05 08:00"), &manager()).await.unwrap();
        let at = local("2026-05-06 09:00");
        let board = store.board(Scope::Centre, Period::month(date("2026-05-06")), at).await.unwrap();
        assert_eq!((board.total.overdue, board.total.paused), (1, 0));
        assert_eq!(board, store.figures_from_history(Scope::Centre, board.period, at, None).await.unwrap());
    }
}

contract! {
    async fn a_month_corrected_after_it_was_signed_shows_both_figures(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let opened = store.receive(offices.intake(1, Channel::Direct, 3), local("2026-04-20 08:00"), &manager(), true).await.unwrap();
        let code = opened.dossier.code;
        store.act(&code, Action::Resolve, 1, local("2026-04-22 08:00"), &manager()).await.unwrap();
        let signed_at = local("2026-05-01 08:00");
        let correct = Action::Correct { reason: "trả nhầm".to_owned() };
        store.act(&code, correct, 2, local("2026-05-06 08:00"), &manager()).await.unwrap();
        let april = Period::month(date("2026-04-01"));
        let now = local("2026-05-07 08:00");
        let signed = store.figures_from_history(Scope::Centre, april, now, Some(signed_at)).await.unwrap();
        let revised = store.figures_from_history(Scope::Centre, april, now, None).await.unwrap();
        assert_eq!((signed.total.resolved(), signed.total.open()), (1, 0));
        assert_eq!((revised.total.resolved(), revised.total.open()), (0, 1));
        let may = store.board(Scope::Centre, Period::month(date("2026-05-07")), now).await.unwrap();
        assert_eq!((may.total.carried, may.total.open()), (1, 1), "what is open at the end of April is carried into May");
    }
}

contract! {
    async fn past_periods_as_signed_equal_the_plain_count_of_what_was_known(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 13, local("2026-03-02 08:00")).await;
        work.go_on(store, 80).await;
        let signed_at = work.now;
        work.go_on(store, 80).await;
        for recorded_by in [None, Some(signed_at)] {
            for period in [Period::month(date("2026-03-10")), Period::today(date("2026-03-12")), Period::year(date("2026-03-10"))] {
                let board = store.figures_from_history(Scope::Centre, period, work.now, recorded_by).await.unwrap();
                assert_eq!(board, plain(store, &work, &board, recorded_by).await, "{period:?} {recorded_by:?}");
            }
        }
    }
}

contract! {
    async fn disclosed_fields_are_fixed_at_the_first_board_of_the_year(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        assert!(store.disclosed_fields(2026).await.unwrap().fields().is_empty(), "nothing is known of 2025");
        for number in 0..300 {
            let at = local("2025-06-02 08:00") + Duration::minutes(number);
            let number = usize::try_from(number).unwrap();
            store.receive(offices.intake(number, Channel::Online, 5), at, &manager(), true).await.unwrap();
        }
        let chosen = store.disclosed_fields(2026).await.unwrap();
        assert!(!chosen.fields().is_empty());
        assert!(!chosen.shows(offices.fields[3]), "a sensitive field is never shown");
        database.execute("UPDATE dossier SET field_id = 1").await;
        assert_eq!(store.disclosed_fields(2026).await.unwrap(), chosen);
        let now = local("2026-01-05 08:00");
        let agency = store.board(Scope::Agency(offices.agencies[0]), Period::month(date("2026-01-05")), now).await.unwrap();
        assert_eq!(agency.trend_fields, TrendFields::Only(chosen.fields().clone()));
    }
}

contract! {
    async fn no_field_is_folded_alone_in_two_years_running(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        // 2024 shows one field. In 2025 all three exceed the threshold, the first one by the least.
        let volumes = [("2024-06-03 08:00", [60, 0, 0]), ("2025-06-02 08:00", [60, 70, 80])];
        let mut number = 0;
        for (first, counts) in volumes {
            let fields = offices.fields.iter().zip(counts);
            for field in fields.flat_map(|(field, count)| std::iter::repeat_n(*field, count)) {
                let at = local(first) + Duration::minutes(i64::try_from(number).unwrap());
                let intake = Intake { field, procedure: None, ..offices.intake(number, Channel::Online, 5) };
                store.receive(intake, at, &manager(), true).await.unwrap();
                number += 1;
            }
        }
        let before = store.disclosed_fields(2025).await.unwrap();
        let after = store.disclosed_fields(2026).await.unwrap();
        assert!(before.shows(offices.fields[0]) && before.folded().len() >= 2, "{before:?}");
        let in_both = before.folded().intersection(after.folded()).count();
        assert_ne!(in_both, 1, "what is open at New Year is on boards of both years: {before:?} {after:?}");
    }
}

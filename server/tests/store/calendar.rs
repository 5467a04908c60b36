//! A change of the calendar: what it would do, what it does, and that nothing else moves.

use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::{AuditAct, AuditLine};
use sanh_domain::centre::change::{
    CalendarChange, CalendarPlan, ChangePreview, DueTimePolicy, SHOWN_MAX,
};
use sanh_domain::deadline::office_hours::{CalendarDay, OfficeHours};
use sanh_domain::deadline::seed::seed_office_hours;
use sanh_domain::deadline::{DayStatus, Instant};
use sanh_domain::dossier::amend::Change;
use sanh_domain::dossier::{Action, DossierCode, EventKind};
use sanh_domain::id::AgencyId;
use sanh_domain::procedure::channel::Channel;
use sanh_store::{AuditActor, AuditQuery, CalendarOutcome, DeliveryOutcome, Slip, Store};

use super::centre::{Offices, action, code, date, local, manager};
use super::engine::contract;

/// A Tuesday.
fn morning() -> Instant {
    local("2026-11-24 08:00")
}

fn closure(day: &str, agency: Option<AgencyId>) -> CalendarPlan {
    days(vec![closed(day, agency)])
}

fn closed(day: &str, agency: Option<AgencyId>) -> CalendarDay {
    CalendarDay {
        date: date(day),
        agency,
        intervals: Vec::new(),
        name: "Nghỉ do bão".to_owned(),
        decision: "123/UBND-VP".to_owned(),
        status: DayStatus::Decided,
    }
}

fn days(days: Vec<CalendarDay>) -> CalendarPlan {
    plan(CalendarChange::Days(days))
}

fn plan(change: CalendarChange) -> CalendarPlan {
    CalendarPlan {
        change,
        reason: "Nghỉ do bão (123/UBND-VP)".to_owned(),
    }
}

async fn foretell(store: &Store, plan: &CalendarPlan) -> ChangePreview {
    let foretold = store.foretell(plan.clone(), AuditActor::console(), later());
    foretold.await.unwrap()
}

async fn confirm(
    store: &Store,
    plan: &CalendarPlan,
    moving: DueTimePolicy,
    mark: &str,
) -> CalendarOutcome {
    let (plan, mark) = (plan.clone(), mark.to_owned());
    let changed = store.change_calendar(plan, moving, mark, AuditActor::console(), later());
    changed.await.unwrap()
}

/// Shown and confirmed at once.
async fn change(store: &Store, plan: &CalendarPlan, moving: DueTimePolicy) -> CalendarOutcome {
    let shown = foretell(store, plan).await;
    confirm(store, plan, moving, &shown.mark).await
}

fn later() -> Instant {
    morning() + Duration::hours(3)
}

/// Receives dossier `number`, due in so many working days.
async fn receive(store: &Store, offices: &Offices, number: usize, limit_days: u32) -> DossierCode {
    let mut intake = offices.intake(number, Channel::Direct, limit_days);
    intake.limit = intake.limit.map(|limit| sanh_domain::deadline::TimeLimit {
        cutoff_15h: false,
        ..limit
    });
    let received = store.receive(intake, morning(), &manager(), true).await;
    received.unwrap().dossier.code
}

async fn act(store: &Store, code: &DossierCode, action: Action) {
    let version = store
        .dossier(code, &AgencyScope::Everywhere)
        .await
        .unwrap()
        .unwrap()
        .dossier
        .version;
    let at = morning() + Duration::hours(1);
    store
        .act(code, action, version, at, &manager())
        .await
        .unwrap();
}

async fn due(store: &Store, code: &DossierCode) -> Option<Instant> {
    store
        .dossier(code, &AgencyScope::Everywhere)
        .await
        .unwrap()
        .unwrap()
        .dossier
        .due_at
}

async fn audit(store: &Store, subject: &str) -> Vec<AuditLine> {
    let query = AuditQuery {
        subject: Some(subject.to_owned()),
        rows_max: 10,
        ..AuditQuery::default()
    };
    store.audit_lines(query).await.unwrap()
}

async fn is_sound(store: &Store) {
    let report = store.verify(later()).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

contract! {
    async fn a_closure_moves_the_due_times_of_running_and_stopped_dossiers_and_of_no_others(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let (running, stopped) = (receive(store, &offices, 3, 5).await, receive(store, &offices, 6, 5).await);
        let (ended, soon) = (receive(store, &offices, 9, 5).await, receive(store, &offices, 12, 1).await);
        act(store, &stopped, action(EventKind::AskPapers, morning())).await;
        act(store, &ended, Action::Resolve).await;
        let plan = closure("2026-11-26", None);
        let shown = foretell(store, &plan).await;
        assert_eq!((shown.moved, shown.stuck), (2, 0));
        let rows: Vec<_> = shown.moves.iter().map(|row| (&row.code, row.due, row.new_due)).collect();
        let (was, becomes) = (local("2026-12-01 08:00"), local("2026-12-02 08:00"));
        assert_eq!(rows, [(&running, was, becomes), (&stopped, was, becomes)]);
        assert_eq!(due(store, &running).await, Some(was), "it was only shown");

        assert_eq!(confirm(store, &plan, DueTimePolicy::Move, &shown.mark).await, CalendarOutcome::Now(2));
        assert_eq!(due(store, &running).await, Some(becomes));
        assert_eq!(due(store, &stopped).await, Some(becomes));
        assert_eq!(due(store, &ended).await, Some(was));
        assert_eq!(due(store, &soon).await, Some(local("2026-11-25 08:00")), "due before the closure");
        let events = store.events(&running, &AgencyScope::Everywhere).await.unwrap().unwrap();
        let last = events.last().unwrap();
        assert_eq!((last.kind, last.due_at, last.actor.as_str()), (EventKind::Recount, Some(becomes), "console"));
        assert_eq!(last.reason.as_deref(), Some("Nghỉ do bão (123/UBND-VP)"));
        let after = receive(store, &offices, 15, 5).await;
        assert_eq!(due(store, &after).await, Some(becomes), "received later, it follows the new calendar");
        is_sound(store).await;
    }
}

contract! {
    async fn the_audit_tells_of_the_row_and_of_each_due_time(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let code = receive(store, &offices, 3, 5).await;
        change(store, &closure("2026-11-26", None), DueTimePolicy::Move).await;
        let told = audit(store, "calendar_day 2026-11-26").await;
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].act, told[0].was.as_str()), (AuditAct::CentreChanged, ""));
        assert_eq!(told[0].became, "closed | Nghỉ do bão | 123/UBND-VP");
        let told = audit(store, code.as_str()).await;
        let line = (told[0].act, told[0].was.as_str(), told[0].became.as_str());
        assert_eq!(line, (AuditAct::Dossier(EventKind::Recount), "2026-12-01 08:00", "2026-12-02 08:00"));
        let removed = plan(CalendarChange::RemoveDay { date: date("2026-11-26"), agency: None });
        assert_eq!(change(store, &removed, DueTimePolicy::Move).await, CalendarOutcome::Now(1));
        assert_eq!(due(store, &code).await, Some(local("2026-12-01 08:00")), "back to the promise");
        let told = audit(store, "calendar_day 2026-11-26").await;
        assert_eq!((told.len(), told[0].became.as_str()), (2, ""));
        is_sound(store).await;
    }
}

contract! {
    async fn a_closure_of_one_agency_moves_that_agencys_due_times_only(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let (own, other) = (receive(store, &offices, 3, 5).await, receive(store, &offices, 4, 5).await);
        let plan = closure("2026-11-26", Some(offices.agencies[0]));
        assert_eq!(change(store, &plan, DueTimePolicy::Move).await, CalendarOutcome::Now(1));
        assert_eq!(due(store, &own).await, Some(local("2026-12-02 08:00")));
        assert_eq!(due(store, &other).await, Some(local("2026-12-01 08:00")));
        // The agency's own row has priority over the row for all, so the same closure for all moves only the others.
        assert_eq!(change(store, &closure("2026-11-26", None), DueTimePolicy::Move).await, CalendarOutcome::Now(1));
        assert_eq!(due(store, &own).await, Some(local("2026-12-02 08:00")));
        assert_eq!(audit(store, "calendar_day 2026-11-26 H49.1").await.len(), 1);
        is_sound(store).await;
    }
}

contract! {
    async fn due_times_that_are_left_stay_as_they_were_promised(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let code = receive(store, &offices, 3, 5).await;
        let plan = closure("2026-11-26", None);
        assert_eq!(change(store, &plan, DueTimePolicy::Leave).await, CalendarOutcome::Now(0));
        assert_eq!(due(store, &code).await, Some(local("2026-12-01 08:00")));
        assert_eq!(store.events(&code, &AgencyScope::Everywhere).await.unwrap().unwrap().len(), 1);
        assert!(!store.centre(later()).await.unwrap().calendar.is_working_day(date("2026-11-26")));
        assert_eq!(audit(store, "calendar_day 2026-11-26").await.len(), 1);
        let number = store.change_number().await.unwrap();
        assert!(foretell(store, &plan).await.is_so);
        assert_eq!(confirm(store, &plan, DueTimePolicy::Move, "").await, CalendarOutcome::Now(0), "sent twice it is done once");
        assert_eq!(store.change_number().await.unwrap(), number);
        is_sound(store).await;
    }
}

contract! {
    async fn a_confirmation_only_covers_what_was_shown(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let first = receive(store, &offices, 3, 5).await;
        let plan = closure("2026-11-26", None);
        let shown = foretell(store, &plan).await;
        act(store, &first, Action::Start).await;
        assert_eq!(foretell(store, &plan).await.mark, shown.mark, "a step that leaves the due time alone");
        receive(store, &offices, 6, 5).await;
        let CalendarOutcome::Otherwise(again) = confirm(store, &plan, DueTimePolicy::Move, &shown.mark).await else {
            panic!("one more dossier would move");
        };
        assert_eq!(again.moved, 2);
        assert_eq!(due(store, &first).await, Some(local("2026-12-01 08:00")), "nothing was written");
        assert!(store.centre(later()).await.unwrap().calendar.is_working_day(date("2026-11-26")));
        // A row that somebody else wrote for the date is not overwritten unseen.
        let other = CalendarDay { name: "Lễ".to_owned(), ..closed("2026-11-26", None) };
        change(store, &days(vec![other]), DueTimePolicy::Leave).await;
        let done = confirm(store, &plan, DueTimePolicy::Move, &again.mark).await;
        assert!(matches!(done, CalendarOutcome::Otherwise(_)), "{done:?}");
        is_sound(store).await;
    }
}

contract! {
    async fn a_swapped_day_and_its_make_up_day_cancel_out_and_neither_comes_before_the_promise(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        // Due on Friday, and on the Wednesday after the weekend.
        let (before, after) = (receive(store, &offices, 3, 3).await, receive(store, &offices, 6, 6).await);
        let made_up = CalendarDay { intervals: seed_office_hours(date("2026-01-01")).week[0].clone(), ..closed("2026-11-28", None) };
        let alone = days(vec![made_up.clone()]);
        assert_eq!(foretell(store, &alone).await.moved, 0, "nobody is promised less time than was promised");
        // Monday becomes a day off, the Saturday before it a working day.
        let swap = days(vec![closed("2026-11-30", None), made_up.clone()]);
        let shown = foretell(store, &swap).await;
        assert_eq!(shown.moved, 0, "{:?}", shown.moves);
        let alone = days(vec![closed("2026-11-30", None)]);
        assert_eq!(change(store, &alone, DueTimePolicy::Move).await, CalendarOutcome::Now(1));
        assert_eq!(due(store, &after).await, Some(local("2026-12-03 08:00")));
        assert_eq!(change(store, &days(vec![made_up]), DueTimePolicy::Move).await, CalendarOutcome::Now(1));
        assert_eq!(due(store, &after).await, Some(local("2026-12-02 08:00")), "as it was promised");
        assert_eq!(due(store, &before).await, Some(local("2026-11-27 08:00")));
        is_sound(store).await;
    }
}

contract! {
    async fn new_office_hours_hold_from_their_day_on(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let (soon, late) = (receive(store, &offices, 3, 3).await, receive(store, &offices, 6, 8).await);
        let mut hours = OfficeHours { valid_from: date("2026-12-01"), ..seed_office_hours(date("2026-12-01")) };
        // Mornings only.
        hours.week.iter_mut().for_each(|day| day.truncate(1));
        let new = plan(CalendarChange::Hours(hours));
        assert_eq!(change(store, &new, DueTimePolicy::Move).await, CalendarOutcome::Now(1));
        assert_eq!(due(store, &soon).await, Some(local("2026-11-27 08:00")));
        // 24 h 30 min of December were before the due time; a day now has four hours.
        assert_eq!(due(store, &late).await, Some(local("2026-12-09 08:00")));
        assert_eq!(audit(store, "office_hours 2026-12-01").await.len(), 1);
        let removed = plan(CalendarChange::RemoveHours { valid_from: date("2026-12-01") });
        assert_eq!(change(store, &removed, DueTimePolicy::Move).await, CalendarOutcome::Now(1));
        assert_eq!(due(store, &late).await, Some(local("2026-12-04 08:00")));
        is_sound(store).await;
    }
}

contract! {
    async fn many_due_times_move_together_and_the_soonest_are_shown(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let count = SHOWN_MAX + 20;
        for number in 0..count {
            receive(store, &offices, number, 4 + u32::from(number.is_multiple_of(2))).await;
        }
        let plan = closure("2026-11-26", None);
        let shown = foretell(store, &plan).await;
        assert_eq!((shown.moved, shown.moves.len()), (count as u64, SHOWN_MAX));
        assert!(shown.moves.is_sorted_by_key(|row| row.due));
        receive(store, &offices, count + 1, 9).await;
        assert_eq!(confirm(store, &plan, DueTimePolicy::Move, &shown.mark).await, CalendarOutcome::Now(count as u64 + 1), "one not shown one by one");
        assert_eq!(due(store, &code("H49.1-260504-0003")).await, Some(local("2026-12-01 08:00")));
        is_sound(store).await;
    }
}

fn removed(day: &str) -> CalendarPlan {
    plan(CalendarChange::RemoveDay {
        date: date(day),
        agency: None,
    })
}

/// What waits in the outbox is sent.
async fn send(store: &Store) {
    for row in store
        .take_outbox(50, later() + Duration::minutes(1))
        .await
        .unwrap()
    {
        store
            .end_outbox(&row, DeliveryOutcome::Sent, later())
            .await
            .unwrap();
    }
}

contract! {
    async fn a_day_off_that_is_taken_back_leaves_every_due_time_as_it_was(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let (running, stopped) = (receive(store, &offices, 3, 5).await, receive(store, &offices, 6, 5).await);
        let extended = receive(store, &offices, 9, 5).await;
        act(store, &stopped, action(EventKind::AskPapers, morning())).await;
        let new_due = local("2026-12-03 17:00");
        act(store, &extended, Action::Extend { reason: "Chờ giám định".to_owned(), new_due }).await;
        for day in ["2026-11-26", "2026-11-30"] {
            assert_eq!(change(store, &closure(day, None), DueTimePolicy::Move).await, CalendarOutcome::Now(3));
        }
        assert_eq!(due(store, &extended).await, Some(local("2026-12-07 17:00")));
        for day in ["2026-11-26", "2026-11-30"] {
            assert_eq!(change(store, &removed(day), DueTimePolicy::Move).await, CalendarOutcome::Now(3));
        }
        for code in [&running, &stopped] {
            assert_eq!(due(store, code).await, Some(local("2026-12-01 08:00")));
        }
        assert_eq!(due(store, &extended).await, Some(new_due));
        is_sound(store).await;
    }
}

contract! {
    async fn an_extended_dossier_is_never_brought_before_the_date_in_its_letter(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let code = receive(store, &offices, 3, 5).await;
        let new_due = local("2026-12-03 17:00");
        act(store, &code, Action::Extend { reason: "Chờ giám định".to_owned(), new_due }).await;
        let made_up = CalendarDay { intervals: seed_office_hours(date("2026-01-01")).week[0].clone(), ..closed("2026-11-28", None) };
        let plan = days(vec![made_up]);
        let shown = foretell(store, &plan).await;
        assert_eq!(shown.moved, 0);
        assert_eq!(confirm(store, &plan, DueTimePolicy::Leave, &shown.mark).await, CalendarOutcome::Now(0));
        let stored = store.dossier(&code, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier;
        assert_eq!((stored.due_at, stored.counted_due_at), (Some(new_due), Some(local("2026-12-02 17:00"))));
        assert_eq!(audit(store, code.as_str()).await.len(), 0, "nothing moved that the audit would tell of");
        let waiting = store.take_outbox(50, later() + Duration::minutes(1)).await.unwrap();
        let told: Vec<i64> = waiting.iter().filter(|row| row.code == code).map(|row| row.sequence).collect();
        assert_eq!(told, [1, 2], "nor is the applicant told of it");
        assert_eq!(change(store, &removed("2026-11-28"), DueTimePolicy::Move).await, CalendarOutcome::Now(0));
        assert_eq!(due(store, &code).await, Some(new_due));
        while store.seal_batch(50).await.unwrap() > 0 {}
        is_sound(store).await;
    }
}

contract! {
    async fn a_later_due_time_that_a_message_has_announced_stays(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let (told, untold) = (receive(store, &offices, 3, 5).await, receive(store, &offices, 6, 5).await);
        change(store, &closure("2026-11-26", Some(offices.agencies[0])), DueTimePolicy::Move).await;
        send(store).await;
        let was = due(store, &untold).await;
        assert_eq!(was, Some(local("2026-12-02 08:00")));
        let off = plan(CalendarChange::RemoveDay { date: date("2026-11-26"), agency: Some(offices.agencies[0]) });
        let shown = foretell(store, &off).await;
        assert_eq!(shown.moved, 0, "both were told: {:?}", shown.moves);
        confirm(store, &off, DueTimePolicy::Leave, &shown.mark).await;
        assert_eq!(due(store, &told).await, was);
        is_sound(store).await;
        // A due time that nobody was told may move back.
        let fresh = receive(store, &offices, 9, 5).await;
        assert_eq!(due(store, &fresh).await, Some(local("2026-12-01 08:00")));
        change(store, &closure("2026-11-27", None), DueTimePolicy::Move).await;
        assert_eq!(due(store, &fresh).await, Some(local("2026-12-02 08:00")));
        change(store, &removed("2026-11-27"), DueTimePolicy::Move).await;
        assert_eq!(due(store, &fresh).await, Some(local("2026-12-01 08:00")));
        is_sound(store).await;
    }
}

contract! {
    async fn a_later_due_time_on_a_slip_printed_again_stays(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let (printed, other) = (receive(store, &offices, 3, 5).await, receive(store, &offices, 6, 5).await);
        change(store, &closure("2026-11-26", None), DueTimePolicy::Move).await;
        let slip = Slip { pin: "000001".to_owned(), link: "link-1".to_owned() };
        store.issue_slip(&printed, slip, AuditActor::console(), later()).await.unwrap();
        assert_eq!(change(store, &removed("2026-11-26"), DueTimePolicy::Move).await, CalendarOutcome::Now(1));
        assert_eq!(due(store, &printed).await, Some(local("2026-12-02 08:00")));
        assert_eq!(due(store, &other).await, Some(local("2026-12-01 08:00")));
        is_sound(store).await;
    }
}

contract! {
    async fn a_later_due_time_on_the_same_slip_printed_once_more_stays(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let printed = receive(store, &offices, 3, 5).await;
        let slip = Slip { pin: "000001".to_owned(), link: "link-1".to_owned() };
        store.issue_slip(&printed, slip, AuditActor::console(), later()).await.unwrap();
        change(store, &closure("2026-11-26", None), DueTimePolicy::Move).await;
        let again = store.slip_of_today(&printed, &AgencyScope::Everywhere, later()).await;
        assert!(again.unwrap().is_some());
        change(store, &removed("2026-11-26"), DueTimePolicy::Move).await;
        assert_eq!(due(store, &printed).await, Some(local("2026-12-02 08:00")));
        is_sound(store).await;
    }
}

contract! {
    async fn an_amendment_to_an_earlier_due_time_replaces_what_was_told_before(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let code = receive(store, &offices, 3, 5).await;
        send(store).await;
        let dossier = store.dossier(&code, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier;
        let mut facts = dossier.reception_facts();
        facts.limit = offices.intake(3, Channel::Direct, 2).limit.map(|limit| sanh_domain::deadline::TimeLimit { cutoff_15h: false, ..limit });
        let change_to = Change { facts, papers: None, personal: Vec::new(), accepts_earlier_due: true };
        act(store, &code, Action::Amend { reason: "Ghi nhầm thủ tục".to_owned(), change: Box::new(change_to) }).await;
        assert_eq!(due(store, &code).await, Some(local("2026-11-26 08:00")));
        change(store, &closure("2026-11-25", None), DueTimePolicy::Move).await;
        assert_eq!(due(store, &code).await, Some(local("2026-11-27 08:00")));
        change(store, &removed("2026-11-25"), DueTimePolicy::Move).await;
        assert_eq!(due(store, &code).await, Some(local("2026-11-26 08:00")));
        is_sound(store).await;
    }
}

//! Linked dossiers: one promise, parts at several agencies, and what follows from an act on one of them.

use chrono::Duration;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanh_domain::account::actor::ActorRole;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::centre::change::{CalendarChange, CalendarPlan, DueTimePolicy};
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::{LimitLength, TimeLimit};
use sanh_domain::deadline::office_hours::CalendarDay;
use sanh_domain::deadline::{DayStatus, Instant};
use sanh_domain::dossier::amend::Change;
use sanh_domain::dossier::{Action, DossierCode, EndReason, EventKind, Refusal, Status, When};
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::limits::ChannelLimits;
use sanh_domain::procedure::model::ProcedurePart;
use sanh_domain::report::query::DossierFilter;
use sanh_domain::scope::Scope;
use sanh_domain::text::name::Name;
use sanh_store::{
    AuditActor, AuditQuery, ChangeOutcome, Linked, NewProcedure, ScopedFilter, Store, StoreError,
    WorklistBounds, WorklistFilter,
};

use super::centre::{action, date, local, manager};
use super::desk::{Desk, key, morning};
use super::engine::contract;

fn name(vi: &str) -> Name {
    Name {
        vi: vi.to_owned(),
        en: None,
    }
}

/// A part of a day at the second agency, and one of three days, longer than the whole, at the third.
fn parts(desk: &Desk) -> Vec<ProcedurePart> {
    let part = |agency: usize, days: u32, vi: &str| ProcedurePart {
        agency: desk.offices.agencies[agency],
        minutes: WorkingMinutes::of_days(days),
        name: name(vi),
    };
    vec![
        part(1, 1, "Trích lục bản đồ"),
        part(2, 3, "Xác định nghĩa vụ tài chính"),
    ]
}

async fn set_up(store: &Store) -> Desk {
    let desk = Desk::set_up(store).await;
    let put = store.put_procedure_parts(
        desk.procedure,
        Vec::new(),
        parts(&desk),
        AuditActor::console(),
        morning(),
    );
    assert_eq!(put.await.unwrap(), ChangeOutcome::Done);
    desk
}

async fn linked(store: &Store, code: &DossierCode) -> Linked {
    store
        .linked(code, &AgencyScope::Everywhere)
        .await
        .unwrap()
        .expect("a linked dossier")
}

/// Does something to a dossier as it stands.
async fn act(
    store: &Store,
    code: &DossierCode,
    action: Action,
    at: Instant,
) -> Result<(), StoreError> {
    let version = store
        .dossier(code, &AgencyScope::Everywhere)
        .await
        .unwrap()
        .unwrap()
        .dossier
        .version;
    store
        .act(code, action, version, at, &manager())
        .await
        .map(drop)
}

fn why() -> String {
    "thiếu giấy tờ".to_owned()
}

contract! {
    async fn one_reception_makes_a_whole_and_a_part_at_each_agency(database: Database) {
        let store = &database.store;
        let desk = set_up(store).await;
        let code = desk.receive(store, 1).await;
        let Linked { whole, parts } = linked(store, &code).await;
        assert!(whole.is_whole() && parts.iter().all(|part| part.dossier.is_part()));
        assert_eq!(whole.due_at, Some(local("2026-11-26 08:00")));
        let told: Vec<_> = parts.iter().map(|part| {
            (part.name.vi.as_str(), part.dossier.agency, part.dossier.due_at, part.dossier.status)
        }).collect();
        assert_eq!(told, [
            ("Trích lục bản đồ", desk.offices.agencies[1], Some(local("2026-11-25 08:00")), Status::Received),
            ("Xác định nghĩa vụ tài chính", desk.offices.agencies[2], whole.due_at, Status::Received),
        ]);
        let codes: Vec<&str> = parts.iter().map(|part| part.dossier.code.as_str()).collect();
        assert_eq!(codes, ["H49.2-261124-0001", "H49.3-261124-0001"]);
        assert_eq!(linked(store, &parts[1].dossier.code).await.whole, whole);
        // The applicant gets one message and finds one dossier.
        assert_eq!(store.outbox_counts().await.unwrap().waiting, 1);
        let report = store.verify(morning()).await.unwrap();
        assert!(report.is_clean() && report.dossiers == 3, "{report}");
    }
}

contract! {
    async fn the_centre_counts_one_and_each_agency_its_part(database: Database) {
        let store = &database.store;
        let desk = set_up(store).await;
        desk.receive(store, 1).await;
        let november = Period::month(morning().date_naive());
        let received = async |scope| store.board(scope, november, morning()).await.unwrap().total.received();
        assert_eq!(received(Scope::Centre).await, 1);
        let by_agency = desk.offices.agencies.iter().map(|agency| Scope::Agency(*agency));
        let mut counted = Vec::new();
        for scope in by_agency {
            counted.push(received(scope).await);
        }
        assert_eq!(counted, [0, 1, 1]);
    }
}

contract! {
    async fn each_agency_has_its_part_in_its_list(database: Database) {
        let store = &database.store;
        let desk = set_up(store).await;
        let code = desk.receive(store, 1).await;
        let parts = linked(store, &code).await.parts;
        for (agency, expected) in desk.offices.agencies.iter().zip([&code, &parts[0].dossier.code, &parts[1].dossier.code]) {
            let filter = WorklistFilter {
                statuses: vec![Status::Received],
                scope: AgencyScope::Agencies([*agency].into()),
                procedure: None,
                assignees: Vec::new(),
                papers_asked_before: None,
                bounds: WorklistBounds::default(),
                is_reversed: false,
                after: None,
                rows_max: 10,
            };
            let listed = store.worklist(filter).await.unwrap();
            assert_eq!(listed.iter().map(|row| &row.dossier.code).collect::<Vec<_>>(), [expected]);
        }
    }
}

contract! {
    async fn the_whole_waits_while_a_part_does_and_is_resolved_with_the_last(database: Database) {
        let store = &database.store;
        let desk = set_up(store).await;
        let code = desk.receive(store, 1).await;
        let parts = linked(store, &code).await.parts;
        let (first, second) = (&parts[0].dossier.code, &parts[1].dossier.code);
        let whole = async || linked(store, &code).await.whole;
        act(store, first, Action::Start, local("2026-11-24 09:00")).await.unwrap();
        assert_eq!(whole().await.status, Status::InProcess);
        act(store, first, Action::AskPapers { reason: why() }, local("2026-11-24 10:00")).await.unwrap();
        assert_eq!((whole().await.status, whole().await.paused_at), (Status::PapersAsked, Some(local("2026-11-24 10:00"))));
        // The other part goes on in the meantime.
        act(store, second, Action::Resolve, local("2026-11-24 14:00")).await.unwrap();
        act(store, first, Action::PapersReceived, local("2026-11-25 10:00")).await.unwrap();
        let resumed = whole().await;
        assert_eq!((resumed.status, resumed.due_at), (Status::InProcess, Some(local("2026-11-27 08:00"))));
        assert!(linked(store, &code).await.parts.iter().all(|part| part.dossier.due_at <= resumed.due_at));
        let refused = act(store, &code, Action::Resolve, local("2026-11-25 10:30")).await;
        assert!(matches!(refused, Err(StoreError::Refused(Refusal::PartsOpen))), "{refused:?}");
        act(store, first, Action::Resolve, local("2026-11-25 11:00")).await.unwrap();
        let done = whole().await;
        assert_eq!((done.end_reason, done.ended_at), (Some(EndReason::Resolved), Some(local("2026-11-25 11:00"))));
        // Correcting the result of the last part also takes back the result of the whole.
        act(store, first, Action::Correct { reason: why() }, local("2026-11-25 11:05")).await.unwrap();
        assert_eq!(whole().await.status, Status::InProcess);
        act(store, first, Action::Resolve, local("2026-11-25 13:00")).await.unwrap();
        act(store, &code, Action::HandOver, local("2026-11-25 14:00")).await.unwrap();
        let Linked { whole, parts } = linked(store, &code).await;
        assert_eq!(whole.status, Status::HandedOver);
        assert!(parts.iter().all(|part| part.dossier.status == Status::HandedOver));
        let late = act(store, first, Action::Correct { reason: why() }, local("2026-11-25 15:00")).await;
        assert!(matches!(late, Err(StoreError::Refused(Refusal::DoneToWhole))), "{late:?}");
        let report = store.verify(local("2026-11-25 15:00")).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn a_stopped_or_withdrawn_whole_ends_with_its_parts(database: Database) {
        let store = &database.store;
        let desk = set_up(store).await;
        let (stopped, withdrawn) = (desk.receive(store, 1).await, desk.receive(store, 2).await);
        let at = local("2026-11-24 10:00");
        act(store, &stopped, Action::Stop { reason: why() }, at).await.unwrap();
        act(store, &withdrawn, Action::AskWithdrawal { reason: why() }, at).await.unwrap();
        let waiting = linked(store, &withdrawn).await;
        assert!(waiting.parts.iter().all(|part| part.dossier.status == Status::WithdrawalAsked));
        act(store, &withdrawn, Action::DeclineWithdrawal { reason: why() }, at).await.unwrap();
        assert!(linked(store, &withdrawn).await.parts.iter().all(|part| part.dossier.status == Status::Received));
        act(store, &withdrawn, Action::AskWithdrawal { reason: why() }, at).await.unwrap();
        act(store, &withdrawn, Action::ConfirmWithdrawal { reason: why() }, at).await.unwrap();
        for (code, reason) in [(stopped, EndReason::Ineligible), (withdrawn, EndReason::Withdrawn)] {
            let Linked { whole, parts } = linked(store, &code).await;
            let ended = std::iter::once(&whole).chain(parts.iter().map(|part| &part.dossier));
            assert!(ended.clone().all(|it| it.end_reason == Some(reason)), "{:?}", ended.collect::<Vec<_>>());
        }
        let lines = store.audit_lines(AuditQuery { rows_max: 100, ..AuditQuery::default() }).await.unwrap();
        assert!(lines.len() > 6, "what follows is in the audit, too");
        let report = store.verify(at).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn refused_at_reception_it_has_no_parts_and_a_change_leaves_what_was_received(database: Database) {
        let store = &database.store;
        let desk = set_up(store).await;
        let received = desk.receive(store, 1).await;
        let mut refused = desk.opening(2);
        (refused.channel, refused.refused) = (sanh_domain::procedure::channel::Channel::Online, Some(why()));
        let opened = store.open_dossier(key("refused"), desk.by.clone(), refused, morning()).await;
        let stale = store.put_procedure_parts(desk.procedure, Vec::new(), Vec::new(), AuditActor::console(), morning());
        assert_eq!(stale.await.unwrap(), ChangeOutcome::Stale);
        let none = store.put_procedure_parts(desk.procedure, parts(&desk), Vec::new(), AuditActor::console(), morning());
        assert_eq!(none.await.unwrap(), ChangeOutcome::Done);
        let plain = desk.receive(store, 3).await;
        assert_eq!(linked(store, &received).await.parts.len(), 2);
        assert_eq!(store.linked(&plain, &AgencyScope::Everywhere).await.unwrap(), None);
        let sanh_store::OpeningOutcome::Now(code) = opened.unwrap() else { panic!("opened before") };
        assert_eq!(store.linked(&code, &AgencyScope::Everywhere).await.unwrap(), None);
        let report = store.verify(morning()).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn an_amendment_of_the_whole_holds_for_its_parts(database: Database) {
        let store = &database.store;
        let desk = set_up(store).await;
        let code = desk.receive(store, 1).await;
        let at = local("2026-11-24 09:00");
        let whole = linked(store, &code).await.whole;
        let mut facts = whole.reception_facts();
        (facts.channel, facts.received_at) = (Channel::Post, Some(local("2026-11-24 07:40")));
        let change = Change { facts, papers: None, personal: Vec::new(), accepts_earlier_due: true };
        act(store, &code, Action::Amend { reason: why(), change: Box::new(change) }, at).await.unwrap();
        let Linked { whole, parts } = linked(store, &code).await;
        assert_eq!(whole.due_at, Some(local("2026-11-26 07:40")));
        for part in &parts {
            let told = (part.dossier.channel, part.dossier.received_at);
            assert_eq!(told, (Channel::Post, Some(local("2026-11-24 07:40"))));
            assert!(part.dossier.due_at <= whole.due_at);
        }
        assert_eq!(parts[0].dossier.due_at, Some(local("2026-11-25 07:40")));
        let report = store.verify(at).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn the_whole_is_annulled_and_restored_with_its_parts_and_reported_once(database: Database) {
        let store = &database.store;
        let desk = set_up(store).await;
        let code = desk.receive(store, 1).await;
        let (at, november) = (local("2026-11-24 09:00"), Period::month(morning().date_naive()));
        let part = linked(store, &code).await.parts[0].dossier.clone();
        let refused = act(store, &part.code, Action::Annul { reason: why() }, at).await;
        assert!(matches!(refused, Err(StoreError::Refused(Refusal::DoneToWhole))), "{refused:?}");
        act(store, &code, Action::Annul { reason: why() }, at).await.unwrap();
        let Linked { whole, parts } = linked(store, &code).await;
        assert!(whole.is_annulled() && parts.iter().all(|part| part.dossier.is_annulled()));
        for scope in [Scope::Centre, Scope::Agency(part.agency)] {
            assert_eq!(store.board(scope, november, at).await.unwrap().total.received(), 0);
        }
        let within = |agency| ScopedFilter { cut: DossierFilter { agency, ..DossierFilter::default() }, ..ScopedFilter::all(AgencyScope::Everywhere) };
        for (agency, told) in [(None, &code), (Some(part.agency), &part.code)] {
            let changes = store.reception_changes(within(agency), november).await.unwrap();
            let codes: Vec<_> = changes.annulled.iter().map(|change| &change.code).collect();
            assert_eq!(codes, [told]);
        }
        let alone = act(store, &part.code, Action::Correct { reason: why() }, at).await;
        assert!(matches!(alone, Err(StoreError::Refused(Refusal::DoneToWhole))), "{alone:?}");
        act(store, &code, Action::Correct { reason: why() }, at).await.unwrap();
        let Linked { whole, parts } = linked(store, &code).await;
        assert!(!whole.is_annulled() && parts.iter().all(|part| !part.dossier.is_annulled()));
        assert_eq!(store.board(Scope::Agency(part.agency), november, at).await.unwrap().total.received(), 1);
        let report = store.verify(at).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn an_agency_that_is_joined_with_another_gives_it_its_parts(database: Database) {
        let store = &database.store;
        let desk = set_up(store).await;
        let [into, from] = [desk.offices.agencies[0], desk.offices.agencies[1]];
        store.merge_agencies(from, into, AuditActor::console(), morning()).await.unwrap();
        let code = desk.receive(store, 1).await;
        assert_eq!(linked(store, &code).await.parts[0].dossier.agency, into);
        let stale = store.put_procedure_parts(desk.procedure, parts(&desk), Vec::new(), AuditActor::console(), morning());
        assert_eq!(stale.await.unwrap(), ChangeOutcome::Stale);
    }
}

contract! {
    async fn no_day_off_of_a_parts_agency_moves_it_past_the_promise(database: Database) {
        let store = &database.store;
        let desk = set_up(store).await;
        let code = desk.receive(store, 1).await;
        let (at, agency) = (local("2026-11-24 09:00"), desk.offices.agencies[2]);
        let day = CalendarDay {
            date: date("2026-11-25"),
            agency: Some(agency),
            intervals: Vec::new(),
            name: "Nghỉ do bão".to_owned(),
            decision: "123/UBND-VP".to_owned(),
            status: DayStatus::Decided,
        };
        let plan = CalendarPlan { change: CalendarChange::Days(vec![day]), reason: "Nghỉ do bão".to_owned() };
        let shown = store.foretell(plan.clone(), AuditActor::console(), at).await.unwrap();
        assert_eq!(shown.moved, 0);
        store.change_calendar(plan, DueTimePolicy::Move, shown.mark, AuditActor::console(), at).await.unwrap();
        let Linked { whole, parts } = linked(store, &code).await;
        assert_eq!(parts[1].dossier.due_at, whole.due_at);
        let report = store.verify(at).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn the_state_of_the_whole_always_follows_its_parts(database: Database) {
        let store = &database.store;
        whatever_is_done(store, set_up(store).await, 41).await;
    }
}

contract! {
    async fn a_whole_in_days_of_the_calendar_holds_its_parts_in_working_hours(database: Database) {
        let store = &database.store;
        let desk = set_up(store).await;
        let limit = TimeLimit { length: LimitLength::Days(2), cutoff_15h: false };
        let mut procedures = store.procedures().await.unwrap().into_iter();
        let listed = procedures.find(|it| it.id == desk.procedure).unwrap();
        let new = NewProcedure { code: listed.code, field: listed.field, name: listed.name, limit: ChannelLimits { general: Some(limit), ..ChannelLimits::default() } };
        store.put_procedures(vec![new]).await.unwrap();
        whatever_is_done(store, desk, 42).await;
    }
}

/// Random acts of everybody on a dozen linked dossiers: what holds of whole and parts holds after each.
async fn whatever_is_done(store: &Store, desk: Desk, seed: u64) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut codes = Vec::new();
    for number in 0..12 {
        let whole = desk.receive(store, number).await;
        let parts = linked(store, &whole).await.parts;
        codes.push((
            whole,
            [parts[0].dossier.code.clone(), parts[1].dossier.code.clone()],
        ));
    }
    let (mut now, mut done) = (morning(), 0);
    for _ in 0..400 {
        now += Duration::minutes(random.random_range(1..90));
        let (whole, parts) = codes.choose(&mut random).unwrap();
        let code = if random.random_bool(0.2) {
            whole
        } else {
            parts.choose(&mut random).unwrap()
        };
        let dossier = store
            .dossier(code, &AgencyScope::Everywhere)
            .await
            .unwrap()
            .unwrap()
            .dossier;
        let mut kinds = dossier.allowed(ActorRole::Manager);
        kinds.retain(|kind| !matches!(kind, EventKind::Amend | EventKind::Annul));
        kinds.retain(|kind| {
            random.random_bool(0.3)
                || !matches!(
                    kind,
                    EventKind::Stop | EventKind::Correct | EventKind::AskWithdrawal
                )
        });
        let Some(kind) = kinds.choose(&mut random) else {
            continue;
        };
        let when = When::from(now);
        match store
            .act(
                code,
                action(*kind, now + Duration::days(2)),
                dossier.version,
                when,
                &manager(),
            )
            .await
        {
            Ok(_) => done += 1,
            Err(StoreError::Refused(_)) => {}
            Err(error) => panic!("{kind:?} of {code}: {error}"),
        }
        let Linked { whole, parts } = linked(store, whole).await;
        let parts: Vec<_> = parts.into_iter().map(|part| part.dossier).collect();
        let all_ended = parts.iter().all(|part| part.ended_at.is_some());
        // The due time of a stopped clock moves only when the clock runs again.
        let open = parts
            .iter()
            .filter(|part| part.ended_at.is_none() && whole.paused_at.is_none());
        assert!(
            open.clone().all(|part| part.due_at <= whole.due_at),
            "{kind:?}: {whole:?} {parts:?}"
        );
        assert!(
            whole.ended_at.is_none() || all_ended,
            "{kind:?}: {whole:?} {parts:?}"
        );
        if parts
            .iter()
            .all(|part| part.end_reason == Some(EndReason::Resolved))
            && dossier.is_part()
        {
            assert_eq!(whole.end_reason, Some(EndReason::Resolved), "{kind:?}");
        }
        let asked = parts
            .iter()
            .any(|part| matches!(part.status, Status::PapersAsked | Status::PaymentAsked));
        let waits = matches!(whole.status, Status::PapersAsked | Status::PaymentAsked);
        assert!(
            asked == waits || whole.status == Status::WithdrawalAsked,
            "{kind:?}: {whole:?} {parts:?}"
        );
    }
    assert!(done > 150, "{done}");
    let report = store.verify(now).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

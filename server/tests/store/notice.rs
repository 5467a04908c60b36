//! Notices on the walls.

use chrono::Duration;
use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::notice::model::{Audience, NoticeId, Priority};
use sanh_domain::notice::record::{Approval, NoticePhase};
use sanh_domain::text::name::Name;
use sanh_store::{
    AuditActor, AuditQuery, DecisionOutcome, NewNotice, NoticeSubmission, PaintedReport,
    StoreError, SubmissionOutcome,
};

use super::centre::local;
use super::engine::contract;

fn notice(vi: &str, from: Instant, until: Instant) -> NewNotice {
    NewNotice {
        text: Name {
            vi: vi.to_owned(),
            en: Some("Closed on 1 January".to_owned()),
        },
        priority: Priority::Notice,
        from,
        until,
        screens: Audience::All,
    }
}

contract! {
    async fn a_notice_wakes_the_walls_and_is_read_back_until_it_ends(database: Database) {
        let store = &database.store;
        let (from, until) = (local("2026-12-28 07:30"), local("2026-12-31 17:00"));
        let number = store.change_number().await.unwrap();
        let id = store.put_notice(notice("Nghỉ Tết Dương lịch 01/01", from, until), AuditActor::console(), local("2026-12-01 08:00")).await.unwrap();
        assert!(store.change_number().await.unwrap() > number);
        let before = store.notices_from(local("2026-12-01 08:00")).await.unwrap();
        assert_eq!((before.len(), before[0].id), (1, id), "one to come is known, so that time alone can turn the wall");
        assert_eq!((before[0].from, before[0].until), (from, until));
        assert_eq!(before[0].text.vi, "Nghỉ Tết Dương lịch 01/01");
        assert_eq!(store.notices_from(until).await.unwrap(), []);
    }
}

contract! {
    async fn a_notice_is_ended_early_and_a_coming_one_is_cancelled(database: Database) {
        let store = &database.store;
        let noon = local("2026-12-28 12:00");
        let hour = Duration::hours(1);
        let shown = store.put_notice(notice("Mất điện", noon - hour, noon + hour), AuditActor::console(), local("2026-12-01 08:00")).await.unwrap();
        let to_come = store.put_notice(notice("Họp", noon + hour, noon + hour * 2), AuditActor::console(), local("2026-12-01 08:00")).await.unwrap();
        assert!(store.end_notice(shown, AuditActor::console(), noon).await.unwrap());
        assert!(store.end_notice(to_come, AuditActor::console(), noon).await.unwrap());
        assert_eq!(store.notices_from(noon).await.unwrap(), []);
        let past = store.notices_from(noon - hour).await.unwrap();
        assert_eq!(past.iter().map(|notice| notice.id).collect::<Vec<_>>(), [shown], "what the wall showed is still known");
        assert_eq!(past[0].until, noon);
        let number = store.change_number().await.unwrap();
        assert!(!store.end_notice(shown, AuditActor::console(), noon + hour).await.unwrap(), "it has ended already");
        assert!(!store.end_notice(NoticeId(9_999), AuditActor::console(), noon).await.unwrap());
        assert_eq!(store.change_number().await.unwrap(), number);
    }
}

contract! {
    async fn a_notice_that_does_not_fit_is_refused(database: Database) {
        let store = &database.store;
        let (from, until) = (local("2026-12-28 07:30"), local("2026-12-31 17:00"));
        let wrong = [
            notice(&"a".repeat(141), from, until),
            notice(" ", from, until),
            notice("Hai\ndòng", from, until),
            notice("Nghỉ", until, from),
            notice("Nghỉ", from, from),
        ];
        for notice in wrong {
            let refused = store.put_notice(notice.clone(), AuditActor::console(), from).await.unwrap_err();
            assert!(matches!(refused, StoreError::Invalid(_)), "{notice:?}: {refused}");
        }
        assert_eq!(store.notices_from(from).await.unwrap(), []);
    }
}

fn mai() -> AuditActor {
    AuditActor {
        actor: Actor {
            name: "mai".to_owned(),
            role: ActorRole::Manager,
        },
        ..AuditActor::console()
    }
}

fn waiting(notice: NewNotice) -> NoticeSubmission {
    NoticeSubmission {
        notice,
        edited: None,
        waits: true,
    }
}

fn done(wrote: SubmissionOutcome) -> NoticeId {
    let SubmissionOutcome::Done(id) = wrote else {
        panic!("not written: {wrote:?}");
    };
    id
}

contract! {
    async fn a_notice_that_waits_is_on_no_wall_until_somebody_else_approves_it(database: Database) {
        let store = &database.store;
        let (noon, hour) = (local("2026-12-28 12:00"), Duration::hours(1));
        let new = notice("Nghỉ sớm", noon - hour, noon + hour * 2);
        let id = done(store.write_notice(waiting(new), AuditActor::console(), noon - hour).await.unwrap());
        assert_eq!(store.notices_from(noon).await.unwrap(), []);
        let own = store.approve_notice(id, 1, AuditActor::console(), noon).await.unwrap();
        assert_eq!(own, DecisionOutcome::Own);
        assert_eq!(store.approve_notice(id, 7, mai(), noon).await.unwrap(), DecisionOutcome::Changed);
        assert_eq!(store.notices_from(noon).await.unwrap(), []);
        assert_eq!(store.approve_notice(id, 1, mai(), noon).await.unwrap(), DecisionOutcome::Done);
        let shown = store.notices_from(noon).await.unwrap();
        assert_eq!((shown.len(), shown[0].from), (1, noon), "not earlier than it was approved");
        assert_eq!(store.approve_notice(id, 2, mai(), noon).await.unwrap(), DecisionOutcome::Changed);
        let query = AuditQuery { subject: Some(format!("notice {}", id.0)), rows_max: 9, ..AuditQuery::default() };
        let lines = store.audit_lines(query).await.unwrap();
        let told: Vec<_> = lines.iter().map(|line| (line.act, line.actor.as_str())).collect();
        assert_eq!(told, [(AuditAct::NoticeApproved, "mai"), (AuditAct::NoticeWritten, "console")]);
    }
}

contract! {
    async fn a_notice_is_refused_with_a_reason_and_may_be_written_anew(database: Database) {
        let store = &database.store;
        let (noon, hour) = (local("2026-12-28 12:00"), Duration::hours(1));
        let new = notice("Nghỉ sớm", noon, noon + hour * 2);
        let id = done(store.write_notice(waiting(new.clone()), AuditActor::console(), noon).await.unwrap());
        let refused = store.refuse_notice(id, 1, "sai ngày".to_owned(), mai(), noon).await.unwrap();
        assert_eq!(refused, DecisionOutcome::Done);
        let record = store.notice_record(id, &AgencyScope::Everywhere).await.unwrap().unwrap();
        let why = Approval::Refused { by: "mai".to_owned(), at: noon, reason: "sai ngày".to_owned() };
        assert_eq!((record.standing(noon), record.approval), (NoticePhase::Past, why));
        let again = NoticeSubmission { edited: Some((id, 2)), ..waiting(new) };
        assert_eq!(store.write_notice(again, AuditActor::console(), noon).await.unwrap(), SubmissionOutcome::Done(id));
        let record = store.notice_record(id, &AgencyScope::Everywhere).await.unwrap().unwrap();
        assert_eq!(record.standing(noon), NoticePhase::Waiting);
    }
}

contract! {
    async fn an_approved_version_replaces_a_shown_notice_and_the_old_one_stays_recorded(database: Database) {
        let store = &database.store;
        let (noon, hour) = (local("2026-12-28 12:00"), Duration::hours(1));
        let first = store.put_notice(notice("Mất điện", noon - hour, noon + hour), AuditActor::console(), noon - hour).await.unwrap();
        let version = |text, waits| NoticeSubmission { edited: Some((first, 1)), waits, ..waiting(notice(text, noon, noon + hour)) };
        let waits = done(store.write_notice(version("Mất nước", true), AuditActor::console(), noon).await.unwrap());
        let shown = |notices: Vec<sanh_domain::notice::model::Notice>| notices.into_iter().map(|it| it.id).collect::<Vec<_>>();
        assert_eq!(shown(store.notices_from(noon).await.unwrap()), [first], "it stays until the other is approved");
        let minute = noon + Duration::minutes(1);
        assert_eq!(store.approve_notice(waits, 1, mai(), minute).await.unwrap(), DecisionOutcome::Done);
        assert_eq!(shown(store.notices_from(minute).await.unwrap()), [waits]);
        let record = store.notice_record(first, &AgencyScope::Everywhere).await.unwrap().unwrap();
        assert_eq!((record.notice.text.vi.as_str(), record.notice.until), ("Mất điện", minute));
        let stale = store.write_notice(version("Mất mạng", false), AuditActor::console(), minute).await.unwrap();
        assert_eq!(stale, SubmissionOutcome::Changed);
    }
}

contract! {
    async fn a_notice_is_for_the_walls_it_names(database: Database) {
        let store = &database.store;
        let (from, until) = (local("2026-12-28 07:30"), local("2026-12-31 17:00"));
        let some = Audience::Named(["land".to_owned(), "tax".to_owned()].into());
        let new = NewNotice { screens: some.clone(), ..notice("Quầy 5 nghỉ", from, until) };
        let id = store.put_notice(new.clone(), AuditActor::console(), from).await.unwrap();
        assert_eq!(store.notices_from(from).await.unwrap()[0].screens, some);
        assert_eq!(store.notice_records(from, &AgencyScope::Everywhere).await.unwrap()[0].notice.screens, some);
        let all = NoticeSubmission { notice: NewNotice { screens: Audience::All, ..new.clone() }, edited: Some((id, 1)), waits: false };
        let before = from - Duration::hours(1);
        store.write_notice(all, AuditActor::console(), before).await.unwrap();
        assert_eq!(store.notices_from(from).await.unwrap()[0].screens, Audience::All);
        let none = NewNotice { screens: Audience::Named([].into()), ..new.clone() };
        assert!(store.put_notice(none, AuditActor::console(), from).await.is_err());
        let emergency = NewNotice { priority: Priority::Emergency, ..new };
        assert!(store.put_notice(emergency, AuditActor::console(), from).await.is_err(), "an emergency is for all");
    }
}

contract! {
    async fn the_first_report_of_a_wall_that_painted_an_emergency_is_kept(database: Database) {
        let store = &database.store;
        let (noon, hour) = (local("2026-12-28 12:00"), Duration::hours(1));
        let emergency = NewNotice { priority: Priority::Emergency, ..notice("Cháy", noon, noon + hour) };
        let id = store.put_notice(emergency, AuditActor::console(), noon).await.unwrap();
        let number = store.change_number().await.unwrap();
        let said = |screen: &str, id, second| PaintedReport { notice: id, screen: screen.to_owned(), at: noon + Duration::seconds(second) };
        store.put_painted(vec![said("lobby", id, 1), said("gone", NoticeId(9_999), 1)]).await.unwrap();
        store.put_painted(vec![said("lobby", id, 5), said("land", id, 2)]).await.unwrap();
        let other = database.other_process().await;
        assert_eq!(other.painted(id, &AgencyScope::Everywhere).await.unwrap(), [said("land", id, 2), said("lobby", id, 1)]);
        assert_eq!(store.change_number().await.unwrap(), number, "no wall is painted again for it");
    }
}

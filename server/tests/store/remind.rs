//! Reminders of papers: once a request, over restarts and several nodes.

use chrono::Duration;
use sanh_domain::account::model::{AgencyScope, RequestKey};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::applicant::{Applicant, Submission};
use sanh_domain::dossier::{Action, DossierCode, EventKind, Status, When};
use sanh_domain::procedure::channel::Channel;
use sanh_server::jobs::reminders;
use sanh_store::clock::Clock;
use sanh_store::{OpeningOutcome, OpeningRequest, SettingKey, Slip, Store};

use super::centre::{Offices, date, local, manager};
use super::desk::Desk;
use super::engine::contract;

/// A Tuesday.
fn morning() -> Instant {
    local("2026-11-24 08:00")
}

/// Papers of somebody who left a phone number were asked for that morning.
async fn asked(store: &Store) -> DossierCode {
    asked_of(store, "0912345678").await
}

async fn asked_of(store: &Store, phone: &str) -> DossierCode {
    let desk = Desk::set_up(store).await;
    let submission = Submission {
        applicant: Applicant::read("Lê Thị Thử", phone, "", "").unwrap(),
        ..Submission::default()
    };
    let opening = OpeningRequest {
        procedure: desk.procedure,
        agency: desk.offices.agencies[0],
        channel: Channel::Direct,
        record: serde_json::to_vec(&submission).unwrap(),
        marks: Vec::new(),
        slip: Slip {
            pin: "000000".to_owned(),
            link: "link".to_owned(),
        },
        received_at: None,
        late_reason: None,
        refused: None,
    };
    let key = RequestKey::read("r").unwrap();
    let opened = store.open_dossier(key, desk.by.clone(), opening, morning());
    let (OpeningOutcome::Now(code) | OpeningOutcome::Before(code)) = opened.await.unwrap();
    let ask = Action::AskPapers {
        reason: "Thiếu đơn.".to_owned(),
    };
    act(store, &code, ask, morning()).await;
    code
}

async fn act(store: &Store, code: &DossierCode, action: Action, at: Instant) {
    let version = store
        .dossier(code, &AgencyScope::Everywhere)
        .await
        .unwrap()
        .unwrap()
        .dossier
        .version;
    store
        .act(code, action, version, When::from(at), &manager())
        .await
        .unwrap();
}

async fn due(store: &Store, now: Instant) -> Vec<DossierCode> {
    store.reminders_due(None, 100, now).await.unwrap().codes
}

async fn kinds(store: &Store, code: &DossierCode) -> Vec<EventKind> {
    let events = store
        .events(code, &AgencyScope::Everywhere)
        .await
        .unwrap()
        .unwrap();
    events.iter().map(|event| event.kind).collect()
}

/// A clock that stands.
struct At(Instant);

impl Clock for At {
    fn now(&self) -> Instant {
        self.0
    }
}

async fn is_sound(store: &Store, now: Instant) {
    let report = store.verify(now).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

contract! {
    async fn a_reminder_goes_out_once_with_its_event_and_its_message(database: Database) {
        let store = &database.store;
        let code = asked(store).await;
        assert_eq!(due(store, local("2026-11-30 10:00")).await, []);
        // Seven days later.
        let now = local("2026-12-01 08:00");
        assert_eq!(due(store, now).await, std::slice::from_ref(&code));
        assert_eq!(due(store, local("2026-12-01 06:00")).await, [], "before the office opens");
        let (one, other) = tokio::join!(store.remind(&code, now), store.remind(&code, now));
        assert_eq!([one.unwrap(), other.unwrap()].into_iter().filter(|done| *done).count(), 1, "of two nodes one");
        assert_eq!(due(store, now).await, []);
        assert!(!store.remind(&code, now + Duration::days(1)).await.unwrap());
        assert_eq!(kinds(store, &code).await, [EventKind::Receive, EventKind::AskPapers, EventKind::Remind]);
        let stored = store.dossier(&code, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier;
        assert_eq!((stored.status, stored.papers_asked, stored.reminded_at), (Status::PapersAsked, 1, Some(now)));
        let waiting = store.take_outbox(10, now + Duration::minutes(1)).await.unwrap();
        let reminders = waiting.iter().filter(|row| row.sequence == 3).count();
        assert_eq!(reminders, 1);
        is_sound(store, now).await;
    }
}

contract! {
    async fn received_papers_get_no_reminder_and_another_request_has_its_own(database: Database) {
        let store = &database.store;
        let code = asked(store).await;
        act(store, &code, Action::PapersReceived, local("2026-11-25 08:00")).await;
        let now = local("2026-12-01 08:00");
        assert_eq!(due(store, now).await, []);
        assert!(!store.remind(&code, now).await.unwrap());
        let again = Action::AskPapers { reason: "Thiếu bản đồ.".to_owned() };
        act(store, &code, again, local("2026-11-25 09:00")).await;
        let now = local("2026-12-02 08:00");
        assert!(store.remind(&code, now).await.unwrap());
        let events = store.events(&code, &AgencyScope::Everywhere).await.unwrap().unwrap();
        assert_eq!(events.last().unwrap().reason.as_deref(), Some("Thiếu bản đồ."));
        is_sound(store, now).await;
    }
}

contract! {
    async fn the_days_before_a_reminder_are_a_setting_and_zero_means_never(database: Database) {
        let store = &database.store;
        let code = asked(store).await;
        let from = date("2026-11-24");
        store.set(SettingKey::RemindAfterDays, from, "2").await.unwrap();
        assert_eq!(due(store, local("2026-11-26 08:00")).await, std::slice::from_ref(&code));
        store.set(SettingKey::ProposeStopAfterDays, from, "5").await.unwrap();
        assert_eq!(due(store, local("2026-11-30 08:00")).await, [], "a stop is proposed by then");
        store.set(SettingKey::RemindAfterDays, from, "0").await.unwrap();
        assert_eq!(due(store, local("2026-11-26 08:00")).await, []);
    }
}

contract! {
    async fn a_page_of_reminders_begins_where_the_last_one_ended(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        for number in 0..5 {
            let intake = offices.intake(number, Channel::Direct, 5);
            let code = store.receive(intake, morning(), &manager(), true).await.unwrap().dossier.code;
            act(store, &code, Action::AskPapers { reason: "Thiếu đơn.".to_owned() }, morning()).await;
        }
        let (now, mut after, mut codes) = (local("2026-12-01 08:00"), None, Vec::new());
        loop {
            let page = store.reminders_due(after, 2, now).await.unwrap();
            codes.extend(page.codes);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), 5);
    }
}

contract! {
    async fn the_job_reminds_only_applicants_it_can_reach(database: Database) {
        let store = &database.store;
        let code = asked(store).await;
        let clock = At(local("2026-12-01 08:00"));
        assert_eq!(reminders::remind(store, &clock).await.unwrap(), 1);
        assert_eq!(reminders::remind(store, &clock).await.unwrap(), 0, "as after a restart");
        assert_eq!(kinds(store, &code).await.last(), Some(&EventKind::Remind));
    }
}

contract! {
    async fn an_applicant_without_an_address_is_not_recorded_as_reminded(database: Database) {
        let store = &database.store;
        let code = asked_of(store, "").await;
        assert_eq!(reminders::remind(store, &At(local("2026-12-01 08:00"))).await.unwrap(), 0);
        assert_eq!(kinds(store, &code).await.last(), Some(&EventKind::AskPapers));
    }
}

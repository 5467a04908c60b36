//! The desk over the store: reception, moves that count once, the work list, and what is told of each.

use std::collections::BTreeSet;

use chrono::Duration;
use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::account::model::{AccountId, AgencyScope, RequestKey, Role};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::dossier::{Action, DossierCode, Status, StatusChange};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::text::name::Name;
use sanh_store::vault::MasterKey;
use sanh_store::{
    AuditActor, AuditQuery, BlindIndex, NewAccount, NewProcedure, OpeningOutcome, OpeningRequest,
    PinOutcome, RequestOutcome, Slip, Store, StoreError, VerifyOptions, WorklistBounds,
    WorklistFilter,
};

use super::centre::{Offices, code, local, manager};
use super::engine::contract;

const RECORD: &[u8] = b"{\"somebody\": \"Le Thi Thu\"}";

pub struct Desk {
    pub by: AuditActor,
    pub offices: Offices,
    pub procedure: ProcedureId,
}

impl Desk {
    pub async fn set_up(store: &Store) -> Self {
        let offices = Offices::set_up(store).await;
        let procedure = NewProcedure {
            code: "1.001".to_owned(),
            field: offices.fields[0],
            name: Name {
                vi: "Cấp bản sao".to_owned(),
                en: None,
            },
            limit: Some(TimeLimit {
                length: WorkingMinutes::of_days(2).into(),
                cutoff_15h: false,
            })
            .into(),
        };
        let procedure = store.put_procedures(vec![procedure]).await.unwrap()[0];
        let account = NewAccount {
            name: "lan".to_owned(),
            display_name: "Lan".to_owned(),
            role: Role::Staff,
            reach: AgencyScope::Everywhere,
        };
        let account = store
            .add_account(account, AuditActor::console(), morning())
            .await
            .unwrap();
        Self {
            by: by(account),
            offices,
            procedure,
        }
    }

    pub fn opening(&self, number: u32) -> OpeningRequest {
        OpeningRequest {
            procedure: self.procedure,
            agency: self.offices.agencies[0],
            channel: Channel::Direct,
            record: RECORD.to_vec(),
            marks: vec![
                BlindIndex {
                    kind: "phone",
                    text: format!("09{number:08}"),
                },
                BlindIndex {
                    kind: "name",
                    text: "le thi thu".to_owned(),
                },
            ],
            slip: Slip {
                pin: format!("{number:06}"),
                link: format!("link-{number}"),
            },
            received_at: None,
            late_reason: None,
            refused: None,
        }
    }

    pub async fn receive(&self, store: &Store, number: u32) -> DossierCode {
        let opened = store
            .open_dossier(
                key(&format!("r{number}")),
                self.by.clone(),
                self.opening(number),
                morning(),
            )
            .await;
        match opened.unwrap() {
            OpeningOutcome::Now(code) => code,
            OpeningOutcome::Before(code) => panic!("{code} was there before"),
        }
    }
}

fn by(account: AccountId) -> AuditActor {
    AuditActor {
        account: Some(account),
        actor: Actor {
            name: "lan".to_owned(),
            role: ActorRole::Staff,
        },
        address: Some("192.0.2.7".parse().unwrap()),
    }
}

pub fn morning() -> Instant {
    local("2026-11-24 08:00")
}

pub fn key(text: &str) -> RequestKey {
    RequestKey::read(text).unwrap()
}

pub fn change(code: &DossierCode, action: Action, expected_version: i64) -> StatusChange {
    StatusChange {
        code: code.clone(),
        expected_version,
        action,
        occurred_at: None,
        late_reason: None,
    }
}

pub fn filter(statuses: &[Status], rows_max: u32) -> WorklistFilter {
    WorklistFilter {
        assignees: Vec::new(),
        statuses: statuses.to_vec(),
        scope: AgencyScope::Everywhere,
        procedure: None,
        papers_asked_before: None,
        bounds: WorklistBounds::default(),
        is_reversed: false,
        after: None,
        rows_max,
    }
}

contract! {
    async fn a_reception_gives_the_next_code_of_the_agencys_day_and_the_due_time(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let agency = desk.offices.agencies[0];
        let actor = desk.by.actor.clone();
        let prepared = store.prepare_dossier(desk.procedure, agency, Channel::Direct, actor, morning(), &AgencyScope::Everywhere).await.unwrap().unwrap();
        assert_eq!(prepared.code.as_str(), "H49.1-261124-0001");
        assert_eq!(prepared.due_at, Some(local("2026-11-26 08:00")), "two working days");
        assert_eq!(desk.receive(store, 1).await, prepared.code, "nobody came between");
        assert_eq!(desk.receive(store, 2).await.as_str(), "H49.1-261124-0002");
        let received = store.dossier(&prepared.code, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier;
        assert_eq!((received.status, received.due_at), (Status::Received, prepared.due_at));
        assert!(store.verify(morning()).await.unwrap().is_clean());
    }
}

contract! {
    async fn a_code_used_by_an_import_is_not_given_again(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let mut intake = desk.offices.intake(0, Channel::Direct, 2);
        intake.code = code("H49.1-261124-0001");
        store.receive(intake, morning(), &manager(), true).await.unwrap();
        assert_eq!(desk.receive(store, 1).await.as_str(), "H49.1-261124-0002");
    }
}

contract! {
    async fn a_reception_sent_again_leads_to_the_same_dossier(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let first = desk.receive(store, 1).await;
        let again = store.open_dossier(key("r1"), desk.by.clone(), desk.opening(1), morning()).await.unwrap();
        assert_eq!(again, OpeningOutcome::Before(first));
        let open = store.worklist(filter(&[Status::Received], 10)).await.unwrap();
        assert_eq!(open.len(), 1);
    }
}

contract! {
    async fn a_refusal_at_reception_is_registered_and_refused_at_once(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let opening = OpeningRequest { refused: Some("Không thuộc thẩm quyền".to_owned()), ..desk.opening(1) };
        let OpeningOutcome::Now(code) = store.open_dossier(key("x"), desk.by.clone(), opening, morning()).await.unwrap() else {
            panic!("it is new");
        };
        let refused = store.dossier(&code, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier;
        assert_eq!((refused.status, refused.received_at), (Status::Refused, None));
        let blank = OpeningRequest { refused: Some(" ".to_owned()), ..desk.opening(2) };
        let refusal = store.open_dossier(key("y"), desk.by.clone(), blank, morning()).await;
        assert!(matches!(refusal, Err(StoreError::Refused(_))), "{refusal:?}");
        let listed = store.worklist(filter(&[Status::Registered, Status::Refused], 10)).await.unwrap();
        assert_eq!(listed.len(), 1, "nothing is left of what was refused by the rules");
    }
}

contract! {
    async fn an_applicant_is_sealed_found_by_hash_and_erased_for_good_while_the_seals_hold(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let code = desk.receive(store, 1).await;
        assert_eq!(store.applicant(&code, &AgencyScope::Everywhere).await.unwrap().unwrap(), RECORD);
        let of_phone = |text: &str| vec![BlindIndex { kind: "phone", text: text.to_owned() }];
        let found = store.dossiers_by_blind_indexes(of_phone("0900000001"), &AgencyScope::Everywhere).await.unwrap();
        assert_eq!(found.iter().map(|it| &it.code).collect::<Vec<_>>(), [&code]);
        assert!(store.dossiers_by_blind_indexes(of_phone("0900000002"), &AgencyScope::Everywhere).await.unwrap().is_empty());
        for hidden in ["Le Thi Thu", "0900000001", "le thi thu"] {
            assert!(!database.holds_text(hidden).await, "{hidden} can be read from the database");
        }

        store.seal_batch(100).await.unwrap();
        assert!(store.forget_applicant(&code, AuditActor::console(), morning()).await.unwrap());
        assert_eq!(store.applicant(&code, &AgencyScope::Everywhere).await.unwrap(), None);
        assert!(store.dossiers_by_blind_indexes(of_phone("0900000001"), &AgencyScope::Everywhere).await.unwrap().is_empty());
        assert!(!store.forget_applicant(&code, AuditActor::console(), morning()).await.unwrap(), "there is nothing left");
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean() && report.seals > 0 && report.audited > 0, "{report}");
    }
}

contract! {
    async fn a_slips_number_is_tried_a_few_times_for_each_dossier_and_then_waits(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (one, two) = (desk.receive(store, 1).await, desk.receive(store, 2).await);
        let now = morning();
        assert!(store.try_pin(&one, "000001", now).await.unwrap().grant().is_some());
        assert_eq!(store.try_pin(&two, "000001", now).await.unwrap(), PinOutcome::Differs, "another dossier's");
        // Many tries at the same time: each is counted by the try itself.
        let tries = (0..12).map(|try_| {
            let wrong = format!("9{try_:05}");
            let one = &one;
            async move { store.try_pin(one, &wrong, now).await.unwrap() }
        });
        let all = futures::future::join_all(tries).await;
        assert_eq!(all.iter().filter(|one| **one == PinOutcome::Differs).count(), 4, "{all:?}");
        assert!(matches!(store.try_pin(&one, "000001", now).await.unwrap(), PinOutcome::Throttled { wait_s: 1..=30 }));
        assert!(store.try_pin(&two, "000002", now).await.unwrap().grant().is_some(), "the other is not kept waiting");
        let later = now + Duration::seconds(31);
        assert!(store.try_pin(&one, "000001", later).await.unwrap().grant().is_some());
        let unknown = code("H49.1-261124-9999");
        assert_eq!(store.try_pin(&unknown, "000001", now).await.unwrap(), PinOutcome::Differs);
    }
}

contract! {
    async fn after_the_keys_were_changed_all_that_is_sealed_opens_by_the_new_ones_and_by_no_old_one(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let code = desk.receive(store, 1).await;
        store.add_note(key("n"), desk.by.clone(), &code, "Gọi lại sau 15 giờ".to_owned(), morning()).await.unwrap();
        let (old, new) = (MasterKey::new(&[9; 32]).unwrap(), MasterKey::new(&[8; 32]).unwrap());
        let other = database.locked_process().await;
        assert!(matches!(other.unlock(&new).await, Err(StoreError::Misconfigured(_))));
        assert!(other.applicant(&code, &AgencyScope::Everywhere).await.is_err(), "locked");
        let keys = database.wrapped_keys().await;
        let marks: fn(&[u8]) -> Option<Vec<BlindIndex>> = |record| {
            (record == RECORD).then(|| vec![BlindIndex { kind: "phone", text: "0912345678".to_owned() }])
        };
        let change = store.begin_key_change(old.clone(), new.clone(), marks, morning()).await.unwrap();
        let rekeyed = store.finish_key_change(&change, marks, morning()).await.unwrap();
        assert_eq!((rekeyed.applicants, rekeyed.notes), (1, 1));
        let now = database.wrapped_keys().await;
        assert!(keys.iter().all(|key| !now.contains(key)) && now.len() == 2, "no key is under the old ones");
        // A process with the old keys writes nothing that could not be opened later, and reports the change instead of finding
        // nothing.
        let changed = |error| matches!(error, StoreError::Misconfigured(why) if why.contains("master key was changed"));
        assert!(changed(store.applicant(&code, &AgencyScope::Everywhere).await.unwrap_err()));
        assert!(changed(store.add_note(key("m"), desk.by.clone(), &code, "Nữa".to_owned(), morning()).await.unwrap_err()));

        assert!(matches!(other.unlock(&old).await, Err(StoreError::Misconfigured(_))));
        other.unlock(&new).await.unwrap();
        assert_eq!(other.applicant(&code, &AgencyScope::Everywhere).await.unwrap().unwrap(), RECORD);
        assert_eq!(other.notes(&code, &AgencyScope::Everywhere).await.unwrap()[0].text, "Gọi lại sau 15 giờ");
        let by_phone = vec![BlindIndex { kind: "phone", text: "0912345678".to_owned() }];
        assert_eq!(other.dossiers_by_blind_indexes(by_phone, &AgencyScope::Everywhere).await.unwrap().len(), 1);
        assert!(other.try_pin(&code, "000001", morning()).await.unwrap().grant().is_some(), "the slip is on paper");
        let sealed = other.slip_of_today(&code, &AgencyScope::Everywhere, morning()).await.unwrap();
        assert!(sealed.is_none(), "what was sealed under the old keys is not opened by the new ones");
    }
}

contract! {
    async fn an_interrupted_change_of_keys_continues_and_blocks_no_reads_or_writes(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let codes = [desk.receive(store, 1).await, desk.receive(store, 2).await];
        for (n, code) in codes.iter().enumerate() {
            store.add_note(key(&format!("n{n}")), desk.by.clone(), code, "Gọi lại sau 15 giờ".to_owned(), morning()).await.unwrap();
        }
        let (old, new) = (MasterKey::new(&[9; 32]).unwrap(), MasterKey::new(&[8; 32]).unwrap());
        let marks: fn(&[u8]) -> Option<Vec<BlindIndex>> = |record| {
            (record == RECORD).then(|| vec![BlindIndex { kind: "phone", text: "0912345678".to_owned() }])
        };
        // The change is interrupted after the new keys are in force.
        let whole = database.wrapped_keys().await;
        let change = store.begin_key_change(old.clone(), new.clone(), marks, morning()).await.unwrap();
        assert_eq!(database.wrapped_keys().await, whole, "nothing is sealed again yet");
        let broken: fn(&[u8]) -> Option<Vec<BlindIndex>> = |_| None;
        assert!(store.finish_key_change(&change, broken, morning()).await.is_err());

        // A server started with the new key in the meantime can open, find and write everything.
        let other = database.locked_process().await;
        assert!(matches!(other.unlock(&old).await, Err(StoreError::Misconfigured(_))));
        other.unlock(&new).await.unwrap();
        let by_phone = |text: &str| vec![BlindIndex { kind: "phone", text: text.to_owned() }];
        let third = desk.receive(&other, 3).await;
        for code in codes.iter().chain([&third]) {
            assert_eq!(other.applicant(code, &AgencyScope::Everywhere).await.unwrap().unwrap(), RECORD);
        }
        assert_eq!(other.notes(&codes[0], &AgencyScope::Everywhere).await.unwrap()[0].text, "Gọi lại sau 15 giờ");
        for phone in ["0900000001", "0900000002", "0900000003"] {
            assert_eq!(other.dossiers_by_blind_indexes(by_phone(phone), &AgencyScope::Everywhere).await.unwrap().len(), 1, "{phone}");
        }
        assert!(other.forget_applicant(&codes[0], AuditActor::console(), morning()).await.unwrap());

        // Run again with the old key, the change goes on with the rest: the third record already has the new key.
        let change = store.begin_key_change(old.clone(), new.clone(), marks, morning()).await.unwrap();
        let rekeyed = store.finish_key_change(&change, marks, morning()).await.unwrap();
        assert_eq!((rekeyed.applicants, rekeyed.notes), (1, 1));
        let now = database.wrapped_keys().await;
        assert!(whole.iter().all(|key| !now.contains(key)) && now.len() == 3, "no key is under the old ones");
        for phone in ["0912345678", "0900000003"] {
            assert_eq!(other.dossiers_by_blind_indexes(by_phone(phone), &AgencyScope::Everywhere).await.unwrap().len(), 1, "{phone}");
        }
        let last = database.locked_process().await;
        last.unlock(&new).await.unwrap();
        assert_eq!(last.applicant(&codes[1], &AgencyScope::Everywhere).await.unwrap().unwrap(), RECORD);
        assert_eq!(last.applicant(&third, &AgencyScope::Everywhere).await.unwrap().unwrap(), RECORD);
        assert_eq!(last.dossiers_by_blind_indexes(by_phone("0912345678"), &AgencyScope::Everywhere).await.unwrap().len(), 1);
        assert!(last.dossiers_by_blind_indexes(by_phone("0900000001"), &AgencyScope::Everywhere).await.unwrap().is_empty(), "it was erased");
        let lines = last.audit_lines(AuditQuery { rows_max: 50, ..AuditQuery::default() }).await.unwrap();
        let told = lines.iter().filter(|line| line.act == AuditAct::MasterKeyChanged);
        let told: Vec<&str> = told.map(|line| line.became.as_str()).collect();
        assert_eq!(told, ["done: 1 applicants, 1 notes, 0 attachments", "begun"]);
    }
}

contract! {
    async fn several_dossiers_move_together_or_none_does_and_each_that_cannot_is_named(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (one, two) = (desk.receive(store, 1).await, desk.receive(store, 2).await);
        let both = |second: i64| vec![change(&one, Action::Start, 1), change(&two, Action::Start, second)];
        let RequestOutcome::None(against) = store.act_once(key("a"), desk.by.clone(), both(9), morning() + Duration::minutes(5)).await.unwrap() else {
            panic!("the second was made from another version");
        };
        assert_eq!(against.iter().map(|(code, _)| code).collect::<Vec<_>>(), [&two]);
        assert_eq!(store.dossier(&one, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier.status, Status::Received, "none has moved");
        // The key of a refused form is not used up.
        let done = store.act_once(key("a"), desk.by.clone(), both(1), morning() + Duration::minutes(5)).await.unwrap();
        assert!(matches!(done, RequestOutcome::Now(acted) if acted.len() == 2));
        let again = store.act_once(key("a"), desk.by.clone(), both(1), morning() + Duration::minutes(6)).await.unwrap();
        assert!(matches!(again, RequestOutcome::Before));
        assert_eq!(store.dossier(&one, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier.version, 2, "once");
    }
}

contract! {
    async fn the_audit_tells_who_moved_what_from_where_and_nothing_of_the_applicant(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let code = desk.receive(store, 1).await;
        let start = vec![change(&code, Action::Start, 1)];
        store.act_once(key("s"), desk.by.clone(), start, morning() + Duration::minutes(5)).await.unwrap();
        let refused = vec![change(&code, Action::HandOver, 2)];
        store.act_once(key("h"), desk.by.clone(), refused, morning() + Duration::minutes(6)).await.unwrap();
        let query = AuditQuery { subject: Some(code.to_string()), rows_max: 10, ..AuditQuery::default() };
        let lines = store.audit_lines(query).await.unwrap();
        let told: Vec<_> = lines.iter().map(|line| (line.act, line.was.as_str(), line.became.as_str())).collect();
        let acts = [AuditAct::Dossier(sanh_domain::dossier::EventKind::Start), AuditAct::Dossier(sanh_domain::dossier::EventKind::Receive)];
        assert_eq!(told, [(acts[0], "2", "4"), (acts[1], "", "2")], "what was refused is not told as done");
        assert!(lines.iter().all(|line| line.actor == "lan" && line.address.is_some()));
    }
}

contract! {
    async fn the_work_list_goes_by_due_time_page_by_page_and_shows_each_once(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        for number in 0..25_u32 {
            let mut intake = desk.offices.intake(number as usize, Channel::Direct, 1 + number % 5);
            intake.code = code(&format!("H49.1-261120-{number:04}"));
            if number % 6 == 0 {
                intake.limit = None;
            }
            store.receive(intake, local("2026-11-20 09:00"), &manager(), true).await.unwrap();
        }
        let (mut seen, mut order, mut after) = (BTreeSet::new(), Vec::new(), None);
        loop {
            let page = store.worklist(WorklistFilter { after, ..filter(&[Status::Received, Status::InProcess], 7) }).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.place);
            for row in page {
                order.push(row.dossier.due_at);
                assert!(seen.insert(row.dossier.code), "shown twice");
            }
        }
        assert_eq!(seen.len(), 25);
        let dated: Vec<_> = order.iter().flatten().collect();
        assert!(dated.is_sorted());
        assert!(order.iter().skip_while(|due| due.is_some()).all(Option::is_none), "those without a due time come last");
        let of_one = WorklistFilter { scope: AgencyScope::Agencies([desk.offices.agencies[1]].into()), ..filter(&[Status::Received], 50) };
        let of_one = store.worklist(of_one).await.unwrap();
        assert!(!of_one.is_empty() && of_one.iter().all(|row| row.dossier.agency == desk.offices.agencies[1]));
        let elsewhere = WorklistFilter { scope: AgencyScope::Agencies([AgencyId(9_999)].into()), ..filter(&[Status::Received], 50) };
        assert!(store.worklist(elsewhere).await.unwrap().is_empty());
    }
}

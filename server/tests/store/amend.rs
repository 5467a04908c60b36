//! Amended and annulled receptions, in what is kept, sealed, signed and counted.

use sanh_domain::account::model::{AccountId, AgencyScope, RequestKey, Role};
use sanh_domain::dossier::amend::{Change, PersonalField};
use sanh_domain::dossier::{Action, Dossier, DossierCode, Refusal};
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::official_form::model::{Folding, is_revised};
use sanh_store::{
    AmendmentOutcome, AmendmentRequest, AuditActor, BlindIndex, Fault, NewAccount, ScopedFilter,
    SigningOutcome, Slip, Store, StoreError, unwatched,
};

use super::centre::{Offices, date, local, manager};
use super::engine::contract;

fn october() -> Period {
    Period::month(date("2026-10-01"))
}

fn unchanged(dossier: &Dossier) -> Change {
    Change {
        facts: dossier.reception_facts(),
        papers: None,
        personal: Vec::new(),
        accepts_earlier_due: true,
    }
}

fn amend(change: Change) -> Action {
    Action::Amend {
        reason: "ghi nhầm".to_owned(),
        change: Box::new(change),
    }
}

fn annul() -> Action {
    Action::Annul {
        reason: "tiếp nhận trùng".to_owned(),
    }
}

/// Received on 5 October for two days, resolved on the 9th: late.
async fn late_in_october(store: &Store, offices: &Offices) -> Dossier {
    let intake = offices.intake(1, Channel::Direct, 2);
    let manager = manager();
    let opened = store.receive(intake, local("2026-10-05 08:00"), &manager, true);
    let code = opened.await.unwrap().dossier.code;
    let at = local("2026-10-09 08:00");
    let resolved = store.act(&code, Action::Resolve, 1, at, &manager);
    resolved.await.unwrap().dossier
}

async fn signed(
    store: &Store,
    period: Period,
) -> sanh_domain::report::official_form::signed::Signed {
    let now = local("2026-11-02 08:00");
    let row = sanh_domain::report::official_form::period::PeriodRow {
        period,
        source: "test".to_owned(),
        signed: None,
    };
    store
        .put_report_period(row, None, AuditActor::console(), now)
        .await
        .unwrap();
    let counted = store
        .cube(period, now, unwatched(), &AgencyScope::Everywhere)
        .await
        .unwrap();
    let content = store
        .report_content(counted.cube, &AgencyScope::Everywhere)
        .await
        .unwrap();
    let by = (AuditActor::console(), "Trần Minh".to_owned());
    let signing = store.sign_report(content, counted.event_id, by, now).await;
    assert_eq!(signing.unwrap(), SigningOutcome::Done);
    store
        .signed_reports(period, &AgencyScope::Everywhere)
        .await
        .unwrap()
        .pop()
        .unwrap()
}

contract! {
    async fn an_amended_reception_is_kept_sealed_and_its_own_replay(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let dossier = late_in_october(store, &offices).await;
        let mut change = unchanged(&dossier);
        change.facts.field = offices.fields[0];
        change.facts.limit = offices.intake(1, Channel::Direct, 5).limit;
        let acted = store.act(&dossier.code, amend(change), 2, local("2026-10-12 08:00"), &manager()).await.unwrap();
        let (kept, events) = store.file(&dossier.code, &AgencyScope::Everywhere).await.unwrap();
        assert_eq!((&kept, events.last()), (&acted.dossier, acted.events.last()));
        while store.seal_batch(10).await.unwrap() > 0 {}
        let report = store.verify(local("2026-10-12 09:00")).await.unwrap();
        assert!(report.is_clean(), "{report}");
        assert_eq!((report.seals, report.unsealed), (3, 0));
        // The seal covers the amendment.
        database.execute("UPDATE event SET amendment = replace(amendment, '\"makes_in_time\":true', '\"makes_in_time\":false') WHERE kind = 'amend'").await;
        let report = store.verify(local("2026-10-12 09:00")).await.unwrap();
        assert!(matches!(&report.faults[..], [Fault::Seal { event_id: 3, .. }]), "{report}");
    }
}

contract! {
    async fn a_signed_month_keeps_an_annulled_dossier_and_the_month_as_now_known_never_had_it(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let code = late_in_october(store, &offices).await.code;
        let signed = signed(store, october()).await;
        assert_eq!(signed.content.cube.total().figures.late, 1);
        store.act(&code, annul(), 2, local("2026-11-03 08:00"), &manager()).await.unwrap();
        let now = local("2026-11-04 08:00");
        let counted = store.cube(october(), now, unwatched(), &AgencyScope::Everywhere).await.unwrap();
        assert_eq!(counted.cube.total().figures, sanh_domain::board::figures::Figures::default());
        assert!(is_revised(&signed.content.cube, &counted.cube, Folding::default()));
        let then = store.count_cube(october(), now, Some(signed.at), unwatched(), &AgencyScope::Everywhere).await.unwrap();
        assert!(then.cube.counts_as(&signed.content.cube));
        // The annulled dossier can be found, verifies, and is in no counter.
        assert!(store.dossier(&code, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier.is_annulled());
        let report = store.verify(now).await.unwrap();
        assert!(report.is_clean(), "{report}");
        // After the annulment is corrected, everything is as before.
        let correct = Action::Correct { reason: "hủy nhầm".to_owned() };
        store.act(&code, correct, 3, local("2026-11-05 08:00"), &manager()).await.unwrap();
        let counted = store.cube(october(), local("2026-11-06 08:00"), unwatched(), &AgencyScope::Everywhere).await.unwrap();
        assert_eq!(counted.cube.total().figures.late, 1);
        let report = store.verify(local("2026-11-06 08:00")).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn a_signed_month_keeps_what_was_late_and_the_month_as_now_known_has_what_was_amended(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let dossier = late_in_october(store, &offices).await;
        let signed = signed(store, october()).await;
        let mut change = unchanged(&dossier);
        change.facts.agency = offices.agencies[0];
        change.facts.limit = offices.intake(1, Channel::Direct, 4).limit;
        store.act(&dossier.code, amend(change), 2, local("2026-11-03 08:00"), &manager()).await.unwrap();
        let now = local("2026-11-04 08:00");
        let counted = store.cube(october(), now, unwatched(), &AgencyScope::Everywhere).await.unwrap();
        let figures = counted.cube.total().figures;
        assert_eq!((figures.late, figures.on_time), (0, 1));
        assert!(counted.cube.cells().all(|(place, _)| place.agency == offices.agencies[0]));
        let then = store.count_cube(october(), now, Some(signed.at), unwatched(), &AgencyScope::Everywhere).await.unwrap();
        assert!(then.cube.counts_as(&signed.content.cube));
        for (agency, recorded_by, late) in [
            (offices.agencies[0], None, 0),
            (offices.agencies[1], Some(signed.at), 1),
        ] {
            let scope = sanh_domain::scope::Scope::Agency(agency);
            let board = store.figures_from_history(scope, october(), now, recorded_by).await.unwrap();
            assert_eq!((board.total.resolved(), board.total.late), (1, late));
        }
    }
}

contract! {
    async fn annulled_receptions_and_amendments_that_make_late_in_time_are_told_to_managers(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let late = late_in_october(store, &offices).await;
        let mut change = unchanged(&late);
        change.facts.limit = offices.intake(1, Channel::Direct, 4).limit;
        store.act(&late.code, amend(change), 2, local("2026-10-12 08:00"), &manager()).await.unwrap();
        let by = manager();
        let receive = |number| store.receive(offices.intake(number, Channel::Post, 3), local("2026-10-05 08:00"), &by, true);
        let mut twice = Vec::new();
        for number in [2, 3] {
            let code: DossierCode = receive(number).await.unwrap().dossier.code;
            store.act(&code, annul(), 1, local("2026-10-06 08:00"), &manager()).await.unwrap();
            twice.push(code);
        }
        let correct = Action::Correct { reason: "hủy nhầm".to_owned() };
        store.act(&twice[1], correct, 2, local("2026-10-07 08:00"), &manager()).await.unwrap();
        let other = receive(4).await.unwrap().dossier;
        let mut change = unchanged(&other);
        change.personal = vec![PersonalField::Phone];
        store.act(&other.code, amend(change), 1, local("2026-10-06 08:00"), &manager()).await.unwrap();
        let changes = store.reception_changes(ScopedFilter::all(AgencyScope::Everywhere), october()).await.unwrap();
        let codes = |changes: &[sanh_domain::report::model::ReceptionChange]| changes.iter().map(|it| it.code.clone()).collect::<Vec<_>>();
        assert_eq!(codes(&changes.annulled), [twice[0].clone()]);
        assert_eq!(codes(&changes.made_in_time), [late.code]);
        assert_eq!(changes.annulled[0].reason, "tiếp nhận trùng");
        let september = Period::month(date("2026-09-01"));
        assert_eq!(store.reception_changes(ScopedFilter::all(AgencyScope::Everywhere), september).await.unwrap(), sanh_domain::report::model::ReceptionChanges::default());
        let elsewhere = ScopedFilter { scope: AgencyScope::Agencies([sanh_domain::id::AgencyId(99)].into()), ..ScopedFilter::all(AgencyScope::Everywhere) };
        assert!(store.reception_changes(elsewhere, october()).await.unwrap().annulled.is_empty());
    }
}

contract! {
    async fn an_amended_applicant_is_found_by_what_is_true_now_and_by_nothing_else(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let now = local("2026-10-05 08:00");
        let account = NewAccount {
            name: "ha".to_owned(),
            display_name: "Hà".to_owned(),
            role: Role::Manager,
            reach: AgencyScope::Everywhere,
        };
        let account: AccountId = store.add_account(account, AuditActor::console(), now).await.unwrap();
        let by = AuditActor { account: Some(account), actor: manager(), address: None };
        let dossier = store.receive(offices.intake(1, Channel::Direct, 2), now, &manager(), true).await.unwrap().dossier;
        let mark = |text: &str| BlindIndex { kind: "phone", text: text.to_owned() };
        let amending = |version: i64, phone: &str| AmendmentRequest {
            code: dossier.code.clone(),
            expected_version: version,
            procedure: None,
            agency: dossier.agency,
            channel: dossier.channel,
            received_at: None,
            papers: None,
            personal: vec![PersonalField::Phone],
            record: Some((phone.as_bytes().to_vec(), vec![mark(phone)])),
            slip: Slip { pin: format!("{version}00000"), link: format!("link-{version}") },
            reason: "sai số".to_owned(),
            accepts_earlier_due: false,
        };
        let key = |text| RequestKey::read(text).unwrap();
        let first = store.amend_dossier(key("k1"), by.clone(), amending(1, "0900000001"), now).await.unwrap();
        assert!(matches!(first, AmendmentOutcome::Now { is_slip_replaced: true, .. }));
        let again = store.amend_dossier(key("k1"), by.clone(), amending(1, "0900000001"), now).await.unwrap();
        assert_eq!(again, AmendmentOutcome::Before);
        let stale = store.amend_dossier(key("k2"), by.clone(), amending(1, "0900000009"), now).await;
        assert!(matches!(stale, Err(StoreError::Conflict { .. })));
        store.amend_dossier(key("k3"), by.clone(), amending(2, "0900000002"), now).await.unwrap();
        assert_eq!(store.applicant(&dossier.code, &AgencyScope::Everywhere).await.unwrap().as_deref(), Some(&b"0900000002"[..]));
        assert_eq!(store.dossiers_by_blind_indexes(vec![mark("0900000001")], &AgencyScope::Everywhere).await.unwrap(), []);
        assert_eq!(store.dossiers_by_blind_indexes(vec![mark("0900000002")], &AgencyScope::Everywhere).await.unwrap().len(), 1);
        let (_, events) = store.file(&dossier.code, &AgencyScope::Everywhere).await.unwrap();
        let told = format!("{events:?}");
        assert!(!told.contains("090000"), "nothing personal in the history: {told}");
        let nothing = AmendmentRequest { personal: Vec::new(), ..amending(3, "0900000002") };
        let refused = store.amend_dossier(key("k4"), by, nothing, now).await;
        assert!(matches!(refused, Err(StoreError::Refused(Refusal::NothingAmended))));
    }
}

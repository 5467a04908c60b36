//! Report periods and their signatures: what was signed stays, and what comes after is told.

use chrono::Duration;
use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Action, DossierCode, Refusal, When};
use sanh_domain::period::{Period, PeriodKind};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::official_form::model::{
    Axis, Folding, IdentityCheck, OfficialForm, PausedColumn, differences, is_revised,
};
use sanh_domain::report::official_form::period::PeriodRow;
use sanh_domain::report::official_form::signed::{Content, Signed};
use sanh_store::{
    AuditActor, AuditQuery, Fault, PeriodOutcome, SettingKey, SigningOutcome, Store, StoreError,
    VerifyOptions, unwatched,
};

use super::centre::{Offices, Work, date, local, manager};
use super::engine::contract;

fn october() -> Period {
    Period::month(date("2026-10-01"))
}

fn staff() -> Actor {
    Actor {
        name: "lan".to_owned(),
        role: ActorRole::Staff,
    }
}

fn minh() -> (AuditActor, String) {
    let by = AuditActor {
        actor: Actor {
            name: "minh".to_owned(),
            role: ActorRole::Manager,
        },
        ..AuditActor::console()
    };
    (by, "Trần Minh".to_owned())
}

async fn list(store: &Store, period: Period) {
    let row = PeriodRow {
        period,
        source: "test".to_owned(),
        signed: None,
    };
    let put = store.put_report_period(row, None, minh().0, local("2026-11-01 08:00"));
    assert_eq!(put.await.unwrap(), PeriodOutcome::Done);
}

async fn counted(store: &Store, period: Period, now: Instant) -> (Content, i64) {
    let counted = store
        .cube(period, now, unwatched(), &AgencyScope::Everywhere)
        .await
        .unwrap();
    let content = store
        .report_content(counted.cube, &AgencyScope::Everywhere)
        .await
        .unwrap();
    (content, counted.event_id)
}

async fn sign(store: &Store, period: Period, now: Instant) -> Signed {
    let (content, event_id) = counted(store, period, now).await;
    let signing = store.sign_report(content, event_id, minh(), now).await;
    assert_eq!(signing.unwrap(), SigningOutcome::Done);
    store
        .signed_reports(period, &AgencyScope::Everywhere)
        .await
        .unwrap()
        .pop()
        .expect("it was signed")
}

/// A dossier received and resolved in October.
async fn resolved_in_october(store: &Store) -> DossierCode {
    let offices = Offices::set_up(store).await;
    let intake = offices.intake(1, Channel::Direct, 3);
    let opened = store
        .receive(intake, local("2026-10-05 08:00"), &manager(), true)
        .await
        .unwrap();
    let code = opened.dossier.code;
    let at = local("2026-10-07 08:00");
    store
        .act(&code, Action::Resolve, 1, at, &manager())
        .await
        .unwrap();
    code
}

contract! {
    async fn a_step_taken_back_after_the_month_was_signed_is_told_beside_what_was_signed(database: Database) {
        let store = &database.store;
        let code = resolved_in_october(store).await;
        list(store, october()).await;
        let signed = sign(store, october(), local("2026-11-02 08:00")).await;
        assert_eq!((signed.by.as_str(), signed.name.as_str(), signed.fingerprint.len()), ("minh", "Trần Minh", 16));

        let correct = Action::Correct { reason: "trả nhầm".to_owned() };
        store.act(&code, correct, 2, local("2026-11-03 08:00"), &manager()).await.unwrap();
        let now = local("2026-11-04 08:00");
        let (revised, _) = counted(store, october(), now).await;
        let kept = store.signed_reports(october(), &AgencyScope::Everywhere).await.unwrap();
        assert_eq!(kept, std::slice::from_ref(&signed), "what was signed stays as it was");
        assert!(is_revised(&signed.content.cube, &revised.cube, Folding::default()));
        let form = |content: &Content| OfficialForm::new(&content.cube, &content.names, Axis::Field, content.folding);
        let told: Vec<(usize, u64, u64)> = differences(&form(&signed.content), &form(&revised))
            .iter().filter(|it| it.name.is_none()).map(|it| (it.column, it.was, it.is)).collect();
        assert_eq!(told, [(7, 1, 0), (8, 1, 0), (11, 0, 1), (13, 0, 1)], "from early to overdue at the month's end");
        // A count of what was known at the signature gives the signed figures.
        let by = store.count_cube(october(), now, Some(signed.at), unwatched(), &AgencyScope::Everywhere).await.unwrap().cube;
        assert!(by.counts_as(&signed.content.cube));

        let again = sign(store, october(), now).await;
        let kept = store.signed_reports(october(), &AgencyScope::Everywhere).await.unwrap();
        assert_eq!(kept, [signed, again.clone()], "both are kept");
        assert!(again.content.cube.counts_as(&revised.cube));
        let last = store.signed_report_of_days(Period::range(date("2026-10-01"), date("2026-11-01")).unwrap(), &AgencyScope::Everywhere).await.unwrap();
        assert_eq!(last.map(|last| last.number), Some(again.number));
        // November now begins with what October leaves after the correction.
        let november = store.cube(Period::month(date("2026-11-01")), now, unwatched(), &AgencyScope::Everywhere).await.unwrap().cube;
        assert_eq!(november.total().figures.carried, 1);
        let checks = form(&store.report_content(november, &AgencyScope::Everywhere).await.unwrap()).checks(Some(form(&revised).total.column(11)));
        assert!(checks.iter().all(|(_, held)| *held == IdentityCheck::Yes), "{checks:?}");
        store.seal_batch(100).await.unwrap();
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn a_signature_closes_the_period_to_staff_and_not_to_managers_with_a_reason(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        store.set(SettingKey::BackdateDaysMax, date("2026-01-01"), "30").await.unwrap();
        let opened = store.receive(offices.intake(1, Channel::Direct, 9), local("2026-10-30 08:00"), &manager(), true).await.unwrap();
        let code = opened.dossier.code;
        list(store, october()).await;
        let mut when = When::new(local("2026-10-30 15:00"), local("2026-11-03 08:00"));
        when.late_reason = Some("quên ghi".to_owned());
        sign(store, october(), local("2026-11-02 08:00")).await;
        let refused = store.act(&code, Action::Start, 1, when.clone(), &staff()).await;
        let until = local("2026-11-01 00:00");
        assert!(matches!(refused, Err(StoreError::Refused(Refusal::PeriodSigned { until: told })) if told == until), "{refused:?}");
        store.act(&code, Action::Start, 1, when, &manager()).await.unwrap();
        let after = When::new(local("2026-11-02 15:00"), local("2026-11-03 08:00"));
        let ask = Action::AskPapers { reason: "thiếu giấy tờ".to_owned() };
        store.act(&code, ask, 2, after, &staff()).await.unwrap();
    }
}

contract! {
    async fn events_recorded_since_the_count_stop_a_signature(database: Database) {
        let store = &database.store;
        let code = resolved_in_october(store).await;
        list(store, october()).await;
        let now = local("2026-11-02 08:00");
        let (content, event_id) = counted(store, october(), now).await;
        let hand_over = store.act(&code, Action::HandOver, 2, now, &staff()).await;
        hand_over.unwrap();
        let correct = Action::Correct { reason: "trả nhầm".to_owned() };
        store.act(&code, correct.clone(), 3, now + Duration::minutes(1), &manager()).await.unwrap();
        let harmless = store.sign_report(content.clone(), event_id, minh(), now).await.unwrap();
        assert_eq!(harmless, SigningOutcome::Done, "the handing over was not of October");
        let again = store.sign_report(content.clone(), event_id, minh(), now).await.unwrap();
        assert_eq!(again, SigningOutcome::Already, "two who sign at once are told apart");
        store.act(&code, correct, 4, now + Duration::minutes(2), &manager()).await.unwrap();
        let stopped = store.sign_report(content.clone(), event_id, minh(), now).await.unwrap();
        assert_eq!(stopped, SigningOutcome::Changed);
        let elsewhere = Content { cube: content.cube.with_period(Period::month(date("2026-09-01"))), ..content };
        assert_eq!(store.sign_report(elsewhere, event_id, minh(), now).await.unwrap(), SigningOutcome::Missing);
        assert_eq!(store.signed_reports(october(), &AgencyScope::Everywhere).await.unwrap().len(), 1);
    }
}

contract! {
    async fn a_signature_is_told_by_the_audit_and_cannot_be_changed_unseen(database: Database) {
        let store = &database.store;
        resolved_in_october(store).await;
        list(store, october()).await;
        let signed = sign(store, october(), local("2026-11-02 08:00")).await;
        let lines = store.audit_lines(AuditQuery { rows_max: 1, ..AuditQuery::default() }).await.unwrap();
        assert_eq!((lines[0].act, lines[0].actor.as_str(), &lines[0].became), (AuditAct::ReportSigned, "minh", &signed.fingerprint));
        let row = store.report_period(PeriodKind::Month, date("2026-10-01")).await.unwrap().unwrap();
        assert_eq!(row.signed, Some((signed.at, "minh".to_owned())));
        for sql in ["UPDATE signed_report SET name = 'x'", "DELETE FROM signed_report"] {
            assert!(database.try_execute(sql).await.is_err(), "{sql}");
        }
        let off = if database.is_sqlite() { "DROP TRIGGER signed_report_stays" } else { "DROP TRIGGER signed_report_stays ON signed_report" };
        database.execute(off).await;
        database.execute("UPDATE signed_report SET name = 'x'").await;
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.faults.contains(&Fault::Report { number: 1, fault: "the report was changed" }), "{report}");
        if database.is_sqlite() {
            database.execute("DROP TRIGGER signed_report_is_kept").await;
        }
        database.execute("DELETE FROM signed_report").await;
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.faults.contains(&Fault::Report { number: 1, fault: "the report is missing" }), "{report}");
    }
}

contract! {
    async fn a_signed_period_stays_as_it_is_and_others_can_be_changed(database: Database) {
        let store = &database.store;
        resolved_in_october(store).await;
        list(store, october()).await;
        let now = local("2026-11-02 08:00");
        let row = |period| PeriodRow { period, source: "test".to_owned(), signed: None };
        let name = (PeriodKind::Month, date("2026-10-01"));
        let put = async |new: PeriodRow, changing| store.put_report_period(new, changing, minh().0, now).await.unwrap();
        let overlapping = Period { to: date("2026-10-02"), from: date("2026-09-20"), kind: PeriodKind::Month };
        assert_eq!(put(row(overlapping), None).await, PeriodOutcome::Taken);
        assert_eq!(put(row(Period::quarter(date("2026-10-01"))), None).await, PeriodOutcome::Done, "of another kind");
        let longer = Period { to: date("2026-11-02"), ..october() };
        assert_eq!(put(row(longer), Some(name)).await, PeriodOutcome::Done);
        assert_eq!(put(row(october()), Some(name)).await, PeriodOutcome::Done);
        sign(store, october(), now).await;
        assert_eq!(put(row(longer), Some(name)).await, PeriodOutcome::Signed);
        let removed = async |kind, from| store.remove_report_period(kind, from, minh().0, now).await.unwrap();
        assert_eq!(removed(name.0, name.1).await, PeriodOutcome::Signed);
        assert_eq!(removed(PeriodKind::Quarter, name.1).await, PeriodOutcome::Done);
        assert_eq!(removed(PeriodKind::Quarter, name.1).await, PeriodOutcome::Missing);
        for range in ["2026-10-10", "2026-10-12"] {
            let period = Period::range(date(range), date("2026-10-20")).unwrap();
            assert_eq!(put(row(period), None).await, PeriodOutcome::Done, "any days may overlap");
        }
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn shipped_periods_are_put_once_for_the_years_of_use_and_do_not_come_back(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        store.receive(offices.intake(1, Channel::Direct, 9), local("2025-12-20 08:00"), &manager(), true).await.unwrap();
        let now = local("2026-11-02 08:00");
        // 2025, 2026 and 2027 (a government year ends in December): 19 periods a year for each of the two rules.
        assert_eq!(store.put_shipped_periods(now).await.unwrap(), 3 * 38);
        assert_eq!(store.put_shipped_periods(now).await.unwrap(), 0);
        let months = store.report_periods(PeriodKind::GovernmentMonth, date("2026-01-15"), 3).await.unwrap();
        let begins: Vec<String> = months.iter().map(|row| row.period.from.to_string()).collect();
        assert_eq!(begins, ["2025-12-15", "2025-11-15", "2025-10-15"]);
        let removed = store.remove_report_period(PeriodKind::Month, date("2026-10-01"), minh().0, now).await.unwrap();
        assert_eq!(removed, PeriodOutcome::Done);
        assert_eq!(store.put_shipped_periods(now).await.unwrap(), 0, "what was removed stays removed");
        let finished = store.finished_report_periods(date("2026-11-02")).await.unwrap();
        assert!(finished.iter().all(|row| row.period.to <= date("2026-11-02")) && !finished.is_empty());
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn signed_months_of_random_lives_are_what_was_known_then(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 31, local("2026-02-16 08:00")).await;
        work.go_on(store, 150).await;
        let march = Period::month(date("2026-02-01"));
        let put = store.put_report_period(PeriodRow { period: march, source: "test".to_owned(), signed: None }, None, minh().0, work.now);
        assert_eq!(put.await.unwrap(), PeriodOutcome::Done);
        assert!(work.now > local("2026-03-01 00:00"), "the month is over");
        let signed = sign(store, march, work.now).await;
        work.go_on(store, 150).await;
        let then = store.count_cube(march, work.now, Some(signed.at), unwatched(), &AgencyScope::Everywhere).await.unwrap().cube;
        assert!(then.counts_as(&signed.content.cube), "as signed is what was recorded by then");
    }
}

contract! {
    async fn the_folding_in_force_at_the_periods_end_is_the_reports(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        store.set(SettingKey::ReportPausedColumn, date("2026-11-01"), "9").await.unwrap();
        store.set(SettingKey::ReportRecipient, date("2026-01-01"), "Sở Nội vụ").await.unwrap();
        let opened = store.receive(offices.intake(1, Channel::Direct, 9), local("2026-10-20 08:00"), &manager(), true).await.unwrap();
        let ask = Action::AskPapers { reason: "thiếu giấy tờ".to_owned() };
        store.act(&opened.dossier.code, ask, 1, local("2026-10-21 08:00"), &manager()).await.unwrap();
        let now = local("2026-12-01 08:00");
        let column = async |period, column| {
            let (content, _) = counted(store, period, now).await;
            let form = OfficialForm::new(&content.cube, &content.names, Axis::Agency, content.folding);
            (content.folding.paused, form.total.column(column), content.recipient)
        };
        let november = Period::month(date("2026-11-01"));
        assert_eq!(column(october(), 11).await, (PausedColumn::Within, 1, "Sở Nội vụ".to_owned()));
        assert_eq!(column(november, 6).await.1, 1, "with the paused one in both");
        assert_eq!(column(november, 9).await, (PausedColumn::OnTime, 1, "Sở Nội vụ".to_owned()));
        assert!(store.set(SettingKey::ReportPausedColumn, date("2026-12-01"), "13").await.is_err());
    }
}

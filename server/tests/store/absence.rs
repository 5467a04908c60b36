//! Absences: kept, taken back, told by the audit, and without a trace in dossiers.

use chrono::{Duration, NaiveDate};
use sanh_domain::absence::model::{Absence, AbsenceRefusal};
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::dossier::{Action, Status};
use sanh_domain::id::AgencyId;
use sanh_store::{
    AuditActor, AuditQuery, NewAccount, Store, StoreError, VerifyOptions, WorklistFilter,
};

use super::centre::date;
use super::desk::{Desk, change, filter, key, morning};
use super::engine::contract;

async fn account(store: &Store, name: &str, agencies: &[AgencyId]) {
    let account = NewAccount {
        name: name.to_owned(),
        display_name: name.to_owned(),
        role: Role::Staff,
        reach: AgencyScope::Agencies(agencies.iter().copied().collect()),
    };
    store
        .add_account(account, AuditActor::console(), morning())
        .await
        .unwrap();
}

fn absence(account: &str, from: &str, to: &str, substitute: &str) -> Absence {
    Absence {
        id: 0,
        account: account.to_owned(),
        from: date(from),
        to: date(to),
        substitute: substitute.to_owned(),
    }
}

fn today() -> NaiveDate {
    date("2026-11-24")
}

async fn add(store: &Store, absence: Absence) -> Result<(), AbsenceRefusal> {
    let added = store.add_absence(absence, today(), AuditActor::console(), morning());
    added.await.unwrap()
}

contract! {
    async fn an_absence_is_kept_and_taken_back_and_the_audit_tells_of_both(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        for name in ["binh", "hoa"] {
            account(store, name, &[desk.offices.agencies[0]]).await;
        }
        add(store, absence("binh", "2026-11-24", "2026-11-26", "hoa")).await.unwrap();
        let known = store.absences_from(date("2026-11-26")).await.unwrap();
        let names: Vec<_> = known.iter().map(|it| (it.account.as_str(), it.substitute.as_str())).collect();
        assert_eq!(names, [("binh", "hoa")]);
        assert_eq!(store.absences_from(date("2026-11-27")).await.unwrap(), []);
        let twice = add(store, absence("binh", "2026-11-26", "2026-11-27", "hoa")).await;
        assert!(matches!(twice, Err(AbsenceRefusal::AwayAlready(_))), "{twice:?}");
        let chain = add(store, absence("hoa", "2026-11-26", "2026-11-27", "binh")).await;
        assert!(matches!(chain, Err(AbsenceRefusal::SubstituteAway(_))), "{chain:?}");

        let back = store.cancel_absence(known[0].id, date("2026-11-25"), AuditActor::console(), morning()).await.unwrap();
        assert!(back);
        assert_eq!(store.absences_from(date("2026-11-24")).await.unwrap()[0].to, date("2026-11-24"), "it ended the day before");
        assert!(!store.cancel_absence(known[0].id, date("2026-11-25"), AuditActor::console(), morning()).await.unwrap());
        let lines = store.audit_lines(AuditQuery { subject: Some("binh".to_owned()), actor: None, before: None, rows_max: 100 }).await.unwrap();
        let acts: Vec<_> = lines.iter().map(|line| line.act).collect();
        assert!(acts.contains(&AuditAct::AbsenceSet) && acts.contains(&AuditAct::AbsenceTakenBack), "{acts:?}");
    }
}

contract! {
    async fn a_substitute_has_an_account_and_works_at_the_agency(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        account(store, "binh", &[desk.offices.agencies[0]]).await;
        account(store, "elsewhere", &[]).await;
        let refused = add(store, absence("binh", "2026-11-24", "2026-11-26", "elsewhere")).await;
        assert_eq!(refused, Err(AbsenceRefusal::Elsewhere));
        let missing = absence("binh", "2026-11-24", "2026-11-26", "nobody");
        let missing = store.add_absence(missing, today(), AuditActor::console(), morning()).await;
        assert!(matches!(missing, Err(StoreError::Invalid(_))), "{missing:?}");
    }
}

contract! {
    async fn the_list_of_several_accounts_is_in_order_page_by_page_and_dossiers_stay_as_they_were(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        for name in ["binh", "hoa"] {
            account(store, name, &[desk.offices.agencies[0]]).await;
        }
        let mut codes = Vec::new();
        for number in 1..=4 {
            codes.push(desk.receive(store, number).await);
        }
        let names = ["binh", "hoa", "binh", "an"];
        for (number, (code, name)) in codes.iter().zip(names).enumerate() {
            let give = Action::Assign { to: Some(name.to_owned()) };
            let given = store.act_once(key(&format!("g{number}")), desk.by.clone(), vec![change(code, give, 1)], morning() + Duration::minutes(5)).await;
            given.unwrap();
        }
        let before = store.dossiers_of(codes.clone(), &AgencyScope::Everywhere).await.unwrap();
        add(store, absence("binh", "2026-11-24", "2026-11-26", "hoa")).await.unwrap();
        let both = |after, rows_max| WorklistFilter {
            assignees: vec!["hoa".to_owned(), "binh".to_owned()],
            after,
            ..filter(&[Status::Received], rows_max)
        };
        let all = store.worklist(both(None, 10)).await.unwrap();
        let listed: Vec<_> = all.iter().map(|row| row.dossier.code.clone()).collect();
        assert_eq!(listed, codes[..3]);
        let first = store.worklist(both(None, 2)).await.unwrap();
        let rest = store.worklist(both(Some(first[1].place), 2)).await.unwrap();
        assert_eq!(rest.len(), 1);
        assert_eq!(rest[0].dossier.code, codes[2]);
        let own_agency = WorklistFilter { scope: AgencyScope::Agencies([desk.offices.agencies[0]].into()), ..both(None, 10) };
        assert_eq!(store.worklist(own_agency).await.unwrap().len(), 3);
        assert_eq!(store.dossiers_of(codes, &AgencyScope::Everywhere).await.unwrap(), before, "nothing was written to a dossier");
        store.seal_batch(100).await.unwrap();
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

//! Whose hands a dossier is in, and what a signed period closes.

use std::collections::BTreeSet;

use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::dossier::{Action, Refusal, Status, When};
use sanh_domain::id::AgencyId;
use sanh_store::{Store, StoreError, VerifyOptions, WorklistFilter};

use super::centre::local;
use super::desk::{Desk, change, filter, key, morning};
use super::engine::contract;

fn give(to: Option<&str>) -> Action {
    Action::Assign {
        to: to.map(str::to_owned),
    }
}

async fn codes(store: &Store, filter: WorklistFilter) -> BTreeSet<String> {
    let rows = store.worklist(filter).await.unwrap();
    rows.iter()
        .map(|row| row.dossier.code.to_string())
        .collect()
}

contract! {
    async fn the_work_list_of_one_person_holds_what_was_given_to_them_last(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (one, two) = (desk.receive(store, 1).await, desk.receive(store, 2).await);
        let later = morning() + Duration::minutes(5);
        let both = vec![change(&one, give(Some("lan")), 1), change(&two, give(Some("lan")), 1)];
        store.act_once(key("g1"), desk.by.clone(), both, later).await.unwrap();
        store.act_once(key("g2"), desk.by.clone(), vec![change(&two, give(Some("hoa")), 2)], later).await.unwrap();
        let of = |name: &str| WorklistFilter { assignees: vec![name.to_owned()], ..filter(&[Status::Received], 10) };
        assert_eq!(codes(store, of("lan")).await, [one.to_string()].into());
        assert_eq!(codes(store, of("hoa")).await, [two.to_string()].into());
        let elsewhere = WorklistFilter { scope: AgencyScope::Agencies([AgencyId(9_999)].into()), ..of("hoa") };
        assert!(codes(store, elsewhere).await.is_empty(), "an agency that is no longer theirs");
        store.act_once(key("g3"), desk.by.clone(), vec![change(&one, give(None), 2)], later).await.unwrap();
        assert!(codes(store, of("lan")).await.is_empty());

        store.seal_batch(100).await.unwrap();
        let report = store.verify_with(VerifyOptions { as_of: Some(later), ..VerifyOptions::default() }).await.unwrap();
        assert!(report.is_clean(), "{report}");
        let changed = "UPDATE dossier SET assignee = 'someone' WHERE assignee = 'hoa'";
        assert_eq!(database.execute(changed).await, 1);
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.to_string().contains("assignee"), "{report}");
    }
}

contract! {
    async fn two_who_take_a_dossier_at_once_do_not_both_have_it(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let code = desk.receive(store, 1).await;
        let take = |name: &'static str| {
            let (by, change) = (desk.by.clone(), change(&code, give(Some(name)), 1));
            async move { store.act_once(key(name), by, vec![change], morning() + Duration::minutes(5)).await.unwrap() }
        };
        let (lan, hoa) = tokio::join!(take("lan"), take("hoa"));
        let taken = [&lan, &hoa].into_iter().filter(|done| matches!(done, sanh_store::RequestOutcome::Now(_))).count();
        assert_eq!(taken, 1, "{lan:?} {hoa:?}");
    }
}

contract! {
    async fn only_a_manager_records_what_happened_in_a_signed_period(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let code = desk.receive(store, 1).await;
        database.execute(
            "INSERT INTO report_period (kind, from_date, to_date, source, signed_at, signed_by)
             VALUES ('month', '2026-10-24', '2026-11-25', 'test', 1, 'minh'), ('month', '2026-11-25', '2026-12-25', 'test', NULL, NULL)",
        ).await;
        let before = When::new(local("2026-11-24 16:00"), local("2026-11-25 08:00"));
        let refused = store.act(&code, Action::Start, 1, before, &desk.by.actor).await;
        let until = local("2026-11-25 00:00");
        assert!(matches!(refused, Err(StoreError::Refused(Refusal::PeriodSigned { until: told })) if told == until), "{refused:?}");
        let after = When::new(local("2026-11-25 07:45"), local("2026-11-25 08:00"));
        store.act(&code, Action::Start, 1, after, &desk.by.actor).await.unwrap();
    }
}

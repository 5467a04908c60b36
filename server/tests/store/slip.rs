//! A slip that is printed again: the same on the day on which it was issued, and another one after it.

use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::DossierCode;
use sanh_store::{AuditActor, Slip, SlipOfToday, Store};

use super::desk::{Desk, morning};
use super::engine::contract;

const EVERYWHERE: AgencyScope = AgencyScope::Everywhere;

async fn of_today(store: &Store, code: &DossierCode, now: Instant) -> Option<SlipOfToday> {
    store.slip_of_today(code, &EVERYWHERE, now).await.unwrap()
}

fn next_day() -> Instant {
    morning() + Duration::days(1)
}

contract! {
    async fn a_slip_is_the_same_all_day_and_over_when_its_day_is(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let code = desk.receive(store, 1).await;
        for now in [morning(), morning() + Duration::hours(8)] {
            let kept = of_today(store, &code, now).await.unwrap();
            assert_eq!((kept.slip.pin.as_str(), kept.slip.link.as_str()), ("000001", "link-1"));
            assert_eq!(kept.issued_at, morning());
        }
        assert!(of_today(store, &code, next_day()).await.is_none(), "its day is over");
        assert!(store.try_pin(&code, "000001", next_day()).await.unwrap().grant().is_some(), "its number is not");
    }
}

contract! {
    async fn a_slip_of_another_agency_is_not_found(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let code = desk.receive(store, 1).await;
        let nowhere = AgencyScope::Agencies(std::collections::BTreeSet::new());
        assert!(store.slip_of_today(&code, &nowhere, morning()).await.unwrap().is_none());
    }
}

contract! {
    async fn after_its_day_only_hashes_of_a_slip_are_kept(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let code = desk.receive(store, 1).await;
        assert_eq!(store.forget_slip_secrets(morning()).await.unwrap(), 0, "today it is needed");
        assert_eq!(store.forget_slip_secrets(next_day()).await.unwrap(), 1);
        assert_eq!(store.forget_slip_secrets(next_day()).await.unwrap(), 0);
        assert!(of_today(store, &code, morning()).await.is_none(), "whatever the clock says");
        assert!(store.try_link("link-1").await.unwrap().is_some());
    }
}

contract! {
    async fn a_slip_issued_again_replaces_the_one_before(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let code = desk.receive(store, 1).await;
        let next = Slip { pin: "12345678".to_owned(), link: "7".to_owned() };
        store.issue_slip(&code, next.clone(), AuditActor::console(), next_day()).await.unwrap();
        assert!(of_today(store, &code, next_day()).await.unwrap().slip == next);
    }
}

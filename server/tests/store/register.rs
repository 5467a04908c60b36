//! The register of a day.

use sanh_domain::account::model::AgencyScope;
use sanh_domain::dossier::DossierCode;
use sanh_store::{OpeningRequest, Store};

use super::desk::{Desk, key, morning};
use super::engine::contract;

async fn codes(store: &Store, date: &str, scope: &AgencyScope) -> Vec<DossierCode> {
    let received = store.received_on(date.parse().unwrap(), 100, scope).await;
    let received = received.unwrap().into_iter();
    received.map(|dossier| dossier.code).collect()
}

contract! {
    async fn the_register_of_a_day_has_what_was_received_on_it_and_in_its_scope(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (first, second) = (desk.receive(store, 1).await, desk.receive(store, 2).await);
        let refused = OpeningRequest { refused: Some("Không thuộc thẩm quyền".to_owned()), ..desk.opening(3) };
        store.open_dossier(key("refused"), desk.by.clone(), refused, morning()).await.unwrap();
        let day = "2026-11-24";
        assert_eq!(codes(store, day, &AgencyScope::Everywhere).await, [first.clone(), second.clone()]);
        assert_eq!(codes(store, "2026-11-25", &AgencyScope::Everywhere).await, []);
        let [own, other] = [0, 1].map(|agency: usize| AgencyScope::Agencies([desk.offices.agencies[agency]].into()));
        assert_eq!(codes(store, day, &own).await, [first, second]);
        assert_eq!(codes(store, day, &other).await, []);
    }
}

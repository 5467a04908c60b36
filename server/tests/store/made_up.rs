//! The demo works on its own databases only.

use sanh_domain::account::model::{AgencyScope, Role};
use sanh_store::{AuditActor, NewAccount, StoreError};

use super::centre::{Offices, local};
use super::engine::contract;

fn is_refused(said: &Result<(), StoreError>) -> bool {
    matches!(said, Err(StoreError::Misconfigured(why)) if why.contains("not made up"))
}

contract! {
    async fn an_empty_database_is_marked_as_made_up_and_stays_so_when_it_is_filled(database: Database) {
        let store = &database.store;
        let now = local("2026-11-23 08:00");
        assert!(!store.is_made_up().await.unwrap());
        assert!(store.refuse_real_centre().await.is_ok());
        store.mark_made_up(now).await.unwrap();
        assert!(store.is_made_up().await.unwrap());
        Offices::set_up(store).await;
        store.mark_made_up(now).await.unwrap();
        assert!(store.refuse_real_centre().await.is_ok());
        assert!(database.other_process().await.is_made_up().await.unwrap());
    }
}

contract! {
    async fn a_real_centre_is_refused_even_if_it_only_has_an_administrator(database: Database) {
        let store = &database.store;
        let now = local("2026-11-23 08:00");
        let an = NewAccount { name: "an".to_owned(), display_name: "An".to_owned(), role: Role::Admin, reach: AgencyScope::Everywhere };
        store.add_account(an, AuditActor::console(), now).await.unwrap();
        assert!(is_refused(&store.refuse_real_centre().await));
        assert!(is_refused(&store.mark_made_up(now).await));
        assert!(!store.is_made_up().await.unwrap());
    }
}

contract! {
    async fn a_centre_from_before_the_demo_mark_is_refused(database: Database) {
        let store = &database.store;
        Offices::set_up(store).await;
        database.execute("DROP TABLE made_up").await;
        assert!(is_refused(&store.refuse_real_centre().await));
    }
}

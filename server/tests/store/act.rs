//! One status change at a time.

use sanh_domain::account::model::AgencyScope;
use sanh_domain::dossier::{Action, Refusal, Status};
use sanh_domain::procedure::channel::Channel;
use sanh_store::StoreError;

use super::centre::{Offices, code, local, manager};
use super::engine::contract;

contract! {
    async fn a_change_is_stored_with_its_event_and_told_after_the_commit(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let changes = store.changes();
        let before = *changes.borrow();
        let now = local("2026-05-04 08:00");
        let opened = store.receive(offices.intake(1, Channel::Direct, 2), now, &manager(), true).await.unwrap();
        let code = opened.dossier.code.clone();
        let acted = store.act(&code, Action::Start, 1, local("2026-05-04 09:00"), &manager()).await.unwrap();
        assert_eq!(acted.dossier.status, Status::InProcess);
        assert_eq!(store.dossier(&code, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier, acted.dossier);
        let events = store.events(&code, &AgencyScope::Everywhere).await.unwrap().unwrap();
        assert_eq!(events, [opened.events, acted.events].concat());
        assert!(*changes.borrow() > before);
        assert_eq!(*changes.borrow(), store.change_number().await.unwrap());
    }
}

contract! {
    async fn a_change_of_a_version_that_is_gone_is_refused_and_names_the_version_found(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let now = local("2026-05-04 08:00");
        let opened = store.receive(offices.intake(1, Channel::Direct, 2), now, &manager(), true).await.unwrap();
        let code = opened.dossier.code;
        store.act(&code, Action::Start, 1, now, &manager()).await.unwrap();
        let refused = store.act(&code, Action::Resolve, 1, now, &manager()).await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict { expected: 1, found: 2, .. }), "{refused}");
        assert_eq!(store.events(&code, &AgencyScope::Everywhere).await.unwrap().unwrap().len(), 2);
    }
}

contract! {
    async fn a_change_that_the_domain_refuses_leaves_nothing_behind(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let now = local("2026-05-04 08:00");
        let opened = store.receive(offices.intake(1, Channel::Direct, 2), now, &manager(), true).await.unwrap();
        let number = store.change_number().await.unwrap();
        let refused = store.act(&opened.dossier.code, Action::HandOver, 1, now, &manager()).await.unwrap_err();
        assert!(matches!(refused, StoreError::Refused(Refusal::Transition { .. })), "{refused}");
        assert_eq!(store.change_number().await.unwrap(), number);
        assert_eq!(store.dossier(&opened.dossier.code, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier, opened.dossier);
    }
}

contract! {
    async fn a_code_is_given_once(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let now = local("2026-05-04 08:00");
        store.receive(offices.intake(1, Channel::Online, 2), now, &manager(), false).await.unwrap();
        let refused = store.receive(offices.intake(1, Channel::Online, 2), now, &manager(), false).await.unwrap_err();
        assert!(matches!(refused, StoreError::CodeTaken(taken) if taken == code("H49.1-260504-0001")));
    }
}

contract! {
    async fn an_unknown_dossier_cannot_be_acted_on(database: Database) {
        let unknown = code("H49.1-260504-9999");
        let refused = database.store.act(&unknown, Action::Start, 1, local("2026-05-04 08:00"), &manager()).await.unwrap_err();
        assert!(matches!(refused, StoreError::NotFound(found) if found == unknown));
        assert_eq!(database.store.dossier(&unknown, &AgencyScope::Everywhere).await.unwrap(), None);
    }
}

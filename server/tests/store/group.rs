//! Changes that wait together: they share reading, writing and the commit, and nobody pays for another's.

use sanh_domain::account::model::AgencyScope;
use std::future::Future;

use chrono::Duration;
use futures::future::join_all;
use sanh_domain::account::actor::Actor;
use sanh_domain::dossier::{Action, DossierCode, Refusal, Status};
use sanh_domain::procedure::channel::Channel;
use sanh_store::{AuditQuery, OpeningOutcome, RequestOutcome, Store, StoreError, VerifyOptions};

use super::centre::{Offices, code, local, manager};
use super::desk::{Desk, change, key, morning};
use super::engine::contract;

/// Dossiers of one group.
const MANY: usize = 24;

/// What comes of changes that were all waiting while somebody else had the database.
async fn together<T>(
    store: &Store,
    changes: impl IntoIterator<Item = impl Future<Output = T>>,
) -> Vec<T> {
    let (release, released) = tokio::sync::oneshot::channel::<()>();
    let (begun, has_begun) = tokio::sync::oneshot::channel::<()>();
    let batches = futures::stream::once(async move {
        let _ = begun.send(());
        let _ = released.await;
        Ok(Vec::new())
    });
    let release = async move {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        let _ = release.send(());
    };
    let waiting = async move {
        has_begun.await.expect("it has the database");
        tokio::join!(join_all(changes), release).0
    };
    let (held, done) = tokio::join!(store.bulk(batches), waiting);
    held.expect("nothing is loaded");
    done
}

async fn received(
    store: &Store,
    offices: &Offices,
    numbers: std::ops::Range<usize>,
) -> Vec<DossierCode> {
    let mut codes = Vec::new();
    for number in numbers {
        let intake = offices.intake(number, Channel::Direct, 2);
        let now = local("2026-05-04 08:00");
        let opened = store.receive(intake, now, &manager(), true).await.unwrap();
        codes.push(opened.dossier.code);
    }
    codes
}

contract! {
    async fn of_two_changes_of_one_dossier_in_a_group_the_second_sees_the_first(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let codes = received(store, &offices, 1..2).await;
        let now = local("2026-05-04 09:00");
        let (code, by) = (&codes[0], manager());
        let changes = [(Action::Start, 1), (Action::Start, 1), (Action::Resolve, 2), (Action::Resolve, 2)];
        let changes = changes.map(|(action, version)| store.act(code, action, version, now, &by));
        let done = Box::pin(together(store, changes)).await;
        assert!(done[0].is_ok(), "{done:?}");
        assert!(matches!(done[1], Err(StoreError::Conflict { expected: 1, found: 2 | 3, .. })), "{done:?}");
        assert!(done[2].is_ok(), "{done:?}");
        assert!(matches!(done[3], Err(StoreError::Conflict { expected: 2, found: 3, .. })), "{done:?}");
        let dossier = store.dossier(code, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier;
        assert_eq!((dossier.status, dossier.version), (Status::Resolved, 3));
        assert_eq!(store.events(code, &AgencyScope::Everywhere).await.unwrap().unwrap().len(), 3);
        let report = store.verify(now).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn a_dossier_opened_and_moved_on_in_one_group_is_whole(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let (now, by) = (local("2026-05-04 09:00"), manager());
        let intake = offices.intake(1, Channel::Direct, 2);
        let code = intake.code.clone();
        let opened = async { store.receive(intake, now, &by, true).await.map(drop) };
        let started = async { store.act(&code, Action::Start, 1, now, &by).await.map(drop) };
        let changes: [futures::future::BoxFuture<'_, Result<(), StoreError>>; 2] = [Box::pin(opened), Box::pin(started)];
        let done = Box::pin(together(store, changes)).await;
        assert!(done.iter().all(Result::is_ok), "{done:?}");
        assert_eq!(store.events(&code, &AgencyScope::Everywhere).await.unwrap().unwrap().len(), 2);
        let report = store.verify(now).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn a_refused_form_in_a_group_leaves_the_others_done(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let codes = received(store, &offices, 1..MANY).await;
        let (now, by, unknown) = (local("2026-05-04 09:00"), manager(), code("H49.1-260504-9999"));
        let mut changes: Vec<_> = codes.iter().map(|code| (code, Action::Start, 1)).collect();
        changes[3] = (&codes[3], Action::HandOver, 1);
        changes[5] = (&codes[5], Action::Start, 7);
        changes[7] = (&unknown, Action::Start, 1);
        let done = together(store, changes.into_iter().map(|(code, action, version)| store.act(code, action, version, now, &by))).await;
        for (place, done) in done.iter().enumerate() {
            match (place, done) {
                (3, Err(StoreError::Refused(Refusal::Transition { .. })))
                | (5, Err(StoreError::Conflict { expected: 7, found: 1, .. }))
                | (7, Err(StoreError::NotFound(_))) => {}
                (_, Ok(acted)) if ![3, 5, 7].contains(&place) => assert_eq!(acted.dossier.version, 2),
                _ => panic!("{place}: {done:?}"),
            }
        }
        for (place, code) in codes.iter().enumerate() {
            let events = store.events(code, &AgencyScope::Everywhere).await.unwrap().unwrap();
            assert_eq!(events.len(), if [3, 5, 7].contains(&place) { 1 } else { 2 }, "{place}");
        }
        let report = store.verify(now).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn a_set_of_changes_that_the_database_refuses_is_written_one_by_one(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let codes = received(store, &offices, 1..MANY).await;
        if database.is_sqlite() {
            database.execute("CREATE TRIGGER no_guilty BEFORE INSERT ON event WHEN NEW.actor = 'guilty' BEGIN SELECT raise(ABORT, 'guilty'); END").await;
        } else {
            database.execute("ALTER TABLE event ADD CONSTRAINT no_guilty CHECK (actor <> 'guilty')").await;
        }
        let now = local("2026-05-04 09:00");
        let by: Vec<Actor> = (0..codes.len()).map(|place| match place {
            11 => Actor { name: "guilty".to_owned(), ..manager() },
            _ => manager(),
        }).collect();
        let done = together(store, codes.iter().zip(&by).map(|(code, by)| store.act(code, Action::Start, 1, now, by))).await;
        for (place, done) in done.iter().enumerate() {
            assert_eq!(done.is_err(), place == 11, "{place}: {done:?}");
        }
        let report = store.verify(now).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn a_correction_among_other_changes_is_written_by_itself(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let codes = received(store, &offices, 1..MANY).await;
        let (now, by) = (local("2026-05-04 09:00"), manager());
        store.act(&codes[4], Action::Start, 1, now, &by).await.unwrap();
        let correct = Action::Correct { reason: "test".to_owned() };
        let changes = codes.iter().enumerate().map(|(place, code)| match place {
            4 => (code, correct.clone(), 2),
            _ => (code, Action::Start, 1),
        });
        let done = together(store, changes.map(|(code, action, version)| store.act(code, action, version, now, &by))).await;
        assert!(done.iter().all(Result::is_ok), "{done:?}");
        assert_eq!(store.dossier(&codes[4], &AgencyScope::Everywhere).await.unwrap().unwrap().dossier.status, Status::Received);
        let report = store.verify(now).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn forms_of_a_group_are_each_done_once_with_their_lines_in_the_audit(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let forms = (0..MANY).map(|number| {
            let opening = desk.opening(u32::try_from(number / 2).unwrap());
            // Every form is sent twice.
            store.open_dossier(key(&format!("r{}", number / 2)), desk.by.clone(), opening, morning())
        });
        let opened = together(store, forms).await;
        let mut codes = std::collections::BTreeSet::new();
        for pair in opened.chunks(2) {
            let [Ok(OpeningOutcome::Now(code)), Ok(OpeningOutcome::Before(again))] = pair else {
                panic!("{pair:?}");
            };
            assert_eq!(code, again);
            codes.insert(code.clone());
        }
        assert_eq!(codes.len(), MANY / 2, "no code is given twice");
        let later = morning() + Duration::minutes(5);
        let steps = codes.iter().enumerate().map(|(place, code)| {
            let version = if place == 2 { 9 } else { 1 };
            store.act_once(key(&format!("s{place}")), desk.by.clone(), vec![change(code, Action::Start, version)], later)
        });
        let made = together(store, steps).await;
        for (place, made) in made.iter().enumerate() {
            match made {
                Ok(RequestOutcome::None(_)) => assert_eq!(place, 2),
                Ok(RequestOutcome::Now(_)) => assert_ne!(place, 2),
                _ => panic!("{place}: {made:?}"),
            }
        }
        // The key of a refused form is not used up.
        let third = codes.iter().nth(2).unwrap();
        let again = store.act_once(key("s2"), desk.by.clone(), vec![change(third, Action::Start, 1)], later).await;
        assert!(matches!(again, Ok(RequestOutcome::Now(_))), "{again:?}");
        for code in &codes {
            let query = AuditQuery { subject: Some(code.to_string()), rows_max: 9, ..AuditQuery::default() };
            assert_eq!(store.audit_lines(query).await.unwrap().len(), 2, "{code}");
        }
        let report = store.verify_with(VerifyOptions::default()).await;
        let report = report.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

//! Many who write at once.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::Duration;

use sanh_domain::dossier::Action;
use sanh_domain::procedure::channel::Channel;
use sanh_store::StoreError;

use super::centre::{Offices, local, manager};
use super::engine::{Database, contract};

const WRITERS: usize = 32;
const ROUNDS: usize = 6;

contract! {
    async fn thirty_two_writers_neither_deadlock_nor_drift(database: Database) {
        let offices = Offices::set_up(&database.store).await;
        let store = Arc::new(database.other_process().await);
        let other = Arc::new(database.other_process().await);
        let start = local("2026-05-04 08:00");
        let writers = (0..WRITERS).map(|writer| {
            let (offices, store) = (offices.clone(), Arc::clone(if writer % 2 == 0 { &store } else { &other }));
            tokio::spawn(async move {
                for round in 0..ROUNDS {
                    let at = start + Duration::minutes(i64::try_from(round).unwrap());
                    let intake = offices.intake(writer * ROUNDS + round, Channel::Direct, 2);
                    let opened = store.receive(intake, at, &manager(), true).await.unwrap().dossier;
                    store.act(&opened.code, Action::Start, 1, at, &manager()).await.unwrap();
                    store.act(&opened.code, Action::Resolve, 2, at, &manager()).await.unwrap();
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        let report = database.store.verify(local("2026-05-04 12:00")).await.unwrap();
        assert!(report.is_clean(), "{report}");
        assert_eq!(report.dossiers, (WRITERS * ROUNDS) as u64);
    }
}

contract! {
    async fn of_several_changes_of_one_version_one_succeeds(database: Database) {
        let offices = Offices::set_up(&database.store).await;
        let now = local("2026-05-04 08:00");
        let opened = database.store.receive(offices.intake(1, Channel::Direct, 2), now, &manager(), true).await.unwrap();
        let store = Arc::new(database.other_process().await);
        let attempts = (0..WRITERS).map(|_| {
            let (store, code) = (Arc::clone(&store), opened.dossier.code.clone());
            tokio::spawn(async move { store.act(&code, Action::Start, 1, now, &manager()).await })
        });
        let mut succeeded = 0;
        for attempt in attempts.collect::<Vec<_>>() {
            match attempt.await.unwrap() {
                Ok(_) => succeeded += 1,
                Err(StoreError::Conflict { expected: 1, found: 2, .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(succeeded, 1);
    }
}

contract! {
    async fn another_process_is_noticed(database: Database) {
        let other = database.other_process().await;
        let offices = Offices::set_up(&database.store).await;
        let seen = database.store.notice_changes().await.unwrap();
        let mut changes = database.store.changes();
        changes.mark_unchanged();
        other.receive(offices.intake(1, Channel::Direct, 2), local("2026-05-04 08:00"), &manager(), true).await.unwrap();
        assert!(database.store.notice_changes().await.unwrap() > seen);
        assert!(changes.has_changed().unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_wait_together_share_a_commit() {
    let database = Database::sqlite().await;
    let offices = Offices::set_up(&database.store).await;
    let store = Arc::new(database.other_process().await);
    let count = || {
        let counts = store.writer_counts().unwrap();
        (
            counts.commits.load(Ordering::Relaxed),
            counts.changes.load(Ordering::Relaxed),
        )
    };
    let (commits, changes) = count();
    let writers = (0..200).map(|number| {
        let (store, intake) = (
            Arc::clone(&store),
            offices.intake(number, Channel::Direct, 2),
        );
        tokio::spawn(async move {
            store
                .receive(intake, local("2026-05-04 08:00"), &manager(), true)
                .await
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap().unwrap();
    }
    let (commits, changes) = (count().0 - commits, count().1 - changes);
    assert_eq!(changes, 200);
    assert!(commits < 100, "{commits} commits for {changes} changes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_change_does_not_take_its_group_with_it() {
    let database = Database::sqlite().await;
    let offices = Offices::set_up(&database.store).await;
    let now = local("2026-05-04 08:00");
    let store = Arc::new(database.other_process().await);
    let writers = (0..40).map(|number| {
        // Two requests for each code.
        let (store, intake) = (
            Arc::clone(&store),
            offices.intake(number / 2, Channel::Direct, 2),
        );
        tokio::spawn(async move { store.receive(intake, now, &manager(), true).await.is_ok() })
    });
    let mut received = 0;
    for writer in writers.collect::<Vec<_>>() {
        received += usize::from(writer.await.unwrap());
    }
    assert_eq!(received, 20);
    let report = store.verify(now).await.unwrap();
    assert!(report.is_clean() && report.dossiers == 20, "{report}");
}

//! Many dossiers at once.

use chrono::Duration;
use futures::stream;

use sanh_domain::dossier::{Action, Dossier, When};
use sanh_domain::procedure::channel::Channel;
use sanh_store::{BulkEntry, Store, StoreError};

use super::centre::{Offices, Work, counted_in, local, manager};
use super::engine::contract;

/// New dossiers, half of them resolved.
async fn entries(
    store: &Store,
    offices: &Offices,
    numbers: std::ops::Range<usize>,
) -> Vec<BulkEntry> {
    let start = local("2026-04-01 08:00");
    let centre = store.centre(start).await.unwrap();
    let entry = |number: usize| {
        let at = start + Duration::minutes(i64::try_from(number).unwrap() * 7);
        let mut intake = offices.intake(number, Channel::Online, 3);
        intake.counted_in = counted_in(number);
        let (dossier, mut events) = Dossier::open(
            intake,
            at,
            &centre.calendar,
            &centre.rules,
            &manager(),
            true,
        )
        .unwrap();
        if number.is_multiple_of(2) {
            return BulkEntry { dossier, events };
        }
        let when = When::from(at + Duration::days(3));
        let (dossier, event) = dossier
            .act(
                Action::Resolve,
                when,
                &centre.calendar,
                &centre.rules,
                &manager(),
                &[],
            )
            .unwrap();
        events.push(event);
        BulkEntry { dossier, events }
    };
    numbers.map(entry).collect()
}

contract! {
    async fn a_bulk_load_is_visible_at_once_with_its_counters(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let before = store.change_number().await.unwrap();
        let batches = vec![Ok(entries(store, &offices, 0..300).await), Ok(entries(store, &offices, 300..500).await)];
        let report = store.bulk(stream::iter(batches)).await.unwrap();
        assert_eq!((report.added, report.events), (500, 1_250));
        assert_eq!(store.change_number().await.unwrap(), before + 1, "one load is one change");
        let report = store.verify(local("2026-05-04 08:00")).await.unwrap();
        assert!(report.is_clean() && report.dossiers == 500, "{report}");
        assert_eq!((report.seals, report.unsealed), (1_250, 0), "sealed as it was written");
    }
}

contract! {
    async fn a_bulk_load_into_a_used_database_leaves_the_seals_to_the_sealer(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 31, local("2026-03-02 08:00")).await;
        work.go_on(store, 40).await;
        let (loaded, more) =
            (entries(store, &work.offices, 500..550).await, entries(store, &work.offices, 550..600).await);
        let report = store.bulk(stream::iter(vec![Ok(loaded), Ok(more)])).await.unwrap();
        assert_eq!((report.added, report.events), (100, 250));
        let report = store.verify(work.now).await.unwrap();
        assert_eq!(report.dossiers, work.known.len() as u64 + 100, "no batch is left out");
        assert_eq!(report.seals, 0, "the events before it are not sealed yet");
        work.go_on(store, 20).await;
        while store.seal_batch(100).await.unwrap() > 0 {}
        let last = entries(store, &work.offices, 600..700).await;
        store.bulk(stream::iter(vec![Ok(last)])).await.unwrap();
        let report = store.verify(local("2026-05-04 08:00").max(work.now)).await.unwrap();
        assert!(report.is_clean() && report.unsealed == 0, "{report}");
    }
}

contract! {
    async fn a_failed_bulk_load_leaves_nothing_and_keeps_the_triggers_on(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 32, local("2026-03-02 08:00")).await;
        let number = store.change_number().await.unwrap();
        let good = entries(store, &work.offices, 500..600).await;
        let bad = Err(StoreError::Invalid("line 7".to_owned()));
        let failed = store.bulk(stream::iter(vec![Ok(good.clone()), bad])).await.unwrap_err();
        assert!(matches!(failed, StoreError::Invalid(what) if what == "line 7"));
        let twice = store.bulk(stream::iter(vec![Ok(good.clone()), Ok(good)])).await.unwrap_err();
        assert!(matches!(twice, StoreError::Invalid(_)), "{twice}");
        assert_eq!(store.change_number().await.unwrap(), number);
        work.go_on(store, 30).await;
        let report = store.verify(work.now).await.unwrap();
        assert!(report.is_clean() && report.dossiers == work.known.len() as u64, "{report}");
        // The database may have skipped the numbers of the events that were rolled back.
        while store.seal_batch(100).await.unwrap() > 0 {}
        let good = entries(store, &work.offices, 500..600).await;
        store.bulk(stream::iter(vec![Ok(good)])).await.unwrap();
        while store.seal_batch(100).await.unwrap() > 0 {}
        let report = store.verify(local("2026-05-04 08:00").max(work.now)).await.unwrap();
        assert!(report.is_clean() && report.unsealed == 0, "{report}");
    }
}

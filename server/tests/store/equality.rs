//! A dossier = the replay of its events; the counters = the count of the dossiers.

use sanh_store::Fault;

use super::centre::{Work, code, local};
use super::engine::contract;

contract! {
    async fn counters_and_dossiers_follow_every_random_change(database: Database) {
        let store = &database.store;
        for seed in 0..3 {
            let mut work = Work::begin(store, seed, local("2026-03-02 08:00")).await.changing_receptions();
            if seed > 0 {
                continue;
            }
            for _ in 0..4 {
                work.go_on(store, 75).await;
                let report = store.verify(work.now).await.unwrap();
                assert!(report.is_clean(), "{report}");
            }
            let report = store.verify(work.now).await.unwrap();
            assert_eq!(report.dossiers, work.known.len() as u64);
            assert_eq!(report.events, work.known.values().map(|(_, events)| events.len() as u64).sum::<u64>());
        }
    }
}

contract! {
    async fn a_plain_sql_client_cannot_make_the_counters_drift_and_is_named(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 5, local("2026-03-02 08:00")).await;
        work.go_on(store, 60).await;
        let number = store.change_number().await.unwrap();
        let changed = database.execute("UPDATE dossier SET channel = 'post', field_id = 2 WHERE code = 'H49.1-260504-0000'").await;
        assert_eq!(changed, 1);
        assert!(store.notice_changes().await.unwrap() > number, "any client wakes the board");
        database.execute("UPDATE dossier SET paused_min = paused_min + 1 WHERE code = 'H49.1-260504-0003'").await;
        let report = store.verify(work.now).await.unwrap();
        let named = Fault::Dossier { code: code("H49.1-260504-0003"), columns: vec!["paused_min"] };
        assert_eq!(report.faults, [named]);
    }
}

contract! {
    async fn a_rebuild_makes_dossiers_from_events_and_counters_from_dossiers(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 6, local("2026-03-02 08:00")).await;
        work.go_on(store, 60).await;
        database.execute("UPDATE dossier SET paused_min = paused_min + 1, version = 9 WHERE code = 'H49.1-260504-0003'").await;
        database.execute("UPDATE flow_counter SET received_online = received_online + 1 WHERE agency_id = 0").await;
        database.execute("DELETE FROM open_counter WHERE agency_id = 1").await;
        database.execute("DELETE FROM due_counter WHERE span_days = 64").await;
        assert!(!store.verify(work.now).await.unwrap().is_clean());
        let report = store.rebuild().await.unwrap();
        assert_eq!(report.corrected, [code("H49.1-260504-0003")]);
        let report = store.verify(work.now).await.unwrap();
        assert!(report.is_clean(), "{report}");
        // The triggers work again.
        work.go_on(store, 20).await;
        let report = store.verify(work.now).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn a_counter_changed_by_hand_is_found(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 7, local("2026-03-02 08:00")).await;
        work.go_on(store, 30).await;
        database.execute("UPDATE handling_counter SET n = n + 1 WHERE agency_id = 0").await;
        database.execute("INSERT INTO open_counter VALUES (9, 9, 1, 0, 0, 0, 0, 0)").await;
        database.execute("INSERT INTO due_counter VALUES (9, 64, 300, 9, 1)").await;
        let report = store.verify(work.now).await.unwrap();
        assert!(!report.is_clean());
        for table in ["open_counter", "due_counter"] {
            assert!(report.faults.iter().any(|fault| matches!(fault, Fault::Counter { counter, .. } if counter.starts_with(table))), "{table}");
        }
    }
}

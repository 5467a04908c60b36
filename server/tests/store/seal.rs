//! The chain over the events.

use sanh_domain::audit::model::AuditAct;
use sanh_store::{AuditActor, AuditEntry, Fault, SealHead, SealKey, Store, VerifyOptions};

use super::centre::{Work, local};
use super::engine::{Database, contract};

async fn sealed(database: &Database) -> Work {
    let work = Work::begin(&database.store, 21, local("2026-03-02 08:00"));
    let mut work = work.await.changing_receptions();
    work.go_on(&database.store, 60).await;
    while database.store.seal_batch(17).await.unwrap() > 0 {}
    work
}

async fn first_break(store: &Store, heads: Vec<SealHead>) -> Option<i64> {
    let report = store
        .verify_with(VerifyOptions {
            heads,
            ..VerifyOptions::default()
        })
        .await
        .unwrap();
    report.faults.iter().find_map(|fault| match fault {
        Fault::Seal { event_id, .. } => Some(*event_id),
        _ => None,
    })
}

contract! {
    async fn sealed_events_verify_and_new_ones_wait_for_their_seal(database: Database) {
        let mut work = sealed(&database).await;
        let report = database.store.verify(work.now).await.unwrap();
        assert!(report.is_clean(), "{report}");
        assert_eq!((report.seals, report.unsealed), (report.events, 0));
        work.go_on(&database.store, 10).await;
        assert!(database.store.verify(work.now).await.unwrap().unsealed > 0);
    }
}

contract! {
    async fn a_changed_event_breaks_the_chain_where_it_stands(database: Database) {
        sealed(&database).await;
        database.execute("UPDATE event SET actor = 'nobody' WHERE id = 20").await;
        assert_eq!(first_break(&database.store, Vec::new()).await, Some(20));
    }
}

contract! {
    async fn a_removed_event_breaks_the_chain(database: Database) {
        sealed(&database).await;
        database.execute("DELETE FROM event WHERE id = 20").await;
        assert_eq!(first_break(&database.store, Vec::new()).await, Some(20));
    }
}

contract! {
    async fn an_event_removed_with_its_seal_breaks_the_chain_after_it(database: Database) {
        sealed(&database).await;
        database.execute("DELETE FROM event WHERE id = 20").await;
        database.execute("DELETE FROM seal WHERE event_id = 20").await;
        assert_eq!(first_break(&database.store, Vec::new()).await, Some(21));
    }
}

contract! {
    async fn an_event_inserted_between_sealed_ones_is_found(database: Database) {
        sealed(&database).await;
        database.execute("DELETE FROM seal WHERE event_id = 20").await;
        assert_eq!(first_break(&database.store, Vec::new()).await, Some(20));
    }
}

contract! {
    async fn a_chain_whose_end_was_cut_off_lacks_the_exported_head(database: Database) {
        sealed(&database).await;
        let head = database.store.seal_head().await.unwrap().unwrap();
        let exported: SealHead = head.to_string().parse().unwrap();
        assert_eq!(exported, head);
        assert_eq!(first_break(&database.store, vec![exported.clone()]).await, None);
        database.execute("DELETE FROM seal WHERE event_id > 40").await;
        database.execute("DELETE FROM event WHERE id > 40").await;
        assert_eq!(first_break(&database.store, Vec::new()).await, None);
        assert_eq!(first_break(&database.store, vec![exported]).await, Some(head.event_id));
    }
}

contract! {
    async fn another_key_does_not_fit(database: Database) {
        sealed(&database).await;
        let options = database.options.clone().sealed_with(SealKey::new([8; 32]).unwrap());
        let store = Store::open(&options).await.unwrap();
        assert_eq!(first_break(&store, Vec::new()).await, Some(1));
    }
}

contract! {
    /// By the end of the audit, and before there is one by the end of the chain.
    async fn a_store_knows_which_key_seals_it(database: Database) {
        assert!(!database.store.is_sealed().await.unwrap());
        assert!(database.store.is_sealed_by_its_key().await.unwrap(), "nothing is sealed by another");
        sealed(&database).await;
        let other = Store::open(&database.options).await.unwrap().sealed_with(SealKey::new([8; 32]).unwrap());
        for lines in 0..3 {
            assert!(database.store.is_sealed().await.unwrap());
            assert!(database.store.is_sealed_by_its_key().await.unwrap(), "{lines} lines");
            assert!(!other.is_sealed_by_its_key().await.unwrap(), "{lines} lines");
            let audit_entry = AuditEntry::new(AuditAct::Refused, "/desk");
            database.store.audit(AuditActor::console(), audit_entry, local("2026-03-02 09:00")).await.unwrap();
        }
    }
}

contract! {
    async fn two_sealers_do_each_other_no_harm(database: Database) {
        let mut work = Work::begin(&database.store, 22, local("2026-03-02 08:00")).await;
        work.go_on(&database.store, 40).await;
        let other = database.other_process().await;
        for _ in 0..30 {
            let (one, two) = tokio::join!(database.store.seal_batch(3), other.seal_batch(4));
            one.unwrap();
            two.unwrap();
        }
        while database.store.seal_batch(100).await.unwrap() > 0 {}
        let report = database.store.verify(work.now).await.unwrap();
        assert!(report.is_clean(), "{report}");
        assert_eq!(report.unsealed, 0);
    }
}

#[test]
fn a_key_shorter_than_the_hash_is_refused() {
    assert!(SealKey::new([1; 31]).is_none());
}

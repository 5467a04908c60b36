//! Another key for the seals: the change of a key, and its loss.

use super::super::desk::Desk;
use super::super::desk::morning;
use super::super::engine::contract;
use super::{Centre, new_key, opened};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::board::edition::Version;
use sanh_domain::scope::Scope;
use sanh_store::AuditActor;
use sanh_store::AuditEntry;
use sanh_store::AuditQuery;
use sanh_store::BoardVersionBatch;
use sanh_store::ChainCause;
use sanh_store::NewBoardVersion;
use sanh_store::Outside;
use sanh_store::RestoreOutcome;
use sanh_store::SealKey;
use sanh_store::Store;
use sanh_store::StoreError;
use sanh_store::StoreOptions;
use sanh_store::VerifyOptions;

contract! {
    async fn nodes_with_differing_keys_never_both_begin(database: Database) {
        let one = database.other_process().await;
        let other = Store::open(&database.options.clone().sealed_with(new_key())).await.unwrap();
        one.adopt_seal_key(morning()).await.unwrap();
        one.adopt_seal_key(morning()).await.unwrap();
        let refused = other.adopt_seal_key(morning()).await.unwrap_err();
        let StoreError::SealKeyDiffers { expected: Some(expected), given } = &refused else {
            panic!("{refused}");
        };
        assert_eq!(*given, new_key().fingerprint());
        assert_ne!(given, expected);
        assert!(refused.to_string().contains(expected.as_str()), "{refused}");
        Desk::set_up(&one).await.receive(&one, 1).await;
        let audit_entry = AuditEntry::new(AuditAct::Refused, "/desk");
        assert!(other.audit(AuditActor::console(), audit_entry, morning()).await.is_err(), "nor does it write a line");
        assert!(other.seal_batch(100).await.is_err());
        assert_eq!(other.seal_breaks(&Outside::default()).await.unwrap(), 1);
        assert!(one.seal_batch(100).await.unwrap() > 0);
        let report = one.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn another_key_continues_the_chain_and_proves_the_seals_of_the_one_before(database: Database) {
        let old = database.other_process().await;
        old.adopt_seal_key(morning()).await.unwrap();
        let desk = Desk::set_up(&old).await;
        desk.receive(&old, 1).await;
        let board = NewBoardVersion {
            scope: Scope::Centre,
            version: Version(1),
            published_at: morning(),
            after: None,
            base: Version(1),
            packed: b"packed".to_vec(),
            text: b"text".to_vec(),
        };
        let shown = BoardVersionBatch { versions: vec![board], ..BoardVersionBatch::default() };
        old.keep_shown(shown).await.unwrap();
        let evidence = old.seal_file("form", b"file").await.unwrap().unwrap();
        assert!(old.change_seal_key(SealKey::new([7; 32]).unwrap(), morning()).await.is_err());
        let chain = old.change_seal_key(new_key(), morning()).await.unwrap();
        assert_eq!((chain.number, chain.cause), (2, ChainCause::Rotated));
        assert!(old.audit(AuditActor::console(), AuditEntry::new(AuditAct::Refused, "/desk"), morning()).await.is_err());

        let options = database.options.clone().sealed_with(new_key());
        let new = opened(&options).await;
        desk.receive(&new, 2).await;
        while new.seal_batch(100).await.unwrap() > 0 {}
        let report = new.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean() && report.seals == report.events && report.audited > 0, "{report}");
        let kept = new.board_version_at(Scope::Centre, morning()).await.unwrap().unwrap();
        let stamp = (Scope::Centre, Version(1), morning());
        let mac = kept.mac.unwrap();
        assert_eq!(new.proves_board(stamp, b"text", &mac).await.unwrap(), Some(true));
        assert_eq!(new.proves_file("form", b"file", &evidence).await.unwrap(), Some(true));
        assert_eq!(new.proves_file("form", b"fil", &evidence).await.unwrap(), Some(false));
        database.execute("UPDATE event SET actor = 'nobody' WHERE id = 1").await;
        let report = new.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(!report.is_clean(), "what the key before sealed is proved as well");
    }
}

contract! {
    async fn after_a_lost_key_another_one_continues_and_says_what_can_no_longer_be_checked(database: Database) {
        let old = database.other_process().await;
        old.adopt_seal_key(morning()).await.unwrap();
        let desk = Desk::set_up(&old).await;
        desk.receive(&old, 1).await;
        while old.seal_batch(100).await.unwrap() > 0 {}
        // An event without a seal gets one with the new key.
        desk.receive(&old, 2).await;
        let before = old.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(before.seals > 0 && before.unsealed > 0, "{before}");
        let heads: Vec<_> = old.seal_head().await.unwrap().into_iter().collect();

        let keyless = StoreOptions { seal_key: None, ..database.options.clone() };
        let keyless = Store::open(&keyless).await.unwrap();
        let outside = Outside { heads: heads.clone(), ..Outside::default() };
        let refused = keyless.replace_lost_seal_key(new_key(), " ", &outside, morning()).await;
        assert!(matches!(refused, Err(StoreError::Invalid(_))), "nobody decided it");
        let known = SealKey::new([7; 32]).unwrap();
        let refused = keyless.replace_lost_seal_key(known, "Trần Thử", &outside, morning()).await;
        assert!(matches!(refused, Err(StoreError::Invalid(_))), "it is the key that seals");
        let chain = keyless.replace_lost_seal_key(new_key(), "Trần Thử", &outside, morning()).await.unwrap();
        assert_eq!((chain.number, chain.cause, chain.begun_by.as_str()), (2, ChainCause::KeyLost, "Trần Thử"));
        assert_eq!(chain.wrapped_key, None);
        assert!(old.seal_batch(100).await.is_err(), "whoever finds the old key seals nothing");
        assert!(old.audit(AuditActor::console(), AuditEntry::new(AuditAct::Refused, "/desk"), morning()).await.is_err());

        let new = opened(&database.options.clone().sealed_with(new_key())).await;
        desk.receive(&new, 3).await;
        while new.seal_batch(100).await.unwrap() > 0 {}
        let checked = VerifyOptions { heads, chains: vec![chain.clone()], ..VerifyOptions::default() };
        let report = new.verify_with(checked.clone()).await.unwrap();
        assert!(report.is_clean(), "{report}");
        assert_eq!((report.lost, report.lost + report.seals), (before.seals, report.events));
        let said = report.to_string();
        for text in ["sealed by a key that is lost", "everything holds that can be checked", "as Trần Thử said at 2026-11-24T"] {
            assert!(said.contains(text), "{text}: {said}");
        }
        let query = AuditQuery { rows_max: 100, ..AuditQuery::default() };
        let lines = new.audit_lines(query).await.unwrap();
        let line = lines.iter().find(|line| line.act == AuditAct::SealKeyLost).expect("it is told");
        assert!(line.became.contains("by Trần Thử") && line.subject == "chain 2", "{line:?}");
        assert_eq!(new.seal_breaks(&Outside::default()).await.unwrap(), 0);

        // A change before the new chain stays unnoticed, as `verify` says; a removal is still noticed.
        database.execute("UPDATE event SET actor = 'nobody' WHERE id = 1").await;
        assert!(new.verify_with(checked.clone()).await.unwrap().seal_faults() == 0);
        // Later events are protected as before, and so is the end of the old chain.
        database.execute("UPDATE event SET actor = 'nobody' WHERE id = (SELECT max(id) FROM event)").await;
        assert!(new.verify_with(checked.clone()).await.unwrap().seal_faults() > 0);
    }
}

contract! {
    async fn the_end_of_the_chain_whose_key_is_lost_cannot_be_changed_unseen(database: Database) {
        let old = database.other_process().await;
        old.adopt_seal_key(morning()).await.unwrap();
        let desk = Desk::set_up(&old).await;
        desk.receive(&old, 1).await;
        while old.seal_batch(100).await.unwrap() > 0 {}
        let keyless = StoreOptions { seal_key: None, ..database.options.clone() };
        let keyless = Store::open(&keyless).await.unwrap();
        let begun = keyless.replace_lost_seal_key(new_key(), "Trần Thử", &Outside::default(), morning()).await;
        begun.unwrap();
        let new = opened(&database.options.clone().sealed_with(new_key())).await;
        assert!(new.verify_with(VerifyOptions::default()).await.unwrap().is_clean());
        database.execute("UPDATE seal SET mac = (SELECT mac FROM audit ORDER BY id LIMIT 1) WHERE event_id = (SELECT max(event_id) FROM seal)").await;
        let report = new.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.to_string().contains("the end of the chain before it, was changed"), "{report}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_from_before_a_change_of_keys_is_restored_with_only_the_new_key() {
    let mut centre = Centre::set_up().await;
    centre.desk.receive(&centre.store, 1).await;
    centre.export().await;
    let copy = centre.copy("copy.db").await;
    let chain = centre.store.change_seal_key(new_key(), morning()).await;
    let chain = chain.unwrap();
    centre.store.close().await;
    centre.options = centre.options.clone().sealed_with(new_key());
    let (options, unknowing) = (centre.options.clone(), Outside::default());
    let refused = Store::restore(&options, &copy, false, &unknowing, morning()).await;
    let RestoreOutcome::Refused { report } = refused.unwrap() else {
        panic!("nobody knows its key")
    };
    assert!(report.to_string().contains("another key"), "{report}");
    centre.outside.chains.push(chain);
    let chain = centre.restore(&copy).await.chain.unwrap();
    assert_eq!(chain.number, 3);
    centre.desk.receive(&centre.store, 2).await;
    centre.export().await;
    let report = centre.verify().await;
    assert!(
        report.is_clean() && report.seals == report.events,
        "{report}"
    );
}

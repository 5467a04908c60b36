//! Nothing is written by a clock that cannot be believed, and an administrator's word leads out.

use std::sync::{Arc, Mutex};

use chrono::Duration;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_store::clock::Clock;
use sanh_store::clock::guard::{ClockBounds, ClockGuard};
use sanh_store::{
    AuditActor, AuditEntry, AuditQuery, BoardVersionBatch, Presence, Store, StoreError,
};

use super::centre::local;
use super::engine::contract;

/// A clock that stands until it is set.
struct Hand(Mutex<Instant>);

impl Hand {
    fn at(text: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(local(text))))
    }

    fn set(&self, text: &str) {
        *self.0.lock().unwrap() = local(text);
    }
}

impl Clock for Hand {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

fn guard(hand: &Arc<Hand>) -> Arc<ClockGuard> {
    let bounds = ClockBounds {
        built_at: local("2026-01-01 00:00"),
        jump_max: Duration::hours(24),
        gap_max: Duration::days(366),
    };
    ClockGuard::new(hand.clone(), bounds)
}

/// Any write.
async fn write(store: &Store, hand: &Hand) -> Result<(), StoreError> {
    let seen = Presence {
        who: "lobby".to_owned(),
        began_at: hand.now(),
        seen_at: hand.now(),
    };
    let shown = BoardVersionBatch {
        presences: vec![seen],
        ..BoardVersionBatch::default()
    };
    store.keep_shown(shown).await
}

fn is_refused(written: &Result<(), StoreError>) -> bool {
    matches!(written, Err(StoreError::ClockWrong(_)))
}

contract! {
    async fn a_clock_that_is_wrong_writes_nothing_and_deletes_nothing_until_it_is_right(database: Database) {
        let hand = Hand::at("2001-06-01 08:00");
        let store = database.other_process().await.guarded_by(guard(&hand)).await.unwrap();
        assert!(is_refused(&write(&store, &hand).await), "before the program was built");
        assert!(store.clock_fault().is_some());
        hand.set("2026-11-23 08:00");
        write(&store, &hand).await.unwrap();
        hand.set("2031-01-01 08:00");
        assert!(is_refused(&write(&store, &hand).await), "a jump ahead");
        let forgotten = store.forget_shown(local("2030-01-01 08:00")).await;
        assert!(matches!(forgotten, Err(StoreError::ClockWrong(_))), "it deletes no evidence");
        hand.set("2026-11-23 07:00");
        assert!(is_refused(&write(&store, &hand).await), "a step back is waited out");
        hand.set("2026-11-23 08:00");
        write(&store, &hand).await.unwrap();
        store.close().await;
    }
}

contract! {
    async fn a_clock_set_back_over_a_restart_is_noticed_by_what_was_recorded(database: Database) {
        let audit_entry = AuditEntry::new(AuditAct::CentreChanged, "zone");
        database.store.audit(AuditActor::console(), audit_entry, local("2026-11-23 08:00")).await.unwrap();
        let hand = Hand::at("2026-11-22 08:00");
        let store = database.other_process().await.guarded_by(guard(&hand)).await.unwrap();
        assert!(is_refused(&write(&store, &hand).await));
        hand.set("2026-11-23 08:01");
        write(&store, &hand).await.unwrap();
        hand.set("2031-01-01 08:00");
        let store = database.other_process().await.guarded_by(guard(&hand)).await.unwrap();
        assert!(is_refused(&write(&store, &hand).await), "years ahead of the newest record");
        store.close().await;
    }
}

contract! {
    async fn a_running_server_accepts_a_confirmation_of_the_clock_and_the_audit_has_it(database: Database) {
        let hand = Hand::at("2026-11-23 08:00");
        let store = database.other_process().await.guarded_by(guard(&hand)).await.unwrap();
        write(&store, &hand).await.unwrap();
        // Confirmed by another process, as the command line does. The jump is right: the server was asleep.
        hand.set("2027-01-04 08:00");
        assert!(is_refused(&write(&store, &hand).await));
        database.store.confirm_clock(AuditActor::console(), hand.now()).await.unwrap();
        write(&store, &hand).await.unwrap();
        // The jump was wrong, but was confirmed by mistake: a confirmation also allows to go back.
        hand.set("2026-11-23 09:00");
        assert!(is_refused(&write(&store, &hand).await));
        database.store.confirm_clock(AuditActor::console(), hand.now()).await.unwrap();
        write(&store, &hand).await.unwrap();
        let again = database.other_process().await.guarded_by(guard(&hand)).await.unwrap();
        write(&again, &hand).await.unwrap();
        let query = AuditQuery { rows_max: 100, ..AuditQuery::default() };
        let audit = database.store.audit_lines(query).await.unwrap();
        let confirmed = audit.iter().filter(|line| line.act == AuditAct::ClockConfirmed).count();
        assert_eq!(confirmed, 2);
    }
}

//! What only grows is trimmed by age, in batches, and nothing that lasts goes with it.

use std::sync::Arc;

use chrono::Duration;
use sanh_domain::account::model::{AccountId, AgencyScope, Role};
use sanh_domain::alarm::model::{AlarmKind, CheckResult, CheckState};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::Action;
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_server::config::{Config, Settings};
use sanh_server::jobs::retention;
use sanh_store::clock::Clock;
use sanh_store::clock::guard::ClockGuard;
use sanh_store::{
    AlarmChannel, AlarmDelivery, AuditActor, ExpiringData, NewAccount, NewSession, SessionLimits,
    Store, unwatched,
};

use super::centre::{Offices, date, local, manager};
use super::engine::{Database, contract};

fn morning() -> Instant {
    local("2026-11-24 08:00")
}

fn after(minutes: i64) -> Instant {
    morning() + Duration::minutes(minutes)
}

/// Drops batch after batch; answers how many rows and how many batches.
async fn trimmed(store: &Store, what: ExpiringData, before: Instant) -> (u64, u32) {
    let (mut rows, mut batches) = (0, 0);
    loop {
        let dropped = store.trim_aged(what, before).await.unwrap();
        if dropped == 0 {
            return (rows, batches);
        }
        (rows, batches) = (rows + dropped, batches + 1);
        assert!(batches < 100, "it ends");
    }
}

async fn look(store: &Store, screens: &[&str], now: Instant) {
    let dark = |screen: &&str| CheckResult {
        kind: AlarmKind::ScreenDark,
        subject: (*screen).to_owned(),
        state: CheckState::Wrong {
            value: 6,
            threshold: 5,
        },
    };
    let telling = AlarmDelivery {
        channels: vec![AlarmChannel::Mail],
        repeat_h: 24,
    };
    let readings = screens.iter().map(dark).collect();
    store.keep_alarms(readings, telling, now).await.unwrap();
}

contract! {
    async fn ended_alarms_are_deleted_with_their_messages_and_open_ones_stay(database: Database) {
        let store = &database.store;
        look(store, &["lobby", "land"], morning()).await;
        look(store, &["land"], after(10)).await;
        for message in store.take_alarm_messages(100, 300, after(11)).await.unwrap() {
            store.end_alarm_message(&message, None, after(11)).await.unwrap();
        }
        assert_eq!(trimmed(store, ExpiringData::AlarmMessages, morning()).await, (0, 0), "not old yet");
        assert_eq!(trimmed(store, ExpiringData::Alarms, after(60)).await, (0, 0), "what was told of it is still there");
        assert_eq!(trimmed(store, ExpiringData::AlarmMessages, after(60)).await.0, 3);
        assert_eq!(trimmed(store, ExpiringData::Alarms, after(60)).await, (1, 1));
        assert_eq!(store.past_alarms(&AgencyScope::Everywhere).await.unwrap(), []);
        assert_eq!(store.open_alarms(&AgencyScope::Everywhere).await.unwrap()[0].subject, "land");
        assert_eq!(store.health().trimmed()["alarm"], 1);
    }
}

async fn account(store: &Store) -> AccountId {
    let account = NewAccount {
        name: "lan".to_owned(),
        display_name: "Lan".to_owned(),
        role: Role::Staff,
        reach: AgencyScope::Everywhere,
    };
    let added = store.add_account(account, AuditActor::console(), morning());
    added.await.unwrap()
}

async fn sign_in(store: &Store, account: AccountId, token: &str, now: Instant) {
    let session = NewSession {
        token_hash: token.to_owned(),
        account,
        verified_hash: None,
        is_whole: true,
        address: None,
        browser: "a browser".to_owned(),
    };
    // An account that signs in once and never again: only retention removes its session.
    let limits = SessionLimits {
        absolute_min: 10_000_000,
        ..SessionLimits::default()
    };
    store.begin_session(session, now, limits).await.unwrap();
}

contract! {
    async fn sessions_that_nobody_ends_and_wrong_tries_go_in_batches(database: Database) {
        let store = &database.store;
        let account = account(store).await;
        sign_in(store, account, "old", morning()).await;
        sign_in(store, account, "new", after(100)).await;
        assert_eq!(trimmed(store, ExpiringData::Sessions, after(50)).await, (1, 1));
        let limits = SessionLimits::default();
        assert!(store.open_session("new", after(101), limits).await.unwrap().is_some());
        for number in 0..1_200 {
            let names = vec![(format!("203.0.113.{number}"), 5)];
            store.begin_try(names, morning()).await.unwrap();
        }
        store.begin_try(vec![("of today".to_owned(), 5)], after(100)).await.unwrap();
        assert_eq!(trimmed(store, ExpiringData::WrongTries, after(50)).await, (1_200, 3), "500 at a time");
    }
}

contract! {
    async fn sent_messages_are_deleted_only_after_their_dossier_has_ended(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let mut open = Vec::new();
        for number in 1..=2 {
            let intake = offices.intake(number, Channel::Direct, 2);
            open.push(store.receive(intake, morning(), &manager(), true).await.unwrap().dossier);
        }
        let ended = &open[0];
        let started = store.act(&ended.code, Action::Start, ended.version, after(1), &manager()).await.unwrap();
        store.act(&ended.code, Action::Resolve, started.dossier.version, after(2), &manager()).await.unwrap();
        // All letters were sent long ago.
        database.execute("UPDATE outbox SET state = 'sent', ended_at = 1").await;
        assert_eq!(trimmed(store, ExpiringData::Letters, morning()).await, (0, 0), "both are open by then");
        let (dropped, _) = trimmed(store, ExpiringData::Letters, after(60)).await;
        assert!(dropped > 0);
        let left = database.execute("UPDATE outbox SET state = 'sent' WHERE dossier_id = 2").await;
        assert!(left > 0, "what the applicant of an open dossier was told is kept");
        let gone = database.execute("UPDATE outbox SET state = 'sent' WHERE dossier_id = 1").await;
        assert_eq!(gone, 0);
    }
}

contract! {
    async fn only_the_stored_figures_of_the_newest_periods_are_kept(database: Database) {
        let store = &database.store;
        Offices::set_up(store).await;
        for month in ["2026-01-01", "2026-02-01", "2026-03-01"] {
            store.cube(Period::month(date(month)), morning(), unwatched(), &AgencyScope::Everywhere).await.unwrap();
        }
        assert_eq!(store.trim_cubes(2).await.unwrap(), 1);
        assert_eq!(store.trim_cubes(2).await.unwrap(), 0);
        let kept = |month| store.stored_cube(Period::month(date(month)), morning(), &AgencyScope::Everywhere);
        assert!(kept("2026-01-01").await.unwrap().is_none());
        assert!(kept("2026-03-01").await.unwrap().is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_write_ahead_log_shrinks_after_large_work() {
    let database = Database::sqlite().await;
    let store = &database.store;
    for number in 0..200 {
        store
            .begin_try(vec![(format!("{number}"), 5)], morning())
            .await
            .unwrap();
    }
    let log = database.folder().join("sanh.db-wal");
    assert!(log.metadata().unwrap().len() > 100_000);
    store.cut_log().await.unwrap();
    assert_eq!(log.metadata().unwrap().len(), 0);
}

/// A clock without its battery.
struct Unset;

impl Clock for Unset {
    fn now(&self) -> Instant {
        local("2001-06-01 08:00")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_wrong_clock_nothing_is_deleted_by_age() {
    let database = Database::sqlite().await;
    let store = &database.store;
    let account = account(store).await;
    sign_in(store, account, "old", morning()).await;
    let config = Config::load(Settings::default(), None).unwrap();
    let guard = ClockGuard::new(Arc::new(Unset), config.clock_bounds());
    let guarded = database.other_process().await.guarded_by(guard).await;
    let years_later = local("2062-01-01 08:00");
    retention::trim(&guarded.unwrap(), &config, years_later).await;
    assert_eq!(store.health().trimmed().get("session"), None);
    retention::trim(store, &config, years_later).await;
    assert_eq!(store.health().trimmed()["session"], 1);
}

//! What one node does for all: who does it is decided in the database, and who lost it writes nothing any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration as StdDuration;

use async_trait::async_trait;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::alarm::model::{AlarmKind, CheckResult, CheckState};
use sanh_domain::deadline::Instant;
use sanh_domain::outbox::model::{LetterChannel, LetterFault};
use sanh_domain::scope::Scope;
use sanh_server::jobs::outbox::{self, LetterDelivery};
use sanh_server::outbox::{Letter, LetterTransport, SendError};
use sanh_store::clock::Clock;
use sanh_store::{AlarmDelivery, Duty, Store, StoreError};
use tokio_util::sync::CancellationToken;

use super::centre::local;
use super::engine::{Database, contract};
use super::outbox::received;

const LAPSED: &str = "UPDATE lease SET until_at = 0";

fn morning() -> Instant {
    local("2026-11-24 08:00")
}

fn dark() -> Vec<CheckResult> {
    let state = CheckState::Wrong {
        value: 9,
        threshold: 5,
    };
    vec![CheckResult {
        kind: AlarmKind::ScreenDark,
        subject: "lobby".to_owned(),
        state,
    }]
}

fn untold() -> AlarmDelivery {
    AlarmDelivery {
        channels: Vec::new(),
        repeat_h: 24,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_nodes_one_has_a_duty_until_its_lease_ends_or_it_stops() {
    let database = Database::postgres().await;
    let nodes = [
        database.other_process().await,
        database.other_process().await,
    ];
    assert!(nodes[0].lead(Duty::Alarms).await.unwrap().is_some());
    assert!(nodes[1].lead(Duty::Alarms).await.unwrap().is_none());
    assert!(
        nodes[1].lead(Duty::Letters).await.unwrap().is_some(),
        "each duty by itself"
    );
    nodes[0].close().await;
    let third = database.other_process().await;
    assert!(
        third.lead(Duty::Alarms).await.unwrap().is_some(),
        "it was given back"
    );
    database.execute(LAPSED).await;
    let fourth = database.other_process().await;
    assert!(
        fourth.lead(Duty::Alarms).await.unwrap().is_some(),
        "its time was over"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_server_of_a_file_takes_over_from_one_that_was_killed() {
    let database = Database::sqlite().await;
    let killed = database.other_process().await;
    assert!(killed.lead(Duty::Sealing).await.unwrap().is_some());
    let next = database.other_process().await;
    assert!(next.lead(Duty::Sealing).await.unwrap().is_some());
}

contract! {
    async fn a_node_that_was_frozen_while_another_took_over_writes_nothing_any_more(database: Database) {
        let (frozen, other) = (database.other_process().await, database.other_process().await);
        let leading = frozen.lead(Duty::Alarms).await.unwrap().unwrap();
        leading.keep_alarms(dark(), untold(), morning()).await.unwrap();
        database.execute(LAPSED).await;
        let taken = other.lead(Duty::Alarms).await.unwrap().unwrap();
        let written = leading.keep_alarms(Vec::new(), untold(), morning()).await;
        assert!(matches!(written, Err(StoreError::Fenced(_))), "{written:?}");
        assert_eq!(database.store.open_alarms(&AgencyScope::Everywhere).await.unwrap().len(), 1, "nothing was written");
        taken.keep_alarms(Vec::new(), untold(), morning()).await.unwrap();
        assert_eq!(database.store.open_alarms(&AgencyScope::Everywhere).await.unwrap().len(), 0);
    }
}

contract! {
    async fn one_of_the_nodes_that_publish_a_scope_stores_what_its_walls_show(database: Database) {
        let node = database.other_process().await;
        let centre = Duty::History(Scope::Centre);
        let (had, _) = node.lead_any(&[centre, Duty::Alarms]).await.unwrap().unwrap();
        assert_eq!(had, [centre, Duty::Alarms]);
        assert!(database.store.was_led(centre).await.unwrap());
        assert!(!database.store.was_led(Duty::Letters).await.unwrap());
    }
}

contract! {
    async fn the_judging_node_knows_what_another_node_sees(database: Database) {
        let (judge, other) = (database.other_process().await, database.other_process().await);
        let mut seen = dark();
        seen.push(CheckResult::of(AlarmKind::DiskFull, CheckState::Fine));
        seen.push(CheckResult::of(AlarmKind::SealStill, CheckState::Unknown));
        other.put_readings(seen.clone(), morning()).await.unwrap();
        judge.put_readings(dark(), morning()).await.unwrap();
        let mut known = judge.readings_of_others(morning()).await.unwrap();
        known.sort_by_key(|reading| reading.kind);
        seen.truncate(2);
        seen.sort_by_key(|reading| reading.kind);
        assert_eq!(known, seen, "what is not known is not told, nor what the judge saw itself");
        other.put_readings(Vec::new(), morning()).await.unwrap();
        assert_eq!(judge.readings_of_others(morning()).await.unwrap(), []);
    }
}

/// A clock that stands an hour later.
struct Later;

impl Clock for Later {
    fn now(&self) -> Instant {
        morning() + chrono::Duration::hours(1)
    }
}

/// A way that takes whatever it is given.
struct Open(Arc<AtomicU32>);

#[async_trait]
impl LetterTransport for Open {
    fn channel(&self) -> LetterChannel {
        LetterChannel::Gateway
    }

    fn silent(&self) -> LetterFault {
        LetterFault::Record
    }

    fn reaches(&self, _: &Letter) -> bool {
        true
    }

    async fn send(&self, _: &Letter) -> Result<(), SendError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

fn telling(store: Store, letters: LetterDelivery, shutdown: &CancellationToken) {
    tokio::spawn(outbox::run(
        Arc::new(store),
        Arc::new(Later),
        letters,
        shutdown.clone(),
    ));
}

contract! {
    async fn a_node_without_a_transport_leaves_letters_to_a_node_that_has_one(database: Database) {
        received(&database.store).await;
        let shutdown = CancellationToken::new();
        telling(database.other_process().await, LetterDelivery::Send(Vec::new()), &shutdown);
        tokio::time::sleep(StdDuration::from_millis(700)).await;
        assert_eq!(database.store.outbox_counts().await.unwrap().waiting, 1, "it waits, and is counted");
        let sent = Arc::new(AtomicU32::new(0));
        let transports: Vec<Box<dyn LetterTransport>> = vec![Box::new(Open(Arc::clone(&sent)))];
        telling(database.other_process().await, LetterDelivery::Send(transports), &shutdown);
        for _ in 0..1_000 {
            if database.store.outbox_counts().await.unwrap().waiting == 0 {
                break;
            }
            tokio::time::sleep(StdDuration::from_millis(20)).await;
        }
        assert_eq!(sent.load(Ordering::SeqCst), 1);
        shutdown.cancel();
    }
}

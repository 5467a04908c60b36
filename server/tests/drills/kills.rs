//! The process is killed while it writes, again and again.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanh_store::Store;

use super::program::folder;
use super::writer::{self, Ack, Task};
use super::{alone, tell};

/// How often a writing process is killed.
const ROUNDS: usize = 200;
/// Every so many rounds the database is opened and what was acknowledged is looked for. In between, the next writing process
/// finds it as the killed one left it.
const LOOK_EVERY: usize = 2;
/// Every so many rounds everything is proved.
const VERIFY_EVERY: usize = 20;
/// When after its first acknowledgement a writing process is killed, ms.
const KILLED_AFTER_MS: std::ops::Range<u64> = 10..80;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(
    clippy::await_holding_lock,
    reason = "the lock is of the whole test: one drill at a time"
)]
async fn nothing_acknowledged_is_lost_when_the_writing_process_is_killed() {
    let _alone = alone();
    let folder = folder();
    let database = folder.path().join("sanh.db");
    writer::set_up(&database).await.close().await;
    let mut random = ChaCha8Rng::seed_from_u64(200);
    let (mut unseen, mut told) = (Vec::new(), 0);
    let started = Instant::now();
    for round in 1..=ROUNDS {
        let task = Task {
            round,
            writers: 4,
            dossiers: usize::MAX,
            seals: true,
        };
        let path = database.clone();
        let after = Duration::from_millis(random.random_range(KILLED_AFTER_MS));
        let acks = tokio::task::spawn_blocking(move || kill_while_it_writes(&path, task, after))
            .await
            .expect("a round");
        assert!(!acks.is_empty());
        told += acks.len();
        unseen.extend(acks);
        if round % LOOK_EVERY == 0 {
            let store = Store::open(&writer::options(&database))
                .await
                .expect("the store opens after a kill");
            assert_eq!(writer::missing(&store, &unseen).await, [], "round {round}");
            unseen.clear();
            if round % VERIFY_EVERY == 0 {
                let report = store
                    .verify(writer::morning())
                    .await
                    .expect("it is verified");
                assert!(
                    report.is_clean() && report.seals > 0,
                    "round {round}: {report}"
                );
            }
            store.close().await;
        }
    }
    let store = Store::open(&writer::options(&database))
        .await
        .expect("the store opens");
    assert_eq!(writer::missing(&store, &unseen).await, []);
    let report = store
        .verify(writer::morning())
        .await
        .expect("it is verified");
    tell(&format!(
        "{ROUNDS} kills in {:.0} s, {told} acknowledged changes, none lost; {report}",
        started.elapsed().as_secs_f64()
    ));
    assert!(report.is_clean(), "{report}");
}

/// Starts a writing process and kills it some time after its first acknowledgement; everything it acknowledged.
fn kill_while_it_writes(database: &std::path::Path, task: Task, after: Duration) -> Vec<Ack> {
    let mut child = writer::start(database, task, &[]);
    let stdout = child.stdout.take().expect("its standard output");
    let (sender, receiver) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        writer::acks(stdout).for_each(|ack| sender.send(ack).expect("heard"));
    });
    let first = receiver.recv_timeout(Duration::from_secs(30));
    std::thread::sleep(after);
    child.kill().expect("it is killed");
    let ended = child.wait().expect("it has ended");
    reader.join().expect("its last words");
    assert!(!ended.success(), "it ended before it was killed");
    first.into_iter().chain(receiver).collect()
}

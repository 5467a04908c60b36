//! Two nodes publish the same boards: one keeps them, and the other goes on where it ended.

use std::sync::Arc;
use std::time::Duration;

use sanh_app::live_board::BoardPort;
use sanh_domain::board::edition::{Edition, Version};
use sanh_domain::scope::Scope;
use sanh_server::live::registry::StreamRegistry;
use sanh_server::live::versions::Versions;
use sanh_store::clock::Clock;
use sqlx::{Connection, PgConnection};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::hall::Hall;
use crate::store::engine::Database;

/// A node that publishes boards of the centre.
pub(super) struct Node {
    pub(super) versions: Arc<Versions>,
    pub(super) shutdown: CancellationToken,
    /// Its boards end with this digit.
    digit: u64,
}

impl Node {
    pub(super) async fn start(database: &Database, clock: Arc<dyn Clock>, digit: u64) -> Self {
        let store = Arc::new(database.other_process().await);
        let (slot, open) = watch::channel(Some(store));
        let (versions, shutdown) = (Versions::new(open, clock, 400), CancellationToken::new());
        let running = Arc::clone(&versions).run(StreamRegistry::default(), shutdown.clone());
        tokio::spawn(async move {
            running.await;
            drop(slot);
        });
        Self {
            versions,
            shutdown,
            digit,
        }
    }

    /// Publishes a board, as every node does after a change.
    pub(super) fn publish(&self, like: &Edition, number: u64) {
        let ms = i64::try_from(number * 1_000 + self.digit).expect("a short test");
        let edition = Edition {
            version: Version(like.version.0 + number * 1_000 + self.digit),
            at: like.at + chrono::Duration::milliseconds(ms),
            ..like.clone()
        };
        self.versions.published(Scope::Centre, &Arc::new(edition));
    }
}

async fn kept(database: &Database) -> Vec<(i64, i64)> {
    let conn = PgConnection::connect(&database.options.url).await;
    let mut conn = conn.expect("a client");
    let sql = "SELECT version, after_version FROM board_version ORDER BY published_at";
    sqlx::query_as(sql)
        .fetch_all(&mut conn)
        .await
        .expect("rows")
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_nodes_one_stores_each_board_and_the_other_takes_over_without_a_gap() {
    let hall = Hall::open().await;
    let like = hall.web.live.edition(Scope::Centre).await.expect("a board");
    let like = Edition {
        version: Version(like.version.0 / 1_000 * 1_000),
        ..(*like).clone()
    };
    let database = Database::postgres().await;
    let (first, second) = (
        Node::start(&database, hall.clock.clone(), 1).await,
        Node::start(&database, hall.clock.clone(), 2).await,
    );
    let mut number = 0;
    while number < 6 {
        number += 1;
        first.publish(&like, number);
        second.publish(&like, number);
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    let boards = kept(&database).await;
    let digits: Vec<i64> = boards.iter().map(|(version, _)| version % 10).collect();
    assert!(boards.len() >= 5, "{boards:?}");
    assert!(digits.iter().all(|digit| *digit == digits[0]), "{digits:?}");

    // The node that stores the boards is gone without a message.
    let (gone, stays) = if digits[0] == 1 {
        (&first, &second)
    } else {
        (&second, &first)
    };
    gone.shutdown.cancel();
    database.execute("UPDATE lease SET until_at = 0").await;
    let last = loop {
        number += 1;
        stays.publish(&like, number);
        tokio::time::sleep(Duration::from_millis(900)).await;
        let boards = kept(&database).await;
        if boards
            .last()
            .is_some_and(|(version, _)| version % 10 != digits[0])
        {
            break boards;
        }
        assert!(number < 60, "nobody goes on: {boards:?}");
    };
    for pair in last.windows(2) {
        assert_eq!(pair[1].1, pair[0].0, "a gap in {last:?}");
    }
    stays.shutdown.cancel();
}

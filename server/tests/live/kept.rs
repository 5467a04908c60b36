//! What could not be kept of the walls is kept as soon as it can be.

use std::time::Duration;

use sanh_domain::board::edition::{Edition, Version};
use sanh_domain::scope::Scope;

use super::hall::{Hall, until};
use super::nodes::Node;
use crate::store::engine::contract;

/// What keeping them again may take; a look who is there comes only every half minute.
const SOON: Duration = Duration::from_secs(10);

contract! {
    async fn boards_that_could_not_be_kept_are_kept_within_seconds_and_without_a_gap(database: Database) {
        let hall = Hall::open().await;
        let like = sanh_app::live_board::BoardPort::edition(hall.web.live.as_ref(), Scope::Centre);
        let like = like.await.expect("a board");
        let like = Edition { version: Version(like.version.0 / 1_000 * 1_000), ..(*like).clone() };
        let node = Node::start(&database, hall.clock.clone(), 1).await;
        let store = &database.store;
        let last = async || store.last_board(Scope::Centre).await.expect("readable");
        let number = |n: u64| Version(like.version.0 + n * 1_000 + 1);
        node.publish(&like, 1);
        until("the first board", || async { last().await.is_some() }).await;

        database.execute("ALTER TABLE board_version RENAME TO board_version_away").await;
        node.publish(&like, 2);
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        node.publish(&like, 3);
        tokio::time::sleep(Duration::from_millis(500)).await;
        database.execute("ALTER TABLE board_version_away RENAME TO board_version").await;
        let since = tokio::time::Instant::now();
        until("the last board", || async { last().await.is_some_and(|(version, _)| version == number(3)) }).await;
        assert!(since.elapsed() < SOON, "{:?}", since.elapsed());

        let mut at = last().await.expect("a board").1;
        for n in [3, 2, 1] {
            let kept = store.board_version_at(Scope::Centre, at).await.expect("readable").expect("a board");
            assert_eq!((kept.version, kept.after), (number(n), (n > 1).then(|| number(n - 1))));
            at = kept.published_at - chrono::Duration::milliseconds(1);
        }
        node.shutdown.cancel();
    }
}

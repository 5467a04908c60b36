//! The start: the first board is counted as soon as the database is open.

use std::time::Duration;

use sanh_domain::scope::Scope;
use sanh_server::live::source::BoardSource;
use sanh_server::live::store_source::StoreSource;
use tokio::time::timeout;

use super::hall::{Hall, NOW, PATIENCE, at, config};

#[tokio::test(flavor = "multi_thread")]
async fn a_board_that_was_asked_for_too_early_is_asked_for_again_once_the_database_is_open() {
    let hall = Hall::closed(config(), at(NOW)).await;
    let source = StoreSource::new(hall.opening.subscribe(), None);
    assert!(source.count(Scope::Centre, at(NOW)).await.is_err());
    let (told, ()) = tokio::join!(timeout(PATIENCE, source.changed()), async {
        hall.hand_over();
    });
    told.expect("it is told without a change and without a poll");
    assert!(source.count(Scope::Centre, at(NOW)).await.is_ok());
    let told = timeout(Duration::from_millis(50), source.changed()).await;
    assert!(told.is_err(), "once: after that it waits for a change");
}

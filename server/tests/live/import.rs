//! An import that is written in batches is one change to the walls.

use std::time::Duration;

use sanh_domain::scope::Scope;
use sanh_store::BatchOutcome;

use super::hall::{Hall, until};

/// Long enough for the publisher to count, were it to show what it counts.
const COUNTED_WITHIN: Duration = Duration::from_millis(1_500);

async fn write_batch(hall: &Hall, place: i64) -> BatchOutcome {
    let written = hall
        .store
        .write_staged_batch(place, hall.now(), |_, _| {
            Box::pin(async { Ok(String::new()) })
        })
        .await;
    written.expect("it is written")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_written_import_is_not_shown_and_its_end_shows_all_at_once() {
    let hall = Hall::open().await;
    let store = &hall.store;
    let staged = store.begin_staging("it", None, String::new(), hall.now());
    staged.await.expect("it stages");
    for place in 0..2 {
        let batch = store.stage_batch("it", place, Vec::new(), hall.now());
        batch.await.expect("it stages");
    }
    let whole = store.end_staging("it", 2, hall.now());
    whole.await.expect("it is staged");
    let before = hall.web.live.version(Scope::Centre).expect("a board");
    assert_eq!(write_batch(&hall, 0).await, BatchOutcome::More);

    hall.receive(1, 5).await;
    tokio::time::sleep(COUNTED_WITHIN).await;
    let version = || hall.web.live.version(Scope::Centre).expect("a board");
    assert_eq!(version(), before, "the walls keep what they showed");

    assert_eq!(
        write_batch(&hall, 1).await,
        BatchOutcome::Last(String::new())
    );
    until("the board of after the import", || async {
        version() != before
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stalled_import_keeps_no_wall_from_its_figures() {
    let hall = Hall::open().await;
    let long_ago = hall.now() - chrono::Duration::minutes(1);
    let store = &hall.store;
    let staged = store.begin_staging("it", None, String::new(), long_ago);
    staged.await.expect("it stages");
    for place in 0..2 {
        let batch = store.stage_batch("it", place, Vec::new(), long_ago);
        batch.await.expect("it stages");
    }
    let whole = store.end_staging("it", 2, long_ago);
    whole.await.expect("it is staged");
    let written =
        store.write_staged_batch(0, long_ago, |_, _| Box::pin(async { Ok(String::new()) }));
    written.await.expect("it is written");
    let before = hall.web.live.version(Scope::Centre).expect("a board");
    hall.receive(1, 5).await;
    until("the board", || async {
        hall.web.live.version(Scope::Centre) != Some(before)
    })
    .await;
}

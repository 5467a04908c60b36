//! What a node tells the others of its walls.

use sanh_domain::board::edition::Version;
use sanh_domain::deadline::Instant;
use sanh_domain::screen::watching::{OpenStream, WallState};

use super::centre::local;
use super::engine::contract;

fn after(s: i64) -> Instant {
    local("2026-03-02 08:00") + chrono::Duration::seconds(s)
}

fn there() -> WallState {
    let stream = OpenStream {
        name: "lobby".to_owned(),
        is_paired: true,
        since: after(0),
        address: "192.0.2.7".parse().ok(),
        browser: "Chrome".to_owned(),
        sent: Version(9),
        painted: Some(Version(8)),
        painted_at: Some(after(1)),
        behind_since: None,
        error: Some((after(1), "script: x".to_owned())),
        emergency: None,
        clock_ahead_ms: Some(-3),
    };
    WallState {
        streams: vec![stream],
        ..WallState::default()
    }
}

contract! {
    async fn walls_of_a_live_node_are_connected_and_those_of_a_gone_node_were_until_it_went(database: Database) {
        let (here, elsewhere) = (&database.store, database.other_process().await);
        elsewhere.put_node_screens(vec![("lobby".to_owned(), there())], after(10)).await.unwrap();
        assert_eq!(elsewhere.watched_elsewhere(after(11)).await.unwrap().walls, [], "its own it knows itself");
        let found = here.watched_elsewhere(after(60)).await.unwrap();
        // A SQLite file has only one server, so the other one is gone.
        if database.is_sqlite() {
            assert_eq!(found.walls, []);
            assert_eq!(found.left["lobby"], after(10));
        } else {
            assert_eq!(found.walls, [("lobby".to_owned(), there())]);
            assert!(found.left.is_empty());
        }
        let found = here.watched_elsewhere(after(71)).await.unwrap();
        assert_eq!((found.walls, found.left["lobby"]), (Vec::new(), after(10)));

        let gone = WallState { left: Some(after(80)), ..WallState::default() };
        elsewhere.put_node_screens(vec![("lobby".to_owned(), gone)], after(81)).await.unwrap();
        assert_eq!(here.watched_elsewhere(after(200)).await.unwrap().left["lobby"], after(80));
        here.note_screens(vec!["lobby".to_owned()], after(90)).await.unwrap();
        assert_eq!(here.watched_elsewhere(after(200)).await.unwrap().left["lobby"], after(90));
    }
}

contract! {
    async fn reports_of_another_build_are_skipped_and_day_old_ones_deleted(database: Database) {
        let (here, elsewhere) = (&database.store, database.other_process().await);
        elsewhere.put_node_screens(vec![("lobby".to_owned(), there())], after(0)).await.unwrap();
        database.execute("INSERT INTO node_screen (node, screen, seen_at, watched) VALUES ('other', 'lobby', 1, '{\"lamp\":1}')").await;
        assert_eq!(here.watched_elsewhere(after(1_000)).await.unwrap().left.len(), 1);
        let next_day = after(25 * 3_600);
        here.put_node_screens(vec![("land".to_owned(), there())], next_day).await.unwrap();
        assert_eq!(database.execute("DELETE FROM node_screen").await, 1);
    }
}

//! Boards as they were published, kept.

use chrono::Duration;
use sanh_domain::board::edition::Version;
use sanh_domain::deadline::Instant;
use sanh_domain::id::AgencyId;
use sanh_domain::scope::Scope;
use sanh_store::{BoardVersionBatch, NewBoardVersion, Presence, ScreenPast};

use super::centre::local;
use super::engine::contract;

fn start() -> Instant {
    local("2026-03-03 10:00")
}

fn minute(n: i64) -> Instant {
    start() + Duration::minutes(n)
}

/// Board `n`, published in minute `n`, packed against `base`.
fn board(scope: Scope, n: u64, after: Option<u64>, base: u64) -> NewBoardVersion {
    NewBoardVersion {
        scope,
        version: Version(n),
        published_at: minute(n.cast_signed()),
        after: after.map(Version),
        base: Version(base),
        packed: format!("packed {n}").into_bytes(),
        text: format!("text {n}").into_bytes(),
    }
}

fn boards(versions: Vec<NewBoardVersion>) -> BoardVersionBatch {
    BoardVersionBatch {
        versions,
        ..BoardVersionBatch::default()
    }
}

contract! {
    async fn the_board_shown_at_a_time_is_found_with_its_neighbours_and_its_base(database: Database) {
        let store = &database.store;
        let agency = Scope::Agency(AgencyId(4));
        let kept = vec![
            board(Scope::Centre, 1, None, 1),
            board(Scope::Centre, 2, Some(1), 1),
            board(agency, 3, None, 3),
            board(Scope::Centre, 5, Some(4), 1),
        ];
        store.keep_shown(boards(kept.clone())).await.unwrap();
        // Storing the same boards twice changes nothing.
        store.keep_shown(boards(kept)).await.unwrap();

        let before = store.board_version_at(Scope::Centre, start()).await.unwrap();
        assert_eq!(before, None, "nothing stood before the first");
        let second = store.board_version_at(Scope::Centre, minute(4)).await.unwrap().unwrap();
        assert_eq!((second.version, second.published_at, second.after), (Version(2), minute(2), Some(Version(1))));
        assert_eq!((second.packed.as_slice(), second.base.as_deref()), (b"packed 2".as_slice(), Some(b"packed 1".as_slice())));
        assert_eq!(second.previous_at, Some(minute(1)));
        assert_eq!(second.next, Some((minute(5), Some(Version(4)))), "the fourth was not kept, and it is told");
        let first = store.board_version_at(Scope::Centre, minute(1)).await.unwrap().unwrap();
        assert_eq!((first.after, first.base, first.previous_at), (None, None, None));
        let last = store.board_version_at(Scope::Centre, minute(900)).await.unwrap().unwrap();
        assert_eq!((last.version, last.next), (Version(5), None));
        let of_agency = store.board_version_at(agency, minute(9)).await.unwrap().unwrap();
        assert_eq!(of_agency.version, Version(3));
    }
}

contract! {
    async fn a_board_that_was_altered_is_not_the_one_that_was_sealed(database: Database) {
        let store = &database.store;
        store.keep_shown(boards(vec![board(Scope::Centre, 1, None, 1)])).await.unwrap();
        let kept = store.board_version_at(Scope::Centre, minute(1)).await.unwrap().unwrap();
        let mac = kept.mac.expect("sealed");
        let stamp = (Scope::Centre, Version(1), minute(1));
        assert_eq!(store.proves_board(stamp, b"text 1", &mac).await.unwrap(), Some(true));
        assert_eq!(store.proves_board(stamp, b"text 2", &mac).await.unwrap(), Some(false));
        let another_time = (Scope::Centre, Version(1), minute(2));
        assert_eq!(store.proves_board(another_time, b"text 1", &mac).await.unwrap(), Some(false));
        let another_board = (Scope::Agency(AgencyId(1)), Version(1), minute(1));
        assert_eq!(store.proves_board(another_board, b"text 1", &mac).await.unwrap(), Some(false));
    }
}

contract! {
    async fn old_boards_are_deleted_except_those_that_later_ones_need(database: Database) {
        let store = &database.store;
        let kept = vec![
            board(Scope::Centre, 1, None, 1),
            board(Scope::Centre, 2, Some(1), 1),
            board(Scope::Centre, 3, Some(2), 3),
            board(Scope::Centre, 4, Some(3), 3),
            board(Scope::Agency(AgencyId(4)), 2, None, 2),
        ];
        store.keep_shown(boards(kept)).await.unwrap();
        // At that time the second board was still shown, and it is packed against the first.
        assert_eq!(store.forget_shown(minute(2) + Duration::seconds(30)).await.unwrap(), 0);
        assert_eq!(store.forget_shown(minute(3)).await.unwrap(), 2);
        assert_eq!(store.board_version_at(Scope::Centre, minute(2)).await.unwrap(), None);
        let fourth = store.board_version_at(Scope::Centre, minute(4)).await.unwrap().unwrap();
        assert_eq!(fourth.base.as_deref(), Some(b"packed 3".as_slice()));
        // The last board of a scope stays, however old it is.
        assert_eq!(store.forget_shown(minute(9_000)).await.unwrap(), 0);
        assert!(store.board_version_at(Scope::Agency(AgencyId(4)), minute(9_000)).await.unwrap().is_some());
    }
}

contract! {
    async fn many_boards_are_deleted_in_batches(database: Database) {
        let store = &database.store;
        let kept = (1..=5_000).map(|n| board(Scope::Centre, n, Some(n - 1), (n - 1) / 500 * 500 + 1));
        store.keep_shown(boards(kept.collect())).await.unwrap();
        let (mut dropped, mut rounds) = (0, 0);
        loop {
            let now = store.forget_shown(minute(4_700)).await.unwrap();
            if now == 0 {
                break;
            }
            (dropped, rounds) = (dropped + now, rounds + 1);
        }
        assert_eq!((dropped, rounds), (4_500, 3), "the 4,501st is what those are packed against that stood then");
        assert_eq!(store.board_version_at(Scope::Centre, minute(4_500)).await.unwrap(), None);
        assert!(store.board_version_at(Scope::Centre, minute(4_700)).await.unwrap().is_some());
    }
}

contract! {
    async fn the_settings_and_presence_of_a_wall_are_known_for_any_instant(database: Database) {
        let store = &database.store;
        let past = |n, setting: Option<&str>| ScreenPast {
            name: "lobby".to_owned(),
            from_at: minute(n),
            setting: setting.map(str::to_owned),
        };
        let presence = |began, seen| Presence {
            who: "lobby".to_owned(),
            began_at: minute(began),
            seen_at: minute(seen),
        };
        let shown = BoardVersionBatch {
            settings: vec![past(1, Some("{}")), past(5, None)],
            presences: vec![presence(1, 2), presence(7, 8)],
            ..BoardVersionBatch::default()
        };
        store.keep_shown(shown).await.unwrap();
        let longer = BoardVersionBatch { presences: vec![presence(1, 3)], ..BoardVersionBatch::default() };
        store.keep_shown(longer).await.unwrap();

        assert_eq!(store.screen_past("lobby", start()).await.unwrap(), None);
        assert_eq!(store.screen_past("lobby", minute(4)).await.unwrap(), Some(past(1, Some("{}"))));
        assert_eq!(store.screen_past("lobby", minute(6)).await.unwrap(), Some(past(5, None)));
        assert_eq!(store.screens_past().await.unwrap(), [past(5, None)]);
        assert_eq!(store.presence("lobby", start()).await.unwrap(), None);
        assert_eq!(store.presence("lobby", minute(6)).await.unwrap(), Some(presence(1, 3)));
        assert_eq!(store.presence("lobby", minute(9)).await.unwrap(), Some(presence(7, 8)));
        assert_eq!(store.presence("", minute(9)).await.unwrap(), None);
        let spans = |from, to| store.presences("lobby", (minute(from), minute(to)));
        let both = [(minute(1), minute(3)), (minute(7), minute(8))];
        assert_eq!(spans(2, 9).await.unwrap(), both);
        assert_eq!(spans(3, 7).await.unwrap(), [], "neither touches what is asked for");
    }
}

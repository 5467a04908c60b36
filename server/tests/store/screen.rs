//! Walls that are paired, told and held.

use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::id::{AgencyId, FieldId};
use sanh_domain::language::Languages;
use sanh_domain::scope::Scope;
use sanh_domain::screen::code::CODE_MIN;
use sanh_domain::screen::model::{Mounting, ScreenSetting};
use sanh_domain::screen::order::ScreenCommand;
use sanh_store::{
    AuditActor, AuditQuery, PAIRINGS_MAX, PAIRINGS_PER_ADDRESS_MAX, PairingOutcome, PairingState,
    Store, StoreError, StoredScreen,
};

use super::centre::local;
use super::engine::contract;

fn noon() -> Instant {
    local("2026-11-23 12:00")
}

fn setting(name: &str) -> ScreenSetting {
    ScreenSetting {
        label: "Sảnh chính".to_owned(),
        place: "Tầng 1".to_owned(),
        fields: vec![FieldId(3), FieldId(1)],
        languages: Languages::Both,
        slot_s: Some(20),
        hung: Mounting {
            diagonal_in: Some(55),
            read_from_dm: Some(45),
        },
        is_paired: true,
        ..ScreenSetting::default_named(name)
    }
}

async fn code(store: &Store, hash: &str, now: Instant) -> String {
    match store.pairing_code(hash, "192.0.2.7", now).await.unwrap() {
        PairingState::Code(code, until) => {
            assert_eq!(until - now, Duration::minutes(CODE_MIN));
            code
        }
        other => panic!("{other:?}"),
    }
}

async fn pair(store: &Store, code: &str, name: &str, is_new: bool, now: Instant) -> PairingOutcome {
    let paired = store.pair(code, setting(name), is_new, AuditActor::console(), now);
    paired.await.unwrap()
}

async fn one(store: &Store, name: &str) -> StoredScreen {
    let mut stored = store
        .stored_screens(&AgencyScope::Everywhere)
        .await
        .unwrap()
        .into_iter();
    stored.find(|stored| stored.setting.name == name).unwrap()
}

/// What the audit tells of a wall, oldest first.
async fn told(store: &Store, name: &str) -> Vec<(AuditAct, String)> {
    let query = AuditQuery {
        subject: Some(name.to_owned()),
        rows_max: 50,
        ..AuditQuery::default()
    };
    let lines = store.audit_lines(query).await.unwrap();
    lines
        .into_iter()
        .rev()
        .map(|line| (line.act, line.became))
        .collect()
}

contract! {
    async fn a_code_pairs_one_screen_once(database: Database) {
        let store = &database.store;
        let number = store.change_number().await.unwrap();
        let shown = code(store, "hash-a", noon()).await;
        let again = store.pairing_code("hash-a", "192.0.2.7", noon() + Duration::minutes(1)).await.unwrap();
        assert_eq!(again, PairingState::Code(shown.clone(), noon() + Duration::minutes(CODE_MIN)), "the same until it is over");
        assert_eq!(store.pairings(noon()).await.unwrap(), 1);
        assert_eq!(store.change_number().await.unwrap(), number, "a code is on no board");
        assert_eq!(pair(store, "AAAAAA", "hall", true, noon()).await, PairingOutcome::Unknown);
        assert_eq!(pair(store, &shown, "hall", true, noon()).await, PairingOutcome::With("hall".to_owned()));
        assert!(store.change_number().await.unwrap() > number, "the walls hear of it");
        let stored = one(store, "hall").await;
        assert_eq!(stored.setting, setting("hall"));
        assert_eq!((stored.token_hash.as_deref(), stored.paired_at), (Some("hash-a"), Some(noon())));
        let now = store.pairing_code("hash-a", "192.0.2.7", noon()).await.unwrap();
        assert_eq!(now, PairingState::Paired("hall".to_owned()));
        assert_eq!(pair(store, &shown, "hall-2", true, noon()).await, PairingOutcome::Unknown, "a code pairs once");
        assert_eq!(store.pairings(noon()).await.unwrap(), 0);
        assert_eq!(told(store, "hall").await, [(AuditAct::ScreenOrdered, "pair".to_owned())]);
    }
}

contract! {
    async fn a_code_is_over_after_its_minutes_and_another_comes(database: Database) {
        let store = &database.store;
        let shown = code(store, "hash-a", noon()).await;
        let over = noon() + Duration::minutes(CODE_MIN);
        assert_eq!(pair(store, &shown, "hall", true, over).await, PairingOutcome::Unknown);
        let next = code(store, "hash-a", over).await;
        assert_ne!(next, shown);
        assert_eq!(pair(store, &next, "hall", true, over).await, PairingOutcome::With("hall".to_owned()));
    }
}

contract! {
    async fn a_flood_of_codes_takes_none_from_a_screen_elsewhere(database: Database) {
        let store = &database.store;
        let asked = |n: i64, address: &'static str, at| async move {
            match store.pairing_code(&format!("hash-{n}"), address, at).await.unwrap() {
                PairingState::Code(code, _) => code,
                other => panic!("no code for {n}: {other:?}"),
            }
        };
        let waiting = asked(-1, "the hall", noon()).await;
        let lines = ["a", "b", "c", "d", "e", "f"];
        for n in 0..PAIRINGS_MAX + 20 {
            let at = noon() + Duration::seconds(n);
            let line = usize::try_from(n / PAIRINGS_PER_ADDRESS_MAX).unwrap();
            asked(n, lines[line], at).await;
        }
        let now = noon() + Duration::minutes(5);
        assert_eq!(asked(-1, "the hall", now).await, waiting, "the one that waited longest keeps its code");
        assert_eq!(i64::from(store.pairings(now).await.unwrap()), PAIRINGS_MAX);
        let own = asked(-2, "the hall", now).await;
        assert_eq!(pair(store, &own, "hall", true, now).await, PairingOutcome::With("hall".to_owned()));
        let over = now + Duration::minutes(CODE_MIN);
        asked(-3, "the hall", over).await;
        assert_eq!(store.pairings(over).await.unwrap(), 1, "what is over goes");
    }
}

contract! {
    async fn beyond_the_limit_of_an_address_the_oldest_pairing_code_is_dropped(database: Database) {
        let store = &database.store;
        for n in 0..=PAIRINGS_PER_ADDRESS_MAX {
            let at = noon() + Duration::seconds(n);
            let coded = store.pairing_code(&format!("hash-{n}"), "a", at).await.unwrap();
            assert!(matches!(coded, PairingState::Code(..)), "{n}");
        }
        let waiting = i64::from(store.pairings(noon()).await.unwrap());
        assert_eq!(waiting, PAIRINGS_PER_ADDRESS_MAX);
    }
}

contract! {
    async fn another_screen_takes_a_walls_place_and_one_is_revoked(database: Database) {
        let store = &database.store;
        let first = code(store, "hash-a", noon()).await;
        pair(store, &first, "hall", true, noon()).await;
        let second = code(store, "hash-b", noon()).await;
        let taken = store.pair(&second, setting("hall"), true, AuditActor::console(), noon()).await;
        assert!(matches!(taken, Err(StoreError::Invalid(_))), "a name is given once");
        assert_eq!(pair(store, &second, "nowhere", false, noon()).await, PairingOutcome::NoScreen);
        assert_eq!(pair(store, &second, "hall", false, noon()).await, PairingOutcome::With("hall".to_owned()));
        assert!(matches!(store.pairing_code("hash-a", "", noon()).await.unwrap(), PairingState::Code(..)), "the first one shows a code");
        let order = |order| store.order_screen("hall", false, order, AuditActor::console(), noon());
        assert!(order(ScreenCommand::Unpair).await.unwrap());
        let stored = one(store, "hall").await;
        assert_eq!((stored.token_hash, stored.paired_at, stored.setting.is_paired), (None, None, true));
        assert_eq!(stored.setting.label, "Sảnh chính", "the settings stay");
        assert!(matches!(store.pairing_code("hash-b", "", noon()).await.unwrap(), PairingState::Code(..)));
        assert!(order(ScreenCommand::Remove).await.unwrap());
        assert!(!order(ScreenCommand::Reload).await.unwrap(), "it is no more");
        let words: Vec<String> = told(store, "hall").await.into_iter().map(|(_, word)| word).collect();
        assert_eq!(words, ["pair", "pair", "unpair", "remove"]);
    }
}

contract! {
    async fn orders_are_written_and_wake_the_walls(database: Database) {
        let store = &database.store;
        let mut number = store.change_number().await.unwrap();
        for order in [ScreenCommand::Identify, ScreenCommand::Reload, ScreenCommand::Hold(Vec::new()), ScreenCommand::Release] {
            assert!(store.order_screen("main", true, order.clone(), AuditActor::console(), noon()).await.unwrap());
            let next = store.change_number().await.unwrap();
            assert!(next > number, "{order:?}");
            number = next;
            let setting = one(store, "main").await.setting;
            match order {
                ScreenCommand::Identify => assert_eq!(setting.identify_until, Some(noon() + Duration::seconds(30))),
                ScreenCommand::Reload => assert_eq!(setting.reloads, 1),
                ScreenCommand::Hold(_) => {
                    assert_eq!(setting.held, Some(noon()));
                    assert_eq!(store.held_boards("main").await.unwrap(), Some((noon(), Vec::new())));
                }
                _ => {
                    assert_eq!(setting.held, None);
                    assert_eq!(store.held_boards("main").await.unwrap(), None);
                }
            }
        }
        assert!(!store.order_screen("nowhere", false, ScreenCommand::Reload, AuditActor::console(), noon()).await.unwrap());
        assert_eq!(store.change_number().await.unwrap(), number);
        assert_eq!(told(store, "main").await.len(), 4);
    }
}

contract! {
    async fn boards_in_turn_keep_their_order_and_need_a_scope_that_covers_all_of_them(database: Database) {
        let store = &database.store;
        let shown = code(store, "hash-a", noon()).await;
        pair(store, &shown, "hall", true, noon()).await;
        let agency = |id| Scope::Agency(AgencyId(id));
        let several = ScreenSetting { scope: agency(1), others: vec![agency(3), Scope::Centre, agency(2)], ..setting("hall") };
        assert!(store.save_screen(several.clone(), false, AuditActor::console(), noon()).await.unwrap());
        assert_eq!(one(store, "hall").await.setting, several);
        let within = |scope: AgencyScope| async move { store.stored_screens(&scope).await.unwrap().len() };
        assert_eq!(within(AgencyScope::Agencies([AgencyId(1), AgencyId(2), AgencyId(3)].into())).await, 0, "the centre's is among them");
        let of_agencies = ScreenSetting { others: vec![agency(3)], ..several };
        store.save_screen(of_agencies, false, AuditActor::console(), noon()).await.unwrap();
        assert_eq!(within(AgencyScope::Agencies([AgencyId(1), AgencyId(3)].into())).await, 1);
        assert_eq!(within(AgencyScope::Agencies([AgencyId(1)].into())).await, 0);
    }
}

contract! {
    async fn a_wall_with_new_settings_follows_its_new_figures(database: Database) {
        let store = &database.store;
        let shown = code(store, "hash-a", noon()).await;
        pair(store, &shown, "hall", true, noon()).await;
        store.order_screen("hall", false, ScreenCommand::Hold(Vec::new()), AuditActor::console(), noon()).await.unwrap();
        let renamed = ScreenSetting { label: "Sảnh phụ".to_owned(), ..setting("hall") };
        assert!(store.save_screen(renamed.clone(), false, AuditActor::console(), noon()).await.unwrap());
        let stored = one(store, "hall").await;
        assert_eq!(stored.setting, ScreenSetting { held: Some(noon()), ..renamed.clone() }, "held as before");
        let number = store.change_number().await.unwrap();
        store.save_screen(renamed.clone(), false, AuditActor::console(), noon()).await.unwrap();
        assert_eq!(store.change_number().await.unwrap(), number, "nothing changed");
        let moved = ScreenSetting { scope: Scope::Agency(AgencyId(1)), ..renamed };
        store.save_screen(moved.clone(), false, AuditActor::console(), noon()).await.unwrap();
        assert_eq!(one(store, "hall").await.setting, moved, "figures of somebody else are held no more");
        assert_eq!(store.held_boards("hall").await.unwrap(), None);
        assert_eq!(one(store, "hall").await.token_hash.as_deref(), Some("hash-a"), "paired as before");
        assert!(!store.save_screen(setting("nowhere"), false, AuditActor::console(), noon()).await.unwrap());
        let acts: Vec<AuditAct> = told(store, "hall").await.into_iter().map(|(act, _)| act).collect();
        assert_eq!(acts[2..], [AuditAct::ScreenChanged, AuditAct::ScreenChanged]);
    }
}

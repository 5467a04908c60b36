//! Notices on the walls.

use chrono::Duration;
use sanh_app::board::model::Name;
use sanh_app::deadline::Instant;
use sanh_app::notice::model::{Audience, NoticeId, Priority};
use sanh_server::store::{By, NewNotice, StoreError};

use super::centre::local;
use super::engine::contract;

fn notice(vi: &str, from: Instant, until: Instant) -> NewNotice {
    NewNotice {
        text: Name {
            vi: vi.to_owned(),
            en: Some("Closed on 1 January".to_owned()),
        },
        priority: Priority::Notice,
        from,
        until,
        screens: Audience::All,
    }
}

contract! {
    async fn a_notice_wakes_the_walls_and_is_read_back_until_it_ends(database: Database) {
        let store = &database.store;
        let (from, until) = (local("2026-12-28 07:30"), local("2026-12-31 17:00"));
        let number = store.change_number().await.unwrap();
        let id = store.put_notice(notice("Nghỉ Tết Dương lịch 01/01", from, until), By::console(), local("2026-12-01 08:00")).await.unwrap();
        assert!(store.change_number().await.unwrap() > number);
        let before = store.notices_from(local("2026-12-01 08:00")).await.unwrap();
        assert_eq!((before.len(), before[0].id), (1, id), "one to come is known, so that time alone can turn the wall");
        assert_eq!((before[0].from, before[0].until), (from, until));
        assert_eq!(before[0].text.vi, "Nghỉ Tết Dương lịch 01/01");
        assert_eq!(store.notices_from(until).await.unwrap(), []);
    }
}

contract! {
    async fn a_notice_is_ended_early_and_one_to_come_is_called_off(database: Database) {
        let store = &database.store;
        let noon = local("2026-12-28 12:00");
        let hour = Duration::hours(1);
        let shown = store.put_notice(notice("Mất điện", noon - hour, noon + hour), By::console(), local("2026-12-01 08:00")).await.unwrap();
        let to_come = store.put_notice(notice("Họp", noon + hour, noon + hour * 2), By::console(), local("2026-12-01 08:00")).await.unwrap();
        assert!(store.end_notice(shown, By::console(), noon).await.unwrap());
        assert!(store.end_notice(to_come, By::console(), noon).await.unwrap());
        assert_eq!(store.notices_from(noon).await.unwrap(), []);
        let past = store.notices_from(noon - hour).await.unwrap();
        assert_eq!(past.iter().map(|notice| notice.id).collect::<Vec<_>>(), [shown], "what the wall showed is still known");
        assert_eq!(past[0].until, noon);
        let number = store.change_number().await.unwrap();
        assert!(!store.end_notice(shown, By::console(), noon + hour).await.unwrap(), "it has ended already");
        assert!(!store.end_notice(NoticeId(9_999), By::console(), noon).await.unwrap());
        assert_eq!(store.change_number().await.unwrap(), number);
    }
}

contract! {
    async fn a_notice_that_does_not_fit_is_refused(database: Database) {
        let store = &database.store;
        let (from, until) = (local("2026-12-28 07:30"), local("2026-12-31 17:00"));
        let wrong = [
            notice(&"a".repeat(141), from, until),
            notice(" ", from, until),
            notice("Hai\ndòng", from, until),
            notice("Nghỉ", until, from),
            notice("Nghỉ", from, from),
        ];
        for notice in wrong {
            let refused = store.put_notice(notice.clone(), By::console(), from).await.unwrap_err();
            assert!(matches!(refused, StoreError::Invalid(_)), "{notice:?}: {refused}");
        }
        assert_eq!(store.notices_from(from).await.unwrap(), []);
    }
}

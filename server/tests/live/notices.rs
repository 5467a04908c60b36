//! Notices on the walls: made, ended, and turned by time alone.

use chrono::Duration;
use sanh_domain::notice::model::{Audience, Priority};
use sanh_domain::text::name::Name;
use sanh_store::{AuditActor, NewNotice};

use super::hall::Hall;
use super::screen::Wall;

fn notice(hall: &Hall, priority: Priority, from_ms: i64, until_ms: i64) -> NewNotice {
    NewNotice {
        text: Name {
            vi: "Xin rời khỏi sảnh theo lối B".to_owned(),
            en: Some("Please leave by exit B".to_owned()),
        },
        priority,
        from: hall.now() + Duration::milliseconds(from_ms),
        until: hall.now() + Duration::milliseconds(until_ms),
        screens: Audience::All,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_covers_every_wall_at_once_and_leaves_when_it_is_ended() {
    let hall = Hall::open().await;
    let mut walls = [
        Wall::open(&hall, "/events/lobby").await,
        Wall::open(&hall, "/events/lobby-all").await,
        Wall::open(&hall, "/events/land").await,
    ];
    for wall in &mut walls {
        let (_, shown) = wall.greeted().await;
        assert!(!shown.data.contains("class=\"emergency\""));
    }
    let emergency = notice(&hall, Priority::Emergency, 0, 3_600_000);
    let id = hall
        .store
        .put_notice(emergency, AuditActor::console(), hall.now())
        .await
        .expect("made");
    for wall in &mut walls {
        let painting = wall.painting().await;
        assert_eq!(painting.name, "board");
        assert!(painting.data.contains("Please leave by exit B"));
    }
    assert!(
        hall.store
            .end_notice(id, AuditActor::console(), hall.now())
            .await
            .expect("ended")
    );
    for wall in &mut walls {
        assert!(!wall.painting().await.data.contains("Please leave"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_comes_and_goes_by_the_clock_with_no_write() {
    let hall = Hall::open().await;
    let notice = notice(&hall, Priority::Notice, 1_500, 3_000);
    let (from, until) = (notice.from, notice.until);
    let mut wall = Wall::open(&hall, "/events/lobby").await;
    wall.greeted().await;
    hall.store
        .put_notice(notice, AuditActor::console(), hall.now())
        .await
        .expect("made");
    let number = hall.store.change_number().await.expect("a number");
    let shown = wall.painting().await;
    assert!(shown.data.contains("class=\"notices\"") && hall.now() >= from);
    let gone = wall.painting().await;
    assert!(!gone.data.contains("class=\"notices\"") && hall.now() >= until);
    assert_eq!(hall.store.change_number().await.expect("a number"), number);
}

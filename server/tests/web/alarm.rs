//! Alarms in the managers' room.

use axum::http::StatusCode;
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::alarm::model::{AlarmKind, CheckResult, CheckState};
use sanh_store::AlarmDelivery;

use super::desk::{hall, read, send};
use super::hall::Hall;
use super::people::{sign_in, signed_in};

const PATH: &str = "/manage/alarms";

async fn dark(hall: &Hall, screens: &[&str]) {
    let reading = |screen: &&str| CheckResult {
        kind: AlarmKind::ScreenDark,
        subject: (*screen).to_owned(),
        state: CheckState::Wrong {
            value: 12,
            threshold: 5,
        },
    };
    let telling = AlarmDelivery {
        channels: Vec::new(),
        repeat_h: 24,
    };
    let readings = screens.iter().map(reading).collect();
    let kept = hall.store.keep_alarms(readings, telling, hall.now());
    kept.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn alarms_are_counted_on_every_page_of_a_manager_and_tell_what_to_do() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Manager).await;
    let quiet = read(&hall, &lan, PATH).await;
    assert!(quiet.text().contains("Mọi thứ đều ổn."), "{}", quiet.text());
    assert!(!quiet.text().contains("class=\"count\""));
    dark(&hall, &["lobby", "land"]).await;
    for path in [PATH, "/manage/notices", "/desk"] {
        let page = read(&hall, &lan, path).await;
        assert!(
            page.text().contains("aria-label=\"Cảnh báo: 2 cảnh báo\""),
            "{path}: {}",
            page.text()
        );
    }
    let page = read(&hall, &lan, PATH).await;
    assert!(page.text().contains("Màn hình không hoạt động: lobby"));
    assert!(
        page.text()
            .contains("đã 12 phút trong giờ làm việc (báo khi quá 5 phút)")
    );
    assert!(page.text().contains("Xem màn hình có điện, có mạng"));
    let staff = signed_in(&hall, Role::Staff).await;
    let desk = read(&hall, &staff, "/desk").await;
    assert!(
        !desk.text().contains("class=\"count\""),
        "staff are told nothing"
    );
    dark(&hall, &[]).await;
    let past = read(&hall, &lan, PATH).await;
    assert!(past.text().contains("Mọi thứ đều ổn.") && past.text().contains("Đã qua"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_muted_alarm_is_listed_and_not_counted() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Manager).await;
    dark(&hall, &["lobby"]).await;
    let id = hall
        .store
        .open_alarms(&AgencyScope::Everywhere)
        .await
        .unwrap()[0]
        .id;
    let forged = send(
        &hall,
        &lan,
        &format!("{PATH}/{id}/mute"),
        &[("hours", "9999")],
    )
    .await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST);
    let muted = send(&hall, &lan, &format!("{PATH}/{id}/mute"), &[("hours", "4")]).await;
    assert_eq!(muted.header("location"), "/manage/alarms?saved=muted");
    let page = read(&hall, &lan, PATH).await;
    assert!(
        page.text().contains("manager đã tắt tiếng đến 18:1"),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("class=\"count\""));
    let heard = send(&hall, &lan, &format!("{PATH}/{id}/hear"), &[]).await;
    assert_eq!(heard.header("location"), "/manage/alarms?saved=heard");
    assert!(
        read(&hall, &lan, PATH)
            .await
            .text()
            .contains("class=\"count\"")
    );
    let none = send(&hall, &lan, &format!("{PATH}/{}/hear", id + 1), &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_of_an_agency_gets_alarms_of_its_walls_only() {
    let hall = hall().await;
    let land = sign_in(&hall, "land", Role::Manager, Some(hall.agencies[1])).await;
    dark(&hall, &["lobby", "land"]).await;
    let page = read(&hall, &land, PATH).await;
    assert!(page.text().contains("không hoạt động: land"));
    assert!(!page.text().contains("không hoạt động: lobby"));
    assert!(page.text().contains("Cảnh báo: 1 cảnh báo"));
    let open = hall
        .store
        .open_alarms(&AgencyScope::Everywhere)
        .await
        .unwrap();
    let lobby = open.iter().find(|alarm| alarm.subject == "lobby").unwrap();
    let path = format!("{PATH}/{}/mute", lobby.id);
    let other = send(&hall, &land, &path, &[("hours", "4")]).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        hall.store
            .open_alarms(&AgencyScope::Everywhere)
            .await
            .unwrap()
            .iter()
            .all(|it| it.muted_until.is_none())
    );
}

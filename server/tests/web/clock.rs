//! A server whose machine has a wrong clock says so, on walls and desks, and writes nothing.

use std::sync::Arc;

use axum::http::StatusCode;
use chrono::Duration;
use sanh_app::account::model::Role;
use sanh_server::clock::guard::{ClockBounds, ClockGuard};
use sanh_server::store::Store;
use sanh_server::vault::MasterKey;

use super::desk::{procedure, send};
use super::hall::{Hall, at, config};
use super::people::signed_in;
use super::screen::Wall;

/// The store of a hall in the hands of a server that asks whether its clock can be right.
async fn guard(hall: &Hall) {
    let bounds = ClockBounds {
        built_at: at("2026-11-01T00:00:00+07:00"),
        jump_max: Duration::hours(24),
        gap_max: Duration::days(366),
    };
    let store = Store::open(&hall.options).await.expect("it opens");
    let master = MasterKey::new(&[9; 32]).expect("a key");
    store.unlock(&master).await.expect("the vault opens");
    let guard = ClockGuard::new(hall.clock.clone(), bounds);
    let store = store.guarded_by(guard).await.expect("readable");
    hall.opening.send_replace(Some(Arc::new(store)));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_clock_battery_the_wall_says_that_its_clock_is_wrong_and_no_code_of_2001_is_given()
 {
    let mut config = config();
    config.allow_plain_http = true;
    let hall = Hall::closed(config, at("2001-06-01T08:00:00+07:00")).await;
    let procedure = procedure(&hall).await.0.to_string();
    let agency = hall.agencies[0].0.to_string();
    let lan = signed_in(&hall, Role::Staff).await;
    guard(&hall).await;
    hall.publish();
    hall.ready().await;

    let wall = hall.get("/").await;
    assert_eq!(wall.status, StatusCode::OK);
    let html = wall.text();
    assert!(html.contains("data-clock-wrong=\"true\""), "{html}");
    assert!(html.contains("data-state=\"lost\""), "not live: {html}");
    assert!(html.contains("Giờ máy chủ đang sai"), "{html}");
    let mut wall = Wall::open(&hall, "/events/lobby").await;
    wall.greeted().await;
    assert_eq!(wall.beat().await["clock_wrong"], true);

    let ready = hall.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(ready.text().contains("clock is wrong"), "{}", ready.text());

    let fields = [
        ("procedure", &*procedure),
        ("agency", &*agency),
        ("channel", "direct"),
        ("key", "r1"),
        ("action", "receive"),
        ("name", "Nguyễn Thử Nghiệm"),
    ];
    let refused = send(&hall, &lan, "/desk/receive", &fields).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    let html = refused.text();
    assert!(html.contains("đồng hồ của máy chủ đang sai"), "{html}");
    assert!(html.contains("value=\"Nguyễn Thử Nghiệm\""), "{html}");
    let codes = hall.store.change_number().await.expect("readable");
    let again = send(&hall, &lan, "/desk/receive", &fields).await;
    assert_eq!(again.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(hall.store.change_number().await.expect("readable"), codes);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_clock_that_is_right_the_wall_is_live() {
    let hall = Hall::closed(config(), at("2026-11-23T14:10:00+07:00")).await;
    guard(&hall).await;
    hall.publish();
    hall.ready().await;
    let wall = hall.get("/").await;
    assert!(
        wall.text().contains("data-clock-wrong=\"false\""),
        "{}",
        wall.text()
    );
    let mut wall = Wall::open(&hall, "/events/lobby").await;
    wall.greeted().await;
    assert_eq!(wall.beat().await["clock_wrong"], false);
    assert_eq!(hall.get("/readyz").await.status, StatusCode::OK);
}

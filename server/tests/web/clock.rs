//! A server whose machine has a wrong clock says so, on walls and desks, and writes nothing.

use std::sync::Arc;

use axum::http::StatusCode;
use chrono::Duration;
use sanh_app::server::account::password;
use sanh_domain::account::model::Role;
use sanh_domain::audit::model::AuditAct;
use sanh_store::clock::guard::{ClockBounds, ClockGuard};
use sanh_store::vault::MasterKey;
use sanh_store::{AuditActor, AuditEntry, AuditQuery, Store};

use super::desk::{procedure, read, send};
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

const PASSWORD: &str = "bốn con mèo đen";

#[tokio::test(flavor = "multi_thread")]
async fn after_a_wrong_jump_an_administrator_says_in_the_browser_that_the_clock_is_right() {
    let mut config = config();
    config.allow_plain_http = true;
    let now = "2026-11-23T14:10:00+07:00";
    let hall = Hall::closed(config, at(now)).await;
    let quan = signed_in(&hall, Role::Admin).await;
    let account = hall.store.account("admin").await.expect("readable");
    let id = account.expect("an account").person.id;
    let hash = password::hash(PASSWORD).expect("a hash");
    let set = hall
        .store
        .set_password(id, hash, AuditActor::console(), hall.now());
    set.await.expect("written");
    let quan = if read(&hall, &quan, "/account").await.status == StatusCode::OK {
        quan
    } else {
        signed_in(&hall, Role::Admin).await
    };
    let mai = signed_in(&hall, Role::Manager).await;
    // Something was recorded while the clock was a day ahead.
    let ahead = hall.now() + Duration::days(1);
    let audit_entry = AuditEntry::new(AuditAct::Refused, "/desk");
    let told = hall
        .store
        .audit(AuditActor::console(), audit_entry, ahead)
        .await;
    told.expect("written");
    guard(&hall).await;
    hall.publish();
    hall.ready().await;
    let unready = hall.get("/readyz").await;
    assert!(unready.text().contains("clock is wrong"));

    let page = read(&hall, &quan, "/admin/clock").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    for text in [
        "14:10 23/11/2026",
        "14:10 24/11/2026",
        "Giờ đang chỉ là đúng",
    ] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }
    let refused = send(&hall, &mai, "/admin/clock", &[("password", PASSWORD)]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "not a manager's");
    let wrong = send(&hall, &quan, "/admin/clock", &[("password", "guessed")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unready = hall.get("/readyz").await;
    assert_eq!(unready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(unready.header("retry-after"), "10");

    let right = send(&hall, &quan, "/admin/clock", &[("password", PASSWORD)]).await;
    assert_eq!(
        right.header("location"),
        "/admin/clock?saved=1",
        "{}",
        right.text()
    );
    let page = read(&hall, &quan, "/admin/clock?saved=1").await;
    assert!(page.text().contains("Đồng hồ đúng"), "{}", page.text());
    assert!(!page.text().contains("name=\"password\""));
    assert_eq!(hall.get("/readyz").await.status, StatusCode::OK);
    let query = AuditQuery {
        subject: Some("clock".to_owned()),
        rows_max: 10,
        ..AuditQuery::default()
    };
    let lines = hall.store.audit_lines(query).await.expect("readable");
    assert_eq!(lines.len(), 1, "once");
    assert_eq!(
        (lines[0].act, lines[0].actor.as_str()),
        (AuditAct::ClockConfirmed, "admin")
    );
    assert!(lines[0].was.starts_with("2026-11-24"), "{}", lines[0].was);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_confirmation_accepts_a_time_before_the_program_was_built() {
    let mut config = config();
    config.allow_plain_http = true;
    let hall = Hall::closed(config, at("2001-06-01T08:00:00+07:00")).await;
    let quan = signed_in(&hall, Role::Admin).await;
    guard(&hall).await;
    hall.publish();
    hall.ready().await;
    let page = read(&hall, &quan, "/admin/clock").await;
    assert!(
        page.text().contains("Chương trình này chưa có trước"),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("name=\"password\""), "nothing to say");
    let sent = send(&hall, &quan, "/admin/clock", &[("password", PASSWORD)]).await;
    assert_eq!(sent.header("location"), "/admin/clock");
    assert_eq!(
        hall.get("/readyz").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
}

//! Looking at the wall as it is not now, from the server itself.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use chrono::Duration;
use sanh_app::dossier::Action;

use super::hall::{Answer, Hall, at};

async fn ask(hall: &Hall, from: &str, address: &str, forwarded: bool) -> Answer {
    let mut request = Request::get(address);
    if forwarded {
        request = request.header("x-forwarded-for", "203.0.113.9");
    }
    let mut request = request.body(Body::empty()).expect("a request");
    let peer: SocketAddr = from.parse().expect("an address");
    request.extensions_mut().insert(ConnectInfo(peer));
    hall.ask(request).await
}

async fn here(hall: &Hall, address: &str) -> Answer {
    ask(hall, "127.0.0.1:50000", address, false).await
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_sits_at_the_server_may_look_at_another_time() {
    let hall = Hall::open().await;
    let addresses = [
        "/?preview=lost",
        "/?at=2026-11-20T10:00",
        "/screen/lobby?preview=night",
    ];
    for address in addresses {
        assert_eq!(here(&hall, address).await.status, 200, "{address}");
        let v6 = ask(&hall, "[::1]:50000", address, false).await;
        assert_eq!(v6.status, 200, "{address}");
        let stranger = ask(&hall, "203.0.113.9:50000", address, false).await;
        assert_eq!(stranger.status, 403, "{address}");
        assert!(!stranger.text().contains("data-version"), "{address}");
        let by_proxy = ask(&hall, "127.0.0.1:50000", address, true).await;
        assert_eq!(
            by_proxy.status, 403,
            "{address} through a proxy nobody named"
        );
    }
    let unknown = here(&hall, "/?preview=yesterday").await;
    assert_eq!(unknown.status, 400);
    assert_eq!(here(&hall, "/?at=soon").await.status, 400);
    assert_eq!(
        here(&hall, "/?at=2026-11-20&preview=lost").await.status,
        400
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_instant_shows_the_figures_of_then() {
    let hall = Hall::open().await;
    let morning = at("2026-11-20T09:00:00+07:00");
    hall.receive_at(1, 5, morning).await;
    hall.act(1, Action::Start, morning + Duration::hours(1))
        .await;
    hall.act(1, Action::Resolve, morning + Duration::hours(2))
        .await;
    let great = |answer: &Answer, key: &str| {
        let html = answer.text();
        let (_, rest) = html
            .split_once(&format!("data-k=\"{key}\""))
            .expect("the figure");
        let (_, rest) = rest.split_once('>').expect("its text");
        rest.split('<').next().expect("its end").to_owned()
    };
    let address = |time: &str| format!("/?period=month&at=2026-11-20T{time}");
    let before = here(&hall, &address("08:59")).await;
    let pending = here(&hall, &address("10:59")).await;
    let resolved = here(&hall, &address("11:00")).await;
    assert_eq!(great(&before, "month.pending"), "0");
    assert_eq!(great(&pending, "month.pending"), "1");
    assert_eq!(great(&pending, "month.in_time"), "0");
    assert_eq!(great(&resolved, "month.in_time"), "1");
    assert!(resolved.text().contains("11:00") && resolved.text().contains("Xem lại"));
    assert!(resolved.text().contains("data-preview=\"at\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn tomorrow_morning_shows_what_will_be_overdue_if_nothing_is_done() {
    let hall = Hall::open().await;
    let received_at = at("2026-11-19T15:00:00+07:00");
    hall.receive_at(1, 2, received_at).await;
    let now = here(&hall, "/?period=month&preview=night").await;
    let tomorrow = here(&hall, "/?period=month&preview=tomorrow").await;
    let overdue = "data-k=\"month.overdue.part\" data-zero=\"true\"";
    assert!(now.text().contains(overdue), "due this afternoon");
    assert!(!tomorrow.text().contains(overdue), "{}", tomorrow.text());
    assert!(tomorrow.text().contains("08:00"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_may_choose_light_size_and_night_by_the_address() {
    let hall = Hall::open().await;
    let answer = ask(
        &hall,
        "203.0.113.9:50000",
        "/?theme=dark&distance=far&night=same",
        false,
    )
    .await;
    assert_eq!(answer.status, 200);
    for part in [
        "data-theme=\"dark\"",
        "data-distance=\"far\"",
        "data-night=\"false\"",
    ] {
        assert!(answer.text().contains(part), "{part}");
    }
    for wrong in ["/?theme=blue", "/?distance=5m", "/?night=off"] {
        assert_eq!(hall.get(wrong).await.status, 400, "{wrong}");
    }
}

//! What a visitor and a screen get when something is wrong.

use axum::body::Body;
use axum::http::Request;
use sanh_domain::scope::Scope;
use sanh_store::Store;

use super::hall::{Answer, Hall, NOW, at, between, config, measured, screen, until};
use super::screen::Wall;

fn asked_in(address: &str, accept_language: &str) -> Request<Body> {
    let request = Request::get(address).header("accept-language", accept_language);
    request.body(Body::empty()).expect("a request")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_query_is_named_in_the_visitors_language() {
    let hall = Hall::open().await;
    let cases = [
        ("/?lang=xx", "vi-VN,vi;q=0.9", "vi", "lang"),
        ("/?lang=xx", "en-GB", "en", "lang"),
        ("/board?period=decade", "en", "en", "period"),
        ("/board?period=decade&lang=vi", "en", "vi", "period"),
        ("/board?scope=agency-x", "vi", "vi", "scope"),
        ("/screen/lobby?period=decade&lang=en", "vi", "en", "period"),
    ];
    for (address, accepted, lang, parameter) in cases {
        let answer = hall.ask(asked_in(address, accepted)).await;
        assert_eq!(answer.status, 400, "{address}");
        let html = answer.text();
        assert!(
            html.contains(&format!("<html lang=\"{lang}\"")),
            "{address}: {html}"
        );
        let explanation = between(html, "<h1>", "</main>").expect("an explanation");
        assert!(explanation.contains(parameter), "{address}: {explanation}");
        assert!(html.len() < 4_000, "{address}: a small page");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_path_is_a_small_page_in_the_visitors_language() {
    let hall = Hall::open().await;
    for (address, accepted, lang) in [
        ("/nothing", "", "vi"),
        ("/nothing", "de,en;q=0.5", "en"),
        ("/nothing?lang=en", "vi", "en"),
        ("/board/nothing", "vi", "vi"),
    ] {
        let answer = hall.ask(asked_in(address, accepted)).await;
        assert_eq!(answer.status, 404, "{address}");
        assert!(
            answer.text().contains(&format!("<html lang=\"{lang}\"")),
            "{address} in {accepted}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn text_from_the_address_is_shown_as_text() {
    let hall = Hall::open().await;
    for address in [
        "/screen/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/board?lang=%22%3E%3Cscript%3E",
    ] {
        let answer = hall.get(address).await;
        assert!(answer.status.is_client_error());
        assert!(!answer.text().contains("<script>"), "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_nobody_set_up_waits_and_becomes_the_wall_once_it_is_set_up() {
    let hall = Hall::open().await;
    let before = hall.get("/screen/hall-3?lang=en").await;
    assert_eq!(before.status, 200);
    assert!(before.text().contains("data-wait="), "{}", before.text());
    assert!(!before.text().contains("id=\"wall\""));
    assert!(
        before.text().contains("/wall.js"),
        "the script that asks again"
    );
    assert!(
        before
            .text()
            .contains("<noscript><meta http-equiv=\"refresh\""),
        "and without script"
    );
    hall.store
        .put_screen(screen("hall-3", Scope::Centre, "en", "month"))
        .await
        .expect("set up");
    let is_wall = |answer: Answer| answer.text().contains("id=\"wall\"");
    let is_there = || async { is_wall(hall.get("/screen/hall-3").await) };
    until("the wall that was set up", is_there).await;
    let after = hall.get("/screen/hall-3").await;
    assert!(!after.text().contains("data-wait="));
    assert!(after.text().contains("id=\"wall\""));
    Wall::open(&hall, "/events/hall-3").await.greeted().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_its_database_is_open_the_server_waits_and_says_so() {
    let hall = Hall::closed(measured(), at(NOW)).await;
    hall.publish();
    for address in ["/", "/screen/lobby"] {
        let page = hall.get(address).await;
        assert_eq!(page.status, 503, "{address}");
        assert!(page.text().contains("data-wait="), "{address}");
    }
    for address in [
        "/board",
        "/readyz",
        "/open/board.json",
        "/open/board.csv",
        "/events/lobby",
        "/changes/lobby",
        "/api/board?scope=centre&period=all",
    ] {
        assert_eq!(hall.get(address).await.status, 503, "{address}");
    }
    assert_eq!(hall.get("/healthz").await.status, 200, "it lives");
    assert_eq!(hall.metrics().await.status, 200);
    hall.hand_over();
    until("readiness", || async {
        hall.get("/readyz").await.status == 200
    })
    .await;
    assert!(hall.get("/").await.text().contains("id=\"wall\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_database_goes_away_the_last_board_stays_and_shows_its_age() {
    let hall = Hall::with(
        sanh_server::config::Config {
            beat_s: 1,
            ..config()
        },
        at(NOW),
    )
    .await;
    hall.receive(1, 3).await;
    let mut wall = Wall::open(&hall, "/events/lobby").await;
    wall.greeted().await;
    let before = wall.beat().await;
    assert!(
        before["now"].as_i64().unwrap() - before["fresh"].as_i64().unwrap() < 5_000,
        "{before}"
    );
    hall.store.close().await;
    until("the loss", || async {
        hall.get("/readyz").await.status == 503
    })
    .await;
    let first = wall.beat().await;
    let second = wall.beat().await;
    assert_eq!(
        first["fresh"], second["fresh"],
        "the figures grow no fresher"
    );
    assert!(
        second["now"].as_i64() > first["now"].as_i64(),
        "while time goes on"
    );
    assert_eq!(first["version"], second["version"]);
    let page = hall.get("/open/board.json").await;
    assert_eq!(page.status, 200, "the last board stays");
    assert_eq!(page.json()["version"], second["version"]);
    assert_eq!(hall.get("/board").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_comes_back_is_noticed() {
    let hall = Hall::with(config(), at(NOW)).await;
    hall.store.close().await;
    until("the loss", || async {
        hall.get("/readyz").await.status == 503
    })
    .await;
    let again = Store::open(&hall.options).await.expect("it opens again");
    hall.opening.send_replace(Some(std::sync::Arc::new(again)));
    until("readiness", || async {
        hall.get("/readyz").await.status == 200
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_beyond_the_limit_is_refused_on_every_route() {
    let hall = Hall::with(
        sanh_server::config::Config {
            body_bytes_max: 1_000,
            ..config()
        },
        at(NOW),
    )
    .await;
    for address in ["/painted", "/api/board", "/board", "/nothing"] {
        let request = Request::post(address)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/json")
            .header("content-length", "1001");
        let answer = hall
            .ask(
                request
                    .body(Body::from(vec![b' '; 1_001]))
                    .expect("a request"),
            )
            .await;
        assert_eq!(answer.status, 413, "{address}");
        let is_page = !["/painted", "/api/board"].contains(&address);
        assert_eq!(
            answer.text().contains("<p class=\"fault-status\">413</p>"),
            is_page,
            "{address}"
        );
    }
    // A body without `Content-Length`.
    let piece = || Ok::<_, std::io::Error>(vec![b' '; 600]);
    let pieces = futures::stream::iter([piece(), piece()]);
    let request = Request::post("/painted")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json");
    let answer = hall
        .ask(request.body(Body::from_stream(pieces)).expect("a request"))
        .await;
    assert_eq!(answer.status, 413);
}

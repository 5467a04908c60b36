//! The year day by day, and the small card for other sites: the centre's figures only, each day's share where enough was resolved.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use sanh_domain::dossier::Action;
use sanh_server::config::Config;

use super::hall::{Hall, NOW, at, config, until};

/// A centre that resolved six dossiers on Thursday, one of them late, and two on Friday.
async fn hall(config: Config) -> Hall {
    let hall = Hall::closed(config, at(NOW)).await;
    for number in 1..=8 {
        let days = if number == 1 { 1 } else { 5 };
        hall.receive_at(number, days, at("2026-11-16T09:00:00+07:00"))
            .await;
        let resolved = if number <= 6 {
            "2026-11-19T09:00:00+07:00"
        } else {
            "2026-11-20T09:00:00+07:00"
        };
        hall.act(number, Action::Resolve, at(resolved)).await;
    }
    hall.hand_over();
    hall.publish();
    hall.ready().await;
    hall
}

#[tokio::test(flavor = "multi_thread")]
async fn each_finished_working_day_shows_its_share_unless_too_few_were_resolved() {
    let hall = hall(config()).await;
    let page = hall.get("/board/days?lang=en").await;
    assert_eq!(page.status, 200);
    let text = page.text();
    let day = |date: &str| {
        let row = text
            .split("<tr")
            .find(|row| row.contains(&format!("datetime=\"{date}\"")));
        row.map(str::to_owned)
    };
    let thursday = day("2026-11-19").expect("a row");
    assert!(
        thursday.contains("83.3") && thursday.contains("most"),
        "{thursday}"
    );
    let friday = day("2026-11-20").expect("a row");
    assert!(friday.contains("fewer than 5 dossiers"), "{friday}");
    assert!(!friday.contains("100"), "{friday}");
    assert!(day("2026-11-21").is_none(), "a Saturday");
    assert!(day("2026-11-23").is_none(), "today is not over");
    assert!(text.contains("Coming days off"));
    assert!(
        text.contains("datetime=\"2027-01-01\""),
        "the calendar's next day off"
    );
    let board = hall.get("/board?lang=en").await;
    assert!(board.text().contains("/board/days?lang=en"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_has_its_figures_its_terms_and_the_days_off_for_any_site() {
    let config = Config {
        open_data_licence: "CC-BY-4.0".to_owned(),
        ..config()
    };
    let hall = hall(config).await;
    let answer = hall.get("/open/card.json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cache-control"), "public, max-age=5");
    assert_eq!(
        answer.header("link"),
        "</open/card.schema.json>; rel=\"describedby\""
    );
    let card = answer.json();
    assert_eq!(card["schema_version"], 1);
    assert_eq!(card["licence"], "CC-BY-4.0");
    let month = &card["periods"][1];
    assert_eq!(month["period"]["kind"], "month");
    assert_eq!(month["in_time"], 7);
    assert_eq!(month["late"], 1);
    assert_eq!(month["rate"], 875);
    assert_eq!(card["days_off"][0]["from"], "2027-01-01");
    let schema = hall.get("/open/card.schema.json").await.json();
    let keys = |value: &serde_json::Value| -> BTreeSet<String> {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    assert_eq!(keys(&schema["properties"]), keys(&card));

    let picture = hall.get("/open/card.svg?lang=en&theme=dark").await;
    assert_eq!(
        picture.header("content-type"),
        "image/svg+xml; charset=utf-8"
    );
    assert_eq!(
        picture.header("cross-origin-resource-policy"),
        "cross-origin"
    );
    let svg = picture.text();
    assert!(svg.contains("87.5") && svg.contains("CC-BY-4.0"), "{svg}");
    assert!(
        svg.contains("role=\"img\"") && svg.contains("<title"),
        "{svg}"
    );
    assert!(!svg.contains("style=") && !svg.contains("<script"), "{svg}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_with_the_newest_card_gets_304_until_it_changes() {
    let hall = hall(config()).await;
    for address in ["/open/card.json", "/open/card.svg"] {
        let tag = hall.get(address).await.header("etag").to_owned();
        let again = || async {
            let request = Request::get(address).header("if-none-match", &tag);
            let request = request.body(Body::empty()).expect("a request");
            hall.ask(request).await
        };
        let same = again().await;
        assert_eq!(
            (same.status.as_u16(), same.body.len()),
            (304, 0),
            "{address}"
        );
        let number = if address.ends_with("svg") { 21 } else { 20 };
        hall.receive(number, 5).await;
        until("the new figures", || async { again().await.status == 200 }).await;
    }
    for (query, word) in [("lang=fr", "lang"), ("theme=pink", "theme")] {
        let answer = hall.get(&format!("/open/card.svg?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(answer.text().contains(word), "{}", answer.text());
    }
}

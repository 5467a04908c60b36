//! Open data: by which schema, under which terms, asked for again, and what is told where there are none.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use sanh_server::config::Config;
use sanh_server::web::router;

use super::hall::{Answer, Hall, NOW, at, config, until};

const FORMS: [&str; 2] = ["/open/board.json", "/open/board.csv"];

/// What is answered to who has what bears a tag.
async fn again(hall: &Hall, address: &str, tag: &str) -> Answer {
    let request = Request::get(address).header("if-none-match", tag);
    hall.ask(request.body(Body::empty()).expect("a request"))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_json_names_its_schema_its_terms_and_its_source_and_keeps_its_keys() {
    let hall = Hall::open().await;
    let answer = hall.get("/open/board.json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    let link = "</open/board.schema.json>; rel=\"describedby\"";
    assert_eq!(answer.header("link"), link);
    let json = answer.json();
    assert_eq!(json["schema_version"], 1);
    assert!(json["licence"].is_null(), "the centre has set no terms");
    let centre = &json["centre"]["name"];
    let source = json["source"].as_str().expect("a source");
    assert!(
        source.starts_with(centre.as_str().expect("a name")),
        "{source}"
    );
    for key in ["version", "at", "centre", "boards", "notices", "office_day"] {
        assert!(json.get(key).is_some(), "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_terms_of_use_are_those_that_the_centre_set() {
    let config = Config {
        open_data_licence: "CC-BY-4.0".to_owned(),
        ..config()
    };
    let hall = Hall::with(config, at(NOW)).await;
    let json = hall.get("/open/board.json").await.json();
    assert_eq!(json["licence"], "CC-BY-4.0");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_is_beside_the_json_and_readable_from_any_site() {
    let hall = Hall::open().await;
    let answer = hall.get("/open/board.schema.json").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/schema+json");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let schema = answer.json();
    let dialect = "https://json-schema.org/draft/2020-12/schema";
    assert_eq!(schema["$schema"], dialect);
    assert_eq!(schema["additionalProperties"], false);
    let json = hall.get("/open/board.json").await.json();
    let told = schema["properties"].as_object().expect("properties");
    let given = json.as_object().expect("an object");
    let keys = |map: &serde_json::Map<String, serde_json::Value>| -> BTreeSet<String> {
        map.keys().cloned().collect()
    };
    assert_eq!(keys(told), keys(given));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_with_the_newest_figures_gets_304_until_they_change() {
    let hall = Hall::open().await;
    for address in FORMS {
        let first = hall.get(address).await;
        assert_eq!(first.status, 200, "{address}");
        assert_eq!(first.header("cache-control"), "public, max-age=5");
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{tag}");
        let same = again(&hall, address, &tag).await;
        assert_eq!(
            (same.status.as_u16(), same.body.len()),
            (304, 0),
            "{address}"
        );
        assert_eq!(same.header("etag"), tag);
        assert_eq!(same.header("cache-control"), "public, max-age=5");
        assert_eq!(same.header("access-control-allow-origin"), "*");
    }
    let tag = hall.get(FORMS[0]).await.header("etag").to_owned();
    hall.receive(1, 5).await;
    until("the new figures", || async {
        again(&hall, FORMS[0], &tag).await.status == 200
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_scope_and_period_has_a_tag_of_its_own() {
    let hall = Hall::open().await;
    let agency = format!("/open/board.json?scope=agency-{}", hall.agencies[0].0);
    let addresses = [
        "/open/board.json",
        "/open/board.csv",
        "/open/board.json?period=month",
        "/open/board.json?period=day",
        agency.as_str(),
    ];
    let mut tags = BTreeSet::new();
    for address in addresses {
        let answer = hall.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        assert!(tags.insert(answer.header("etag").to_owned()), "{address}");
    }
    let spelled = hall.get("/open/board.json?scope=centre&period=all").await;
    assert!(
        tags.contains(spelled.header("etag")),
        "the same by its full name"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_csv_is_a_file_whose_lines_end_as_its_standard_says() {
    let hall = Hall::open().await;
    let answer = hall.get("/open/board.csv?period=month").await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let name = "attachment; filename=\"board-centre-month.csv\"";
    assert_eq!(answer.header("content-disposition"), name);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let text = answer.text();
    assert!(text.starts_with("\u{feff}period_from,"));
    assert!(text.ends_with("\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_figures_a_problem_says_why() {
    let hall = Hall::open().await;
    let cases = [
        ("scope=agency-999", 404, "Not Found", "scope"),
        ("scope=everything", 400, "Bad Request", "`scope`"),
        ("period=week", 400, "Bad Request", "`period`"),
        ("scope=centre&scope=centre", 400, "Bad Request", "once"),
    ];
    for address in FORMS {
        for (query, status, title, detail) in cases {
            let answer = hall.get(&format!("{address}?{query}")).await;
            let what = format!("{address}?{query}");
            assert_eq!(answer.status.as_u16(), status, "{what}");
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert_eq!(answer.header("access-control-allow-origin"), "*");
            assert_eq!(answer.header("cache-control"), "no-store", "{what}");
            let problem = answer.json();
            assert_eq!(problem.as_object().expect("an object").len(), 4, "{what}");
            assert_eq!(problem["type"], "about:blank");
            assert_eq!(problem["title"], title, "{what}");
            assert_eq!(problem["status"], status, "{what}");
            let said = problem["detail"].as_str().expect("a detail");
            assert!(said.contains(detail), "{what}: {said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_database_is_open_a_problem_has_retry_after() {
    let hall = Hall::closed(config(), at(NOW)).await;
    hall.publish();
    for address in FORMS {
        let answer = hall.get(address).await;
        assert_eq!(answer.status, 503, "{address}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json()["status"], 503);
        assert!(!answer.header("retry-after").is_empty());
    }
}

/// Asserts that an answer is a problem of this status that any site may read; its detail.
fn problem(answer: &Answer, status: u16, what: &str) -> String {
    assert_eq!(answer.status.as_u16(), status, "{what}");
    let kind = answer.header("content-type");
    assert_eq!(kind, "application/problem+json", "{what}");
    assert_eq!(answer.header("access-control-allow-origin"), "*", "{what}");
    assert_eq!(answer.header("cache-control"), "no-store", "{what}");
    let problem = answer.json();
    assert_eq!(problem["status"], status, "{what}");
    problem["detail"].as_str().expect("a detail").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_requests_get_a_problem_too() {
    let hall = Hall::open().await;
    for address in ["/open/", "/open/nothing", "/open/board.json/more"] {
        let detail = problem(&hall.get(address).await, 404, address);
        assert_eq!(detail, "there is no open data at this address");
    }
    for address in FORMS {
        for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
            let request = Request::builder().method(method).uri(address);
            let request = request.header("sec-fetch-site", "same-origin");
            let answer = hall
                .ask(request.body(Body::empty()).expect("a request"))
                .await;
            let detail = problem(&answer, 405, method);
            assert_eq!(detail, "open data is only read, by GET");
            assert!(answer.header("allow").contains("GET"), "{method}");
        }
        let foreign = Request::post(address).header("sec-fetch-site", "cross-site");
        let foreign = foreign.body(Body::empty()).expect("a request");
        problem(&hall.ask(foreign).await, 403, address);
    }
    let page = hall.get("/opened").await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_that_take_too_long_get_a_problem() {
    let mut hall = Hall::open().await;
    let config = Config {
        request_s: 0,
        ..config()
    };
    hall.web.config = Arc::new(config);
    hall.router = router(hall.web.clone());
    // Nobody has requested this agency's figures yet, so they must be counted first.
    let address = format!("/open/board.json?scope=agency-{}", hall.agencies[2].0);
    let answer = hall.get(&address).await;
    let detail = problem(&answer, 503, &address);
    assert_eq!(detail, "the server has too much to do now");
    assert!(!answer.header("retry-after").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn other_terms_of_use_change_the_tag_of_the_same_figures() {
    let mut hall = Hall::open().await;
    let tag = hall.get(FORMS[0]).await.header("etag").to_owned();
    let config = Config {
        open_data_licence: "CC-BY-4.0".to_owned(),
        ..config()
    };
    hall.web.config = Arc::new(config);
    hall.router = router(hall.web.clone());
    let answer = again(&hall, FORMS[0], &tag).await;
    assert_eq!(answer.status, 200);
    assert_ne!(answer.header("etag"), tag);
    assert_eq!(answer.json()["licence"], "CC-BY-4.0");
}

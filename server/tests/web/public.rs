//! What leaves the server is public, whichever way it leaves, and everywhere the same.

mod planted;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use chrono::Datelike;
use sanh_app::text::number::number;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::language::Lang;
use sanh_domain::scope::Scope;
use sanh_store::{Agency, SettingKey};

use super::hall::{Hall, NOW, at, between, config, measured};
use super::screen::Wall;

const SCREENS: [&str; 5] = ["main", "lobby", "lobby-en", "lobby-all", "land"];

/// Everything the server gives to anyone, by its address.
async fn outputs(hall: &Hall, screens: &[&str]) -> Vec<(String, String)> {
    let scopes: Vec<String> = std::iter::once("centre".to_owned())
        .chain(
            hall.agencies
                .iter()
                .map(|agency| format!("agency-{}", agency.0)),
        )
        .collect();
    let mut addresses = vec![
        "/healthz".to_owned(),
        "/readyz".to_owned(),
        "/nothing".to_owned(),
        "/open/board.schema.json".to_owned(),
        "/open/card.json".to_owned(),
        "/open/card.svg".to_owned(),
        "/open/card.svg?lang=en&theme=dark".to_owned(),
        "/api/board_days".to_owned(),
        "/board/days".to_owned(),
        "/board/days?lang=en".to_owned(),
        "/privacy".to_owned(),
    ];
    for lang in ["vi", "en", "vi%2Ben"] {
        addresses.push(format!("/?lang={lang}"));
        addresses.extend(
            screens
                .iter()
                .map(|name| format!("/screen/{name}?lang={lang}")),
        );
    }
    for scope in &scopes {
        addresses.push(format!("/open/board.json?scope={scope}"));
        addresses.push(format!("/open/board.csv?scope={scope}"));
        addresses.push(format!("/api/board?scope={scope}&period=all"));
        for (period, lang) in [
            ("day", "vi"),
            ("month", "vi"),
            ("month", "en"),
            ("year", "en"),
        ] {
            addresses.push(format!("/board?scope={scope}&period={period}&lang={lang}"));
        }
    }
    let mut outputs = Vec::new();
    for name in screens {
        for lang in ["vi", "en", "vi%2Ben"] {
            let address = format!("/events/{name}?lang={lang}");
            let (_, board) = Wall::open(hall, &address).await.greeted().await;
            outputs.push((address, board.raw));
        }
    }
    for address in addresses {
        let answer = hall.get(&address).await;
        outputs.push((address, answer.text().to_owned()));
    }
    outputs
}

#[tokio::test(flavor = "multi_thread")]
async fn no_output_names_a_folded_field_a_dossier_a_person_or_another_agency() {
    let hall = Hall::demo(3_000).await;
    let disclosed = hall
        .store
        .disclosed_fields(hall.now().year())
        .await
        .expect("disclosed fields");
    let fields = hall.store.fields().await.expect("fields");
    let names = |shown: bool| -> BTreeSet<String> {
        let fields = fields
            .iter()
            .filter(|field| disclosed.shows(field.id) == shown);
        fields
            .flat_map(|field| [Some(field.name.vi.clone()), field.name.en.clone()])
            .flatten()
            .collect()
    };
    let (shown, folded) = (names(true), names(false));
    assert!(
        !shown.is_empty() && folded.len() >= 2,
        "{shown:?} {folded:?}"
    );
    let dossiers = hall
        .store
        .dossiers(None, 10_000, &AgencyScope::Everywhere)
        .await
        .expect("dossiers");
    let codes: BTreeSet<String> = dossiers
        .iter()
        .map(|stored| stored.dossier.code.as_str().to_owned())
        .collect();
    assert!(codes.len() >= 1_000);
    let agencies = hall.store.agencies().await.expect("agencies");
    let land = hall.store.screen("land").await.expect("screens");
    let land = land.expect("the agency's wall").scope;
    let mut said = BTreeSet::new();
    for (address, text) in outputs(&hall, &SCREENS).await {
        said.extend(shown.iter().filter(|name| text.contains(*name)).cloned());
        // A folded name may be part of a shown name, or of the name of the agency whose board it is.
        let is_own = |agency: &&Agency| {
            let own = format!("scope=agency-{}", agency.id.0);
            let on_its_wall = address.contains("/land") && land == Scope::Agency(agency.id);
            on_its_wall || address.split(['?', '&']).any(|part| part == own)
        };
        let own_names: Vec<String> = agencies
            .iter()
            .filter(is_own)
            .flat_map(|agency| [Some(agency.name.vi.clone()), agency.name.en.clone()])
            .flatten()
            .collect();
        let rest = shown
            .iter()
            .chain(&own_names)
            .fold(text.clone(), |rest, name| rest.replace(name, ""));
        for name in &folded {
            assert!(!rest.contains(name), "{address} names {name}");
        }
        for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')) {
            assert!(!codes.contains(word), "{address} names {word}");
        }
        for agency in &agencies {
            let says =
                |it: &str| text.contains(&format!(">{it}<")) || text.contains(&format!("\"{it}\""));
            assert!(
                !says(&agency.code),
                "{address} gives the code {}",
                agency.code
            );
            // The board of an agency names it; no other board names an agency.
            assert!(
                is_own(&agency) || !says(&agency.name.vi),
                "{address} names {}",
                agency.name.vi
            );
        }
        for person in ["demo", "clerk", "actor", "reason"] {
            assert!(
                !text.contains(&format!("\"{person}\"")),
                "{address}: {person}"
            );
        }
    }
    assert!(!said.is_empty(), "the disclosed fields are there by name");
}

#[tokio::test(flavor = "multi_thread")]
async fn page_stream_twin_and_open_data_show_the_same_figures() {
    let hall = Hall::demo(1_500).await;
    let json = hall.get("/open/board.json?period=month").await.json();
    let mut figures = json.clone();
    let keys = figures.as_object_mut().expect("an object");
    for own in ["schema_version", "licence", "source"] {
        assert!(keys.remove(own).is_some(), "{own}");
    }
    assert_eq!(
        hall.get("/api/board?scope=centre&period=month")
            .await
            .json(),
        figures
    );
    let total = &json["boards"][0]["total"];
    let count = |names: &[&str]| -> u64 {
        names
            .iter()
            .map(|name| total[name].as_u64().expect("a count"))
            .sum()
    };
    let expected = [
        ("month.in_time", count(&["early", "on_time"])),
        ("month.late", count(&["late"])),
        ("month.pending", count(&["within", "overdue", "paused"])),
    ];
    assert!(expected.iter().all(|(_, count)| *count > 0), "{expected:?}");

    let page = hall.get("/screen/lobby").await;
    let page = page.text();
    let (_, board) = Wall::open(&hall, "/events/lobby").await.greeted().await;
    assert!(
        page.contains(&board.data),
        "the page holds what the stream sends"
    );
    let version = json["version"].as_u64().expect("a version");
    assert_eq!(board.id, Some(version));
    assert!(page.contains(&format!("data-version=\"{version}\"")));
    let twin = hall.get("/board?period=month&lang=vi").await;
    for (key, count) in expected {
        let text = number(Lang::Vi, count);
        let element = page
            .split(&format!("data-k=\"{key}\""))
            .nth(1)
            .expect("the figure");
        assert_eq!(between(element, ">", "<"), Some(&*text), "{key}");
        assert!(
            twin.text().contains(&format!(">{text}<")),
            "{key} on the twin"
        );
    }

    let csv = hall.get("/open/board.csv?period=month").await;
    let mut lines = csv::Reader::from_reader(csv.text().trim_start_matches('\u{feff}').as_bytes());
    let header = lines.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = lines.records().map(|row| row.expect("a row")).collect();
    assert_eq!(
        rows.len(),
        1 + json["boards"][0]["rows"].as_array().expect("rows").len()
    );
    let cell = |row: &csv::StringRecord, name: &str| {
        let index = header.iter().position(|it| it == name).expect("a column");
        row[index].to_owned()
    };
    assert_eq!(cell(&rows[0], "field"), "total");
    assert_eq!(cell(&rows[0], "late"), expected[1].1.to_string());
    assert_eq!(cell(&rows[0], "pending"), expected[2].1.to_string());
    for (row, open) in rows[1..]
        .iter()
        .zip(json["boards"][0]["rows"].as_array().expect("rows"))
    {
        assert_eq!(cell(row, "field"), open["key"].as_str().expect("a key"));
        for name in ["received", "early", "on_time", "late", "pending"] {
            assert_eq!(cell(row, name), open[name].to_string(), "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stream_a_page_opens_shows_what_the_page_shows() {
    let hall = Hall::open().await;
    for address in [
        "/",
        "/?lang=en",
        "/?period=day",
        "/screen/lobby?lang=vi%2Ben&period=year",
        "/screen/lobby-all",
        "/screen/land",
    ] {
        let page = hall.get(address).await;
        let events = between(page.text(), "data-events=\"", "\"")
            .expect("a stream")
            .replace("&amp;", "&");
        let (_, board) = Wall::open(&hall, &events).await.greeted().await;
        assert!(
            page.text().contains(&board.data),
            "{address} opens {events}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_logo_is_the_picture_that_is_set_if_it_is_one_and_not_too_large() {
    let hall = Hall::open().await;
    let (good, large, none) = (
        hall.folder.path().join("logo.svg"),
        hall.folder.path().join("large.png"),
        hall.folder.path().join("sanh.db"),
    );
    std::fs::write(&good, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").expect("written");
    std::fs::write(&large, vec![0; 600_000]).expect("written");
    let missing = hall.folder.path().join("missing.png");
    for (path, status) in [(&good, 200), (&large, 404), (&none, 404), (&missing, 404)] {
        let value = path.to_str().expect("a path");
        hall.store
            .set(
                SettingKey::CentreLogo,
                "1990-01-01".parse().expect("a date"),
                value,
            )
            .await
            .expect("set");
        let answer = hall.get("/logo").await;
        assert_eq!(answer.status, status, "{value}");
        if status == 200 {
            assert_eq!(answer.header("content-type"), "image/svg+xml");
            assert!(
                answer
                    .header("content-security-policy")
                    .starts_with("default-src 'none'")
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_metrics_say_who_watches_and_what_is_painted_but_nothing_of_a_dossier() {
    let hall = Hall::with(measured(), at(NOW)).await;
    let mut wall = Wall::open_paired(&hall, "lobby").await;
    let (token, board) = wall.greeted().await;
    let version = board.id.expect("a version");
    let metrics = hall.metrics().await;
    let text = metrics.text();
    assert!(text.contains("sanh_streams{kind=\"screen\"} 1"), "{text}");
    for counter in ["sanh_writer_commits_total", "sanh_writer_changes_total"] {
        assert!(text.contains(counter), "{text}");
    }
    assert!(
        text.contains(&format!("sanh_board_version {version}")),
        "{text}"
    );
    assert!(
        text.contains("sanh_screen_streams{screen=\"lobby\"} 1"),
        "{text}"
    );
    assert!(
        text.contains("sanh_screen_painted_version{screen=\"lobby\"} 0"),
        "{text}"
    );
    let painted = serde_json::json!({ "version": version, "token": token });
    let request = Request::post("/painted")
        .header("content-type", "application/json")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(painted.to_string()));
    assert_eq!(hall.ask(request.expect("a request")).await.status, 204);
    let metrics = hall.metrics().await;
    let text = metrics.text();
    assert!(
        text.contains(&format!(
            "sanh_screen_painted_version{{screen=\"lobby\"}} {version}"
        )),
        "{text}"
    );
    assert!(
        text.contains("sanh_screen_lag_ms{screen=\"lobby\"} 0"),
        "{text}"
    );
    assert!(!text.contains(&token), "a token is nobody else's");
    drop(wall);
    assert!(
        hall.metrics()
            .await
            .text()
            .contains("sanh_streams{kind=\"screen\"} 0")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn all_public_pages_have_the_same_frame() {
    let mut config = config();
    config.allow_plain_http = true;
    let hall = Hall::with(config, at(NOW)).await;
    let centre = hall.store.centre(hall.now()).await.unwrap();
    let entries = [
        "/board",
        "/board/days",
        "/lookup",
        "/procedures",
        "/documents",
        "/feedback",
        "/help",
        "/privacy",
    ];
    for path in entries.iter().skip(1) {
        let page = hall.get(&format!("{path}?lang=vi")).await;
        assert_eq!(page.status, 200, "{path}");
        let name = between(page.text(), "class=\"public-centre\"", "</p>").unwrap();
        assert!(name.contains(&centre.name), "{path}: {name}");
        let nav = between(page.text(), "class=\"public-nav\"", "</nav>").unwrap();
        for entry in entries {
            let link = format!("href=\"{entry}?lang=vi\"");
            assert!(nav.contains(&link), "{path}: {entry}: {nav}");
        }
        let current = format!("href=\"{path}?lang=vi\" aria-current=\"page\"");
        assert!(nav.contains(&current), "{path}: {nav}");
        assert_eq!(nav.matches("aria-current").count(), 1, "{path}: {nav}");
    }
    let found = hall.get("/help?q=slip&lang=vi").await;
    let other = "href=\"/help?q=slip&amp;lang=en\"";
    assert!(found.text().contains(other), "{}", found.text());
    let below = hall.get("/help/receive").await;
    assert!(
        below
            .text()
            .contains("href=\"/help\" aria-current=\"true\""),
        "{}",
        below.text()
    );
    let kiosk = hall.get("/lookup?kiosk").await;
    assert!(!kiosk.text().contains("public-nav"), "nothing leads away");
}

//! What a wall showed, seen again.

use std::io::{Cursor, Read, Write};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::Duration;
use sanh_app::account::model::Role;
use sanh_app::audit::model::AuditAct;
use sanh_app::board::edition::Version;
use sanh_app::board::model::Scope;
use sanh_app::deadline::Instant;
use sanh_server::io::evidence::check;
use sanh_server::store::AuditQuery;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::hall::{Answer, Hall, NOW, at, between, config, until};
use super::people::signed_in;

async fn hall() -> Hall {
    let mut config = config();
    config.allow_plain_http = true;
    Hall::with(config, at(NOW)).await
}

async fn asked(hall: &Hall, cookie: &str, address: &str) -> Answer {
    let request = Request::get(address).header(header::COOKIE, cookie);
    hall.ask(request.body(Body::empty()).expect("a request"))
        .await
}

/// The board that stands now, once it is kept.
async fn kept(hall: &Hall) -> (Version, Instant) {
    let wanted = hall.web.live.version(Scope::Centre).expect("a board");
    let newest = || async {
        let kept = hall.store.board_version_at(Scope::Centre, hall.now()).await;
        kept.expect("readable")
            .filter(|kept| kept.version == wanted)
    };
    until("the board is kept", || async { newest().await.is_some() }).await;
    let kept = newest().await.expect("kept");
    (kept.version, kept.published_at)
}

fn query(wall: &str, at: Instant) -> String {
    let zone = chrono_tz::Asia::Ho_Chi_Minh;
    let local = at.with_timezone(&zone);
    format!(
        "?screen={wall}&date={}&time={}&lang=en",
        local.date_naive(),
        local.format("%H:%M:%S%.3f")
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn every_board_is_kept_and_shown_again_as_it_was() {
    let hall = hall().await;
    let cookie = signed_in(&hall, Role::Manager).await;
    let mut seen = Vec::new();
    for number in 1..=4 {
        let before = hall.web.live.version(Scope::Centre);
        hall.receive(number, 5).await;
        until("the next board", || async {
            hall.web.live.version(Scope::Centre) != before
        })
        .await;
        let (version, published_at) = kept(&hall).await;
        seen.push((number, version, published_at));
    }
    for (number, version, published_at) in &seen {
        let query = query("lobby", *published_at);
        let answer = asked(&hall, &cookie, &format!("/manage/replay{query}")).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.text().contains(&version.to_string()), "{version}");
        assert!(answer.text().contains("As it was sealed"));
        let wall = asked(&hall, &cookie, &format!("/manage/replay/wall{query}")).await;
        assert_eq!(wall.status, StatusCode::OK);
        let pending = between(wall.text(), "data-k=\"month.pending\"", "</");
        assert!(pending.is_some_and(|it| it.ends_with(&format!(">{number}"))));
        assert!(wall.text().contains("data-preview=\"at\""));
    }
    // The instant before a board was published belongs to the one before it.
    let (_, version, _) = seen[1];
    let just_before = seen[2].2 - Duration::milliseconds(1);
    let query = query("main", just_before);
    let answer = asked(&hall, &cookie, &format!("/manage/replay{query}")).await;
    assert!(answer.text().contains(&version.to_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_is_shown_with_the_settings_it_had() {
    let hall = hall().await;
    let cookie = signed_in(&hall, Role::Manager).await;
    let (_, published_at) = kept(&hall).await;
    let known = || async {
        let past = hall.store.screen_past("land", hall.now()).await;
        past.expect("readable").is_some()
    };
    until("the settings are kept", known).await;
    let address = format!("/manage/replay{}", query("nowhere", published_at));
    let answer = asked(&hall, &cookie, &address).await;
    assert!(answer.text().contains("No board of this screen is kept"));
    let before = hall.now();
    let other = super::hall::screen("lobby", Scope::Agency(hall.agencies[1]), "en", "year");
    hall.store.put_screen(other).await.expect("changed");
    let changed = || async {
        let past = hall.store.screen_past("lobby", hall.now()).await;
        let setting = past.expect("readable").and_then(|past| past.setting);
        setting.is_some_and(|setting| setting.contains("year"))
    };
    until("the change is kept", changed).await;
    let then = hall.store.screen_past("lobby", before).await;
    let then = then.expect("readable").and_then(|past| past.setting);
    assert!(then.is_some_and(|setting| setting.contains("month")));
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_proves_itself_and_tells_when_it_was_altered() {
    let hall = hall().await;
    let cookie = signed_in(&hall, Role::Manager).await;
    hall.receive(1, 5).await;
    let (version, published_at) = kept(&hall).await;
    let address = format!("/manage/replay/evidence{}", query("main", published_at));
    let answer = asked(&hall, &cookie, &address).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/zip");
    assert!(answer.header("content-disposition").contains("sanh-main-"));
    let checked = check(&hall.store, &answer.body).expect("evidence");
    assert_eq!(checked.is_good, Some(true));
    assert_eq!(checked.statement.version, version);

    let mut zip = ZipArchive::new(Cursor::new(answer.body.clone())).expect("a ZIP");
    let mut forged = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["proof.json", "board.json", "wall.html"] {
        let mut text = String::new();
        let mut file = zip.by_name(name).expect("there");
        file.read_to_string(&mut text).expect("text");
        if name == "board.json" {
            text = text.replace("\"late\":0", "\"late\":1");
        }
        if name == "wall.html" {
            assert!(text.contains("wall.css") && !text.contains("<script"));
        }
        forged
            .start_file(name, SimpleFileOptions::default())
            .expect("written");
        forged.write_all(text.as_bytes()).expect("written");
    }
    let forged = forged.finish().expect("a ZIP").into_inner();
    let checked = check(&hall.store, &forged).expect("evidence");
    assert_eq!(checked.is_good, Some(false));
    assert!(check(&hall.store, b"rubbish").is_err());

    let query = AuditQuery {
        rows_max: 1,
        ..AuditQuery::default()
    };
    let lines = hall.store.audit_lines(query).await.expect("readable");
    assert_eq!(
        (lines[0].act, lines[0].subject.as_str()),
        (AuditAct::Exported, "wall main")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_said_at_its_field() {
    let hall = hall().await;
    let cookie = signed_in(&hall, Role::Manager).await;
    let said = [
        ("date=2026-13-40&time=10:00", "This date cannot be read"),
        ("date=2026-11-23&time=ten", "This time cannot be read"),
        ("date=2027-01-01&time=10:00", "still to come"),
    ];
    for (query, message) in said {
        let address = format!("/manage/replay?screen=lobby&{query}&lang=en");
        let answer = asked(&hall, &cookie, &address).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(answer.text().contains(message), "{query}");
    }
    let address = "/manage/replay/wall?screen=lobby&date=2020-01-01&time=10:00";
    assert_eq!(
        asked(&hall, &cookie, address).await.status,
        StatusCode::NOT_FOUND
    );
}

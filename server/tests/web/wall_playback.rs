//! What a wall showed, seen again.

use std::io::{Cursor, Read, Write};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::Duration;
use sanh_domain::account::model::Role;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::board::edition::Version;
use sanh_domain::deadline::Instant;
use sanh_domain::scope::Scope;
use sanh_domain::wall_playback::model::BoardProof;
use sanh_server::io::evidence::{Checked, check};
use sanh_server::live::wall_playback::{evidence_of, find};
use sanh_store::{AuditQuery, BoardVersionBatch, Outside, Presence, SealKey};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::hall::{Answer, Hall, NOW, at, between, config, until};
use super::people::signed_in;

async fn hall() -> Hall {
    let mut config = config();
    config.allow_plain_http = true;
    let hall = Hall::with(config, at(NOW)).await;
    let known = || async {
        let past = hall.store.screen_past("lobby", hall.now()).await;
        past.expect("readable").is_some()
    };
    until("the settings are kept", known).await;
    hall
}

async fn asked(hall: &Hall, cookie: &str, address: &str) -> Answer {
    let request = Request::get(address).header(header::COOKIE, cookie);
    hall.ask(request.body(Body::empty()).expect("a request"))
        .await
}

/// The board that stands now, once it is kept.
async fn kept(hall: &Hall) -> (Version, Instant) {
    let newest = || async {
        let wanted = hall.web.live.version(Scope::Centre).expect("a board");
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
    // The moment before a board was published belongs to the board before it.
    let (_, version, _) = seen[1];
    let just_before = seen[2].2 - Duration::milliseconds(1);
    let query = query("main", just_before);
    let answer = asked(&hall, &cookie, &format!("/manage/replay{query}")).await;
    assert!(answer.text().contains(&version.to_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_is_called_shown_only_where_a_screen_was_connected() {
    let hall = hall().await;
    let cookie = signed_in(&hall, Role::Manager).await;
    let before = hall.web.live.version(Scope::Centre);
    hall.receive(1, 5).await;
    until("the next board", || async {
        hall.web.live.version(Scope::Centre) != before
    })
    .await;
    let (_, published_at) = kept(&hall).await;
    let address = format!("/manage/replay{}", query("lobby", published_at));
    let seen = |began_s, seen_s| {
        let presence = Presence {
            who: "lobby".to_owned(),
            began_at: published_at - Duration::seconds(began_s),
            seen_at: published_at - Duration::seconds(seen_s),
        };
        hall.store.keep_shown(BoardVersionBatch {
            presences: vec![presence],
            ..BoardVersionBatch::default()
        })
    };
    let unknown = asked(&hall, &cookie, &address).await;
    let told = "whether a screen was connected is not known";
    assert!(unknown.text().contains(told), "{}", unknown.text());
    seen(600, 300).await.expect("writable");
    let dark = asked(&hall, &cookie, &address).await;
    let told = "Published, but no screen was connected";
    assert!(dark.text().contains(told), "{}", dark.text());
    seen(5, 0).await.expect("writable");
    let shown = asked(&hall, &cookie, &address).await;
    assert!(shown.text().contains("Shown by:"), "{}", shown.text());
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

type Members = Vec<(String, String)>;

fn members(file: &[u8]) -> Members {
    let mut zip = ZipArchive::new(Cursor::new(file)).expect("a ZIP");
    let member = |at| {
        let mut file = zip.by_index(at).expect("there");
        let name = file.name().expect("a name").into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).expect("text");
        (name, text)
    };
    (0..zip_len(file)).map(member).collect()
}

fn zip_len(file: &[u8]) -> usize {
    ZipArchive::new(Cursor::new(file)).expect("a ZIP").len()
}

/// A ZIP of these members, with the end of a sealed one.
fn packed(members: &Members, sealed: &[u8]) -> Vec<u8> {
    let comment = ZipArchive::new(Cursor::new(sealed))
        .expect("a ZIP")
        .comment()
        .to_vec();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .expect("written");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.set_raw_comment(comment.into()).expect("a comment");
    zip.finish().expect("a ZIP").into_inner()
}

/// What somebody might do to a file: to say another wall, another instant, other figures or another page, to put something in or take
/// something out, to have a member twice, and to take its seal away.
fn forgeries(sealed: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let whole = members(sealed);
    let edited = |at: usize, from: &str, to: &str| {
        let mut members = whole.clone();
        assert!(members[at].1.contains(from), "{from}");
        members[at].1 = members[at].1.replace(from, to);
        packed(&members, sealed)
    };
    let mut more = whole.clone();
    more.push(("notes.txt".to_owned(), "signed".to_owned()));
    let fewer = whole.get(..3).expect("members").to_vec();
    let other_wall = edited(0, "\"wall\": \"main\"", "\"wall\": \"land\"");
    let unsealed = other_wall
        .get(..other_wall.len() - 80)
        .expect("long")
        .to_vec();
    // The same name twice, so that a reader may take the first member or the last. It is put in afterwards, as long as the name
    // before, so that the file stays a ZIP.
    let mut twice = whole.clone();
    twice.insert(0, ("Wall.html".to_owned(), "<p>0 late</p>".to_owned()));
    let mut twice = packed(&twice, sealed);
    while let Some(at) = twice.windows(9).position(|name| name == b"Wall.html") {
        twice.splice(at..at + 9, *b"wall.html");
    }
    let mut forged = vec![
        ("another wall", other_wall),
        (
            "another instant",
            edited(0, "\"asked_at\": \"20", "\"asked_at\": \"21"),
        ),
        ("other figures", edited(1, "\"late\":0", "\"late\":1")),
        ("another page", edited(2, "</body>", "<p>0</p></body>")),
        ("one member more", packed(&more, sealed)),
        ("one member less", packed(&fewer, sealed)),
        ("a member twice", twice),
    ];
    let mut cut = unsealed;
    // Corrects the length of the comment, so that the file stays a ZIP.
    let length = cut.len();
    cut.splice(length - 2..length, [0, 0]);
    forged.push(("its seal taken away", cut));
    forged
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_can_be_verified_and_shows_alterations() {
    let hall = hall().await;
    let cookie = signed_in(&hall, Role::Manager).await;
    hall.receive(1, 5).await;
    let (version, published_at) = kept(&hall).await;
    let address = format!("/manage/replay/evidence{}", query("main", published_at));
    let answer = asked(&hall, &cookie, &address).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/zip");
    assert!(answer.header("content-disposition").contains("sanh-main-"));
    let sealed = answer.body;
    let checked = check(&hall.store, &sealed).await.expect("evidence");
    let Checked::Sealed(statement) = checked else {
        panic!("{checked:?}")
    };
    assert_eq!(
        (statement.version, statement.wall.as_str()),
        (version, "main")
    );
    let page = members(&sealed).remove(2);
    assert_eq!(page.0, "wall.html");
    assert!(page.1.contains("wall.css") && !page.1.contains("<script"));

    for forged in forgeries(&sealed) {
        let checked = check(&hall.store, &forged.1).await.expect("evidence");
        assert_eq!(checked, Checked::Altered, "{}", forged.0);
    }
    let mut bent = sealed.clone();
    bent[40] ^= 1;
    assert_eq!(
        check(&hall.store, &bent).await.expect("looked at"),
        Checked::Altered
    );
    assert!(check(&hall.store, b"rubbish").await.is_err());

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
async fn an_invalid_request_is_reported_at_its_field() {
    let hall = hall().await;
    let cookie = signed_in(&hall, Role::Manager).await;
    let said = [
        ("date=2026-13-40&time=10:00", "Enter a date"),
        ("date=2026-11-23&time=ten", "Enter a time"),
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

#[tokio::test(flavor = "multi_thread")]
async fn evidence_from_before_the_key_was_lost_is_neither_confirmed_nor_called_altered() {
    let hall = hall().await;
    let cookie = signed_in(&hall, Role::Manager).await;
    hall.receive(1, 5).await;
    let (_, published_at) = kept(&hall).await;
    let address = format!("/manage/replay/evidence{}", query("main", published_at));
    let before = asked(&hall, &cookie, &address).await.body;

    let new = SealKey::new([8; 32]).expect("a key");
    let lost_at = published_at + Duration::hours(1);
    let begun = hall
        .store
        .replace_lost_seal_key(new.clone(), "Trần Thử", &Outside::default(), lost_at)
        .await;
    let chain = begun.expect("begun");
    let store = hall.store.view_sealed_with(new);
    let checked = check(&store, &before).await.expect("looked at");
    assert_eq!(checked, Checked::KeyLost(Box::new(chain)));

    let found = find(&store, "main", published_at).await.expect("readable");
    let found = found.expect("it is kept");
    assert_eq!(found.shown.proof, BoardProof::KeyLost);
    let now = (published_at, lost_at);
    let made = evidence_of(&store, &found, "main", now, b"").await;
    let checked = check(&store, &made.expect("packed")).await;
    let Checked::FiguresUnproven(said) = checked.expect("evidence") else {
        panic!("its figures have no seal that can be checked");
    };
    let lost = said.key_lost.expect("it says so");
    assert!(lost.contains("as Trần Thử said at"), "{lost}");
}

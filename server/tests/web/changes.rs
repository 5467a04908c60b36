//! What a wall is told that no stream reaches, and that asks what differs.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use chrono::Datelike;
use sanh_domain::dossier::Intake;
use sanh_domain::scope::Scope;
use sanh_domain::screen::order::ScreenCommand;
use sanh_store::AuditActor;

use super::hall::{Hall, PATIENCE, between, staff, until};
use super::screen::{Event, Wall};

/// What a wall is told that shows a version.
async fn told(hall: &Hall, wall: &str, version: u64) -> Vec<Event> {
    let answer = hall.get(&format!("/changes/{wall}?since={version}")).await;
    assert_eq!(answer.status, 200, "{wall}");
    Event::all(answer.text())
}

/// The same, once something has changed.
async fn told_of_change(hall: &Hall, wall: &str, version: u64) -> Vec<Event> {
    let began = tokio::time::Instant::now();
    loop {
        let told = told(hall, wall, version).await;
        if told.len() > 1 {
            return told;
        }
        assert!(began.elapsed() < PATIENCE, "nothing changes");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn names(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.name.as_str()).collect()
}

fn version(event: &Event) -> u64 {
    event.id.expect("a version")
}

/// The changes of a `set` event, in any order.
fn changes(event: &Event) -> BTreeSet<String> {
    let set = event.json()["set"].as_array().expect("changes").clone();
    let changes: BTreeSet<String> = set.iter().map(ToString::to_string).collect();
    assert_eq!(changes.len(), set.len(), "each once");
    changes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_current_is_told_the_time_and_no_figures() {
    let hall = Hall::open().await;
    for wall in ["/", "/screen/lobby-all", "/screen/land"] {
        let page = hall.get(wall).await;
        let attribute = |name: &str| {
            let value = between(page.text(), &format!("data-{name}=\""), "\"");
            value.expect("an attribute").replace("&amp;", "&")
        };
        let address = format!("{}&since={}", attribute("changes"), attribute("version"));
        let answer = hall.get(&address).await;
        let told = Event::all(answer.text());
        assert_eq!(names(&told), ["beat"], "{address}");
        let beat = told[0].json();
        assert_eq!(beat["build"], hall.web.assets.build());
        assert_eq!(beat["version"].to_string(), attribute("version"));
        assert!(beat["now"].is_i64() && beat["fresh"].is_i64(), "{beat}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_change_is_told_as_the_stream_tells_it() {
    let hall = Hall::open().await;
    let mut wall = Wall::open(&hall, "/events/lobby").await;
    let (_, board) = wall.greeted().await;
    assert_eq!(
        names(&told(&hall, "lobby", version(&board)).await),
        ["beat"]
    );
    hall.receive(1, 3).await;
    let set = wall.painting().await;
    assert_eq!(set.name, "set");
    let told = told(&hall, "lobby", version(&board)).await;
    assert_eq!(names(&told), ["set", "beat"]);
    assert_eq!(told[0].id, set.id);
    assert_eq!(told[0].json()["from"].as_u64(), board.id);
    assert_eq!(changes(&told[0]), changes(&set));
    assert_eq!(told[1].json()["version"].as_u64(), set.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_no_stream_carries_are_told_together_and_lead_to_the_newest_board() {
    let hall = Hall::open().await;
    let first = told(&hall, "lobby", 0).await;
    assert_eq!(names(&first), ["board", "beat"]);
    let first = version(&first[0]);
    let mut newest = first;
    for number in 1..=3 {
        hall.receive(number, 3).await;
        let told = told_of_change(&hall, "lobby", newest).await;
        assert_eq!(names(&told), ["set", "beat"]);
        newest = version(&told[0]);
    }
    let all = told(&hall, "lobby", first).await;
    assert_eq!(names(&all), ["set", "beat"]);
    let set = all[0].json();
    assert_eq!(
        (set["from"].as_u64(), set["to"].as_u64()),
        (Some(first), Some(newest))
    );
    let whole = told(&hall, "lobby", 0).await;
    let board = &whole[0];
    assert_eq!((board.name.as_str(), board.id), ("board", Some(newest)));
    assert!(all[0].raw.len() < board.raw.len() / 4);
    for change in set["set"].as_array().expect("changes") {
        let Some([key, text]) = change.as_array().map(Vec::as_slice) else {
            continue;
        };
        let key = format!("data-k=\"{}\"", key.as_str().expect("a key"));
        let (_, after) = board.data.split_once(&key).expect("its element");
        assert_eq!(between(after, ">", "<"), text.as_str(), "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_version_that_is_not_known_the_whole_board_is_told_with_the_build_that_serves_it() {
    let hall = Hall::open().await;
    let (_, board) = Wall::open(&hall, "/events/lobby").await.greeted().await;
    for address in ["/changes/lobby", "/changes/lobby?since=1"] {
        let told = Event::all(hall.get(address).await.text());
        assert_eq!(names(&told), ["board", "beat"], "{address}");
        assert_eq!(told[0].raw, board.raw, "{address}");
        assert_eq!(told[1].json()["build"], hall.web.assets.build());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agencys_wall_that_only_polls_is_told_of_its_changes() {
    let hall = Hall::demo(3_000).await;
    let first = told(&hall, "land", 0).await;
    assert_eq!(names(&first), ["board", "beat"]);
    // Of an agency only the fields that are shown by name are counted.
    let setting = hall.web.live.setting("land").expect("a wall");
    let Scope::Agency(agency) = setting.scope else {
        panic!("an agency's wall");
    };
    let disclosed = hall.store.disclosed_fields(hall.now().year()).await;
    let disclosed = disclosed.expect("disclosed fields");
    let mut fields = hall.fields.iter().copied();
    let intake = Intake {
        agency,
        field: fields.find(|it| disclosed.shows(*it)).expect("a field"),
        ..hall.intake(1, 3)
    };
    let (now, clerk) = (hall.now(), staff());
    let received = hall.store.receive(intake, now, &clerk, true).await;
    received.expect("received");
    let told = told_of_change(&hall, "land", version(&first[0])).await;
    assert!(version(&told[0]) > version(&first[0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_reaches_a_wall_that_polls() {
    let hall = Hall::open().await;
    let done = hall.store.order_screen(
        "lobby",
        true,
        ScreenCommand::Identify,
        AuditActor::console(),
        hall.now(),
    );
    assert!(done.await.expect("written"));
    until("the command", || async {
        let told = told(&hall, "lobby", 0).await;
        told[1].json()["identify_until"].is_i64()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paired_wall_is_told_to_its_screen_alone_whose_polls_are_noted() {
    let hall = Hall::open().await;
    assert_eq!(hall.get("/changes/nobody").await.status, 404);
    told(&hall, "lobby", 0).await;
    let cookie = hall.pair("lobby").await;
    let polled = || hall.web.live.present.watchers().polled;
    let answer = hall.get("/changes/lobby").await;
    assert_eq!((answer.status.as_u16(), answer.body.len()), (403, 0));
    assert!(polled().is_empty(), "anybody may ask for another's wall");
    let request = Request::get("/changes/lobby").header("cookie", cookie.as_str());
    let answer = hall
        .ask(request.body(Body::empty()).expect("a request"))
        .await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("set-cookie").starts_with(&cookie), "kept on");
    assert!(polled().contains_key("lobby"));
}

//! What the screens are sent, and what they say of it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use sanh_app::live_board::BoardPort;
use sanh_domain::dossier::{Action, Intake};
use sanh_domain::scope::Scope;
use sanh_server::config::Config;
use sanh_store::Store;

use super::hall::{Hall, NOW, PATIENCE, at, config, staff, until};
use super::screen::{Event, Wall};

fn paintings_only(events: &[Event]) -> bool {
    events
        .iter()
        .all(|event| event.name == "set" || event.name == "board")
}

/// Where a painting leads to.
fn version(event: &Event) -> u64 {
    event.id.expect("a version")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_greets_then_shows_the_board_then_beats() {
    let hall = Hall::with(
        Config {
            beat_s: 1,
            ..config()
        },
        at(NOW),
    )
    .await;
    let mut wall = Wall::open(&hall, "/events/lobby").await;
    let hello = wall.next().await.unwrap();
    assert_eq!((hello.name.as_str(), hello.id), ("hello", None));
    assert!(
        (1_000..3_000).contains(&hello.retry_ms.unwrap()),
        "{:?}",
        hello.retry_ms
    );
    let told = hello.json()["token"].as_str().unwrap().to_owned();
    let parts: Vec<usize> = told.split('.').map(str::len).collect();
    assert_eq!(
        parts,
        [32, 32, 32],
        "its node, the stream, and that a node gave it out"
    );
    let board = wall.next().await.unwrap();
    assert_eq!(board.name, "board");
    assert_eq!(hello.json()["version"].as_u64(), board.id);
    assert!(board.data.contains("data-k=\"month.in_time\""));
    let beat = wall.next().await.unwrap();
    assert_eq!((beat.name.as_str(), beat.id), ("beat", None));
    let beat = beat.json();
    assert_eq!(beat["version"].as_u64(), board.id);
    assert_eq!(beat["zone_offset_min"], 420);
    assert_eq!(beat["build"], hall.web.assets.build());
    let now = beat["now"].as_i64().unwrap();
    assert!(
        (0..60_000).contains(&(now - at(NOW).timestamp_millis())),
        "{now}"
    );
    assert!(
        beat["date"]["vi"].as_str().unwrap().contains("23"),
        "{beat}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_stream_gets_a_different_time_to_connect_again() {
    let hall = Hall::open().await;
    let mut retries = std::collections::BTreeSet::new();
    for _ in 0..8 {
        let mut wall = Wall::open(&hall, "/events/lobby").await;
        retries.insert(wall.next().await.unwrap().retry_ms.unwrap());
    }
    assert!(retries.len() > 1, "{retries:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn screens_of_one_channel_get_the_same_bytes_and_one_further_behind_the_whole_board() {
    let hall = Hall::open().await;
    let mut first = Wall::open(&hall, "/events/lobby").await;
    let mut second = Wall::open(&hall, "/events/lobby-2").await;
    let mut other = Wall::open(&hall, "/events/lobby-all").await;
    let mut behind = Wall::open(&hall, "/events/lobby").await;
    let ((_, a), (_, b)) = (first.greeted().await, second.greeted().await);
    assert_eq!(a.raw, b.raw, "the same board");
    assert_ne!(
        other.greeted().await.1.raw,
        a.raw,
        "other languages and periods are another board"
    );
    let (_, shown) = behind.greeted().await;

    hall.receive(1, 3).await;
    let (a, b) = (first.painting().await, second.painting().await);
    assert_eq!(a.name, "set");
    assert_eq!(a.raw, b.raw, "the same texts");
    assert_eq!(a.json()["from"].as_u64(), shown.id);
    assert_eq!(a.json()["to"].as_u64(), a.id);
    assert!(
        a.raw.len() < shown.raw.len() / 4,
        "{} of {}",
        a.raw.len(),
        shown.raw.len()
    );

    hall.receive(2, 3).await;
    let newest = first.painting().await;
    assert_eq!(newest.json()["from"].as_u64(), a.id);
    assert_eq!(second.painting().await.raw, newest.raw);
    // This stream was not read in the meantime, so it is two versions behind.
    let whole = behind.painting().await;
    assert_eq!((whole.name.as_str(), whole.id), ("board", newest.id));
    // A new stream starts with the same whole board.
    let (_, fresh) = Wall::open(&hall, "/events/lobby-2").await.greeted().await;
    assert_eq!(fresh.raw, whole.raw);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_takes_gzip_is_greeted_with_a_packed_board_and_sent_the_same_events() {
    let hall = Hall::open().await;
    let mut plain = Wall::open(&hall, "/events/lobby").await;
    let mut packed = Wall::open_packed(&hall, "/events/lobby").await;
    let mut second = Wall::open_packed(&hall, "/events/lobby-2").await;
    let (_, board) = plain.greeted().await;
    for wall in [&mut packed, &mut second] {
        assert_eq!(wall.greeted().await.1.raw, board.raw);
        assert!(
            wall.received * 3 < plain.received,
            "{} of {}",
            wall.received,
            plain.received
        );
    }
    for number in 1..=2 {
        hall.receive(number, 3).await;
        let set = plain.painting().await;
        assert_eq!(set.name, "set");
        assert_eq!(packed.painting().await.raw, set.raw);
    }
    // This stream is two versions behind.
    assert_eq!(second.painting().await.name, "board");
    hall.shutdown.cancel();
    packed.end().await;
    second.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_changes_after_a_pause_are_sent_at_once() {
    let slow = Config {
        boards_per_s_max: 1,
        ..config()
    };
    let hall = Hall::with(slow, at(NOW)).await;
    let mut wall = Wall::open(&hall, "/events/lobby").await;
    wall.greeted().await;
    tokio::time::sleep(Duration::from_millis(2_200)).await;
    let began = tokio::time::Instant::now();
    for number in 1..=2 {
        hall.receive(number, 3).await;
        wall.painting().await;
    }
    let took = began.elapsed();
    assert!(took < Duration::from_millis(900), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_changes_the_first_is_sent_at_once_then_two_boards_a_second_and_the_newest_wins() {
    let hall = Hall::open().await;
    let mut wall = Wall::open(&hall, "/events/lobby").await;
    wall.greeted().await;
    // Waits until the pause after the first board is over.
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    let editions = hall.web.live.editions();
    let began = tokio::time::Instant::now();
    let store = Arc::clone(&hall.store);
    let (intakes, now) = (
        (1..=50)
            .map(|number| hall.intake(number, 3))
            .collect::<Vec<_>>(),
        hall.now(),
    );
    let changing = tokio::spawn(async move {
        for intake in intakes {
            store
                .receive(intake, now, &staff(), true)
                .await
                .expect("received");
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    });
    let first = wall.painting().await;
    println!("first change on the stream after {:?}", began.elapsed());
    changing.await.expect("the storm ends");
    let mut seen = vec![first];
    let wanted = hall.store.change_number().await.expect("a number");
    until("the newest figures", || async {
        let edition = hall
            .web
            .live
            .edition(Scope::Centre)
            .await
            .expect("an edition");
        edition.boards[1].sums().received() == 50
    })
    .await;
    let newest = hall.web.live.version(Scope::Centre).expect("a version").0;
    let published = hall.web.live.editions() - editions;
    let took = began.elapsed();
    while version(seen.last().unwrap()) < newest {
        seen.push(wall.painting().await);
    }
    assert!(paintings_only(&seen));
    assert!(
        seen.windows(2)
            .all(|pair| version(&pair[0]) < version(&pair[1])),
        "only newer ones"
    );
    let most = took.as_secs_f64() * 2.0 + 2.0;
    assert!(published >= 2, "{published}");
    assert!(
        u32::try_from(published).is_ok_and(|count| f64::from(count) <= most),
        "{published} editions in {took:?}"
    );
    assert_eq!(version(seen.last().unwrap()), newest);
    assert!(wanted > 0);
    println!("{published} editions of 50 changes in {took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_no_board_shows_sends_nothing() {
    let hall = Hall::with(
        Config {
            beat_s: 1,
            ..config()
        },
        at(NOW),
    )
    .await;
    hall.receive(1, 3).await;
    until("the figure", || async {
        hall.web
            .live
            .edition(Scope::Centre)
            .await
            .is_ok_and(|edition| edition.boards[1].sums().received() == 1)
    })
    .await;
    let editions = hall.web.live.editions();
    let mut wall = Wall::open(&hall, "/events/lobby").await;
    wall.greeted().await;
    // A dossier counts as pending both when received and when in process.
    hall.act(1, Action::Start, hall.now()).await;
    for _ in 0..2 {
        assert_eq!(wall.next().await.unwrap().name, "beat");
    }
    assert_eq!(hall.web.live.editions(), editions);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_on_the_same_file_is_noticed() {
    let hall = Hall::open().await;
    let mut wall = Wall::open(&hall, "/events/lobby").await;
    wall.greeted().await;
    let other = Store::open(&hall.options).await.expect("another process");
    for number in 1..=5 {
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        other
            .receive(hall.intake(number, 3), hall.now(), &staff(), true)
            .await
            .expect("received");
        let committed = tokio::time::Instant::now();
        let event = tokio::time::timeout(Duration::from_secs(5), wall.painting())
            .await
            .expect("noticed");
        assert_eq!(event.name, "set");
        println!(
            "another process's change on the stream after {:?}",
            committed.elapsed()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agencys_wall_follows_its_own_figures() {
    let hall = Hall::demo(2_000).await;
    let mut wall = Wall::open(&hall, "/events/land?period=all").await;
    let (_, board) = wall.greeted().await;
    let screen = hall
        .store
        .screen("land")
        .await
        .expect("readable")
        .expect("a wall");
    let Scope::Agency(agency) = screen.scope else {
        panic!("the wall of an agency")
    };
    let disclosed = hall
        .store
        .disclosed_fields(2026)
        .await
        .expect("disclosed fields");
    let all = hall.store.fields().await.expect("fields");
    let field = all
        .iter()
        .find(|field| disclosed.shows(field.id))
        .expect("a disclosed field")
        .id;
    let intake = Intake {
        agency,
        field,
        ..hall.intake(9_001, 3)
    };
    hall.store
        .receive(intake, hall.now(), &staff(), true)
        .await
        .expect("received");
    let painting = wall.painting().await;
    assert!(painting.id > board.id);
}

fn report(token: &str, version: u64) -> Request<Body> {
    Request::post("/painted")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json")
        .body(Body::from(format!(
            "{{\"version\":{version},\"token\":\"{token}\"}}"
        )))
        .expect("a request")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_a_painted_board_is_believed_only_with_the_token_of_an_open_stream() {
    let hall = Hall::open().await;
    let mut wall = Wall::open_paired(&hall, "lobby").await;
    let (token, board) = wall.greeted().await;
    let version = version(&board);
    assert_eq!(
        hall.ask(report("0123456789abcdef0123456789abcdef", version))
            .await
            .status,
        403
    );
    assert_eq!(
        hall.ask(report(&token, version + 1)).await.status,
        403,
        "never sent"
    );
    assert_eq!(hall.ask(report(&token, version)).await.status, 204);
    assert_eq!(
        hall.web.live.present.list()[0].painted.map(|it| it.0),
        Some(version)
    );
    drop(wall);
    assert_eq!(
        hall.ask(report(&token, version)).await.status,
        403,
        "its stream has ended"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_report_is_refused() {
    let hall = Hall::open().await;
    for (kind, body, status) in [
        ("text/plain", "{\"version\":1,\"token\":\"x\"}", 415),
        ("application/json", "{\"version\":1}", 422),
        (
            "application/json",
            "{\"version\":1,\"token\":\"x\",\"more\":1}",
            422,
        ),
        ("application/json", "version", 400),
    ] {
        let request = Request::post("/painted")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", kind);
        let answer = hall
            .ask(request.body(Body::from(body)).expect("a request"))
            .await;
        assert_eq!(answer.status, status, "{kind} {body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_when_the_server_stops() {
    let hall = Hall::open().await;
    let mut wall = Wall::open(&hall, "/events/lobby").await;
    wall.greeted().await;
    hall.shutdown.cancel();
    let end = async { while wall.next().await.is_some() {} };
    tokio::time::timeout(PATIENCE, end)
        .await
        .expect("the stream ends");
    drop(wall);
    assert_eq!(hall.web.live.present.count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_causes_no_query() {
    let hall = Hall::open().await;
    let mut walls = Vec::new();
    for _ in 0..20 {
        let mut wall = Wall::open(&hall, "/events/lobby").await;
        wall.greeted().await;
        walls.push(wall);
    }
    let editions = hall.web.live.editions();
    hall.receive(1, 3).await;
    for wall in &mut walls {
        wall.painting().await;
    }
    until("the count of editions", || async {
        hall.web.live.editions() > editions
    })
    .await;
    assert_eq!(
        hall.web.live.editions(),
        editions + 1,
        "one edition for twenty screens"
    );
}

/// A greeting reads the channel's painting and the state of the whole, a publication changes both: taken in different orders they
/// would wait for each other for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn streams_that_open_while_boards_are_published_are_all_greeted() {
    let fast = Config {
        boards_per_s_max: 1_000,
        ..config()
    };
    let hall = Arc::new(Hall::with(fast, at(NOW)).await);
    let openers: Vec<_> = (0..4)
        .map(|_| {
            let hall = Arc::clone(&hall);
            tokio::spawn(async move {
                let until = tokio::time::Instant::now() + Duration::from_secs(3);
                while tokio::time::Instant::now() < until {
                    let mut wall = Wall::open(&hall, "/events/lobby").await;
                    // Gives the connection time to take the first event.
                    tokio::time::sleep(Duration::from_millis(3)).await;
                    wall.next().await.expect("hello");
                }
            })
        })
        .collect();
    let writer = {
        let hall = Arc::clone(&hall);
        tokio::spawn(async move {
            for number in 1.. {
                hall.receive(number, 5).await;
            }
        })
    };
    for opener in openers {
        let greeted = tokio::time::timeout(PATIENCE, opener).await;
        greeted.expect("all are greeted in time").expect("well");
    }
    writer.abort();
}

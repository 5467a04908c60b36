//! What walls are told reaches their streams at once, and nobody else's.

use std::time::Duration;

use sanh_domain::screen::model::ScreenSetting;
use sanh_domain::screen::order::ScreenCommand;
use sanh_store::AuditActor;

use super::hall::{Hall, NOW, at, config};
use super::screen::{Event, Wall};

/// What an order may take to reach a screen.
const WITHIN: Duration = Duration::from_secs(2);

/// A hall whose beats come so rarely that what comes within two seconds is no beat in turn.
async fn hall() -> Hall {
    let mut config = config();
    config.beat_s = 10;
    Hall::with(config, at(NOW)).await
}

async fn soon(wall: &mut Wall) -> Event {
    let event = tokio::time::timeout(WITHIN, wall.next()).await;
    event
        .expect("within two seconds")
        .expect("the stream goes on")
}

async fn order(hall: &Hall, name: &str, order: ScreenCommand) {
    let done = hall
        .store
        .order_screen(name, true, order, AuditActor::console(), hall.now());
    assert!(done.await.expect("written"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_reaches_its_wall_within_two_seconds_and_no_other() {
    let hall = hall().await;
    let mut lobby = Wall::open(&hall, "/events/lobby").await;
    let mut other = Wall::open(&hall, "/events/lobby-2").await;
    lobby.greeted().await;
    other.greeted().await;
    let since = tokio::time::Instant::now();
    order(&hall, "lobby", ScreenCommand::Identify).await;
    let beat = soon(&mut lobby).await;
    println!("an order on the stream after {:?}", since.elapsed());
    assert_eq!(beat.name, "beat");
    let until = beat.json()["identify_until"].as_i64().expect("an instant");
    let now = beat.json()["now"].as_i64().expect("an instant");
    assert!((25_000..=30_000).contains(&(until - now)), "{until} {now}");
    let before = beat.json()["setting"].clone();
    order(&hall, "lobby", ScreenCommand::Reload).await;
    let beat = soon(&mut lobby).await;
    assert_ne!(
        beat.json()["setting"],
        before,
        "a wall that follows another setting loads itself again"
    );
    let quiet = tokio::time::timeout(Duration::from_millis(700), other.next()).await;
    assert!(quiet.is_err(), "the other wall was told nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_any_setting_reaches_its_wall_within_two_seconds() {
    let hall = hall().await;
    let mut wall = Wall::open(&hall, "/events/lobby").await;
    wall.greeted().await;
    let usual = ScreenSetting {
        label: "Sảnh".to_owned(),
        ..ScreenSetting::default_named("lobby")
    };
    let changes = [
        usual.clone(),
        ScreenSetting {
            place: "Tầng 2".to_owned(),
            ..usual.clone()
        },
        ScreenSetting {
            fields: vec![hall.fields[0]],
            ..usual.clone()
        },
        ScreenSetting {
            slot_s: Some(33),
            ..usual
        },
    ];
    let mut seen = Vec::new();
    for setting in changes {
        let saved = hall
            .store
            .save_screen(setting, false, AuditActor::console(), hall.now());
        assert!(saved.await.expect("written"));
        let beat = soon(&mut wall).await;
        let text = beat.json()["setting"]
            .as_str()
            .expect("a setting")
            .to_owned();
        assert!(!seen.contains(&text), "{text}");
        seen.push(text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stream_of_a_held_wall_keeps_beating_and_paints_nothing_new_but_an_emergency() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let edition = sanh_app::live_board::BoardPort::edition(
        hall.web.live.as_ref(),
        sanh_domain::scope::Scope::Centre,
    );
    let boards = edition.await.expect("an edition").boards.clone();
    let mut wall = Wall::open(&hall, "/events/lobby").await;
    wall.greeted().await;
    order(&hall, "lobby", ScreenCommand::Hold(boards)).await;
    // The stream may first send a beat for the dossier.
    wall.beat().await;
    // The wall loads itself again and opens a new stream.
    let mut held = Wall::open(&hall, "/events/lobby").await;
    held.greeted().await;
    let mut free = Wall::open(&hall, "/events/lobby-2").await;
    free.greeted().await;
    hall.receive(2, 5).await;
    free.painting().await;
    let quiet = tokio::time::timeout(Duration::from_millis(700), held.next()).await;
    assert!(quiet.is_err(), "nothing is painted on a held wall");
    let emergency = sanh_store::NewNotice {
        text: sanh_domain::text::name::Name {
            vi: "Xin rời khỏi sảnh".to_owned(),
            en: None,
        },
        priority: sanh_domain::notice::model::Priority::Emergency,
        from: hall.now(),
        until: hall.now() + chrono::Duration::hours(1),
        screens: sanh_domain::notice::model::Audience::All,
    };
    let by = sanh_store::AuditActor::console();
    let made = hall.store.put_notice(emergency, by, hall.now());
    made.await.expect("made");
    let painting = held.painting().await;
    assert!(
        painting.data.contains("class=\"emergency\""),
        "an emergency takes every wall"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_and_publisher_do_not_wait_for_each_other() {
    let hall = Hall::open().await;
    let mut walls = Vec::new();
    for _ in 0..20 {
        let mut wall = Wall::open(&hall, "/events/lobby").await;
        wall.greeted().await;
        walls.push(wall);
    }
    for number in 0..30 {
        hall.receive(100 + number, 3).await;
        order(&hall, "lobby", ScreenCommand::Reload).await;
    }
    // Every stream gets the last order.
    for wall in &mut walls {
        let last = loop {
            let event = wall.next().await.expect("the stream goes on");
            if event.name == "beat"
                && event.json()["setting"]
                    .as_str()
                    .is_some_and(|it| it.contains(" 30 "))
            {
                break event;
            }
        };
        assert_eq!(last.name, "beat");
    }
}

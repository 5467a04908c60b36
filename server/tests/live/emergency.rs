//! An emergency: on every wall, and known to be there only once a wall has painted it.

use axum::body::Body;
use axum::http::Request;
use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::notice::model::{Audience, NoticeId, Priority};
use sanh_domain::text::name::Name;
use sanh_server::jobs;
use sanh_store::{AuditActor, NewNotice};

use super::hall::{Hall, config, until};
use super::screen::Wall;

fn new(hall: &Hall, priority: Priority, screens: Audience) -> NewNotice {
    NewNotice {
        text: Name {
            vi: "Xin rời khỏi sảnh".to_owned(),
            en: None,
        },
        priority,
        from: hall.now(),
        until: hall.now() + Duration::hours(1),
        screens,
    }
}

async fn put(hall: &Hall, priority: Priority, screens: Audience) -> NoticeId {
    let new = new(hall, priority, screens);
    let put = hall
        .store
        .put_notice(new, AuditActor::console(), hall.now())
        .await;
    put.expect("made")
}

async fn says(hall: &Hall, token: &str, version: u64, emergency: Option<NoticeId>) -> u16 {
    let emergency = emergency.map_or("null".to_owned(), |id| id.0.to_string());
    let body = format!(
        "{{\"version\":{version},\"token\":\"{token}\",\"emergency\":{emergency},\"clock\":1}}"
    );
    let request = Request::post("/painted")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json");
    let answer = hall
        .ask(request.body(Body::from(body)).expect("a request"))
        .await;
    answer.status.as_u16()
}

fn showing(hall: &Hall) -> Vec<(String, Option<NoticeId>)> {
    let mut walls: Vec<_> = hall.web.live.present.watchers().now;
    walls.sort_by(|a, b| a.name.cmp(&b.name));
    walls
        .into_iter()
        .map(|wall| (wall.name, wall.emergency))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_shows_the_emergency_only_when_it_has_painted_a_version_that_carries_it() {
    let hall = Hall::open().await;
    let keeping = jobs::painted::run(
        hall.web.live.clone(),
        hall.opening.subscribe(),
        hall.shutdown.clone(),
    );
    tokio::spawn(keeping);
    let mut lobby = Wall::open_paired(&hall, "lobby").await;
    let (token, board) = lobby.greeted().await;
    let before = board.id.expect("a version");
    let id = put(&hall, Priority::Emergency, Audience::All).await;
    let version = lobby.painting().await.id.expect("a version");
    // The version before does not contain the emergency, whatever a wall reports.
    assert_eq!(says(&hall, &token, before, Some(id)).await, 204);
    assert_eq!(showing(&hall), [("lobby".to_owned(), None)]);
    assert_eq!(
        says(&hall, &token, version, Some(NoticeId(id.0 + 1))).await,
        204
    );
    assert_eq!(showing(&hall), [("lobby".to_owned(), None)]);
    assert!(
        hall.store
            .painted(id, &AgencyScope::Everywhere)
            .await
            .expect("readable")
            .is_empty()
    );
    assert_eq!(says(&hall, &token, version, Some(id)).await, 204);
    assert_eq!(showing(&hall), [("lobby".to_owned(), Some(id))]);
    until("the word that is kept", || async {
        let kept = hall
            .store
            .painted(id, &AgencyScope::Everywhere)
            .await
            .expect("readable");
        kept.iter().any(|painted| painted.screen == "lobby")
    })
    .await;
    // When the emergency ends, no wall shows it any more.
    let ended = hall
        .store
        .end_notice(id, AuditActor::console(), hall.now())
        .await;
    assert!(ended.expect("ended"));
    let version = lobby.painting().await.id.expect("a version");
    assert_eq!(says(&hall, &token, version, Some(id)).await, 204);
    assert_eq!(showing(&hall), [("lobby".to_owned(), None)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_starts_anew_shows_the_emergency_and_knows_who_has_painted_it() {
    let hall = Hall::open().await;
    let id = put(&hall, Priority::Emergency, Audience::All).await;
    let said = sanh_store::PaintedReport {
        notice: id,
        screen: "lobby".to_owned(),
        at: hall.now(),
    };
    let kept = hall.store.put_painted(vec![said.clone()]).await;
    kept.expect("kept");
    let source = std::sync::Arc::new(sanh_server::live::store_source::StoreSource::new(
        hall.opening.subscribe(),
        None,
    ));
    let open = hall.opening.subscribe();
    let (clock, shutdown) = (hall.clock.clone(), hall.shutdown.clone());
    let mut again = hall;
    again.web = sanh_server::serve::web(config(), source, open, clock, shutdown);
    again.router = sanh_server::web::router(again.web.clone());
    again.publish();
    again.ready().await;
    for address in ["/events/lobby", "/events/lobby-all", "/events/land"] {
        let (_, board) = Wall::open(&again, address).await.greeted().await;
        assert!(board.data.contains("class=\"emergency\""), "{address}");
    }
    assert_eq!(
        again
            .store
            .painted(id, &AgencyScope::Everywhere)
            .await
            .expect("readable"),
        [said]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_for_one_wall_is_sent_to_it_and_the_others_of_its_channel_get_the_same_bytes() {
    let hall = Hall::open().await;
    let mut first = Wall::open(&hall, "/events/lobby").await;
    let mut second = Wall::open(&hall, "/events/lobby").await;
    let mut other = Wall::open(&hall, "/events/lobby-2").await;
    for wall in [&mut first, &mut second, &mut other] {
        wall.greeted().await;
    }
    let only = Audience::Named(["lobby".to_owned()].into());
    let id = put(&hall, Priority::Notice, only).await;
    let (a, b) = (first.painting().await, second.painting().await);
    assert_eq!(a, b, "the same bytes");
    assert!(a.name == "board" && a.data.contains("Xin rời khỏi sảnh"));
    let unchanged = other.painting().await;
    assert!(unchanged.name == "set" && !unchanged.data.contains("Xin rời"));
    // A change of the figures reaches all walls, each as a short list.
    hall.receive(1, 5).await;
    let (a, b, c) = (
        first.painting().await,
        second.painting().await,
        other.painting().await,
    );
    assert_eq!(a, b);
    assert_eq!((a.id, a.name.as_str()), (c.id, c.name.as_str()));
    let page = hall.get("/screen/lobby").await;
    assert!(page.text().contains("Xin rời khỏi sảnh"));
    for address in ["/screen/lobby-2", "/board", "/"] {
        let page = hall.get(address).await;
        assert!(!page.text().contains("Xin rời khỏi sảnh"), "{address}");
    }
    let ended = hall
        .store
        .end_notice(id, AuditActor::console(), hall.now())
        .await;
    assert!(ended.expect("ended"));
    let gone = first.painting().await;
    assert!(gone.name == "board" && !gone.data.contains("Xin rời"));
}

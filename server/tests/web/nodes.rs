//! Two servers over one database: managers see and order every wall at either.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use sanh_domain::account::model::Role;
use sanh_server::jobs;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::fleet::{get, order};
use super::hall::{Hall, NOW, at, between, config, until};
use super::people::signed_in;
use super::screen::Wall;

/// Two nodes that tell each other of their walls; the second one does until the token is cancelled.
async fn nodes() -> ([Hall; 2], CancellationToken) {
    let mut config = config();
    config.allow_plain_http = true;
    config.beat_s = 10;
    let halls = Hall::two_nodes(config, at(NOW)).await;
    let ended = CancellationToken::new();
    for (hall, ended) in halls.iter().zip([CancellationToken::new(), ended.clone()]) {
        let live = Arc::clone(&hall.web.live);
        tokio::spawn(jobs::screens::run(live, hall.opening.subscribe(), ended));
    }
    (halls, ended)
}

/// How a wall stands in a node's list.
async fn state(hall: &Hall, manager: &str, name: &str) -> String {
    let now = get(hall, manager, "/manage/screens/now").await;
    let begin = format!("id=\"state-{name}\"");
    let state =
        between(now.text(), &begin, "</ul>").or_else(|| between(now.text(), &begin, "</main>"));
    state.expect("its state").to_owned()
}

/// The next beat that says so.
async fn beat(wall: &mut Wall, is_so: impl Fn(&Value) -> bool) -> Value {
    loop {
        let beat = wall.beat().await;
        if is_so(&beat) {
            return beat;
        }
    }
}

async fn tell(hall: &Hall, report: String) {
    let request = Request::post("/painted")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json");
    let answer = hall
        .ask(request.body(Body::from(report)).expect("a request"))
        .await;
    assert_eq!(answer.status, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_every_node_shows_the_walls_of_all() {
    let ([here, there], ended) = nodes().await;
    let manager = signed_in(&here, Role::Manager).await;
    let cookie = there.pair("lobby").await;
    let mut wall = Wall::open_as(&there, "/events/lobby", &cookie).await;
    let (token, board) = wall.greeted().await;
    let lobby = async || state(&here, &manager, "lobby").await;
    until("the wall", || async {
        lobby().await.contains("Đang chiếu")
    })
    .await;
    assert!(lobby().await.contains("Chưa hiện gì"));
    let version = board.id.expect("a version");
    tell(
        &there,
        format!("{{\"version\":{version},\"token\":\"{token}\",\"error\":\"script: x\"}}"),
    )
    .await;
    until("what it has painted", || async {
        let lobby = lobby().await;
        lobby.contains("Đang hiện số liệu mới nhất") && lobby.contains("script: x")
    })
    .await;
    // The list must contain neither secret.
    let rows = here
        .store
        .watched_elsewhere(here.now())
        .await
        .expect("readable");
    let told = format!("{rows:?}");
    let secret = cookie.split_once('=').expect("a secret").1;
    assert!(!told.contains(secret) && !told.contains(token.split('.').nth(1).expect("a token")));

    drop(wall);
    until("the wall is dark", || async {
        lobby().await.contains("Mất kết nối từ 14:1")
    })
    .await;
    // A node that stops reports that its walls are gone.
    let mut wall = Wall::open_as(&there, "/events/lobby", &cookie).await;
    wall.greeted().await;
    until("the wall again", || async {
        lobby().await.contains("Đang chiếu")
    })
    .await;
    drop(wall);
    ended.cancel();
    until("the wall is dark", || async {
        lobby().await.contains("Mất kết nối từ 14:1")
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_at_one_node_reaches_a_wall_at_another() {
    let ([here, there], _ended) = nodes().await;
    let manager = signed_in(&here, Role::Manager).await;
    let mut wall = Wall::open_paired(&there, "lobby").await;
    wall.greeted().await;
    order(&here, &manager, "lobby", "identify").await;
    let told = beat(&mut wall, |beat| beat["identify_until"].is_i64()).await;
    order(&here, &manager, "lobby", "reload").await;
    // A changed setting in the beat makes the wall load itself again.
    let reloaded = beat(&mut wall, |beat| beat["setting"] != told["setting"]).await;
    order(&here, &manager, "lobby", "hold").await;
    beat(&mut wall, |beat| beat["setting"] != reloaded["setting"]).await;
    let setting = there.web.live.setting("lobby").expect("the wall");
    assert!(setting.held.is_some());
    let held = state(&here, &manager, "lobby").await;
    assert!(held.contains("Giữ nguyên số liệu từ"), "{held}");
    order(&here, &manager, "lobby", "unpair").await;
    while wall.painting().await.name != "gone" {}
}

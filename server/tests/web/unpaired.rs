//! A wall that no screen is paired with: served to whoever comes, and believed in nothing.

use axum::body::Body;
use axum::http::Request;
use sanh_domain::account::model::Role;

use super::desk::{hall, read};
use super::hall::between;
use super::people::signed_in;
use super::screen::Wall;

#[tokio::test(flavor = "multi_thread")]
async fn reports_about_an_unpaired_wall_reach_no_manager() {
    let hall = hall().await;
    let manager = signed_in(&hall, Role::Manager).await;
    let mut forger = Wall::open(&hall, "/events/lobby").await;
    let (token, board) = forger.greeted().await;
    let version = board.id.expect("a version");
    let report =
        format!("{{\"version\":{version},\"token\":\"{token}\",\"error\":\"call 0900 000 000\"}}");
    let request = Request::post("/painted")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json");
    let answer = hall
        .ask(request.body(Body::from(report)).expect("a request"))
        .await;
    assert_eq!(answer.status, 204, "as before");
    let now = read(&hall, &manager, "/manage/screens/now").await;
    let lobby = between(now.text(), "id=\"state-lobby\"", "id=\"state-").expect("its state");
    assert!(
        lobby.contains("Không rõ") && lobby.contains("Đang có 1 nơi mở"),
        "{lobby}"
    );
    assert!(
        !lobby.contains("0900") && !lobby.contains("Đang hiện số liệu"),
        "{lobby}"
    );
}

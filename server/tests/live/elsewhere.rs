//! A screen whose stream hangs on one node tells another what it has painted.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use sanh_server::live::store_source::StoreSource;
use sanh_server::{serve, web};
use sanh_store::Store;
use sanh_store::vault::MasterKey;
use tokio::sync::watch;
use tower::ServiceExt;

use super::hall::{Hall, config, until};
use super::screen::Wall;

/// Another node over the hall's database: what it answers to a report.
async fn tell_another(hall: &Hall, token: &str, version: u64) -> u16 {
    let store = Store::open(&hall.options).await.expect("it opens");
    let master = MasterKey::new(&[9; 32]).expect("a key");
    store.unlock(&master).await.expect("the vault opens");
    let (_opening, open) = watch::channel(Some(Arc::new(store)));
    let source = Arc::new(StoreSource::new(open.clone(), None));
    let other = serve::web(
        config(),
        source,
        open,
        hall.clock.clone(),
        hall.shutdown.clone(),
    );
    let handing = Arc::clone(&other.elsewhere);
    tokio::spawn(handing.run(Arc::clone(&other.live), hall.shutdown.clone()));
    let body = serde_json::json!({ "version": version, "token": token });
    let request = Request::post("/painted")
        .header("content-type", "application/json")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body.to_string()))
        .expect("a request");
    let answer = web::router(other)
        .oneshot(request)
        .await
        .expect("an answer");
    let status = answer.status().as_u16();
    // Leaves the node time to hand over the report before it is gone.
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_to_another_node_reaches_the_node_of_the_stream() {
    let hall = Hall::open().await;
    let handing = Arc::clone(&hall.web.elsewhere);
    tokio::spawn(handing.run(Arc::clone(&hall.web.live), hall.shutdown.clone()));
    let mut wall = Wall::open_paired(&hall, "lobby").await;
    let (token, board) = wall.greeted().await;
    let version = board.id.expect("a version");
    assert_eq!(tell_another(&hall, &token, version).await, 204);
    until("the report", || async {
        let painted = hall.web.live.present.list()[0].painted;
        painted.is_some_and(|painted| painted.0 == version)
    })
    .await;
    for forged in [
        format!("{token}0"),
        token.replace('.', "-"),
        "guessed".to_owned(),
    ] {
        assert_eq!(tell_another(&hall, &forged, version).await, 403, "{forged}");
    }
}

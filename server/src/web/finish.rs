//! Lets every page render run to its end, whether or not its visitor stays.
//!
//! Leptos panics and leaks when a render is dropped half way (a browser that closes the
//! connection). So a render runs in a task of its own and is sent only when it is whole. One that
//! still waits for its turn has not begun: it goes with its visitor, so that no queue is left of
//! visitors who have gone.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many renders may be under way at once.
pub type Renders = Arc<Semaphore>;

/// Runs the rest in its own task, to completion, and answers with the whole body.
pub async fn finish(State(renders): State<Renders>, request: Request, next: Next) -> Response {
    let Ok(place) = renders.acquire_owned().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let render = tokio::spawn(async move {
        let _place = place;
        whole(next.run(request).await).await
    });
    render
        .await
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// The response with its whole body in memory.
pub async fn whole(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    match body.collect().await {
        Ok(collected) => Response::from_parts(parts, Body::from(collected.to_bytes())),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

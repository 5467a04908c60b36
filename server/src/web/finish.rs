//! Completes every render of a page, even if its visitor leaves.
//!
//! Leptos panics and leaks memory when a render is dropped half way (a browser that closes the connection). So a render runs in
//! a task of its own, and its result is sent only when complete. A render that still waits for its turn has not begun and is
//! dropped with its visitor, so that no queue is left of visitors who have gone. The body of a request is already read when its
//! turn comes, see `body`.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use sanh_app::ui::fault::Fault;
use tracing::Instrument;

use super::refusal::SignedInRequest;
use super::render_queues::Queue;
use super::slots::Holder;
use super::{Web, page};

/// Runs the rest in its own task when its turn comes, to completion, and answers with the whole body. Requests that wait
/// elsewhere, such as those with passwords, have no queue here.
pub async fn finish(
    State((web, queue)): State<(Web, Option<Queue>)>,
    request: Request,
    next: Next,
) -> Response {
    let turn = match &queue {
        None => None,
        Some(queue) => match queue.turn(Holder::of(&request)).await {
            Some(turn) => Some(turn),
            None => return page::resend(&web, request, Fault::Busy).await,
        },
    };
    let render = async move {
        let _turn = turn;
        let known = request.extensions().get::<SignedInRequest>().cloned();
        let answer = whole(next.run(request).await).await;
        match known {
            // In this task, because it must happen even if the client is gone.
            Some(known) => known.answered(&web, answer).await,
            None => answer,
        }
    };
    tokio::spawn(render.in_current_span())
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

//! Records refusals of signed-in people in the audit, once per request, wherever on its way the request was refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use sanh_app::app::{function_access, leads_to_room};
use sanh_app::live_board::BoardPort;
use sanh_domain::account::model::Caller;

use super::Web;
use super::session::Session;

/// Marks an answer that refuses a screen, not the person in whose browser it runs.
#[derive(Clone, Copy, Debug)]
pub struct ScreenRefusal;

/// A request of a signed-in person until it is answered. It is passed along with the request to the code that answers it after
/// the visitor has gone.
#[derive(Clone)]
pub struct SignedInRequest(Arc<Inner>);

struct Inner {
    caller: Caller,
    path: String,
    is_sent: bool,
    is_told: AtomicBool,
}

/// Records in the audit what the inner layers refuse.
pub async fn note(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let Some(known) = SignedInRequest::of(&request) else {
        return next.run(request).await;
    };
    request.extensions_mut().insert(known.clone());
    let answer = next.run(request).await;
    known.answered(&web, answer).await
}

impl SignedInRequest {
    /// The request, if refusals of it are recorded: any form, and reading in the rooms. Public pages refuse nobody for who they
    /// are.
    fn of(request: &Request) -> Option<Self> {
        let session = request.extensions().get::<Session>()?;
        let caller = session.caller.clone()?;
        let path = request.uri().path();
        let is_sent = !matches!(*request.method(), Method::GET | Method::HEAD);
        let is_told = is_sent || leads_to_room(path) || function_access(path).is_some();
        is_told.then(|| {
            Self(Arc::new(Inner {
                caller,
                path: path.to_owned(),
                is_sent,
                is_told: AtomicBool::new(false),
            }))
        })
    }

    /// Records the answer in the audit if it is a refusal that is not recorded yet, and returns the answer.
    pub async fn answered(&self, web: &Web, answer: Response) -> Response {
        if !is_refusal(&answer) || self.0.is_told.swap(true, Ordering::Relaxed) {
            return answer;
        }
        let Inner {
            caller,
            path,
            is_sent,
            ..
        } = &*self.0;
        if *is_sent {
            web.accounts().note_refused(caller, path).await;
        } else {
            web.readings.refused(caller, path, web.live.now());
        }
        answer
    }
}

/// Refusals: no access, not found in the caller's scope, or over the reading limit. A server that is busy refuses nobody.
fn is_refusal(answer: &Response) -> bool {
    let status = answer.status();
    let is_said = [
        StatusCode::FORBIDDEN,
        StatusCode::NOT_FOUND,
        StatusCode::TOO_MANY_REQUESTS,
    ];
    is_said.contains(&status) && answer.extensions().get::<ScreenRefusal>().is_none()
}

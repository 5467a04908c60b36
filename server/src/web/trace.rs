//! The trace of a request: a span with its id around everything that is logged for it, and one line of the access log.
//!
//! Both contain only the pattern of the route instead of the address: no code, no secret, no search term.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

/// The header with a request's id, by which its lines in the log can be found.
const ID: HeaderName = HeaderName::from_static("x-request-id");

/// Runs the rest inside the request's span. The line of the access log is written when the headers of the answer are known; a
/// stream continues after it.
pub async fn trace(request: Request, next: Next) -> Response {
    let id = uuid::Uuid::new_v4().simple().to_string();
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("", MatchedPath::as_str);
    let method = request.method().as_str();
    let span = tracing::info_span!("request", id, method, route);
    let header = HeaderValue::from_str(&id).ok();
    async move {
        let began = Instant::now();
        let mut response = next.run(request).await;
        let took_ms = began.elapsed().as_millis();
        let status = response.status().as_u16();
        tracing::debug!(target: "sanh_server::access", status, took_ms, "answered");
        if let Some(id) = header {
            response.headers_mut().insert(ID, id);
        }
        response
    }
    .instrument(span)
    .await
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex, PoisonError};

    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            lines.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    #[allow(clippy::unwrap_used)]
    async fn the_log_line_of_a_request_has_its_id_and_route_and_never_its_address() {
        let lines = Lines::default();
        let to_lines = lines.clone();
        let log = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::DEBUG)
            .with_ansi(false)
            .with_writer(move || to_lines.clone())
            .finish();
        let _log = tracing::subscriber::set_default(log);
        let handler = || async { tracing::warn!("something of the page") };
        let router = Router::new()
            .route("/dossiers/{code}", get(handler))
            .layer(from_fn(trace));
        let asked = Request::get("/dossiers/H49-0001?find=Lan").body(Body::empty());
        let answer = router.oneshot(asked.unwrap()).await.unwrap();
        let id = answer.headers().get(ID).unwrap().to_str().unwrap();
        let told = lines.0.lock().unwrap_or_else(PoisonError::into_inner);
        let told = String::from_utf8(told.clone()).unwrap();
        assert_eq!(told.lines().count(), 2, "{told}");
        for line in told.lines() {
            assert!(line.contains(id), "{line}");
            assert!(line.contains("/dossiers/{code}"), "{line}");
            assert!(
                !line.contains("H49-0001") && !line.contains("Lan"),
                "{line}"
            );
        }
        assert!(told.contains("status=200"), "{told}");
    }
}

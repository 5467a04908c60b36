//! The stream of a wall, read as its script reads it.

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::hall::{Hall, PATIENCE};

/// One event of the stream, and its bytes as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    pub name: String,
    pub id: Option<u64>,
    pub data: String,
    pub retry_ms: Option<u32>,
    pub raw: String,
}

impl Event {
    fn read(raw: &str) -> Self {
        let mut event = Self {
            raw: raw.to_owned(),
            ..Self::default()
        };
        let mut data = Vec::new();
        for line in raw.lines() {
            match line.split_once(": ").expect("a field of an event") {
                ("event", name) => name.clone_into(&mut event.name),
                ("id", id) => event.id = Some(id.parse().expect("a version")),
                ("retry", ms) => event.retry_ms = Some(ms.parse().expect("milliseconds")),
                ("data", line) => data.push(line),
                (other, _) => panic!("unknown field {other}"),
            }
        }
        event.data = data.join("\n");
        event
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.data).expect("JSON")
    }
}

/// An open stream.
pub struct Wall {
    body: Body,
    read: String,
}

impl Wall {
    pub async fn open(hall: &Hall, address: &str) -> Self {
        Self::open_as(hall, address, "").await
    }

    /// As a screen that is paired with a wall from now on.
    pub async fn open_paired(hall: &Hall, name: &str) -> Self {
        let cookie = hall.pair(name).await;
        Self::open_as(hall, &format!("/events/{name}"), &cookie).await
    }

    /// As a screen that keeps this cookie.
    pub async fn open_as(hall: &Hall, address: &str, cookie: &str) -> Self {
        let request = Request::get(address)
            .header("cookie", cookie)
            .body(Body::empty())
            .expect("a request");
        let response = hall
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        assert_eq!(response.status(), 200, "{address}");
        Self {
            body: response.into_body(),
            read: String::new(),
        }
    }

    /// The next event; `None` at the stream's end.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.read.split_once("\n\n") {
                let event = Event::read(event);
                self.read = String::from(rest);
                return Some(event);
            }
            let frame = tokio::time::timeout(PATIENCE, self.body.frame())
                .await
                .expect("an event in time")?;
            let data = frame.expect("readable").into_data().expect("data");
            self.read
                .push_str(std::str::from_utf8(&data).expect("UTF-8"));
        }
    }

    /// The next event that is no beat.
    pub async fn painting(&mut self) -> Event {
        loop {
            let event = self.next().await.expect("the stream goes on");
            if event.name != "beat" {
                return event;
            }
        }
    }

    /// The next beat.
    pub async fn beat(&mut self) -> serde_json::Value {
        loop {
            let event = self.next().await.expect("the stream goes on");
            if event.name == "beat" {
                return event.json();
            }
        }
    }

    /// Past the greeting: its token, and the board.
    pub async fn greeted(&mut self) -> (String, Event) {
        let hello = self.next().await.expect("hello");
        assert_eq!(hello.name, "hello");
        let board = self.next().await.expect("a board");
        assert_eq!(board.name, "board");
        (
            hello.json()["token"].as_str().expect("a token").to_owned(),
            board,
        )
    }
}

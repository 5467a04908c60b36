//! The stream of a wall, read as its script reads it.

use std::io::Write;

use axum::body::Body;
use axum::http::Request;
use axum::http::request::Builder;
use flate2::write::GzDecoder;
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

    /// The events of a stream that has ended.
    pub fn all(text: &str) -> Vec<Self> {
        text.split_terminator("\n\n").map(Self::read).collect()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.data).expect("JSON")
    }
}

/// An open stream.
pub struct Wall {
    body: Body,
    read: String,
    /// Unpacks what comes, where it is packed.
    unpacking: Option<GzDecoder<Vec<u8>>>,
    /// Bytes that have come.
    pub received: usize,
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

    /// As a browser that takes packed streams.
    pub async fn open_packed(hall: &Hall, address: &str) -> Self {
        let request = Request::get(address).header("accept-encoding", "gzip, deflate, br");
        let wall = Self::ask(hall, address, request).await;
        assert!(wall.unpacking.is_some(), "it is packed");
        wall
    }

    /// As a screen that keeps this cookie.
    pub async fn open_as(hall: &Hall, address: &str, cookie: &str) -> Self {
        let request = Request::get(address).header("cookie", cookie);
        Self::ask(hall, address, request).await
    }

    async fn ask(hall: &Hall, address: &str, request: Builder) -> Self {
        let request = request.body(Body::empty()).expect("a request");
        let response = hall
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        assert_eq!(response.status(), 200, "{address}");
        let coding = response.headers().get("content-encoding");
        let is_packed = coding.is_some_and(|coding| coding == "gzip");
        Self {
            unpacking: is_packed.then(|| GzDecoder::new(Vec::new())),
            body: response.into_body(),
            read: String::new(),
            received: 0,
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
            self.received += data.len();
            let data = match &mut self.unpacking {
                Some(unpacking) => unpacked(unpacking, &data),
                None => data.to_vec(),
            };
            self.read
                .push_str(std::str::from_utf8(&data).expect("UTF-8"));
        }
    }

    /// Reads to the stream's end, and holds its length and checksum to what came.
    pub async fn end(mut self) {
        while self.next().await.is_some() {}
        if let Some(unpacking) = self.unpacking {
            unpacking.finish().expect("a whole file");
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

fn unpacked(unpacking: &mut GzDecoder<Vec<u8>>, data: &[u8]) -> Vec<u8> {
    unpacking.write_all(data).expect("packed");
    unpacking.flush().expect("packed");
    std::mem::take(unpacking.get_mut())
}

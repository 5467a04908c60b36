//! A plain HTTP/1.1 client: what it reads is what went over the wire.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// Everything the server sends for one request, head included. The connection closes after it.
pub async fn get(address: SocketAddr, path: &str, encodings: &str) -> Vec<u8> {
    let mut connection = request(address, path, encodings, "close").await;
    let mut answer = Vec::new();
    connection
        .read_to_end(&mut answer)
        .await
        .expect("an answer");
    answer
}

/// The same, with a session's cookie.
pub async fn get_as(address: SocketAddr, path: &str, encodings: &str, cookie: &str) -> Vec<u8> {
    // Appends the cookie as a header of its own after the encodings.
    let encodings = format!("{encodings}\r\nCookie: {cookie}");
    get(address, path, &encodings).await
}

/// Whether an answer has status 200.
pub fn is_ok(answer: &[u8]) -> bool {
    answer.starts_with(b"HTTP/1.1 200")
}

/// Sends a request; what comes back is still to be read.
pub async fn request(
    address: SocketAddr,
    path: &str,
    encodings: &str,
    connection: &str,
) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: {encodings}\r\nConnection: {connection}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("a request");
    stream
}

/// Sends a form from a loopback address, as a page of the same site does; what comes back is still to be read.
pub async fn post(address: SocketAddr, from: Ipv4Addr, path: &str, body: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind((from, 0).into()).expect("a loopback address");
    let mut stream = socket.connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n{body}"
    );
    stream
        .write_all(request.as_bytes())
        .await
        .expect("a request");
    stream
}

/// A screen's stream, event by event.
pub struct EventStream {
    connection: TcpStream,
    read: Vec<u8>,
}

impl EventStream {
    pub async fn open(address: SocketAddr) -> Self {
        let connection = request(address, "/events/main", "identity", "keep-alive").await;
        Self {
            connection,
            read: Vec::new(),
        }
    }

    /// The next whole event's bytes; `None` when the stream has ended.
    pub async fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            let end = self.read.windows(2).position(|pair| pair == b"\n\n");
            if let Some(end) = end {
                return Some(self.read.drain(..end + 2).collect());
            }
            let count = self.connection.read_buf(&mut self.read).await.ok()?;
            if count == 0 {
                return None;
            }
        }
    }

    /// The next event that paints: `board` or `set`.
    pub async fn next_painting(&mut self) -> Option<Vec<u8>> {
        loop {
            let event = self.next().await?;
            if contains(&event, b"event: board") || contains(&event, b"event: set") {
                return Some(event);
            }
        }
    }
}

pub fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

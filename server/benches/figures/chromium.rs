//! A real Chromium, new or as old as a television's, asked by its own protocol.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::centre::folder;
use super::client::request;

/// The browser of the system.
pub const NEWEST: &str = "/usr/bin/chromium";
const FLAGS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
    "--window-size=1920,1080",
    "about:blank",
];
/// What the old ones need to run headless without their libraries.
pub const OLD_FLAGS: [&str; 2] = ["--single-process", "--no-zygote"];
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser process, ended when dropped.
pub struct Chromium {
    process: Child,
    address: std::net::SocketAddr,
}

impl Chromium {
    /// Starts a browser with a fresh profile of this name.
    pub async fn start(program: &Path, flags: &[&str], name: &str) -> Self {
        let profile = folder().join(format!("profile-{name}"));
        let _ = fs::remove_dir_all(&profile);
        let mut process = Command::new(program)
            .args(flags)
            .arg(format!("--user-data-dir={}", profile.display()))
            .args(FLAGS)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let errors = BufReader::new(process.stderr.take().expect("its log"));
        let (say, mut said) = mpsc::unbounded_channel();
        // Read to the end, because a full pipe would block the browser.
        std::thread::spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
                let _ = say.send(line);
            }
        });
        let listening = async {
            loop {
                let line = said.recv().await.expect("it starts");
                if let Some((_, rest)) = line.split_once("listening on ws://") {
                    let address = rest.split('/').next().unwrap_or_default();
                    return address.parse().expect("an address");
                }
            }
        };
        let address = timeout(PATIENCE, listening).await;
        Self {
            process,
            address: address.expect("it listens"),
        }
    }

    /// What it has open. It leaves its connections open, too, so the answer's length tells where it ends.
    async fn list(&self) -> Vec<Value> {
        let mut answer = Vec::new();
        let asked = timeout(PATIENCE, async {
            let mut connection = request(self.address, "/json/list", "identity", "close").await;
            loop {
                connection.read_buf(&mut answer).await.expect("an answer");
                let text = String::from_utf8_lossy(&answer);
                let Some((head, body)) = text.split_once("\r\n\r\n") else {
                    continue;
                };
                let lengths = head.lines().filter_map(|line| line.split_once(':'));
                let length = lengths
                    .filter(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                    .find_map(|(_, length)| length.trim().parse::<usize>().ok());
                if length.is_some_and(|length| body.len() >= length) {
                    return serde_json::from_str(body).expect("the list of targets");
                }
            }
        });
        asked.await.expect("it answers")
    }

    /// The page it has open.
    pub async fn tab(&self) -> Tab {
        let targets: Vec<Value> = self.list().await;
        let page = targets.iter().find(|target| target["type"] == "page");
        let url = page.expect("a page")["webSocketDebuggerUrl"].as_str();
        let stream = TcpStream::connect(self.address).await.expect("it answers");
        stream.set_nodelay(true).expect("no delay");
        let socket = client_async(url.expect("its address"), stream).await;
        Tab {
            socket: socket.expect("a socket").0,
            last: 0,
        }
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A page of a browser.
pub struct Tab {
    socket: WebSocketStream<TcpStream>,
    last: u64,
}

impl Tab {
    /// Calls a method of the protocol.
    pub async fn call(&mut self, method: &str, params: Value) -> Value {
        let mut answer = self.ask(method, params).await;
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["result"].take()
    }

    /// What the browser answers, be it an error.
    async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let asked = json!({ "id": self.last, "method": method, "params": params });
        let sent = self.socket.send(Message::text(asked.to_string())).await;
        sent.expect("it listens");
        loop {
            let message = timeout(PATIENCE, self.socket.next()).await;
            let message = message.expect("it answers").expect("it lives");
            let Ok(Message::Text(text)) = message else {
                continue;
            };
            let answer: Value = serde_json::from_str(&text).expect("JSON");
            if answer["id"] == self.last {
                return answer;
            }
        }
    }

    /// The value of an expression in the page.
    pub async fn evaluate(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", params).await;
        assert!(
            answer["exceptionDetails"].is_null(),
            "{expression}: {answer}"
        );
        answer["result"]["value"].clone()
    }

    /// The same of a page that may be about to change; nothing where it does.
    pub async fn try_evaluate(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "returnByValue": true });
        let answer = self.ask("Runtime.evaluate", params).await;
        answer["result"]["result"]["value"].clone()
    }

    /// Goes to an address, and waits until an expression holds there.
    pub async fn open(&mut self, url: &str, until: &str) {
        self.call("Page.navigate", json!({ "url": url })).await;
        for _ in 0..200 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if self.evaluate(until).await == true {
                return;
            }
        }
        panic!("{url} does not get to {until}");
    }
}

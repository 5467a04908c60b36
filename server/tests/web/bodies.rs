//! Bodies that do not come, or come too slowly, and who waits for them: through a real listener, as only there a body is late.

use std::net::SocketAddr;
use std::time::Duration;

use sanh_server::config::Config;
use sanh_server::web::listen::{ConnectionLimits, listen};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::hall::{Hall, NOW, PATIENCE, at, config};

async fn listening(config: Config) -> (Hall, SocketAddr) {
    let hall = Hall::with(config.clone(), at(NOW)).await;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (router, shutdown) = (hall.router.clone(), hall.shutdown.clone());
    tokio::spawn(listen(
        listener,
        router,
        None,
        ConnectionLimits::from(&config),
        shutdown,
    ));
    (hall, address)
}

/// The rooms are open, so that forms are for anyone.
fn few_turns() -> Config {
    Config {
        allow_plain_http: true,
        renders_max: 2,
        bodies_per_visitor_max: 8,
        ..config()
    }
}

/// Begins to send a form and does not go on.
async fn begin(address: SocketAddr, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: hall.test\r\norigin: http://hall.test\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 10\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream
}

async fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = vec![0; 65_536];
    let read = tokio::time::timeout(PATIENCE, stream.read(&mut bytes)).await;
    let read = read.expect("an answer in time").expect("readable");
    String::from_utf8_lossy(&bytes[..read]).into_owned()
}

async fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let head = format!("GET {path} HTTP/1.1\r\nhost: hall.test\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("sent");
    answer(&mut stream).await
}

#[tokio::test(flavor = "multi_thread")]
async fn endless_forms_block_no_page() {
    let (_hall, address) = listening(few_turns()).await;
    let mut idle = Vec::new();
    for _ in 0..64 {
        idle.push(begin(address, "/sign-in").await);
    }
    for path in [
        "/",
        "/screen/lobby",
        "/wall.js",
        "/sign-in",
        "/board",
        "/readyz",
    ] {
        let told = get(address, path).await;
        assert!(told.starts_with("HTTP/1.1 200"), "{path}: {told}");
    }
    let told = answer(idle.last_mut().expect("one")).await;
    assert!(
        told.starts_with("HTTP/1.1 503"),
        "beyond their share: {told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_comes_too_slowly_gets_an_error_page() {
    let settings = Config {
        body_s: 1,
        ..few_turns()
    };
    let (_hall, address) = listening(settings).await;
    let told = answer(&mut begin(address, "/sign-in").await).await;
    assert!(told.starts_with("HTTP/1.1 408"), "{told}");
    assert!(
        told.contains("class=\"fault\""),
        "a page, and not nothing: {told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_access_is_refused_before_its_body_is_read() {
    let (_hall, address) = listening(few_turns()).await;
    let told = answer(&mut begin(address, "/desk/receive").await).await;
    assert!(told.starts_with("HTTP/1.1 401"), "{told}");
    let (_closed, address) = listening(config()).await;
    let told = answer(&mut begin(address, "/sign-in").await).await;
    assert!(told.starts_with("HTTP/1.1 403"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_fails_when_pages_do() {
    let (hall, address) = listening(few_turns()).await;
    let mut turns = Vec::new();
    for number in 1..=2 {
        let holder = sanh_server::web::slots::Holder::at(Some([203, 0, 113, number].into()));
        turns.push(hall.web.queues.pages.turn(holder).await.expect("a turn"));
    }
    let told = get(address, "/readyz").await;
    assert!(told.starts_with("HTTP/1.1 503"), "{told}");
    assert!(told.ends_with("pages wait\n"), "{told}");
    let wall = tokio::time::timeout(Duration::from_secs(5), get(address, "/")).await;
    let wall = wall.expect("a wall waits for no other page");
    assert!(wall.starts_with("HTTP/1.1 200"), "{wall}");
    drop(turns);
    assert!(get(address, "/readyz").await.starts_with("HTTP/1.1 200"));
}

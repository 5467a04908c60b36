//! The limits of connections, through a real listener.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use sanh_server::config::Config;
use sanh_server::web::listen::{ConnectionLimits, listen};
use sanh_server::web::tls::Tls;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::hall::{Hall, NOW, PATIENCE, at, config};

/// A hall behind a port of its own.
async fn listening(config: Config) -> (Hall, SocketAddr) {
    let hall = Hall::with(config.clone(), at(NOW)).await;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let tls = Tls::of(&config).expect("a certificate that can be used");
    let tls = tls.as_ref().map(Tls::acceptor);
    tokio::spawn(listen(
        listener,
        hall.router.clone(),
        tls,
        ConnectionLimits::from(&config),
        hall.shutdown.clone(),
    ));
    (hall, address)
}

async fn connect(address: SocketAddr) -> TcpStream {
    TcpStream::connect(address).await.expect("a connection")
}

/// What comes until the server closes.
async fn rest(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut bytes)).await;
    // A connection reset counts as closed too.
    let _ = read.expect("the server closes in time");
    String::from_utf8(bytes).expect("text")
}

async fn ask(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), head: &str) -> String {
    stream.write_all(head.as_bytes()).await.expect("sent");
    let mut bytes = vec![0; 4_096];
    let read = tokio::time::timeout(PATIENCE, stream.read(&mut bytes))
        .await
        .expect("an answer in time");
    String::from_utf8_lossy(&bytes[..read.expect("readable")]).into_owned()
}

const HEALTH: &str = "GET /healthz HTTP/1.1\r\nhost: hall.test\r\n\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_comes_too_slowly_is_cut_off() {
    let (_hall, address) = listening(Config {
        header_s: 1,
        ..config()
    })
    .await;
    let mut slow = connect(address).await;
    slow.write_all(b"GET /healthz HTTP/1.1\r\nhost: hall.te")
        .await
        .expect("sent");
    let told = rest(&mut slow).await;
    assert!(!told.contains("200 OK"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_connection_is_closed() {
    let (_hall, address) = listening(Config {
        header_s: 1,
        ..config()
    })
    .await;
    let mut silent = connect(address).await;
    assert_eq!(rest(&mut silent).await, "");
    let mut kept = connect(address).await;
    assert!(ask(&mut kept, HEALTH).await.starts_with("HTTP/1.1 200 OK"));
    rest(&mut kept).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_stream_is_not_cut_for_being_idle() {
    let (_hall, address) = listening(Config {
        header_s: 1,
        beat_s: 2,
        ..config()
    })
    .await;
    let mut stream = connect(address).await;
    let mut told = ask(
        &mut stream,
        "GET /events/lobby HTTP/1.1\r\nhost: hall.test\r\n\r\n",
    )
    .await;
    let mut bytes = vec![0; 65_536];
    while !told.contains("event: beat") {
        let read = tokio::time::timeout(PATIENCE, stream.read(&mut bytes))
            .await
            .expect("in time")
            .expect("readable");
        assert!(read > 0, "the stream was cut: {told}");
        told.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_has_a_limit_of_connections_and_gets_new_ones_after_closing_some() {
    let (_hall, address) = listening(Config {
        connections_per_address_max: 2,
        ..config()
    })
    .await;
    let mut first = connect(address).await;
    let mut second = connect(address).await;
    assert!(ask(&mut first, HEALTH).await.contains("200 OK"));
    assert!(ask(&mut second, HEALTH).await.contains("200 OK"));
    assert_eq!(
        rest(&mut connect(address).await).await,
        "",
        "the third is closed at once"
    );
    drop(first);
    super::hall::until("a place", || async {
        let mut again = connect(address).await;
        let sent = again.write_all(HEALTH.as_bytes()).await;
        let mut bytes = [0; 15];
        sent.is_ok() && again.read_exact(&mut bytes).await.is_ok() && &bytes == b"HTTP/1.1 200 OK"
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_proxy_may_open_the_connections_of_many_visitors() {
    let trusted = "127.0.0.1".parse().expect("an address");
    let (_hall, address) = listening(Config {
        connections_per_address_max: 1,
        connections_max: 3,
        trusted_proxy: trusted,
        ..config()
    })
    .await;
    let mut open = Vec::new();
    for _ in 0..3 {
        let mut stream = connect(address).await;
        assert!(ask(&mut stream, HEALTH).await.contains("200 OK"));
        open.push(stream);
    }
    assert_eq!(
        rest(&mut connect(address).await).await,
        "",
        "the limit of all holds for it, too"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_beyond_the_limit_is_refused() {
    let (_hall, address) = listening(Config {
        head_bytes_max: 8_192,
        ..config()
    })
    .await;
    let mut stream = connect(address).await;
    let long = format!(
        "GET /healthz HTTP/1.1\r\nhost: hall.test\r\nx-long: {}\r\n\r\n",
        "x".repeat(20_000)
    );
    let _ = stream.write_all(long.as_bytes()).await;
    let told = rest(&mut stream).await;
    assert!(
        told.is_empty() || told.starts_with("HTTP/1.1 431"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_beyond_the_limit_get_503_with_retry_after() {
    let hall = Hall::with(
        Config {
            streams_max: 2,
            ..config()
        },
        at(NOW),
    )
    .await;
    let first = super::screen::Wall::open(&hall, "/events/lobby").await;
    let _second = super::screen::Wall::open(&hall, "/events/lobby").await;
    assert_eq!(hall.get("/events/lobby").await.status, 503);
    drop(first);
    assert_eq!(hall.get("/events/lobby").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_certificate_the_server_uses_https_and_sends_hsts() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let made =
        rcgen::generate_simple_self_signed(vec!["hall.test".to_owned()]).expect("a certificate");
    let (cert, key) = (
        folder.path().join("cert.pem"),
        folder.path().join("key.pem"),
    );
    std::fs::write(&cert, made.cert.pem()).expect("written");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("written");
    let settings = Config {
        tls_cert: cert,
        tls_key: key,
        handshake_s: 1,
        ..config()
    };
    let (_hall, address) = listening(settings).await;

    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from(made.cert.der().to_vec()))
        .expect("a root");
    let client = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("hall.test").expect("a name");
    let stream = TlsConnector::from(Arc::new(client))
        .connect(name, connect(address).await)
        .await;
    let told = ask(&mut stream.expect("a handshake"), HEALTH).await;
    assert!(told.starts_with("HTTP/1.1 200 OK"), "{told}");
    assert!(
        told.to_ascii_lowercase()
            .contains("strict-transport-security: max-age="),
        "{told}"
    );

    let mut plain = connect(address).await;
    plain.write_all(HEALTH.as_bytes()).await.expect("sent");
    assert!(
        !rest(&mut plain).await.contains("200 OK"),
        "no answer without TLS"
    );
    // A client that never begins the TLS handshake.
    let since = tokio::time::Instant::now();
    rest(&mut connect(address).await).await;
    assert!(
        since.elapsed() < Duration::from_secs(10),
        "{:?}",
        since.elapsed()
    );
}

//! The end of the server.

use std::sync::Arc;
use std::time::Duration;

use sanh_server::live::store_source::StoreSource;
use sanh_server::serve::serve;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use super::hall::{Hall, NOW, PATIENCE, at, config};

#[tokio::test(flavor = "multi_thread")]
async fn the_server_stops_although_streams_and_silent_connections_are_open() {
    let hall = Hall::closed(config(), at(NOW)).await;
    hall.hand_over();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let source = Arc::new(StoreSource::new(hall.opening.subscribe(), None));
    let shutdown = CancellationToken::new();
    let served = tokio::spawn(serve(
        config(),
        source,
        hall.opening.subscribe(),
        hall.clock.clone(),
        listener,
        shutdown.clone(),
    ));
    let mut streams = Vec::new();
    for _ in 0..50 {
        streams.push(open_stream(address).await);
    }
    let _silent = TcpStream::connect(address).await.expect("a connection");
    let mut begun = TcpStream::connect(address).await.expect("a connection");
    begun.write_all(b"GET /board HT").await.expect("sent");
    // Connections are accepted in order: when this one has an answer, the two before it are open too.
    streams.push(open_stream(address).await);

    let told = tokio::time::Instant::now();
    shutdown.cancel();
    let ended = tokio::time::timeout(PATIENCE, served)
        .await
        .expect("the server ends");
    assert!(ended.expect("no panic").is_ok());
    let took = told.elapsed();
    println!("ended after {took:?}");
    assert!(
        took < Duration::from_millis(config().shutdown_ms.into()),
        "nothing had to be cut"
    );
    for stream in &mut streams {
        let mut rest = Vec::new();
        let read =
            tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut rest)).await;
        assert!(
            read.expect("the stream ends").is_ok(),
            "each ends properly, not by a cut"
        );
        assert!(rest.ends_with(b"0\r\n\r\n"), "with the last chunk");
    }
    assert!(
        TcpStream::connect(address).await.is_err(),
        "nobody listens any more"
    );
}

async fn open_stream(address: std::net::SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream
        .write_all(b"GET /events/lobby HTTP/1.1\r\nhost: hall.test\r\n\r\n")
        .await
        .expect("sent");
    let mut told = Vec::new();
    while !String::from_utf8_lossy(&told).contains("event: board") {
        let read = tokio::time::timeout(PATIENCE, stream.read_buf(&mut told))
            .await
            .expect("a board in time");
        assert!(
            read.expect("readable") > 0,
            "closed: {}",
            String::from_utf8_lossy(&told)
        );
    }
    stream
}

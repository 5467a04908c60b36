//! The accept loop: connections, their limits, and their end.
//!
//! A connection takes a slot among all and among those of its address, has a time limit for its handshake and for the head of
//! each request, and is closed if it leaves data unacknowledged for too long. At shutdown running requests are completed,
//! streams end, and the remaining connections are closed.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use sanh_app::server::network::connection_of;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tower::Service;

use super::slots::{SlotLimits, Slots};
use crate::config::Config;

/// The limits of connections, from the settings.
#[derive(Clone, Debug)]
pub struct ConnectionLimits {
    /// The most connections in all.
    pub connections_max: u32,
    /// The most connections from one address; of IPv6 from one /64.
    pub connections_per_address_max: u32,
    /// Proxies that bring many visitors' connections: only the limit of all connections applies to them.
    pub trusted_proxy: Arc<[IpAddr]>,
    /// The time for the head of a request, and between two requests.
    pub header: Duration,
    /// The time for a TLS handshake.
    pub handshake: Duration,
    /// The time in which data must be acknowledged.
    pub stalled: Duration,
    /// The largest head of a request, in bytes.
    pub head_bytes_max: usize,
    /// The time that open connections have to end at shutdown.
    pub shutdown: Duration,
}

impl From<&Config> for ConnectionLimits {
    fn from(config: &Config) -> Self {
        Self {
            connections_max: config.connections_max,
            connections_per_address_max: config.connections_per_address_max,
            trusted_proxy: config.trusted_proxy.0.clone().into(),
            header: Duration::from_secs(config.header_s.into()),
            handshake: Duration::from_secs(config.handshake_s.into()),
            stalled: Duration::from_secs(config.stalled_s.into()),
            head_bytes_max: config.head_bytes_max.max(8192) as usize,
            shutdown: Duration::from_millis(config.shutdown_ms.into()),
        }
    }
}

impl ConnectionLimits {
    /// The limits of connections from an address.
    fn of(&self, address: IpAddr) -> SlotLimits {
        let is_proxy = self.trusted_proxy.contains(&address.to_canonical());
        SlotLimits {
            all: self.connections_max,
            each: if is_proxy {
                u32::MAX
            } else {
                self.connections_per_address_max
            },
        }
    }
}

/// Serves `router` on `listener` until `shutdown`, then lets connections end.
pub async fn listen(
    listener: TcpListener,
    router: Router,
    tls: Option<TlsAcceptor>,
    limits: ConnectionLimits,
    shutdown: CancellationToken,
) {
    let places = Slots::<IpAddr>::default();
    let graceful = GracefulShutdown::new();
    // Dropping the guard closes the connections that are still open, however this function ends.
    let cut = CancellationToken::new();
    let _cut = cut.clone().drop_guard();
    loop {
        let accepted = tokio::select! {
            () = shutdown.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Usually the process has no file descriptors left: the pause keeps the loop from using the whole CPU.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let Some(place) = places.take(connection_of(address.ip()), limits.of(address.ip())) else {
            continue;
        };
        let connection = Connection {
            address,
            router: router.clone(),
            limits: limits.clone(),
            watcher: graceful.watcher(),
            shutdown: shutdown.clone(),
        };
        let (tls, cut) = (tls.clone(), cut.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = connection.open(stream, tls) => {}
                () = cut.cancelled() => {}
            }
            drop(place);
        });
    }
    drop(listener);
    end(graceful, limits.shutdown).await;
}

async fn end(graceful: GracefulShutdown, patience: Duration) {
    if tokio::time::timeout(patience, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::info!("connections still open were cut");
    }
}

struct Connection {
    address: SocketAddr,
    router: Router,
    limits: ConnectionLimits,
    watcher: Watcher,
    shutdown: CancellationToken,
}

impl Connection {
    async fn open(self, stream: TcpStream, tls: Option<TlsAcceptor>) {
        let _ = stream.set_nodelay(true);
        let _ = socket2::SockRef::from(&stream).set_tcp_user_timeout(Some(self.limits.stalled));
        let Some(tls) = tls else {
            return self.serve(stream).await;
        };
        // In a box, so that no connection keeps the room of a handshake that is over, or of one that it never makes.
        let handshake = Box::pin(tokio::time::timeout(
            self.limits.handshake,
            tls.accept(stream),
        ));
        let accepted = tokio::select! {
            () = self.shutdown.cancelled() => return,
            accepted = handshake => accepted,
        };
        let accepted = accepted.ok().and_then(Result::ok);
        // Moved as a whole: what is left of a value that was taken apart would be kept while the connection is open.
        if let Some(served) = accepted.map(|stream| self.serve(stream)) {
            served.await;
        }
    }

    /// Serves a connection until its end. The connection lies in a box of its own: within the task, one with TLS and one without would
    /// each take the room of both, several times over, and thousands of them are streams that only wait.
    fn serve(
        self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    ) -> impl Future<Output = ()> + Send {
        let Self {
            address,
            router,
            limits,
            watcher,
            shutdown,
        } = self;
        let has_asked = Arc::new(AtomicBool::new(false));
        let asks = Arc::clone(&has_asked);
        let service = hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
            asks.store(true, Ordering::Relaxed);
            request.extensions_mut().insert(ConnectInfo(address));
            router.clone().call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header)
            .max_buf_size(limits.head_bytes_max)
            .serve_connection(TokioIo::new(stream), service);
        let served = Box::pin(watcher.watch(connection));
        async move {
            // Browsers open connections in advance: at shutdown those without a request are closed without waiting.
            let silent_end = async {
                shutdown.cancelled().await;
                if has_asked.load(Ordering::Relaxed) {
                    std::future::pending::<()>().await;
                }
            };
            tokio::select! {
                // A client that goes away, or is too slow, is no event worth a line.
                _ = served => {}
                () = silent_end => {}
            }
        }
    }
}

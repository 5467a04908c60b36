//! The sender of a request: the address behind trusted proxies, the security of the connection, and the preferred language.
//!
//! Nothing is concluded from the requested host name or from a loopback address: behind a proxy, a tunnel or a forwarder on the
//! same machine every sender would seem to be on the server itself. Only the settings decide.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use sanh_app::page::ConnectionSecurity;
use sanh_domain::language::Lang;

/// What is known about the sender of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The address: the nearest one in `X-Forwarded-For` that is not a trusted proxy when the
    /// connection comes from one, else the connection's own.
    pub address: Option<IpAddr>,
    /// The language preferred by `Accept-Language`; Vietnamese if it names none of ours.
    pub lang: Lang,
    /// The security of the connection, which decides about access to the rooms.
    pub connection: ConnectionSecurity,
    /// Whether the request came by HTTPS.
    pub is_https: bool,
}

/// The settings for the connections of requests.
#[derive(Clone)]
pub struct ConnectionSettings {
    /// The proxies whose headers are trusted.
    pub trusted: Arc<[IpAddr]>,
    /// Whether every connection counts as private, by HTTPS of this server or by a setting.
    pub are_private: bool,
    /// Whether this server itself uses HTTPS.
    pub are_https: bool,
}

/// Adds the [`Sender`] to the request.
pub async fn sender(
    State(settings): State<ConnectionSettings>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip().to_canonical());
    let is_trusted = peer.is_some_and(|peer| settings.trusted.contains(&peer));
    let address = peer.map(|peer| behind(peer, request.headers(), &settings.trusted));
    let is_https = settings.are_https || (is_trusted && came_by_https(request.headers()));
    let connection = if !is_trusted && is_forwarded(request.headers()) {
        ConnectionSecurity::UntrustedProxy
    } else if is_https || settings.are_private {
        ConnectionSecurity::Private
    } else {
        ConnectionSecurity::Open
    };
    let sender = Sender {
        address,
        connection,
        is_https,
        lang: preferred(request.headers()),
    };
    request.extensions_mut().insert(sender);
    next.run(request).await
}

fn behind(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    if !trusted.contains(&peer) {
        return peer;
    }
    let named = headers.get_all("x-forwarded-for").iter();
    let hops: Vec<&[u8]> = named
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .collect();
    let mut nearest = peer;
    for hop in hops.iter().rev() {
        // Entries before one that cannot be read are not trusted.
        let hop = std::str::from_utf8(hop).ok();
        let Some(address) = hop.and_then(|hop| hop.trim().parse::<IpAddr>().ok()) else {
            return nearest;
        };
        nearest = address.to_canonical();
        if !trusted.contains(&nearest) {
            return nearest;
        }
    }
    nearest
}

/// Whether the request came through a proxy that says so.
fn is_forwarded(headers: &HeaderMap) -> bool {
    let marks = [
        "x-forwarded-for",
        "x-forwarded-proto",
        "x-forwarded-host",
        "forwarded",
        "x-real-ip",
        "via",
    ];
    marks.iter().any(|mark| headers.contains_key(*mark))
}

/// Whether a proxy says that the connection before it used HTTPS.
fn came_by_https(headers: &HeaderMap) -> bool {
    let said = headers.get("x-forwarded-proto");
    said.is_some_and(|said| said.as_bytes().eq_ignore_ascii_case(b"https"))
}

fn preferred(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE);
    accepted
        .and_then(|value| value.to_str().ok())
        .map_or_else(Lang::default, Lang::accepted)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn forwarded(value: &str) -> HeaderMap {
        HeaderMap::from_iter([(
            header::HeaderName::from_static("x-forwarded-for"),
            value.parse().unwrap(),
        )])
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_strangers_forwarded_address_is_not_believed() {
        let headers = forwarded("203.0.113.9");
        assert_eq!(
            behind(ip("198.51.100.1"), &headers, &[]),
            ip("198.51.100.1")
        );
    }

    #[test]
    fn behind_a_trusted_proxy_the_nearest_stranger_counts() {
        let trusted = [ip("127.0.0.1"), ip("10.0.0.2")];
        let headers = forwarded("203.0.113.1, 203.0.113.9, 10.0.0.2");
        assert_eq!(
            behind(ip("127.0.0.1"), &headers, &trusted),
            ip("203.0.113.9")
        );
    }

    #[test]
    fn a_forged_beginning_changes_nothing() {
        let headers = forwarded("rubbish, 203.0.113.9");
        assert_eq!(
            behind(ip("127.0.0.1"), &headers, &[ip("127.0.0.1")]),
            ip("203.0.113.9")
        );
    }

    #[test]
    fn a_header_that_is_no_text_ends_the_trusted_entries() {
        let named = [&b"203.0.113.1"[..], b"203.0.113.9, \xff", b"10.0.0.2"];
        let headers = named.map(|value| {
            let name = header::HeaderName::from_static("x-forwarded-for");
            (name, header::HeaderValue::from_bytes(value).unwrap())
        });
        let mut all = HeaderMap::new();
        for (name, value) in headers {
            all.append(name, value);
        }
        let trusted = [ip("127.0.0.1"), ip("10.0.0.2")];
        assert_eq!(behind(ip("127.0.0.1"), &all, &trusted), ip("10.0.0.2"));
    }
}

//! Who asks: the address behind trusted proxies, and the language they read.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use sanh_app::text::Lang;

/// What is known of the one who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The address: the nearest one in `X-Forwarded-For` that is not a trusted proxy when the
    /// connection comes from one, else the connection's own.
    pub address: Option<IpAddr>,
    /// The language preferred by `Accept-Language`; Vietnamese if it names none of ours.
    pub lang: Lang,
    /// Whether they sit at the server itself: they come from its loopback address and ask for it by
    /// that name, and no proxy stands between.
    pub is_local: bool,
    /// Whether nobody on the way can read along: HTTPS up to here or to a trusted proxy, or the same machine.
    pub is_private: bool,
    /// Whether they came by HTTPS.
    pub is_https: bool,
}

/// What is known of the lines that requests come by.
#[derive(Clone)]
pub struct Lines {
    /// Proxies that are believed.
    pub trusted: Arc<[IpAddr]>,
    /// Whether every line counts as private, by HTTPS of our own or by a setting.
    pub are_private: bool,
    /// Whether we speak HTTPS ourselves.
    pub are_https: bool,
}

/// Adds the [`Visitor`] to the request.
pub async fn visitor(State(lines): State<Lines>, mut request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip().to_canonical());
    let is_trusted = peer.is_some_and(|peer| lines.trusted.contains(&peer));
    let address = peer.map(|peer| behind(peer, request.headers(), &lines.trusted));
    let is_local = peer.is_some_and(|peer| peer.is_loopback() && !is_trusted)
        && is_for_this_machine(&request)
        && !is_forwarded(request.headers());
    let is_https = lines.are_https || (is_trusted && came_by_https(request.headers()));
    let visitor = Visitor {
        address,
        is_local,
        is_private: is_https || is_local || lines.are_private,
        is_https,
        lang: preferred(request.headers()),
    };
    request.extensions_mut().insert(visitor);
    next.run(request).await
}

fn behind(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    if !trusted.contains(&peer) {
        return peer;
    }
    let named: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut nearest = peer;
    for hop in named.iter().rev() {
        // What stands before something unreadable was written by nobody we trust.
        let Ok(address) = hop.trim().parse::<IpAddr>() else {
            return nearest;
        };
        nearest = address.to_canonical();
        if !trusted.contains(&nearest) {
            return nearest;
        }
    }
    nearest
}

/// Whether the address that was asked for is the machine's own: a proxy in front of it asks by the
/// name that visitors use, and so does a page that leads a browser on this machine astray.
fn is_for_this_machine(request: &Request) -> bool {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok());
    let Some(host) = host.or_else(|| request.uri().host()) else {
        return false;
    };
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        if port.chars().all(|c| c.is_ascii_digit()) {
            name
        } else {
            host
        }
    });
    let literal = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost"
        || literal
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Whether the request came through a proxy that says so.
fn is_forwarded(headers: &HeaderMap) -> bool {
    let marks = ["x-forwarded-for", "forwarded", "x-real-ip", "via"];
    marks.iter().any(|mark| headers.contains_key(*mark))
}

/// What a proxy says of the line before it.
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
}

//! The secret that a browser keeps once somebody has signed in there: by it the server lets wrong tries of strangers not stand in the
//! way of who works there. It opens nothing, and is kept here as a hash only.

use axum::http::{HeaderMap, HeaderValue};

use super::persistent_cookie::DEVICE;
use super::session::value_of;
use crate::account::secret;

/// The hash of the secret that came with a request.
pub(super) fn hash(headers: &HeaderMap, is_https: bool) -> Option<String> {
    value_of(headers, DEVICE.name(is_https)).map(|token| secret::hash(&token))
}

/// The header that makes a browser keep it.
pub(super) fn cookie(token: &str, is_https: bool) -> Option<HeaderValue> {
    DEVICE.header(token, is_https)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_the_browser_keeps_is_known_by_its_hash() {
        let kept = cookie("secret", true).unwrap();
        let kept = kept.to_str().unwrap();
        let is_long = kept.ends_with("; HttpOnly; SameSite=Lax; Secure; Max-Age=34560000");
        assert!(
            kept.starts_with("__Host-sanh-device=secret;") && is_long,
            "{kept}"
        );
        let mut headers = HeaderMap::new();
        headers.insert("cookie", "__Host-sanh-device=secret".parse().unwrap());
        assert_eq!(hash(&headers, true), Some(secret::hash("secret")));
        assert_eq!(hash(&headers, false), None, "not by another line");
    }
}

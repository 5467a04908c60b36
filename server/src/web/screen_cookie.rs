//! The secret that a screen keeps: by it the server knows again the screen that was paired with a wall. It opens that wall and nothing
//! else, and is kept here as a hash only.

use axum::http::{HeaderMap, HeaderValue};

use super::persistent_cookie::SCREEN;
use super::session::value_of;

/// The secret that came with a request.
pub(super) fn token(headers: &HeaderMap, is_https: bool) -> Option<String> {
    // As long as those we make: what is no secret of ours is none.
    let is_ours =
        |token: &String| token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit());
    value_of(headers, SCREEN.name(is_https)).filter(is_ours)
}

/// The header that makes a browser keep it.
pub(super) fn cookie(token: &str, is_https: bool) -> Option<HeaderValue> {
    SCREEN.header(token, is_https)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn no_script_reads_it_and_it_stays() {
        let kept = cookie(&"a".repeat(64), true).unwrap();
        let kept = kept.to_str().unwrap();
        assert!(kept.starts_with("__Host-sanh-screen=aaa"), "{kept}");
        assert!(
            kept.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=34560000"),
            "{kept}"
        );
    }

    #[test]
    fn what_is_no_secret_of_ours_is_none() {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", "sanh-screen=short".parse().unwrap());
        assert_eq!(token(&headers, false), None);
        let secret = "0".repeat(64);
        headers.insert(
            "cookie",
            format!("a=b; sanh-screen={secret}").parse().unwrap(),
        );
        assert_eq!(token(&headers, false), Some(secret));
        assert_eq!(token(&headers, true), None);
    }
}

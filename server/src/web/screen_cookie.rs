//! The secret that a screen keeps: by it the server knows again the screen that was paired with a wall. It opens that wall and nothing
//! else, and is kept here as a hash only.

use axum::http::{HeaderMap, HeaderValue};

use super::session::value_of;

/// Days that a browser keeps it (ours: the most that Chromium grants); every page of a wall and every stream begins them anew.
const KEPT_DAYS: u32 = 400;
const DAY_S: u32 = 86_400;

/// The cookie's name. With the prefix a browser takes it from this host by HTTPS only, and from no neighbour of its domain.
const fn name(is_https: bool) -> &'static str {
    if is_https {
        "__Host-sanh-screen"
    } else {
        "sanh-screen"
    }
}

/// The secret that came with a request.
pub(super) fn token(headers: &HeaderMap, is_https: bool) -> Option<String> {
    // As long as those we make: what is no secret of ours is none.
    let is_ours =
        |token: &String| token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit());
    value_of(headers, name(is_https)).filter(is_ours)
}

/// The header that makes a browser keep it.
pub(super) fn cookie(token: &str, is_https: bool) -> Option<HeaderValue> {
    let secure = if is_https { "; Secure" } else { "" };
    let age_s = KEPT_DAYS * DAY_S;
    let name = name(is_https);
    let text = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age={age_s}");
    HeaderValue::from_str(&text).ok()
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

//! Reads cookies, and defines those that hold a secret: of a session, of a screen, of a browser.

use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::CookieJar;

/// How long a browser keeps the secret of a screen or its own, in seconds: 400 days (ours: the longest that Chromium allows).
/// It begins again each time it is sent.
const KEPT_S: u32 = 400 * 86_400;

/// A cookie that holds a secret, by its names.
#[derive(Clone, Copy, Debug)]
pub(super) struct SecretCookie {
    plain: &'static str,
    /// The name with the prefix that makes browsers accept it only from this host by HTTPS, not from another host of its
    /// domain.
    by_https: &'static str,
}

/// The cookie of a session. It ends with the browser.
pub(super) const SESSION: SecretCookie = SecretCookie {
    plain: "sanh",
    by_https: "__Host-sanh",
};

/// The cookie by which the server recognises the screen that was paired with a wall. It opens only that wall, and the server
/// keeps only its hash.
pub(super) const SCREEN: SecretCookie = SecretCookie {
    plain: "sanh-screen",
    by_https: "__Host-sanh-screen",
};

/// The cookie of a browser in which somebody has signed in: in such a browser, wrong passwords of strangers do not delay a
/// sign-in. It gives no access, and the server keeps only its hash.
pub(super) const DEVICE: SecretCookie = SecretCookie {
    plain: "sanh-device",
    by_https: "__Host-sanh-device",
};

/// The value of the cookie with this name, unless it is empty.
pub(super) fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    let found = jar.get(name).map(|cookie| cookie.value().to_owned());
    found.filter(|value| !value.is_empty())
}

/// The secret of a screen; `None` if it does not have the length and digits of our secrets.
pub(super) fn screen_token(headers: &HeaderMap, is_https: bool) -> Option<String> {
    let is_ours =
        |token: &String| token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit());
    SCREEN.value(headers, is_https).filter(is_ours)
}

impl SecretCookie {
    /// The secret that came with a request; over HTTPS only one that another host of the domain could not have set.
    pub(super) fn value(self, headers: &HeaderMap, is_https: bool) -> Option<String> {
        value(headers, self.name(is_https))
    }

    /// The `Set-Cookie` of a secret that ends with the browser.
    pub(super) fn begin(self, secret: &str, is_https: bool) -> Option<HeaderValue> {
        self.header(secret, is_https, "")
    }

    /// The `Set-Cookie` that makes a browser forget the secret.
    pub(super) fn end(self, is_https: bool) -> Option<HeaderValue> {
        self.header("", is_https, "; Max-Age=0")
    }

    /// The `Set-Cookie` that makes a browser keep the secret as long as allowed.
    pub(super) fn keep(self, secret: &str, is_https: bool) -> Option<HeaderValue> {
        self.header(secret, is_https, &format!("; Max-Age={KEPT_S}"))
    }

    const fn name(self, is_https: bool) -> &'static str {
        if is_https { self.by_https } else { self.plain }
    }

    fn header(self, secret: &str, is_https: bool, max_age: &str) -> Option<HeaderValue> {
        let name = self.name(is_https);
        let secure = if is_https { "; Secure" } else { "" };
        let text = format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}{max_age}");
        HeaderValue::from_str(&text).ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn with(cookies: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", cookies.parse().unwrap());
        headers
    }

    #[test]
    fn over_https_a_cookie_belongs_to_this_host_alone() {
        assert_eq!(
            SESSION.begin("secret", true).unwrap(),
            "__Host-sanh=secret; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            SESSION.end(false).unwrap(),
            "sanh=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        );
        assert_eq!(
            DEVICE.keep("secret", true).unwrap(),
            "__Host-sanh-device=secret; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=34560000"
        );
    }

    #[test]
    fn a_secret_is_found_among_other_cookies() {
        let headers = with("a=1; __Host-sanh=x; b=2");
        assert_eq!(SESSION.value(&headers, true).unwrap(), "x");
        assert!(SESSION.value(&with("sanh="), false).is_none());
        // HTTP/2 clients may send each cookie in its own header.
        let mut headers = with("a=1");
        headers.append("cookie", "sanh=y".parse().unwrap());
        assert_eq!(SESSION.value(&headers, false).unwrap(), "y");
    }

    #[test]
    fn over_https_a_cookie_that_another_host_may_have_set_is_ignored() {
        let both = with("sanh=another; __Host-sanh=mine");
        assert_eq!(SESSION.value(&both, true).unwrap(), "mine");
        assert!(SESSION.value(&with("sanh=another"), true).is_none());
    }

    #[test]
    fn a_malformed_secret_is_no_screen() {
        assert_eq!(screen_token(&with("sanh-screen=short"), false), None);
        let secret = "0".repeat(64);
        let headers = with(&format!("a=b; sanh-screen={secret}"));
        assert_eq!(screen_token(&headers, false), Some(secret));
        assert_eq!(screen_token(&headers, true), None);
    }
}

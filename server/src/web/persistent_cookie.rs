//! A secret that a browser keeps for long, and of which a hash alone is kept here: it opens no session.

use axum::http::HeaderValue;

/// Days that a browser keeps it (ours: the most that Chromium grants); each time it is sent begins them anew.
const KEPT_DAYS: u32 = 400;
const DAY_S: u32 = 86_400;

/// A cookie of this kind, by its names.
#[derive(Clone, Copy, Debug)]
pub(super) struct PersistentCookie {
    plain: &'static str,
    /// With the prefix a browser takes it from this host by HTTPS only, and from no neighbour of its domain.
    by_https: &'static str,
}

/// That of a screen, by which the server knows again the screen that was paired with a wall.
pub(super) const SCREEN: PersistentCookie = PersistentCookie {
    plain: "sanh-screen",
    by_https: "__Host-sanh-screen",
};

/// That of a browser in which somebody has signed in, by which wrong tries of strangers do not stand in the way of who works there.
pub(super) const DEVICE: PersistentCookie = PersistentCookie {
    plain: "sanh-device",
    by_https: "__Host-sanh-device",
};

impl PersistentCookie {
    /// The cookie's name on a line.
    pub(super) const fn name(self, is_https: bool) -> &'static str {
        if is_https { self.by_https } else { self.plain }
    }

    /// The header that makes a browser keep it.
    pub(super) fn header(self, token: &str, is_https: bool) -> Option<HeaderValue> {
        let secure = if is_https { "; Secure" } else { "" };
        let (name, age_s) = (self.name(is_https), KEPT_DAYS * DAY_S);
        let text =
            format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age={age_s}");
        HeaderValue::from_str(&text).ok()
    }
}

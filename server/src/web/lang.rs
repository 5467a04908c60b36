//! The language that somebody chose in the rooms, remembered by their browser. The cookie contains nothing else.

use axum::http::{HeaderMap, HeaderValue};
use sanh_domain::language::Lang;

use super::cookie;

/// The cookie's name.
const NAME: &str = "sanh-lang";
/// How long it is remembered, in seconds: a year.
const KEPT_S: u32 = 31_536_000;

/// The remembered language.
pub(super) fn chosen(headers: &HeaderMap) -> Option<Lang> {
    let code = cookie::value(headers, NAME)?;
    [Lang::Vi, Lang::En]
        .into_iter()
        .find(|lang| lang.code() == code)
}

/// The `Set-Cookie` that makes a browser remember a language.
pub(super) fn set_cookie(lang: Lang) -> Option<HeaderValue> {
    let text = format!(
        "{NAME}={}; Path=/; Max-Age={KEPT_S}; HttpOnly; SameSite=Lax",
        lang.code()
    );
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_language_chosen_once_is_known_again() {
        let mut headers = HeaderMap::new();
        assert_eq!(chosen(&headers), None);
        let set = set_cookie(Lang::En).unwrap();
        let pair = set.to_str().unwrap().split(';').next().unwrap();
        headers.insert("cookie", format!("a=1; {pair}").parse().unwrap());
        assert_eq!(chosen(&headers), Some(Lang::En));
        headers.insert("cookie", "sanh-lang=rubbish".parse().unwrap());
        assert_eq!(chosen(&headers), None);
    }
}

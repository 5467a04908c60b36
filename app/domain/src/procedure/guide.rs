//! The guide of a procedure: what the public list shows beside its entry in the catalogue.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::DocumentId;
use crate::text::name::{Name, typed};

/// The most wishes of a procedure (ours).
pub const WISHES_MAX: usize = 20;
/// The longest wish, in characters.
pub const WISH_CHARS_MAX: usize = 200;
/// The longest text of all wishes of a procedure as typed, in characters.
pub const WISHES_CHARS_MAX: usize = 4_000;
/// The longest legal basis in one language, in characters.
pub const BASIS_CHARS_MAX: usize = 6_000;
/// The longest text about the place of reception, in characters.
pub const RECEPTION_PLACE_CHARS_MAX: usize = 200;
/// The longest address of an online service, in characters.
pub const ONLINE_ADDRESS_CHARS_MAX: usize = 300;

/// The guide of a procedure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Guide {
    /// Whether the public list leaves it out, such as a procedure that is no longer offered.
    pub is_hidden: bool,
    /// Whether it can be applied for online.
    pub is_online: bool,
    /// The `https` address of the online service; blank if there is none.
    pub online_address: String,
    /// Where dossiers are handed in.
    pub reception_place: GuideText,
    /// Its legal basis.
    pub basis: GuideText,
    /// What visitors say they want ("I want to …"), without these words.
    pub wishes: Vec<Name>,
    /// The application forms for its papers, by the paper's Vietnamese name.
    pub forms: BTreeMap<String, DocumentId>,
}

/// A text in both languages, which may have several lines; blank if there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GuideText {
    /// In Vietnamese.
    pub vi: String,
    /// In English; blank to show the Vietnamese text.
    pub en: String,
}

/// Normalises a text of several lines: letters composed, without blanks at line ends and blank lines at the end. `None` if it
/// is too long, or has invisible characters.
#[must_use]
pub fn text(text: &str, chars_max: usize) -> Option<String> {
    let lines = typed(text);
    let lines: Vec<&str> = lines.lines().map(str::trim_end).collect();
    let whole = lines.join("\n").trim_matches('\n').to_owned();
    let is_plain = |letter: char| letter == '\n' || letter == '\t' || !letter.is_control();
    let fits = whole.chars().count() <= chars_max && whole.chars().all(is_plain);
    fits.then_some(whole)
}

/// Reads the address of an online service; `None` if it is not an `https` address, or too long.
#[must_use]
pub fn online_address(text: &str) -> Option<String> {
    let address = text.trim();
    let rest = address.strip_prefix("https://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = host.contains('.') && !host.starts_with('.') && !host.contains('@');
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic());
    let is_plain = is_plain && !address.contains(['"', '<', '>', '\\']);
    let fits = is_host && is_plain && address.len() <= ONLINE_ADDRESS_CHARS_MAX;
    fits.then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_lines_and_nothing_hidden() {
        assert_eq!(
            text("\r\nLuật Hộ tịch 2014 \r\n- Điều 16\n\n", 100).as_deref(),
            Some("Luật Hộ tịch 2014\n- Điều 16")
        );
        assert_eq!(text("", 5).as_deref(), Some(""));
        assert_eq!(text("a\u{7}b", 5), None);
        assert_eq!(text("sáu chữ", 6), None);
    }

    #[test]
    fn an_online_service_has_an_https_address_without_a_name_in_it() {
        let address = "https://dichvucong.gov.vn/p/home?ma=1.001#a";
        assert_eq!(
            online_address(&format!(" {address} ")).as_deref(),
            Some(address)
        );
        for other in [
            "",
            "http://dichvucong.gov.vn",
            "javascript:alert(1)",
            "https://",
            "https://localhost",
            "https://a@b.vn/",
            "https://a.vn/\"x",
            "https://a.vn/ x",
            "https://a.vn/\u{111}",
        ] {
            assert_eq!(online_address(other), None, "{other}");
        }
    }
}

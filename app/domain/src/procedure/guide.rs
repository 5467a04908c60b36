//! The guide of a procedure: what the public list shows beside its entry in the catalogue.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::DocumentId;
use crate::language::Lang;
use crate::text::name::{Name, typed};

/// The most wishes of a procedure (ours).
pub const WISHES_MAX: usize = 20;
/// The longest wish, in characters.
pub const WISH_CHARS_MAX: usize = 200;
/// The longest text of all wishes of a procedure as typed, in characters.
pub const WISHES_CHARS_MAX: usize = 4_000;
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
    /// What it tells in words.
    pub texts: GuideTexts,
    /// What visitors say they want ("I want to …"), without these words.
    pub wishes: Vec<Name>,
    /// The application forms for its papers, by the paper's Vietnamese name.
    pub forms: BTreeMap<String, DocumentId>,
}

/// What a guide tells in words. Forms, tables and public pages list every topic, so that a new one needs no line there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuideTopic {
    /// Where dossiers are handed in.
    ReceptionPlace,
    /// The legal basis.
    Basis,
}

impl GuideTopic {
    /// Every topic, in the order a form offers them.
    pub const ALL: [Self; 2] = [Self::ReceptionPlace, Self::Basis];

    /// The topics whose texts have several lines, or those whose texts have one.
    pub fn with_lines(has_lines: bool) -> impl Iterator<Item = Self> {
        let topics = Self::ALL.into_iter();
        topics.filter(move |topic| topic.has_lines() == has_lines)
    }

    /// Whether its text has several lines.
    #[must_use]
    pub const fn has_lines(self) -> bool {
        matches!(self, Self::Basis)
    }

    /// The name of its part of the public page.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReceptionPlace => "reception-place",
            Self::Basis => "basis",
        }
    }

    /// The longest text in one language, in characters.
    #[must_use]
    pub const fn chars_max(self) -> usize {
        match self {
            Self::ReceptionPlace => 200,
            Self::Basis => 6_000,
        }
    }

    /// The name of its text in a language: of the field in the form and of the column in the table.
    #[must_use]
    pub const fn field(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::ReceptionPlace, Lang::Vi) => "counter_vi",
            (Self::ReceptionPlace, Lang::En) => "counter_en",
            (Self::Basis, Lang::Vi) => "basis_vi",
            (Self::Basis, Lang::En) => "basis_en",
        }
    }
}

/// The texts of a guide by topic. A topic that is blank in both languages is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GuideTexts(BTreeMap<GuideTopic, GuideText>);

impl GuideTexts {
    /// The text of a topic in a language; blank if there is none.
    #[must_use]
    pub fn text(&self, topic: GuideTopic, lang: Lang) -> &str {
        self.0.get(&topic).map_or("", |text| match lang {
            Lang::Vi => text.vi.as_str(),
            Lang::En => text.en.as_str(),
        })
    }

    /// The text of a topic for readers of a language: the Vietnamese one where that language has none. `None` if both are blank.
    #[must_use]
    pub fn shown(&self, topic: GuideTopic, lang: Lang) -> Option<&str> {
        let texts = [self.text(topic, lang), self.text(topic, Lang::Vi)];
        texts.into_iter().find(|text| !text.is_empty())
    }
}

impl FromIterator<(GuideTopic, GuideText)> for GuideTexts {
    fn from_iter<T: IntoIterator<Item = (GuideTopic, GuideText)>>(texts: T) -> Self {
        let texts = texts.into_iter();
        let said = texts.filter(|(_, text)| *text != GuideText::default());
        Self(said.collect())
    }
}

/// A text in both languages.
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
    fn a_topic_that_is_blank_is_left_out_and_readers_get_vietnamese_where_english_is_missing() {
        let basis = GuideText {
            vi: "Luật Hộ tịch".to_owned(),
            en: String::new(),
        };
        let only: GuideTexts = [(GuideTopic::Basis, basis.clone())].into_iter().collect();
        let blank = (GuideTopic::ReceptionPlace, GuideText::default());
        let texts: GuideTexts = [blank, (GuideTopic::Basis, basis)].into_iter().collect();
        assert_eq!(texts, only);
        assert_eq!(texts.text(GuideTopic::Basis, Lang::En), "");
        assert_eq!(
            texts.shown(GuideTopic::Basis, Lang::En),
            Some("Luật Hộ tịch")
        );
        assert_eq!(texts.shown(GuideTopic::ReceptionPlace, Lang::Vi), None);
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

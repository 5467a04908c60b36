//! Names as stored and compared: one name has one spelling, however it was typed.

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A name: in Vietnamese always, in English if given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Name {
    /// The Vietnamese name.
    pub vi: String,
    /// The English name, if there is one.
    pub en: Option<String>,
}

impl Name {
    /// The English name, or the Vietnamese one where there is none.
    pub fn en_or_vi(&self) -> &str {
        self.en.as_deref().unwrap_or(&self.vi)
    }
}

/// A text with composed letters (NFC), without zero-width characters, and with single blanks.
///
/// A Vietnamese letter can be one character, or a letter with its marks; keyboards, systems and code pages use both, and they
/// look the same. Typed and imported texts are normalised here before they are stored or compared.
#[must_use]
pub fn composed(text: &str) -> String {
    if is_composed(text) {
        return text.to_owned();
    }
    let visible: String = text
        .chars()
        .filter(|letter| !is_without_width(*letter))
        .collect();
    let whole = if is_nfc(&visible) {
        visible
    } else {
        visible.nfc().collect()
    };
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The key by which spellings of one name are equal: composed, in small letters.
#[must_use]
pub fn name_key(text: &str) -> String {
    // Lower-casing can decompose a letter again, such as a capital I with a dot.
    composed(&composed(text).to_lowercase())
}

/// A text with composed letters and without zero-width characters; blanks and line ends stay as typed.
#[must_use]
pub fn typed(text: &str) -> String {
    let visible = text.chars().filter(|letter| !is_without_width(*letter));
    visible.nfc().collect()
}

/// Whether a text is composed already: most are, and a file has millions of them.
fn is_composed(text: &str) -> bool {
    let mut after_blank = true;
    let mut single = true;
    for letter in text.chars() {
        let blank = letter.is_whitespace();
        single &= !(blank && (after_blank || letter != ' ')) && !is_without_width(letter);
        after_blank = blank;
    }
    single && (!after_blank || text.is_empty()) && is_nfc(text)
}

/// Whether a character has no width: these come from web pages, word processors and byte order marks.
pub(super) fn is_without_width(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_has_one_spelling_however_it_was_typed() {
        assert_eq!(composed("Hô\u{323} tịch"), "Hộ tịch");
        assert_eq!(
            composed("Ho\u{302}\u{323}\u{a0} ti\u{323}ch\u{200b}"),
            "Hộ tịch"
        );
        assert_eq!(composed("\u{feff}Mã\thồ\n\u{3000}sơ "), "Mã hồ sơ");
        assert_eq!(name_key("HỘ  TỊCH"), name_key("ho\u{323}\u{302} tịch"));
        assert_ne!(
            name_key("Hộ tịch"),
            name_key("Hồ tịch"),
            "marks tell names apart"
        );
    }

    proptest! {
        #[test]
        fn composing_twice_is_composing_once(text in "\\PC{0,40}") {
            prop_assert_eq!(composed(&composed(&text)), composed(&text));
            prop_assert_eq!(name_key(&name_key(&text)), name_key(&text));
        }

        #[test]
        fn a_text_that_needs_nothing_is_as_it_was_composed_the_long_way(text in "[ a-zA-Zộ\u{a0}\u{200b}\u{302}\t]{0,12}") {
            let long: String = typed(&text).split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(composed(&text), long);
        }

        #[test]
        fn letters_and_their_marks_are_the_letter(text in "[A-Za-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệơờớởỡợưừứửữựỳýỷỹỵ ]{0,40}") {
            let apart: String = text.nfd().collect();
            prop_assert_eq!(composed(&apart), composed(&text));
        }
    }
}

//! Text from outside: typed, sent, or read from a file.

use super::name::{is_without_width, typed};

/// Text without characters that control a device or change the direction of a line.
///
/// Such characters are invisible, and yet they change what is shown beside them on a terminal, in a log or on a page. No name,
/// reason or note needs them. Line ends and tabs stay; zero-width characters, which pasting leaves behind, are removed
/// silently, and letters are composed (see [`typed`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlainText(String);

/// Why a text is not plain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the character U+{:04X} cannot be used", u32::from(*character))]
pub struct NotPlain {
    /// The first character that is not allowed.
    pub character: char,
    /// The text without all such characters.
    pub without: PlainText,
}

impl PlainText {
    /// Reads a text.
    ///
    /// # Errors
    /// [`NotPlain`] with the rest of the text.
    pub fn read(text: &str) -> Result<Self, NotPlain> {
        let found = text.chars().find(|letter| is_refused(*letter));
        let kept: String = text.chars().filter(|letter| !is_refused(*letter)).collect();
        let plain = Self(typed(&kept));
        match found {
            None => Ok(plain),
            Some(character) => Err(NotPlain {
                character,
                without: plain,
            }),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<PlainText> for String {
    fn from(text: PlainText) -> Self {
        text.0
    }
}

/// Whether a character is invisible in a text: of zero width, or refused (see [`is_refused`]).
#[must_use]
pub fn is_invisible(letter: char) -> bool {
    is_refused(letter) || is_without_width(letter)
}

/// Whether a character controls a device (C0 except line ends and tab, DEL, C1) or the direction of a line (Unicode's
/// bidirectional embeddings, overrides and isolates).
#[must_use]
pub fn is_refused(letter: char) -> bool {
    let is_layout = matches!(letter, '\n' | '\r' | '\t');
    let is_direction = matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (letter.is_control() && !is_layout) || is_direction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_plain() {
        for text in ["Nguy\u{1ec5}n Th\u{1ecb} \u{1ede}", "a\r\nb\tc", ""] {
            assert_eq!(PlainText::read(text).map(String::from), Ok(text.to_owned()));
        }
        assert_eq!(
            PlainText::read("A\u{200b}n").map(String::from),
            Ok("An".to_owned())
        );
    }

    #[test]
    fn control_and_direction_characters_are_refused_by_name() {
        for letter in [
            '\u{7}', '\u{1b}', '\u{7f}', '\u{85}', '\u{202e}', '\u{2066}',
        ] {
            let without = PlainText("An".to_owned());
            let refused = NotPlain {
                character: letter,
                without,
            };
            assert_eq!(PlainText::read(&format!("A{letter}n")), Err(refused));
        }
    }
}

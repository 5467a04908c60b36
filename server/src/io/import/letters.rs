//! Vietnamese letters in encodings older than Unicode, recognised by their bytes.

use encoding_rs::WINDOWS_1258;
use sanh_domain::text::name::composed;

/// The letters of Vietnamese beyond ASCII, small and composed.
const VIETNAMESE: &str = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";
/// Signs that are usual in Vietnamese text.
const SIGNS: &str = "–—‘’“”…«»°·•₫€№§×±²³½";
/// The percentage of letters beyond ASCII that must be Vietnamese in Vietnamese text (ours).
const VIETNAMESE_PERCENT_MIN: usize = 95;
/// The percentage of bytes beyond ASCII that must be letters of one font only (ours).
const FONT_PERCENT_MIN: usize = 12;

/// Whether bytes that are no UTF-8 make Vietnamese text when read as Windows-1258.
pub fn is_windows_1258(bytes: &[u8]) -> bool {
    let (text, _) = WINDOWS_1258.decode_without_bom_handling(bytes);
    let text = composed(&text);
    let beyond = text.chars().filter(|letter| !letter.is_ascii());
    let (mut all, mut known) = (0, 0);
    for letter in beyond {
        all += 1;
        let small = letter.to_lowercase().next().unwrap_or(letter);
        known += usize::from(VIETNAMESE.contains(small) || SIGNS.contains(letter));
    }
    all > 0 && known * 100 >= all * VIETNAMESE_PERCENT_MIN
}

/// The encoding of a font that has Vietnamese letters in the places of others: such text is unreadable without its font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FontEncoding {
    /// The national standard before Unicode; fonts named `.Vn…`.
    Tcvn3,
    /// Two bytes per letter; fonts named `VNI-…`.
    Vni,
}

impl FontEncoding {
    /// The name by which converters know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC, fonts named .Vn…)",
            Self::Vni => "VNI (fonts named VNI-…)",
        }
    }
}

/// Recognises a font encoding by the bytes that only its fonts use for Vietnamese letters; Windows-1258 has signs or nothing
/// there.
pub fn font_encoding(bytes: &[u8]) -> Option<FontEncoding> {
    let beyond = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let share = |count: usize| beyond > 0 && count * 100 >= beyond * FONT_PERCENT_MIN;
    // ă â ê ô ơ ư đ, and a with its tones.
    let tcvn3 = bytes
        .windows(2)
        .filter(|pair| {
            let [before, byte] = pair else { return false };
            let in_word = before.is_ascii_alphabetic() || !before.is_ascii() || *before == b' ';
            in_word && matches!(*byte, 0xa8..=0xae | 0xb5..=0xb9)
        })
        .count();
    // A vowel followed by the mark for above or below it; đ and ư are single bytes.
    let vni = bytes
        .windows(2)
        .filter(|pair| {
            let [vowel, mark] = pair else { return false };
            let is_vowel = matches!(vowel.to_ascii_lowercase(), b'a' | b'e' | b'o' | b'u' | b'y')
                || matches!(vowel, 0xf4 | 0xf6 | 0xd4 | 0xd6);
            is_vowel
                && matches!(
                    mark,
                    0xf8 | 0xfb | 0xef | 0xe4 | 0xe5 | 0xd8 | 0xdb | 0xcf | 0xc4 | 0xc5
                )
        })
        .count();
    if share(tcvn3) {
        Some(FontEncoding::Tcvn3)
    } else if share(vni) {
        Some(FontEncoding::Vni)
    } else {
        None
    }
}

/// The same for text that was decoded letter by letter, as in workbooks.
pub fn font_encoding_of_text(text: &str) -> Option<FontEncoding> {
    let bytes: Vec<u8> = text
        .chars()
        .map(|letter| {
            let windows = [
                ('\u{20ac}', 0x80),
                ('\u{2122}', 0x99),
                ('\u{0152}', 0x8c),
                ('\u{0153}', 0x9c),
            ];
            let known = windows.iter().find(|(windows, _)| *windows == letter);
            known.map_or_else(
                || u8::try_from(u32::from(letter)).unwrap_or(b'?'),
                |(_, byte)| *byte,
            )
        })
        .collect();
    // Text with Vietnamese letters beyond Latin-1 is already Unicode.
    let unicode = text
        .chars()
        .any(|letter| matches!(u32::from(letter), 0x1ea0..=0x1ef9 | 0x300..=0x323));
    if unicode { None } else { font_encoding(&bytes) }
}

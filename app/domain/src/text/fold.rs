//! Folds text for comparison: without case, diacritics and spare blanks.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::name::typed;

/// The folded text: "Đăng  ký Hộ tịch" becomes "dang ky ho tich".
#[must_use]
pub fn folded(text: &str) -> String {
    let visible = typed(text);
    let letters = visible.nfd().filter(|letter| !is_combining_mark(*letter));
    let lower: String = letters.flat_map(char::to_lowercase).collect();
    let plain = lower.replace('đ', "d");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_or_without_diacritics_composed_or_not() {
        assert_eq!(folded(" Đăng  ký HỘ TỊCH "), "dang ky ho tich");
        assert_eq!(folded("ho\u{323}\u{302} ti\u{323}ch"), "ho tich");
        assert_eq!(folded("\u{feff}hộ\u{200b} tịch"), "ho tich");
    }
}

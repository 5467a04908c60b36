//! The pairing code, which identifies a screen while it is being paired.

/// Letters and digits that are easy to tell apart from a distance, to read aloud and to type: none of 0 O Q, 1 I L, 2 Z, 5 S, 6
/// G, 8 B, U V.
pub const ALPHABET: &[u8; 20] = b"3479ACDEFHJKMNPRTWXY";

/// Characters of a code: 64 million codes, of which few are valid at a time (ours).
pub const CODE_CHARS: usize = 6;

/// Minutes for which a code is valid; the screen then shows a new one (ours).
pub const CODE_MIN: i64 = 10;

/// A code from random numbers.
#[must_use]
pub fn code(numbers: [u8; CODE_CHARS]) -> String {
    let letter = |number: u8| {
        let place = usize::from(number) % ALPHABET.len();
        ALPHABET.get(place).copied().map_or('3', char::from)
    };
    numbers.into_iter().map(letter).collect()
}

/// Reads a code as typed, with small letters, blanks or hyphens; `None` if it cannot be a code.
#[must_use]
pub fn typed(text: &str) -> Option<String> {
    let kept = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let code: String = kept.take(CODE_CHARS + 1).collect();
    let code = code.to_ascii_uppercase();
    let good = code.len() == CODE_CHARS && code.bytes().all(|byte| ALPHABET.contains(&byte));
    good.then_some(code)
}

/// A code in two groups, as shown.
#[must_use]
pub fn spaced(code: &str) -> String {
    let (first, second) = code.split_at_checked(CODE_CHARS / 2).unwrap_or((code, ""));
    format!("{first} {second}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = code([0, 1, 2, 19, 20, 255]);
        assert_eq!(code.len(), CODE_CHARS);
        let shown = spaced(&code);
        assert_eq!(typed(&shown), Some(code.clone()));
        assert_eq!(
            typed(&format!(" {}-{} ", &code[..2].to_lowercase(), &code[2..])),
            Some(code)
        );
        for wrong in ["", "ABC", "000000", "ABCDEFG", "ĂBCDEF", "ABCDE1"] {
            assert_eq!(typed(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn no_two_letters_are_mistaken_for_each_other() {
        for pair in ["0O", "1I", "1L", "2Z", "5S", "6G", "8B", "UV", "MN"] {
            let both = pair.bytes().all(|byte| ALPHABET.contains(&byte));
            assert!(!both || pair == "MN", "{pair}");
        }
    }
}

//! The credential of a slip's holder: the secret of its QR code, or its dossier's code and number.

use crate::dossier::DossierCode;
use crate::dossier::code::CodeRule;

/// Digits of the number on a slip.
pub const PIN_DIGITS: usize = 8;
/// Digits of the numbers on older slips.
pub const SHORT_PIN_DIGITS: usize = 6;
/// Wrong tries after which a short number is locked until its slip is issued again.
pub const SHORT_PIN_WRONG_MAX: u32 = 10;
/// Digits of the secret in a slip's QR code: 86 bits.
pub const LINK_DIGITS: usize = 26;
/// Hexadecimal digits of the secrets on older slips.
const HEX_LINK_DIGITS: usize = 32;
/// The longest typed or scanned text in place of a code, in characters: the address in a QR code.
pub const TYPED_CHARS_MAX: usize = 300;
/// The longest typed number, in characters: digits in groups.
pub const PIN_CHARS_MAX: usize = 20;

/// A credential for looking up a dossier.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// The secret in a slip's QR code.
    Link(String),
    /// The code and number printed on the slip.
    Number {
        /// The dossier's code.
        code: DossierCode,
        /// The number, digits only.
        pin: String,
    },
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credential(secret)")
    }
}

impl Credential {
    /// Reads what was typed, or what a scanner typed instead of the code; `None` if it cannot be a credential.
    #[must_use]
    pub fn read(code: &str, pin: &str) -> Option<Self> {
        if code.chars().count() > TYPED_CHARS_MAX || pin.chars().count() > PIN_CHARS_MAX {
            return None;
        }
        if let Some(link) = link(code) {
            return Some(Self::Link(link));
        }
        Some(Self::Number {
            code: dossier_code(code)?,
            pin: number(pin)?,
        })
    }
}

/// The secret at the end of a scanned text, whatever the scanner or an input method changed before it.
#[must_use]
pub fn link(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some((_, secret)) = text.rsplit_once('#') {
        return is_link(secret).then(|| secret.to_owned());
    }
    if is_link(text) {
        return Some(text.to_owned());
    }
    let rest = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    // A scanner with another keyboard layout may have typed a digit for the `#` before the secret.
    let start = text.len().checked_sub(LINK_DIGITS)?;
    let digits = text.get(start..)?;
    (!rest.is_empty() && is_link(digits)).then(|| digits.to_owned())
}

fn is_link(text: &str) -> bool {
    let is_new = text.len() == LINK_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    is_new || (text.len() == HEX_LINK_DIGITS && text.bytes().all(is_hex))
}

/// Reads a dossier's code as people type it: in small letters, with blanks, with any kind of hyphen.
fn dossier_code(text: &str) -> Option<DossierCode> {
    const HYPHENS: [char; 7] = [
        '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}', '_',
    ];
    let visible = text.chars().filter(|letter| !letter.is_whitespace());
    let plain: String = visible
        .map(|letter| {
            if HYPHENS.contains(&letter) {
                '-'
            } else {
                letter
            }
        })
        .collect();
    let national = DossierCode::with_rule(&plain.to_uppercase(), &CodeRule::Vietnamese);
    let code = national.or_else(|_| DossierCode::with_rule(&plain, &CodeRule::Any));
    code.ok()
}

/// The digits of a number, however they are grouped; `None` for a wrong number of digits.
fn number(text: &str) -> Option<String> {
    let is_grouping = |letter: char| letter.is_whitespace() || "-.".contains(letter);
    let digits: String = text
        .chars()
        .filter(|letter| !is_grouping(*letter))
        .collect();
    let fits = digits.bytes().all(|byte| byte.is_ascii_digit())
        && [PIN_DIGITS, SHORT_PIN_DIGITS].contains(&digits.len());
    fits.then_some(digits)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    const LINK: &str = "01234567890123456789012345";

    fn read(code: &str, pin: &str) -> Option<Credential> {
        Credential::read(code, pin)
    }

    #[test]
    fn a_code_and_a_number_are_read_however_they_are_typed() {
        let wanted = Credential::Number {
            code: "H49.65-220914-0011".parse().unwrap(),
            pin: "12345678".to_owned(),
        };
        for (code, pin) in [
            ("H49.65-220914-0011", "12345678"),
            (" h49.65 – 220914 – 0011 ", "1234 5678"),
            ("h49.65_220914_0011", "1234-5678"),
        ] {
            assert!(read(code, pin).unwrap() == wanted, "{code}");
        }
        assert!(
            read("H49.65-220914-0011", "123456").is_some(),
            "an older slip"
        );
        for pin in ["", "12345", "1234567", "123456789", "1234567a"] {
            assert!(read("H49.65-220914-0011", pin).is_none(), "{pin}");
        }
        assert!(read("", "12345678").is_none());
    }

    #[test]
    fn text_from_a_scanner_is_read_whatever_an_input_method_made_of_the_address() {
        for text in [
            format!("https://hcc.example.vn/lookup#{LINK}"),
            format!("htps:..hcc.exâmple.vn.lôkup/{LINK}"),
            format!("https>&&hcc.example.vn&lookup3{LINK}"),
            format!("hcc/{LINK}\r\n"),
            LINK.to_owned(),
        ] {
            assert!(
                read(&text, "").unwrap() == Credential::Link(LINK.to_owned()),
                "{text}"
            );
        }
        let older = "0123456789abcdef0123456789abcdef";
        let address = format!("https://hcc.example.vn/lookup#{older}");
        assert!(read(&address, "").unwrap() == Credential::Link(older.to_owned()));
        assert!(link("https://hcc.example.vn/lookup#content").is_none());
        assert!(link(&"1".repeat(LINK_DIGITS + 1)).is_none());
    }

    #[test]
    fn no_secret_can_be_logged() {
        let said = format!("{:?}", read(LINK, ""));
        assert_eq!(said, "Some(Credential(secret))");
    }

    proptest! {
        #[test]
        fn any_typed_text_is_read_or_refused(code in "\\PC{0,320}", pin in "\\PC{0,24}") {
            if let Some(Credential::Number { pin, .. }) = read(&code, &pin) {
                prop_assert!(pin.bytes().all(|byte| byte.is_ascii_digit()));
            }
        }

        #[test]
        fn every_secret_is_found_at_the_end_of_an_address(secret in "[0-9]{26}", host in "[a-z.]{1,40}") {
            let found = link(&format!("https://{host}/lookup#{secret}"));
            prop_assert_eq!(found, Some(secret));
        }
    }
}

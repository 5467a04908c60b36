//! The dossier code. Its pattern is public; each code is secret.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The longest code accepted, in characters (ours: the national pattern takes about 25).
pub const CODE_CHARS_MAX: usize = 64;

/// The identifier of a dossier that its applicant knows, such as `H49.65-220914-0011`. Applicants are told to keep it secret
/// (NĐ 196/2025), so it is never on a public screen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct DossierCode(String);

/// The pattern of accepted codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeRule {
    /// The national pattern `^[0-9A-Z]+(\.[0-9A-Z]+)*-\d{6}-\d{4,}$`.
    #[default]
    Vietnamese,
    /// 1 to [`CODE_CHARS_MAX`] letters, digits and visible ASCII signs: for logs of other systems.
    Any,
}

/// Why a text is not a dossier code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CodeFault {
    /// It is empty.
    #[error("the dossier code is empty")]
    Empty,
    /// It is longer than [`CODE_CHARS_MAX`].
    #[error("the dossier code is longer than {CODE_CHARS_MAX} characters")]
    TooLong,
    /// It does not match the pattern.
    #[error("the dossier code is not of the form asked for")]
    Form,
}

impl DossierCode {
    /// Reads a code by a rule.
    ///
    /// # Errors
    /// [`CodeFault`] when the text is empty, too long or does not match the pattern.
    pub fn with_rule(text: &str, rule: &CodeRule) -> Result<Self, CodeFault> {
        if text.is_empty() {
            return Err(CodeFault::Empty);
        }
        if text.chars().count() > CODE_CHARS_MAX {
            return Err(CodeFault::TooLong);
        }
        let good = match rule {
            CodeRule::Vietnamese => is_vietnamese(text),
            CodeRule::Any => text
                .chars()
                .all(|c| c.is_ascii_graphic() || c.is_alphanumeric()),
        };
        if good {
            Ok(Self(text.to_owned()))
        } else {
            Err(CodeFault::Form)
        }
    }

    /// Makes a new code `<agency code>-yymmdd-nnnn` from the agency's `serial` of that local date.
    ///
    /// # Errors
    /// [`CodeFault::Form`] when the agency's code does not fit the national pattern.
    pub fn issue(agency_code: &str, date: NaiveDate, serial: u32) -> Result<Self, CodeFault> {
        let text = format!(
            "{agency_code}-{:02}{:02}{:02}-{serial:04}",
            date.year().rem_euclid(100),
            date.month(),
            date.day()
        );
        Self::with_rule(&text, &CodeRule::Vietnamese)
    }

    /// The text as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Digits of the end that codes are looked up by; a shorter number is filled with zeros, as serial numbers are.
pub const CODE_END_DIGITS: usize = 4;

/// The last digits of a code that somebody looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeEnd(String);

impl CodeEnd {
    /// What a typed text looks for: digits, also with what separates them in a code; `None`: it is no end of a code.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let is_of_code = |letter: char| letter.is_ascii_digit() || " .-".contains(letter);
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let is_end = !digits.is_empty() && digits.len() <= CODE_CHARS_MAX;
        (is_end && text.chars().all(is_of_code))
            .then(|| Self(format!("{digits:0>CODE_END_DIGITS$}")))
    }

    /// The last [`CODE_END_DIGITS`] of it.
    #[must_use]
    pub fn key(&self) -> &str {
        let start = self.0.len().saturating_sub(CODE_END_DIGITS);
        self.0.get(start..).unwrap_or(&self.0)
    }

    /// Whether a code ends so.
    #[must_use]
    pub fn fits(&self, code: &str) -> bool {
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        digits.ends_with(&self.0)
    }
}

fn is_vietnamese(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(agency), Some(date), Some(serial), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let is_segment = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
    };
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    agency.split('.').all(is_segment)
        && date.len() == 6
        && is_digits(date)
        && serial.len() >= 4
        && is_digits(serial)
}

impl FromStr for DossierCode {
    type Err = CodeFault;

    fn from_str(text: &str) -> Result<Self, CodeFault> {
        Self::with_rule(text, &CodeRule::Vietnamese)
    }
}

/// Reads a code of either rule, from the wire or the database.
impl TryFrom<String> for DossierCode {
    type Error = CodeFault;

    fn try_from(text: String) -> Result<Self, CodeFault> {
        Self::with_rule(&text, &CodeRule::Any)
    }
}

impl From<DossierCode> for String {
    fn from(code: DossierCode) -> Self {
        code.0
    }
}

impl fmt::Display for DossierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_code_is_found_by_its_last_digits_with_and_without_what_separates_them() {
        let code = "H49.86.02-261126-0014";
        for text in [
            "14",
            "0014",
            "26-0014",
            "261126-0014",
            "2611260014",
            "86.02-261126-0014",
        ] {
            let end = CodeEnd::read(text).unwrap();
            assert_eq!(end.key(), "0014");
            assert!(end.fits(code), "{text}");
        }
        for text in ["4", "1014", "271126-0014"] {
            assert!(!CodeEnd::read(text).unwrap().fits(code), "{text}");
        }
        for text in ["", " - ", "thu", "0014a", "+84912345678"] {
            assert!(CodeEnd::read(text).is_none(), "{text}");
        }
    }
}

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

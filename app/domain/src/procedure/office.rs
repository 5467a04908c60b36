//! Which procedure of the national list a procedure is, of which level, and which agencies handle it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::AgencyId;
use crate::word::UnknownValue;

/// The most agencies of a procedure (ours: as many as a large centre has).
pub const AGENCIES_MAX: usize = 60;

/// A code of the national list of procedures, such as `1.001193`: a digit, a mark and six digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NationalCode(String);

impl NationalCode {
    /// The code as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NationalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for NationalCode {
    type Err = UnknownValue;

    /// Reads a code with or without the office's own end, which some lists have: `1.001193.000.00.00.H49`.
    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        const LENGTH: usize = 8;
        let trimmed = text.trim();
        let (code, end) = trimmed.split_at_checked(LENGTH).unwrap_or_default();
        let is_code = code.bytes().enumerate().all(|(place, byte)| match place {
            1 => byte == b'.',
            _ => byte.is_ascii_digit(),
        });
        let is_end = |byte: u8| byte == b'.' || byte.is_ascii_alphanumeric();
        let is_whole =
            end.is_empty() || (end.len() > 1 && end.starts_with('.') && end.bytes().all(is_end));
        if code.is_empty() || !is_code || !is_whole {
            return Err(UnknownValue {
                expected: "a national code of a procedure",
                given: text.to_owned(),
            });
        }
        Ok(Self(code.to_owned()))
    }
}

impl TryFrom<String> for NationalCode {
    type Error = UnknownValue;

    fn try_from(text: String) -> Result<Self, UnknownValue> {
        text.parse()
    }
}

impl From<NationalCode> for String {
    fn from(code: NationalCode) -> Self {
        code.0
    }
}

/// The level of government that carries a procedure out, as the national list has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcedureLevel {
    /// Ministries.
    Ministry,
    /// The province and its departments.
    Province,
    /// Communes, wards and special zones.
    Commune,
    /// Vertical bodies and companies: tax, insurance, electricity.
    Other,
}

impl ProcedureLevel {
    /// Every level, in the order a form offers them.
    pub const ALL: [Self; 4] = [Self::Ministry, Self::Province, Self::Commune, Self::Other];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ministry => "ministry",
            Self::Province => "province",
            Self::Commune => "commune",
            Self::Other => "other",
        }
    }
}

impl FromStr for ProcedureLevel {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|level| level.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a level of government",
            given: word.to_owned(),
        })
    }
}

/// Whether one of these agencies handles a procedure; while none is listed, any may.
#[must_use]
pub fn is_handled_by(agencies: &[AgencyId], agency: AgencyId) -> bool {
    agencies.is_empty() || agencies.contains(&agency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_national_code_is_a_digit_a_mark_and_six_digits() {
        let read = |text: &str| text.parse::<NationalCode>().ok().map(String::from);
        for text in ["1.001193", " 1.001193 ", "1.001193.000.00.00.H49"] {
            assert_eq!(read(text).as_deref(), Some("1.001193"), "{text}");
        }
        for text in [
            "",
            "1.00119",
            "1001193",
            "1.0011930",
            "a.001193",
            "1.00119x",
            "1.001193.",
            "1.001193-H49",
            "1.00119ộ",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_procedure_without_agencies_is_handled_by_any_and_one_with_them_by_these_alone() {
        let (one, other) = (AgencyId(1), AgencyId(2));
        assert!(is_handled_by(&[], one));
        assert!(is_handled_by(&[one], one));
        assert!(!is_handled_by(&[one], other));
    }

    #[test]
    fn every_level_is_read_by_its_word() {
        for level in ProcedureLevel::ALL {
            assert_eq!(level.as_str().parse().ok(), Some(level));
        }
        assert!("district".parse::<ProcedureLevel>().is_err());
    }
}

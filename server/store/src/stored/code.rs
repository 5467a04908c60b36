//! Codes and texts of domain values.

use std::fmt::Display;
use std::str::FromStr;

use chrono::SecondsFormat;
use sanh_domain::deadline::Instant;
use sanh_domain::id::AgencyId;
use sanh_domain::scope::Scope;
use sanh_domain::word::UnknownValue;
use serde::{Deserialize, Serialize};

/// A scope: `"centre"`, or `{"agency":7}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoredScopeV1 {
    /// The whole centre.
    #[serde(rename = "centre")]
    Centre,
    /// One agency, by its number.
    #[serde(rename = "agency")]
    Agency(i64),
}

impl From<Scope> for StoredScopeV1 {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Centre => Self::Centre,
            Scope::Agency(AgencyId(agency)) => Self::Agency(agency),
        }
    }
}

impl From<StoredScopeV1> for Scope {
    fn from(scope: StoredScopeV1) -> Self {
        match scope {
            StoredScopeV1::Centre => Self::Centre,
            StoredScopeV1::Agency(agency) => Self::Agency(AgencyId(agency)),
        }
    }
}

/// An instant as text: RFC 3339, UTC, with as many decimals of a second as there are (none, 3, 6 or 9).
#[must_use]
pub fn instant_text(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// Reads the instant of a text.
///
/// # Errors
/// When it is none.
pub fn read_instant(text: &str) -> Result<Instant, UnknownValue> {
    read(text, "an instant")
}

/// Reads the value of a code or a text.
pub(super) fn read<T: FromStr>(text: &str, expected: &'static str) -> Result<T, UnknownValue> {
    text.parse().map_err(|_| unknown(&text, expected))
}

/// The error for a text that is not a known value.
pub(super) fn unknown(text: &dyn Display, expected: &'static str) -> UnknownValue {
    UnknownValue {
        expected,
        given: text.to_string(),
    }
}

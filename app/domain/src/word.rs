//! Words that represent values: in the database, in settings, in addresses.

/// A stored or configured word that is none of the expected values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{given:?} is not {expected}")]
pub struct UnknownValue {
    /// The expected kind of value, with its article: "a deadline rule".
    pub expected: &'static str,
    /// The word as given.
    pub given: String,
}

/// A setting or a parameter of an address that cannot be read; the text is its name there: `lang`, `period`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot read {0}")]
pub struct InvalidParameter(pub &'static str);

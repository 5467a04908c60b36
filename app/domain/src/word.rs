//! Words that stand for values: in the database, in settings, in addresses.

/// A stored or configured word that names none of the values it should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{given:?} is not {expected}")]
pub struct UnknownValue {
    /// The expected kind of value, with its article: "a deadline rule".
    pub expected: &'static str,
    /// The word as given.
    pub given: String,
}

/// Something in a setting or an address that cannot be read; the word is its name there: `lang`, `period`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot read {0}")]
pub struct InvalidParameter(pub &'static str);

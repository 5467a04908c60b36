//! Looking up one dossier: the credential of a visitor, the protection against guessing, and the answer.

pub mod credential;
pub mod guess;
pub mod progress;
pub mod redaction;

//! Looking one dossier up: what a visitor shows for it, how guessing is made hopeless, and what they are told.

pub mod credential;
pub mod guess;
pub mod progress;
pub mod redaction;

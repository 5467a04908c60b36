//! The outbox of messages to applicants, as administrators see it: without recipients and texts.

pub mod model;

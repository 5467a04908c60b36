//! What runs beside the server, one job a file.

pub mod alarm;
pub mod certificate;
pub mod copies;
pub mod import;
pub mod outbox;
pub mod painted;
pub mod readings;
pub mod reminders;
pub mod reports;
pub mod retention;
pub mod screens;
pub mod sealing;
pub mod working_day;
pub mod writable;

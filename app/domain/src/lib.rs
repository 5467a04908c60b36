//! Sảnh's domain: values, and the rules they follow.
//!
//! Everything here is a function of its arguments: the present, the calendar and the rules in force are passed in. Nothing asks
//! for the time, waits, or reads a file or a database. Modules know only those below them: at the bottom ids, words, names and
//! languages, then working time ([`deadline`]) and periods, then accounts and the catalogue, then dossiers, then what is
//! counted and shown of them.

pub mod absence;
pub mod account;
pub mod alarm;
pub mod audit;
pub mod board;
pub mod centre;
pub mod deadline;
pub mod document;
pub mod dossier;
pub mod feedback;
pub mod id;
pub mod import;
pub mod language;
pub mod lookup;
pub mod notice;
pub mod outbox;
pub mod period;
pub mod privacy;
pub mod procedure;
pub mod report;
pub mod scope;
pub mod screen;
pub mod subscription;
pub mod text;
pub mod wall_playback;
pub mod word;

//! The parts of the `sanh` program that are not in the app, the domain or the store: live pipeline, web server, import, backup,
//! and the command line that connects them.

pub mod clock;
pub mod command;
pub mod config;
pub mod import;
pub mod io;
pub mod jobs;
pub mod live;
pub mod outbox;
pub mod serve;
pub mod telemetry;
pub mod web;

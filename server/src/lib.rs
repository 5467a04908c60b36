//! Everything of the `sanh` program that is not a screen, a rule or the store: live pipeline, web,
//! import and backup, and the command line that wires them.

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

pub use sanh_app::server::{account, network};

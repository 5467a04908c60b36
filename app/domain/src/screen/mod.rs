//! The screens in the lobby: what each of them shows, and how; who watches.

pub mod code;
pub mod engine;
pub mod legibility;
pub mod model;
pub mod order;
pub mod uptime;
pub mod watching;

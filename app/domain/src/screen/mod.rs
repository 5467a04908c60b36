//! The screens in the lobby: their settings, commands and connections.

pub mod code;
pub mod engine;
pub mod legibility;
pub mod model;
pub mod order;
pub mod uptime;
pub mod watching;

//! Alarms about the walls and the server, and the rules that raise them.

pub mod model;
pub mod rule;
pub mod unchanged_figures;

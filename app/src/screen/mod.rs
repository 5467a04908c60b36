//! The screens in the lobby: what each of them shows, and how; how they are paired, told apart and commanded.

pub mod code;
pub mod engine;
mod fleet;
mod form;
pub mod legibility;
pub mod model;
mod one;
pub mod pages;
pub mod pairing;
pub mod port;
mod preview;
pub mod shown;
mod typed;
pub mod watching;

//! The screens in the lobby: what each of them shows, and how; how they are paired, told apart and commanded.

mod fleet;
mod form;
mod one;
pub mod pages;
pub mod pairing;
pub mod port;
mod preview;
pub mod shown;
mod typed;
pub(crate) mod words;

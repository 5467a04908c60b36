//! The catalogue that administrators keep: procedures.

mod edit;
mod later;
mod limit_form;
mod linked;
pub mod pages;
pub(crate) mod parts;
pub mod port;
mod procedures;
pub(crate) mod typed;
pub(crate) mod words;

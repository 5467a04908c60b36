//! The catalogue that administrators keep: agencies, fields and procedures.

mod agencies;
mod edit;
mod fields;
mod later;
mod limit_form;
mod linked;
pub mod pages;
mod parts;
pub mod port;
mod procedures;
mod typed;
pub(crate) mod words;

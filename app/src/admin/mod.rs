//! The administrators' pages: accounts, rights and the audit.

mod clock;
pub mod pages;
mod people;
pub mod port;

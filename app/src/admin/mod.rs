//! The administrators' pages: accounts, rights and the audit.

mod clock;
pub mod pages;
pub mod people;
pub mod port;

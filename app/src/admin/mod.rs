//! The administrators' pages: accounts, rights and the server's clock.

pub mod clock;
pub mod front;
pub mod people;

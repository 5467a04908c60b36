//! The administrators' room: who may do what, and what was done.

mod audit;
mod clock;
pub mod pages;
mod people;
pub mod port;

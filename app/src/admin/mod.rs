//! The administrators' room: who may do what, and what was done.

mod audit;
pub mod pages;
mod people;
pub mod port;

//! The web server, asked without a port where it can be, and through one where its connections are meant.

mod admin;
mod calendar;
mod catalogue;
mod connections;
mod counter;
mod desk;
mod faults;
pub mod hall;
mod hands;
mod limits;
pub mod people;
mod preview;
mod public;
mod report;
mod rights;
mod routes;
pub mod screen;

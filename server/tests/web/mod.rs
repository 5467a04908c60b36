//! The web server, asked without a port where it can be, and through one where its connections are meant.

mod absence;
mod admin;
mod alarm;
mod amend;
mod calendar;
mod calendar_file;
mod catalogue;
mod connections;
mod counter;
mod desk;
mod faults;
mod fleet;
pub mod hall;
mod hands;
mod import;
mod limits;
mod notice;
pub mod people;
mod preview;
mod public;
mod replay;
mod report;
mod report_form;
mod rights;
mod routes;
pub mod screen;
mod undecided;

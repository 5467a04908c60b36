//! The contracts of the server, and the drills, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod demo;
mod drills;
mod import;
mod live;
mod store;
mod web;

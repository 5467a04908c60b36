//! The contracts of the server, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod import;
mod live;
mod store;
mod web;

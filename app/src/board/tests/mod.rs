//! Tests of the board, with made-up dossiers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod looks;
mod rows;
mod selecting;
mod walls;

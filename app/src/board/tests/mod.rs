//! What the board's rooms are shown to do, and the made-up lives of dossiers they are shown with.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod looks;
mod selecting;
mod walls;

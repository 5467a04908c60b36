//! What the board's figures are shown to do, and the made-up lives of dossiers they are shown with.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod carry_over;
mod counting;
mod disclosing;
mod figures;
mod lives;
mod movement;
mod percentages;
mod periods;

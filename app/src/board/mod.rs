//! The board: the wall and its accessible twin.

pub mod api;
pub(crate) mod chart;
pub mod port;
pub mod preview;
pub mod qr;
pub mod screen;
pub mod share;
pub mod table;
pub mod tiles;
pub mod twin;
pub mod wall_replay;

#[cfg(test)]
mod tests;

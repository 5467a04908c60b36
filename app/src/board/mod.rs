//! The board: what is counted over a period, and what of it may be public.
//!
//! Everything counted here is a function of its arguments; the present is always handed in.

pub mod api;
pub(crate) mod chart;
pub mod count;
pub mod disclosed_fields;
pub mod disclosure;
pub mod edition;
pub mod figures;
pub mod handling;
pub mod measure;
pub mod model;
pub mod percentage;
pub mod period;
pub mod preview;
pub mod qr;
pub mod replay;
pub mod screen;
pub mod share;
pub mod table;
pub mod tiles;
pub mod twin;

#[cfg(test)]
mod tests;

//! The official periodic report, form II.06a/VPCP/KSTT.

pub mod carry_over;
pub mod cell;
pub mod layout;
pub mod model;
pub mod period;
pub mod signed;

#[cfg(test)]
mod tests;

//! The official periodic report, form II.06a/VPCP/KSTT.

pub mod cell;
mod checks;
mod dossiers;
mod edit;
pub mod layout;
mod list;
pub mod model;
pub mod pages;
pub mod period;
pub mod port;
pub mod sent_up;
mod sheet;
mod shown;
mod sign;
pub mod signed;
pub mod words;

#[cfg(test)]
mod tests;

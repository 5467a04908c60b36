//! The official periodic report, form II.06a/VPCP/KSTT.

mod checks;
mod dossiers;
mod edit;
mod list;
pub mod pages;
pub mod port;
mod sheet;
mod shown;
mod sign;
pub mod words;

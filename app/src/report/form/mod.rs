//! The official periodic report, form II.06a/VPCP/KSTT.

pub mod pages;
pub mod port;

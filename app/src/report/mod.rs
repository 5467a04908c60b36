//! Throughput and the official report.

pub mod cube;
pub mod form;
pub mod pages;
pub mod port;
pub mod table;

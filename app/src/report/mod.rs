//! Throughput and the official report.

pub mod form;
pub mod pages;
pub mod port;

//! Saved views of throughput.

pub mod model;

//! The audit: who did what; kept for good.

pub mod model;

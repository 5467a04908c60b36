//! What was done, by whom: kept for good.

pub mod model;

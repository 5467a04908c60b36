//! What was done, by whom: kept for good, read by administrators.

pub mod model;

//! Views of throughput that somebody keeps under a name.

pub mod model;

//! The drills, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod store {
    #[allow(dead_code, reason = "the contracts share a cluster; the drills do not")]
    pub mod cluster;
}
#[path = "drills/mod.rs"]
mod drills;

//! Accounts of staff, their roles and rights, and their sessions.

pub mod actor;
pub mod listed;
pub mod model;
pub mod session;

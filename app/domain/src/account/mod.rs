//! People who work here, and what each may do.

pub mod actor;
pub mod listed;
pub mod model;
pub mod session;

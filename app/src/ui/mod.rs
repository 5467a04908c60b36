//! Parts that every screen shares.

pub mod document;
pub mod fault;
pub mod form;
pub mod frame;
pub mod say;
pub mod waiting;

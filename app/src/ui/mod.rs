//! Parts that every screen shares.

pub mod again;
pub mod document;
pub mod fault;
pub mod foot;
pub mod form;
pub mod frame;
pub mod island;
pub mod say;
pub mod waiting;

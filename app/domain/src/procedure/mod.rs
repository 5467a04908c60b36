//! The catalogue that administrators keep: agencies, fields and procedures.

pub mod channel;
pub mod find;
pub mod form_input;
pub mod guide;
pub mod limits;
pub mod listed;
pub mod model;
pub mod office;
pub mod table;
pub mod written;

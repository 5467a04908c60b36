//! What people tell the centre: how satisfied they are, complaints, reports and suggestions, and what is answered.

pub mod due;
pub mod flow;
pub mod model;
pub mod rating;

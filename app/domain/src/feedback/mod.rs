//! Feedback of visitors: ratings of the service; complaints, reports and suggestions, and their answers.

pub mod due;
pub mod flow;
pub mod model;
pub mod rating;

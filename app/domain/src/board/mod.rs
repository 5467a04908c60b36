//! The board: what is counted over a period, and what of it may be public.

pub mod count;
pub mod days;
pub mod disclosed_fields;
pub mod disclosure;
pub mod edition;
pub mod figures;
pub mod handling;
pub mod measure;
pub mod model;
pub mod percentage;

#[cfg(test)]
mod tests;

//! Throughput and the official report.

pub mod backlog;
pub mod compare;
pub mod forecast;
pub mod form;
pub mod model;
pub mod pages;
pub mod port;
pub mod quality;
pub mod query;
pub mod steps;
pub mod working_time;

#[cfg(test)]
mod tests;

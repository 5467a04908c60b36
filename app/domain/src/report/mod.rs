//! Throughput, and the official report.

pub mod backlog;
pub mod compare;
pub mod counts;
pub mod cube;
pub mod disclosed_procedures;
pub mod forecast;
pub mod model;
pub mod official_form;
pub mod quality;
pub mod query;
pub mod sheet;
pub mod steps;
pub mod view;
pub mod working_time;

#[cfg(test)]
mod tests;

//! Throughput and the official report.

pub mod address;
pub mod backlog;
mod backlog_parts;
pub mod bars;
mod cards;
pub mod chart;
mod choose;
pub mod compare;
pub mod cube;
mod due;
mod explain;
mod export;
pub mod forecast;
pub mod form;
pub mod island;
mod list;
mod live;
pub mod model;
mod overview;
pub mod pages;
mod parts;
pub mod port;
pub mod quality;
pub mod query;
mod receptions;
pub mod sheet;
pub mod steps;
mod steps_parts;
pub mod table;
pub mod view;
mod words;
pub mod working_time;

#[cfg(test)]
mod tests;

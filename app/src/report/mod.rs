//! The pages of throughput and of the official report.

pub mod address;
mod backlog_parts;
pub mod bars;
mod cards;
pub mod chart;
mod choose;
mod due;
mod explain;
mod export;
pub mod island;
mod list;
mod live;
pub mod official_form;
mod overview;
pub mod pages;
mod parts;
pub mod port;
mod receptions;
mod steps_parts;
pub mod table;
pub mod view;
mod words;

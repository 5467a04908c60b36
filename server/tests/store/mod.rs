//! What the store promises, on both engines.

mod account;
mod act;
mod audit;
mod backup;
mod board;
mod bulk;
mod calendar;
mod catalogue;
mod centre;
pub mod cluster;
mod desk;
pub mod engine;
mod equality;
mod hands;
mod limits;
mod news;
mod note;
mod notice;
mod outbox;
mod parity;
mod people;
mod property;
mod report;
mod seal;
mod setting;
mod writers;

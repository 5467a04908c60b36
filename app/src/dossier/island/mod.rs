//! The islands of the desk's pages. Each only adds to its page, which works without script.
//!
//! An island is given texts, formatted on the server: no catalogue, calendar or right ever reaches the browser.
#![allow(
    missing_docs,
    clippy::needless_pass_by_value,
    reason = "the macro makes structs and functions of its own of every island, and takes its properties by value"
)]

pub mod api;
mod chosen;
mod finder;
mod notice;
mod table;
mod undo;

pub(crate) use chosen::Chosen;
pub(super) use finder::{Finder, FinderText};
pub(super) use notice::Notice;
pub(crate) use table::{TableText, WorklistTable};
pub(super) use undo::UndoTime;

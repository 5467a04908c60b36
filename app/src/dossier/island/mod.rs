//! What moves on the desk's pages while they are open. Each island only adds: without script the page is whole.
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

pub(crate) use chosen::Chosen;
pub(super) use finder::{Finder, FinderText};
pub(super) use notice::Notice;
pub(crate) use table::{TableText, WorklistTable};

//! The desk: receiving dossiers, moving them on, and what of them is shown and printed.

mod amend_form;
mod amend_words;
pub(crate) mod assign;
pub(crate) mod bulk;
pub mod desk;
mod detail;
mod export;
mod extension_preview;
mod history;
pub mod island;
mod linked_view;
pub mod message;
mod note;
pub mod pages;
mod print;
mod promise;
mod receive;
mod receiving_agency;
pub mod reminder;
mod shortcuts;
mod slip;
mod step;
mod take_in;
pub(crate) mod words;
mod worklist;

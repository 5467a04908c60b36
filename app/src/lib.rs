//! The screens of Sảnh.
//!
//! Values and rules come from `sanh-domain`. The pages are rendered on the server, which provides its services through Leptos'
//! context.

// The type of the work list's island nests as deep as its table; type erasure would avoid that but make it a third larger in the
// browser.
#![recursion_limit = "256"]

pub mod absence;
pub mod account;
pub mod admin;
pub mod alarm;
pub mod app;
pub mod audit;
pub mod board;
pub mod catalogue;
pub mod centre;
pub mod document;
pub mod dossier;
pub mod error;
pub mod feedback;
pub mod help;
pub mod import;
pub mod live_board;
pub mod lookup;
pub mod manage;
pub mod model;
pub mod notice;
pub mod outbox;
pub mod page;
pub mod privacy;
pub mod procedure;
pub mod public_procedure;
pub mod report;
pub mod screen;
#[cfg(feature = "ssr")]
pub mod server;
pub mod text;
pub mod ui;

/// Wakes the islands of a page in the browser. The wall and its twin have none.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}

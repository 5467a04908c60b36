//! A dossier's life: its states, what may be done to it, and the events that tell its story.
//!
//! A dossier is always the replay of its events ([`Dossier::replay`]).

mod act;
pub mod action;
pub mod amend;
mod annul;
pub mod applicant;
pub mod code;
pub mod event;
mod extension;
pub mod file;
pub mod history;
pub mod linked;
pub mod message;
pub mod model;
mod recount;
pub mod reminder;
mod replay;
pub mod status;
mod status_change;
pub mod worklist;

#[cfg(test)]
mod tests;

pub use action::{Action, Kind, REASON_CHARS_MAX, Refusal, Rules, When};
pub use amend::Amendment;
pub use code::{CODE_CHARS_MAX, CodeFault, CodeRule, DossierCode};
pub use event::{Event, ReplayFault};
pub use model::{CountedIn, Dossier, DossierId, Intake};
pub use recount::RecountedDue;
pub use replay::in_force;
pub use status::{Clock, EndReason, Status, UnknownStatus};
pub use status_change::StatusChange;

//! A dossier: its statuses, the actions on it, and its events.
//!
//! A dossier is always the replay of its events ([`Dossier::replay`]).

mod act;
mod action;
pub mod amend;
mod amended;
mod annul;
pub mod applicant;
pub mod attachment;
pub mod code;
mod due;
pub mod event;
mod event_kind;
mod extension;
pub mod file;
pub mod history;
pub mod linked;
pub mod message;
pub mod model;
mod next;
mod recount;
mod refusal;
pub mod register;
pub mod reminder;
mod replay;
mod restate;
mod rules;
pub mod status;
mod transition;
pub mod worklist;

#[cfg(test)]
mod tests;

pub use action::{Action, StatusChange, When};
pub use amend::Amendment;
pub use code::{CODE_CHARS_MAX, CodeEnd, CodeFault, CodeRule, DossierCode};
pub use event::{Event, ReplayFault};
pub use event_kind::EventKind;
pub use model::{CountedIn, Dossier, DossierId, Intake, Standing};
pub use recount::RecountedDue;
pub use refusal::{REASON_CHARS_MAX, Refusal};
pub use replay::in_force;
pub use rules::Rules;
pub use status::{Clock, EndReason, Status, UnknownStatus};

//! A dossier's life: its states, what may be done to it, and the events that tell its story.
//!
//! Nothing here asks the time or reads a calendar table by itself: instants, the calendar and the rules in force are handed in.
//! A dossier is always the replay of its events ([`Dossier::replay`]).

mod act;
pub mod action;
pub mod amend;
mod amend_form;
mod amend_words;
mod annul;
pub mod applicant;
pub(crate) mod assign;
pub(crate) mod bulk;
pub mod code;
mod counter;
pub mod desk;
mod detail;
pub mod event;
mod export;
mod extension;
mod extension_preview;
mod history;
pub mod island;
pub mod linked;
mod linked_view;
pub mod message;
pub mod model;
mod note;
pub mod pages;
mod print;
mod promise;
mod receive;
mod recount;
pub mod reminder;
mod replay;
mod shortcuts;
mod slip;
pub mod status;
mod step;
mod take_in;
pub(crate) mod words;
mod worklist;

#[cfg(test)]
mod tests;

pub use action::{Action, Actor, ActorRole, Kind, REASON_CHARS_MAX, Refusal, Rules, When};
pub use amend::Amendment;
pub use code::{CODE_CHARS_MAX, CodeFault, CodeRule, DossierCode};
pub use event::{Event, ReplayFault};
pub use model::{
    AgencyId, Channel, CountedBy, CountedIn, Dossier, DossierId, FieldId, Intake, ProcedureId,
};
pub use recount::RecountedDue;
pub use replay::in_force;
pub use status::{Clock, EndReason, Status, UnknownStatus};

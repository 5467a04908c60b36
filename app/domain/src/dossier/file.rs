//! A dossier as the desk opens it, and the centre's data that the desk shows.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::worklist::WorklistRow;
use super::{Event, Rules};
use crate::absence::model::Absence;
use crate::account::model::Colleague;
use crate::deadline::{Calendar, Instant};
use crate::id::FieldId;
use crate::procedure::listed::{ListedAgency, ListedProcedure};
use crate::text::name::Name;

/// The most dossiers of one bulk action (ours).
pub const BULK_MAX: usize = 200;

/// The longest note, in characters (ours).
pub const NOTE_CHARS_MAX: usize = 2_000;

/// The most notes of one dossier (ours).
pub const NOTES_MAX: usize = 500;

/// The purpose for which personal data of a dossier are read, as the audit records it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonalDataRead {
    /// Shown on a page.
    Opened,
    /// Printed.
    Printed,
    /// Printed on the slip that was just issued. The audit already has the issuing, so printing never waits for the audit.
    Slip,
}

/// Data of the centre that the desk shows.
#[derive(Clone, Serialize, Deserialize)]
pub struct Office {
    /// The centre's names.
    pub centre: Name,
    /// Its location.
    pub place: String,
    /// The authority that it is under; blank: none is named.
    pub parent: String,
    /// Its street address; blank: not told.
    pub address: String,
    /// The number to call with questions; blank: none.
    pub hotline: String,
    /// Its working time.
    pub calendar: Calendar,
    /// The rules in force now.
    pub rules: Rules,
    /// Every agency.
    pub agencies: Vec<ListedAgency>,
    /// Every field with its names.
    pub fields: Vec<(FieldId, Name)>,
    /// Every procedure.
    pub procedures: Vec<ListedProcedure>,
    /// Everybody who works on dossiers.
    pub colleagues: Vec<Colleague>,
    /// Who is away today, with a substitute who works here.
    pub absences: Vec<Absence>,
}

impl Office {
    /// The absence of an account today.
    #[must_use]
    pub fn absence_of(&self, account: &str) -> Option<&Absence> {
        self.absences.iter().find(|it| it.account == account)
    }
}

/// A colleague's note on a dossier. It may tell of the applicant, so it appears in no log, event or address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When it was written.
    pub at: Instant,
    /// The account's name.
    pub author: String,
    /// The text.
    pub text: String,
}

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Note(personal)")
    }
}

/// A dossier and its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierFile {
    /// The dossier.
    pub row: WorklistRow,
    /// Its history, in order.
    pub events: Vec<Event>,
    /// The linked dossier that it is the whole or a part of.
    pub linked: Option<Linked>,
}

/// A part of a linked dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedPart {
    /// The name of its task.
    pub name: Name,
    /// The dossier of the part.
    pub row: WorklistRow,
}

/// A linked dossier. Whoever may see the whole or one part may see the status of all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// The whole, with the due time promised to the applicant.
    pub whole: WorklistRow,
    /// Its parts, in their order.
    pub parts: Vec<LinkedPart>,
}

impl Linked {
    /// Whether a part has not ended.
    #[must_use]
    pub fn has_open_parts(&self) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| part.row.dossier.ended_at.is_none())
    }
}

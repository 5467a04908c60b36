//! Arguments and results of the desk's server functions.

use std::fmt;

use sanh_domain::account::model::Colleague;
use sanh_domain::deadline::{Instant, Undecided};
use sanh_domain::dossier::applicant::{Applicant, SlipSecrets, Submission};
use sanh_domain::dossier::attachment::Attachment;
use sanh_domain::dossier::file::{DossierFile, Note};
use sanh_domain::dossier::{Dossier, DossierCode, Event, EventKind};
use serde::{Deserialize, Serialize};

use crate::page::FieldValues;

/// The stream that tells the desk's open pages of changes.
pub const DESK_EVENTS: &str = "/desk/events";

/// Texts typed at the desk may be personal: their `Debug` output is left out.
macro_rules! unwritten {
    ($($form:ident),*) => {
        $(impl fmt::Debug for $form {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($form), "(personal)"))
            }
        })*
    };
}

unwritten!(ReceptionForm, AmendmentForm);

/// The fields of the form of reception, as typed; blank if not given.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReceptionForm {
    /// The number that makes it count once.
    pub key: String,
    /// The button that was pressed.
    pub action: String,
    /// The procedure's number.
    pub procedure: String,
    /// The agency's number.
    pub agency: String,
    /// The channel by which it comes in.
    pub channel: String,
    /// The applicant's name.
    pub name: String,
    /// Their telephone number.
    pub phone: String,
    /// Their identity number.
    pub identity: String,
    /// Their e-mail address.
    pub email: String,
    /// Their postal address.
    pub address: String,
    /// Who acts for them.
    pub representative: String,
    /// How many sets of papers were handed in.
    pub sets: String,
    /// The papers of the checklist that were handed in, by their places from 1.
    pub paper: FieldValues,
    /// In which form each paper of the checklist was handed in, in their order.
    pub paper_form: FieldValues,
    /// Other papers, one a line.
    pub other_papers: String,
    /// The time of reception, on the centre's clock.
    pub occurred: String,
    /// Why it is recorded so late.
    pub late_reason: String,
    /// Why it is refused.
    pub reason: String,
}

/// The result of a reception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReceptionOutcome {
    /// Only the agency was chosen; nothing was written.
    AgencySaid,
    /// It was received, now or by the same form before.
    Received(DossierCode),
    /// It was refused: the event that sends the letter.
    Refused {
        /// Its code.
        code: DossierCode,
        /// The number of the event.
        sequence: i64,
    },
}

/// The fields of the form of an amendment, as typed; blank if not given.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AmendmentForm {
    /// The number that makes it count once.
    pub key: String,
    /// The version that the form was made from.
    pub version: String,
    /// The procedure's number.
    pub procedure: String,
    /// The agency's number.
    pub agency: String,
    /// The channel by which it came in.
    pub channel: String,
    /// The time of reception, on the centre's clock.
    pub occurred: String,
    /// The applicant's name.
    pub name: String,
    /// Their telephone number.
    pub phone: String,
    /// Their identity number.
    pub identity: String,
    /// Their e-mail address.
    pub email: String,
    /// Their postal address.
    pub address: String,
    /// Who acts for them.
    pub representative: String,
    /// How many sets of papers were handed in.
    pub sets: String,
    /// The papers, one a line.
    pub papers: String,
    /// Why.
    pub reason: String,
    /// `yes` if the due time may become earlier.
    pub earlier: String,
}

/// A dossier as it is opened on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedDossier {
    /// The time at which it was opened.
    pub now: Instant,
    /// The dossier and its history.
    pub file: DossierFile,
    /// The applicant and the papers; `None`: nothing was recorded, or it was erased.
    pub submission: Option<Submission>,
    /// The notes of colleagues, oldest first.
    pub notes: Vec<Note>,
    /// What is attached, oldest first.
    pub attachments: Vec<Attachment>,
    /// Whether the short number on its slip is closed, because too many wrong ones were tried.
    pub is_pin_closed: bool,
    /// The confirmed addresses that are told of its changes, or of those of the whole that it is a part of.
    pub subscriptions: u32,
}

/// A letter to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The dossier.
    pub file: DossierFile,
    /// The event that the letter is about.
    pub event: Event,
    /// Who applied, where it is known.
    pub to: Option<Applicant>,
    /// Who wrote it.
    pub by: Option<Colleague>,
}

/// A control slip to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlSlip {
    /// The dossier.
    pub file: DossierFile,
    /// How many sets of papers were handed in, if it is known.
    pub sets: Option<u8>,
    /// Whoever its history names, also those who do not work here any more.
    pub people: Vec<Colleague>,
    /// When it is printed.
    pub at: Instant,
}

/// The paper by which a dossier is handed over, to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The dossier.
    pub file: DossierFile,
    /// What was handed in; `None`: nothing was taken down, or it was erased.
    pub submission: Option<Submission>,
    /// Whoever its history names.
    pub people: Vec<Colleague>,
    /// When it is printed.
    pub at: Instant,
}

/// A slip to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedSlip {
    /// The dossier.
    pub file: DossierFile,
    /// The applicant and the papers.
    pub submission: Submission,
    /// What only its holder knows.
    pub secrets: SlipSecrets,
    /// Who took it in.
    pub by: Option<Colleague>,
    /// When it was issued.
    pub issued_at: Instant,
}

/// A dossier as it would be received now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedDossier {
    /// The dossier; its code may go to another one first.
    pub dossier: Dossier,
    /// What the due time depends on that is not decided yet.
    pub undecided: Option<Undecided>,
}

/// The field that a file to be attached is sent in; also where what is wrong with one is told.
pub(crate) const ATTACHMENT_FILE: &str = "file";

/// The field that says what a file is.
pub(crate) const ATTACHMENT_TITLE: &str = "title";

/// The option that leaves a dossier unassigned. It is not a valid account name.
pub(crate) const NOBODY: &str = "*";

/// Whether a kind of event sends a letter.
pub(crate) const fn sends_letter(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::AskPapers
            | EventKind::AskPayment
            | EventKind::Refuse
            | EventKind::Stop
            | EventKind::Extend
    )
}

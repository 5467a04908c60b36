//! Arguments and results of the desk's server functions.

use std::fmt;

use sanh_domain::deadline::{Instant, Undecided};
use sanh_domain::dossier::applicant::{SlipSecrets, Submission};
use sanh_domain::dossier::attachment::Attachment;
use sanh_domain::dossier::file::{DossierFile, Note};
use sanh_domain::dossier::{Dossier, DossierCode, Event, EventKind};
use serde::{Deserialize, Serialize};

use crate::page::FieldValues;

/// What is typed at the desk may be personal: it is never written out.
macro_rules! unwritten {
    ($($form:ident),*) => {
        $(impl fmt::Debug for $form {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($form), "(personal)"))
            }
        })*
    };
}

unwritten!(StepForm, ReceptionForm, AmendmentForm);

/// What the form of a step says, for one dossier or for several, as typed; blank where it says nothing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// The number that makes it count once.
    pub key: String,
    /// The button that was pressed.
    pub action: String,
    /// The step chosen from the list.
    pub act: String,
    /// Why.
    pub reason: String,
    /// The account of the colleague who is to have it.
    pub assignee: String,
    /// The account of whose absence its sender knows.
    pub away_known: String,
    /// When it happened, on the centre's clock.
    pub occurred: String,
    /// Until when the dossier is extended, on the centre's clock.
    pub new_due: String,
    /// Why it is recorded so late.
    pub late_reason: String,
    /// Which new due time was shown to be confirmed.
    pub shown_due: String,
}

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepOutcome {
    /// It was recorded.
    Done(EventKind),
    /// It is to be confirmed first; nothing was written.
    ToConfirm(ExtensionPreview),
}

/// What the form of reception says, as typed; blank where it says nothing.
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
    /// How it comes in.
    pub channel: String,
    /// The applicant's name.
    pub name: String,
    /// Their telephone number.
    pub phone: String,
    /// Their identity number.
    pub identity: String,
    /// Their e-mail address.
    pub email: String,
    /// The papers of the checklist that were handed in, by their places from 1.
    pub paper: FieldValues,
    /// Other papers, one a line.
    pub other_papers: String,
    /// When it was taken in, on the centre's clock.
    pub occurred: String,
    /// Why it is recorded so late.
    pub late_reason: String,
    /// Why it is refused.
    pub reason: String,
}

/// What came of a reception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReceptionOutcome {
    /// Only the agency was said; nothing was written.
    AgencySaid,
    /// It was received: its slip.
    Received(Box<PrintedSlip>),
    /// The same form had received it before.
    ReceivedBefore(DossierCode),
    /// It was refused: the event that sends the letter.
    Refused {
        /// Its code.
        code: DossierCode,
        /// The number of the event.
        sequence: i64,
    },
}

/// What the form of an amendment says, as typed; blank where it says nothing.
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
    /// How it came in.
    pub channel: String,
    /// When it was received, on the centre's clock.
    pub occurred: String,
    /// The applicant's name.
    pub name: String,
    /// Their telephone number.
    pub phone: String,
    /// Their identity number.
    pub identity: String,
    /// Their e-mail address.
    pub email: String,
    /// The papers, one a line.
    pub papers: String,
    /// Why.
    pub reason: String,
    /// `yes` where the due time may come earlier.
    pub earlier: String,
}

/// A dossier as it is opened on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedDossier {
    /// When it was opened.
    pub now: Instant,
    /// The dossier and its history.
    pub file: DossierFile,
    /// Who applied and with which papers; `None`: nothing was taken down, or it was erased.
    pub submission: Option<Submission>,
    /// What colleagues noted, oldest first.
    pub notes: Vec<Note>,
    /// What is attached, oldest first.
    pub attachments: Vec<Attachment>,
    /// Whether the short number on its slip is over, as too many wrong ones were tried.
    pub is_pin_closed: bool,
}

/// A letter to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The dossier.
    pub file: DossierFile,
    /// What it tells of.
    pub event: Event,
    /// The applicant's name, where it is known.
    pub to: Option<String>,
}

/// A slip to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedSlip {
    /// The dossier.
    pub file: DossierFile,
    /// Who applied and with which papers.
    pub submission: Submission,
    /// What is told this once.
    pub secrets: SlipSecrets,
}

/// A dossier as it would be received now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedDossier {
    /// The dossier; its code may go to another one first.
    pub dossier: Dossier,
    /// What its due time rests on that is not decided yet.
    pub undecided: Option<Undecided>,
}

/// The field that a file to be attached is sent in; also where what is wrong with one is told.
pub(crate) const ATTACHMENT_FILE: &str = "file";

/// The field that says what a file is.
pub(crate) const ATTACHMENT_TITLE: &str = "title";

/// The option that leaves a dossier unassigned. It is not a valid account name.
pub(crate) const NOBODY: &str = "*";

/// A due time before and after its extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionPreview {
    /// The due time in force.
    pub due: Option<Instant>,
    /// The due time it would be.
    pub new_due: Instant,
    /// What was asked for, where it lies outside working time.
    pub moved_from: Option<Instant>,
    /// The calendar days before the new due time that are not yet decided.
    pub undecided: Option<Undecided>,
}

impl ExtensionPreview {
    /// What a form that was sent after the preview says of it.
    pub(crate) fn fingerprint(&self) -> String {
        self.new_due.timestamp_millis().to_string()
    }
}

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

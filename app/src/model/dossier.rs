//! Arguments and results of the desk's server functions.

use std::fmt;

use sanh_domain::deadline::{Instant, Undecided};
use sanh_domain::dossier::applicant::{SlipSecrets, Submission};
use sanh_domain::dossier::file::{DossierFile, Note};
use sanh_domain::dossier::{Dossier, DossierCode, Event, EventKind};
use serde::{Deserialize, Serialize};

use crate::page::FieldValues;

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

unwritten!(StepForm, ReceptionForm, AmendmentForm);

/// The fields of the form of a step, for one dossier or several, as typed; blank if not given.
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

/// The result of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepOutcome {
    /// It was recorded.
    Done(EventKind),
    /// It is to be confirmed first; nothing was written.
    ToConfirm(ExtensionPreview),
}

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
    /// The papers of the checklist that were handed in, by their places from 1.
    pub paper: FieldValues,
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
    /// It was received: its slip.
    Received(Box<PrintedSlip>),
    /// The same form was already received.
    ReceivedBefore(DossierCode),
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
    /// Whether the short number on its slip is closed, because too many wrong ones were tried.
    pub is_pin_closed: bool,
}

/// A letter to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The dossier.
    pub file: DossierFile,
    /// The event that the letter is about.
    pub event: Event,
    /// The applicant's name, if it is known.
    pub to: Option<String>,
}

/// A slip to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedSlip {
    /// The dossier.
    pub file: DossierFile,
    /// The applicant and the papers.
    pub submission: Submission,
    /// The secrets, which are shown only once.
    pub secrets: SlipSecrets,
}

/// A dossier as it would be received now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedDossier {
    /// The dossier; its code may go to another one first.
    pub dossier: Dossier,
    /// What the due time depends on that is not decided yet.
    pub undecided: Option<Undecided>,
}

/// The option that leaves a dossier unassigned. It is not a valid account name.
pub(crate) const NOBODY: &str = "*";

/// A due time before and after its extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionPreview {
    /// The due time in force.
    pub due: Option<Instant>,
    /// The due time it would be.
    pub new_due: Instant,
    /// The chosen time, if it is outside working time.
    pub moved_from: Option<Instant>,
    /// The calendar days before the new due time that are not yet decided.
    pub undecided: Option<Undecided>,
}

impl ExtensionPreview {
    /// The fingerprint that the form after the preview carries.
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

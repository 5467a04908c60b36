//! One line of the audit.

use std::net::IpAddr;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::deadline::Instant;
use crate::dossier::EventKind;
use crate::id::{AgencyId, FieldId, ProcedureId};
use crate::text::name::Name;

/// The action that an audit entry records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditAct {
    /// A sign-in.
    SignedIn,
    /// A sign-in with a wrong password or code.
    SignInRefused,
    /// A recovery code was used instead of the second factor.
    RecoveryUsed,
    /// A session was ended by its owner.
    SessionEnded,
    /// An account was made.
    AccountAdded,
    /// A one-time link was made for an account.
    LinkMade,
    /// A password was set, by a link or by its owner.
    PasswordSet,
    /// A role or its agencies were changed.
    RightsChanged,
    /// What a person is called was changed.
    AccountRenamed,
    /// An account was disabled.
    AccountDisabled,
    /// A dossier was moved on, or an attempt was refused.
    Dossier(EventKind),
    /// A note was added to a dossier.
    NoteAdded,
    /// A file was attached to a dossier.
    AttachmentAdded,
    /// A file of a dossier was opened.
    AttachmentOpened,
    /// A file was taken from a dossier, for good.
    AttachmentRemoved,
    /// A slip got new secrets.
    SlipIssued,
    /// An applicant's data were erased.
    ApplicantErased,
    /// A copy of an applicant's data was given out.
    ApplicantExported,
    /// An applicant's data were sent, or were to be sent, to the message gateway.
    LetterSent,
    /// The master key was changed.
    MasterKeyChanged,
    /// The seal key was changed: another key seals from here on.
    SealKeyChanged,
    /// The seal key was lost, and another one seals from here on.
    SealKeyLost,
    /// The database was restored from a backup, and later acts of the ledger were done again.
    Restored,
    /// A setting, an office, a procedure or the calendar was changed.
    CentreChanged,
    /// A message that was given up is sent again.
    LetterRetried,
    /// Figures or lists were exported.
    Exported,
    /// Personal data of a dossier were shown.
    DossierOpened,
    /// A letter or slip of a dossier was shown for printing.
    DossierPrinted,
    /// An applicant was searched for; the subject is a keyed hash of the text.
    Searched,
    /// A wall's settings were changed.
    ScreenChanged,
    /// A wall got an order: identify itself, hold its figures, or end its pairing.
    ScreenOrdered,
    /// A notice was written or changed.
    NoticeWritten,
    /// A notice was taken from the walls, or cancelled before.
    NoticeEnded,
    /// A second manager approved a notice.
    NoticeApproved,
    /// A second manager refused a notice.
    NoticeRefused,
    /// An alarm was muted or unmuted.
    AlarmMuted,
    /// An administrator confirmed that the server's clock is right.
    ClockConfirmed,
    /// The report of a period was signed.
    ReportSigned,
    /// A view of the report was saved.
    ViewKept,
    /// A saved view was removed.
    ViewRemoved,
    /// An absence was added, with its substitute.
    AbsenceSet,
    /// An absence was cancelled.
    AbsenceTakenBack,
    /// A file was uploaded for an import.
    FileUploaded,
    /// Dossiers were imported from a file.
    Imported,
    /// A mapping of an import was saved.
    MappingSaved,
    /// Counters were repaired from the dossiers.
    CountersRepaired,
    /// A message of a visitor was opened.
    FeedbackOpened,
    /// A message of a visitor was forwarded to an agency for an explanation.
    FeedbackForwarded,
    /// The agency explained.
    FeedbackExplained,
    /// The centre answered a message.
    FeedbackAnswered,
    /// A published answer was withdrawn.
    FeedbackWithdrawn,
    /// The contact data of a message's sender were erased.
    FeedbackContactErased,
    /// The owner of an address agreed to be told of a dossier.
    SubscriptionConfirmed,
    /// An address is told no more, and was erased; the subject is a hash of the secret of its links.
    SubscriptionEnded,
    /// It was read which letters about a dossier were sent to whoever is told of it; addresses masked.
    LettersRead,
    /// A rating of a dossier was opened at the reception desk.
    RatingOpened,
    /// A form was sent to an object outside the sender's scope, or a page or stream of one was requested.
    Refused,
}

impl AuditAct {
    const PLAIN: [Self; 56] = [
        Self::SignedIn,
        Self::SignInRefused,
        Self::RecoveryUsed,
        Self::SessionEnded,
        Self::AccountAdded,
        Self::LinkMade,
        Self::PasswordSet,
        Self::RightsChanged,
        Self::AccountRenamed,
        Self::AccountDisabled,
        Self::NoteAdded,
        Self::AttachmentAdded,
        Self::AttachmentOpened,
        Self::AttachmentRemoved,
        Self::SlipIssued,
        Self::ApplicantErased,
        Self::ApplicantExported,
        Self::LetterSent,
        Self::MasterKeyChanged,
        Self::SealKeyChanged,
        Self::SealKeyLost,
        Self::Restored,
        Self::CentreChanged,
        Self::LetterRetried,
        Self::Exported,
        Self::DossierOpened,
        Self::DossierPrinted,
        Self::Searched,
        Self::ScreenChanged,
        Self::ScreenOrdered,
        Self::NoticeWritten,
        Self::NoticeEnded,
        Self::NoticeApproved,
        Self::NoticeRefused,
        Self::AlarmMuted,
        Self::ClockConfirmed,
        Self::ReportSigned,
        Self::ViewKept,
        Self::ViewRemoved,
        Self::AbsenceSet,
        Self::AbsenceTakenBack,
        Self::FileUploaded,
        Self::Imported,
        Self::MappingSaved,
        Self::CountersRepaired,
        Self::FeedbackOpened,
        Self::FeedbackForwarded,
        Self::FeedbackExplained,
        Self::FeedbackAnswered,
        Self::FeedbackWithdrawn,
        Self::FeedbackContactErased,
        Self::SubscriptionConfirmed,
        Self::SubscriptionEnded,
        Self::LettersRead,
        Self::RatingOpened,
        Self::Refused,
    ];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignInRefused => "sign_in_refused",
            Self::RecoveryUsed => "recovery_used",
            Self::SessionEnded => "session_ended",
            Self::AccountAdded => "account_added",
            Self::LinkMade => "link_made",
            Self::PasswordSet => "password_set",
            Self::RightsChanged => "rights_changed",
            Self::AccountRenamed => "account_renamed",
            Self::AccountDisabled => "account_disabled",
            Self::Dossier(kind) => kind.as_str(),
            Self::NoteAdded => "note_added",
            Self::AttachmentAdded => "attachment_added",
            Self::AttachmentOpened => "attachment_opened",
            Self::AttachmentRemoved => "attachment_removed",
            Self::SlipIssued => "slip_issued",
            Self::ApplicantErased => "applicant_erased",
            Self::ApplicantExported => "applicant_exported",
            Self::LetterSent => "letter_sent",
            Self::MasterKeyChanged => "master_key_changed",
            Self::SealKeyChanged => "seal_key_changed",
            Self::SealKeyLost => "seal_key_lost",
            Self::Restored => "restored",
            Self::CentreChanged => "centre_changed",
            Self::LetterRetried => "letter_retried",
            Self::Exported => "exported",
            Self::DossierOpened => "dossier_opened",
            Self::DossierPrinted => "dossier_printed",
            Self::Searched => "searched",
            Self::ScreenChanged => "screen_changed",
            Self::ScreenOrdered => "screen_ordered",
            Self::NoticeWritten => "notice_written",
            Self::NoticeEnded => "notice_ended",
            Self::NoticeApproved => "notice_approved",
            Self::NoticeRefused => "notice_refused",
            Self::AlarmMuted => "alarm_muted",
            Self::ClockConfirmed => "clock_confirmed",
            Self::ReportSigned => "report_signed",
            Self::ViewKept => "view_kept",
            Self::ViewRemoved => "view_removed",
            Self::AbsenceSet => "absence_set",
            Self::AbsenceTakenBack => "absence_taken_back",
            Self::FileUploaded => "file_uploaded",
            Self::Imported => "imported",
            Self::MappingSaved => "mapping_saved",
            Self::CountersRepaired => "counters_repaired",
            Self::FeedbackOpened => "feedback_opened",
            Self::FeedbackForwarded => "feedback_forwarded",
            Self::FeedbackExplained => "feedback_explained",
            Self::FeedbackAnswered => "feedback_answered",
            Self::FeedbackWithdrawn => "feedback_withdrawn",
            Self::FeedbackContactErased => "feedback_contact_erased",
            Self::SubscriptionConfirmed => "subscription_confirmed",
            Self::SubscriptionEnded => "subscription_ended",
            Self::LettersRead => "letters_read",
            Self::RatingOpened => "rating_opened",
            Self::Refused => "refused",
        }
    }

    /// The act of a stored word; `None` for an unknown word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        // "refuse" is a step of a dossier; "refused" is what happened to a request.
        let plain = Self::PLAIN.into_iter().find(|act| act.as_str() == word);
        plain.or_else(|| word.parse().ok().map(Self::Dossier))
    }
}

/// A line of the audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Its number; the numbers have no gaps.
    pub id: i64,
    /// When it was recorded.
    pub at: Instant,
    /// The account's name.
    pub actor: String,
    /// The address of the request; `None` for the command line, or when unknown.
    pub address: Option<IpAddr>,
    /// The act.
    pub act: AuditAct,
    /// The object of the act: a dossier's code, an account's name, a setting.
    pub subject: String,
    /// The value before.
    pub was: String,
    /// The value after.
    pub became: String,
}

/// Lines on one page of the audit (ours).
pub const AUDIT_ROWS: u32 = 100;

/// What people call what lines tell of by numbers and names for machines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditNames {
    /// Agencies.
    pub agencies: Vec<(AgencyId, Name)>,
    /// Fields.
    pub fields: Vec<(FieldId, Name)>,
    /// Those procedures of which the lines give the number.
    pub procedures: Vec<(ProcedureId, Name)>,
    /// Walls, by their name in addresses.
    pub walls: Vec<(String, String)>,
    /// People, by the name signed in with.
    pub people: Vec<(String, String)>,
}

/// Lines of the audit, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLines {
    /// The centre's zone, in which times are shown.
    pub zone: Tz,
    /// What agencies, fields, procedures, walls and people are called now.
    pub names: AuditNames,
    /// At most [`AUDIT_ROWS`].
    pub lines: Vec<AuditLine>,
}

/// A filter of audit lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFilter {
    /// Only lines about this dossier, account or setting.
    pub subject: Option<String>,
    /// Only acts of this account.
    pub actor: Option<String>,
    /// Only lines with a smaller number.
    pub before: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_is_parsed_from_its_text() {
        let dossiers = EventKind::ALL.map(AuditAct::Dossier);
        for act in AuditAct::PLAIN.into_iter().chain(dossiers) {
            assert_eq!(AuditAct::read(act.as_str()), Some(act));
        }
        assert_eq!(AuditAct::read("rubbish"), None);
    }
}

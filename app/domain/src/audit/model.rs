//! One line of the audit.

use std::net::IpAddr;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::deadline::Instant;
use crate::dossier::EventKind;

/// The action that an audit entry records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditAct {
    /// Somebody signed in.
    SignedIn,
    /// Somebody tried to, with a wrong password or code.
    SignInRefused,
    /// Somebody used a recovery code in the place of the second factor.
    RecoveryUsed,
    /// A session was ended by its owner.
    SessionEnded,
    /// An account was made.
    AccountAdded,
    /// A one-time link was made for an account.
    LinkMade,
    /// A password was set, by a link or by its owner.
    PasswordSet,
    /// A role, or where it holds, was changed.
    RightsChanged,
    /// An account may sign in no more.
    AccountDisabled,
    /// A dossier was moved on, or tried to.
    Dossier(EventKind),
    /// Something was noted of a dossier.
    NoteAdded,
    /// A slip got new secrets.
    SlipIssued,
    /// An applicant was erased.
    ApplicantErased,
    /// A copy of what is kept of an applicant was given out.
    ApplicantExported,
    /// An applicant's data were handed to the gateway that tells them of a step, or tried to be.
    LetterSent,
    /// The master key was changed.
    MasterKeyChanged,
    /// Another key seals from here on.
    SealKeyChanged,
    /// The seal key was lost, and another one seals from here on.
    SealKeyLost,
    /// A copy took the place of the database; and what of before was done again.
    Restored,
    /// A setting, an office, a procedure or the calendar was changed.
    CentreChanged,
    /// A message that was given up is tried again.
    LetterRetried,
    /// Figures or lists were taken away.
    Exported,
    /// Personal data of a dossier were shown.
    DossierOpened,
    /// A letter or slip of a dossier was shown to be printed.
    DossierPrinted,
    /// An applicant was looked for; the subject is a keyed hash of what was typed.
    Searched,
    /// A wall was set up otherwise.
    ScreenChanged,
    /// A wall was told something: to say who it is, to hold its figures, to be paired no more.
    ScreenOrdered,
    /// A notice was written or changed.
    NoticeWritten,
    /// A notice was taken from the walls, or called off.
    NoticeEnded,
    /// A second manager let a notice be shown.
    NoticeApproved,
    /// A second manager did not.
    NoticeRefused,
    /// An alarm was muted, or is heard again.
    AlarmMuted,
    /// An administrator said that the server's clock is right.
    ClockConfirmed,
    /// The report of a period was signed.
    ReportSigned,
    /// A view of the figures was kept.
    ViewKept,
    /// A kept view was removed.
    ViewRemoved,
    /// An absence was set, with its substitute.
    AbsenceSet,
    /// An absence was taken back.
    AbsenceTakenBack,
    /// A file was uploaded to be imported.
    FileUploaded,
    /// Dossiers of a file were taken.
    Imported,
    /// It was said how files of a system are read.
    MappingSaved,
    /// Counters were set right from the dossiers.
    CountersRepaired,
    /// A message to the centre was shown.
    FeedbackOpened,
    /// An agency was asked to explain what a message is about.
    FeedbackForwarded,
    /// The agency explained.
    FeedbackExplained,
    /// The centre answered a message.
    FeedbackAnswered,
    /// A published answer was taken back.
    FeedbackWithdrawn,
    /// How the sender of a message can be reached was erased.
    FeedbackContactErased,
    /// The owner of an address agreed to be told of a dossier.
    SubscriptionConfirmed,
    /// An address is told no more, and was erased; the subject is a hash of the secret of its links.
    SubscriptionEnded,
    /// A rating of a dossier was opened at the counter.
    RatingOpened,
    /// A form was sent to what is not the sender's, or a page or stream of it was asked for.
    Refused,
}

impl AuditAct {
    const PLAIN: [Self; 51] = [
        Self::SignedIn,
        Self::SignInRefused,
        Self::RecoveryUsed,
        Self::SessionEnded,
        Self::AccountAdded,
        Self::LinkMade,
        Self::PasswordSet,
        Self::RightsChanged,
        Self::AccountDisabled,
        Self::NoteAdded,
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
        Self::RatingOpened,
        Self::Refused,
    ];

    /// The stored word.
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
            Self::AccountDisabled => "account_disabled",
            Self::Dossier(kind) => kind.as_str(),
            Self::NoteAdded => "note_added",
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
            Self::RatingOpened => "rating_opened",
            Self::Refused => "refused",
        }
    }

    /// The act of a stored word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        // "refuse" is done to a dossier, "refused" to whoever sent a form.
        let plain = Self::PLAIN.into_iter().find(|act| act.as_str() == word);
        plain.or_else(|| word.parse().ok().map(Self::Dossier))
    }
}

/// A line of the audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Its number, without gaps.
    pub id: i64,
    /// When.
    pub at: Instant,
    /// Who, by the name signed in with.
    pub actor: String,
    /// From where; `None`: at the server itself, or unknown.
    pub address: Option<IpAddr>,
    /// What.
    pub act: AuditAct,
    /// To what: a dossier's code, an account's name, a setting.
    pub subject: String,
    /// The value before.
    pub was: String,
    /// The value after.
    pub became: String,
}

/// Lines of one page of the audit (ours).
pub const AUDIT_ROWS: u32 = 100;

/// Lines of the audit, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLines {
    /// The centre's zone, in which instants are told.
    pub zone: Tz,
    /// At most [`AUDIT_ROWS`].
    pub lines: Vec<AuditLine>,
}

/// Which lines of the audit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFilter {
    /// About this dossier, account or setting.
    pub subject: Option<String>,
    /// Done by this name.
    pub actor: Option<String>,
    /// Older than this line.
    pub before: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_is_read_back_from_its_word() {
        let dossiers = EventKind::ALL.map(AuditAct::Dossier);
        for act in AuditAct::PLAIN.into_iter().chain(dossiers) {
            assert_eq!(AuditAct::read(act.as_str()), Some(act));
        }
        assert_eq!(AuditAct::read("rubbish"), None);
    }
}

//! The personal data that are stored: which, for what purpose, on which legal basis, for how long, who reads them, and in which
//! columns of the database.

use serde::{Deserialize, Serialize};

use crate::text::name::Name;

/// A kind of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalData {
    /// The applicant: name, numbers, address and papers.
    Applicant,
    /// The search keys of an applicant: keyed hashes of name and numbers.
    SearchKey,
    /// Notes of colleagues on a dossier.
    Note,
    /// Scans and forms that were attached to a dossier.
    Attachment,
    /// The secrets of a slip, sealed on the day they were issued, then as hashes.
    Slip,
    /// Messages sent about a step of a dossier.
    Message,
    /// The people who work here: name, role and sign-in data.
    Account,
    /// The addresses of sign-ins.
    Session,
    /// The author of each step of a dossier.
    Step,
    /// The audit: who did what otherwise, and who read whose data.
    Audit,
    /// Absences and substitutes.
    Absence,
    /// The authors of settings, notices and other entries of the centre.
    Authorship,
    /// Failed sign-ins, and the networks that sent wrong numbers.
    Throttle,
    /// Files uploaded for an import.
    Upload,
    /// Messages of visitors, their contact data, and the secrets by which they follow them.
    Feedback,
    /// Where somebody wants to be told of changes of a dossier, and that they were.
    Subscription,
    /// From where, and how often, somebody asked to be told, as hashes.
    SubscriptionFlow,
    /// From which network messages to the centre came, as a hash.
    FeedbackNetwork,
    /// Whether a dossier's service may be or was rated: a keyed mark, never stored with the rating.
    Rating,
}

/// The legal basis for storing data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalBasis {
    /// The duty of the one-stop unit to receive dossiers and give results (NĐ 118/2025).
    OneStop,
    /// The duty to keep data safe and to prove who saw them (Luật 91/2025, NĐ 356/2025).
    DataProtection,
    /// The employment of staff.
    Employment,
    /// Consent, which can be taken back at any time (Luật 91/2025).
    Consent,
}

/// How long data are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retention {
    /// This many days after the dossier's end.
    AfterEnd,
    /// This many days after the message was sent, if its dossier has ended.
    AfterMessage,
    /// This many days after the session began, or after the last try.
    AfterSession,
    /// This many hours after the upload; its entry in the list of uploads for this many days.
    AfterUpload,
    /// The texts of a message for good; its sender's contact data this many days after the answer.
    AfterAnswer,
    /// Until it is stopped; at the latest so many days after the dossier's end, and a day where nobody confirmed it.
    UntilStopped,
    /// A day.
    Day,
    /// For good: history, figures and proof depend on it.
    ForGood,
    /// As long as the account exists; accounts are disabled, never deleted.
    WithAccount,
}

/// Who reads data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// Staff of the agency concerned; the audit records each reading.
    AgencyStaff,
    /// Managers of the agency concerned; the audit records each reading.
    Managers,
    /// Administrators.
    Administrators,
    /// The operator of the server, on its console.
    Operator,
    /// The message gateway, for what it sends.
    Gateway,
    /// The person themselves.
    Oneself,
    /// Nobody: the program only compares it.
    Nobody,
}

/// One entry of the list of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonalDataEntry {
    /// The kind of data.
    pub data: PersonalData,
    /// The legal basis.
    pub basis: LegalBasis,
    /// How long it is stored.
    pub retention: Retention,
    /// The people who read it.
    pub readers: &'static [Reader],
    /// Whether it is encrypted, or a hash that cannot be reversed.
    pub is_sealed: bool,
    /// Its columns in the database: table, columns.
    pub columns: &'static [(&'static str, &'static [&'static str])],
}

/// All personal data that are stored. The public page is made from this list, and a test compares the schema with it.
pub const PERSONAL_DATA: &[PersonalDataEntry] = &[
    PersonalDataEntry {
        data: PersonalData::Applicant,
        basis: LegalBasis::OneStop,
        retention: Retention::AfterEnd,
        readers: &[
            Reader::AgencyStaff,
            Reader::Managers,
            Reader::Operator,
            Reader::Gateway,
        ],
        is_sealed: true,
        columns: &[("applicant", &["wrapped_key", "sealed"])],
    },
    PersonalDataEntry {
        data: PersonalData::SearchKey,
        basis: LegalBasis::OneStop,
        retention: Retention::AfterEnd,
        readers: &[Reader::Nobody],
        is_sealed: true,
        columns: &[("applicant_index", &["hash"])],
    },
    PersonalDataEntry {
        data: PersonalData::Note,
        basis: LegalBasis::OneStop,
        retention: Retention::AfterEnd,
        readers: &[Reader::AgencyStaff, Reader::Managers, Reader::Operator],
        is_sealed: true,
        columns: &[("note", &["author", "wrapped_key", "sealed"])],
    },
    PersonalDataEntry {
        data: PersonalData::Attachment,
        basis: LegalBasis::OneStop,
        retention: Retention::AfterEnd,
        readers: &[Reader::AgencyStaff, Reader::Managers, Reader::Operator],
        is_sealed: true,
        columns: &[
            ("attachment", &["author", "wrapped_key", "sealed"]),
            ("attachment_part", &["sealed"]),
        ],
    },
    PersonalDataEntry {
        data: PersonalData::Slip,
        basis: LegalBasis::OneStop,
        retention: Retention::AfterEnd,
        readers: &[Reader::Nobody],
        is_sealed: true,
        columns: &[("slip", &["pin_hash", "link_hash", "sealed"])],
    },
    PersonalDataEntry {
        data: PersonalData::Message,
        basis: LegalBasis::OneStop,
        retention: Retention::AfterMessage,
        readers: &[Reader::Administrators],
        is_sealed: false,
        columns: &[("outbox", &["dossier_id", "event_sequence", "state"])],
    },
    PersonalDataEntry {
        data: PersonalData::Account,
        basis: LegalBasis::Employment,
        retention: Retention::WithAccount,
        readers: &[Reader::Administrators, Reader::Oneself],
        is_sealed: false,
        columns: &[
            (
                "account",
                &[
                    "name",
                    "display_name",
                    "title",
                    "password_hash",
                    "factor_secret",
                ],
            ),
            ("account_agency", &["account_id"]),
            ("recovery_code", &["account_id", "code_hash"]),
            ("saved_view", &["account_id", "name", "query"]),
            ("worklist_view", &["account_id", "name", "query"]),
        ],
    },
    PersonalDataEntry {
        data: PersonalData::Session,
        basis: LegalBasis::DataProtection,
        retention: Retention::AfterSession,
        readers: &[Reader::Oneself],
        is_sealed: false,
        columns: &[
            (
                "session",
                &["token_hash", "account_id", "address", "browser"],
            ),
            (
                "sign_in_link",
                &["token_hash", "account_id", "factor_secret"],
            ),
            ("device", &["token_hash", "account_id"]),
            ("request_key", &["account_id"]),
        ],
    },
    PersonalDataEntry {
        data: PersonalData::Step,
        basis: LegalBasis::OneStop,
        retention: Retention::ForGood,
        readers: &[Reader::AgencyStaff, Reader::Managers],
        is_sealed: false,
        columns: &[
            ("event", &["actor", "reason"]),
            (
                "dossier",
                &["assignee", "received_by", "ended_by", "handed_over_by"],
            ),
        ],
    },
    PersonalDataEntry {
        data: PersonalData::Audit,
        basis: LegalBasis::DataProtection,
        retention: Retention::ForGood,
        readers: &[Reader::Administrators, Reader::Operator],
        is_sealed: false,
        columns: &[("audit", &["actor", "address", "subject"])],
    },
    PersonalDataEntry {
        data: PersonalData::Absence,
        basis: LegalBasis::Employment,
        retention: Retention::WithAccount,
        readers: &[Reader::AgencyStaff, Reader::Managers],
        is_sealed: false,
        columns: &[("absence", &["account_id", "substitute_id", "made_by"])],
    },
    PersonalDataEntry {
        data: PersonalData::Authorship,
        basis: LegalBasis::OneStop,
        retention: Retention::ForGood,
        readers: &[Reader::Managers, Reader::Administrators],
        is_sealed: false,
        columns: &[
            ("notice", &["author", "decided_by"]),
            ("alarm", &["muted_by"]),
            ("report_period", &["signed_by"]),
            ("signed_report", &["signed_by"]),
            ("import_mapping", &["author"]),
            ("seal_chain", &["begun_by"]),
        ],
    },
    PersonalDataEntry {
        data: PersonalData::Throttle,
        basis: LegalBasis::DataProtection,
        retention: Retention::AfterSession,
        readers: &[Reader::Nobody],
        is_sealed: false,
        columns: &[("throttle", &["name"])],
    },
    PersonalDataEntry {
        data: PersonalData::Upload,
        basis: LegalBasis::OneStop,
        retention: Retention::AfterUpload,
        readers: &[Reader::Oneself],
        is_sealed: false,
        columns: &[
            ("import_job", &["account_id", "file_name"]),
            ("staged_batch", &["content"]),
        ],
    },
    PersonalDataEntry {
        data: PersonalData::Feedback,
        basis: LegalBasis::OneStop,
        retention: Retention::AfterAnswer,
        readers: &[
            Reader::AgencyStaff,
            Reader::Managers,
            Reader::Gateway,
            Reader::Oneself,
        ],
        is_sealed: true,
        columns: &[
            ("feedback", &["pin_hash"]),
            ("feedback_entry", &["author", "wrapped_key", "sealed"]),
        ],
    },
    PersonalDataEntry {
        data: PersonalData::Subscription,
        basis: LegalBasis::Consent,
        retention: Retention::UntilStopped,
        readers: &[Reader::Administrators, Reader::Gateway, Reader::Oneself],
        is_sealed: true,
        columns: &[
            (
                "subscription",
                &["address_hash", "token_hash", "wrapped_key", "sealed"],
            ),
            (
                "letter",
                &["subscription_id", "event_sequence", "feedback_id", "state"],
            ),
        ],
    },
    PersonalDataEntry {
        data: PersonalData::SubscriptionFlow,
        basis: LegalBasis::DataProtection,
        retention: Retention::Day,
        readers: &[Reader::Nobody],
        is_sealed: true,
        columns: &[("subscription_flow", &["origin_hash"])],
    },
    PersonalDataEntry {
        data: PersonalData::FeedbackNetwork,
        basis: LegalBasis::DataProtection,
        retention: Retention::Day,
        readers: &[Reader::Nobody],
        is_sealed: true,
        columns: &[("feedback_flow", &["network"])],
    },
    PersonalDataEntry {
        data: PersonalData::Rating,
        basis: LegalBasis::OneStop,
        retention: Retention::ForGood,
        readers: &[Reader::Nobody],
        is_sealed: true,
        columns: &[
            ("rating_ticket", &["mark", "secret_hash"]),
            ("rating_mark", &["mark"]),
        ],
    },
];

/// The configured times for data that are deleted by age.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepTimes {
    /// Days for which an applicant's data are stored after the dossier's end; 0: until somebody asks for erasure.
    pub applicant_days: u32,
    /// Days for which messages are stored.
    pub message_days: u32,
    /// Days for which sessions are stored.
    pub session_days: u32,
    /// Hours for which an uploaded file is stored.
    pub upload_hours: u32,
    /// Days for which the list of uploads is stored.
    pub upload_days: u32,
    /// Days for which the contact data of a message's sender are stored after its answer.
    pub contact_days: u32,
    /// Days after a dossier's end that the addresses are kept which are told of it.
    pub subscription_days: u32,
}

/// The parts of the public page of personal data that depend on settings; the rest is [`PERSONAL_DATA`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivacyNotice {
    /// The centre, which is responsible for the data.
    pub centre: Name,
    /// Its location.
    pub place: String,
    /// The configured times.
    pub keep: KeepTimes,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_is_listed_once_and_every_column_has_one_kind() {
        let kinds: BTreeSet<_> = PERSONAL_DATA.iter().map(|entry| entry.data).collect();
        assert_eq!(kinds.len(), PERSONAL_DATA.len());
        let mut columns = BTreeSet::new();
        for entry in PERSONAL_DATA {
            assert!(!entry.readers.is_empty(), "{:?}", entry.data);
            for (table, names) in entry.columns {
                for name in *names {
                    assert!(columns.insert((table, name)), "{table}.{name}");
                }
            }
        }
    }
}

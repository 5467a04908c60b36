//! The personal data that are kept: what, for what, by which right, for how long, who reads it, and in which columns of the database.

use serde::{Deserialize, Serialize};

use crate::text::name::Name;

/// A kind of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalData {
    /// Who applied, with name, numbers, address and papers.
    Applicant,
    /// What an applicant is found by: keyed hashes of name and numbers.
    SearchKey,
    /// What colleagues noted of a dossier.
    Note,
    /// The secrets of a slip, as hashes.
    Slip,
    /// That somebody was told of a step of a dossier.
    Message,
    /// Who works here: name, role and what they sign in by.
    Account,
    /// From where somebody signed in.
    Session,
    /// Who did which step of a dossier.
    Step,
    /// Who did what otherwise, and who read whose data.
    Audit,
    /// Who is away, and who stands in.
    Absence,
    /// Who wrote, decided or kept something for the centre.
    Authorship,
    /// Who tried to sign in with a wrong password, and from which network wrong numbers came.
    Throttle,
    /// A file that was uploaded to be imported.
    Upload,
    /// What somebody wrote to the centre, how they can be reached, and what they follow it by.
    Feedback,
    /// Where somebody wants to be told of changes of a dossier, and that they were.
    Subscription,
    /// From where, and how often, somebody asked to be told, as hashes.
    SubscriptionFlow,
    /// From which network messages to the centre came, as a hash.
    FeedbackNetwork,
    /// That a dossier's service may be rated, or was: by a keyed mark, never with the rating.
    Rating,
}

/// By which right data are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalBasis {
    /// A duty of the one-stop unit: receiving dossiers and giving results (NĐ 118/2025).
    OneStop,
    /// A duty to keep data safe and to prove who saw them (Luật 91/2025, NĐ 356/2025).
    DataProtection,
    /// The employment of those who work here.
    Employment,
    /// Consent, which can be taken back at any time (Luật 91/2025).
    Consent,
}

/// How long data are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retention {
    /// So many days after the dossier's end.
    AfterEnd,
    /// So many days after the message was sent and its dossier has ended.
    AfterMessage,
    /// So many days after the session began, or the last try.
    AfterSession,
    /// So many hours after the upload, and the list of uploads so many days.
    AfterUpload,
    /// What a message says for good; how its sender can be reached so many days after its answer.
    AfterAnswer,
    /// Until it is stopped; at the latest so many days after the dossier's end, and a day where nobody confirmed it.
    UntilStopped,
    /// A day.
    Day,
    /// For good: history, figures and proof rest on it.
    ForGood,
    /// While the account is there, which is never deleted, only disabled.
    WithAccount,
}

/// Who reads data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// Staff of the agency concerned, each reading a line of the audit.
    AgencyStaff,
    /// Managers of the agency concerned, each reading a line of the audit.
    Managers,
    /// Administrators.
    Administrators,
    /// The operator of the server, at its console.
    Operator,
    /// The gateway of messages, for what it sends.
    Gateway,
    /// The person themselves.
    Oneself,
    /// Nobody: only compared by the program.
    Nobody,
}

/// What is kept of a kind of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonalDataEntry {
    /// Which kind.
    pub data: PersonalData,
    /// By which right.
    pub basis: LegalBasis,
    /// How long.
    pub retention: Retention,
    /// Who reads it.
    pub readers: &'static [Reader],
    /// Whether it lies encrypted, or as a hash that cannot be turned back.
    pub is_sealed: bool,
    /// The columns it lies in: table, columns.
    pub columns: &'static [(&'static str, &'static [&'static str])],
}

/// All personal data that are kept. The public page is made of it, and a test holds the schema to it.
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
        data: PersonalData::Slip,
        basis: LegalBasis::OneStop,
        retention: Retention::AfterEnd,
        readers: &[Reader::Nobody],
        is_sealed: true,
        columns: &[("slip", &["pin_hash", "link_hash"])],
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
                &["name", "display_name", "password_hash", "factor_secret"],
            ),
            ("account_agency", &["account_id"]),
            ("recovery_code", &["account_id", "code_hash"]),
            ("saved_view", &["account_id", "name", "query"]),
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
        readers: &[Reader::Gateway, Reader::Oneself],
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

/// How long data are kept that go by age, as it is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepTimes {
    /// Days after a dossier's end that its applicant is kept; 0: until somebody asks for erasure.
    pub applicant_days: u32,
    /// Days that messages are kept.
    pub message_days: u32,
    /// Days that sessions are kept.
    pub session_days: u32,
    /// Hours that an uploaded file is kept.
    pub upload_hours: u32,
    /// Days that the list of uploads is kept.
    pub upload_days: u32,
    /// Days after the answer to a message that its sender's contact is kept.
    pub contact_days: u32,
    /// Days after a dossier's end that the addresses are kept which are told of it.
    pub subscription_days: u32,
}

/// What the public page of personal data begins with, beside [`PERSONAL_DATA`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivacyNotice {
    /// Who keeps the data.
    pub centre: Name,
    /// Where it is.
    pub place: String,
    /// How long.
    pub keep: KeepTimes,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_stands_once_and_every_column_is_of_one_kind() {
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

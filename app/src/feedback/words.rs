//! The texts of messages and ratings.

use chrono_tz::Tz;
use sanh_domain::deadline::Instant;
use sanh_domain::feedback::model::{EntryKind, FeedbackKind, FeedbackState};
use sanh_domain::feedback::rating::Score;
use sanh_domain::language::Lang;

use crate::text::Messages;
use crate::text::date::{date_in_words, short_date};

/// The name of a kind of message.
pub(super) fn kind_name(lang: Lang, kind: FeedbackKind) -> String {
    let words = lang.words();
    match kind {
        FeedbackKind::Complaint => words.feedback_kind_complaint(),
        FeedbackKind::Report => words.feedback_kind_report(),
        FeedbackKind::Suggestion => words.feedback_kind_suggestion(),
    }
}

/// The purpose of a kind of message.
pub(super) fn kind_text(lang: Lang, kind: FeedbackKind) -> String {
    let words = lang.words();
    match kind {
        FeedbackKind::Complaint => words.feedback_kind_complaint_text(),
        FeedbackKind::Report => words.feedback_kind_report_text(),
        FeedbackKind::Suggestion => words.feedback_kind_suggestion_text(),
    }
}

/// The name of a message's state.
pub(super) fn state_name(lang: Lang, state: FeedbackState) -> String {
    let words = lang.words();
    match state {
        FeedbackState::Received => words.feedback_state_received(),
        FeedbackState::Forwarded => words.feedback_state_forwarded(),
        FeedbackState::Explained => words.feedback_state_explained(),
        FeedbackState::Answered => words.feedback_state_answered(),
    }
}

/// The name of an entry of a message.
pub(super) fn entry_name(lang: Lang, kind: EntryKind) -> String {
    let words = lang.words();
    match kind {
        EntryKind::Message => words.feedback_entry_message(),
        EntryKind::Dossier => words.feedback_entry_dossier(),
        EntryKind::Contact => words.feedback_entry_contact(),
        EntryKind::Request => words.feedback_entry_request(),
        EntryKind::Explanation => words.feedback_entry_explanation(),
        EntryKind::Answer => words.feedback_entry_answer(),
        EntryKind::Subject => words.feedback_entry_subject(),
    }
}

/// The name of a score.
pub(super) fn score_name(lang: Lang, score: Score) -> String {
    let words = lang.words();
    match score {
        Score::VerySatisfied => words.rating_very_satisfied(),
        Score::Satisfied => words.rating_satisfied(),
        Score::Neutral => words.rating_neutral(),
        Score::Dissatisfied => words.rating_dissatisfied(),
    }
}

/// The local day of an instant, in words.
pub(super) fn day(lang: Lang, at: Instant, zone: Tz) -> String {
    date_in_words(lang, at.with_timezone(&zone).date_naive())
}

/// The local day of an instant, short.
pub(super) fn short_day(at: Instant, zone: Tz) -> String {
    short_date(at.with_timezone(&zone).date_naive())
}

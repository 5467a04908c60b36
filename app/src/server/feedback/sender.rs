//! The functions for senders of messages: sending, following, reading published answers.

use leptos::prelude::*;
use sanh_domain::account::model::RequestKey;
use sanh_domain::dossier::CODE_CHARS_MAX;
use sanh_domain::dossier::applicant::InvalidApplicantField;
use sanh_domain::feedback::due::answer_due;
use sanh_domain::feedback::model::{
    Contact, FeedbackCode, FeedbackKind, PUBLISHED_ROWS, TEXT_CHARS_MAX, TEXT_CHARS_MIN,
    pin_in_groups, read_pin,
};
use sanh_store::{NewFeedback, SendOutcome};

use super::super::network::network_of;
use super::super::{RunningCounts, failure, now, store};
use super::tries::NetworkTries;
use super::{centre, refuse_open_connection, written};
use crate::error::AppError;
use crate::model::feedback::{FollowedFeedback, PublishedAnswers, SentFeedback, agency_of};
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::{FormError, Refusal};

/// Wrong tries of one network to follow a message without a wait (ours: the kiosk of a lobby is one network).
const FREE_TRIES: u32 = 10;
/// The status for a request that may be tried again later.
const TOO_MANY: u16 = 429;

/// A message as its form sent it.
pub(crate) struct Draft {
    key: RequestKey,
    kind: FeedbackKind,
    text: String,
    dossier: String,
    contact: Option<Contact>,
}

/// Reads the form of a message: key and kind, the text and the dossier it names, and name, phone and address of its sender.
pub(crate) fn draft(
    (key, kind): (&str, &str),
    (text, dossier): (&str, &str),
    (name, phone, email): (&str, &str, &str),
) -> Result<Draft, FormError> {
    let words = request().room_lang().words();
    let kind = kind.parse::<FeedbackKind>();
    let kind = kind.map_err(|_| Problem::new("kind", words.feedback_kind_missing()));
    let text = written("text", text, (TEXT_CHARS_MIN, TEXT_CHARS_MAX));
    let dossier = dossier.trim();
    let dossier = (dossier.chars().count() <= CODE_CHARS_MAX)
        .then(|| dossier.to_owned())
        .ok_or_else(|| Problem::new("dossier", words.feedback_long(CODE_CHARS_MAX)));
    let contact = Contact::read(name, phone, email);
    let contact = contact.map_err(|fields| fields.into_iter().map(contact_problem).collect());
    let key = RequestKey::read(key.trim());
    let key = key.ok_or_else(|| Problem::new("text", words.receive_bad_form()));
    match (key, kind, text, dossier, contact) {
        (Ok(key), Ok(kind), Ok(text), Ok(dossier), Ok(contact)) => Ok(Draft {
            key,
            kind,
            text,
            dossier,
            contact,
        }),
        (key, kind, text, dossier, contact) => {
            let mut problems: Vec<Problem> = Vec::new();
            problems.extend(kind.err());
            problems.extend(text.err().or(key.err()));
            problems.extend(dossier.err());
            let of_contact: Vec<Problem> = contact.err().unwrap_or_default();
            problems.extend(of_contact);
            Err(FormError::Refused(problems.into()))
        }
    }
}

fn contact_problem(field: InvalidApplicantField) -> Problem {
    let words = request().room_lang().words();
    match field {
        InvalidApplicantField::Phone => Problem::new("phone", words.feedback_bad_phone()),
        InvalidApplicantField::Email => Problem::new("email", words.feedback_bad_email()),
        // The form of a message has only name, phone and e-mail.
        InvalidApplicantField::Name
        | InvalidApplicantField::Identity
        | InvalidApplicantField::Address
        | InvalidApplicantField::Representative => Problem::new("name", words.feedback_bad_name()),
    }
}

/// Takes a message.
pub(crate) async fn send(draft: Draft) -> Result<SentFeedback, FormError> {
    refuse_open_connection()?;
    let (store, now, request) = (store()?, now(), request());
    let (centre, _) = centre(&store, now).await?;
    let network = network_of(request.visitor.from.address);
    let due_at = answer_due(&centre.calendar, now, centre.feedback_answer_days);
    let new = NewFeedback {
        key: draft.key,
        kind: draft.kind,
        text: draft.text,
        dossier: draft.dossier,
        contact: draft.contact.map(|contact| contact.to_lines()),
        due_at,
        network,
    };
    match store.send_feedback(new, now).await.map_err(failure)? {
        SendOutcome::Taken(secrets) => Ok(SentFeedback {
            code: secrets.code.in_groups(),
            pin: pin_in_groups(&secrets.pin),
            due_at,
            zone: centre.zone,
        }),
        SendOutcome::Held => {
            let words = request.room_lang().words();
            Err(too_many("text", words.feedback_held()))
        }
    }
}

/// The message of a code and a number. Whatever is wrong with either is answered alike.
pub(crate) async fn follow(code: &str, pin: &str) -> Result<FollowedFeedback, FormError> {
    refuse_open_connection()?;
    let (store, now) = (store()?, now());
    let words = request().room_lang().words();
    if !expect_context::<RunningCounts>().feedback.take(now) {
        return Err(too_many("code", words.feedback_follow_busy()));
    }
    let tries = NetworkTries::of("feedback");
    let wait_s = tries.begin(&store, FREE_TRIES, now).await?;
    if wait_s > 0 {
        let minutes = wait_s.div_ceil(60);
        return Err(too_many("code", words.feedback_follow_wait(minutes)));
    }
    let found = match (FeedbackCode::read(code), read_pin(pin)) {
        (Some(code), Some(pin)) => store.follow_feedback(&code, &pin).await.map_err(failure)?,
        _ => None,
    };
    let Some(file) = found else {
        return Err(Problem::new("code", words.feedback_follow_unknown()).into());
    };
    tries.give_back(&store).await?;
    let (centre, agencies) = centre(&store, now).await?;
    let agency = agency_of(&agencies, file.row.agency).cloned();
    Ok(FollowedFeedback {
        file,
        agency,
        now,
        zone: centre.zone,
    })
}

/// The published answers of a page, from 0.
pub(crate) async fn published(page: u32) -> Result<PublishedAnswers, AppError> {
    let (store, now) = (store()?, now());
    let skipped = page.saturating_mul(PUBLISHED_ROWS);
    let answers = store.published_answers((skipped, PUBLISHED_ROWS + 1)).await;
    let mut answers = answers.map_err(failure)?;
    let has_more = answers.len() > PUBLISHED_ROWS as usize;
    answers.truncate(PUBLISHED_ROWS as usize);
    Ok(PublishedAnswers {
        answers,
        has_more,
        zone: store.centre(now).await.map_err(failure)?.zone,
    })
}

pub(super) fn too_many(field: &'static str, message: String) -> FormError {
    FormError::Refused(Refusal {
        status: TOO_MANY,
        problems: vec![Problem::new(field, message)],
        ..Refusal::default()
    })
}

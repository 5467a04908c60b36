//! The message to an applicant about an event (NĐ 224/2026 Art. 15: a change of status is notified at once).

use chrono_tz::Tz;
use sanh_domain::dossier::message::names_due;
use sanh_domain::dossier::{Event, EventKind};
use sanh_domain::language::Lang;

use crate::text::Messages;
use crate::text::dossier::{act_name, moment, status_name};

/// The language applicants are written to in.
const LANG: Lang = Lang::Vi;

/// A message to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// One line without personal data, because a locked screen may show it.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// Around an event: what the message names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageContext<'a> {
    /// Whom it is for.
    pub name: &'a str,
    /// The procedure's name.
    pub procedure: &'a str,
    /// The centre's name.
    pub centre: &'a str,
    /// The centre's zone.
    pub zone: Tz,
}

/// The message of an event.
#[must_use]
pub fn message(event: &Event, about: &MessageContext<'_>) -> Message {
    let words = LANG.words();
    let reason = event.reason.clone().unwrap_or_default();
    let at = |at| moment(at, about.zone);
    let told = match event.kind {
        EventKind::Receive => words.message_received(at(event.occurred_at)),
        EventKind::Refuse => words.message_refused(reason),
        EventKind::AskPapers => words.message_papers(reason),
        EventKind::Remind => words.message_reminded(reason),
        EventKind::AskPayment => words.message_payment(reason),
        EventKind::ConfirmWithdrawal => words.message_withdrawn(),
        EventKind::DeclineWithdrawal => words.message_goes_on(),
        EventKind::Stop => words.message_stopped(reason),
        EventKind::Resolve => words.message_resolved(),
        EventKind::Extend => words.message_extended(reason),
        EventKind::Recount => words.message_recounted(reason),
        EventKind::Amend => words.message_amended(),
        EventKind::Annul => words.message_annulled(reason),
        EventKind::Correct => words.message_corrected(status_name(LANG, event.to)),
        kind => words.message_status(act_name(LANG, kind), status_name(LANG, event.to)),
    };
    let due = event
        .due_at
        .filter(|_| names_due(event.to))
        .map(|due| words.message_due(at(due)));
    let what = match event.kind {
        EventKind::Correct => status_name(LANG, event.to),
        kind => act_name(LANG, kind),
    };
    let lines = [
        Some(words.message_dear(about.name)),
        Some(words.message_about(about.procedure, event.code.as_str())),
        Some(told),
        due,
        Some(words.message_from(about.centre)),
        Some(words.message_no_reply()),
    ];
    Message {
        subject: words.message_subject(what),
        text: lines.into_iter().flatten().collect::<Vec<_>>().join("\n\n"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sanh_domain::deadline::Instant;
    use sanh_domain::dossier::{DossierCode, Status};

    fn event(kind: EventKind) -> Event {
        let at: Instant = "2026-11-24T02:00:00Z".parse().unwrap();
        Event {
            code: DossierCode::try_from("H49.1-261124-0001".to_owned()).unwrap(),
            sequence: 2,
            kind,
            from: Some(Status::InProcess),
            to: if kind == EventKind::Receive {
                Status::Received
            } else {
                Status::PapersAsked
            },
            occurred_at: at,
            recorded_at: at,
            actor: "lan".to_owned(),
            reason: Some("Thiếu đơn.".to_owned()),
            due_at: Some(at),
            handled_min: None,
            paused_min: 0,
            made_up: false,
            takes_back: None,
            amendment: None,
            counted_due_at: None,
        }
    }

    const ABOUT: MessageContext<'static> = MessageContext {
        name: "Lê Thị Thử",
        procedure: "Cấp bản sao",
        centre: "Trung tâm",
        zone: chrono_tz::Asia::Ho_Chi_Minh,
    };

    #[test]
    fn a_request_for_papers_says_which_and_that_the_clock_has_stopped() {
        let message = message(&event(EventKind::AskPapers), &ABOUT);
        assert!(
            message.text.contains("Đề nghị bổ sung giấy tờ: Thiếu đơn."),
            "{}",
            message.text
        );
        assert!(message.text.contains("không tính vào thời hạn"));
        assert!(
            !message.text.contains("Hẹn trả"),
            "no promise is made while the clock stands"
        );
    }

    #[test]
    fn a_reminder_says_which_papers_are_waited_for_and_is_no_new_request() {
        let message = message(&event(EventKind::Remind), &ABOUT);
        assert!(
            message
                .text
                .contains("vẫn đang chờ giấy tờ bổ sung: Thiếu đơn."),
            "{}",
            message.text
        );
        assert!(!message.text.contains("Đề nghị bổ sung giấy tờ"));
    }

    #[test]
    fn a_reception_says_when_the_result_is_due() {
        let message = message(&event(EventKind::Receive), &ABOUT);
        assert!(
            message.text.contains("Hẹn trả kết quả: 09:00 24/11/2026"),
            "{}",
            message.text
        );
    }

    #[test]
    fn a_subject_names_nobody_and_no_dossier() {
        for kind in EventKind::ALL {
            let message = message(&event(kind), &ABOUT);
            assert!(
                !message.subject.contains("H49") && !message.subject.contains("Thử"),
                "{}",
                message.subject
            );
        }
    }
}

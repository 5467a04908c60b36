#![allow(clippy::unwrap_used)]

use chrono::{NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Asia::Ho_Chi_Minh;
use proptest::prelude::*;

use super::*;
use crate::account::actor::{Actor, ActorRole};
use crate::deadline::calendar::WorkingMinutes;
use crate::deadline::due::TimeLimit;
use crate::deadline::office_hours::{Interval, OfficeHours};
use crate::dossier::{Action, CountedIn, Intake};
use crate::id::FieldId;
use crate::procedure::channel::Channel;

fn at(text: &str) -> Instant {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    Ho_Chi_Minh.from_local_datetime(&local).unwrap().to_utc()
}

/// 07:30–11:30 and 13:00–17:00, Monday to Friday.
fn calendar() -> Calendar {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    let day = vec![
        Interval::new(time(7, 30), time(11, 30)).unwrap(),
        Interval::new(time(13, 0), time(17, 0)).unwrap(),
    ];
    let week = std::array::from_fn(|weekday| if weekday < 5 { day.clone() } else { Vec::new() });
    let valid_from = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    Calendar::new(
        Ho_Chi_Minh,
        vec![OfficeHours { valid_from, week }],
        Vec::new(),
    )
}

fn manager() -> Actor {
    Actor {
        name: "minh".to_owned(),
        role: ActorRole::Manager,
    }
}

struct Life {
    dossier: Dossier,
    events: Vec<Event>,
}

impl Life {
    /// Received with a limit of five working days.
    fn received(when: &str) -> Self {
        let intake = Intake {
            code: "H49.65-250908-0011".parse().unwrap(),
            agency: AgencyId(1),
            field: FieldId(2),
            procedure: Some(ProcedureId(3)),
            channel: Channel::Direct,
            limit: Some(TimeLimit {
                length: WorkingMinutes(2_400).into(),
                cutoff_15h: false,
            }),
            counted_in: CountedIn::Both,
        };
        let rules = Rules::default();
        let opened = Dossier::open(intake, at(when), &calendar(), &rules, &manager(), true);
        let (dossier, events) = opened.unwrap();
        Self { dossier, events }
    }

    fn then(mut self, action: Action, when: &str) -> Self {
        let done = self.dossier.act(
            action,
            at(when).into(),
            &calendar(),
            &Rules::default(),
            &manager(),
            &self.events,
        );
        let (dossier, event) = done.unwrap();
        self.dossier = dossier;
        self.events.push(event);
        self
    }

    fn told(&self, is_overdue: bool) -> DossierProgress {
        let row = WorklistRow {
            dossier: self.dossier.clone(),
            is_overdue,
            is_stop_proposed: false,
            left_min: None,
            undecided: None,
            applicant: None,
        };
        let rules = Rules::default();
        DossierProgress::of(
            &row,
            &self.events,
            (&calendar(), &rules),
            &["Trần Thử Nghiệm"],
        )
    }
}

fn why(text: &str) -> String {
    text.to_owned()
}

#[test]
fn received_at_night_it_counts_from_the_next_opening() {
    let told = Life::received("2025-09-08 22:00").told(false);
    assert_eq!(told.stage, Stage::Received);
    assert_eq!(told.counts_from, Some(at("2025-09-09 07:30")));
    assert_eq!(
        Life::received("2025-09-08 09:00").told(false).counts_from,
        None
    );
}

#[test]
fn a_wait_is_explained_with_its_last_day_and_without_the_applicants_name() {
    let life = Life::received("2025-09-08 08:00").then(Action::Start, "2025-09-08 09:00");
    let reason = why("Ông Trần Thử Nghiệm nộp thêm bản sao khai sinh");
    let life = life.then(Action::AskPapers { reason }, "2025-09-09 10:00");
    let told = life.told(false);
    assert_eq!(told.stage, Stage::Waiting);
    let wait = told.wait.unwrap();
    assert_eq!(
        (wait.what, wait.since),
        (WaitsFor::Papers, at("2025-09-09 10:00"))
    );
    assert_eq!(wait.text, "Ông … nộp thêm bản sao khai sinh");
    assert_eq!(wait.until, NaiveDate::from_ymd_opt(2025, 10, 9));
    let back = life
        .then(Action::PapersReceived, "2025-09-10 10:00")
        .told(false);
    assert_eq!((back.stage, back.wait), (Stage::InProcess, None));
}

#[test]
fn a_request_that_was_taken_back_is_no_longer_shown() {
    let life = Life::received("2025-09-08 08:00").then(Action::Start, "2025-09-08 09:00");
    let reason = why("Nộp phí");
    let life = life.then(Action::AskPayment { reason }, "2025-09-09 10:00");
    assert_eq!(life.told(false).wait.unwrap().text, "Nộp phí");
    let reason = why("nhầm");
    let told = life
        .then(Action::Correct { reason }, "2025-09-09 11:00")
        .told(false);
    assert_eq!((told.stage, told.wait), (Stage::InProcess, None));
}

#[test]
fn an_extension_is_shown_with_its_reason_and_the_old_due_time() {
    let life = Life::received("2025-09-08 08:00").then(Action::Start, "2025-09-08 09:00");
    let extend = Action::Extend {
        reason: why("Chờ ý kiến của sở"),
        new_due: at("2025-09-19 17:00"),
    };
    let told = life.then(extend, "2025-09-10 09:00").told(false);
    let apology = told.apology.unwrap();
    assert_eq!(apology.reason, "Chờ ý kiến của sở");
    assert_eq!(apology.due_before, Some(at("2025-09-15 08:00")));
    assert_eq!(told.due_at, Some(at("2025-09-19 17:00")));
}

#[test]
fn resolved_after_the_due_minute_it_was_late() {
    let life = Life::received("2025-09-08 08:00").then(Action::Start, "2025-09-08 09:00");
    let done = |when: &str| {
        let life = Life {
            dossier: life.dossier.clone(),
            events: life.events.clone(),
        };
        life.then(Action::Resolve, when).told(false)
    };
    assert!(!done("2025-09-15 08:00").is_late);
    let late = done("2025-09-15 08:01");
    assert_eq!((late.stage, late.is_late), (Stage::Ready, true));
}

#[test]
fn a_stop_is_shown_with_its_reason_and_a_withdrawal_as_the_applicants() {
    let life = Life::received("2025-09-08 08:00").then(Action::Start, "2025-09-08 09:00");
    let reason = why("Không đủ điều kiện");
    let stopped = life
        .then(Action::Stop { reason }, "2025-09-09 10:00")
        .told(false);
    assert_eq!(stopped.stage, Stage::Ended(Ending::Stopped));
    assert_eq!(stopped.end_text, "Không đủ điều kiện");
    let ask = Action::AskWithdrawal {
        reason: why("Tôi rút"),
    };
    let life = Life::received("2025-09-08 08:00").then(ask, "2025-09-09 10:00");
    assert_eq!(life.told(false).wait.unwrap().text, "");
    let reason = why("Đồng ý");
    let told = life
        .then(Action::ConfirmWithdrawal { reason }, "2025-09-09 11:00")
        .told(false);
    assert_eq!(
        (told.stage, told.end_text.as_str()),
        (Stage::Ended(Ending::Withdrawn), "")
    );
}

proptest! {
    #[test]
    fn names_and_numbers_in_colleagues_texts_are_never_shown(
        before in "[a-zăâđ ]{0,30}", number in "0[0-9]{9}", kind in 0..3,
    ) {
        let reason = format!("{before} TRAN THU NGHIEM {number}");
        let action = match kind {
            0 => Action::AskPapers { reason },
            1 => Action::AskPayment { reason },
            _ => Action::Stop { reason },
        };
        let told = Life::received("2025-09-08 08:00").then(action, "2025-09-09 10:00").told(false);
        let written = serde_json::to_string(&told).unwrap().to_lowercase();
        prop_assert!(!written.contains("nghiem") && !written.contains(&number), "{}", written);
        prop_assert!(!written.contains("0011") && !written.contains("minh"), "{}", written);
    }
}

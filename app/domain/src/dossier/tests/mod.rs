//! Sentences about a dossier's life.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod amend;
mod annul;
mod assign;
mod code;
mod correction;
mod deadline;
mod extension;
mod floor;
mod history;
mod linked;
mod next;
mod properties;
mod recount;
mod reminder;
mod rights;
mod table;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Asia::Ho_Chi_Minh;

use super::*;
use crate::account::actor::{Actor, ActorRole};
use crate::deadline::calendar::{Calendar, WorkingMinutes};
use crate::deadline::due::TimeLimit;
use crate::deadline::office_hours::{CalendarDay, Interval, OfficeHours};
use crate::deadline::{DayStatus, Instant};
use crate::id::{AgencyId, FieldId, ProcedureId};
use crate::procedure::channel::Channel;

/// Local time of the centre, `2025-09-19 16:00`.
pub(super) fn at(text: &str) -> Instant {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    Ho_Chi_Minh.from_local_datetime(&local).unwrap().to_utc()
}

/// 07:30–11:30 and 13:00–17:00, Monday to Friday, with a Tết of 16 to 20 February 2026.
pub(super) fn calendar() -> Calendar {
    calendar_with(Vec::new())
}

/// The same, with other days that differ.
pub(super) fn calendar_with(days: Vec<CalendarDay>) -> Calendar {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    let day = vec![
        Interval::new(time(7, 30), time(11, 30)).unwrap(),
        Interval::new(time(13, 0), time(17, 0)).unwrap(),
    ];
    let week = std::array::from_fn(|weekday| if weekday < 5 { day.clone() } else { Vec::new() });
    let hours = OfficeHours {
        valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        week,
    };
    let tet = (16..=20).map(|day| CalendarDay {
        date: NaiveDate::from_ymd_opt(2026, 2, day).unwrap(),
        agency: None,
        intervals: Vec::new(),
        name: "Tết".to_owned(),
        decision: "test".to_owned(),
        status: DayStatus::Decided,
    });
    Calendar::new(Ho_Chi_Minh, vec![hours], tet.chain(days).collect())
}

pub(super) fn intake(channel: Channel, limit_min: u32) -> Intake {
    Intake {
        code: "H49.65-220914-0011".parse().unwrap(),
        agency: AgencyId(1),
        field: FieldId(2),
        procedure: Some(ProcedureId(3)),
        channel,
        limit: (limit_min > 0).then_some(TimeLimit {
            length: WorkingMinutes(limit_min).into(),
            cutoff_15h: false,
        }),
        counted_in: crate::dossier::CountedIn::Both,
    }
}

pub(super) fn staff() -> Actor {
    Actor {
        name: "lan".to_owned(),
        role: ActorRole::Staff,
    }
}

pub(super) fn manager() -> Actor {
    Actor {
        name: "minh".to_owned(),
        role: ActorRole::Manager,
    }
}

pub(super) fn import() -> Actor {
    Actor {
        name: "import".to_owned(),
        role: ActorRole::System,
    }
}

pub(super) fn why() -> String {
    "a reason".to_owned()
}

/// An action of the kind; an extension is to Friday 19 September 2025 at 17:00. An amendment says the same of the reception, and has other papers.
pub(super) fn action(kind: EventKind) -> Action {
    if kind == EventKind::Amend {
        let dossier = Story::received().dossier;
        return Action::Amend {
            reason: why(),
            change: Box::new(papers_of(&dossier)),
        };
    }
    let new_due = Some(at("2025-09-19 17:00"));
    kind.action(&why(), new_due).unwrap()
}

/// A change of the papers alone.
pub(super) fn papers_of(dossier: &Dossier) -> super::amend::Change {
    super::amend::Change {
        facts: dossier.reception_facts(),
        papers: Some(super::amend::PapersChange {
            before: super::amend::Papers::default(),
            after: super::amend::Papers {
                listed: Vec::new(),
                others: 1,
            },
        }),
        personal: Vec::new(),
        accepts_earlier_due: true,
    }
}

/// A dossier with its history, its calendar and the rules in force.
#[derive(Clone)]
pub(super) struct Story {
    pub(super) dossier: Dossier,
    pub(super) events: Vec<Event>,
    pub(super) calendar: Calendar,
    pub(super) rules: Rules,
}

impl Story {
    pub(super) fn open(intake: Intake, when: &str, received: bool) -> Self {
        let (calendar, rules) = (calendar(), Rules::default());
        let (dossier, events) =
            Dossier::open(intake, at(when), &calendar, &rules, &staff(), received).unwrap();
        Self {
            dossier,
            events,
            calendar,
            rules,
        }
    }

    /// Registered online on Monday 8 September 2025 at 08:00, with a limit of 5 working days.
    pub(super) fn registered() -> Self {
        Self::open(intake(Channel::Online, 2_400), "2025-09-08 08:00", false)
    }

    /// Received at the reception desk on Monday 8 September 2025 at 08:00; due on Monday the 15th at 08:00.
    pub(super) fn received() -> Self {
        Self::open(intake(Channel::Direct, 2_400), "2025-09-08 08:00", true)
    }

    pub(super) fn try_act(
        &mut self,
        action: Action,
        when: When,
        actor: &Actor,
    ) -> Result<(), Refusal> {
        let (dossier, event) = self.dossier.act(
            action,
            when,
            &self.calendar,
            &self.rules,
            actor,
            &self.events,
        )?;
        self.dossier = dossier;
        self.events.push(event);
        Ok(())
    }

    pub(super) fn then(mut self, kind: EventKind, when: &str) -> Self {
        self.try_act(action(kind), at(when).into(), &staff())
            .unwrap();
        self
    }

    pub(super) fn refusal(&mut self, kind: EventKind, when: &str, actor: &Actor) -> Refusal {
        self.try_act(action(kind), at(when).into(), actor)
            .unwrap_err()
    }
}

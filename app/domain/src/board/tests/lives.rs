//! Made-up lives of dossiers, told as rows of any instant, and a small centre for them.

use chrono::{Duration, NaiveDate, NaiveTime, TimeZone};
use proptest::prelude::*;

use crate::board::count::Count;
use crate::board::model::{Board, Field, TrendFields};
use crate::deadline::Instant;
use crate::deadline::calendar::Calendar;
use crate::deadline::lateness::DeadlineRule;
use crate::deadline::office_hours::{Interval, OfficeHours};
use crate::dossier::{Dossier, EndReason, Status};
use crate::id::{AgencyId, FieldId};
use crate::period::Period;
use crate::procedure::channel::Channel;
use crate::scope::Scope;
use crate::text::name::Name;

pub(super) const ZONE: chrono_tz::Tz = chrono_tz::Asia::Ho_Chi_Minh;
/// Lives are told in half hours from the first of September to the middle of December 2025.
pub(super) const HALF_HOURS: i64 = 105 * 48;

pub(super) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A local time in the centre's zone.
pub(super) fn local(month: u32, day: u32, hour: u32, minute: u32) -> Instant {
    ZONE.with_ymd_and_hms(2025, month, day, hour, minute, 0)
        .unwrap()
        .to_utc()
}

pub(super) fn half_hour(count: i64) -> Instant {
    local(9, 1, 0, 0) + Duration::minutes(30 * count)
}

/// Monday to Friday, 07:30–11:30 and 13:00–17:00, no days off.
pub(super) fn calendar() -> Calendar {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    let day = vec![
        Interval {
            open: time(7, 30),
            close: time(11, 30),
        },
        Interval {
            open: time(13, 0),
            close: time(17, 0),
        },
    ];
    let week = std::array::from_fn(|index| if index < 5 { day.clone() } else { Vec::new() });
    Calendar::new(
        ZONE,
        vec![OfficeHours {
            valid_from: date(2000, 1, 1),
            week,
        }],
        Vec::new(),
    )
}

/// A dossier's whole life. `as_of` tells how its row stood at an instant.
#[derive(Clone, Debug)]
pub(super) struct Life {
    pub agency: i64,
    pub field: i64,
    pub channel: Channel,
    pub registered_at: Instant,
    pub received_at: Option<Instant>,
    pub due_at: Option<Instant>,
    pub paused: Option<(Instant, Instant)>,
    pub ended: Option<(Instant, EndReason)>,
    pub handled_min: u32,
}

impl Life {
    pub(super) fn received(at: Instant, due_at: Instant) -> Self {
        Self {
            agency: 1,
            field: 1,
            channel: Channel::Direct,
            registered_at: at,
            received_at: Some(at),
            due_at: Some(due_at),
            paused: None,
            ended: None,
            handled_min: 60,
        }
    }

    pub(super) fn ended(self, at: Instant, reason: EndReason) -> Self {
        Self {
            ended: Some((at, reason)),
            ..self
        }
    }

    pub(super) fn resolved(self, at: Instant) -> Self {
        self.ended(at, EndReason::Resolved)
    }

    pub(super) fn paused(self, from: Instant, to: Instant) -> Self {
        Self {
            paused: Some((from, to)),
            ..self
        }
    }

    pub(super) fn as_of(&self, at: Instant) -> Option<Dossier> {
        if self.registered_at > at {
            return None;
        }
        let received_at = self.received_at.filter(|&received| received <= at);
        let ended = self.ended.filter(|(ended, _)| *ended <= at);
        let stands_still =
            |(from, to): (Instant, Instant)| from <= at && at < to && ended.is_none();
        let paused = self
            .paused
            .filter(|&pause| received_at.is_some() && stands_still(pause));
        let over = self
            .paused
            .filter(|(_, to)| *to <= at && ended.is_none_or(|(end, _)| *to <= end));
        let moved = over.map_or_else(Duration::zero, |(from, to)| to - from);
        Some(Dossier {
            code: "H49-250901-0001".parse().unwrap(),
            agency: AgencyId(self.agency),
            field: FieldId(self.field),
            procedure: None,
            channel: self.channel,
            limit: None,
            counted_in: crate::dossier::CountedIn::Both,
            annulled_from: None,
            status: Self::status(
                received_at.is_some(),
                paused.is_some(),
                ended.map(|(_, why)| why),
            ),
            status_before_pause: paused.map(|_| Status::InProcess),
            status_before_withdrawal: None,
            registered_at: Some(self.registered_at),
            received_at,
            first_due_at: received_at.and(self.due_at),
            promised_due_at: received_at.and(self.due_at),
            counted_due_at: None,
            papers_asked_at: None,
            reminded_at: None,
            due_at: received_at.and(self.due_at).map(|due| due + moved),
            paused_at: paused.map(|(from, _)| from),
            ended_at: ended.map(|(ended, _)| ended),
            end_reason: ended.map(|(_, why)| why),
            handed_over_at: None,
            handled_min: ended.map(|_| self.handled_min),
            paused_min: 0,
            papers_asked: 0,
            extended: false,
            assignee: None,
            received_by: received_at.map(|_| "somebody".to_owned()),
            ended_by: ended.map(|_| "somebody".to_owned()),
            handed_over_by: None,
            version: 1,
            last_event_at: self.registered_at,
        })
    }

    fn status(received: bool, paused: bool, ended: Option<EndReason>) -> Status {
        match ended {
            Some(EndReason::Resolved) => Status::Resolved,
            Some(EndReason::Refused) => Status::Refused,
            Some(EndReason::Withdrawn | EndReason::Ineligible) => Status::Stopped,
            None if paused => Status::PapersAsked,
            None if received => Status::InProcess,
            None => Status::Registered,
        }
    }
}

/// Counts lives as the board of this scope and period stands at `at`.
pub(super) fn board(
    lives: &[Life],
    scope: Scope,
    period: Period,
    at: Instant,
    rule: DeadlineRule,
    trend_fields: TrendFields,
) -> Board {
    let mut count =
        Count::new(scope, period, at, rule.into(), &calendar()).with_trend_fields(trend_fields);
    let status_at = count.status_at();
    for dossier in lives.iter().filter_map(|life| life.as_of(status_at)) {
        count.add(&dossier);
    }
    count.finish(&fields())
}

/// The centre's own order of fields, which is not that of their numbers; the fifth is sensitive.
pub(super) fn fields() -> Vec<Field> {
    [3, 1, 2, 5, 4, 8, 7, 6].into_iter().map(field).collect()
}

fn field(number: i64) -> Field {
    Field {
        field: FieldId(number),
        name: Name {
            vi: format!("Lĩnh vực {number}"),
            en: Some(format!("Field {number}")),
        },
        sensitive: number == 5,
    }
}

/// The centre's board of a period, everything counted, under the rule that is the default.
pub(super) fn centre_board(lives: &[Life], period: Period, at: Instant) -> Board {
    board(
        lives,
        Scope::Centre,
        period,
        at,
        DeadlineRule::Instant,
        TrendFields::All,
    )
}

pub(super) fn any_rule() -> impl Strategy<Value = DeadlineRule> {
    prop_oneof![Just(DeadlineRule::Instant), Just(DeadlineRule::Day)]
}

/// Any half hour of the months told, and often exactly a month's or a reporting period's start.
pub(super) fn any_instant() -> impl Strategy<Value = Instant> {
    let starts = vec![
        local(10, 1, 0, 0),
        local(11, 1, 0, 0),
        local(12, 1, 0, 0),
        local(10, 15, 0, 0),
    ];
    prop_oneof![6 => (0..HALF_HOURS).prop_map(half_hour), 1 => prop::sample::select(starts)]
}

fn any_length(days: i64) -> impl Strategy<Value = Duration> {
    (0..days * 48).prop_map(|half_hours| Duration::minutes(30 * half_hours))
}

fn any_reason() -> impl Strategy<Value = EndReason> {
    prop_oneof![
        8 => Just(EndReason::Resolved),
        1 => Just(EndReason::Withdrawn),
        1 => Just(EndReason::Ineligible),
    ]
}

/// A life of any kind: refused, never received, paused, ended in any way, without a due time.
pub(super) fn any_life() -> impl Strategy<Value = Life> {
    let channel = prop_oneof![
        Just(Channel::Online),
        Just(Channel::Direct),
        Just(Channel::Post)
    ];
    let course = (
        prop::option::weighted(0.9, any_length(2)),
        prop::option::weighted(0.9, any_length(30)),
        prop::option::weighted(0.4, (any_length(20), any_length(30))),
        prop::option::weighted(0.7, (any_length(40), any_reason())),
    );
    (
        1..4i64,
        1..9i64,
        channel,
        any_instant(),
        course,
        0..6_000u32,
    )
        .prop_map(
            |(agency, field, channel, registered_at, (wait, limit, pause, end), handled_min)| {
                let received_at = wait.map(|wait| registered_at + wait);
                let from = received_at.unwrap_or(registered_at);
                let ended = end.map(|(after, reason)| {
                    let refused = received_at.is_none() && reason != EndReason::Withdrawn;
                    (
                        from + after,
                        if refused { EndReason::Refused } else { reason },
                    )
                });
                Life {
                    agency,
                    field,
                    channel,
                    registered_at,
                    received_at,
                    due_at: limit.map(|limit| from + limit),
                    paused: pause.map(|(after, length)| (from + after, from + after + length)),
                    ended,
                    handled_min,
                }
            },
        )
}

pub(super) fn any_lives() -> impl Strategy<Value = Vec<Life>> {
    prop::collection::vec(any_life(), 0..60)
}

/// A period of a shipped kind with a date in the months told.
pub(super) fn any_period() -> impl Strategy<Value = Period> {
    (0..105u64, 0..6usize).prop_map(|(days, kind)| {
        let day = date(2025, 9, 1) + chrono::Days::new(days);
        match kind {
            0 => Period::today(day),
            1 => Period::month(day),
            2 => Period::quarter(day),
            3 => Period::government_month(day),
            4 => Period::government_quarter(day),
            _ => Period::year(day),
        }
    })
}

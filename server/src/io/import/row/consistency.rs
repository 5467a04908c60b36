//! Checks whether the dates and the status of one row agree.

use sanh_domain::deadline::Instant;

use super::super::column_positions::ColumnPositions;
use super::super::facts::CaseFacts;
use super::super::mapping::{EndBeforeStart, StatusWord};
use super::super::moment::FileMoment;
use super::super::report::Reason;
use super::FactReader;

impl FactReader<'_> {
    /// Whether an end is not before the start. A date without a time begins at midnight; on the same day as the start it is
    /// accepted, as the time is unknown.
    pub(super) fn not_before(&self, start: Option<Instant>, moment: FileMoment) -> Instant {
        let zone = self.reader.mapping.zone;
        let same_day = |start: &Instant| {
            start.with_timezone(&zone).date_naive() == moment.at.with_timezone(&zone).date_naive()
        };
        match start {
            Some(start) if moment.whole_day && same_day(&start) => start.max(moment.at),
            _ => moment.at,
        }
    }

    /// Checks that the dates and the status of one dossier agree.
    pub(super) fn agree(&mut self, places: &ColumnPositions, facts: &mut CaseFacts) {
        if let (Some(received_at), Some(ended_at)) = (facts.received_at, facts.ended_at)
            && ended_at < received_at
        {
            match self.reader.mapping.end_before_start {
                EndBeforeStart::Keep => {
                    facts.ended_at = Some(received_at);
                    facts.end_moved = true;
                }
                EndBeforeStart::Bad => {
                    self.add(places.ended.unwrap_or_default(), Reason::EndBeforeStart);
                }
            }
        }
        if let (Some(registered_at), Some(received_at)) = (facts.registered_at, facts.received_at)
            && received_at < registered_at
        {
            self.add(
                places.received.unwrap_or_default(),
                Reason::ReceivedBeforeRegistered,
            );
        }
        match (facts.handed_over_at, facts.ended_at) {
            (Some(handed_over_at), Some(ended_at)) if handed_over_at < ended_at => {
                self.add(
                    places.handed_over.unwrap_or_default(),
                    Reason::HandedOverBeforeEnd,
                );
            }
            (Some(handed_over_at), None) => facts.ended_at = Some(handed_over_at),
            _ => {}
        }
        if places.received.is_some()
            && let Some(reason) = disagreement(facts)
        {
            let place = if reason == Reason::NoReception {
                places.received
            } else {
                places.status
            };
            self.add(place.unwrap_or_default(), reason);
        }
    }
}

/// The contradiction between the status and the dates, if there is one.
fn disagreement(facts: &CaseFacts) -> Option<Reason> {
    let Some(status) = facts.status else {
        return (facts.received_at.is_none()).then_some(Reason::NoReception);
    };
    let before_reception = matches!(
        status,
        StatusWord::Registered
            | StatusWord::Refused
            | StatusWord::PapersAsked
            | StatusWord::WithdrawalAsked
            | StatusWord::Withdrawn
    );
    if facts.received_at.is_none() && !(before_reception && facts.registered_at.is_some()) {
        return Some(Reason::NoReception);
    }
    if facts.received_at.is_some() && matches!(status, StatusWord::Registered | StatusWord::Refused)
    {
        return Some(Reason::ReceivedAgainstStatus);
    }
    match (status.has_ended(), facts.ended_at) {
        (true, None) => Some(Reason::NoEnd),
        (false, Some(_)) if status != StatusWord::Refused => Some(Reason::EndAgainstStatus),
        _ => None,
    }
}

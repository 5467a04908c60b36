//! What a dossier counts in: the one rule for counters in memory, scans, lists and the read of the counters.
//!
//! Each figure is a condition on the row of a dossier, written once as SQL and once as Rust, side by side. The triggers of
//! migration `counted_in` and later ones contain the same; `verify` compares their results with this.

use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::counts::Flows;
use sanh_domain::report::query::Figure;

use super::dossier::DossierRow;

/// Something that happens once to a dossier and is counted on its local day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CountedMoment {
    /// It was received.
    Received,
    /// It ended, whatever the reason.
    Ended,
    /// Its result was handed over.
    HandedOver,
}

impl CountedMoment {
    pub(super) const ALL: [Self; 3] = [Self::Received, Self::Ended, Self::HandedOver];

    /// The column of the day.
    pub(super) const fn day_column(self) -> &'static str {
        match self {
            Self::Received => "received_day",
            Self::Ended => "ended_day",
            Self::HandedOver => "handed_over_day",
        }
    }

    /// The column of the person for whom it counts.
    pub(super) const fn person_column(self) -> &'static str {
        match self {
            Self::Received => "received_by",
            Self::Ended => "ended_by",
            Self::HandedOver => "handed_over_by",
        }
    }

    /// The day, if it happened.
    const fn day(self, row: &DossierRow) -> Option<i64> {
        match self {
            Self::Received => row.received_day,
            Self::Ended => row.ended_day,
            Self::HandedOver => row.handed_over_day,
        }
    }

    /// The person for whom it counts.
    pub(super) fn person(self, row: &DossierRow) -> Option<&str> {
        match self {
            Self::Received => row.received_by.as_deref(),
            Self::Ended => row.ended_by.as_deref(),
            Self::HandedOver => row.handed_over_by.as_deref(),
        }
    }

    /// The flows counted at it, in the order of [`FLOWS`].
    pub(super) fn flows(self) -> impl Iterator<Item = &'static Flow> {
        FLOWS.iter().filter(move |flow| flow.moment == self)
    }

    /// The day, and what a dossier adds on it in the order of [`FLOWS`]; `None` if nothing.
    pub(super) fn counted(self, row: &DossierRow) -> Option<(i64, [i64; FLOWS.len()])> {
        let day = self.day(row)?;
        let counts = |flow: &Flow| i64::from(flow.moment == self && flow.rule.holds(row));
        let sums = FLOWS.each_ref().map(counts);
        sums.iter().any(|n| *n != 0).then_some((day, sums))
    }
}

/// A condition on a dossier's row, as SQL and as Rust.
pub(super) struct Rule {
    /// SQL over the columns of `dossier`.
    pub(super) sql: &'static str,
    holds: fn(&DossierRow) -> bool,
}

impl Rule {
    /// Whether it is true for a dossier.
    pub(super) fn holds(&self, row: &DossierRow) -> bool {
        (self.holds)(row)
    }

    /// `count(*)` of the rows for which it is true.
    pub(super) fn count(&self) -> String {
        format!("count(*) FILTER (WHERE {})", self.sql)
    }
}

/// A figure of flows, in dossiers.
pub(super) struct Flow {
    /// Its column in the counters of throughput.
    pub(super) column: &'static str,
    /// The figure whose list shows its dossiers.
    pub(super) figure: Figure,
    /// When a dossier is counted.
    pub(super) moment: CountedMoment,
    /// Which dossiers are counted.
    pub(super) rule: Rule,
    of: fn(&mut Flows) -> &mut u64,
}

impl Flow {
    /// The flow of a figure; `None` for sums of flows and for open dossiers.
    pub(super) fn behind(figure: Figure) -> Option<&'static Self> {
        FLOWS.iter().find(|flow| flow.figure == figure)
    }

    /// Adds to the flow.
    pub(super) fn add(&self, flows: &mut Flows, n: u64) {
        *(self.of)(flows) += n;
    }
}

/// Declares a [`Flow`]: column, figure, moment, and the condition twice.
macro_rules! flow {
    ($column:ident, $figure:expr, $moment:ident, $sql:literal, $holds:expr) => {
        Flow {
            column: stringify!($column),
            figure: $figure,
            moment: CountedMoment::$moment,
            rule: Rule {
                sql: $sql,
                holds: $holds,
            },
            of: |flows| &mut flows.$column,
        }
    };
}

/// Every flow, in the order of the counters' columns.
pub(super) static FLOWS: [Flow; 11] = [
    flow!(
        received_online,
        Figure::ReceivedBy(Channel::Online),
        Received,
        "channel = 'online'",
        |row| { row.channel == "online" }
    ),
    flow!(
        received_direct,
        Figure::ReceivedBy(Channel::Direct),
        Received,
        "channel = 'direct'",
        |row| { row.channel == "direct" }
    ),
    flow!(
        received_post,
        Figure::ReceivedBy(Channel::Post),
        Received,
        "channel = 'post'",
        |row| { row.channel == "post" }
    ),
    flow!(early, Figure::Early, Ended, "outcome = 'early'", |row| {
        has_outcome(row, "early")
    }),
    flow!(
        on_time,
        Figure::OnTime,
        Ended,
        "outcome = 'on_time'",
        |row| has_outcome(row, "on_time")
    ),
    flow!(late, Figure::Late, Ended, "outcome = 'late'", |row| {
        has_outcome(row, "late")
    }),
    flow!(
        first_late,
        Figure::FirstLate,
        Ended,
        "first_late = 1",
        |row| row.first_late == Some(1)
    ),
    flow!(
        withdrawn,
        Figure::Withdrawn,
        Ended,
        "end_reason = 'withdrawn' AND received_day IS NOT NULL",
        |row| has_ended_as(row, "withdrawn") && row.received_day.is_some()
    ),
    flow!(
        ineligible,
        Figure::Ineligible,
        Ended,
        "end_reason = 'ineligible' AND received_day IS NOT NULL",
        |row| has_ended_as(row, "ineligible") && row.received_day.is_some()
    ),
    flow!(
        refused,
        Figure::Refused,
        Ended,
        "end_reason = 'refused'",
        |row| { has_ended_as(row, "refused") }
    ),
    flow!(
        handed_over,
        Figure::HandedOver,
        HandedOver,
        "handed_over_day IS NOT NULL",
        |row| { row.handed_over_day.is_some() }
    ),
];

fn has_outcome(row: &DossierRow, outcome: &str) -> bool {
    row.outcome.as_deref() == Some(outcome)
}

fn has_ended_as(row: &DossierRow, reason: &str) -> bool {
    row.end_reason.as_deref() == Some(reason)
}

/// The clock is running.
pub(super) static RUNNING: Rule = Rule {
    sql: "clock = 'running'",
    holds: |row| row.clock == "running",
};

/// Paused before the due time.
pub(super) static PAUSED_WITHIN: Rule = Rule {
    sql: "clock = 'stopped' AND paused_overdue = 0",
    holds: |row| row.clock == "stopped" && row.paused_overdue == 0,
};

/// Paused after the due time had passed: it stays overdue.
pub(super) static PAUSED_OVERDUE: Rule = Rule {
    sql: "clock = 'stopped' AND paused_overdue = 1",
    holds: |row| row.clock == "stopped" && row.paused_overdue == 1,
};

/// Received, open, and without a due time.
pub(super) static NO_DUE: Rule = Rule {
    sql: "ended_day IS NULL AND clock <> 'not_started' AND due_at IS NULL",
    holds: |row| row.ended_day.is_none() && row.clock != "not_started" && row.due_at.is_none(),
};

/// Registered and not received yet.
pub(super) static REGISTERED_WAITING: Rule = Rule {
    sql: "clock = 'not_started'",
    holds: |row| row.clock == "not_started",
};

/// Resolved, and the result is not collected yet.
pub(super) static WAITING_COLLECTION: Rule = Rule {
    sql: "status = 9",
    holds: |row| row.status == 9,
};

/// The counts of open dossiers, in the order of the columns of `open_counter`.
pub(super) static OPEN: [&Rule; 6] = [
    &RUNNING,
    &PAUSED_WITHIN,
    &PAUSED_OVERDUE,
    &NO_DUE,
    &REGISTERED_WAITING,
    &WAITING_COLLECTION,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flow_has_its_own_number_and_list() {
        for (at, flow) in (1..).zip(&FLOWS) {
            let mut flows = Flows::default();
            flow.add(&mut flows, at);
            assert_eq!(*(flow.of)(&mut flows), at, "{}", flow.column);
            assert_eq!(
                Flow::behind(flow.figure).map(|it| it.column),
                Some(flow.column)
            );
        }
        assert!(Flow::behind(Figure::Received).is_none());
    }
}

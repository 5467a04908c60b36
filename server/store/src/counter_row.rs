//! The counters as rows, and what their keys mean.

use sanh_domain::scope::Scope;

use super::row::row;

/// All agencies, all fields.
pub(super) const ALL: i64 = 0;

/// A day of a due time, in milliseconds.
pub(super) const DAY_MS: i64 = 86_400_000;
/// How long the spans are by which due times are counted, in days.
pub(super) const SPANS_DAYS: [i64; 2] = [1, 64];

/// The counters' number of a scope.
pub(super) fn agency_of(scope: Scope) -> i64 {
    match scope {
        Scope::Centre => ALL,
        Scope::Agency(agency) => agency.0,
    }
}

/// The day's bucket, its month's and its year's.
pub(super) fn buckets(day: i64) -> [i64; 3] {
    [day, day / 100 * 100, day / 10_000 * 10_000]
}

row! {
    /// What came in and went out in a day, month or year.
    FlowRow of "flow_counter" {
        agency_id: i64,
        bucket: i64,
        field_id: i64,
        received_online: i64,
        received_direct: i64,
        early: i64,
        on_time: i64,
        late: i64,
        withdrawn: i64,
        ineligible: i64,
        refused: i64,
    }
}

row! {
    /// Resolved dossiers by working time.
    HandlingRow of "handling_counter" {
        agency_id: i64,
        bucket: i64,
        field_id: i64,
        handling_bin: i64,
        n: i64,
    }
}

row! {
    /// What stands open.
    OpenRow of "open_counter" {
        agency_id: i64,
        field_id: i64,
        running: i64,
        paused_within: i64,
        paused_overdue: i64,
        no_due: i64,
        registered_waiting: i64,
        waiting_collection: i64,
    }
}

impl FlowRow {
    pub(super) fn of((agency_id, bucket, field_id): (i64, i64, i64), sums: [i64; 8]) -> Self {
        let [
            received_online,
            received_direct,
            early,
            on_time,
            late,
            withdrawn,
            ineligible,
            refused,
        ] = sums;
        Self {
            agency_id,
            bucket,
            field_id,
            received_online,
            received_direct,
            early,
            on_time,
            late,
            withdrawn,
            ineligible,
            refused,
        }
    }

    pub(super) fn key(&self) -> (i64, i64, i64) {
        (self.agency_id, self.bucket, self.field_id)
    }

    pub(super) fn sums(&self) -> [i64; 8] {
        [
            self.received_online,
            self.received_direct,
            self.early,
            self.on_time,
            self.late,
            self.withdrawn,
            self.ineligible,
            self.refused,
        ]
    }

    pub(super) fn is_zero(&self) -> bool {
        *self == Self::of(self.key(), [0; 8])
    }
}

impl HandlingRow {
    pub(super) fn of(
        (agency_id, bucket, field_id, handling_bin): (i64, i64, i64, i64),
        n: i64,
    ) -> Self {
        Self {
            agency_id,
            bucket,
            field_id,
            handling_bin,
            n,
        }
    }

    pub(super) fn key(&self) -> (i64, i64, i64, i64) {
        (
            self.agency_id,
            self.bucket,
            self.field_id,
            self.handling_bin,
        )
    }
}

impl OpenRow {
    pub(super) fn of((agency_id, field_id): (i64, i64), sums: [i64; 6]) -> Self {
        let [
            running,
            paused_within,
            paused_overdue,
            no_due,
            registered_waiting,
            waiting_collection,
        ] = sums;
        Self {
            agency_id,
            field_id,
            running,
            paused_within,
            paused_overdue,
            no_due,
            registered_waiting,
            waiting_collection,
        }
    }

    pub(super) fn key(&self) -> (i64, i64) {
        (self.agency_id, self.field_id)
    }

    pub(super) fn sums(&self) -> [i64; 6] {
        [
            self.running,
            self.paused_within,
            self.paused_overdue,
            self.no_due,
            self.registered_waiting,
            self.waiting_collection,
        ]
    }

    pub(super) fn is_zero(&self) -> bool {
        *self == Self::of(self.key(), [0; 6])
    }
}

row! {
    /// What runs, by when it is due.
    DueRow of "due_counter" {
        agency_id: i64,
        span_days: i64,
        span: i64,
        field_id: i64,
        running: i64,
    }
}

impl DueRow {
    pub(super) fn of(
        (agency_id, span_days, span, field_id): (i64, i64, i64, i64),
        running: i64,
    ) -> Self {
        Self {
            agency_id,
            span_days,
            span,
            field_id,
            running,
        }
    }

    pub(super) fn key(&self) -> (i64, i64, i64, i64) {
        (self.agency_id, self.span_days, self.span, self.field_id)
    }
}

//! The rows of the counters, and the meaning of their keys.

use sanh_domain::scope::Scope;

use super::row::row;

/// The key for all agencies, and for all fields.
pub(super) const ALL: i64 = 0;

/// A day in milliseconds; due times are counted by such days.
pub(super) const DAY_MS: i64 = 86_400_000;
/// The lengths of the spans by which due times are counted, in days.
pub(super) const SPANS_DAYS: [i64; 2] = [1, 64];

/// The agency key of a scope.
pub(super) fn agency_of(scope: Scope) -> i64 {
    match scope {
        Scope::Centre => ALL,
        Scope::Agency(agency) => agency.0,
    }
}

/// The buckets of a day, its month and its year.
pub(super) fn buckets(day: i64) -> [i64; 3] {
    [day, day / 100 * 100, day / 10_000 * 10_000]
}

row! {
    /// Dossiers received and ended in a day, month or year, by field; field [`ALL`] is the sum of all.
    /// The column `received_direct` holds those received at the reception desk and by post.
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
    /// Open dossiers.
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
    /// Running dossiers by due time.
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

//! Overdue dossiers: running dossiers by the day on which they are due. The figure changes without any write, so it is the sum
//! of the past days, and a scan of the present one.

use sanh_domain::deadline::Instant;
use sanh_domain::scope::Scope;

use crate::counted::counted_in_scope;
use crate::counter_row::{DAY_MS, SPANS_DAYS};
use crate::stored_time::ms;

/// Scans a separate range of an index for each field: of all agencies, or of one.
fn of_agency(scope: Scope) -> &'static str {
    match scope {
        Scope::Centre => "",
        Scope::Agency(_) => "AND agency_id = $1",
    }
}

/// The overdue dossiers by field at an instant, the second parameter; the first is the agency. Whole spans come from the
/// counters, long ones before short ones; the dossiers of the last day are counted.
pub(super) fn overdue_sql(scope: Scope, due_before: Instant) -> String {
    let [day, long] = SPANS_DAYS.map(|days| ms(due_before) / (days * DAY_MS));
    let [day_days, long_days] = SPANS_DAYS;
    format!(
        "SELECT field_id, CAST(sum(n) AS BIGINT) AS n FROM (
             SELECT field_id, running AS n FROM due_counter
             WHERE agency_id = $1 AND span_days = {long_days} AND span < {long}
             UNION ALL SELECT field_id, running FROM due_counter
             WHERE agency_id = $1 AND span_days = {day_days} AND span >= {first_day} AND span < {day}
             UNION ALL SELECT id, (SELECT count(*) FROM dossier WHERE clock = 'running' {of_agency} AND dossier.field_id = field.id
                 AND due_at >= {day_ms} AND due_at < $2 AND {counted}) FROM field) u GROUP BY field_id",
        first_day = long * long_days / day_days,
        day_ms = day * day_days * DAY_MS,
        of_agency = of_agency(scope),
        counted = counted_in_scope(scope),
    )
}

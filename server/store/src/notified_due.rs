//! The due times that applicants were told apart from the actions that promise one: by messages, and on reprinted slips.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, query_as};

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::Status;
use sanh_domain::dossier::message::names_due;

use super::conn::{Conn, on};
use super::error::Result;
use super::stored_time::instant;

/// The latest due time that the applicants of these dossiers were told; none for those who were told nothing. A message that
/// was tried may have been read, so it counts. Undone events do not count, nor does a due time that an amendment has replaced
/// by an earlier one: that was told as well.
pub(super) async fn due_times(
    conn: &mut Conn<'_>,
    ids: Vec<i64>,
) -> Result<BTreeMap<i64, Instant>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    let ids = ids.join(", ");
    let statuses = Status::ALL.into_iter().filter(|status| names_due(*status));
    let statuses: Vec<String> = statuses.map(|status| status.to_string()).collect();
    let statuses = statuses.join(", ");
    let sql = format!(
        "SELECT dossier_id, max(due_at) AS due_at FROM (
             SELECT o.dossier_id, e.due_at FROM outbox o
             JOIN event e ON e.dossier_id = o.dossier_id AND e.sequence = o.event_sequence
             WHERE o.dossier_id IN ({ids}) AND e.to_status IN ({statuses}) AND e.due_at IS NOT NULL
             AND (o.state IN ('sent', 'dead') OR (o.state = 'waiting' AND o.tries > 0))
             AND NOT EXISTS (SELECT 1 FROM event c WHERE c.dossier_id = e.dossier_id AND c.takes_back = e.sequence)
             AND NOT EXISTS (SELECT 1 FROM event a WHERE a.dossier_id = e.dossier_id AND a.kind = 'amend'
                 AND a.sequence > e.sequence AND a.due_at < e.due_at)
             UNION ALL
             SELECT dossier_id, told_due_at FROM slip WHERE dossier_id IN ({ids}) AND told_due_at IS NOT NULL
         ) AS told GROUP BY dossier_id"
    );
    // The text holds only numbers and never repeats, so it must not fill the statement cache.
    let rows: Vec<(i64, i64)> = on!(conn, c => {
        query_as(AssertSqlSafe(sql)).persistent(false).fetch_all(&mut **c).await
    })?;
    rows.into_iter()
        .map(|(id, due)| Ok((id, instant(due)?)))
        .collect()
}

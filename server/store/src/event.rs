//! The rows of events, which are only ever added.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sqlx::query_as;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::dossier::{Amendment, DossierCode, Event};

use super::Store;
use super::conn::{Conn, on};
use super::dossier::{self, minutes_of, status_of};
use super::error::{Result, StoreError};
use super::merge::MergedIds;
use super::row::{row, select};
use super::row_page::select_page;
use super::stored_time::{instant, ms};

row! {
    /// An event's row, without its id: the database numbers events in the order they are written.
    EventRow of "event" {
        dossier_id: i64,
        sequence: i64,
        kind: String,
        from_status: Option<i64>,
        to_status: i64,
        occurred_at: i64,
        recorded_at: i64,
        actor: String,
        reason: Option<String>,
        due_at: Option<i64>,
        handled_min: Option<i64>,
        paused_min: i64,
        made_up: i64,
        takes_back: Option<i64>,
        amendment: Option<String>,
        change_number: i64,
        counted_due_at: Option<i64>,
    }
}

impl EventRow {
    pub(super) fn of(dossier_id: i64, event: &Event, change_number: i64) -> Result<Self> {
        Ok(Self {
            dossier_id,
            sequence: event.sequence,
            kind: event.kind.as_str().to_owned(),
            from_status: event.from.map(|status| i64::from(status.code())),
            to_status: i64::from(event.to.code()),
            occurred_at: ms(event.occurred_at),
            recorded_at: ms(event.recorded_at),
            actor: event.actor.clone(),
            reason: event.reason.clone(),
            due_at: event.due_at.map(ms),
            handled_min: event.handled_min.map(i64::from),
            paused_min: i64::from(event.paused_min),
            made_up: i64::from(event.made_up),
            takes_back: event.takes_back,
            amendment: event.amendment.as_deref().map(written).transpose()?,
            change_number,
            counted_due_at: event.counted_due_at.map(ms),
        })
    }

    /// The event, of the dossier with this code.
    pub(super) fn event(&self, code: &DossierCode) -> Result<Event> {
        Ok(Event {
            code: code.clone(),
            sequence: self.sequence,
            kind: self
                .kind
                .parse()
                .map_err(|error| StoreError::Corrupt(format!("dossier {code}: {error}")))?,
            from: self.from_status.map(status_of).transpose()?,
            to: status_of(self.to_status)?,
            occurred_at: instant(self.occurred_at)?,
            recorded_at: instant(self.recorded_at)?,
            actor: self.actor.clone(),
            reason: self.reason.clone(),
            due_at: self.due_at.map(instant).transpose()?,
            handled_min: self.handled_min.map(minutes_of).transpose()?,
            paused_min: minutes_of(self.paused_min)?,
            made_up: self.made_up != 0,
            takes_back: self.takes_back,
            amendment: self
                .amendment
                .as_deref()
                .map(|text| read_back(code, text))
                .transpose()?,
            counted_due_at: self.counted_due_at.map(instant).transpose()?,
        })
    }
}

/// An amendment in its stored and sealed format.
fn written(amendment: &Amendment) -> Result<String> {
    serde_json::to_string(amendment).map_err(|error| StoreError::Invalid(error.to_string()))
}

fn read_back(code: &DossierCode, text: &str) -> Result<Box<Amendment>> {
    serde_json::from_str(text)
        .map_err(|error| StoreError::Corrupt(format!("dossier {code}: an amendment: {error}")))
}

/// The history of one dossier, in its order.
pub(super) async fn history(
    conn: &mut Conn<'_>,
    dossier_id: i64,
    code: &DossierCode,
) -> Result<Vec<Event>> {
    let sql = select::<EventRow>("WHERE dossier_id = $1 ORDER BY sequence");
    let rows: Vec<EventRow> =
        on!(&mut *conn, c => query_as(sql).bind(dossier_id).fetch_all(&mut **c).await)?;
    let rows = in_todays_numbers(conn, rows).await?;
    rows.iter().map(|row| row.event(code)).collect()
}

/// The histories of a range of dossiers, by dossier and in order.
pub(super) async fn histories(
    conn: &mut Conn<'_>,
    first: i64,
    last: i64,
) -> Result<BTreeMap<i64, Vec<EventRow>>> {
    let rest = "WHERE dossier_id BETWEEN $1 AND $2 ORDER BY dossier_id, sequence";
    let mut rows: Vec<EventRow> = select_page(conn, rest, &[first, last]).await?;
    rows.sort_by_key(|row| (row.dossier_id, row.sequence));
    Ok(by_dossier(in_todays_numbers(conn, rows).await?))
}

/// The histories of these dossiers, by dossier and in order: for a few dossiers of a large range.
pub(super) async fn histories_of(
    conn: &mut Conn<'_>,
    ids: &[i64],
) -> Result<BTreeMap<i64, Vec<EventRow>>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    let sql = select::<EventRow>(&format!(
        "WHERE dossier_id IN ({}) ORDER BY dossier_id, sequence",
        ids.join(", ")
    ));
    // The text never repeats, so it must not fill the statement cache.
    let rows: Vec<EventRow> =
        on!(&mut *conn, c => query_as(sql).persistent(false).fetch_all(&mut **c).await)?;
    Ok(by_dossier(in_todays_numbers(conn, rows).await?))
}

/// Replaces numbers of merged agencies and fields in amendments by those into which they were merged, as in the dossiers; what
/// is stored and sealed stays.
async fn in_todays_numbers(conn: &mut Conn<'_>, mut rows: Vec<EventRow>) -> Result<Vec<EventRow>> {
    if rows.iter().all(|row| row.amendment.is_none()) {
        return Ok(rows);
    }
    let joined = MergedIds::load(conn).await?;
    if joined.is_empty() {
        return Ok(rows);
    }
    for text in rows.iter_mut().filter_map(|row| row.amendment.as_mut()) {
        let mut amendment: Amendment = serde_json::from_str(text)
            .map_err(|error| StoreError::Corrupt(format!("an amendment: {error}")))?;
        joined.rename(&mut amendment.before);
        joined.rename(&mut amendment.after);
        *text = written(&amendment)?;
    }
    Ok(rows)
}

fn by_dossier(rows: Vec<EventRow>) -> BTreeMap<i64, Vec<EventRow>> {
    let mut histories: BTreeMap<i64, Vec<EventRow>> = BTreeMap::new();
    for row in rows {
        histories.entry(row.dossier_id).or_default().push(row);
    }
    histories
}

impl Store {
    /// The history of a dossier, in order; `None` if there is no such dossier in the scope.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn events(
        &self,
        code: &DossierCode,
        scope: &AgencyScope,
    ) -> Result<Option<Vec<Event>>> {
        let (code, scope) = (code.clone(), scope.clone());
        self.read(move |mut conn| {
            Box::pin(async move {
                let Some(row) = dossier::find_within(&mut conn, &code, &scope).await? else {
                    return Ok(None);
                };
                history(&mut conn, row.id, &code).await.map(Some)
            })
        })
        .await
    }
}

/// The events of a history in force.
pub(super) fn in_force<'a>(
    code: &DossierCode,
    history: &'a [Event],
) -> Result<Vec<Cow<'a, Event>>> {
    let in_force = sanh_domain::dossier::in_force(code, history);
    Ok(in_force.map_err(sanh_domain::dossier::Refusal::from)?)
}

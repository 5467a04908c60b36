//! Receptions annulled or amended in a period.

use std::collections::BTreeMap;

use sqlx::query_as;

use sanh_domain::dossier::{Dossier, Event, EventKind};
use sanh_domain::period::Period;
use sanh_domain::report::model::{RECEPTION_CHANGES_MAX, ReceptionChange, ReceptionChanges};
use sanh_domain::scope::CountedBy;

use super::key::{ScopedFilter, Split, list};
use crate::Store;
use crate::conn::{Conn, on};
use crate::dossier::DossierRow;
use crate::error::Result;
use crate::event::EventRow;
use crate::row::select;
use crate::stored_time::ms;

/// Dossiers read with one statement.
const ROWS_AT_ONCE: usize = 500;

impl Store {
    /// The receptions that were annulled in a period, and not restored since, and those amended in it so that a late dossier is
    /// in time, newest first: of the newest [`RECEPTION_CHANGES_MAX`] changes.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn reception_changes(
        &self,
        within: ScopedFilter,
        period: Period,
    ) -> Result<ReceptionChanges> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                let calendar = centre_rules.calendar();
                let (from, to) = (
                    calendar.day_start(period.from),
                    calendar.day_start(period.to),
                );
                let mut events = recorded(conn, ms(from), ms(to)).await?;
                let mut changes = ReceptionChanges {
                    left_out: events.len() > RECEPTION_CHANGES_MAX,
                    ..ReceptionChanges::default()
                };
                events.truncate(RECEPTION_CHANGES_MAX);
                let dossiers = dossiers(conn, &within, &events).await?;
                let by = within.counted_by(Split::All);
                for row in events {
                    if let Some(dossier) = dossiers.get(&row.dossier_id) {
                        let dossier = dossier.dossier()?;
                        let event = row.event(&dossier.code)?;
                        put(&mut changes, by, &dossier, &event);
                    }
                }
                Ok(changes)
            })
        })
        .await
    }
}

/// The changes recorded in a time range, and one more than are searched. Most amendments change no lateness (e.g. of a
/// telephone number), so their content is read here.
async fn recorded(conn: &mut Conn<'_>, from: i64, to: i64) -> Result<Vec<EventRow>> {
    let sql = select::<EventRow>(&format!(
        "WHERE kind IN ('amend', 'annul') AND recorded_at >= $1 AND recorded_at < $2
         AND NOT EXISTS (SELECT 1 FROM event later WHERE later.dossier_id = event.dossier_id AND later.takes_back = event.sequence)
         ORDER BY recorded_at DESC, id DESC LIMIT {}",
        RECEPTION_CHANGES_MAX + 1
    ));
    Ok(on!(conn, c => query_as(sql).bind(from).bind(to).fetch_all(&mut **c).await)?)
}

/// The dossiers of these events that match a filter, by their rows.
async fn dossiers(
    conn: &mut Conn<'_>,
    within: &ScopedFilter,
    events: &[EventRow],
) -> Result<BTreeMap<i64, DossierRow>> {
    let mut ids: Vec<i64> = events.iter().map(|event| event.dossier_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut dossiers = BTreeMap::new();
    for ids in ids.chunks(ROWS_AT_ONCE) {
        let sql = select::<DossierRow>(&format!(
            "WHERE id IN ({}){}",
            list(ids.iter().copied()),
            within.cut_conditions("assignee")
        ));
        // The text never repeats, so it must not fill the statement cache.
        let rows: Vec<DossierRow> = on!(&mut *conn, c => {
            let query = query_as(sql).persistent(false);
            let query = match within.person() {
                Some(person) => query.bind(person),
                None => query,
            };
            query.fetch_all(&mut **c).await
        })?;
        dossiers.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(dossiers)
}

/// Adds a change of a dossier that counts, or counted, for the centre or agencies: a linked dossier is listed once.
fn put(changes: &mut ReceptionChanges, by: CountedBy, dossier: &Dossier, event: &Event) {
    if !dossier.intake().counted_in.counts_for(by) {
        return;
    }
    let amendment = event.amendment.as_deref();
    let change = ReceptionChange {
        code: event.code.clone(),
        agency: dossier.agency,
        recorded_at: event.recorded_at,
        actor: event.actor.clone(),
        reason: event.reason.clone().unwrap_or_default(),
        due_before: amendment.and_then(|it| it.due_before),
        due_after: event.due_at,
    };
    match event.kind {
        EventKind::Annul => changes.annulled.push(change),
        _ if amendment.is_some_and(|it| it.makes_in_time) => changes.made_in_time.push(change),
        _ => {}
    }
}

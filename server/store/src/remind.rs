//! Reminds applicants of requested papers: once per request, by whichever node comes first.

use sqlx::query_as;

use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::reminder::waited_since;
use sanh_domain::dossier::{Action, DossierCode, Event, EventKind, StatusChange};

use super::conn::on;
use super::dossier::{self, DossierRow};
use super::error::Result;
use super::row::select;
use super::stored_time::ms;
use super::{Store, act, event};

/// The name of the actor in the history.
const ACTOR: &str = "reminder";

/// A page of dossiers whose applicants are to be reminded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemindersDue {
    /// The dossiers.
    pub codes: Vec<DossierCode>,
    /// The cursor of the next page; `None` on the last page.
    pub next: Option<(i64, i64)>,
}

impl Store {
    /// The dossiers whose applicants are to be reminded now, longest waiting first, among `rows_max` rows after `after`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn reminders_due(
        &self,
        after: Option<(i64, i64)>,
        rows_max: u32,
        now: Instant,
    ) -> Result<RemindersDue> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                let rules = centre_rules.rules_at(now);
                let waited = |days| waited_since(centre_rules.calendar(), now, days);
                let Some(before) = waited(rules.remind_after_days) else {
                    return Ok(RemindersDue::default());
                };
                // Requests older than this get a proposed stop instead of a reminder.
                let from = waited(rules.propose_stop_days()).map_or(i64::MIN, ms);
                let after = after.unwrap_or((from - i64::from(from > i64::MIN), i64::MAX));
                let sql = select::<DossierRow>(
                    "WHERE status = 5 AND reminded_at IS NULL AND papers_asked_at < $1 AND (papers_asked_at, id) > ($2, $3)
                     ORDER BY papers_asked_at, id LIMIT $4",
                );
                let rows: Vec<DossierRow> = on!(conn, c => {
                    let query = query_as(sql).bind(ms(before)).bind(after.0).bind(after.1);
                    query.bind(i64::from(rows_max)).fetch_all(&mut **c).await
                })?;
                let last = rows.last().filter(|_| rows.len() == rows_max as usize);
                let next = last.and_then(|last| Some((last.papers_asked_at?, last.id)));
                let mut codes = Vec::new();
                for row in &rows {
                    let dossier = row.dossier()?;
                    let calendar = centre_rules.calendar_of(dossier.agency);
                    if dossier.is_reminder_due(&calendar, now, &rules) {
                        codes.push(dossier.code);
                    }
                }
                Ok(RemindersDue { codes, next })
            })
        })
        .await
    }

    /// Reminds the applicant of a dossier of the requested papers, if that is still due: event and message in one transaction.
    /// Returns whether it was done.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn remind(&self, code: &DossierCode, now: Instant) -> Result<bool> {
        let (rules_cache, code) = (self.rules_cache(), code.clone());
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of(conn).await?;
                let Some(row) = dossier::find(conn, &code).await? else {
                    return Ok(false);
                };
                let dossier = row.dossier()?;
                let calendar = centre_rules.calendar_of(dossier.agency);
                if !dossier.is_reminder_due(&calendar, now, &centre_rules.rules_at(now)) {
                    return Ok(false);
                }
                let history = event::history(conn, row.id, &code).await?;
                let is_request = |event: &&Event| event.kind == EventKind::AskPapers;
                let request = history.iter().rev().find(is_request);
                let change = StatusChange {
                    code,
                    action: Action::Remind {
                        reason: request
                            .and_then(|event| event.reason.clone())
                            .unwrap_or_default(),
                    },
                    expected_version: row.version,
                    occurred_at: None,
                    late_reason: None,
                };
                let actor = Actor {
                    name: ACTOR.to_owned(),
                    role: ActorRole::System,
                };
                act::take(conn, &centre_rules, &change, (now, &actor)).await?;
                Ok(true)
            })
        })
        .await
    }
}

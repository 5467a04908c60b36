//! Several steps in one transaction, and forms that are done once however often they are sent.

use chrono::Duration;

use sanh_domain::account::model::{AccountId, RequestKey};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{DossierCode, Event, EventKind, Status};

use super::audit::{self, AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::step::{ActionOutcome, Step};
use super::stored_time::ms;
use super::{Store, act};

/// How long a form is remembered, in days: longer than any browser tries again.
const KEPT_DAYS: i64 = 2;

/// The result of a form.
#[derive(Debug)]
pub enum RequestOutcome {
    /// Every step was recorded.
    Now(Vec<ActionOutcome>),
    /// The form was sent before.
    Before,
    /// No step was recorded, for these reasons.
    None(Vec<(DossierCode, StoreError)>),
}

impl Store {
    /// Records every step or none, once for this key.
    ///
    /// # Errors
    /// When the database cannot be written. Refusals are in the result.
    pub async fn act_once(
        &self,
        key: RequestKey,
        by: AuditActor,
        steps: Vec<Step>,
        now: Instant,
    ) -> Result<RequestOutcome> {
        let (rules_cache, seal_key) = (self.rules_cache(), self.options.seal_key.clone());
        // The refusals leave the transaction this way, because only an error rolls it back.
        let (refused, mut refusals) = tokio::sync::oneshot::channel();
        let written = self
            .write(move |mut conn| {
                Box::pin(async move {
                    let conn = &mut conn;
                    if !is_first(conn, &key, by.account, now).await? {
                        return Ok(RequestOutcome::Before);
                    }
                    let centre_rules = rules_cache.of(conn).await?;
                    let (mut done, mut against) = (Vec::new(), Vec::new());
                    for step in steps {
                        let code = step.code.clone();
                        match act::take(conn, &centre_rules, step, &by.actor).await {
                            Ok(acted) => done.push(acted),
                            Err(error) if stands_against(&error) => against.push((code, error)),
                            Err(error) => return Err(error),
                        }
                    }
                    if against.is_empty() {
                        for acted in &done {
                            for audit_entry in audit_entries_of(acted) {
                                audit::put(conn, seal_key.as_ref(), &by, audit_entry, now).await?;
                            }
                        }
                        return Ok(RequestOutcome::Now(done));
                    }
                    // Nobody waits any more where this fails; nothing was written either way.
                    let _ = refused.send(against);
                    Err(StoreError::Invalid(
                        "not every step can be taken".to_owned(),
                    ))
                })
            })
            .await;
        match refusals.try_recv() {
            Ok(against) => Ok(RequestOutcome::None(against)),
            Err(_) => written,
        }
    }
}

/// What the audit tells of an act: each event with the status before and after, who was given the dossier, until when it was extended, how an
/// amendment moved the due time.
pub(super) fn audit_entries_of(acted: &ActionOutcome) -> Vec<AuditEntry> {
    let status =
        |status: Option<Status>| status.map_or_else(String::new, |it| it.code().to_string());
    let due = |due: Option<Instant>| due.map_or_else(String::new, |due| due.to_string());
    let audit_entry = |event: &Event| {
        let (was, became) = match event.kind {
            EventKind::Assign => (String::new(), event.reason.clone().unwrap_or_default()),
            EventKind::Amend => (
                due(event.amendment.as_ref().and_then(|it| it.due_before)),
                due(event.due_at),
            ),
            EventKind::Extend => (String::new(), due(event.due_at)),
            _ => (status(event.from), status(Some(event.to))),
        };
        AuditEntry {
            was,
            became,
            ..AuditEntry::new(AuditAct::Dossier(event.kind), event.code.as_str())
        }
    };
    let events = acted.events.iter().chain(&acted.linked);
    events.map(audit_entry).collect()
}

/// Whether it lies with the dossier, and not with the database.
const fn stands_against(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Conflict { .. } | StoreError::NotFound(_) | StoreError::Refused(_)
    )
}

/// Whether a form is sent for the first time; it is remembered then.
pub(super) async fn is_first(
    conn: &mut Conn<'_>,
    key: &RequestKey,
    account: Option<AccountId>,
    now: Instant,
) -> Result<bool> {
    let sql = "DELETE FROM request_key WHERE at < $1";
    let old = ms(now - Duration::days(KEPT_DAYS));
    on!(&mut *conn, c => sqlx::query(sql).bind(old).execute(&mut **c).await.map(drop))?;
    let sql = "INSERT INTO request_key (key, account_id, at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING";
    let added = on!(conn, c => {
        let query = sqlx::query(sql).bind(scoped_key(key, account)).bind(account.map(|account| account.0));
        query.bind(ms(now)).execute(&mut **c).await.map(|done| done.rows_affected())
    })?;
    Ok(added == 1)
}

/// Keys belong to an account, so that nobody can use up another person's.
fn scoped_key(key: &RequestKey, account: Option<AccountId>) -> String {
    format!(
        "{}:{}",
        account.map_or(0, |account| account.0),
        key.as_str()
    )
}

/// Remembers which dossier a form opened.
pub(super) async fn remember(
    conn: &mut Conn<'_>,
    key: &RequestKey,
    account: Option<AccountId>,
    dossier_id: i64,
) -> Result<()> {
    let sql = "UPDATE request_key SET dossier_id = $2 WHERE key = $1";
    on!(conn, c => sqlx::query(sql).bind(scoped_key(key, account)).bind(dossier_id).execute(&mut **c).await.map(drop))?;
    Ok(())
}

/// The dossier that a form opened.
pub(super) async fn dossier_of(
    conn: &mut Conn<'_>,
    key: &RequestKey,
    account: Option<AccountId>,
) -> Result<Option<i64>> {
    let sql = "SELECT dossier_id FROM request_key WHERE key = $1";
    let found: Option<Option<i64>> = on!(conn, c => sqlx::query_scalar(sql).bind(scoped_key(key, account)).fetch_optional(&mut **c).await)?;
    Ok(found.flatten())
}

//! Checks the clock before every write, compares it with the database's clock, and takes an administrator's confirmation.

pub mod guard;

use std::sync::Arc;

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sqlx::{query_as, query_scalar};

use super::Store;
use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::stored_time::{instant, ms};
use guard::{ClockFault, ClockGuard, KnownTime};

/// The source of the present time: the program's clock, or a test's.
pub trait Clock: Send + Sync + 'static {
    /// The present, UTC, in whole milliseconds.
    fn now(&self) -> Instant;
}

/// A stored confirmation: its number, the clock's time, and the newest event and audit entry before it.
type ConfirmationRow = (i64, i64, i64, i64);

impl Store {
    /// The store with the guard of a clock: nothing is written while the clock cannot be trusted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn guarded_by(mut self, guard: Arc<ClockGuard>) -> Result<Self> {
        guard.learn(self.known_time().await?);
        self.guard = Some(guard);
        Ok(self)
    }

    /// Why the clock forbids writing now; `None` if it does not, or is not guarded.
    pub fn clock_fault(&self) -> Option<ClockFault> {
        self.guard.as_ref()?.fault()
    }

    /// Refuses a write while the clock is not trusted.
    pub(super) async fn admit(&self) -> Result<()> {
        let Some(guard) = &self.guard else {
            return Ok(());
        };
        if guard.admit().is_ok() {
            return Ok(());
        }
        // An administrator may have confirmed the clock since.
        guard.learn(self.known_time().await?);
        guard.admit().map_err(StoreError::ClockWrong)
    }

    /// The times known from the database.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn known_time(&self) -> Result<KnownTime> {
        self.read(|mut conn| Box::pin(async move { known(&mut conn).await }))
            .await
    }

    /// Stores an administrator's confirmation that the clock is right, with an audit entry: what was recorded before it, by
    /// whatever clock, is not compared with it any more. This is written although the clock is not trusted.
    ///
    /// # Errors
    /// [`StoreError::ClockWrong`] for a time before this program was built, which cannot be confirmed; or it cannot be written.
    pub async fn confirm_clock(&self, by: AuditActor, now: Instant) -> Result<()> {
        if let Some(fault @ ClockFault::BeforeBuild { .. }) = self.clock_fault() {
            return Err(StoreError::ClockWrong(fault));
        }
        let by_any_clock = Self {
            guard: None,
            ..self.view()
        };
        by_any_clock.put_confirmation(by, now).await?;
        if let Some(guard) = &self.guard {
            guard.learn(self.known_time().await?);
        }
        Ok(())
    }

    async fn put_confirmation(&self, by: AuditActor, now: Instant) -> Result<()> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let known = known(conn).await?;
                let sql = "INSERT INTO clock_confirmation (id, confirmed_at, event_id, audit_id)
                           VALUES ((SELECT coalesce(max(id), 0) + 1 FROM clock_confirmation), $1,
                                   (SELECT coalesce(max(id), 0) FROM event), (SELECT coalesce(max(id), 0) FROM audit))";
                on!(&mut *conn, c => sqlx::query(sql).bind(ms(now)).execute(&mut **c).await.map(drop))?;
                let text = |at: Option<Instant>| at.map(|at| at.to_rfc3339()).unwrap_or_default();
                let audit_entry = AuditEntry {
                    was: text(known.newest),
                    became: text(Some(now)),
                    ..AuditEntry::new(AuditAct::ClockConfirmed, "clock")
                };
                Ok(((), Some(audit_entry)))
            })
        })
        .await
    }
}

async fn known(conn: &mut Conn<'_>) -> Result<KnownTime> {
    let sql = "SELECT id, confirmed_at, event_id, audit_id FROM clock_confirmation ORDER BY id DESC LIMIT 1";
    let confirmed: Option<ConfirmationRow> =
        on!(&mut *conn, c => query_as(sql).fetch_optional(&mut **c).await)?;
    let (_, _, event_id, audit_id) = confirmed.unwrap_or_default();
    // The row with the highest number has the newest time, unless a clock was set back; then the clock is compared with what was
    // written since.
    let event = "SELECT recorded_at FROM event WHERE id > $1 ORDER BY id DESC LIMIT 1";
    let line = "SELECT at FROM audit WHERE id > $1 ORDER BY id DESC LIMIT 1";
    let mut newest = None;
    for (sql, after) in [(event, event_id), (line, audit_id)] {
        let at: Option<i64> = on!(&mut *conn, c => {
            query_scalar(sql).bind(after).fetch_optional(&mut **c).await
        })?;
        newest = newest.max(at.map(instant).transpose()?);
    }
    let confirmed = confirmed
        .map(|(id, at, _, _)| Ok::<_, StoreError>((id, instant(at)?)))
        .transpose()?;
    Ok(KnownTime { newest, confirmed })
}

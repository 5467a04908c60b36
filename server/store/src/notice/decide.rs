//! The decision of a second manager on a notice.

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::notice::model::NoticeId;
use sanh_domain::notice::record::{Approval, NoticeRecord};

use super::super::Store;
use super::super::audit::{AuditActor, AuditEntry, AuditWriter};
use super::super::conn::{Conn, on};
use super::super::error::Result;
use super::super::stored_time::ms;
use super::{end, record, subject, summary};

/// The result of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionOutcome {
    /// The decision is stored.
    Done,
    /// The notice was changed or decided since it was read.
    Changed,
    /// It has ended, or does not exist.
    Over,
    /// Its author may not decide on it.
    Own,
}

impl Store {
    /// Approves a waiting notice, which begins now if its beginning has passed. Not by its author.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn approve_notice(
        &self,
        id: NoticeId,
        version: i64,
        by: AuditActor,
        now: Instant,
    ) -> Result<DecisionOutcome> {
        self.decide(id, version, None, by, now).await
    }

    /// Refuses a waiting notice. Not by its author, who cancels it instead.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn refuse_notice(
        &self,
        id: NoticeId,
        version: i64,
        reason: String,
        by: AuditActor,
        now: Instant,
    ) -> Result<DecisionOutcome> {
        self.decide(id, version, Some(reason), by, now).await
    }

    async fn decide(
        &self,
        id: NoticeId,
        version: i64,
        refusal: Option<String>,
        by: AuditActor,
        now: Instant,
    ) -> Result<DecisionOutcome> {
        let told = self.audit_writer(by, now);
        self.write(move |mut conn| {
            Box::pin(async move {
                let Some(known) = record::find(&mut conn, id).await? else {
                    return Ok(DecisionOutcome::Over);
                };
                if known.approval != Approval::Waiting || known.version != version {
                    return Ok(DecisionOutcome::Changed);
                }
                if known.author == told.by.actor.name {
                    return Ok(DecisionOutcome::Own);
                }
                if known.notice.until <= now || known.is_called_off() {
                    return Ok(DecisionOutcome::Over);
                }
                match refusal {
                    None => approve(&mut conn, &known, &told).await?,
                    Some(reason) => refuse(&mut conn, &known, reason, &told).await?,
                }
                Ok(DecisionOutcome::Done)
            })
        })
        .await
    }
}

async fn approve(conn: &mut Conn<'_>, known: &NoticeRecord, told: &AuditWriter) -> Result<()> {
    let id = known.notice.id;
    let from = known.notice.from.max(told.now);
    let sql = "UPDATE notice SET approval = 'given', decided_by = $2, decided_at = $3, from_at = $4, version = version + 1 WHERE id = $1";
    on!(&mut *conn, c => {
        let query = sqlx::query(sql).bind(id.0).bind(&told.by.actor.name).bind(ms(told.now));
        query.bind(ms(from)).execute(&mut **c).await.map(drop)
    })?;
    if let Some(replaced) = known.replaces {
        end(conn, replaced, from).await?;
    }
    let audit_entry = AuditEntry {
        became: summary(&known.notice),
        ..AuditEntry::new(AuditAct::NoticeApproved, subject(id))
    };
    told.put(conn, audit_entry).await
}

async fn refuse(
    conn: &mut Conn<'_>,
    known: &NoticeRecord,
    reason: String,
    told: &AuditWriter,
) -> Result<()> {
    let id = known.notice.id;
    let sql = "UPDATE notice SET approval = 'refused', decided_by = $2, decided_at = $3, refusal = $4, version = version + 1 WHERE id = $1";
    on!(&mut *conn, c => {
        let query = sqlx::query(sql).bind(id.0).bind(&told.by.actor.name).bind(ms(told.now));
        query.bind(&reason).execute(&mut **c).await.map(drop)
    })?;
    let audit_entry = AuditEntry {
        was: summary(&known.notice),
        became: reason,
        ..AuditEntry::new(AuditAct::NoticeRefused, subject(id))
    };
    told.put(conn, audit_entry).await
}

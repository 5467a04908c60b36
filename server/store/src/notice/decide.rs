//! A second manager decides on a notice.

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::notice::model::NoticeId;
use sanh_domain::notice::record::{Approval, NoticeRecord};

use super::super::Store;
use super::super::audit::{By, Deed};
use super::super::db::{Conn, on};
use super::super::dossier::ms;
use super::super::error::Result;
use super::{Told, end, record, subject, summary};

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It stands.
    Done,
    /// The notice was changed or decided since it was read.
    Changed,
    /// It is over, or there is none.
    Over,
    /// Whoever decides wrote it.
    Own,
}

impl Store {
    /// Lets a notice that waits be shown, from now on where it would have begun already. Not by its author.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn approve_notice(
        &self,
        id: NoticeId,
        version: i64,
        by: By,
        now: Instant,
    ) -> Result<Decided> {
        self.decide(id, version, None, by, now).await
    }

    /// Does not let a notice that waits be shown. Not by its author, who takes it back instead.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn refuse_notice(
        &self,
        id: NoticeId,
        version: i64,
        reason: String,
        by: By,
        now: Instant,
    ) -> Result<Decided> {
        self.decide(id, version, Some(reason), by, now).await
    }

    async fn decide(
        &self,
        id: NoticeId,
        version: i64,
        refusal: Option<String>,
        by: By,
        now: Instant,
    ) -> Result<Decided> {
        let key = self.options.seal_key.clone();
        self.write(move |mut conn| {
            Box::pin(async move {
                let told = Told {
                    key: key.as_ref(),
                    by: &by,
                    now,
                };
                let Some(known) = record::one(&mut conn, id).await? else {
                    return Ok(Decided::Over);
                };
                if known.approval != Approval::Waiting || known.version != version {
                    return Ok(Decided::Changed);
                }
                if known.author == by.actor.name {
                    return Ok(Decided::Own);
                }
                if known.notice.until <= now || known.is_called_off() {
                    return Ok(Decided::Over);
                }
                match refusal {
                    None => approve(&mut conn, &known, &told).await?,
                    Some(reason) => refuse(&mut conn, &known, reason, &told).await?,
                }
                Ok(Decided::Done)
            })
        })
        .await
    }
}

async fn approve(conn: &mut Conn<'_>, known: &NoticeRecord, told: &Told<'_>) -> Result<()> {
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
    let deed = Deed {
        became: summary(&known.notice),
        ..Deed::new(AuditAct::NoticeApproved, subject(id))
    };
    told.put(conn, deed).await
}

async fn refuse(
    conn: &mut Conn<'_>,
    known: &NoticeRecord,
    reason: String,
    told: &Told<'_>,
) -> Result<()> {
    let id = known.notice.id;
    let sql = "UPDATE notice SET approval = 'refused', decided_by = $2, decided_at = $3, refusal = $4, version = version + 1 WHERE id = $1";
    on!(&mut *conn, c => {
        let query = sqlx::query(sql).bind(id.0).bind(&told.by.actor.name).bind(ms(told.now));
        query.bind(&reason).execute(&mut **c).await.map(drop)
    })?;
    let deed = Deed {
        was: summary(&known.notice),
        became: reason,
        ..Deed::new(AuditAct::NoticeRefused, subject(id))
    };
    told.put(conn, deed).await
}

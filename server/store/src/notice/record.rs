//! Notices with their authors and approvals.

use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::notice::model::{Audience, Notice, NoticeId, Priority};
use sanh_domain::notice::record::{Approval, NoticePhase, NoticeRecord, may_read};
use sanh_domain::text::name::Name;

use super::super::Store;
use super::super::audit::{AuditEntry, AuditWriter};
use super::super::conn::{Conn, on};
use super::super::error::{Result, StoreError};
use super::super::screen;
use super::super::stored_time::{instant, ms};
use super::{
    NOTICES_MAX, NewNotice, NoticeSubmission, SubmissionOutcome, by_notice, count, end,
    priority_of, subject, summary,
};

/// The most past notices in the list.
const PAST_MAX: i64 = 50;

const COLUMNS: &str = "id, priority, text_vi, text_en, from_at, until_at, author, written_at, version, approval, decided_by, decided_at, refusal, replaces";

#[derive(sqlx_macros::FromRow)]
struct RecordRow {
    id: i64,
    priority: String,
    text_vi: String,
    text_en: Option<String>,
    from_at: i64,
    until_at: i64,
    author: String,
    written_at: i64,
    version: i64,
    approval: String,
    decided_by: Option<String>,
    decided_at: Option<i64>,
    refusal: Option<String>,
    replaces: Option<i64>,
}

impl RecordRow {
    fn record(self, screens: Audience) -> Result<NoticeRecord> {
        let by = self.decided_by.unwrap_or_default();
        let at = instant(self.decided_at.unwrap_or_default())?;
        let approval = match self.approval.as_str() {
            "none" => Approval::NotNeeded,
            "waiting" => Approval::Waiting,
            "given" => Approval::Given { by, at },
            "refused" => Approval::Refused {
                by,
                at,
                reason: self.refusal.unwrap_or_default(),
            },
            word => {
                let why = format!("notice {} has no approval \"{word}\"", self.id);
                return Err(StoreError::Corrupt(why));
            }
        };
        Ok(NoticeRecord {
            notice: Notice {
                id: NoticeId(self.id),
                priority: priority_of(self.id, &self.priority)?,
                text: Name {
                    vi: self.text_vi,
                    en: self.text_en,
                },
                from: instant(self.from_at)?,
                until: instant(self.until_at)?,
                screens,
            },
            author: self.author,
            written_at: instant(self.written_at)?,
            version: self.version,
            approval,
            replaces: self.replaces.map(NoticeId),
        })
    }
}

impl Store {
    /// The notices that a scope may read: all that have not ended, newest first, then the last fifty that have.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn notice_records(
        &self,
        now: Instant,
        scope: &AgencyScope,
    ) -> Result<Vec<NoticeRecord>> {
        let scope = scope.clone();
        self.read(move |mut conn| {
            Box::pin(async move {
                let is_over = "(until_at <= $1 OR until_at <= from_at OR approval = 'refused')";
                let sql = format!("SELECT {COLUMNS} FROM notice WHERE NOT {is_over} ORDER BY from_at DESC, id DESC LIMIT $2");
                let mut rows: Vec<RecordRow> = on!(&mut conn, c => {
                    query_as(sqlx::AssertSqlSafe(sql)).bind(ms(now)).bind(NOTICES_MAX).fetch_all(&mut **c).await
                })?;
                let sql = format!("SELECT {COLUMNS} FROM notice WHERE {is_over} ORDER BY until_at DESC, id DESC LIMIT $2");
                let past: Vec<RecordRow> = on!(&mut conn, c => {
                    query_as(sqlx::AssertSqlSafe(sql)).bind(ms(now)).bind(PAST_MAX).fetch_all(&mut **c).await
                })?;
                rows.extend(past);
                let ids: Vec<String> = rows.iter().map(|row| row.id.to_string()).collect();
                let mut audiences = if ids.is_empty() {
                    by_notice(Vec::new())
                } else {
                    // The ids are numbers from our own tables, so they are safe in the text.
                    let sql = format!("SELECT notice_id, screen FROM notice_screen WHERE notice_id IN ({})", ids.join(", "));
                    let found: Vec<(i64, String)> = on!(&mut conn, c => {
                        query_as(sqlx::AssertSqlSafe(sql)).persistent(false).fetch_all(&mut **c).await
                    })?;
                    by_notice(found)
                };
                let record = |row: RecordRow| {
                    let screens = audiences.remove(&row.id).unwrap_or_default();
                    row.record(screens)
                };
                let mut records: Vec<NoticeRecord> = rows.into_iter().map(record).collect::<Result<_>>()?;
                let walls = screen::addressees(&mut conn).await?;
                records.retain(|record| may_read(&scope, &record.notice.screens, &walls));
                Ok(records)
            })
        })
        .await
    }

    /// The notice with this number, if a scope may read it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn notice_record(
        &self,
        id: NoticeId,
        scope: &AgencyScope,
    ) -> Result<Option<NoticeRecord>> {
        let scope = scope.clone();
        self.read(move |mut conn| Box::pin(async move { readable(&mut conn, id, &scope).await }))
            .await
    }
}

/// The notice with this number, if a scope may read it.
pub(super) async fn readable(
    conn: &mut Conn<'_>,
    id: NoticeId,
    scope: &AgencyScope,
) -> Result<Option<NoticeRecord>> {
    let record = find(conn, id).await?;
    let walls = screen::addressees(conn).await?;
    Ok(record.filter(|record| may_read(scope, &record.notice.screens, &walls)))
}

/// The notice with this number.
pub(super) async fn find(conn: &mut Conn<'_>, id: NoticeId) -> Result<Option<NoticeRecord>> {
    let sql = format!("SELECT {COLUMNS} FROM notice WHERE id = $1");
    let row: Option<RecordRow> = on!(&mut *conn, c => {
        query_as(sqlx::AssertSqlSafe(sql)).bind(id.0).fetch_optional(&mut **c).await
    })?;
    let Some(row) = row else {
        return Ok(None);
    };
    let sql = "SELECT notice_id, screen FROM notice_screen WHERE notice_id = $1";
    let screens: Vec<(i64, String)> =
        on!(conn, c => query_as(sql).bind(id.0).fetch_all(&mut **c).await)?;
    let screens = by_notice(screens).remove(&id.0).unwrap_or_default();
    row.record(screens).map(Some)
}

/// Writes a notice, or a new version of one.
pub(super) async fn write(
    conn: &mut Conn<'_>,
    writing: NoticeSubmission,
    told: &AuditWriter,
) -> Result<SubmissionOutcome> {
    let NoticeSubmission {
        notice,
        edited,
        waits,
    } = writing;
    let Some((id, version)) = edited else {
        return make(conn, notice, waits, None, told).await;
    };
    let Some(known) = find(conn, id).await? else {
        return Ok(SubmissionOutcome::Over);
    };
    if known.version != version {
        return Ok(SubmissionOutcome::Changed);
    }
    let is_refused = matches!(known.approval, Approval::Refused { .. });
    match known.standing(told.now) {
        NoticePhase::Shown => {
            let from = notice.from.max(told.now);
            let wrote = make(conn, notice, waits, Some(id), told).await?;
            if !waits && matches!(wrote, SubmissionOutcome::Done(_)) {
                end(conn, id, from).await?;
            }
            Ok(wrote)
        }
        NoticePhase::Past if !is_refused || known.notice.until <= told.now => {
            Ok(SubmissionOutcome::Over)
        }
        NoticePhase::ToCome | NoticePhase::Waiting | NoticePhase::Past => {
            rewrite(conn, &known, notice, waits, told).await
        }
    }
}

async fn make(
    conn: &mut Conn<'_>,
    new: NewNotice,
    waits: bool,
    replaces: Option<NoticeId>,
    told: &AuditWriter,
) -> Result<SubmissionOutcome> {
    // There is always room for an emergency, and it is shown before all other notices.
    let is_emergency = new.priority == Priority::Emergency;
    if !is_emergency && count(conn, told.now).await? >= NOTICES_MAX {
        return Ok(SubmissionOutcome::TooMany);
    }
    let sql = "INSERT INTO notice (priority, text_vi, text_en, from_at, until_at, author, written_at, approval, replaces)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id";
    let id: i64 = on!(&mut *conn, c => {
        let query = query_scalar(sql).bind(new.priority.as_str()).bind(&new.text.vi).bind(&new.text.en);
        let query = query.bind(ms(new.from)).bind(ms(new.until)).bind(&told.by.actor.name).bind(ms(told.now));
        query.bind(approval(waits)).bind(replaces.map(|id| id.0)).fetch_one(&mut **c).await
    })?;
    let id = NoticeId(id);
    put_screens(conn, id, &new.screens).await?;
    let was = replaces.map(subject).unwrap_or_default();
    let audit_entry = AuditEntry {
        was,
        became: became(id, new, waits),
        ..AuditEntry::new(AuditAct::NoticeWritten, subject(id))
    };
    told.put(conn, audit_entry).await?;
    Ok(SubmissionOutcome::Done(id))
}

/// A new version of a notice that was not shown yet.
async fn rewrite(
    conn: &mut Conn<'_>,
    known: &NoticeRecord,
    new: NewNotice,
    waits: bool,
    told: &AuditWriter,
) -> Result<SubmissionOutcome> {
    let id = known.notice.id;
    let sql = "UPDATE notice SET priority = $2, text_vi = $3, text_en = $4, from_at = $5, until_at = $6, author = $7, written_at = $8,
                   approval = $9, decided_by = NULL, decided_at = NULL, refusal = NULL, version = version + 1
               WHERE id = $1";
    on!(&mut *conn, c => {
        let query = sqlx::query(sql).bind(id.0).bind(new.priority.as_str()).bind(&new.text.vi).bind(&new.text.en);
        let query = query.bind(ms(new.from)).bind(ms(new.until)).bind(&told.by.actor.name).bind(ms(told.now));
        query.bind(approval(waits)).execute(&mut **c).await.map(drop)
    })?;
    let sql = "DELETE FROM notice_screen WHERE notice_id = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(id.0).execute(&mut **c).await.map(drop))?;
    put_screens(conn, id, &new.screens).await?;
    if let Some(replaced) = known.replaces.filter(|_| !waits) {
        end(conn, replaced, new.from.max(told.now)).await?;
    }
    let audit_entry = AuditEntry {
        was: summary(&known.notice),
        became: became(id, new, waits),
        ..AuditEntry::new(AuditAct::NoticeWritten, subject(id))
    };
    told.put(conn, audit_entry).await?;
    Ok(SubmissionOutcome::Done(id))
}

const fn approval(waits: bool) -> &'static str {
    if waits { "waiting" } else { "none" }
}

/// A written notice as text for the audit.
fn became(id: NoticeId, new: NewNotice, waits: bool) -> String {
    let NewNotice {
        text,
        priority,
        from,
        until,
        screens,
    } = new;
    let written = summary(&Notice {
        id,
        text,
        priority,
        from,
        until,
        screens,
    });
    if waits {
        format!("{written} (waits for a second manager)")
    } else {
        written
    }
}

async fn put_screens(conn: &mut Conn<'_>, id: NoticeId, screens: &Audience) -> Result<()> {
    let Audience::Named(names) = screens else {
        return Ok(());
    };
    let sql = "INSERT INTO notice_screen (notice_id, screen) VALUES ($1, $2)";
    for name in names {
        on!(&mut *conn, c => sqlx::query(sql).bind(id.0).bind(name).execute(&mut **c).await.map(drop))?;
    }
    Ok(())
}

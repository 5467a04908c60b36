//! Notices on the walls.

mod decide;
mod painted;
mod record;

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{query_as, query_scalar};

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::notice::model::{Audience, Notice, NoticeId, Priority, check_text};
use sanh_domain::text::name::Name;

use super::Store;
use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::stored_time::{instant, ms};

pub use decide::DecisionOutcome;
pub use painted::PaintedReport;

/// A notice to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// The text.
    pub text: Name,
    /// How much of the wall it takes.
    pub priority: Priority,
    /// When it begins.
    pub from: Instant,
    /// When it ends, exclusive.
    pub until: Instant,
    /// The walls that show it.
    pub screens: Audience,
}

/// A submitted notice, or a new version of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeSubmission {
    /// The notice.
    pub notice: NewNotice,
    /// The notice that it changes, with the version that was read; `None` for a new one.
    pub edited: Option<(NoticeId, i64)>,
    /// Whether a second manager has to approve it.
    pub waits: bool,
}

/// The result of writing a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubmissionOutcome {
    /// It was written with this number.
    Done(NoticeId),
    /// Somebody else changed it since it was read.
    Changed,
    /// It has ended, or does not exist.
    Over,
    /// There are [`NOTICES_MAX`] already.
    TooMany,
}

/// The most present and future notices: more than anyone can read, and few enough to be read with every board (ours).
const NOTICES_MAX: i64 = 100;

impl Store {
    /// Adds a notice that needs no approval; walls show it from its beginning without further writes.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for an invalid text or time range, or where there are too many.
    pub async fn put_notice(
        &self,
        notice: NewNotice,
        by: AuditActor,
        now: Instant,
    ) -> Result<NoticeId> {
        let writing = NoticeSubmission {
            notice,
            edited: None,
            waits: false,
        };
        match self.write_notice(writing, by, now).await? {
            SubmissionOutcome::Done(id) => Ok(id),
            SubmissionOutcome::Changed | SubmissionOutcome::Over | SubmissionOutcome::TooMany => {
                Err(StoreError::Invalid(format!(
                    "there are {NOTICES_MAX} notices already; end some first"
                )))
            }
        }
    }

    /// Writes a notice, or a new version of one: one that is on the walls is ended and replaced by a new one, so that what they
    /// showed stays known.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for an invalid text or time range.
    pub async fn write_notice(
        &self,
        writing: NoticeSubmission,
        by: AuditActor,
        now: Instant,
    ) -> Result<SubmissionOutcome> {
        check(&writing.notice)?;
        let audit_writer = self.audit_writer(by, now);
        self.write(move |mut conn| {
            Box::pin(async move { record::write(&mut conn, writing, &audit_writer).await })
        })
        .await
    }

    /// Ends a notice at an instant, or cancels one that has not begun or waits for approval. `false` if there is no such notice
    /// that would still be shown.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn end_notice(&self, id: NoticeId, by: AuditActor, at: Instant) -> Result<bool> {
        self.audited(by, at, move |mut conn| {
            Box::pin(async move {
                let Some(was) = record::find(&mut conn, id).await? else {
                    return Ok((false, None));
                };
                if !end(&mut conn, id, at).await? {
                    return Ok((false, None));
                }
                let audit_entry = AuditEntry {
                    was: summary(&was.notice),
                    ..AuditEntry::new(AuditAct::NoticeEnded, subject(id))
                };
                Ok((true, Some(audit_entry)))
            })
        })
        .await
    }

    /// The present and future notices at an instant that need no further approval: emergencies first, then by their beginning,
    /// at most a hundred.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn notices_from(&self, at: Instant) -> Result<Vec<Notice>> {
        self.read(move |mut conn| Box::pin(async move { load(&mut conn, at).await }))
            .await
    }
}

/// Ends a notice at an instant; returns whether there was one.
async fn end(conn: &mut Conn<'_>, id: NoticeId, at: Instant) -> Result<bool> {
    let sql = "UPDATE notice SET until_at = CASE WHEN from_at > $2 THEN from_at ELSE $2 END, version = version + 1
               WHERE id = $1 AND until_at > $2 AND until_at > from_at";
    let ended = on!(conn, c => {
        let query = sqlx::query(sql).bind(id.0).bind(ms(at));
        query.execute(&mut **c).await.map(|done| done.rows_affected())
    })?;
    Ok(ended == 1)
}

async fn load(conn: &mut Conn<'_>, at: Instant) -> Result<Vec<Notice>> {
    let sql = "SELECT id, priority, text_vi, text_en, from_at, until_at FROM notice
               WHERE until_at > $1 AND until_at > from_at AND approval IN ('none', 'given')
               ORDER BY priority, from_at, id LIMIT $2";
    let rows: Vec<(i64, String, String, Option<String>, i64, i64)> = on!(&mut *conn, c => query_as(sql).bind(ms(at)).bind(NOTICES_MAX).fetch_all(&mut **c).await)?;
    let mut audiences = audiences(conn, at).await?;
    let notice = |(id, priority, vi, en, from, until): (i64, String, _, _, _, _)| {
        Ok(Notice {
            id: NoticeId(id),
            priority: priority_of(id, &priority)?,
            text: Name { vi, en },
            from: instant(from)?,
            until: instant(until)?,
            screens: audiences.remove(&id).unwrap_or_default(),
        })
    };
    rows.into_iter().map(notice).collect()
}

fn priority_of(id: i64, word: &str) -> Result<Priority> {
    let damaged = |_| StoreError::Corrupt(format!("notice {id} has no priority \"{word}\""));
    word.parse().map_err(damaged)
}

/// The walls of notices for some walls only, if they end after an instant.
async fn audiences(conn: &mut Conn<'_>, after: Instant) -> Result<BTreeMap<i64, Audience>> {
    let sql =
        "SELECT s.notice_id, s.screen FROM notice_screen s JOIN notice n ON n.id = s.notice_id
               WHERE n.until_at > $1 ORDER BY s.notice_id, s.screen";
    let rows: Vec<(i64, String)> =
        on!(conn, c => query_as(sql).bind(ms(after)).fetch_all(&mut **c).await)?;
    Ok(by_notice(rows))
}

fn by_notice(rows: Vec<(i64, String)>) -> BTreeMap<i64, Audience> {
    let mut found: BTreeMap<i64, Audience> = BTreeMap::new();
    for (id, screen) in rows {
        let audience = found
            .entry(id)
            .or_insert_with(|| Audience::Named(BTreeSet::new()));
        if let Audience::Named(names) = audience {
            names.insert(screen);
        }
    }
    found
}

/// The number of present, future and waiting notices.
async fn count(conn: &mut Conn<'_>, at: Instant) -> Result<i64> {
    let sql = "SELECT count(*) FROM notice WHERE until_at > $1 AND until_at > from_at AND approval <> 'refused'";
    Ok(on!(conn, c => query_scalar(sql).bind(ms(at)).fetch_one(&mut **c).await)?)
}

/// A notice as a subject of the audit.
fn subject(id: NoticeId) -> String {
    format!("notice {}", id.0)
}

/// A notice as one line of the audit.
fn summary(notice: &Notice) -> String {
    let screens = match &notice.screens {
        Audience::All => "all walls".to_owned(),
        Audience::Named(names) => names.iter().cloned().collect::<Vec<_>>().join(", "),
    };
    let (from, until) = (notice.from.to_rfc3339(), notice.until.to_rfc3339());
    let texts = [Some(&notice.text.vi), notice.text.en.as_ref()];
    let texts: Vec<&str> = texts.into_iter().flatten().map(String::as_str).collect();
    format!(
        "{} on {screens}, {from} to {until}: {}",
        notice.priority.as_str(),
        texts.join(" / ")
    )
}

fn check(notice: &NewNotice) -> Result<()> {
    let NewNotice {
        text,
        priority,
        from,
        until,
        screens,
    } = notice;
    let invalid = |why: &str| Err(StoreError::Invalid(why.to_owned()));
    if until <= from {
        return invalid("the notice ends before it begins");
    }
    match screens {
        Audience::Named(_) if *priority == Priority::Emergency => {
            return invalid("an emergency is for every wall");
        }
        Audience::Named(names) if names.is_empty() => {
            return invalid("the notice is for no wall");
        }
        Audience::Named(_) | Audience::All => {}
    }
    let texts = [
        ("Vietnamese", Some(&text.vi)),
        ("English", text.en.as_ref()),
    ];
    for (language, text) in texts {
        let Some(text) = text else { continue };
        check_text(text, *priority)
            .map_err(|fault| StoreError::Invalid(format!("the {language} notice: {fault}")))?;
    }
    Ok(())
}

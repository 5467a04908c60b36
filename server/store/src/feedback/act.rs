//! Acts of staff on a message. Each has an audit entry, which contains nothing of the texts.

use sqlx::query_scalar;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::feedback::model::{EntryKind, FeedbackAct};
use sanh_domain::id::AgencyId;

use super::super::Store;
use super::super::audit::{AuditActor, AuditEntry};
use super::super::conn::{Conn, on};
use super::super::error::Result;
use super::super::letter;
use super::super::secret::refuse_changed;
use super::super::stored_time::ms;
use super::{StoredRow, entry, find};

/// An act on a message.
#[derive(Clone, PartialEq, Eq)]
pub enum FeedbackChange {
    /// Forward it to an agency for an explanation.
    Forward {
        /// The agency.
        agency: AgencyId,
        /// The question.
        request: String,
    },
    /// Explain it.
    Explain {
        /// The explanation.
        explanation: String,
    },
    /// Answer it.
    Answer {
        /// The answer.
        answer: String,
        /// The subject of a published answer; `None` if the answer is for the sender only.
        subject: Option<String>,
    },
}

impl FeedbackChange {
    const fn act(&self) -> FeedbackAct {
        match self {
            Self::Forward { .. } => FeedbackAct::Forward,
            Self::Explain { .. } => FeedbackAct::Explain,
            Self::Answer { .. } => FeedbackAct::Answer,
        }
    }

    const fn audited(&self) -> AuditAct {
        match self {
            Self::Forward { .. } => AuditAct::FeedbackForwarded,
            Self::Explain { .. } => AuditAct::FeedbackExplained,
            Self::Answer { .. } => AuditAct::FeedbackAnswered,
        }
    }

    fn written(&self) -> Vec<(EntryKind, &str)> {
        match self {
            Self::Forward { request, .. } => vec![(EntryKind::Request, request)],
            Self::Explain { explanation } => vec![(EntryKind::Explanation, explanation)],
            Self::Answer { answer, subject } => {
                let subject = subject.as_deref().map(|text| (EntryKind::Subject, text));
                std::iter::once((EntryKind::Answer, answer.as_str()))
                    .chain(subject)
                    .collect()
            }
        }
    }
}

/// The result of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedbackOutcome {
    /// It is done.
    Done,
    /// There is no such message in the scope.
    NotThere,
    /// The message was changed since it was read, or is already answered.
    Changed,
}

impl Store {
    /// Acts on a message of a scope, if it still has the version that was read.
    ///
    /// # Errors
    /// When it cannot be encrypted or written.
    pub async fn act_on_feedback(
        &self,
        (id, version): (i64, i64),
        change: FeedbackChange,
        scope: &AgencyScope,
        by: AuditActor,
        now: Instant,
    ) -> Result<FeedbackOutcome> {
        let (vault, scope, author) = (self.vault()?, scope.clone(), by.actor.name.clone());
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                refuse_changed(conn, &vault).await?;
                let Some(found) = find(conn, id, &scope).await? else {
                    return Ok((FeedbackOutcome::NotThere, None));
                };
                if !advance(conn, &found, version, &change, now).await? {
                    return Ok((FeedbackOutcome::Changed, None));
                }
                for (kind, text) in change.written() {
                    let entry = (kind, author.as_str(), text);
                    entry::put(conn, &vault, (id, &found.code), entry, now).await?;
                }
                if matches!(change, FeedbackChange::Answer { .. }) {
                    let contact = entry::contact(conn, &vault, (id, &found.code)).await?;
                    if contact.is_some_and(|contact| !contact.email.is_empty()) {
                        letter::put_answer(conn, id, now).await?;
                    }
                }
                let audit_entry = AuditEntry {
                    was: found.state.clone(),
                    became: description(&change),
                    ..AuditEntry::new(change.audited(), subject(id))
                };
                Ok((FeedbackOutcome::Done, Some(audit_entry)))
            })
        })
        .await
    }

    /// Withdraws a published answer. Returns whether it was published.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn withdraw_feedback_answer(
        &self,
        id: i64,
        scope: &AgencyScope,
        by: AuditActor,
        now: Instant,
    ) -> Result<bool> {
        let scope = scope.clone();
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let found = find(conn, id, &scope).await?;
                if found.is_none_or(|row| row.published_at.is_none()) {
                    return Ok((false, None));
                }
                let sql =
                    "UPDATE feedback SET published_at = NULL, version = version + 1 WHERE id = $1";
                on!(conn, c => sqlx::query(sql).bind(id).execute(&mut **c).await.map(drop))?;
                let audit_entry = AuditEntry::new(AuditAct::FeedbackWithdrawn, subject(id));
                Ok((true, Some(audit_entry)))
            })
        })
        .await
    }

    /// Erases the contact data of a message's sender and the dossier that they named, for good, by destroying the keys. The
    /// message stays. Returns whether anything was erased.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn erase_feedback_contact(
        &self,
        id: i64,
        scope: &AgencyScope,
        by: AuditActor,
        now: Instant,
    ) -> Result<bool> {
        let scope = scope.clone();
        let erased = self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let Some(found) = find(conn, id, &scope).await? else {
                    return Ok((false, None));
                };
                let is_gone = erase_contact(conn, &found.code).await?;
                Ok((is_gone, is_gone.then(|| contact_erased(id, &found.code))))
            })
        });
        let erased = erased.await?;
        self.keep_ledger_later().await;
        self.scrub().await?;
        Ok(erased)
    }
}

/// Erases how the sender of a message can be reached, and the dossier that they named; whether there was anything.
async fn erase_contact(conn: &mut Conn<'_>, code: &str) -> Result<bool> {
    let sql = "DELETE FROM feedback_entry WHERE kind IN ('contact', 'dossier')
               AND feedback_id = (SELECT id FROM feedback WHERE code = $1)";
    let gone = on!(conn, c => {
        sqlx::query(sql).bind(code).execute(&mut **c).await.map(|done| done.rows_affected())
    })?;
    Ok(gone > 0)
}

/// The line of the audit about it. The ledger knows the message by its code: a restored copy may give its number to another.
fn contact_erased(id: i64, code: &str) -> AuditEntry {
    AuditEntry {
        became: code.to_owned(),
        ..AuditEntry::new(AuditAct::FeedbackContactErased, subject(id))
    }
}

/// Erases in a restored copy what a line of the ledger says was erased; `None`: the copy has no such message, or nothing of it.
pub(in super::super) async fn erase_contact_again(
    conn: &mut Conn<'_>,
    code: &str,
) -> Result<Option<AuditEntry>> {
    let sql = "SELECT id FROM feedback WHERE code = $1";
    let found: Option<i64> = on!(&mut *conn, c => {
        query_scalar(sql).bind(code).fetch_optional(&mut **c).await
    })?;
    let Some(id) = found else {
        return Ok(None);
    };
    let is_gone = erase_contact(conn, code).await?;
    Ok(is_gone.then(|| contact_erased(id, code)))
}

/// Brings a message to the state that a change leads to; false: it was changed since, or cannot be.
async fn advance(
    conn: &mut Conn<'_>,
    found: &StoredRow,
    version: i64,
    change: &FeedbackChange,
    now: Instant,
) -> Result<bool> {
    let next = found.row()?.state.after(change.act());
    let Some(next) = next.filter(|_| found.version == version) else {
        return Ok(false);
    };
    let agency = match change {
        FeedbackChange::Forward { agency, .. } => Some(agency.0),
        _ => found.agency_id,
    };
    let (answered_at, published_at) = match change {
        FeedbackChange::Answer { subject, .. } => {
            (Some(ms(now)), subject.as_ref().map(|_| ms(now)))
        }
        _ => (None, None),
    };
    let sql = "UPDATE feedback SET state = $3, version = version + 1, agency_id = $4, answered_at = $5, published_at = $6
               WHERE id = $1 AND version = $2";
    let changed = on!(conn, c => {
        let query = sqlx::query(sql).bind(found.id).bind(version).bind(next.as_str()).bind(agency);
        let query = query.bind(answered_at).bind(published_at);
        query.execute(&mut **c).await.map(|done| done.rows_affected())
    })?;
    Ok(changed == 1)
}

/// A message as a subject of the audit.
fn subject(id: i64) -> String {
    format!("feedback:{id}")
}

fn description(change: &FeedbackChange) -> String {
    match change {
        FeedbackChange::Forward { agency, .. } => format!("forwarded, agency {}", agency.0),
        FeedbackChange::Explain { .. } => "explained".to_owned(),
        FeedbackChange::Answer {
            subject: Some(_), ..
        } => "answered, public".to_owned(),
        FeedbackChange::Answer { subject: None, .. } => "answered".to_owned(),
    }
}

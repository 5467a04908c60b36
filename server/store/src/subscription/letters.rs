//! The letters of a dossier's subscriptions, for an administrator who hears that none came: the addresses are masked, and the reading is
//! a line of the audit.

use sqlx::query_as;

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::DossierCode;
use sanh_domain::subscription::letter::{LetterPurpose, SubscriptionLetter};

use super::super::audit::{AuditActor, AuditEntry};
use super::super::conn::{Conn, on};
use super::super::error::{Result, StoreError};
use super::super::secret::refuse_changed;
use super::super::stored_time::instant;
use super::super::{Store, dossier};
use super::{Subscriber, sealed, subscriber};

/// The newest letters of an address that are shown (ours).
const ROWS_MAX: i64 = 20;

#[derive(sqlx_macros::FromRow)]
struct LetterRow {
    event_sequence: Option<i64>,
    state: String,
    next_at: i64,
    ended_at: Option<i64>,
    tries: i64,
    fault: Option<String>,
}

impl LetterRow {
    fn listed(&self, to: &Subscriber) -> Result<SubscriptionLetter> {
        let unknown = || StoreError::Corrupt(format!("{} is no state of a letter", self.state));
        Ok(SubscriptionLetter {
            channel: to.address.channel,
            masked: to.address.masked(),
            is_confirmed: to.is_confirmed,
            purpose: match self.event_sequence {
                Some(_) => LetterPurpose::Change,
                None => LetterPurpose::Confirmation,
            },
            state: self.state.parse().map_err(|_| unknown())?,
            tries: u32::try_from(self.tries).unwrap_or(u32::MAX),
            at: instant(self.ended_at.unwrap_or(self.next_at))?,
            fault: self.fault.as_deref().and_then(|fault| fault.parse().ok()),
        })
    }
}

impl Store {
    /// The letters of the subscriptions of a dossier, or of the whole that it is a part of; `None`: there is no such dossier.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a record that does not open; or when they cannot be read, or the audit cannot be written.
    pub async fn subscription_letters(
        &self,
        code: &DossierCode,
        by: AuditActor,
        now: Instant,
    ) -> Result<Option<Vec<SubscriptionLetter>>> {
        let (vault, code) = (self.vault()?, code.clone());
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                refuse_changed(conn, &vault).await?;
                if dossier::find(conn, &code).await?.is_none() {
                    return Ok((None, None));
                }
                let mut letters = Vec::new();
                for found in sealed::of_dossier(conn, &code).await? {
                    let to = subscriber(&vault, &found)?;
                    for row in rows(conn, found.id).await? {
                        letters.push(row.listed(&to)?);
                    }
                }
                let audit_entry = AuditEntry::new(AuditAct::LettersRead, code.as_str());
                Ok((Some(letters), Some(audit_entry)))
            })
        })
        .await
    }
}

async fn rows(conn: &mut Conn<'_>, subscription: i64) -> Result<Vec<LetterRow>> {
    let sql = "SELECT event_sequence, state, next_at, ended_at, tries, fault FROM letter
               WHERE subscription_id = $1 ORDER BY id DESC LIMIT $2";
    Ok(on!(conn, c => {
        query_as(sql).bind(subscription).bind(ROWS_MAX).fetch_all(&mut **c).await
    })?)
}

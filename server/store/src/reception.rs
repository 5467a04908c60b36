//! Reception at a counter: a dossier under a new code, with its applicant and its slip, in one transaction.

use std::sync::Arc;

use chrono::NaiveDate;

use sanh_domain::account::actor::Actor;
use sanh_domain::account::model::{AccountId, RequestKey};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Action, CountedIn, Dossier, DossierCode, Intake, StatusChange, When};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::procedure::channel::Channel;

use super::applicant::{self, BlindIndex};
use super::audit::{AuditActor, AuditEntry};
use super::centre::CentreRules;
use super::conn::Conn;
use super::error::{Result, StoreError};
use super::serial::{free_code, new_code};
use super::slip::{self, PrintedSlip, Slip};
use super::{Store, act, dossier, linked, procedure, request, single};
use crate::vault::Vault;

/// A dossier to be opened.
#[derive(Clone)]
pub struct OpeningRequest {
    /// For what.
    pub procedure: ProcedureId,
    /// Which agency will work on it.
    pub agency: AgencyId,
    /// How it came.
    pub channel: Channel,
    /// The applicant's record, to be sealed.
    pub record: Vec<u8>,
    /// What the applicant is found by.
    pub marks: Vec<BlindIndex>,
    /// The secrets of the slip.
    pub slip: Slip,
    /// When it was taken in; `None`: now.
    pub received_at: Option<Instant>,
    /// Why it is recorded so late.
    pub late_reason: Option<String>,
    /// Why it is refused at reception; `None`: it is received.
    pub refused: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpeningOutcome {
    /// It was opened under this code.
    Now(DossierCode),
    /// It was, when the form was first sent; its slip's secrets have been told then.
    Before(DossierCode),
}

impl Store {
    /// Opens a dossier, once for this key.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for an agency or procedure that is not there; [`StoreError::Refused`] by the domain; or it cannot be
    /// written. Nothing was written then.
    pub async fn open_dossier(
        &self,
        key: RequestKey,
        by: AuditActor,
        opening: OpeningRequest,
        now: Instant,
    ) -> Result<OpeningOutcome> {
        let (rules_cache, vault) = (self.rules_cache(), self.vault()?);
        let (account, actor) = (by.account, by.actor.clone());
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if !request::remember(conn, &key, account, now).await? {
                    return Ok((before(conn, &key, account).await?, Vec::new()));
                }
                let centre_rules = rules_cache.of(conn).await?;
                let (id, code, audit_entries) =
                    open(conn, &centre_rules, &vault, &opening, &actor, now).await?;
                request::remember_dossier(conn, &key, account, id).await?;
                Ok((OpeningOutcome::Now(code), audit_entries))
            })
        })
        .await
    }

    /// The code and the due time that a dossier received now would get; the code may go to another one first.
    ///
    /// # Errors
    /// As [`Store::open_dossier`].
    pub async fn prepare_dossier(
        &self,
        procedure: ProcedureId,
        agency: AgencyId,
        channel: Channel,
        actor: Actor,
        now: Instant,
    ) -> Result<Dossier> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of(conn).await?;
                let day = centre_rules.calendar().local_date(now);
                let (code, _) = free_code(conn, &centre_rules, agency, day).await?;
                let intake = intake(conn, code, (procedure, day), agency, channel).await?;
                let (calendar, rules) =
                    (centre_rules.calendar_of(agency), centre_rules.rules_at(now));
                let (dossier, _) =
                    Dossier::open(intake, When::from(now), &calendar, &rules, &actor, true)?;
                Ok(dossier)
            })
        })
        .await
    }
}

async fn open(
    conn: &mut Conn<'_>,
    centre_rules: &Arc<CentreRules>,
    vault: &Vault,
    opening: &OpeningRequest,
    actor: &Actor,
    now: Instant,
) -> Result<(i64, DossierCode, Vec<AuditEntry>)> {
    let day = centre_rules.calendar().local_date(now);
    let code = new_code(conn, centre_rules, opening.agency, day).await?;
    let parts = match opening.refused {
        None => linked::of_procedure(conn, opening.procedure).await?,
        Some(_) => Vec::new(),
    };
    let when = When {
        occurred_at: opening.received_at.unwrap_or(now),
        recorded_at: now,
        late_reason: opening.late_reason.clone(),
    };
    let intake = intake(
        conn,
        code.clone(),
        (
            opening.procedure,
            centre_rules.calendar().local_date(when.occurred_at),
        ),
        opening.agency,
        opening.channel,
    )
    .await?;
    let counted_in = if parts.is_empty() {
        CountedIn::Both
    } else {
        CountedIn::Centre
    };
    let intake = Intake {
        counted_in,
        ..intake
    };
    let is_received = opening.refused.is_none();
    let mut opened =
        single::open(conn, centre_rules, intake, when.clone(), actor, is_received).await?;
    let row = dossier::find(conn, &code).await?;
    let row = row.ok_or_else(|| StoreError::NotFound(code.clone()))?;
    let (id, due_at) = (row.id, row.due_at);
    let whole = (id, &opened.dossier);
    opened.linked = linked::open_parts(conn, centre_rules, whole, &parts, &when, actor).await?;
    let mut audit_entries = act::audit_entries_of(&opened);
    if let Some(reason) = opening.refused.clone() {
        let change = StatusChange {
            code: code.clone(),
            expected_version: opened.dossier.version,
            action: Action::Refuse { reason },
            occurred_at: opening.received_at,
            late_reason: opening.late_reason.clone(),
        };
        let refused = act::take(conn, centre_rules, change, (now, actor)).await?;
        audit_entries.extend(act::audit_entries_of(&refused));
    }
    applicant::put(conn, vault, (id, &code), &opening.record, &opening.marks).await?;
    let printed = PrintedSlip {
        slip: &opening.slip,
        due_at,
    };
    slip::put(conn, vault, (id, &code), &printed, now).await?;
    Ok((id, code, audit_entries))
}

async fn before(
    conn: &mut Conn<'_>,
    key: &RequestKey,
    account: Option<AccountId>,
) -> Result<OpeningOutcome> {
    let id = request::dossier_of(conn, key, account).await?;
    let row = match id {
        Some(id) => dossier::by_id(conn, id).await?,
        None => None,
    };
    let row =
        row.ok_or_else(|| StoreError::Invalid("this form was used for something else".to_owned()))?;
    Ok(OpeningOutcome::Before(row.dossier()?.code))
}

/// What is received, under the limit in force on the day.
pub(super) async fn intake(
    conn: &mut Conn<'_>,
    code: DossierCode,
    (id, day): (ProcedureId, NaiveDate),
    agency: AgencyId,
    channel: Channel,
) -> Result<Intake> {
    let listed = procedure::load(conn).await?;
    let found = listed.into_iter().find(|listed| listed.id == id);
    let found =
        found.ok_or_else(|| StoreError::Invalid(format!("there is no procedure {}", id.0)))?;
    Ok(Intake {
        code,
        agency,
        field: found.field,
        procedure: Some(id),
        channel,
        limit: found.limits.on(day).of(channel),
        counted_in: CountedIn::Both,
    })
}

//! Reception: a dossier under a new code, with its applicant and its slip, in one transaction.

use std::sync::Arc;

use chrono::NaiveDate;
use futures::future::BoxFuture;

use sanh_domain::account::actor::Actor;
use sanh_domain::account::model::{AccountId, AgencyScope, RequestKey};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{
    Action, CountedIn, Dossier, DossierCode, Intake, Refusal, StatusChange, When,
};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::procedure::channel::Channel;

use super::applicant::{self, ApplicantRow, BlindIndex, BlindIndexRow};
use super::audit::{self, AuditActor, AuditEntry};
use super::centre::CentreRules;
use super::conn::Conn;
use super::error::{Result, StoreError};
use super::group::{Context, Decision, Needs, Request, RequestUnit};
use super::serial::{free_code, new_code};
use super::slip::{self, PrintedSlip, Slip, SlipRow};
use super::stored_time::ms;
use super::{Store, act, dossier, linked, request, single_change};
use crate::vault::Vault;

/// A dossier to be opened.
#[derive(Clone)]
pub struct OpeningRequest {
    /// The procedure.
    pub procedure: ProcedureId,
    /// The agency that will process it.
    pub agency: AgencyId,
    /// The channel.
    pub channel: Channel,
    /// The applicant's record, to be encrypted.
    pub record: Vec<u8>,
    /// The applicant's search keys.
    pub marks: Vec<BlindIndex>,
    /// The secrets of the slip.
    pub slip: Slip,
    /// When it was received; `None` for now.
    pub received_at: Option<Instant>,
    /// The reason for recording it late.
    pub late_reason: Option<String>,
    /// The reason for refusing it; `None` if it is received.
    pub refused: Option<String>,
}

/// The result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpeningOutcome {
    /// It was opened with this code.
    Now(DossierCode),
    /// The form was sent before.
    Before(DossierCode),
}

impl Store {
    /// Opens a dossier, once for this key.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for an unknown agency or procedure; [`StoreError::Refused`] by the domain, also for an agency
    /// that does not handle the procedure; or it cannot be written. Nothing was written then.
    pub async fn open_dossier(
        &self,
        key: RequestKey,
        by: AuditActor,
        opening: OpeningRequest,
        now: Instant,
    ) -> Result<OpeningOutcome> {
        let vault = self.vault()?;
        self.request(ReceptionForm {
            key,
            by,
            opening,
            vault,
            now,
        })
        .await
    }

    /// The code and the due time that a dossier received now would get; another dossier may take the code first. `None` if its
    /// agency is not in the scope.
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
        scope: &AgencyScope,
    ) -> Result<Option<Dossier>> {
        if !scope.covers(agency) {
            return Ok(None);
        }
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of(conn).await?;
                check_office(&centre_rules, procedure, agency)?;
                let day = centre_rules.calendar().local_date(now);
                let (code, _) = free_code(conn, &centre_rules, agency, day).await?;
                let intake = intake(&centre_rules, code, (procedure, day), agency, channel)?;
                let (calendar, rules) =
                    (centre_rules.calendar_of(agency), centre_rules.rules_at(now));
                let (dossier, _) =
                    Dossier::open(intake, When::from(now), &calendar, &rules, &actor, true)?;
                Ok(Some(dossier))
            })
        })
        .await
    }
}

/// A reception with the key of its form.
struct ReceptionForm {
    key: RequestKey,
    by: AuditActor,
    opening: OpeningRequest,
    vault: Arc<Vault>,
    now: Instant,
}

impl ReceptionForm {
    fn when(&self) -> When {
        When {
            occurred_at: self.opening.received_at.unwrap_or(self.now),
            recorded_at: self.now,
            late_reason: self.opening.late_reason.clone(),
        }
    }

    fn intake(&self, centre_rules: &CentreRules, code: DossierCode) -> Result<Intake> {
        let day = centre_rules.calendar().local_date(self.when().occurred_at);
        let (procedure, agency) = (self.opening.procedure, self.opening.agency);
        intake(
            centre_rules,
            code,
            (procedure, day),
            agency,
            self.opening.channel,
        )
    }

    /// Opens it within a group; `None` if its code was not read ahead, it has parts, or it is refused at reception.
    fn open_in(&self, unit: &mut RequestUnit<'_>) -> Result<Option<OpeningOutcome>> {
        let (opening, now) = (&self.opening, self.now);
        if opening.refused.is_some() || unit.has_key(&self.key, self.by.account) {
            return Ok(None);
        }
        check_office(unit.rules(), opening.procedure, opening.agency)?;
        let Some(code) = unit.new_code(opening.agency, opening.procedure, now) else {
            return Ok(None);
        };
        let intake = self.intake(unit.rules(), code.clone())?;
        let (id, opened) = unit.open(intake, self.when(), &self.by.actor, true)?;
        let applicant = ApplicantRow::of(&self.vault, (id, &code), &opening.record)?;
        let blind_indexes = BlindIndexRow::all(&self.vault, id, &opening.marks);
        unit.pending().put_applicant(applicant, blind_indexes);
        let printed = PrintedSlip {
            slip: &opening.slip,
            due_at: opened.dossier.due_at.map(ms),
            kept_until: unit.rules().day_end(now),
        };
        let slip = SlipRow::of(&self.vault, (id, &code), &printed, now);
        unit.pending().put_slip(slip);
        unit.remember(&self.key, self.by.account, Some(id), now);
        unit.tell(&self.by, act::audit_entries_of(&opened), now);
        Ok(Some(OpeningOutcome::Now(code)))
    }

    async fn open(&self, conn: &mut Conn<'_>, context: &Context) -> Result<OpeningOutcome> {
        let (key, account, now) = (&self.key, self.by.account, self.now);
        if !request::remember(conn, key, account, now).await? {
            return before(conn, key, account).await;
        }
        let centre_rules = context.rules_cache.of(conn).await?;
        let (id, code, audit_entries) = self.open_alone(conn, &centre_rules).await?;
        request::remember_dossier(conn, key, account, id).await?;
        let seal_key = context.seal_key.as_ref();
        audit::put_all(conn, seal_key, &self.by, audit_entries, now).await?;
        Ok(OpeningOutcome::Now(code))
    }

    async fn open_alone(
        &self,
        conn: &mut Conn<'_>,
        centre_rules: &CentreRules,
    ) -> Result<(i64, DossierCode, Vec<AuditEntry>)> {
        let (opening, vault, now) = (&self.opening, &self.vault, self.now);
        let actor = &self.by.actor;
        check_office(centre_rules, opening.procedure, opening.agency)?;
        let day = centre_rules.calendar().local_date(now);
        let code = new_code(conn, centre_rules, opening.agency, day).await?;
        let parts = match opening.refused {
            None => linked::of_procedure(conn, opening.procedure).await?,
            Some(_) => Vec::new(),
        };
        let (intake, when) = (self.intake(centre_rules, code.clone())?, self.when());
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
            single_change::open(conn, centre_rules, intake, when.clone(), actor, is_received)
                .await?;
        let row = dossier::known(conn, &code).await?;
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
            let refused = act::take(conn, centre_rules, &change, (now, actor)).await?;
            audit_entries.extend(act::audit_entries_of(&refused));
        }
        applicant::put(conn, vault, (id, &code), &opening.record, &opening.marks).await?;
        let printed = PrintedSlip {
            slip: &opening.slip,
            due_at,
            kept_until: centre_rules.day_end(now),
        };
        slip::put(conn, vault, (id, &code), &printed, now).await?;
        Ok((id, code, audit_entries))
    }
}

impl Request for ReceptionForm {
    type Output = OpeningOutcome;

    fn tell_needs(&self, needs: &mut Needs) {
        needs.key(&self.key, self.by.account);
        needs.opening(self.opening.agency, self.now, &self.vault);
    }

    fn decide(&self, unit: &mut RequestUnit<'_>) -> Option<Decision<OpeningOutcome>> {
        self.open_in(unit).transpose().map(Decision::from)
    }

    fn run<'c>(
        &'c self,
        mut conn: Conn<'c>,
        context: &'c Context,
    ) -> BoxFuture<'c, Decision<OpeningOutcome>> {
        Box::pin(async move { self.open(&mut conn, context).await.into() })
    }
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

/// Whether an agency handles a procedure.
///
/// # Errors
/// [`Refusal::WrongOffice`].
pub(super) fn check_office(
    centre_rules: &CentreRules,
    procedure: ProcedureId,
    agency: AgencyId,
) -> Result<()> {
    if centre_rules.handles(agency, procedure) {
        return Ok(());
    }
    Err(Refusal::WrongOffice.into())
}

/// The intake, with the limit in force on the day.
pub(super) fn intake(
    centre_rules: &CentreRules,
    code: DossierCode,
    (id, day): (ProcedureId, NaiveDate),
    agency: AgencyId,
    channel: Channel,
) -> Result<Intake> {
    let mut listed = centre_rules.procedures.iter();
    let found = listed.find(|listed| listed.id == id);
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

//! An amended reception: the dossier, its applicant and its slip, in one transaction.

use sanh_domain::account::actor::Actor;
use sanh_domain::account::model::RequestKey;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::amend::{Change, PapersChange, PersonalField, ReceptionFacts};
use sanh_domain::dossier::{Action, Dossier, DossierCode, Refusal, StatusChange};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::procedure::channel::Channel;

use super::applicant::{self, BlindIndex};
use super::audit::{AuditActor, AuditEntry};
use super::centre::CentreRules;
use super::conn::Conn;
use super::dossier;
use super::error::{Result, StoreError};
use super::single_change::ActionOutcome;
use super::slip::{self, PrintedSlip, Slip};
use super::stored_time::ms;
use super::subscription_end::end_unconfirmed;
use super::{Store, act, linked, reception, request};
use crate::vault::Vault;

/// An amendment of a reception.
#[derive(Clone)]
pub struct AmendmentRequest {
    /// The dossier.
    pub code: DossierCode,
    /// The version of the dossier that the form showed.
    pub expected_version: i64,
    /// The procedure.
    pub procedure: Option<ProcedureId>,
    /// The agency that processes it.
    pub agency: AgencyId,
    /// The channel.
    pub channel: Channel,
    /// When it was received; `None` if that stays unchanged.
    pub received_at: Option<Instant>,
    /// The papers, if they change.
    pub papers: Option<PapersChange>,
    /// The fields of the applicant's data that change.
    pub personal: Vec<PersonalField>,
    /// The new record of the applicant, with its search keys; `None` if it stays.
    pub record: Option<(Vec<u8>, Vec<BlindIndex>)>,
    /// The secrets of the slip that replaces the old one.
    pub slip: Slip,
    /// The reason.
    pub reason: String,
    /// Whether the author has confirmed that the due time comes before the one on the old slip.
    pub accepts_earlier_due: bool,
}

/// The result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmendmentOutcome {
    /// The reception was amended.
    Now {
        /// The result of the action.
        acted: Box<ActionOutcome>,
        /// Whether the slip got the new secrets.
        is_slip_replaced: bool,
    },
    /// The form was sent before.
    Before,
}

impl Store {
    /// Amends a reception, once for this key. If anything printed on the slip changes, the slip gets new secrets.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Conflict`]; [`StoreError::Refused`] by the domain; [`StoreError::Invalid`] for
    /// an unknown agency or procedure; or it cannot be written. Nothing was written then.
    pub async fn amend_dossier(
        &self,
        key: RequestKey,
        by: AuditActor,
        amending: AmendmentRequest,
        now: Instant,
    ) -> Result<AmendmentOutcome> {
        let (rules_cache, vault) = (self.rules_cache(), self.vault()?);
        let (account, actor) = (by.account, by.actor.clone());
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if !request::remember(conn, &key, account, now).await? {
                    return Ok((AmendmentOutcome::Before, Vec::new()));
                }
                let centre_rules = rules_cache.of(conn).await?;
                let (acted, is_slip_replaced) =
                    amend(conn, &centre_rules, &vault, amending, (now, &actor)).await?;
                let mut audit_entries = act::audit_entries_of(&acted);
                if is_slip_replaced {
                    let code = acted.dossier.code.as_str();
                    audit_entries.push(AuditEntry::new(AuditAct::SlipIssued, code));
                    audit_entries.extend(end_unconfirmed(conn, &acted.dossier.code).await?);
                }
                let acted = Box::new(acted);
                let amended = AmendmentOutcome::Now {
                    acted,
                    is_slip_replaced,
                };
                Ok((amended, audit_entries))
            })
        })
        .await
    }
}

async fn amend(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    vault: &Vault,
    amending: AmendmentRequest,
    (now, actor): (Instant, &Actor),
) -> Result<(ActionOutcome, bool)> {
    let code = amending.code.clone();
    let row = dossier::known(conn, &code).await?;
    let change = Change {
        facts: facts(conn, centre_rules, &row.dossier()?, &amending).await?,
        papers: amending.papers,
        personal: amending.personal,
        accepts_earlier_due: amending.accepts_earlier_due,
    };
    let change = StatusChange {
        code: code.clone(),
        expected_version: amending.expected_version,
        action: Action::Amend {
            reason: amending.reason,
            change: Box::new(change),
        },
        occurred_at: None,
        late_reason: None,
    };
    let acted = act::take(conn, centre_rules, &change, (now, actor)).await?;
    if let Some((record, marks)) = &amending.record {
        applicant::replace(conn, vault, (row.id, &code), record, marks).await?;
    }
    let amendment = acted
        .events
        .iter()
        .find_map(|event| event.amendment.as_ref());
    let is_on_slip = amendment.is_some_and(|amendment| amendment.changes_slip());
    let is_slip_replaced = is_on_slip && acted.dossier.received_at.is_some();
    if is_slip_replaced {
        // The new slip replaces the promise of the old one.
        slip::forget_due(conn, row.id).await?;
        let printed = PrintedSlip {
            slip: &amending.slip,
            due_at: acted.dossier.due_at.map(ms),
            kept_until: centre_rules.day_end(now),
        };
        slip::put(conn, vault, (row.id, &code), &printed, now).await?;
    }
    Ok((acted, is_slip_replaced))
}

/// The amended data of the reception. Another procedure changes field and limit; another day of reception or another channel
/// changes the limit; otherwise they stay as promised, whatever the catalogue says now.
async fn facts(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    dossier: &Dossier,
    amending: &AmendmentRequest,
) -> Result<ReceptionFacts> {
    if centre_rules.agency_code(amending.agency).is_none() {
        let what = format!("there is no agency {}", amending.agency.0);
        return Err(StoreError::Invalid(what));
    }
    if let Some(procedure) = amending
        .procedure
        .filter(|id| Some(*id) != dossier.procedure)
    {
        let becomes_linked = !linked::of_procedure(conn, procedure).await?.is_empty();
        if becomes_linked || dossier.is_whole() || dossier.is_part() {
            return Err(Refusal::PartsStay.into());
        }
    }
    // The agency is only checked if it or the procedure changes: older dossiers may be at an agency that would not be allowed now.
    let becomes = amending.procedure.map(|id| (id, amending.agency));
    if let Some((procedure, agency)) =
        becomes.filter(|becomes| Some(*becomes) != dossier.procedure.map(|id| (id, dossier.agency)))
    {
        reception::check_office(centre_rules, procedure, agency)?;
    }
    let received_at = amending.received_at.or(dossier.received_at);
    let told = ReceptionFacts {
        agency: amending.agency,
        channel: amending.channel,
        received_at,
        ..dossier.reception_facts()
    };
    let day = |at| centre_rules.calendar().local_date(at);
    let opened_at = dossier.registered_at.unwrap_or(dossier.last_event_at);
    let (was, becomes) = (
        day(dossier.received_at.unwrap_or(opened_at)),
        day(received_at.unwrap_or(opened_at)),
    );
    let Some(procedure) = amending.procedure.filter(|id| {
        Some(*id) != dossier.procedure
            || ((was, dossier.channel) != (becomes, amending.channel) && dossier.limit.is_some())
    }) else {
        return Ok(told);
    };
    let (code, agency, channel) = (dossier.code.clone(), amending.agency, amending.channel);
    let intake = reception::intake(centre_rules, code, (procedure, becomes), agency, channel)?;
    Ok(ReceptionFacts {
        field: intake.field,
        procedure: intake.procedure,
        limit: intake.limit,
        ..told
    })
}

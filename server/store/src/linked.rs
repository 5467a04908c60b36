//! Linked dossiers: the parts of procedures, the parts of dossiers, and the actions that follow from an action on one of them.

use sqlx::{query_as, query_scalar};

use sanh_domain::account::actor::Actor;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::dossier::linked::{follower, is_of_one_act, waiting_since};
use sanh_domain::dossier::{Action, Dossier, DossierCode, Event, Intake, StatusChange, When};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::procedure::model::ProcedurePart;
use sanh_domain::text::name::Name;

use super::audit::AuditActor;
use super::catalogue::{self, CatalogueTable, ChangeOutcome};
use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::dossier::{self, DossierRow};
use super::error::{Result, StoreError};
use super::serial::new_code;
use super::{Store, event, single_change};

/// The most actions that follow one another from a single action on a part: started, resumed, resolved.
const FOLLOWING_MAX: usize = 4;

/// A part of a linked dossier, with its name in the catalogue at that time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedPart {
    /// The name of its task.
    pub name: Name,
    /// The part.
    pub dossier: Dossier,
}

/// A linked dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The whole, with the due time promised to the applicant.
    pub whole: Dossier,
    /// Its parts, in their order.
    pub parts: Vec<LinkedPart>,
}

/// The rows of a linked dossier.
pub(super) struct LinkedRows {
    pub(super) whole: DossierRow,
    pub(super) parts: Vec<(Name, DossierRow)>,
}

#[derive(sqlx_macros::FromRow)]
struct PartRow {
    procedure_id: i64,
    agency_id: i64,
    limit_min: i64,
    name_vi: String,
    name_en: Option<String>,
}

impl Store {
    /// The parts of every procedure that has any, in order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn procedure_parts(&self) -> Result<Vec<(ProcedureId, ProcedurePart)>> {
        self.read(|mut conn| Box::pin(async move { load(&mut conn).await }))
            .await
    }

    /// Sets the parts of a procedure from now on, if those that were read are still stored. Dossiers received before keep
    /// theirs.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for an unknown agency or procedure; or it cannot be written.
    pub async fn put_procedure_parts(
        &self,
        procedure: ProcedureId,
        before: Vec<ProcedurePart>,
        after: Vec<ProcedurePart>,
        by: AuditActor,
        now: Instant,
    ) -> Result<ChangeOutcome> {
        let rules_cache = self.rules_cache();
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if of_procedure(conn, procedure).await? != before {
                    return Ok((ChangeOutcome::Stale, None));
                }
                if before == after {
                    return Ok((ChangeOutcome::Done, None));
                }
                let centre_rules = rules_cache.of(conn).await?;
                let sql = "SELECT code FROM procedure WHERE id = $1";
                let code: Option<String> = on!(&mut *conn, c => query_scalar(sql).bind(procedure.0).fetch_optional(&mut **c).await)?;
                let code = code.ok_or_else(|| StoreError::Invalid(format!("there is no procedure {}", procedure.0)))?;
                let (was, became) = (description(&centre_rules, &before)?, description(&centre_rules, &after)?);
                put(conn, procedure, &after).await?;
                let audit_entry = CatalogueTable::Procedure.audit_entry(&code, was, became);
                Ok((ChangeOutcome::Done, Some(audit_entry)))
            })
        })
        .await
    }

    /// The linked dossier to which a dossier of the scope belongs, as whole or part; `None` if it belongs to none. Whoever may
    /// see one of them sees that the others exist, and their status.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn linked(&self, code: &DossierCode, scope: &AgencyScope) -> Result<Option<Linked>> {
        let (code, scope) = (code.clone(), scope.clone());
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let Some(row) = dossier::find_within(conn, &code, &scope).await? else {
                    return Ok(None);
                };
                let Some(family) = LinkedRows::of(conn, &row).await? else {
                    return Ok(None);
                };
                let part = |(name, row): (Name, DossierRow)| {
                    Ok(LinkedPart {
                        name,
                        dossier: row.dossier()?,
                    })
                };
                Ok(Some(Linked {
                    whole: family.whole.dossier()?,
                    parts: family.parts.into_iter().map(part).collect::<Result<_>>()?,
                }))
            })
        })
        .await
    }
}

/// Parts as text for the audit.
fn description(centre_rules: &CentreRules, parts: &[ProcedurePart]) -> Result<String> {
    let part = |part: &ProcedurePart| {
        let unknown = || StoreError::Invalid(format!("there is no agency {}", part.agency.0));
        let agency = centre_rules.agency_code(part.agency).ok_or_else(unknown)?;
        let name = catalogue::names(&part.name);
        Ok(format!(
            "part at {agency}, limit {} min, {name}",
            part.minutes.0
        ))
    };
    let told: Vec<String> = parts.iter().map(part).collect::<Result<_>>()?;
    Ok(told.join("; "))
}

async fn load(conn: &mut Conn<'_>) -> Result<Vec<(ProcedureId, ProcedurePart)>> {
    let sql = "SELECT procedure_id, agency_id, limit_min, name_vi, name_en FROM procedure_part ORDER BY procedure_id, position";
    let rows: Vec<PartRow> = on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let part = |row: PartRow| {
        let minutes = u32::try_from(row.limit_min).map_err(|_| {
            StoreError::Corrupt(format!("{} minutes are no time limit", row.limit_min))
        })?;
        let part = ProcedurePart {
            agency: AgencyId(row.agency_id),
            minutes: WorkingMinutes(minutes),
            name: Name {
                vi: row.name_vi,
                en: row.name_en,
            },
        };
        Ok((ProcedureId(row.procedure_id), part))
    };
    rows.into_iter().map(part).collect()
}

/// The procedures that have parts.
pub(super) async fn procedures(conn: &mut Conn<'_>) -> Result<Vec<ProcedureId>> {
    let sql = "SELECT DISTINCT procedure_id FROM procedure_part";
    let ids: Vec<i64> = on!(conn, c => query_scalar(sql).fetch_all(&mut **c).await)?;
    Ok(ids.into_iter().map(ProcedureId).collect())
}

/// The present parts of a procedure.
pub(super) async fn of_procedure(
    conn: &mut Conn<'_>,
    procedure: ProcedureId,
) -> Result<Vec<ProcedurePart>> {
    let all = load(conn).await?.into_iter();
    let of_it = all.filter(|(id, _)| *id == procedure);
    Ok(of_it.map(|(_, part)| part).collect())
}

async fn put(conn: &mut Conn<'_>, procedure: ProcedureId, parts: &[ProcedurePart]) -> Result<()> {
    let sql = "DELETE FROM procedure_part WHERE procedure_id = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(procedure.0).execute(&mut **c).await.map(drop))?;
    let sql = "INSERT INTO procedure_part (procedure_id, position, agency_id, limit_min, name_vi, name_en) VALUES ($1, $2, $3, $4, $5, $6)";
    for (position, part) in (1_i64..).zip(parts) {
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(procedure.0).bind(position).bind(part.agency.0);
            let query = query.bind(i64::from(part.minutes.0)).bind(&part.name.vi).bind(&part.name.en);
            query.execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(())
}

/// Opens the parts of a whole that was just received, each with a code of its own agency; returns their events.
pub(super) async fn open_parts(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    (whole_id, whole): (i64, &Dossier),
    parts: &[ProcedurePart],
    when: &When,
    actor: &Actor,
) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    let day = centre_rules.calendar().local_date(when.recorded_at);
    for (position, part) in (1_i64..).zip(parts) {
        let code = new_code(conn, centre_rules, part.agency, day).await?;
        let intake = Intake {
            code,
            agency: part.agency,
            limit: Some(TimeLimit {
                length: part.minutes.into(),
                cutoff_15h: whole.limit.is_some_and(|limit| limit.cutoff_15h),
            }),
            ..whole.intake()
        };
        let (calendar, rules) = (
            centre_rules.calendar_of(part.agency),
            centre_rules.rules_at(when.recorded_at),
        );
        let opened = Dossier::open_part(intake, whole, when.clone(), &calendar, &rules, actor)?;
        let opened =
            single_change::put_opened(conn, centre_rules, opened, rules.correction_s).await?;
        let sql = "INSERT INTO dossier_part (part_id, whole_id, position, name_vi, name_en)
                   VALUES ((SELECT id FROM dossier WHERE code = $1), $2, $3, $4, $5)";
        let code = opened.dossier.code.as_str();
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(code).bind(whole_id).bind(position);
            query.bind(&part.name.vi).bind(&part.name.en).execute(&mut **c).await.map(drop)
        })?;
        events.extend(opened.events);
    }
    Ok(events)
}

impl LinkedRows {
    /// The linked dossier to which a dossier belongs, if any.
    pub(super) async fn of(conn: &mut Conn<'_>, row: &DossierRow) -> Result<Option<Self>> {
        let dossier = row.dossier()?;
        let whole = if dossier.is_whole() {
            Some(row.id)
        } else if dossier.is_part() {
            whole_of(conn, row.id).await?.map(|whole| whole.id)
        } else {
            None
        };
        match whole {
            Some(whole) => Self::load(conn, whole).await,
            None => Ok(None),
        }
    }

    async fn load(conn: &mut Conn<'_>, whole: i64) -> Result<Option<Self>> {
        let Some(whole) = dossier::by_id(conn, whole).await? else {
            return Ok(None);
        };
        let sql = "SELECT part_id, name_vi, name_en FROM dossier_part WHERE whole_id = $1 ORDER BY position";
        let rows: Vec<(i64, String, Option<String>)> =
            on!(&mut *conn, c => query_as(sql).bind(whole.id).fetch_all(&mut **c).await)?;
        let mut parts = Vec::with_capacity(rows.len());
        for (id, vi, en) in rows {
            let row = dossier::by_id(conn, id).await?;
            let row = row.ok_or_else(|| StoreError::Corrupt(format!("there is no part {id}")))?;
            parts.push((Name { vi, en }, row));
        }
        Ok(Some(Self { whole, parts }))
    }

    fn dossiers(&self) -> Result<Vec<Dossier>> {
        self.parts.iter().map(|(_, row)| row.dossier()).collect()
    }

    /// Checks whether an action on one of them is allowed in the present state of the others.
    pub(super) async fn check(
        &self,
        conn: &mut Conn<'_>,
        dossier: &Dossier,
        action: &Action,
        history: &[Event],
    ) -> Result<()> {
        let whole = self.whole.dossier()?;
        if dossier.code == whole.code {
            return Ok(dossier.check_parts(action, &self.dossiers()?)?);
        }
        let events = event::history(conn, self.whole.id, &whole.code).await?;
        let in_force = event::in_force(&whole.code, &events)?;
        let taken = match action {
            Action::Correct { .. } => event::in_force(&dossier.code, history)?.pop(),
            _ => None,
        };
        Ok(dossier.check_whole(action, (&whole, &in_force), taken.as_deref())?)
    }

    /// Makes the changes of the others that follow from an action on one of them; returns their events.
    pub(super) async fn follow(
        self,
        conn: &mut Conn<'_>,
        centre_rules: &CentreRules,
        (dossier, action): (&Dossier, &Action),
        taken: Option<&Event>,
        (when, actor): (&When, &Actor),
    ) -> Result<Vec<Event>> {
        let (actor, mut events) = (follower(actor), Vec::new());
        let whole_id = self.whole.id;
        let is_whole = dossier.is_whole();
        if let (Action::Correct { .. }, Some(taken)) = (action, taken) {
            let others = if is_whole {
                self.parts.iter().map(|(_, row)| row).collect()
            } else {
                vec![&self.whole]
            };
            for row in others {
                if is_last(conn, row, taken).await? {
                    let change = following(row, action.clone(), when)?;
                    let at = (when.recorded_at, &actor);
                    let acted = single_change::act(conn, centre_rules, row, &change, at);
                    events.extend(acted.await?.events);
                }
            }
        } else if is_whole {
            for (_, row) in &self.parts {
                if let Some(action) = row.dossier()?.action_from_whole(action) {
                    let change = following(row, action, when)?;
                    let at = (when.recorded_at, &actor);
                    let acted = single_change::act(conn, centre_rules, row, &change, at);
                    events.extend(acted.await?.events);
                }
            }
        }
        if dossier.is_part() {
            let brought = self
                .bring_along(conn, centre_rules, action, (when, &actor))
                .await?;
            events.extend(brought);
        }
        let goes_on = matches!(
            action,
            Action::PapersReceived | Action::Paid | Action::DeclineWithdrawal { .. }
        );
        if goes_on && let Some(now) = Self::load(conn, whole_id).await? {
            let kept = now
                .keep_in_promise(conn, centre_rules, (when, &actor))
                .await?;
            events.extend(kept);
        }
        let moves_due = matches!(
            action,
            Action::Correct { .. } | Action::Extend { .. } | Action::Amend { .. }
        );
        if moves_due && let Some(now) = Self::load(conn, whole_id).await? {
            now.whole.dossier()?.check_due(&now.dossiers()?)?;
        }
        Ok(events)
    }

    /// Moves the due times of parts that a pause has moved past that of the whole back to it: a part in working time moves by
    /// hours, where a whole in calendar days does not move.
    async fn keep_in_promise(
        self,
        conn: &mut Conn<'_>,
        centre_rules: &CentreRules,
        (when, actor): (&When, &Actor),
    ) -> Result<Vec<Event>> {
        let whole = self.whole.dossier()?;
        let (Some(promise), None) = (whole.due_at, whole.paused_at) else {
            return Ok(Vec::new());
        };
        let mut events = Vec::new();
        for (_, row) in &self.parts {
            let part = row.dossier()?;
            let runs = part.is_open() && part.paused_at.is_none();
            let Some(due) = part.due_at.filter(|due| runs && *due > promise) else {
                continue;
            };
            let action = Action::Recount {
                reason: centre_rules.part_due_reason.to_string(),
                new_due: promise,
                counted_due: part.counted_due_at.unwrap_or(due),
            };
            let change = following(row, action, when)?;
            let at = (when.recorded_at, actor);
            let acted = single_change::act(conn, centre_rules, row, &change, at);
            events.extend(acted.await?.events);
        }
        Ok(events)
    }

    /// Brings the whole to the status that follows from its parts.
    async fn bring_along(
        self,
        conn: &mut Conn<'_>,
        centre_rules: &CentreRules,
        action: &Action,
        (when, actor): (&When, &Actor),
    ) -> Result<Vec<Event>> {
        let mut events = Vec::new();
        for _ in 0..FOLLOWING_MAX {
            let Some(now) = Self::load(conn, self.whole.id).await? else {
                break;
            };
            let reason = action.reason().unwrap_or_default();
            let whole = now.whole.dossier()?;
            let parts = now.dossiers()?;
            let Some(action) = whole.action_from_parts(&parts, reason) else {
                break;
            };
            let mut when = when.clone();
            if let (Action::AskPapers { .. } | Action::AskPayment { .. }, Some(since)) =
                (&action, waiting_since(&parts))
            {
                when.occurred_at = since;
            }
            let change = following(&now.whole, action, &when)?;
            let at = (when.recorded_at, actor);
            let acted = single_change::act(conn, centre_rules, &now.whole, &change, at);
            events.extend(acted.await?.events);
        }
        Ok(events)
    }
}

/// The whole of a part; `None` if the dossier is no part.
pub(super) async fn whole_of(conn: &mut Conn<'_>, part_id: i64) -> Result<Option<DossierRow>> {
    let sql = "SELECT whole_id FROM dossier_part WHERE part_id = $1";
    let whole: Option<i64> =
        on!(&mut *conn, c => query_scalar(sql).bind(part_id).fetch_optional(&mut **c).await)?;
    match whole {
        Some(id) => dossier::by_id(conn, id).await,
        None => Ok(None),
    }
}

/// The change that follows from another one: it occurs no earlier than the last event of its dossier.
fn following(row: &DossierRow, action: Action, when: &When) -> Result<StatusChange> {
    let dossier = row.dossier()?;
    Ok(StatusChange {
        expected_version: dossier.version,
        action,
        occurred_at: Some(when.occurred_at.max(dossier.last_event_at)),
        late_reason: when.late_reason.clone(),
        code: dossier.code,
    })
}

/// Whether the last events in force of two dossiers were made by the same act.
async fn is_last(conn: &mut Conn<'_>, row: &DossierRow, taken: &Event) -> Result<bool> {
    let code = row.code()?;
    let events = event::history(conn, row.id, &code).await?;
    let last = event::in_force(&code, &events)?.pop();
    Ok(last.is_some_and(|last| is_of_one_act(&last, taken)))
}

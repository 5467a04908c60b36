//! Procedures: kinds of service, with their time limits.

use chrono::NaiveDate;
use sqlx::{query_as, query_scalar};

use sanh_domain::deadline::Instant;
use sanh_domain::id::{FieldId, ProcedureId};
use sanh_domain::procedure::limits::{ChannelLimits, Limits};
use sanh_domain::procedure::model::Requirements;
use sanh_domain::text::name::Name;

use super::audit::AuditActor;
use super::catalogue::{self, CatalogueTable, ChangeOutcome};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::limits::{LimitRow, descriptions};
use super::requirements;
use super::{Store, limits};

/// One kind of service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// Its number.
    pub id: ProcedureId,
    /// Its official code, unique.
    pub code: String,
    /// The field it belongs to.
    pub field: FieldId,
    /// Its names.
    pub name: Name,
    /// Its time limits, by the days from which they hold.
    pub limits: Limits,
}

/// A procedure to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProcedure {
    /// See [`Procedure::code`].
    pub code: String,
    /// See [`Procedure::field`].
    pub field: FieldId,
    /// See [`Procedure::name`].
    pub name: Name,
    /// Its time limits until a later change.
    pub limit: ChannelLimits,
}

#[derive(sqlx_macros::FromRow)]
struct ProcedureRow {
    id: i64,
    code: String,
    field_id: i64,
    name_vi: String,
    name_en: Option<String>,
    #[sqlx(flatten)]
    limit: LimitRow,
}

impl Store {
    /// Every procedure, by number.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn procedures(&self) -> Result<Vec<Procedure>> {
        self.read(|mut conn| Box::pin(async move { load(&mut conn).await }))
            .await
    }

    /// Adds procedures, or changes those with a known code; returns their numbers in the order given. Dossiers already received
    /// keep their limit.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_procedures(&self, procedures: Vec<NewProcedure>) -> Result<Vec<ProcedureId>> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let mut ids = Vec::with_capacity(procedures.len());
                for procedure in &procedures {
                    ids.push(put(&mut conn, procedure).await?);
                }
                Ok(ids)
            })
        })
        .await
    }

    /// Adds a procedure with fee and papers, and its audit entry; `None` if the code is taken, and nothing was written.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for an unknown field; or it cannot be written.
    pub async fn add_procedure(
        &self,
        (procedure, needs): (NewProcedure, Requirements),
        by: AuditActor,
        now: Instant,
    ) -> Result<Option<ProcedureId>> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if catalogue::is_taken(conn, CatalogueTable::Procedure, &procedure.code).await? {
                    return Ok((None, None));
                }
                let (id, became) = add(conn, &procedure, &needs).await?;
                let audit_entry = CatalogueTable::Procedure.audit_entry(
                    &procedure.code,
                    String::new(),
                    became.join("; "),
                );
                Ok((Some(id), Some(audit_entry)))
            })
        })
        .await
    }

    /// Changes a procedure if it is as it was read, with an audit entry. Its code stays, dossiers already received keep their
    /// field and limit, and limits of past days are not restated.
    ///
    /// # Errors
    /// As [`Store::add_procedure`].
    pub async fn change_procedure(
        &self,
        (before, needed): (Procedure, Requirements),
        (after, needs): (Procedure, Requirements),
        by: AuditActor,
        now: Instant,
    ) -> Result<ChangeOutcome> {
        let rules_cache = self.rules_cache();
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let stands = load(conn).await?.into_iter().find(|it| it.id == before.id);
                let stand = requirements::load(conn)
                    .await?
                    .remove(&before.id)
                    .unwrap_or_default();
                let is_same = (after.id, &after.code) == (before.id, &before.code);
                if stands.as_ref() != Some(&before) || stand != needed || !is_same {
                    return Ok((ChangeOutcome::Stale, None));
                }
                if before == after && needed == needs {
                    return Ok((ChangeOutcome::Done, None));
                }
                let today = rules_cache.of(conn).await?.calendar().local_date(now);
                if after.limits.restate(&before.limits, today) {
                    return Ok((ChangeOutcome::Restates, None));
                }
                let mut was = facts(conn, &before.on(today), &needed).await?;
                let mut became = facts(conn, &after.on(today), &needs).await?;
                was.push(later_limits_for_audit(&before.limits, &after.limits, today));
                became.push(later_limits_for_audit(&after.limits, &before.limits, today));
                let (gone, new) = papers_differing(&needed.papers, &needs.papers);
                was.push(gone);
                became.push(new);
                limits::put(conn, after.id, &before.limits, &after.limits).await?;
                requirements::put(conn, after.id, &needs).await?;
                let after = NewProcedure::from(after);
                put(conn, &after).await?;
                let (was, became) = catalogue::differing(&was, &became);
                let audit_entry = CatalogueTable::Procedure.audit_entry(&after.code, was, became);
                Ok((ChangeOutcome::Done, Some(audit_entry)))
            })
        })
        .await
    }
}

impl Procedure {
    /// The procedure with only the limit in force on a day.
    pub(super) fn on(&self, day: NaiveDate) -> NewProcedure {
        NewProcedure {
            limit: self.limits.on(day),
            ..NewProcedure::from(self.clone())
        }
    }
}

impl From<Procedure> for NewProcedure {
    fn from(procedure: Procedure) -> Self {
        Self {
            code: procedure.code,
            field: procedure.field,
            name: procedure.name,
            limit: procedure.limits.first,
        }
    }
}

/// Adds a procedure; returns its number, and its facts for the audit.
pub(super) async fn add(
    conn: &mut Conn<'_>,
    procedure: &NewProcedure,
    needs: &Requirements,
) -> Result<(ProcedureId, Vec<String>)> {
    let mut became = facts(conn, procedure, needs).await?;
    became.retain(|fact| !fact.is_empty());
    became.extend(needs.papers.iter().map(catalogue::names));
    let id = put(conn, procedure).await?;
    requirements::put(conn, id, needs).await?;
    Ok((id, became))
}

/// The facts of a procedure for the audit, without its papers.
pub(super) async fn facts(
    conn: &mut Conn<'_>,
    procedure: &NewProcedure,
    needs: &Requirements,
) -> Result<Vec<String>> {
    let fields = catalogue::fields(conn).await?;
    let field = fields.into_iter().find(|field| field.id == procedure.field);
    let unknown = || StoreError::Invalid(format!("there is no field {}", procedure.field.0));
    let field = field.ok_or_else(unknown)?.code;
    let [length, cutoff, own] = descriptions(procedure.limit);
    let mut facts = vec![
        format!("field {field}"),
        catalogue::names(&procedure.name),
        length,
        cutoff,
        own,
    ];
    facts.extend(requirements::facts(conn, needs).await?);
    Ok(facts)
}

/// The future limits that only the first of two has, as text for the audit.
fn later_limits_for_audit(some: &Limits, others: &Limits, today: NaiveDate) -> String {
    let (alone, _) = limits::differing(some, others);
    let to_come = alone.into_iter().filter(|it| it.valid_from > today);
    let told = to_come.map(|change| {
        let limits = descriptions(change.limit)
            .into_iter()
            .filter(|text| !text.is_empty());
        let limits: Vec<_> = limits.collect();
        format!("from {}: {}", change.valid_from, limits.join(", "))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// The removed and the added papers, as texts for the audit.
fn papers_differing(was: &[Name], became: &[Name]) -> (String, String) {
    let of_one = |some: &[Name], others: &[Name]| {
        let alone = some.iter().filter(|paper| !others.contains(paper));
        let told: Vec<String> = alone.map(catalogue::names).collect();
        told.join("; ")
    };
    let (gone, new) = (of_one(was, became), of_one(became, was));
    if was != became && gone.is_empty() && new.is_empty() {
        return (gone, "papers in another order".to_owned());
    }
    (gone, new)
}

pub(super) async fn load(conn: &mut Conn<'_>) -> Result<Vec<Procedure>> {
    let sql = "SELECT id, code, field_id, name_vi, name_en, limit_min, limit_days, limit_months, cutoff_15h, same_day_until_min
               FROM procedure ORDER BY id";
    let rows: Vec<ProcedureRow> = on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let mut limits = limits::load(conn).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Procedure {
                id: ProcedureId(row.id),
                code: row.code,
                field: FieldId(row.field_id),
                name: Name {
                    vi: row.name_vi,
                    en: row.name_en,
                },
                limits: limits.of(ProcedureId(row.id), row.limit.limit()?),
            })
        })
        .collect()
}

/// Writes only rows that changed: a second run of an import changes nothing and notifies nobody.
pub(super) async fn put(conn: &mut Conn<'_>, procedure: &NewProcedure) -> Result<ProcedureId> {
    let NewProcedure {
        code,
        field,
        name,
        limit,
    } = procedure;
    let sql = "INSERT INTO procedure
                   (code, field_id, name_vi, name_en, limit_min, limit_days, limit_months, cutoff_15h, same_day_until_min)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
               ON CONFLICT (code) DO UPDATE SET
                   field_id = excluded.field_id, name_vi = excluded.name_vi, name_en = excluded.name_en,
                   limit_min = excluded.limit_min, limit_days = excluded.limit_days, limit_months = excluded.limit_months,
                   cutoff_15h = excluded.cutoff_15h, same_day_until_min = excluded.same_day_until_min
               WHERE procedure.field_id <> excluded.field_id OR procedure.name_vi <> excluded.name_vi
                  OR procedure.name_en IS DISTINCT FROM excluded.name_en
                  OR procedure.limit_min IS DISTINCT FROM excluded.limit_min
                  OR procedure.limit_days IS DISTINCT FROM excluded.limit_days
                  OR procedure.limit_months IS DISTINCT FROM excluded.limit_months
                  OR procedure.cutoff_15h <> excluded.cutoff_15h
                  OR procedure.same_day_until_min IS DISTINCT FROM excluded.same_day_until_min";
    let columns = LimitRow::of(limit.general);
    on!(&mut *conn, c => {
        let query = sqlx::query(sql).bind(code).bind(field.0).bind(&name.vi).bind(&name.en);
        let query = query.bind(columns.limit_min).bind(columns.limit_days).bind(columns.limit_months);
        let query = query.bind(columns.cutoff_15h).bind(columns.same_day_until_min);
        query.execute(&mut **c).await.map(drop)
    })?;
    let sql = "SELECT id FROM procedure WHERE code = $1";
    let id =
        ProcedureId(on!(&mut *conn, c => query_scalar(sql).bind(code).fetch_one(&mut **c).await)?);
    limits::put_own(conn, id, limits::FIRST, *limit).await?;
    Ok(id)
}

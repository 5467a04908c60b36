//! The import of procedures from a table: all of them in one transaction, or none.

use sanh_domain::deadline::Instant;
use sanh_domain::procedure::guide::Guide;
use sanh_domain::procedure::model::Requirements;

use super::audit::{AuditActor, AuditEntry};
use super::catalogue::{self, CatalogueTable};
use super::conn::Conn;
use super::error::Result;
use super::procedure::{self, NewProcedure, Procedure};
use super::{Store, guide, limits, requirements};

/// A procedure of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportedProcedure {
    /// A new one.
    New(Box<(NewProcedure, Requirements, Guide)>),
    /// A changed one: as it was read, and the new values.
    Changed(
        Box<(Procedure, Requirements, Guide)>,
        Box<(Procedure, Requirements, Guide)>,
    ),
}

/// The result of the import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcedureImportOutcome {
    /// All are stored.
    Done,
    /// Something was changed since it was read: nothing was written.
    Stale,
}

impl Store {
    /// Imports procedures from a table, each with an audit entry. Dossiers already received keep their field and limit.
    ///
    /// # Errors
    /// [`StoreError::Invalid`](super::StoreError::Invalid) for an unknown field; or it cannot be written.
    pub async fn import_procedures(
        &self,
        imported: Vec<ImportedProcedure>,
        by: AuditActor,
        now: Instant,
    ) -> Result<ProcedureImportOutcome> {
        let rules_cache = self.rules_cache();
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let today = rules_cache.of(conn).await?.calendar().local_date(now);
                if is_stale(conn, &imported).await? {
                    return Ok((ProcedureImportOutcome::Stale, Vec::new()));
                }
                let mut entries = Vec::new();
                for procedure in imported {
                    match procedure {
                        ImportedProcedure::New(new) => {
                            entries.push(add(conn, &new).await?);
                        }
                        ImportedProcedure::Changed(before, after) => {
                            entries.push(change(conn, &before, &after, today).await?);
                        }
                    }
                }
                Ok((ProcedureImportOutcome::Done, entries))
            })
        })
        .await
    }
}

/// Whether a stored value differs from the one that was read, or a new code is taken.
async fn is_stale(conn: &mut Conn<'_>, imported: &[ImportedProcedure]) -> Result<bool> {
    let procedures = procedure::load(conn).await?;
    let needs = requirements::load(conn).await?;
    let guides = guide::load(conn).await?;
    let stands = |before: &(Procedure, Requirements, Guide)| {
        let (procedure, needed, guide) = before;
        let id = procedure.id;
        procedures.contains(procedure)
            && needs.get(&id).cloned().unwrap_or_default() == *needed
            && guides.get(&id).cloned().unwrap_or_default() == *guide
    };
    let is_taken = |code: &str| {
        let mut codes = procedures.iter().map(|it| &it.code);
        codes.any(|taken| taken.eq_ignore_ascii_case(code))
    };
    Ok(imported.iter().any(|it| match it {
        ImportedProcedure::New(new) => is_taken(&new.0.code),
        ImportedProcedure::Changed(before, _) => !stands(before),
    }))
}

async fn add(
    conn: &mut Conn<'_>,
    (new, needs, guided): &(NewProcedure, Requirements, Guide),
) -> Result<AuditEntry> {
    let (id, mut became) = procedure::add(conn, new, needs).await?;
    became.extend(guide::facts(guided));
    guide::put(conn, id, guided).await?;
    let became = became.join("; ");
    Ok(CatalogueTable::Procedure.audit_entry(&new.code, String::new(), became))
}

async fn change(
    conn: &mut Conn<'_>,
    (before, needed, told): &(Procedure, Requirements, Guide),
    (after, needs, tells): &(Procedure, Requirements, Guide),
    today: chrono::NaiveDate,
) -> Result<AuditEntry> {
    let papers = |needs: &Requirements| -> String {
        let names: Vec<String> = needs.papers.iter().map(catalogue::names).collect();
        names.join("; ")
    };
    let mut was = procedure::facts(conn, &before.on(today), needed).await?;
    let mut became = procedure::facts(conn, &after.on(today), needs).await?;
    was.push(papers(needed));
    became.push(papers(needs));
    was.extend(guide::facts(told));
    became.extend(guide::facts(tells));
    limits::put(conn, after.id, &before.limits, &after.limits).await?;
    requirements::put(conn, after.id, needs).await?;
    guide::put(conn, after.id, tells).await?;
    procedure::put(conn, &NewProcedure::from(after.clone())).await?;
    let (was, became) = catalogue::differing(&was, &became);
    Ok(CatalogueTable::Procedure.audit_entry(&after.code, was, became))
}

//! Merges two agencies, or two fields, that are the same: the catalogue has duplicates where a name was spelled in two ways.
//!
//! All references move from the one to the other, in one transaction. Of the events only amendments contain their numbers: they
//! stay as sealed, and are read with the numbers of today ([`MergedIds`]). Signed reports and published boards stay unchanged,
//! and no figure changes in sum: it is counted under one name.

use std::collections::HashMap;

use sqlx::{query_as, query_scalar};

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::amend::ReceptionFacts;
use sanh_domain::id::{AgencyId, FieldId};

use super::audit::AuditActor;
use super::catalogue::{self, CatalogueTable};
use super::conn::{Conn, on};
use super::error::Result;
use super::{Store, disclosure};

/// The result of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeOutcome {
    /// They were merged.
    Done {
        /// The number of moved dossiers.
        dossiers: u64,
    },
    /// One does not exist, or both are the same: nothing was written.
    Unknown,
    /// Their working hours differ on these days, so due times would move: nothing was written.
    OtherDays(Vec<String>),
}

/// Statements that move everything from one number (`$1`) to another (`$2`). Triggers update the counters.
const OF_AGENCY: [&str; 8] = [
    "UPDATE procedure_part SET agency_id = $2 WHERE agency_id = $1",
    "UPDATE screen SET scope_agency_id = $2 WHERE scope_agency_id = $1",
    "INSERT INTO account_agency (account_id, agency_id)
     SELECT account_id, $2 FROM account_agency AS given WHERE agency_id = $1 AND NOT EXISTS (
         SELECT 1 FROM account_agency AS has WHERE has.account_id = given.account_id AND has.agency_id = $2)",
    "DELETE FROM account_agency WHERE agency_id = $1 AND $2 > 0",
    "INSERT INTO procedure_agency (procedure_id, agency_id)
     SELECT procedure_id, $2 FROM procedure_agency AS given WHERE agency_id = $1 AND NOT EXISTS (
         SELECT 1 FROM procedure_agency AS has WHERE has.procedure_id = given.procedure_id AND has.agency_id = $2)",
    "DELETE FROM procedure_agency WHERE agency_id = $1 AND $2 > 0",
    "DELETE FROM calendar_day WHERE agency_id = $1 AND $2 > 0",
    "UPDATE agency SET merged_into = $2 WHERE id = $1 OR merged_into = $1",
];
const OF_FIELD: [&str; 2] = [
    "UPDATE procedure SET field_id = $2 WHERE field_id = $1",
    "UPDATE field SET merged_into = $2 WHERE id = $1 OR merged_into = $1",
];

/// The lists of numbers that walls keep: how they are read, and how one is replaced.
const BOARDS_OF_SCREENS: [&str; 2] = [
    "SELECT DISTINCT others FROM screen WHERE others <> ''",
    "UPDATE screen SET others = $2 WHERE others = $1",
];
const FIELDS_OF_SCREENS: [&str; 2] = [
    "SELECT DISTINCT fields FROM screen WHERE fields <> ''",
    "UPDATE screen SET fields = $2 WHERE fields = $1",
];

/// What was joined with what: the number of before to the one that is listed.
pub(super) struct MergedIds {
    agencies: HashMap<i64, i64>,
    fields: HashMap<i64, i64>,
}

impl MergedIds {
    pub(super) async fn load(conn: &mut Conn<'_>) -> Result<Self> {
        let sql = "SELECT id, merged_into FROM agency WHERE merged_into IS NOT NULL";
        let agencies: Vec<(i64, i64)> =
            on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?;
        let sql = "SELECT id, merged_into FROM field WHERE merged_into IS NOT NULL";
        let fields: Vec<(i64, i64)> = on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
        Ok(Self {
            agencies: agencies.into_iter().collect(),
            fields: fields.into_iter().collect(),
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.agencies.is_empty() && self.fields.is_empty()
    }

    /// Replaces merged numbers by those of today.
    pub(super) fn rename(&self, facts: &mut ReceptionFacts) {
        if let Some(into) = self.agencies.get(&facts.agency.0) {
            facts.agency = AgencyId(*into);
        }
        if let Some(into) = self.fields.get(&facts.field.0) {
            facts.field = FieldId(*into);
        }
    }
}

impl Store {
    /// Merges an agency into another: its dossiers, walls and accounts become the other's. Its own days in the calendar must be
    /// the other's, too.
    ///
    /// # Errors
    /// When it cannot be written; nothing was then.
    pub async fn merge_agencies(
        &self,
        from: AgencyId,
        into: AgencyId,
        by: AuditActor,
        now: Instant,
    ) -> Result<MergeOutcome> {
        let audit_writer = self.audit_writer(by, now);
        self.write_alone(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let agencies = catalogue::agencies(conn).await?;
                let listed = |id| agencies.iter().find(|agency| agency.id == id);
                let (Some(old), Some(new), false) = (listed(from), listed(into), from == into)
                else {
                    return Ok(MergeOutcome::Unknown);
                };
                let days = other_days(conn, from.0, into.0).await?;
                if !days.is_empty() {
                    return Ok(MergeOutcome::OtherDays(days));
                }
                let sql = "UPDATE dossier SET agency_id = $2 WHERE agency_id = $1";
                let dossiers = moved(conn, sql, from.0, into.0).await?;
                for sql in OF_AGENCY {
                    moved(conn, sql, from.0, into.0).await?;
                }
                move_on_screens(conn, BOARDS_OF_SCREENS, from.0, into.0).await?;
                forget_cubes(conn).await?;
                let was = format!("{} ({})", old.name.vi, from.0);
                let became = format!(
                    "joined with {} {} ({}); dossiers {dossiers}",
                    new.code, new.name.vi, into.0
                );
                let audit_entry = CatalogueTable::Agency.audit_entry(&old.code, was, became);
                audit_writer.put(conn, audit_entry).await?;
                Ok(MergeOutcome::Done { dossiers })
            })
        })
        .await
    }

    /// Merges a field into another: its dossiers and procedures become the other's. The result is sensitive if one of them was,
    /// and shown by name on public boards of a year only if both were.
    ///
    /// # Errors
    /// When it cannot be written; nothing was then.
    pub async fn merge_fields(
        &self,
        from: FieldId,
        into: FieldId,
        by: AuditActor,
        now: Instant,
    ) -> Result<MergeOutcome> {
        let audit_writer = self.audit_writer(by, now);
        self.write_alone(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let fields = catalogue::fields(conn).await?;
                let listed = |id| fields.iter().find(|field| field.id == id);
                let (Some(old), Some(new), false) = (listed(from), listed(into), from == into)
                else {
                    return Ok(MergeOutcome::Unknown);
                };
                let is_sensitive = old.sensitive || new.sensitive;
                disclosure::merge(conn, from, into, is_sensitive).await?;
                let sql = "UPDATE dossier SET field_id = $2 WHERE field_id = $1";
                let dossiers = moved(conn, sql, from.0, into.0).await?;
                for sql in OF_FIELD {
                    moved(conn, sql, from.0, into.0).await?;
                }
                if is_sensitive {
                    let sql = "UPDATE field SET sensitive = 1 WHERE id = $1 AND $2 > 0";
                    moved(conn, sql, into.0, into.0).await?;
                }
                move_on_screens(conn, FIELDS_OF_SCREENS, from.0, into.0).await?;
                forget_cubes(conn).await?;
                let was = format!("{} ({})", old.name.vi, from.0);
                let became = format!(
                    "joined with {} {} ({}); dossiers {dossiers}",
                    new.code, new.name.vi, into.0
                );
                let audit_entry = CatalogueTable::Field.audit_entry(&old.code, was, became);
                audit_writer.put(conn, audit_entry).await?;
                Ok(MergeOutcome::Done { dossiers })
            })
        })
        .await
    }
}

async fn moved(conn: &mut Conn<'_>, sql: &'static str, from: i64, into: i64) -> Result<u64> {
    Ok(on!(conn, c => {
        let query = sqlx::query(sql).bind(from).bind(into);
        query.execute(&mut **c).await.map(|done| done.rows_affected())
    })?)
}

/// The days on which the hours of two agencies differ.
async fn other_days(conn: &mut Conn<'_>, one: i64, other: i64) -> Result<Vec<String>> {
    let sql = "SELECT date, intervals FROM calendar_day WHERE agency_id = $1 ORDER BY date";
    let ones: Vec<(String, String)> =
        on!(&mut *conn, c => query_as(sql).bind(one).fetch_all(&mut **c).await)?;
    let others: Vec<(String, String)> =
        on!(conn, c => query_as(sql).bind(other).fetch_all(&mut **c).await)?;
    let missing = |days: &[(String, String)], from: &[(String, String)]| -> Vec<String> {
        let unlike = days.iter().filter(|day| !from.contains(day));
        unlike.map(|(date, _)| date.clone()).collect()
    };
    let mut days = [missing(&ones, &others), missing(&others, &ones)].concat();
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// Deletes figures stored with the old numbers: they are counted again from the events on demand.
async fn forget_cubes(conn: &mut Conn<'_>) -> Result<()> {
    on!(conn, c => sqlx::query("DELETE FROM cube").execute(&mut **c).await.map(drop))?;
    Ok(())
}

/// Walls of some fields, and walls on which boards take turns, name them in a list.
async fn move_on_screens(
    conn: &mut Conn<'_>,
    [listed, replaced]: [&'static str; 2],
    from: i64,
    into: i64,
) -> Result<()> {
    let lists: Vec<String> = on!(&mut *conn, c => query_scalar(listed).fetch_all(&mut **c).await)?;
    for list in lists {
        let (old, new) = (from.to_string(), into.to_string());
        let mut numbers: Vec<&str> = Vec::new();
        for number in list.split(',').map(str::trim) {
            let number = if number == old { new.as_str() } else { number };
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        let became = numbers.join(",");
        if became != list {
            on!(&mut *conn, c => sqlx::query(replaced).bind(&list).bind(&became).execute(&mut **c).await.map(drop))?;
        }
    }
    Ok(())
}

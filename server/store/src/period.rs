//! The rows of report periods.

use chrono::{Datelike, NaiveDate};
use sqlx::{query_as, query_scalar};

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::period::{Period, PeriodKind};
use sanh_domain::report::official_form::period::{KINDS, PeriodRow, shipped, shipped_source};

use super::Store;
use super::audit::{AuditActor, AuditEntry};
use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::setting::parse_date;
use super::stored_time::{instant, ms};

/// The result of a change to the list of periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodOutcome {
    /// The change was made.
    Done,
    /// The period is signed: nothing was changed.
    Signed,
    /// It overlaps another period of this kind: nothing was changed.
    Taken,
    /// There is no such period.
    Missing,
}

type Stored = (String, String, String, String, Option<i64>, Option<String>);

const COLUMNS: &str = "kind, from_date, to_date, source, signed_at, signed_by";

fn row((kind, from, to, source, signed_at, signed_by): Stored) -> Result<PeriodRow> {
    let unknown = || StoreError::Corrupt(format!("\"{kind}\" is no kind of period"));
    let signed = signed_at.zip(signed_by);
    Ok(PeriodRow {
        period: Period {
            kind: PeriodKind::from_word(&kind).ok_or_else(unknown)?,
            from: parse_date(&from)?,
            to: parse_date(&to)?,
        },
        source,
        signed: signed
            .map(|(at, by)| Ok::<_, StoreError>((instant(at)?, by)))
            .transpose()?,
    })
}

/// The row of a kind with this first day.
pub(super) async fn find(
    conn: &mut Conn<'_>,
    kind: PeriodKind,
    from: NaiveDate,
) -> Result<Option<PeriodRow>> {
    let sql = format!("SELECT {COLUMNS} FROM report_period WHERE kind = $1 AND from_date = $2");
    let found: Option<Stored> = on!(conn, c => {
        let query = query_as(sqlx::AssertSqlSafe(sql)).bind(kind.as_str()).bind(from.to_string());
        query.fetch_optional(&mut **c).await
    })?;
    found.map(row).transpose()
}

/// Marks a row as signed.
pub(super) async fn mark_signed(
    conn: &mut Conn<'_>,
    period: &Period,
    by: &AuditActor,
    now: Instant,
) -> Result<()> {
    let sql = "UPDATE report_period SET signed_at = $3, signed_by = $4 WHERE kind = $1 AND from_date = $2";
    on!(conn, c => {
        let query = sqlx::query(sql).bind(period.kind.as_str()).bind(period.from.to_string());
        query.bind(ms(now)).bind(by.actor.name.clone()).execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

async fn insert(conn: &mut Conn<'_>, row: &PeriodRow) -> Result<()> {
    let sql =
        "INSERT INTO report_period (kind, from_date, to_date, source) VALUES ($1, $2, $3, $4)";
    let period = &row.period;
    on!(conn, c => {
        let query = sqlx::query(sql).bind(period.kind.as_str()).bind(period.from.to_string());
        query.bind(period.to.to_string()).bind(row.source.clone()).execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

async fn delete(conn: &mut Conn<'_>, kind: PeriodKind, from: NaiveDate) -> Result<()> {
    let sql = "DELETE FROM report_period WHERE kind = $1 AND from_date = $2";
    on!(conn, c => {
        let query = sqlx::query(sql).bind(kind.as_str()).bind(from.to_string());
        query.execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

/// Whether another period of the kind overlaps this one, apart from the one to be changed. Ranges may overlap, but not begin on
/// the same day.
async fn is_taken(
    conn: &mut Conn<'_>,
    new: &Period,
    changing: Option<(PeriodKind, NaiveDate)>,
) -> Result<bool> {
    let common = match new.kind {
        PeriodKind::Range => "from_date = $2 AND $3 = $3",
        _ => "from_date < $3 AND to_date > $2",
    };
    let sql = format!("SELECT from_date FROM report_period WHERE kind = $1 AND {common}");
    let others: Vec<String> = on!(conn, c => {
        let query = query_scalar(sqlx::AssertSqlSafe(sql)).bind(new.kind.as_str()).bind(new.from.to_string());
        query.bind(new.to.to_string()).fetch_all(&mut **c).await
    })?;
    let own = changing.filter(|(kind, _)| *kind == new.kind);
    let own = own.map(|(_, from)| from.to_string());
    Ok(others.iter().any(|from| Some(from) != own.as_ref()))
}

/// A period as text for the audit.
pub(super) fn description(period: &Period) -> String {
    let last = period.to.pred_opt().unwrap_or(period.to);
    format!("{} {} – {last}", period.kind.as_str(), period.from)
}

impl Store {
    /// The periods of a kind that begin before a date, newest first, at most `rows_max`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn report_periods(
        &self,
        kind: PeriodKind,
        before: NaiveDate,
        rows_max: u32,
    ) -> Result<Vec<PeriodRow>> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = format!(
                    "SELECT {COLUMNS} FROM report_period WHERE kind = $1 AND from_date < $2
                     ORDER BY from_date DESC LIMIT $3"
                );
                let rows: Vec<Stored> = on!(&mut conn, c => {
                    let query = query_as(sqlx::AssertSqlSafe(sql)).bind(kind.as_str()).bind(before.to_string());
                    query.bind(i64::from(rows_max)).fetch_all(&mut **c).await
                })?;
                rows.into_iter().map(row).collect()
            })
        })
        .await
    }

    /// The period of a kind that begins on a date.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn report_period(
        &self,
        kind: PeriodKind,
        from: NaiveDate,
    ) -> Result<Option<PeriodRow>> {
        self.read(move |mut conn| Box::pin(async move { find(&mut conn, kind, from).await }))
            .await
    }

    /// The periods of any kind that ended at a date or before it, newest end first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn finished_report_periods(&self, today: NaiveDate) -> Result<Vec<PeriodRow>> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = format!(
                    "SELECT {COLUMNS} FROM report_period WHERE to_date <= $1 ORDER BY to_date DESC, from_date DESC, kind"
                );
                let rows: Vec<Stored> = on!(&mut conn, c => {
                    let query = query_as(sqlx::AssertSqlSafe(sql)).bind(today.to_string());
                    query.fetch_all(&mut **c).await
                })?;
                rows.into_iter().map(row).collect()
            })
        })
        .await
    }

    /// Adds a period, or replaces another that is not signed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_report_period(
        &self,
        new: PeriodRow,
        changing: Option<(PeriodKind, NaiveDate)>,
        by: AuditActor,
        now: Instant,
    ) -> Result<PeriodOutcome> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let mut was = String::new();
                if let Some((kind, from)) = changing {
                    match find(conn, kind, from).await? {
                        None => return Ok((PeriodOutcome::Missing, None)),
                        Some(row) if row.signed.is_some() => {
                            return Ok((PeriodOutcome::Signed, None));
                        }
                        Some(row) => was = description(&row.period),
                    }
                }
                if is_taken(conn, &new.period, changing).await? {
                    return Ok((PeriodOutcome::Taken, None));
                }
                if let Some((kind, from)) = changing {
                    delete(conn, kind, from).await?;
                }
                insert(conn, &new).await?;
                let audit_entry = AuditEntry {
                    was,
                    became: description(&new.period),
                    ..AuditEntry::new(AuditAct::CentreChanged, "report_period")
                };
                Ok((PeriodOutcome::Done, Some(audit_entry)))
            })
        })
        .await
    }

    /// Removes a period that is not signed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn remove_report_period(
        &self,
        kind: PeriodKind,
        from: NaiveDate,
        by: AuditActor,
        now: Instant,
    ) -> Result<PeriodOutcome> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let row = match find(conn, kind, from).await? {
                    None => return Ok((PeriodOutcome::Missing, None)),
                    Some(row) if row.signed.is_some() => return Ok((PeriodOutcome::Signed, None)),
                    Some(row) => row,
                };
                delete(conn, kind, from).await?;
                let audit_entry = AuditEntry {
                    was: description(&row.period),
                    ..AuditEntry::new(AuditAct::CentreChanged, "report_period")
                };
                Ok((PeriodOutcome::Done, Some(audit_entry)))
            })
        })
        .await
    }

    /// Adds the shipped periods: for each kind and year, from the year of the first dossier to the present one. A kind that
    /// already has periods in a year is left unchanged there, so changed or removed periods do not come back. Returns the
    /// number of added periods.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_shipped_periods(&self, now: Instant) -> Result<usize> {
        let rules_cache = self.rules_cache();
        let found = self.read(move |mut conn| {
            Box::pin(async move {
                let centre_rules = rules_cache.of_committed(&mut conn).await?;
                missing(&mut conn, &centre_rules, now).await
            })
        });
        if found.await?.is_empty() {
            return Ok(0);
        }
        let rules_cache = self.rules_cache();
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of(conn).await?;
                let missing = missing(conn, &centre_rules, now).await?;
                for period in &missing {
                    let row = PeriodRow {
                        period: *period,
                        source: shipped_source(period.kind).to_owned(),
                        signed: None,
                    };
                    insert(conn, &row).await?;
                }
                Ok(missing.len())
            })
        })
        .await
    }
}

async fn missing(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    now: Instant,
) -> Result<Vec<Period>> {
    let this_year = centre_rules.calendar().local_date(now).year();
    // `ORDER BY … LIMIT 1` reads the index of received dossiers; `min()` would not use it.
    let sql = "SELECT received_day FROM dossier WHERE received_day IS NOT NULL ORDER BY received_day LIMIT 1";
    let first: Option<i64> =
        on!(&mut *conn, c => query_scalar(sql).fetch_optional(&mut **c).await)?;
    let first_year = first.and_then(|day| i32::try_from(day / 10_000).ok());
    let sql = "SELECT kind, from_date, to_date FROM report_period";
    let known: Vec<(String, String, String)> =
        on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let ends_in = |to: &str| parse_date(to).ok()?.pred_opt().map(|day| day.year());
    let mut missing = Vec::new();
    // A government year ends in December, so the current one may end in the next calendar year.
    for year in first_year.unwrap_or(this_year)..=this_year + 1 {
        for kind in KINDS {
            let is_known = known
                .iter()
                .any(|(of, _, to)| of == kind.as_str() && ends_in(to) == Some(year));
            if !is_known {
                missing.extend(shipped(kind, year));
            }
        }
    }
    Ok(missing)
}

//! The fields that public boards may show by name: chosen from the year before, and fixed at the first board of the year.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use sqlx::query_scalar;

use sanh_domain::board::disclosure::DisclosedFields;
use sanh_domain::id::FieldId;

use super::catalogue::Field;
use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::counter_row::ALL;
use super::error::{Result, StoreError};
use super::stored::StoredDisclosedFieldsV1;
use super::{Store, counter, disclosed_procedures};

impl Store {
    /// The fields that public boards of a calendar year may show by name. The first call of a year fixes them for its whole
    /// length; while nothing is known of the year before, none is shown and nothing is fixed, so that a history can still be
    /// imported. The procedures whose figures may be public after the year are fixed with them.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn disclosed_fields(&self, year: i32) -> Result<DisclosedFields> {
        let rules_cache = self.rules_cache();
        let fixed = self
            .read(move |mut conn| {
                Box::pin(async move {
                    let conn = &mut conn;
                    let chosen = stored(conn, year).await?;
                    let is_whole = disclosed_procedures::is_fixed(conn, year).await?;
                    Ok(chosen.filter(|_| is_whole))
                })
            })
            .await?;
        if let Some(chosen) = fixed {
            return Ok(chosen);
        }
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of(conn).await?;
                fix_by(conn, &centre_rules, (year, year - 1)).await
            })
        })
        .await
    }
}

impl Store {
    /// As [`Store::disclosed_fields`], without fixing anything: what a board of that year shows, or would show if its first one
    /// were made now.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn would_disclose(&self, year: i32) -> Result<DisclosedFields> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if let Some(chosen) = stored(conn, year).await? {
                    return Ok(chosen);
                }
                let centre_rules = rules_cache.of_committed(conn).await?;
                Ok(choose(conn, &centre_rules, year, year - 1).await?.0)
            })
        })
        .await
    }
}

/// The fixed choice of a year; `None` if there is none.
pub(super) async fn stored(conn: &mut Conn<'_>, year: i32) -> Result<Option<DisclosedFields>> {
    let sql = "SELECT chosen FROM disclosed_fields WHERE year = $1";
    let text: Option<String> =
        on!(conn, c => query_scalar(sql).bind(i64::from(year)).fetch_optional(&mut **c).await)?;
    let read = |text: String| serde_json::from_str::<StoredDisclosedFieldsV1>(&text);
    let read = text.map(read).transpose();
    read.map(|stored| stored.map(DisclosedFields::from))
        .map_err(|error| StoreError::Corrupt(format!("the disclosed fields of {year}: {error}")))
}

fn written(chosen: &DisclosedFields) -> Result<String> {
    serde_json::to_string(&StoredDisclosedFieldsV1::from(chosen))
        .map_err(|error| StoreError::Invalid(error.to_string()))
}

/// The choice for a year by the volumes of another, and whether that year has any dossiers.
async fn choose(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    year: i32,
    volume_year: i32,
) -> Result<(DisclosedFields, bool)> {
    let january = |year| {
        NaiveDate::from_ymd_opt(year, 1, 1)
            .ok_or_else(|| StoreError::Invalid(format!("{year} is no year")))
    };
    let (from, to) = (january(volume_year)?, january(volume_year + 1)?);
    let received: BTreeMap<FieldId, u64> = counter::flows(conn, ALL, from, to)
        .await?
        .into_iter()
        .map(|row| {
            (
                FieldId(row.field_id),
                u64::try_from(row.received_online + row.received_direct).unwrap_or(0),
            )
        })
        .collect();
    let all: Vec<(FieldId, bool)> = centre_rules
        .fields
        .iter()
        .map(|field| (field.id, field.sensitive))
        .collect();
    let mut chosen =
        DisclosedFields::choose(year, &received, &all, centre_rules.disclosure_threshold(to));
    if let Some(last_year) = stored(conn, year - 1).await? {
        chosen = chosen.after(&last_year);
    }
    Ok((chosen, received.values().any(|n| *n > 0)))
}

/// Merges a field into another in the choice of every year that has one; see [`DisclosedFields::merged`].
pub(super) async fn merge(
    conn: &mut Conn<'_>,
    from: FieldId,
    into: FieldId,
    is_sensitive: bool,
) -> Result<()> {
    let sql = "SELECT year FROM disclosed_fields ORDER BY year";
    let years: Vec<i64> = on!(&mut *conn, c => query_scalar(sql).fetch_all(&mut **c).await)?;
    for year in years
        .into_iter()
        .filter_map(|year| i32::try_from(year).ok())
    {
        let Some(chosen) = stored(conn, year).await? else {
            continue;
        };
        let text = written(&chosen.merged(from, into, is_sensitive))?;
        let sql = "UPDATE disclosed_fields SET chosen = $2 WHERE year = $1";
        on!(&mut *conn, c => sqlx::query(sql).bind(i64::from(year)).bind(&text).execute(&mut **c).await.map(drop))?;
    }
    Ok(())
}

/// Fixes the fields and procedures of a year by the volumes of another, if that year has dossiers and nothing is fixed yet.
pub(super) async fn fix_by(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    (year, volume_year): (i32, i32),
) -> Result<DisclosedFields> {
    if let Some(chosen) = stored(conn, year).await? {
        if !disclosed_procedures::is_fixed(conn, year).await? {
            // An older version, which did not know procedures, fixed the fields.
            disclosed_procedures::fix(conn, centre_rules, &chosen, (year, volume_year)).await?;
        }
        return Ok(chosen);
    }
    let (chosen, is_known) = choose(conn, centre_rules, year, volume_year).await?;
    if is_known {
        fix(conn, year, &chosen).await?;
        disclosed_procedures::fix(conn, centre_rules, &chosen, (year, volume_year)).await?;
    }
    Ok(chosen)
}

async fn fix(conn: &mut Conn<'_>, year: i32, chosen: &DisclosedFields) -> Result<()> {
    let text = written(chosen)?;
    let sql = "INSERT INTO disclosed_fields (year, chosen) VALUES ($1, $2)";
    on!(conn, c => sqlx::query(sql).bind(i64::from(year)).bind(text).execute(&mut **c).await.map(drop))?;
    Ok(())
}

/// The fields counted in an agency's chart and comparison: those shown by name in every year of these. Counting a field in a
/// year in which it was folded would reveal its figures by the difference from the board before. An earlier year without a
/// fixed choice had no board with names.
pub(super) async fn shown_throughout(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<BTreeSet<FieldId>> {
    let year = to.year();
    let chosen = match stored(conn, year).await? {
        Some(chosen) => chosen,
        None => choose(conn, centre_rules, year, year - 1).await?.0,
    };
    let is_shown = |field: &&Field| !field.sensitive && chosen.shows(field.id);
    let mut shown: BTreeSet<FieldId> = centre_rules
        .fields
        .iter()
        .filter(is_shown)
        .map(|field| field.id)
        .collect();
    for year in from.year()..year {
        if let Some(before) = stored(conn, year).await? {
            shown.retain(|field| before.shows(*field));
        }
    }
    Ok(shown)
}

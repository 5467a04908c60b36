//! The serial numbers of an agency's day, which are part of new codes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sanh_domain::dossier::DossierCode;
use sanh_domain::id::AgencyId;
use sqlx::{query_as, query_scalar};

use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::dossier;
use super::error::{Result, StoreError};
use super::row::{row, select};
use super::row_set::insert_set;

/// The most codes that are tried until a free one is found: some may have come by an import.
const CODES_TRIED_MAX: u32 = 100_000;

/// A new code of an agency's day.
pub(super) async fn new_code(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    agency: AgencyId,
    day: NaiveDate,
) -> Result<DossierCode> {
    let (code, serial) = free_code(conn, centre_rules, agency, day).await?;
    take_serial(conn, agency, day, serial).await?;
    Ok(code)
}

/// The next code of an agency's day that no dossier has, and its serial.
pub(super) async fn free_code(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    agency: AgencyId,
    day: NaiveDate,
) -> Result<(DossierCode, u32)> {
    let agency_code = centre_rules.agency_code(agency);
    let agency_code = agency_code
        .ok_or_else(|| StoreError::Invalid(format!("there is no agency {}", agency.0)))?;
    let sql = "SELECT last FROM dossier_serial WHERE agency_id = $1 AND day = $2";
    let last: Option<i64> = on!(&mut *conn, c => {
        query_scalar(sql).bind(agency.0).bind(day.to_string()).fetch_optional(&mut **c).await
    })?;
    let first = u32::try_from(last.unwrap_or(0))
        .unwrap_or(u32::MAX)
        .saturating_add(1);
    for serial in first..first.saturating_add(CODES_TRIED_MAX) {
        let code = DossierCode::issue(&agency_code, day, serial);
        let code =
            code.map_err(|error| StoreError::Invalid(format!("agency {agency_code}: {error}")))?;
        if dossier::find(conn, &code).await?.is_none() {
            return Ok((code, serial));
        }
    }
    Err(StoreError::Invalid(format!(
        "agency {agency_code} has no free code on {day}"
    )))
}

row! {
    /// The last serial number of an agency's day.
    SerialRow of "dossier_serial" {
        agency_id: i64,
        day: String,
        last: i64,
    }
}

/// A later number replaces the last one.
pub(super) const ON_CONFLICT: &str =
    "ON CONFLICT (agency_id, day) DO UPDATE SET last = excluded.last";

/// The last serial numbers of some days, by agency and day.
pub(super) async fn of_days(
    conn: &mut Conn<'_>,
    days: &BTreeSet<NaiveDate>,
) -> Result<BTreeMap<(i64, String), i64>> {
    let mut serials = BTreeMap::new();
    for day in days {
        let sql = select::<SerialRow>("WHERE day = $1");
        let rows: Vec<SerialRow> = on!(&mut *conn, c => {
            query_as(sql).bind(day.to_string()).fetch_all(&mut **c).await
        })?;
        serials.extend(
            rows.into_iter()
                .map(|row| ((row.agency_id, row.day), row.last)),
        );
    }
    Ok(serials)
}

async fn take_serial(
    conn: &mut Conn<'_>,
    agency: AgencyId,
    day: NaiveDate,
    serial: u32,
) -> Result<()> {
    let row = SerialRow {
        agency_id: agency.0,
        day: day.to_string(),
        last: serial.into(),
    };
    insert_set(conn, &[row], ON_CONFLICT).await
}

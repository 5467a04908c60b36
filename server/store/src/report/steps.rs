//! Working time by status, of the dossiers resolved in a period: of all of them, or of an evenly spread sample.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, query_as, query_scalar};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::calendar::Calendar;
use sanh_domain::dossier::Event;
use sanh_domain::id::AgencyId;
use sanh_domain::period::Period;
use sanh_domain::report::model::STEPS_EXACT_MAX;
use sanh_domain::report::steps::StepSum;

use super::key::{ScopedFilter, Split, in_days, list};
use crate::agency_scope;
use crate::centre::CentreRules;
use crate::conn::{Conn, on};
use crate::dossier::DossierRow;
use crate::error::{Result, StoreError};
use crate::row::select;
use crate::{Store, event};

/// Numbers of dossiers are spread over this many positions, a prime, by a factor without a pattern, so that each position is
/// equally likely.
const PLACES: u64 = 1_000_003;
const FACTOR: u64 = 48_271;

impl Store {
    /// The dossiers resolved in a period, which has `of` of them: all, or about [`STEPS_EXACT_MAX`] evenly spread ones.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn resolved_sample(
        &self,
        within: ScopedFilter,
        period: Period,
        of: u64,
    ) -> Result<Vec<i64>> {
        let sample = if of > STEPS_EXACT_MAX {
            let places = PLACES * STEPS_EXACT_MAX / of;
            format!(" AND id * {FACTOR} % {PLACES} < {places}")
        } else {
            String::new()
        };
        let sql = format!(
            "SELECT id FROM dossier WHERE {} AND outcome IS NOT NULL{}{sample}",
            in_days(&period, "ended_day"),
            within.conditions("ended_by", Split::All)
        );
        self.read(move |mut conn| {
            Box::pin(async move {
                Ok(on!(&mut conn, c => {
                    let mut query = query_scalar(AssertSqlSafe(sql)).persistent(false);
                    if let Some(person) = within.person() {
                        query = query.bind(person);
                    }
                    query.fetch_all(&mut **c).await
                })?)
            })
        })
        .await
    }

    /// The working times by status of those of these dossiers that are in a scope.
    ///
    /// # Errors
    /// When they cannot be read; [`StoreError::Corrupt`] names a dossier whose history contradicts itself.
    pub async fn steps_of(&self, ids: Vec<i64>, scope: &AgencyScope) -> Result<StepSum> {
        let (rules_cache, scope) = (self.rules_cache(), scope.clone());
        self.read(move |mut conn| {
            Box::pin(async move {
                let centre_rules = rules_cache.of_committed(&mut conn).await?;
                sum(&mut conn, &centre_rules, &ids, &scope).await
            })
        })
        .await
    }
}

async fn sum(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    ids: &[i64],
    scope: &AgencyScope,
) -> Result<StepSum> {
    let within = agency_scope::within(scope, "+agency_id");
    let ids_text = list(ids.iter().copied());
    let sql = select::<DossierRow>(&format!("WHERE id IN ({ids_text}){within}"));
    let rows: Vec<DossierRow> =
        on!(&mut *conn, c => query_as(sql).persistent(false).fetch_all(&mut **c).await)?;
    let mut histories = event::histories_of(conn, ids).await?;
    let mut calendars: BTreeMap<i64, Calendar> = BTreeMap::new();
    let mut sum = StepSum::default();
    for row in rows {
        let code = row.code()?;
        let events = histories.remove(&row.id).unwrap_or_default();
        let events = events.iter().map(|event| event.event(&code));
        let events: Vec<Event> = events.collect::<Result<_>>()?;
        let calendar = calendars
            .entry(row.agency_id)
            .or_insert_with(|| centre_rules.calendar_of(AgencyId(row.agency_id)));
        sum.add(&code, &events, calendar)
            .map_err(|fault| StoreError::Corrupt(format!("dossier {code}: {fault}")))?;
    }
    Ok(sum)
}

//! The backlog: open dossiers by age and by person, and those due soon.

use chrono::NaiveDate;

use sanh_domain::deadline::Instant;
use sanh_domain::report::backlog::{band_bounds, due_until};
use sanh_domain::report::counts::OpenCounts;
use sanh_domain::report::query::{AGE_BANDS, DUE_WITHIN_DAYS};

use super::key::{self, Line, ScopedFilter, Split, whole};
use super::standing;
use crate::Store;
use crate::board::due_before;
use crate::centre::CentreRules;
use crate::conn::Conn;
use crate::error::Result;
use crate::stored_time::{day_number, ms};

/// Dossiers of one age that are assigned to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BacklogPart {
    /// Their band of [`AGE_BANDS`]; `None` before reception.
    pub band: Option<usize>,
    /// The assignee.
    pub person: Option<String>,
    /// Their counts.
    pub standing: OpenCounts,
    /// Running and due within [`DUE_WITHIN_DAYS`].
    pub due_within: [u64; DUE_WITHIN_DAYS.len()],
    /// Running and due by the requested day.
    pub due_by: u64,
}

impl Store {
    /// The backlog at an instant, and the part of it that is due by the end of a day.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn backlog(
        &self,
        within: ScopedFilter,
        at: Instant,
        due_by: NaiveDate,
    ) -> Result<Vec<BacklogPart>> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let centre_rules = rules_cache.of_committed(&mut conn).await?;
                parts(&mut conn, &centre_rules, &within, at, due_by).await
            })
        })
        .await
    }
}

async fn parts(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    within: &ScopedFilter,
    at: Instant,
    due_by: NaiveDate,
) -> Result<Vec<BacklogPart>> {
    let today = centre_rules.calendar().local_date(at);
    let days = DUE_WITHIN_DAYS.map(|days| due_until(centre_rules.calendar(), today, days));
    let due = days.into_iter().chain([due_by]);
    let due = due.map(|date| {
        format!(
            "count(*) FILTER (WHERE {})",
            due_by_end_of("due_at", centre_rules, at, date)
        )
    });
    let sql = format!(
        "SELECT {} AS a, CAST(0 AS BIGINT) AS b, coalesce(assignee, '') AS c, {}, {}
         FROM {} WHERE ended_day IS NULL{} GROUP BY 1, 2, 3",
        band_column(centre_rules, today),
        standing::sums(centre_rules, at),
        due.collect::<Vec<_>>().join(", "),
        conn.dossiers_along("dossier_standing"),
        within.conditions("assignee", Split::All),
    );
    let lines = key::lines(conn, sql, within.person()).await?;
    lines.into_iter().map(part).collect()
}

fn part(((band, _, person), numbers): Line) -> Result<BacklogPart> {
    let (standing, due) = numbers.split_at(numbers.len() - DUE_WITHIN_DAYS.len() - 1);
    let due = due.iter().map(|n| whole(*n)).collect::<Result<Vec<_>>>()?;
    let due_at = |at: usize| due.get(at).copied().unwrap_or_default();
    Ok(BacklogPart {
        band: usize::try_from(band).ok(),
        person: Some(person).filter(|name| !name.is_empty()),
        standing: standing::of(standing)?,
        due_within: std::array::from_fn(due_at),
        due_by: due_at(DUE_WITHIN_DAYS.len()),
    })
}

/// The condition that an open dossier runs and is due, by the given column, by the end of a day; overdue ones are left out.
pub(super) fn due_by_end_of(
    due_at: &str,
    centre_rules: &CentreRules,
    at: Instant,
    date: NaiveDate,
) -> String {
    let (from, end) = (ms(due_before(centre_rules, at)), end_of(centre_rules, date));
    format!("clock = 'running' AND {due_at} >= {from} AND {due_at} < {end}")
}

/// The first millisecond after a day.
pub(super) fn end_of(centre_rules: &CentreRules, date: NaiveDate) -> i64 {
    let next = date.succ_opt();
    next.map_or(i64::MAX, |next| ms(centre_rules.calendar().day_start(next)))
}

/// The condition that an open dossier is in a band.
pub(super) fn in_band(centre_rules: &CentreRules, at: Instant, band: usize) -> String {
    let today = centre_rules.calendar().local_date(at);
    format!("{} = {band}", band_column(centre_rules, today))
}

/// The number of an open dossier's band; -1 before it is received.
fn band_column(centre_rules: &CentreRules, today: NaiveDate) -> String {
    let bounds = band_bounds(centre_rules.calendar(), today);
    let cases = bounds.iter().enumerate().map(|(band, bound)| {
        let bound = day_number(*bound);
        format!("WHEN received_day >= {bound} THEN {band} ")
    });
    let last = AGE_BANDS.len() - 1;
    format!(
        "CAST(CASE WHEN received_day IS NULL THEN -1 {}ELSE {last} END AS BIGINT)",
        cases.collect::<String>()
    )
}

//! The rows of dossiers.

use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::board::handling::HandlingTimes;
use sanh_domain::deadline::lateness::{is_overdue, outcome};
use sanh_domain::dossier::{Clock, CountedIn, Dossier, DossierCode, DossierId, EndReason, Status};
use sanh_domain::id::{AgencyId, FieldId, ProcedureId};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::working_time;
use sanh_domain::word::UnknownValue;

use super::Store;
use super::agency_scope::within;
use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::limits::LimitRow;
use super::row::{row, select};
use super::row_page::select_page;
use super::row_set::Versioned;
use super::stored_time::{instant, ms};

row! {
    /// A dossier's row. Values that the counters need beside the dossier itself (days, outcomes, bins) are computed when it is
    /// written.
    DossierRow of "dossier" {
        id: i64,
        code: String,
        agency_id: i64,
        field_id: i64,
        procedure_id: Option<i64>,
        channel: String,
        limit_min: Option<i64>,
        limit_days: Option<i64>,
        limit_months: Option<i64>,
        cutoff_15h: i64,
        status: i64,
        status_before_pause: Option<i64>,
        status_before_withdrawal: Option<i64>,
        clock: String,
        registered_at: Option<i64>,
        received_at: Option<i64>,
        first_due_at: Option<i64>,
        due_at: Option<i64>,
        paused_at: Option<i64>,
        paused_overdue: i64,
        ended_at: Option<i64>,
        end_reason: Option<String>,
        outcome: Option<String>,
        handed_over_at: Option<i64>,
        handled_min: Option<i64>,
        handling_bin: Option<i64>,
        paused_min: i64,
        papers_asked: i64,
        extended: i64,
        assignee: Option<String>,
        version: i64,
        last_event_at: i64,
        received_day: Option<i64>,
        ended_day: Option<i64>,
        handed_over_day: Option<i64>,
        received_by: Option<String>,
        ended_by: Option<String>,
        handed_over_by: Option<String>,
        first_late: Option<i64>,
        working_time_bin: Option<i64>,
        counted_in: String,
        annulled_from: Option<String>,
        promised_due_at: Option<i64>,
        counted_due_at: Option<i64>,
        papers_asked_at: Option<i64>,
        reminded_at: Option<i64>,
        same_day_until_min: Option<i64>,
    }
}

/// A stored dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDossier {
    /// The number of its row.
    pub id: DossierId,
    /// The dossier.
    pub dossier: Dossier,
}

impl Versioned for DossierRow {
    fn id(&self) -> i64 {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }
}

impl DossierRow {
    /// Whether its agency is in a scope.
    pub(super) fn is_within(&self, scope: &AgencyScope) -> bool {
        scope.covers(AgencyId(self.agency_id))
    }

    /// The row of a dossier by the present rules.
    pub(super) fn of(id: i64, dossier: &Dossier, centre_rules: &CentreRules) -> Self {
        let zone = centre_rules.zone();
        let resolved_at = dossier
            .ended_at
            .filter(|_| dossier.end_reason == Some(EndReason::Resolved));
        let paused_overdue = dossier
            .paused_at
            .is_some_and(|at| dossier.paused_overdue(centre_rules.lateness_at(at), zone));
        let limit = LimitRow::of(dossier.limit);
        let status = |status: Status| i64::from(status.code());
        Self {
            id,
            code: dossier.code.as_str().to_owned(),
            agency_id: dossier.agency.0,
            field_id: dossier.field.0,
            procedure_id: dossier.procedure.map(|procedure| procedure.0),
            channel: dossier.channel.as_str().to_owned(),
            limit_min: limit.limit_min,
            limit_days: limit.limit_days,
            limit_months: limit.limit_months,
            cutoff_15h: limit.cutoff_15h,
            status: status(dossier.status),
            status_before_pause: dossier.status_before_pause.map(status),
            status_before_withdrawal: dossier.status_before_withdrawal.map(status),
            clock: clock_word(dossier.clock()).to_owned(),
            registered_at: dossier.registered_at.map(ms),
            received_at: dossier.received_at.map(ms),
            first_due_at: dossier.first_due_at.map(ms),
            due_at: dossier.due_at.map(ms),
            paused_at: dossier.paused_at.map(ms),
            paused_overdue: i64::from(paused_overdue),
            ended_at: dossier.ended_at.map(ms),
            end_reason: dossier.end_reason.map(|reason| reason.as_str().to_owned()),
            outcome: resolved_at.map(|at| {
                outcome(centre_rules.lateness_at(at), zone, dossier.due_at, at)
                    .as_str()
                    .to_owned()
            }),
            handed_over_at: dossier.handed_over_at.map(ms),
            handled_min: dossier.handled_min.map(i64::from),
            handling_bin: resolved_at
                .and(dossier.handled_min)
                .map(|minutes| i64::from(HandlingTimes::bin(minutes))),
            paused_min: i64::from(dossier.paused_min),
            papers_asked: i64::from(dossier.papers_asked),
            extended: i64::from(dossier.extended),
            assignee: dossier.assignee.clone(),
            version: dossier.version,
            last_event_at: ms(dossier.last_event_at),
            received_day: dossier.received_at.map(|at| centre_rules.day(at)),
            ended_day: dossier.ended_at.map(|at| centre_rules.day(at)),
            handed_over_day: dossier.handed_over_at.map(|at| centre_rules.day(at)),
            received_by: dossier.received_by.clone(),
            ended_by: dossier.ended_by.clone(),
            handed_over_by: dossier.handed_over_by.clone(),
            first_late: resolved_at.map(|at| {
                let promised =
                    is_overdue(centre_rules.lateness_at(at), zone, dossier.first_due_at, at);
                i64::from(promised)
            }),
            working_time_bin: resolved_at
                .and(dossier.handled_min)
                .map(|minutes| i64::from(working_time::bin(minutes))),
            counted_in: dossier.counted_in.as_str().to_owned(),
            annulled_from: dossier.annulled_from.map(|word| word.as_str().to_owned()),
            // Only stored if it differs from the first due time: older rows have no value here.
            promised_due_at: dossier
                .promised_due_at
                .filter(|promised| dossier.first_due_at != Some(*promised))
                .map(ms),
            counted_due_at: dossier.counted_due_at.map(ms),
            papers_asked_at: dossier.papers_asked_at.map(ms),
            reminded_at: dossier.reminded_at.map(ms),
            same_day_until_min: limit.same_day_until_min,
        }
    }

    /// The dossier of this row.
    pub(super) fn dossier(&self) -> Result<Dossier> {
        Ok(Dossier {
            code: self.code()?,
            agency: AgencyId(self.agency_id),
            field: FieldId(self.field_id),
            procedure: self.procedure_id.map(ProcedureId),
            channel: self
                .channel
                .parse::<Channel>()
                .map_err(|error| self.damaged(error))?,
            limit: self.limit_row().limit()?,
            counted_in: self.counted_in()?,
            status: status_of(self.status)?,
            status_before_pause: self.status_before_pause.map(status_of).transpose()?,
            status_before_withdrawal: self.status_before_withdrawal.map(status_of).transpose()?,
            registered_at: self.registered_at.map(instant).transpose()?,
            received_at: self.received_at.map(instant).transpose()?,
            first_due_at: self.first_due_at.map(instant).transpose()?,
            due_at: self.due_at.map(instant).transpose()?,
            promised_due_at: self
                .promised_due_at
                .or(self.first_due_at)
                .map(instant)
                .transpose()?,
            counted_due_at: self.counted_due_at.map(instant).transpose()?,
            papers_asked_at: self.papers_asked_at.map(instant).transpose()?,
            reminded_at: self.reminded_at.map(instant).transpose()?,
            paused_at: self.paused_at.map(instant).transpose()?,
            ended_at: self.ended_at.map(instant).transpose()?,
            end_reason: self
                .end_reason
                .as_deref()
                .map(|word| self.end_reason(word))
                .transpose()?,
            handed_over_at: self.handed_over_at.map(instant).transpose()?,
            handled_min: self.handled_min.map(minutes_of).transpose()?,
            paused_min: minutes_of(self.paused_min)?,
            papers_asked: u8::try_from(self.papers_asked).map_err(|error| self.damaged(error))?,
            extended: self.extended != 0,
            assignee: self.assignee.clone(),
            received_by: self.received_by.clone(),
            ended_by: self.ended_by.clone(),
            handed_over_by: self.handed_over_by.clone(),
            annulled_from: self
                .annulled_from
                .as_deref()
                .map(str::parse)
                .transpose()
                .map_err(|error: UnknownValue| self.damaged(error))?,
            version: self.version,
            last_event_at: instant(self.last_event_at)?,
        })
    }

    /// The figures in which it counts.
    pub(super) fn counted_in(&self) -> Result<CountedIn> {
        self.counted_in
            .parse()
            .map_err(|error: UnknownValue| self.damaged(error))
    }

    fn limit_row(&self) -> LimitRow {
        LimitRow {
            limit_min: self.limit_min,
            limit_days: self.limit_days,
            limit_months: self.limit_months,
            cutoff_15h: self.cutoff_15h,
            same_day_until_min: self.same_day_until_min,
        }
    }

    pub(super) fn code(&self) -> Result<DossierCode> {
        code_of(&self.code)
    }

    fn end_reason(&self, word: &str) -> Result<EndReason> {
        word.parse().map_err(|error| self.damaged(error))
    }

    fn damaged(&self, what: impl std::fmt::Display) -> StoreError {
        StoreError::Corrupt(format!("dossier {}: {what}", self.code))
    }
}

/// A stored code; imports of other systems bring codes of any pattern.
pub(super) fn code_of(text: &str) -> Result<DossierCode> {
    DossierCode::try_from(text.to_owned())
        .map_err(|error| StoreError::Corrupt(format!("dossier {text}: {error}")))
}

/// A stored status.
pub(super) fn status_of(code: i64) -> Result<Status> {
    let status = u8::try_from(code).ok().and_then(Status::from_code);
    status.ok_or_else(|| StoreError::Corrupt(format!("{code} is no status")))
}

/// Stored working minutes.
pub(super) fn minutes_of(minutes: i64) -> Result<u32> {
    u32::try_from(minutes)
        .map_err(|_| StoreError::Corrupt(format!("{minutes} are no working minutes")))
}

fn clock_word(clock: Clock) -> &'static str {
    match clock {
        Clock::NotStarted => "not_started",
        Clock::Running => "running",
        Clock::Stopped => "stopped",
        Clock::Ended => "ended",
    }
}

pub(super) async fn find(conn: &mut Conn<'_>, code: &DossierCode) -> Result<Option<DossierRow>> {
    let sql = select::<DossierRow>("WHERE code = $1");
    Ok(on!(conn, c => query_as(sql).bind(code.as_str()).fetch_optional(&mut **c).await)?)
}

/// The row of a dossier that there is.
///
/// # Errors
/// [`StoreError::NotFound`]; or it cannot be read.
pub(super) async fn known(conn: &mut Conn<'_>, code: &DossierCode) -> Result<DossierRow> {
    let row = find(conn, code).await?;
    row.ok_or_else(|| StoreError::NotFound(code.clone()))
}

/// Whether what was handed in with a dossier is for a scope: it, or a part of it, is of one of its agencies.
pub(super) async fn is_needed(
    conn: &mut Conn<'_>,
    dossier: &DossierRow,
    scope: &AgencyScope,
) -> Result<bool> {
    if dossier.is_within(scope) {
        return Ok(true);
    }
    let sql = format!(
        "SELECT count(*) FROM dossier_part JOIN dossier AS part ON part.id = part_id WHERE whole_id = $1{}",
        within(scope, "part.agency_id")
    );
    let parts: i64 = on!(conn, c => {
        query_scalar(sqlx::AssertSqlSafe(sql)).bind(dossier.id).fetch_one(&mut **c).await
    })?;
    Ok(parts > 0)
}

/// The dossier with this code, if it is in a scope.
pub(super) async fn find_within(
    conn: &mut Conn<'_>,
    code: &DossierCode,
    scope: &AgencyScope,
) -> Result<Option<DossierRow>> {
    let row = find(conn, code).await?;
    Ok(row.filter(|row| row.is_within(scope)))
}

/// The existing dossiers with these codes.
pub(super) async fn find_all(conn: &mut Conn<'_>, codes: &[String]) -> Result<Vec<DossierRow>> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    // As an array: for a join PostgreSQL expects a hundred rows and reads the whole table.
    let sql = select::<DossierRow>(match conn {
        Conn::Sqlite(_) => "WHERE code IN (SELECT value FROM json_each($1))",
        Conn::Postgres(_) => {
            "WHERE code = ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($1 AS JSONB))))"
        }
    });
    let codes = serde_json::Value::from(codes).to_string();
    Ok(on!(conn, c => query_as(sql).bind(codes).fetch_all(&mut **c).await)?)
}

pub(super) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<DossierRow>> {
    let sql = select::<DossierRow>("WHERE id = $1");
    Ok(on!(conn, c => query_as(sql).bind(id).fetch_optional(&mut **c).await)?)
}

/// The next page of dossiers by number.
pub(super) async fn page(
    conn: &mut Conn<'_>,
    after: i64,
    rows_max: i64,
) -> Result<Vec<DossierRow>> {
    let rest = "WHERE id > $1 ORDER BY id LIMIT $2";
    let mut rows: Vec<DossierRow> = select_page(conn, rest, &[after, rows_max]).await?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// The number that the next dossier gets. Only within a writing transaction: there is one at a time.
pub(super) async fn next_id(conn: &mut Conn<'_>) -> Result<i64> {
    let sql = "SELECT coalesce(max(id), 0) + 1 FROM dossier";
    Ok(on!(conn, c => query_scalar(sql).fetch_one(&mut **c).await)?)
}

impl Store {
    /// The dossier with this code in its present state; `None` also for one outside the scope.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn dossier(
        &self,
        code: &DossierCode,
        scope: &AgencyScope,
    ) -> Result<Option<StoredDossier>> {
        let (code, scope) = (code.clone(), scope.clone());
        self.read(move |mut conn| {
            Box::pin(async move {
                let Some(row) = find_within(&mut conn, &code, &scope).await? else {
                    return Ok(None);
                };
                Ok(Some(StoredDossier {
                    id: DossierId(row.id),
                    dossier: row.dossier()?,
                }))
            })
        })
        .await
    }

    /// The dossiers of a scope in the order of their numbers, a page at a time: those after `after`, at most `rows_max`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn dossiers(
        &self,
        after: Option<DossierId>,
        rows_max: u32,
        scope: &AgencyScope,
    ) -> Result<Vec<StoredDossier>> {
        let within = within(scope, "+agency_id");
        self.read(move |mut conn| {
            Box::pin(async move {
                let after = after.map_or(0, |id| id.0);
                let sql =
                    select::<DossierRow>(&format!("WHERE id > $1{within} ORDER BY id LIMIT $2"));
                let rows: Vec<DossierRow> = on!(&mut conn, c => {
                    query_as(sql).bind(after).bind(i64::from(rows_max)).fetch_all(&mut **c).await
                })?;
                rows.iter()
                    .map(|row| {
                        Ok(StoredDossier {
                            id: DossierId(row.id),
                            dossier: row.dossier()?,
                        })
                    })
                    .collect()
            })
        })
        .await
    }
}

//! Dossiers that were open at the end of a past period, by all that is known now.
//!
//! Whether a dossier was open then follows from its row; whether it was overdue or paused then, only from its events. So the
//! open ones are found along indexes, and replayed. Those that waited for reception or collection are counted from the rows
//! alone, with their present assignee.

use sqlx::{AssertSqlSafe, query_as, query_scalar};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{CountedIn, Dossier, Event, Standing};
use sanh_domain::id::{AgencyId, FieldId, ProcedureId};
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::counts::OpenCounts;
use sanh_domain::report::query::{Figure, Group, Grouping};
use sanh_domain::scope::CountedBy;

use super::OpenCountsByGroup;
use super::key::{ScopedFilter, Split, list, whole};
use crate::centre::CentreRules;
use crate::conn::{Conn, on};
use crate::counted::AT_WORK;
use crate::counting::WAITING_COLLECTION;
use crate::dossier::DossierRow;
use crate::error::{Result, StoreError};
use crate::event::{self, EventRow};
use crate::row::select;
use crate::stored_time::{day_number, ms};
use crate::worklist::ListedRow;
use crate::{Store, agency_scope};

/// Dossiers that were open at the end of a period and have the same keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenAtPeriodEnd {
    /// The number of its row; 0 for several dossiers.
    pub id: i64,
    /// When an open one was due; the largest number if never.
    pub due: i64,
    /// Their counts.
    pub standing: OpenCounts,
    agency: AgencyId,
    field: FieldId,
    channel: Channel,
    procedure: Option<ProcedureId>,
    person: Option<String>,
    counted_in: CountedIn,
}

impl OpenAtPeriodEnd {
    /// Whether it matches a filter.
    #[must_use]
    pub fn is_within(&self, within: &ScopedFilter) -> bool {
        self.is_counted(within, within.counted_by(Split::All))
    }

    fn is_counted(&self, within: &ScopedFilter, by: CountedBy) -> bool {
        let cut = &within.cut;
        self.counted_in.counts_for(by)
            && within.agencies().covers(self.agency)
            && cut.field.is_none_or(|field| field == self.field)
            && cut.channel.is_none_or(|channel| channel == self.channel)
            && cut
                .procedure
                .is_none_or(|procedure| Some(procedure) == self.procedure)
            && (!within.without_procedure || self.procedure.is_none())
            && cut
                .person
                .as_ref()
                .is_none_or(|person| Some(person) == self.person.as_ref())
            && (!within.without_person || self.person.is_none())
    }

    /// Whether it is in a figure of those that need its history.
    #[must_use]
    pub fn is_in(&self, figure: Figure) -> bool {
        let n = match figure {
            Figure::Open => self.standing.open(),
            Figure::Within => self.standing.within,
            Figure::Overdue => self.standing.overdue,
            Figure::Paused => self.standing.paused,
            Figure::NoDue => self.standing.no_due,
            _ => 0,
        };
        n > 0
    }

    fn group(&self, grouping: Grouping) -> Group {
        match grouping {
            Grouping::Agency => Group::Agency(self.agency),
            Grouping::Field => Group::Field(self.field),
            Grouping::Channel => Group::Channel(self.channel),
            Grouping::Procedure => Group::Procedure(self.procedure),
            Grouping::Person => Group::Person(self.person.clone()),
            Grouping::AgencyFieldChannel => {
                Group::AgencyFieldChannel(self.agency, self.field, self.channel)
            }
        }
    }
}

/// The open dossiers at the end by group; under `None` also the total, where that is counted differently.
#[must_use]
pub fn open_counts_at_end_by_group(
    stood: &[OpenAtPeriodEnd],
    within: &ScopedFilter,
    grouping: Option<Grouping>,
) -> OpenCountsByGroup {
    let mut by_group = OpenCountsByGroup::new();
    let by = within.counted_by(Split::of(grouping));
    for one in stood.iter().filter(|one| one.is_counted(within, by)) {
        let group = grouping.map(|grouping| one.group(grouping));
        *by_group.entry(group).or_default() += one.standing;
    }
    if within.has_own_total(grouping) {
        let mut total = OpenCounts::default();
        for one in stood.iter().filter(|one| one.is_within(within)) {
            total += one.standing;
        }
        by_group.insert(None, total);
    }
    by_group
}

impl Store {
    /// The dossiers of a scope that were open when a period ended.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn open_at_end(&self, period: Period, scope: &AgencyScope) -> Result<Vec<i64>> {
        let within = agency_scope::within(scope, "+agency_id");
        let to = day_number(period.to);
        self.read(move |mut conn| {
            Box::pin(async move {
                let (open_now, ended_since) = (
                    conn.dossiers_along("dossier_standing"),
                    conn.dossiers_along("dossier_flow_ended"),
                );
                let sql = AssertSqlSafe(format!(
                    "SELECT id FROM {open_now} WHERE ended_day IS NULL AND received_day < {to} AND {AT_WORK}{within}
                     UNION ALL
                     SELECT id FROM {ended_since} WHERE ended_day >= {to} AND received_day < {to} AND {AT_WORK}{within}"
                ));
                Ok(on!(&mut conn, c => query_scalar(sql).persistent(false).fetch_all(&mut **c).await)?)
            })
        })
        .await
    }

    /// The state of these dossiers when a period ended, of those that were in a scope then.
    ///
    /// # Errors
    /// When they cannot be read; [`StoreError::Corrupt`] names a dossier whose history contradicts itself.
    pub async fn replay_open_at_end(
        &self,
        period: Period,
        ids: Vec<i64>,
        scope: &AgencyScope,
    ) -> Result<Vec<OpenAtPeriodEnd>> {
        let (rules_cache, scope) = (self.rules_cache(), scope.clone());
        self.read(move |mut conn| {
            Box::pin(async move {
                let centre_rules = rules_cache.of_committed(&mut conn).await?;
                let at = last_instant(&centre_rules, &period);
                let mut stood = replayed(&mut conn, &centre_rules, at, &ids).await?;
                stood.retain(|one| scope.covers(one.agency));
                Ok(stood)
            })
        })
        .await
    }

    /// The dossiers of a scope that waited for reception, and for collection, when a period ended.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn waited(
        &self,
        period: Period,
        scope: &AgencyScope,
    ) -> Result<Vec<OpenAtPeriodEnd>> {
        let (rules_cache, scope) = (self.rules_cache(), scope.clone());
        self.read(move |mut conn| {
            Box::pin(async move {
                let centre_rules = rules_cache.of_committed(&mut conn).await?;
                let mut waited = Vec::new();
                for figure in [Figure::RegisteredWaiting, Figure::WaitingCollection] {
                    waited.extend(counted(&mut conn, &centre_rules, &period, figure).await?);
                }
                waited.retain(|one| scope.covers(one.agency));
                Ok(waited)
            })
        })
        .await
    }
}

impl Store {
    /// The rows of a list with their dossiers as of an instant; one that was not known then in its present state. Dossiers that
    /// were not in the scope then, and are not now, are left out.
    ///
    /// # Errors
    /// As [`Store::stood`].
    pub async fn rows_at(
        &self,
        listed: Vec<ListedRow>,
        at: Instant,
        scope: &AgencyScope,
    ) -> Result<Vec<ListedRow>> {
        let scope = scope.clone();
        self.read(move |mut conn| {
            Box::pin(async move { rows_at(&mut conn, listed, at, &scope).await })
        })
        .await
    }
}

/// As [`Store::rows_at`].
pub(super) async fn rows_at(
    conn: &mut Conn<'_>,
    listed: Vec<ListedRow>,
    at: Instant,
    scope: &AgencyScope,
) -> Result<Vec<ListedRow>> {
    let ids: Vec<i64> = listed.iter().map(|row| row.place.1).collect();
    let mut events = event::histories_of(conn, &ids).await?;
    let mut stood = Vec::with_capacity(listed.len());
    for row in listed {
        let history = events.remove(&row.place.1).unwrap_or_default();
        let now = row.dossier.agency;
        let dossier = replayed_until(&row.dossier, &history, at)?.unwrap_or(row.dossier);
        if scope.covers(now) || scope.covers(dossier.agency) {
            stood.push(ListedRow { dossier, ..row });
        }
    }
    Ok(stood)
}

/// A dossier as of an instant; `None` if it was not known then.
fn replayed_until(stored: &Dossier, history: &[EventRow], at: Instant) -> Result<Option<Dossier>> {
    let events: Vec<Event> = history
        .iter()
        .map(|event| event.event(&stored.code))
        .collect::<Result<_>>()?;
    Dossier::replay_until(&stored.intake(), &events, at, None)
        .map_err(|fault| StoreError::Corrupt(format!("dossier {}: {fault}", stored.code)))
}

/// The last instant of a period.
fn last_instant(centre_rules: &CentreRules, period: &Period) -> Instant {
    let (_, end) = period.bounds(centre_rules.calendar());
    period.status_at(end, centre_rules.calendar())
}

/// The dossiers that waited when a period ended, by their rows, as `FROM … WHERE …`: each part along an index.
pub(super) fn waited_parts(
    conn: &Conn<'_>,
    centre_rules: &CentreRules,
    period: &Period,
    figure: Figure,
) -> Vec<String> {
    let (to, at) = (
        day_number(period.to),
        ms(last_instant(centre_rules, period)),
    );
    let part = |index: &str, condition: String| {
        let dossiers = conn.dossiers_along(index);
        format!("FROM {dossiers} WHERE {condition}")
    };
    match figure {
        Figure::RegisteredWaiting => vec![
            part(
                "dossier_standing",
                format!("ended_day IS NULL AND received_day IS NULL AND registered_at <= {at}"),
            ),
            part(
                "dossier_flow_received",
                format!("received_day >= {to} AND registered_at <= {at}"),
            ),
            part(
                "dossier_flow_ended",
                format!("ended_day >= {to} AND received_day IS NULL AND registered_at <= {at}"),
            ),
        ],
        _ => vec![
            part(
                "dossier_collection",
                format!("{} AND ended_day < {to}", WAITING_COLLECTION.sql),
            ),
            part(
                "dossier_flow_handed",
                format!("handed_over_day >= {to} AND ended_day < {to}"),
            ),
        ],
    }
}

/// Agency, field, channel, procedure, person, the figures in which they count, and their number.
type Counted = (i64, i64, String, Option<i64>, Option<String>, String, i64);

async fn counted(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    period: &Period,
    figure: Figure,
) -> Result<Vec<OpenAtPeriodEnd>> {
    let parts = waited_parts(conn, centre_rules, period, figure);
    let parts = parts.iter().map(|part| {
        format!(
            "SELECT agency_id, field_id, channel, procedure_id, assignee, counted_in, count(*) AS n
             {part} AND {AT_WORK} GROUP BY 1, 2, 3, 4, 5, 6"
        )
    });
    let sql = AssertSqlSafe(parts.collect::<Vec<_>>().join(" UNION ALL "));
    let rows: Vec<Counted> =
        on!(conn, c => query_as(sql).persistent(false).fetch_all(&mut **c).await)?;
    let stood = rows.into_iter().map(
        |(agency, field, channel, procedure, person, counted_in, n)| {
            let n = whole(n)?;
            let standing = match figure {
                Figure::RegisteredWaiting => OpenCounts {
                    registered_waiting: n,
                    ..OpenCounts::default()
                },
                _ => OpenCounts {
                    waiting_collection: n,
                    ..OpenCounts::default()
                },
            };
            Ok(OpenAtPeriodEnd {
                id: 0,
                due: i64::MAX,
                standing,
                agency: AgencyId(agency),
                field: FieldId(field),
                channel: channel
                    .parse()
                    .map_err(|error| StoreError::Corrupt(format!("a dossier: {error}")))?,
                procedure: procedure.map(ProcedureId),
                person,
                counted_in: counted_in
                    .parse()
                    .map_err(|error| StoreError::Corrupt(format!("a dossier: {error}")))?,
            })
        },
    );
    stood.collect()
}

async fn replayed(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    at: Instant,
    ids: &[i64],
) -> Result<Vec<OpenAtPeriodEnd>> {
    let sql = select::<DossierRow>(&format!("WHERE id IN ({})", list(ids.iter().copied())));
    let rows: Vec<DossierRow> =
        on!(&mut *conn, c => query_as(sql).persistent(false).fetch_all(&mut **c).await)?;
    let mut histories = event::histories_of(conn, ids).await?;
    let mut stood = Vec::with_capacity(rows.len());
    for row in rows {
        let now = row.dossier()?;
        let history = histories.remove(&row.id).unwrap_or_default();
        let then = replayed_until(&now, &history, at)?;
        if let Some(then) = then.filter(Dossier::is_open) {
            stood.push(of(row.id, then, centre_rules, at));
        }
    }
    Ok(stood)
}

/// The state of an open dossier, by the rule of its own time.
fn of(id: i64, dossier: Dossier, centre_rules: &CentreRules, at: Instant) -> OpenAtPeriodEnd {
    let since = dossier.paused_at.unwrap_or(at);
    let lateness = centre_rules.lateness_at(since);
    let standing = dossier.standing(lateness, centre_rules.zone(), at);
    OpenAtPeriodEnd {
        id,
        due: dossier.due_at.map_or(i64::MAX, ms),
        standing: OpenCounts {
            within: u64::from(standing == Standing::Within),
            overdue: u64::from(standing == Standing::Overdue),
            paused: u64::from(standing == Standing::Paused),
            no_due: u64::from(dossier.due_at.is_none()),
            ..OpenCounts::default()
        },
        agency: dossier.agency,
        field: dossier.field,
        channel: dossier.channel,
        procedure: dossier.procedure,
        person: dossier.assignee,
        counted_in: dossier.counted_in,
    }
}

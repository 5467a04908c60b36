//! The filter of a report and its grouping, as SQL.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, ColumnIndex, Decode, Type};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::id::{AgencyId, FieldId, ProcedureId};
use sanh_domain::period::Period;
use sanh_domain::report::query::{DossierFilter, Group, Grouping};
use sanh_domain::scope::CountedBy;

use crate::agency_scope::within;
use crate::conn::{Conn, on};
use crate::counted::counted;
use crate::error::{Result, StoreError};
use crate::stored_time::day_number;

/// A filter of dossiers within a scope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopedFilter {
    /// The scope.
    pub scope: AgencyScope,
    /// The filter.
    pub cut: DossierFilter,
    /// Only dossiers without a known procedure.
    pub without_procedure: bool,
    /// Only dossiers assigned to nobody.
    pub without_person: bool,
}

impl ScopedFilter {
    /// All dossiers of a scope.
    #[must_use]
    pub fn all(scope: AgencyScope) -> Self {
        Self {
            scope,
            cut: DossierFilter::default(),
            without_procedure: false,
            without_person: false,
        }
    }

    /// The dossiers of these that are in a group; `None` if there can be none.
    #[must_use]
    pub fn narrowed(mut self, group: &Group) -> Option<Self> {
        let cut = &mut self.cut;
        match group {
            Group::Agency(agency) => narrow(&mut cut.agency, *agency)?,
            Group::Field(field) => narrow(&mut cut.field, *field)?,
            Group::Channel(channel) => narrow(&mut cut.channel, *channel)?,
            Group::Procedure(Some(procedure)) => narrow(&mut cut.procedure, *procedure)?,
            Group::Person(Some(person)) => narrow(&mut cut.person, person.clone())?,
            Group::Procedure(None) => {
                self.without_procedure = true;
                return Some(self).filter(|it| it.cut.procedure.is_none());
            }
            Group::Person(None) => {
                self.without_person = true;
                return Some(self).filter(|it| it.cut.person.is_none());
            }
            Group::AgencyFieldChannel(agency, field, channel) => {
                narrow(&mut cut.agency, *agency)?;
                narrow(&mut cut.field, *field)?;
                narrow(&mut cut.channel, *channel)?;
            }
        }
        Some(self)
    }

    /// The agencies of the filter.
    pub(super) fn agencies(&self) -> AgencyScope {
        match self.cut.agency {
            None => self.scope.clone(),
            Some(agency) => self.scope.only(agency),
        }
    }

    /// The person of the filter, to be bound as `$1`.
    pub(super) fn person(&self) -> Option<&str> {
        self.cut.person.as_deref()
    }

    /// Whether the centre or the agencies count: each agency counts its part of a linked dossier; without agencies in filter
    /// and grouping it is counted once.
    pub(super) fn counted_by(&self, split: Split) -> CountedBy {
        let is_by_agency = matches!(
            split,
            Split::By(Grouping::Agency | Grouping::AgencyFieldChannel)
        );
        if is_by_agency || self.agencies() != AgencyScope::Everywhere {
            CountedBy::Agencies
        } else {
            CountedBy::Centre
        }
    }

    /// Whether the groups are counted differently from the total, so that their sum is not the total.
    #[must_use]
    pub fn has_own_total(&self, grouping: Option<Grouping>) -> bool {
        self.counted_by(Split::of(grouping)) != self.counted_by(Split::All)
    }

    /// `AND …` for a statement over dossiers or counters of throughput; `person` is the column of the person.
    pub(super) fn conditions(&self, person: &str, split: Split) -> String {
        let counted = counted(self.counted_by(split));
        format!("{} AND {counted}", self.cut_conditions(person))
    }

    /// The same without the condition of who counts.
    pub(super) fn cut_conditions(&self, person: &str) -> String {
        let DossierFilter {
            field,
            channel,
            procedure,
            ..
        } = &self.cut;
        let conditions = [
            Some(within(&self.agencies(), "agency_id")),
            field.map(|field| format!(" AND field_id = {}", field.0)),
            channel.map(|channel| format!(" AND channel = '{channel}'")),
            procedure.map(|procedure| format!(" AND procedure_id = {}", procedure.0)),
            self.without_procedure
                .then(|| " AND procedure_id IS NULL".to_owned()),
            self.person().map(|_| format!(" AND {person} = $1")),
            self.without_person
                .then(|| format!(" AND {person} IS NULL")),
        ];
        conditions.into_iter().flatten().collect()
    }
}

/// Sets one part of a filter; `None` if it already has another value.
fn narrow<T: PartialEq>(part: &mut Option<T>, to: T) -> Option<()> {
    match part {
        Some(is) if *is != to => None,
        part => {
            *part = Some(to);
            Some(())
        }
    }
}

/// `1, 2, 3`, for `IN`; of nothing `NULL`, which matches no number.
pub(super) fn list(numbers: impl IntoIterator<Item = i64>) -> String {
    let numbers: Vec<String> = numbers
        .into_iter()
        .map(|number| number.to_string())
        .collect();
    if numbers.is_empty() {
        return "NULL".to_owned();
    }
    numbers.join(", ")
}

/// The grouping of a statement's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// None.
    All,
    /// By the local day of the event.
    Day,
    /// By this grouping.
    By(Grouping),
}

impl Split {
    /// The grouping of a report.
    pub(super) fn of(grouping: Option<Grouping>) -> Self {
        grouping.map_or(Self::All, Self::By)
    }

    /// The three key columns of a grouping; unused ones are constants. `GROUP BY 1, 2, 3` follows.
    pub(super) fn columns(self, person: &str, day: &str) -> String {
        let zero = "CAST(0 AS BIGINT)";
        let (a, b, c) = match self {
            Self::All => (zero, zero, "''".to_owned()),
            Self::Day => (day, zero, "''".to_owned()),
            Self::By(Grouping::Agency) => ("agency_id", zero, "''".to_owned()),
            Self::By(Grouping::Field) => ("field_id", zero, "''".to_owned()),
            Self::By(Grouping::Channel) => (zero, zero, "channel".to_owned()),
            Self::By(Grouping::Procedure) => ("coalesce(procedure_id, 0)", zero, "''".to_owned()),
            Self::By(Grouping::Person) => (zero, zero, format!("coalesce({person}, '')")),
            Self::By(Grouping::AgencyFieldChannel) => {
                ("agency_id", "field_id", "channel".to_owned())
            }
        };
        format!("{a} AS a, {b} AS b, {c} AS c")
    }
}

/// The values of the key columns.
pub(super) type Key = (i64, i64, String);

/// The groups of the keys; without a grouping, the one group of all.
pub(super) fn by_group<T>(
    grouping: Option<Grouping>,
    by_key: BTreeMap<Key, T>,
) -> Result<BTreeMap<Option<Group>, T>> {
    let grouped = by_key.into_iter().map(|(key, of)| {
        let group = grouping.map(|by| group(by, &key)).transpose()?;
        Ok((group, of))
    });
    grouped.collect()
}

fn group(grouping: Grouping, (a, b, c): &Key) -> Result<Group> {
    let channel = || {
        c.parse()
            .map_err(|error| StoreError::Corrupt(format!("a counter: {error}")))
    };
    Ok(match grouping {
        Grouping::Agency => Group::Agency(AgencyId(*a)),
        Grouping::Field => Group::Field(FieldId(*a)),
        Grouping::Channel => Group::Channel(channel()?),
        Grouping::Procedure => Group::Procedure(Some(ProcedureId(*a)).filter(|it| it.0 != 0)),
        Grouping::Person => Group::Person(Some(c.clone()).filter(|name| !name.is_empty())),
        Grouping::AgencyFieldChannel => {
            Group::AgencyFieldChannel(AgencyId(*a), FieldId(*b), channel()?)
        }
    })
}

/// The condition that a column of local days is in a period.
pub(super) fn in_days(period: &Period, column: &str) -> String {
    let (from, to) = (day_number(period.from), day_number(period.to));
    format!("{column} >= {from} AND {column} < {to}")
}

/// A row of a statement: its key, and its numbers.
pub(super) type Line = (Key, Vec<i64>);

/// Reads keys and numbers.
pub(super) async fn lines(
    conn: &mut Conn<'_>,
    sql: String,
    person: Option<&str>,
) -> Result<Vec<Line>> {
    Ok(on!(conn, c => {
        // The text changes with each period, so it must not fill the statement cache.
        let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        if let Some(person) = person {
            query = query.bind(person);
        }
        let rows = query.fetch_all(&mut **c).await?;
        rows.iter().map(line).collect::<sqlx::Result<Vec<Line>>>()?
    }))
}

fn line<R: sqlx::Row>(row: &R) -> sqlx::Result<Line>
where
    usize: ColumnIndex<R>,
    i64: for<'r> Decode<'r, R::Database> + Type<R::Database>,
    String: for<'r> Decode<'r, R::Database> + Type<R::Database>,
{
    let key = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    let numbers = (3..row.len()).map(|column| row.try_get(column));
    Ok((key, numbers.collect::<sqlx::Result<_>>()?))
}

/// A count from the database; a negative one is drift.
pub(super) fn whole(n: i64) -> Result<u64> {
    u64::try_from(n).map_err(|_| {
        StoreError::Corrupt(
            "the counters of throughput do not add up: run `sanh verify`, then `sanh rebuild`"
                .to_owned(),
        )
    })
}

//! Which dossiers are looked at, by what they are split, and how a statement says both.

use sqlx::{AssertSqlSafe, ColumnIndex, Decode, Type};

use sanh_app::board::period::Period;
use sanh_app::dossier::{AgencyId, FieldId, ProcedureId};
use sanh_app::report::model::{Cut, Group, Grouping};

use crate::store::centre::day_number;
use crate::store::db::{Conn, on};
use crate::store::error::{Result, StoreError};

/// A cut of the dossiers, within somebody's reach.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Within {
    /// The agencies within reach; `None`: all.
    pub agencies: Option<Vec<AgencyId>>,
    /// The cut.
    pub cut: Cut,
}

impl Within {
    /// The agencies to look at; `None`: all.
    pub(super) fn agencies(&self) -> Option<Vec<AgencyId>> {
        match (&self.cut.agency, &self.agencies) {
            (None, reach) => reach.clone(),
            (Some(agency), None) => Some(vec![*agency]),
            (Some(agency), Some(reach)) => {
                Some(reach.iter().copied().filter(|it| it == agency).collect())
            }
        }
    }

    /// `AND …` of a statement over dossiers or counters. The person, where one is asked for, is its `$1`.
    pub(super) fn conditions(&self, person: &str) -> String {
        let mut sql = String::new();
        if let Some(agencies) = self.agencies() {
            sql += &format!(
                " AND agency_id IN ({})",
                list(agencies.iter().map(|agency| agency.0))
            );
        }
        if let Some(field) = self.cut.field {
            sql += &format!(" AND field_id = {}", field.0);
        }
        if let Some(channel) = self.cut.channel {
            sql += &format!(" AND channel = '{channel}'");
        }
        if let Some(procedure) = self.cut.procedure {
            sql += &format!(" AND procedure_id = {}", procedure.0);
        }
        if self.cut.person.is_some() {
            sql += &format!(" AND {person} = $1");
        }
        sql
    }
}

/// `1, 2, 3`, for `IN`; of nothing `NULL`, which no number is in.
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

/// The three columns that say to which group a row belongs, under the names `a`, `b` and `c`; a grouping leaves aside what it does not
/// split by. `GROUP BY 1, 2, 3` follows.
pub(super) fn columns(grouping: Option<Grouping>, person: &str) -> String {
    let zero = "CAST(0 AS BIGINT)";
    let (a, b, c) = match grouping {
        None => (zero, zero, "''".to_owned()),
        Some(Grouping::Agency) => ("agency_id", zero, "''".to_owned()),
        Some(Grouping::Field) => ("field_id", zero, "''".to_owned()),
        Some(Grouping::Channel) => (zero, zero, "channel".to_owned()),
        Some(Grouping::Procedure) => ("coalesce(procedure_id, 0)", zero, "''".to_owned()),
        Some(Grouping::Person) => (zero, zero, format!("coalesce({person}, '')")),
        Some(Grouping::AgencyFieldChannel) => ("agency_id", "field_id", "channel".to_owned()),
    };
    format!("{a} AS a, {b} AS b, {c} AS c")
}

/// The group of these columns; `None`: of all.
pub(super) fn group(
    grouping: Option<Grouping>,
    (a, b, c): (i64, i64, &str),
) -> Result<Option<Group>> {
    let channel = || {
        c.parse()
            .map_err(|error| StoreError::Damaged(format!("a counter: {error}")))
    };
    let Some(grouping) = grouping else {
        return Ok(None);
    };
    Ok(Some(match grouping {
        Grouping::Agency => Group::Agency(AgencyId(a)),
        Grouping::Field => Group::Field(FieldId(a)),
        Grouping::Channel => Group::Channel(channel()?),
        Grouping::Procedure => Group::Procedure(Some(ProcedureId(a)).filter(|it| it.0 != 0)),
        Grouping::Person => Group::Person(Some(c.to_owned()).filter(|name| !name.is_empty())),
        Grouping::AgencyFieldChannel => {
            Group::AgencyFieldChannel(AgencyId(a), FieldId(b), channel()?)
        }
    }))
}

/// The days of a statement, as the counters number them.
pub(super) enum Days {
    /// From one up to, not including, another.
    Range(i64, i64),
    /// Each of these.
    Each(Vec<i64>),
}

impl Days {
    /// The days of a period.
    pub(super) fn of(period: &Period) -> Self {
        Self::Range(day_number(period.from), day_number(period.to))
    }

    /// That a column is one of them.
    pub(super) fn condition(&self, column: &str) -> String {
        match self {
            Self::Range(from, to) => format!("{column} >= {from} AND {column} < {to}"),
            Self::Each(days) => format!("{column} IN ({})", list(days.iter().copied())),
        }
    }
}

/// A row of a statement: its group's columns, and the numbers after them.
pub(super) type Line = ((i64, i64, String), Vec<i64>);

/// Asks for rows of a group and numbers.
pub(super) async fn lines(
    conn: &mut Conn<'_>,
    sql: String,
    person: Option<&str>,
) -> Result<Vec<Line>> {
    Ok(on!(conn, c => {
        // Its text changes with each period: kept, it would only fill the cache of statements.
        let query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        let rows = match person {
            Some(person) => query.bind(person).fetch_all(&mut **c).await?,
            None => query.fetch_all(&mut **c).await?,
        };
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

/// A count out of the database; fewer than none is drift.
pub(super) fn whole(n: i64) -> Result<u64> {
    u64::try_from(n).map_err(|_| {
        StoreError::Damaged(
            "the counters of throughput do not add up: run `sanh verify`, then `sanh rebuild`"
                .to_owned(),
        )
    })
}

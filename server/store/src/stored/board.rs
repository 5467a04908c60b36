//! One board: stored for wall playback, and for a held wall.

use sanh_domain::board::disclosure::{
    BoardValues, PublicBoard, PublicRow, PublicTotal, RowValues, TotalValues,
};
use sanh_domain::board::model::{ChartDay, Comparison, Flow};
use sanh_domain::board::percentage::Rate;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::period::{Period, PeriodKind};
use sanh_domain::text::name::Name;
use sanh_domain::word::UnknownValue;
use serde::{Deserialize, Serialize};

use super::centre::StoredNameV1;
use super::code::{StoredScopeV1, instant_text, read, read_instant, unknown};

/// A whole board that the public may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredBoardV1 {
    /// The scope of its dossiers.
    pub scope: StoredScopeV1,
    /// Whether the totals are of all fields; otherwise of those shown by name only.
    pub covers_all: bool,
    /// The period.
    pub period: StoredPeriodV1,
    /// The instant the figures hold for.
    pub at: String,
    /// The deadline rule: `instant` or `day`.
    pub rule: String,
    /// The totals.
    pub total: StoredTotalV1,
    /// Working minutes in which 80 % of all were resolved; none where too few were.
    pub time_80: Option<u32>,
    /// The rows, in the centre's own order, the folded ones last.
    pub rows: Vec<StoredRowV1>,
    /// The comparison with the same working days of the period before.
    pub comparison: Option<StoredComparisonV1>,
    /// The last working days, oldest first.
    pub chart: Vec<StoredChartDayV1>,
}

/// The local dates a board counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPeriodV1 {
    /// `day`, `month`, `quarter`, `half_year`, `year`, `government_month`, `government_quarter`, `government_half_year`,
    /// `government_year` or `range`.
    pub kind: String,
    /// The first date.
    pub from: String,
    /// The date after the last.
    pub to: String,
}

/// The totals of a board, in dossiers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredTotalV1 {
    /// Received online.
    pub received_online: u64,
    /// Received at the reception desk or by post.
    #[serde(rename = "received_direct")]
    pub received_at_desk_or_post: u64,
    /// Carried into the period.
    pub carried: u64,
    /// Resolved before the due date.
    pub early: u64,
    /// Resolved neither early nor late.
    pub on_time: u64,
    /// Resolved late.
    pub late: u64,
    /// Withdrawn.
    pub withdrawn: u64,
    /// Ended as not eligible.
    pub ineligible: u64,
    /// Open and within the due time.
    pub within: u64,
    /// Open and past the due time.
    pub overdue: u64,
    /// Open with the clock stopped.
    pub paused: u64,
}

/// A row of a board, in dossiers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredRowV1 {
    /// `f12` for a field, `other` for the folded ones.
    pub key: String,
    /// The field's name; none for the folded ones.
    pub name: Option<StoredNameV1>,
    /// Received in the period.
    pub received: u64,
    /// Resolved before the due date.
    pub early: u64,
    /// Resolved neither early nor late.
    pub on_time: u64,
    /// Resolved late.
    pub late: u64,
    /// Open.
    pub pending: u64,
    /// The share of the resolved dossiers that were in time, in tenths of a percent; none where none was resolved.
    pub rate: Option<u16>,
    /// Working minutes in which 80 % were resolved; none where too few were.
    pub time_80: Option<u32>,
}

/// A period compared with the same number of working days of the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredComparisonV1 {
    /// The period before.
    pub previous_period: StoredPeriodV1,
    /// How many working days, from each period's start, are compared.
    pub working_days: u32,
    /// The flow of those days of this period.
    pub current: StoredFlowV1,
    /// The flow of those days of the period before.
    pub previous: StoredFlowV1,
}

/// Dossiers received and resolved over some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFlowV1 {
    /// Received.
    pub received: u64,
    /// Resolved early or on time.
    pub in_time: u64,
    /// Resolved late.
    pub late: u64,
}

/// One working day of the chart, in dossiers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredChartDayV1 {
    /// The local date.
    pub date: String,
    /// Received on that date.
    pub received: u64,
    /// Resolved on that date.
    pub resolved: u64,
}

impl StoredBoardV1 {
    /// A whole board. `None` for one of chosen fields: it follows from a whole one and its wall's setting, and is never stored.
    #[must_use]
    pub fn of(board: &PublicBoard) -> Option<Self> {
        Some(Self {
            scope: board.scope().into(),
            covers_all: board.covers_all(),
            period: (*board.period()).into(),
            at: instant_text(board.at()),
            rule: board.rule().as_str().to_owned(),
            total: board.total()?.into(),
            time_80: board.time_80().map(|time| time.0),
            rows: board.rows().iter().map(StoredRowV1::from).collect(),
            comparison: board.comparison().map(StoredComparisonV1::from),
            chart: board.chart().iter().map(StoredChartDayV1::from).collect(),
        })
    }
}

impl TryFrom<StoredBoardV1> for PublicBoard {
    type Error = UnknownValue;

    fn try_from(board: StoredBoardV1) -> Result<Self, UnknownValue> {
        let rows = board.rows.into_iter().map(RowValues::try_from);
        let chart = board.chart.into_iter().map(ChartDay::try_from);
        Ok(Self::restored(BoardValues {
            scope: board.scope.into(),
            covers_all: board.covers_all,
            period: board.period.try_into()?,
            at: read_instant(&board.at)?,
            rule: board.rule.parse()?,
            total: board.total.into(),
            time_80: board.time_80.map(WorkingMinutes),
            rows: rows.collect::<Result<_, _>>()?,
            comparison: board.comparison.map(Comparison::try_from).transpose()?,
            chart: chart.collect::<Result<_, _>>()?,
        }))
    }
}

impl From<Period> for StoredPeriodV1 {
    fn from(period: Period) -> Self {
        Self {
            kind: period.kind.as_str().to_owned(),
            from: period.from.to_string(),
            to: period.to.to_string(),
        }
    }
}

impl TryFrom<StoredPeriodV1> for Period {
    type Error = UnknownValue;

    fn try_from(period: StoredPeriodV1) -> Result<Self, UnknownValue> {
        let kind = PeriodKind::from_word(&period.kind);
        Ok(Self {
            kind: kind.ok_or_else(|| unknown(&period.kind, "a kind of period"))?,
            from: read(&period.from, "a date")?,
            to: read(&period.to, "a date")?,
        })
    }
}

impl From<&PublicTotal> for StoredTotalV1 {
    fn from(total: &PublicTotal) -> Self {
        Self {
            received_online: total.received_online(),
            received_at_desk_or_post: total.received_at_desk_or_post(),
            carried: total.carried(),
            early: total.early(),
            on_time: total.on_time(),
            late: total.late(),
            withdrawn: total.withdrawn(),
            ineligible: total.ineligible(),
            within: total.within(),
            overdue: total.overdue(),
            paused: total.paused(),
        }
    }
}

impl From<StoredTotalV1> for TotalValues {
    fn from(total: StoredTotalV1) -> Self {
        Self {
            received_online: total.received_online,
            received_at_desk_or_post: total.received_at_desk_or_post,
            carried: total.carried,
            early: total.early,
            on_time: total.on_time,
            late: total.late,
            withdrawn: total.withdrawn,
            ineligible: total.ineligible,
            within: total.within,
            overdue: total.overdue,
            paused: total.paused,
        }
    }
}

impl From<&PublicRow> for StoredRowV1 {
    fn from(row: &PublicRow) -> Self {
        Self {
            key: row.key().to_owned(),
            name: row.name().map(StoredNameV1::from),
            received: row.received(),
            early: row.early(),
            on_time: row.on_time(),
            late: row.late(),
            pending: row.pending(),
            rate: row.rate().map(Rate::tenths),
            time_80: row.time_80().map(|time| time.0),
        }
    }
}

impl TryFrom<StoredRowV1> for RowValues {
    type Error = UnknownValue;

    fn try_from(row: StoredRowV1) -> Result<Self, UnknownValue> {
        let rate = |tenths| {
            let rate = Rate::of_tenths(tenths);
            rate.ok_or_else(|| unknown(&tenths, "a share in tenths of a percent"))
        };
        Ok(Self {
            key: row.key,
            name: row.name.map(Name::from),
            received: row.received,
            early: row.early,
            on_time: row.on_time,
            late: row.late,
            pending: row.pending,
            rate: row.rate.map(rate).transpose()?,
            time_80: row.time_80.map(WorkingMinutes),
        })
    }
}

impl From<&Comparison> for StoredComparisonV1 {
    fn from(comparison: &Comparison) -> Self {
        Self {
            previous_period: comparison.previous_period.into(),
            working_days: comparison.working_days,
            current: comparison.current.into(),
            previous: comparison.previous.into(),
        }
    }
}

impl TryFrom<StoredComparisonV1> for Comparison {
    type Error = UnknownValue;

    fn try_from(comparison: StoredComparisonV1) -> Result<Self, UnknownValue> {
        Ok(Self {
            previous_period: comparison.previous_period.try_into()?,
            working_days: comparison.working_days,
            current: comparison.current.into(),
            previous: comparison.previous.into(),
        })
    }
}

impl From<Flow> for StoredFlowV1 {
    fn from(flow: Flow) -> Self {
        Self {
            received: flow.received,
            in_time: flow.in_time,
            late: flow.late,
        }
    }
}

impl From<StoredFlowV1> for Flow {
    fn from(flow: StoredFlowV1) -> Self {
        Self {
            received: flow.received,
            in_time: flow.in_time,
            late: flow.late,
        }
    }
}

impl From<&ChartDay> for StoredChartDayV1 {
    fn from(day: &ChartDay) -> Self {
        Self {
            date: day.date.to_string(),
            received: day.received,
            resolved: day.resolved,
        }
    }
}

impl TryFrom<StoredChartDayV1> for ChartDay {
    type Error = UnknownValue;

    fn try_from(day: StoredChartDayV1) -> Result<Self, UnknownValue> {
        Ok(Self {
            date: read(&day.date, "a date")?,
            received: day.received,
            resolved: day.resolved,
        })
    }
}

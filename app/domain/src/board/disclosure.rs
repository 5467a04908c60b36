//! Disclosure: what of a board may be public. A new [`PublicBoard`] is made only by [`disclose`]; a stored one is restored by
//! [`PublicBoard::restored`].
//!
//! Small cells help to identify a person ("1 late: adoption"). So the fields shown by name are fixed for a calendar year from
//! the volume of the year before, the same in all scopes and periods; all others are added up in one row. Then no folded
//! field's figure follows from any set of published boards.

mod movement;
mod selection;
mod sums;
mod values;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::figures::Figures;
use super::handling::{HANDLING_MIN_COUNT, HandlingTimes};
use super::model::{Board, ChartDay, Comparison, FieldRow, TrendFields};
use super::percentage::Rate;
use crate::deadline::Instant;
use crate::deadline::calendar::WorkingMinutes;
use crate::deadline::lateness::DeadlineRule;
use crate::id::FieldId;
use crate::period::Period;
use crate::scope::Scope;
use crate::text::name::Name;

pub use super::disclosed_fields::DisclosedFields;
pub use sums::PublicSums;
pub use values::{BoardValues, RowValues, TotalValues};

/// The key of the row of folded fields.
pub const OTHER_KEY: &str = "other";

/// The totals of a whole board that the public may know, in dossiers; see [`Figures`] for each meaning. What follows from them is in
/// [`PublicSums`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicTotal {
    received_online: u64,
    #[serde(rename = "received_direct")]
    received_at_desk_or_post: u64,
    carried: u64,
    early: u64,
    on_time: u64,
    late: u64,
    withdrawn: u64,
    ineligible: u64,
    within: u64,
    overdue: u64,
    paused: u64,
}

/// One row of the public table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicRow {
    key: String,
    name: Option<Name>,
    received: u64,
    early: u64,
    on_time: u64,
    late: u64,
    pending: u64,
    rate: Option<Rate>,
    time_80: Option<WorkingMinutes>,
}

/// A board that the public may see: aggregates of disclosed fields, nothing else.
///
/// Only [`disclose`] makes one. It implements `Deserialize` only so that a server function can send a disclosed board to a
/// browser. Stored boards have a frozen format of their own ([`PublicBoard::restored`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicBoard {
    scope: Scope,
    covers_all: bool,
    period: Period,
    at: Instant,
    rule: DeadlineRule,
    /// None on a board of chosen fields, whose rows do not hold these values.
    total: Option<PublicTotal>,
    time_80: Option<WorkingMinutes>,
    rows: Vec<PublicRow>,
    comparison: Option<Comparison>,
    chart: Vec<ChartDay>,
}

/// Makes a board public.
///
/// The centre's board shows disclosed fields by name, all others as one row, and totals of everything. An agency's board covers
/// disclosed fields only, totals included ([`PublicBoard::covers_all`] is then false); its chart and comparison show only what
/// was counted over disclosed fields, in the years for which these are disclosed. Where `disclosed` is not fixed for the
/// period's years ([`DisclosedFields::cover`]), all fields are folded.
pub fn disclose(board: &Board, disclosed: &DisclosedFields) -> PublicBoard {
    let folded = disclosed.folded_on(&board.rows);
    let in_years = disclosed.cover(&board.period);
    let (shown, hidden): (Vec<&FieldRow>, Vec<&FieldRow>) = board
        .rows
        .iter()
        .partition(|row| in_years && !folded.contains(&row.field));
    let all_shown = in_years && folded.is_empty();
    let of_centre = board.scope == Scope::Centre;
    let covers_all = of_centre || all_shown;
    let mut rows: Vec<PublicRow> = shown.iter().map(|row| PublicRow::named(row)).collect();
    if of_centre && !all_shown {
        rows.push(PublicRow::folded(&hidden));
    }
    let covered = if covers_all {
        board.rows.iter().collect()
    } else {
        shown
    };
    let trend_fits = match &board.trend_fields {
        TrendFields::All => covers_all,
        TrendFields::Only(fields) => !of_centre && in_years && fields.is_disjoint(&folded),
    };
    let previous_fits =
        |comparison: &Comparison| of_centre || disclosed.cover(&comparison.previous_period);
    let day_fits = |day: &&ChartDay| of_centre || disclosed.years().contains(&day.date.year());
    PublicBoard {
        scope: board.scope,
        covers_all,
        period: board.period,
        at: board.at,
        rule: board.rule,
        total: Some(PublicTotal::of(
            &covered.iter().map(|row| &row.figures).sum(),
        )),
        time_80: handling_of(&covered).time_of_80_percent(HANDLING_MIN_COUNT),
        rows,
        comparison: board
            .comparison
            .filter(|comparison| trend_fits && previous_fits(comparison)),
        chart: board
            .chart
            .iter()
            .filter(|day| trend_fits && day_fits(day))
            .copied()
            .collect(),
    }
}

fn handling_of(rows: &[&FieldRow]) -> HandlingTimes {
    let mut handling = HandlingTimes::default();
    for row in rows {
        handling.merge(&row.handling);
    }
    handling
}

impl PublicTotal {
    fn of(figures: &Figures) -> Self {
        Self {
            received_online: figures.received_online,
            received_at_desk_or_post: figures.received_at_desk_or_post,
            carried: figures.carried,
            early: figures.early,
            on_time: figures.on_time,
            late: figures.late,
            withdrawn: figures.withdrawn,
            ineligible: figures.ineligible,
            within: figures.within,
            overdue: figures.overdue,
            paused: figures.paused,
        }
    }

    /// Received in the period, online.
    pub fn received_online(&self) -> u64 {
        self.received_online
    }

    /// Received in the period at the reception desk or by post.
    pub fn received_at_desk_or_post(&self) -> u64 {
        self.received_at_desk_or_post
    }

    /// Carried into the period.
    pub fn carried(&self) -> u64 {
        self.carried
    }

    /// Resolved before the due date.
    pub fn early(&self) -> u64 {
        self.early
    }

    /// Resolved neither early nor late.
    pub fn on_time(&self) -> u64 {
        self.on_time
    }

    /// Resolved late.
    pub fn late(&self) -> u64 {
        self.late
    }

    /// Withdrawn in the period.
    pub fn withdrawn(&self) -> u64 {
        self.withdrawn
    }

    /// Ended in the period as not eligible.
    pub fn ineligible(&self) -> u64 {
        self.ineligible
    }

    /// Open and within the due time.
    pub fn within(&self) -> u64 {
        self.within
    }

    /// Open and past the due time.
    pub fn overdue(&self) -> u64 {
        self.overdue
    }

    /// Open with the clock stopped.
    pub fn paused(&self) -> u64 {
        self.paused
    }
}

impl PublicRow {
    fn named(row: &FieldRow) -> Self {
        Self::of(
            Self::key_of(row.field),
            Some(row.name.clone()),
            &row.figures,
            &row.handling,
        )
    }

    /// The key of a field that is shown by name.
    fn key_of(field: FieldId) -> String {
        format!("f{}", field.0)
    }

    fn folded(rows: &[&FieldRow]) -> Self {
        let figures = rows.iter().map(|row| &row.figures).sum();
        Self::of(OTHER_KEY.to_owned(), None, &figures, &handling_of(rows))
    }

    fn of(key: String, name: Option<Name>, figures: &Figures, handling: &HandlingTimes) -> Self {
        Self {
            key,
            name,
            received: figures.received(),
            early: figures.early,
            on_time: figures.on_time,
            late: figures.late,
            pending: figures.open(),
            rate: figures.rate(),
            time_80: handling.time_of_80_percent(HANDLING_MIN_COUNT),
        }
    }

    /// Unique in its board and stable: `f12` for a field, [`OTHER_KEY`] for the folded ones.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The field's name; `None` for the folded ones ("Lĩnh vực khác").
    pub fn name(&self) -> Option<&Name> {
        self.name.as_ref()
    }

    /// Received in the period, all channels, without those carried into it.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// Resolved before the due date.
    pub fn early(&self) -> u64 {
        self.early
    }

    /// Resolved neither early nor late.
    pub fn on_time(&self) -> u64 {
        self.on_time
    }

    /// Resolved late.
    pub fn late(&self) -> u64 {
        self.late
    }

    /// Open: within, overdue and paused.
    pub fn pending(&self) -> u64 {
        self.pending
    }

    /// The share of the resolved dossiers that were in time; `None` where none was resolved, shown as "—".
    pub fn rate(&self) -> Option<Rate> {
        self.rate
    }

    /// The working time in which 80 % were resolved; `None` where too few were.
    pub fn time_80(&self) -> Option<WorkingMinutes> {
        self.time_80
    }
}

impl PublicBoard {
    /// The scope of its dossiers.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// Whether the totals are of everything; otherwise of the fields shown by name only.
    pub fn covers_all(&self) -> bool {
        self.covers_all
    }

    /// The period.
    pub fn period(&self) -> &Period {
        &self.period
    }

    /// The instant the figures hold for.
    pub fn at(&self) -> Instant {
        self.at
    }

    /// What counts as late.
    pub fn rule(&self) -> DeadlineRule {
        self.rule
    }

    /// Whether both show the same figures, whenever they were counted.
    pub fn shows_the_same_as(&self, other: &Self) -> bool {
        *self
            == Self {
                at: self.at,
                ..other.clone()
            }
    }

    /// The totals of a whole board; `None` for a board of chosen fields ([`Self::only`]), which has [`Self::sums`] alone.
    pub fn total(&self) -> Option<&PublicTotal> {
        self.total.as_ref()
    }

    /// The working time in which 80 % of all were resolved; `None` where too few were.
    pub fn time_80(&self) -> Option<WorkingMinutes> {
        self.time_80
    }

    /// The rows, in the centre's own order, the folded ones last.
    pub fn rows(&self) -> &[PublicRow] {
        &self.rows
    }

    /// The comparison with the same working days of the period before.
    pub fn comparison(&self) -> Option<&Comparison> {
        self.comparison.as_ref()
    }

    /// Received and resolved on each of the last working days, oldest first.
    pub fn chart(&self) -> &[ChartDay] {
        &self.chart
    }
}

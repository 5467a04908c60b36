//! The parameters of throughput in an address: the same in links, saved views and forms.

use chrono::{Datelike, Days, NaiveDate};
use sanh_domain::centre::form_input;
use sanh_domain::id::{AgencyId, FieldId, ProcedureId};
use sanh_domain::period::Period;
use sanh_domain::report::compare::week;
use sanh_domain::report::query::{DossierFilter, Grouping, ReportQuery};
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::model::report_column::{Column, Sort};
use crate::page::{PageRequest, escaped};

/// Where the page of throughput lies.
pub const THROUGHPUT: &str = "/manage/throughput";
/// The most days of a period that is chosen freely: ten years (ours).
pub const RANGE_DAYS_MAX: u64 = 3_660;
/// The years that can be asked for (ours): no dossier lies outside them.
pub const YEARS: std::ops::RangeInclusive<i32> = 1990..=2200;

/// The kinds of period that have a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Span {
    /// A day.
    Day,
    /// A week, Monday to Sunday.
    Week,
    /// A month.
    #[default]
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
}

impl Span {
    /// Every one, the shortest first.
    pub const ALL: [Self; 5] = [
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
    ];

    /// The word in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The period of a date.
    #[must_use]
    pub fn of(self, date: NaiveDate) -> Period {
        match self {
            Self::Day => Period::today(date),
            Self::Week => week(date),
            Self::Month => Period::month(date),
            Self::Quarter => Period::quarter(date),
            Self::Year => Period::year(date),
        }
    }
}

/// The days of a report, as the address gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChosenDays {
    /// The current period of a kind: a saved view of it moves with the time.
    Running(Span),
    /// The one with a date.
    With(Span, NaiveDate),
    /// From the first to the last date, both included.
    Range(NaiveDate, NaiveDate),
}

/// The word in addresses for days that are chosen freely.
pub const RANGE: &str = "range";

impl Default for ChosenDays {
    fn default() -> Self {
        Self::Running(Span::default())
    }
}

impl ChosenDays {
    /// The kind of the period, if it has one.
    #[must_use]
    pub const fn span(self) -> Option<Span> {
        match self {
            Self::Running(span) | Self::With(span, _) => Some(span),
            Self::Range(..) => None,
        }
    }

    /// The days it means today.
    #[must_use]
    pub fn period(self, today: NaiveDate) -> Period {
        match self {
            Self::Running(span) => span.of(today),
            Self::With(span, date) => span.of(date),
            Self::Range(from, last) => last
                .succ_opt()
                .and_then(|to| Period::range(from, to))
                .unwrap_or_else(|| Period::today(from)),
        }
    }

    /// The period with a date, of the same kind; the current one if the date is in it.
    fn with(self, date: NaiveDate, today: NaiveDate) -> Self {
        match self.span() {
            Some(span) if span.of(today).contains(date) => Self::Running(span),
            Some(span) => Self::With(span, date),
            None => self,
        }
    }

    /// The one before.
    #[must_use]
    pub fn before(self, today: NaiveDate) -> Self {
        let period = self.period(today);
        let Self::Range(..) = self else {
            return self.with(moved(period.from, -1), today);
        };
        let days = days_of(&period);
        Self::Range(moved(period.from, -days), moved(period.from, -1))
    }

    /// The one after.
    #[must_use]
    pub fn after(self, today: NaiveDate) -> Self {
        let period = self.period(today);
        let Self::Range(..) = self else {
            return self.with(period.to, today);
        };
        Self::Range(period.to, moved(period.to, days_of(&period) - 1))
    }
}

fn days_of(period: &Period) -> i64 {
    i64::try_from(period.days()).unwrap_or(1)
}

fn moved(date: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    let moved = if days < 0 {
        date.checked_sub_days(by)
    } else {
        date.checked_add_days(by)
    };
    moved.unwrap_or(date)
}

/// The problem of days that were chosen freely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongRange {
    /// The first is no date.
    From,
    /// The last is no date.
    To,
    /// The last comes before the first.
    Turned,
    /// More than [`RANGE_DAYS_MAX`].
    TooLong,
}

/// The parameters of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRequest {
    /// Which days.
    pub chosen: ChosenDays,
    /// The filter of dossiers.
    pub cut: DossierFilter,
    /// Split by what.
    pub grouping: Grouping,
    /// The order of the groups; `None`: those with the most dossiers first.
    pub sort: Option<Sort>,
}

impl ReportRequest {
    /// Reads the parameters of an address or a form. If freely chosen days are wrong, the problem is returned and the current
    /// month is used.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] names the parameter that cannot be read.
    pub fn read<'a>(
        given: impl Fn(&str) -> Option<&'a str>,
    ) -> Result<(Self, Option<WrongRange>), AppError> {
        let given = |name: &str| given(name).map(str::trim).filter(|text| !text.is_empty());
        let invalid = |name: &str| AppError::Invalid(name.to_owned());
        let number = |name: &str| {
            let read = given(name).map(str::parse::<i64>).transpose();
            read.map_err(|_| invalid(name))
        };
        let (chosen, wrong) = match days(&given)? {
            Ok(chosen) => (chosen, None),
            Err(wrong) => (ChosenDays::default(), Some(wrong)),
        };
        let channel = given("channel").map(str::parse).transpose();
        let grouping = match given("by") {
            None => Grouping::default(),
            Some(word) => Grouping::read(word).ok_or_else(|| invalid("by"))?,
        };
        let sort = match given("sort") {
            None => None,
            Some(word) => {
                let column = Column::read(word).ok_or_else(|| invalid("sort"))?;
                Some(Sort::read(column, given("order")).ok_or_else(|| invalid("order"))?)
            }
        };
        let wanted = Self {
            chosen,
            cut: DossierFilter {
                agency: number("agency")?.map(AgencyId),
                field: number("field")?.map(FieldId),
                channel: channel.map_err(|_| invalid("channel"))?,
                procedure: number("procedure")?.map(ProcedureId),
                person: given("person").map(str::to_owned),
            },
            grouping,
            sort,
        };
        Ok((wanted, wrong))
    }

    /// The query of these parameters.
    #[must_use]
    pub fn query(&self, today: NaiveDate) -> ReportQuery {
        ReportQuery {
            period: self.chosen.period(today),
            cut: self.cut.clone(),
            grouping: self.grouping,
        }
    }

    /// The same parameters with other days.
    #[must_use]
    pub fn of_days(&self, chosen: ChosenDays) -> Self {
        Self {
            chosen,
            ..self.clone()
        }
    }

    /// The parameters and their values, in the order of an address.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.day_pairs();
        pairs.extend(self.cut_pairs());
        if self.grouping != Grouping::default() {
            pairs.push(("by", self.grouping.as_str().to_owned()));
        }
        if let Some(sort) = self.sort {
            pairs.push(("sort", sort.column.as_str().to_owned()));
            pairs.push(("order", sort.order().to_owned()));
        }
        pairs
    }

    /// The parameters of the days.
    #[must_use]
    pub fn day_pairs(&self) -> Vec<(&'static str, String)> {
        match self.chosen {
            ChosenDays::Running(span) => vec![("period", span.as_str().to_owned())],
            ChosenDays::With(span, date) => vec![
                ("period", span.as_str().to_owned()),
                ("date", date.to_string()),
            ],
            ChosenDays::Range(from, last) => vec![
                ("period", RANGE.to_owned()),
                ("from", from.to_string()),
                ("to", last.to_string()),
            ],
        }
    }

    /// The parameters of the filter.
    #[must_use]
    pub fn cut_pairs(&self) -> Vec<(&'static str, String)> {
        let cut = &self.cut;
        let pairs = [
            ("agency", cut.agency.map(|it| it.0.to_string())),
            ("field", cut.field.map(|it| it.0.to_string())),
            ("channel", cut.channel.map(|it| it.to_string())),
            ("procedure", cut.procedure.map(|it| it.0.to_string())),
            ("person", cut.person.clone()),
        ];
        let named = |(name, value): (_, Option<String>)| value.map(|value| (name, value));
        pairs.into_iter().filter_map(named).collect()
    }

    /// The part of an address after its `?`.
    #[must_use]
    pub fn parameters(&self) -> String {
        written(&self.pairs())
    }

    /// An address under a path.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        format!("{path}?{}", self.parameters())
    }
}

/// The value of a parameter in the address or the sent form.
pub(crate) fn given<'a>(request: &'a PageRequest, name: &str) -> Option<&'a str> {
    let sent = request.form.text(name);
    request
        .parameter(name)
        .or((!sent.is_empty()).then_some(sent))
}

/// The address of what is due soon, with the same filter.
pub(crate) fn due_address(wanted: &ReportRequest) -> String {
    format!("/manage/due?{}", written(&wanted.cut_pairs()))
}

/// Parameters as an address has them.
#[must_use]
pub fn written(pairs: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect();
    pairs.join("&")
}

fn days<'a>(
    given: &impl Fn(&str) -> Option<&'a str>,
) -> Result<Result<ChosenDays, WrongRange>, AppError> {
    let word = given("period").unwrap_or(Span::default().as_str());
    if word == RANGE {
        return Ok(range(given("from"), given("to")));
    }
    let span = Span::ALL.into_iter().find(|span| span.as_str() == word);
    let span = span.ok_or_else(|| AppError::Invalid("period".to_owned()))?;
    let Some(text) = given("date") else {
        return Ok(Ok(ChosenDays::Running(span)));
    };
    let date = date(text).ok_or_else(|| AppError::Invalid("date".to_owned()))?;
    Ok(Ok(ChosenDays::With(span, date)))
}

fn date(text: &str) -> Option<NaiveDate> {
    form_input::date(text).filter(|date| YEARS.contains(&date.year()))
}

fn range(from: Option<&str>, to: Option<&str>) -> Result<ChosenDays, WrongRange> {
    let from = from.and_then(date).ok_or(WrongRange::From)?;
    let last = to.and_then(date).ok_or(WrongRange::To)?;
    if last < from {
        return Err(WrongRange::Turned);
    }
    let chosen = ChosenDays::Range(from, last);
    if chosen.period(from).days() > RANGE_DAYS_MAX {
        return Err(WrongRange::TooLong);
    }
    Ok(chosen)
}

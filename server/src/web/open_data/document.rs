//! The JSON of open data. Other programs read it with its schema, `board.schema.json` beside this file: both change together,
//! and [`SCHEMA_VERSION`] grows with every key that is added, removed or changes its meaning.
//!
//! Counts are of dossiers, times in working minutes (a working day has 480), shares in tenths of a percent. Instants are RFC
//! 3339 in UTC; dates are those of the centre's zone.

use sanh_domain::board::disclosure::{PublicBoard, PublicRow, PublicTotal};
use sanh_domain::board::edition::{CentreProfile, Edition};
use sanh_domain::board::model::{ChartDay, Comparison, Flow};
use sanh_domain::board::percentage::Rate;
use sanh_domain::notice::model::Notice;
use sanh_domain::period::Period;
use sanh_domain::scope::Scope;
use sanh_domain::text::name::Name;
use sanh_store::stored::instant_text;
use serde::Serialize;

/// The version of the schema.
pub(super) const SCHEMA_VERSION: u32 = 1;

/// The boards of a scope as they were published together.
#[derive(Debug, Serialize)]
pub(super) struct OpenEdition {
    /// [`SCHEMA_VERSION`].
    schema_version: u32,
    /// The terms of use that the centre set, if any.
    licence: Option<String>,
    /// The source to name: the centre, and its place.
    source: String,
    /// The number of the publication; it grows.
    version: u64,
    /// The instant at which the figures were counted.
    at: String,
    centre: OpenCentre,
    /// One board per period.
    boards: Vec<OpenBoard>,
    /// The notices of all walls.
    notices: Vec<OpenNotice>,
    /// The instants of the day's first opening and last closing; none on a day off.
    office_day: Option<[String; 2]>,
}

#[derive(Debug, Serialize)]
struct OpenName {
    vi: String,
    en: Option<String>,
}

#[derive(Debug, Serialize)]
struct OpenCentre {
    name: String,
    name_en: Option<String>,
    place: String,
    /// The agency of these figures; none for the whole centre.
    agency: Option<OpenName>,
    initials: String,
    /// The path of the logo's picture.
    logo: Option<String>,
    public_url: Option<String>,
    /// The time zone's name in the IANA database.
    zone: String,
}

/// `"centre"`, or `{"agency":7}`.
#[derive(Debug, Serialize)]
enum OpenScope {
    #[serde(rename = "centre")]
    Centre,
    #[serde(rename = "agency")]
    Agency(i64),
}

#[derive(Debug, Serialize)]
struct OpenBoard {
    scope: OpenScope,
    /// Whether the totals are of all fields; otherwise only of those shown by name.
    covers_all: bool,
    period: OpenPeriod,
    at: String,
    /// What counts as late: past the due time (`instant`), or past the due date (`day`).
    rule: &'static str,
    total: OpenTotal,
    /// Working minutes in which 80 % were done; none if there were too few.
    time_80: Option<u32>,
    rows: Vec<OpenRow>,
    comparison: Option<OpenComparison>,
    chart: Vec<OpenDay>,
}

#[derive(Debug, Serialize)]
pub(super) struct OpenPeriod {
    kind: &'static str,
    from: String,
    /// The date after the last.
    to: String,
}

#[derive(Debug, Serialize)]
struct OpenTotal {
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

#[derive(Debug, Serialize)]
struct OpenRow {
    /// `f12` for a field, `other` for those that are shown together.
    key: String,
    name: Option<OpenName>,
    received: u64,
    early: u64,
    on_time: u64,
    late: u64,
    pending: u64,
    /// In tenths of a percent; none if nothing was resolved.
    rate: Option<u16>,
    /// Working minutes in which 80 % were done; none if there were too few.
    time_80: Option<u32>,
}

#[derive(Debug, Serialize)]
struct OpenComparison {
    previous_period: OpenPeriod,
    working_days: u32,
    current: OpenFlow,
    previous: OpenFlow,
}

#[derive(Debug, Serialize)]
struct OpenFlow {
    received: u64,
    in_time: u64,
    late: u64,
}

#[derive(Debug, Serialize)]
struct OpenDay {
    date: String,
    received: u64,
    resolved: u64,
}

#[derive(Debug, Serialize)]
struct OpenNotice {
    id: i64,
    text: OpenName,
    /// `notice` or `emergency`.
    priority: &'static str,
    from: String,
    /// Exclusive.
    until: String,
    /// Always `all`: notices for certain walls are not open data.
    screens: &'static str,
}

impl OpenEdition {
    /// An edition as anyone may read it ([`Edition::without_wall_notices`]), with the terms of use that the centre set.
    pub(super) fn of(edition: &Edition, licence: Option<String>) -> Self {
        let centre = &edition.centre;
        let office_day = edition.office_day;
        Self {
            schema_version: SCHEMA_VERSION,
            licence,
            source: source(centre),
            version: edition.version.0,
            at: instant_text(edition.at),
            centre: centre.into(),
            boards: edition.boards.iter().filter_map(OpenBoard::of).collect(),
            notices: edition.notices.iter().map(OpenNotice::from).collect(),
            office_day: office_day.map(|(opening, closing)| [opening, closing].map(instant_text)),
        }
    }
}

/// The source to name: the centre, and its place.
pub(super) fn source(centre: &CentreProfile) -> String {
    let parts = [&centre.name, &centre.place].map(String::as_str);
    let parts: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    parts.join(", ")
}

impl From<&Name> for OpenName {
    fn from(name: &Name) -> Self {
        Self {
            vi: name.vi.clone(),
            en: name.en.clone(),
        }
    }
}

impl From<&CentreProfile> for OpenCentre {
    fn from(centre: &CentreProfile) -> Self {
        Self {
            name: centre.name.clone(),
            name_en: centre.name_en.clone(),
            place: centre.place.clone(),
            agency: centre.agency.as_ref().map(OpenName::from),
            initials: centre.initials.clone(),
            logo: centre.logo.clone(),
            public_url: centre.public_url.clone(),
            zone: centre.zone.name().to_owned(),
        }
    }
}

impl OpenBoard {
    /// A whole board. `None` for one of chosen fields, which only walls show.
    fn of(board: &PublicBoard) -> Option<Self> {
        Some(Self {
            scope: match board.scope() {
                Scope::Centre => OpenScope::Centre,
                Scope::Agency(agency) => OpenScope::Agency(agency.0),
            },
            covers_all: board.covers_all(),
            period: board.period().into(),
            at: instant_text(board.at()),
            rule: board.rule().as_str(),
            total: board.total()?.into(),
            time_80: board.time_80().map(|time| time.0),
            rows: board.rows().iter().map(OpenRow::from).collect(),
            comparison: board.comparison().map(OpenComparison::from),
            chart: board.chart().iter().map(OpenDay::from).collect(),
        })
    }
}

impl From<&Period> for OpenPeriod {
    fn from(period: &Period) -> Self {
        Self {
            kind: period.kind.as_str(),
            from: period.from.to_string(),
            to: period.to.to_string(),
        }
    }
}

impl From<&PublicTotal> for OpenTotal {
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

impl From<&PublicRow> for OpenRow {
    fn from(row: &PublicRow) -> Self {
        Self {
            key: row.key().to_owned(),
            name: row.name().map(OpenName::from),
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

impl From<&Comparison> for OpenComparison {
    fn from(comparison: &Comparison) -> Self {
        Self {
            previous_period: (&comparison.previous_period).into(),
            working_days: comparison.working_days,
            current: comparison.current.into(),
            previous: comparison.previous.into(),
        }
    }
}

impl From<Flow> for OpenFlow {
    fn from(flow: Flow) -> Self {
        Self {
            received: flow.received,
            in_time: flow.in_time,
            late: flow.late,
        }
    }
}

impl From<&ChartDay> for OpenDay {
    fn from(day: &ChartDay) -> Self {
        Self {
            date: day.date.to_string(),
            received: day.received,
            resolved: day.resolved,
        }
    }
}

impl From<&Notice> for OpenNotice {
    fn from(notice: &Notice) -> Self {
        Self {
            id: notice.id.0,
            text: (&notice.text).into(),
            priority: notice.priority.as_str(),
            from: instant_text(notice.from),
            until: instant_text(notice.until),
            screens: "all",
        }
    }
}

//! Queries of throughput: dossiers, days, grouping; and their words in addresses.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{AgencyId, FieldId, ProcedureId};
use crate::period::Period;
use crate::procedure::channel::Channel;

/// The numbers of working days within which dossiers count as due soon (ours).
pub const DUE_WITHIN_DAYS: [u32; 3] = [1, 3, 5];
/// The first age of each band, in working days since reception (ours).
pub const AGE_BANDS: [u32; 6] = [0, 4, 8, 16, 31, 61];

/// A filter of dossiers; a value of `None` does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DossierFilter {
    /// Only of this agency.
    pub agency: Option<AgencyId>,
    /// Only of this field.
    pub field: Option<FieldId>,
    /// Only of this channel.
    pub channel: Option<Channel>,
    /// Only of this procedure.
    pub procedure: Option<ProcedureId>,
    /// Only of this account: what it received, ended and handed over, and what is assigned to it.
    pub person: Option<String>,
}

/// The grouping of figures.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Grouping {
    /// By agency.
    #[default]
    Agency,
    /// By field.
    Field,
    /// By channel.
    Channel,
    /// By procedure.
    Procedure,
    /// By person.
    Person,
    /// By agency, field and channel at once.
    AgencyFieldChannel,
}

impl Grouping {
    /// Every grouping.
    pub const ALL: [Self; 6] = [
        Self::Agency,
        Self::Field,
        Self::Channel,
        Self::Procedure,
        Self::Person,
        Self::AgencyFieldChannel,
    ];

    /// The word in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Field => "field",
            Self::Channel => "channel",
            Self::Procedure => "procedure",
            Self::Person => "person",
            Self::AgencyFieldChannel => "agency-field-channel",
        }
    }

    /// The grouping of a word; `None` for an unknown word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }
}

/// A group of figures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Group {
    /// An agency.
    Agency(AgencyId),
    /// A field.
    Field(FieldId),
    /// A channel.
    Channel(Channel),
    /// A procedure; `None` for dossiers without a known one.
    Procedure(Option<ProcedureId>),
    /// An account; `None` for dossiers assigned to nobody.
    Person(Option<String>),
    /// An agency, a field and a channel.
    AgencyFieldChannel(AgencyId, FieldId, Channel),
}

impl Group {
    /// Reads the group of an address, as [`fmt::Display`] writes it.
    #[must_use]
    pub fn read(grouping: Grouping, text: &str) -> Option<Self> {
        let number = |text: &str| text.parse::<i64>().ok();
        let none = text == NOTHING;
        Some(match grouping {
            Grouping::Agency => Self::Agency(AgencyId(number(text)?)),
            Grouping::Field => Self::Field(FieldId(number(text)?)),
            Grouping::Channel => Self::Channel(text.parse().ok()?),
            Grouping::Procedure if none => Self::Procedure(None),
            Grouping::Procedure => Self::Procedure(Some(ProcedureId(number(text)?))),
            Grouping::Person if none => Self::Person(None),
            Grouping::Person => Self::Person(Some(text.to_owned())),
            Grouping::AgencyFieldChannel => {
                let mut parts = text.split('.');
                let agency = AgencyId(number(parts.next()?)?);
                let field = FieldId(number(parts.next()?)?);
                let channel = parts.next()?.parse().ok()?;
                if parts.next().is_some() {
                    return None;
                }
                Self::AgencyFieldChannel(agency, field, channel)
            }
        })
    }
}

/// The word for no procedure and no account.
const NOTHING: &str = "-";

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Agency(agency) => write!(f, "{}", agency.0),
            Self::Field(field) => write!(f, "{}", field.0),
            Self::Channel(channel) => write!(f, "{channel}"),
            Self::Procedure(Some(procedure)) => write!(f, "{}", procedure.0),
            Self::Person(Some(name)) => f.write_str(name),
            Self::Procedure(None) | Self::Person(None) => f.write_str(NOTHING),
            Self::AgencyFieldChannel(agency, field, channel) => {
                write!(f, "{}.{}.{channel}", agency.0, field.0)
            }
        }
    }
}

/// The query of a report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReportQuery {
    /// The period.
    pub period: Period,
    /// The filter.
    pub cut: DossierFilter,
    /// The grouping.
    pub grouping: Grouping,
}

/// A figure with a list of its dossiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Figure {
    /// Received, all channels.
    Received,
    /// Received through this channel.
    ReceivedBy(Channel),
    /// Resolved.
    Resolved,
    /// Resolved early.
    Early,
    /// Resolved on time.
    OnTime,
    /// Resolved late.
    Late,
    /// Resolved late against the first promise.
    FirstLate,
    /// Withdrawn.
    Withdrawn,
    /// Not eligible.
    Ineligible,
    /// Refused at reception.
    Refused,
    /// Handed over.
    HandedOver,
    /// Open: within, overdue and paused.
    Open,
    /// Open within time.
    Within,
    /// Open past the due time.
    Overdue,
    /// Open and paused.
    Paused,
    /// Registered, not yet received.
    RegisteredWaiting,
    /// Resolved, waiting to be collected.
    WaitingCollection,
    /// Open without a due time.
    NoDue,
    /// Open now, in this band of [`AGE_BANDS`].
    Age(u8),
    /// Running now, and due within this number of working days, one of [`DUE_WITHIN_DAYS`].
    DueWithin(u32),
    /// Overdue now; or running, and due within the largest of [`DUE_WITHIN_DAYS`].
    DueSoon,
}

impl Figure {
    /// The figures without a parameter, with their words.
    const NAMED: [(Self, &'static str); 21] = [
        (Self::Received, "received"),
        (Self::ReceivedBy(Channel::Online), "received-online"),
        (Self::ReceivedBy(Channel::Direct), "received-direct"),
        (Self::ReceivedBy(Channel::Post), "received-post"),
        (Self::Resolved, "resolved"),
        (Self::Early, "early"),
        (Self::OnTime, "on-time"),
        (Self::Late, "late"),
        (Self::FirstLate, "first-late"),
        (Self::Withdrawn, "withdrawn"),
        (Self::Ineligible, "ineligible"),
        (Self::Refused, "refused"),
        (Self::HandedOver, "handed-over"),
        (Self::Open, "open"),
        (Self::Within, "within"),
        (Self::Overdue, "overdue"),
        (Self::Paused, "paused"),
        (Self::RegisteredWaiting, "registered"),
        (Self::WaitingCollection, "waiting"),
        (Self::NoDue, "no-due"),
        (Self::DueSoon, "due-soon"),
    ];

    /// Reads the figure of an address, as [`fmt::Display`] writes it.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        if let Some((figure, _)) = Self::NAMED.into_iter().find(|(_, name)| *name == word) {
            return Some(figure);
        }
        if let Some(band) = word.strip_prefix("age-") {
            let band: u8 = band.parse().ok()?;
            return (usize::from(band) < AGE_BANDS.len()).then_some(Self::Age(band));
        }
        let days = word.strip_prefix("due-")?.parse().ok()?;
        let is_counted = DUE_WITHIN_DAYS.contains(&days);
        is_counted.then_some(Self::DueWithin(days))
    }

    /// Whether it counts open dossiers at an instant, rather than flows in the period.
    #[must_use]
    pub const fn is_standing(self) -> bool {
        matches!(
            self,
            Self::Open
                | Self::Within
                | Self::Overdue
                | Self::Paused
                | Self::RegisteredWaiting
                | Self::WaitingCollection
                | Self::NoDue
                | Self::Age(_)
                | Self::DueWithin(_)
                | Self::DueSoon
        )
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Age(band) => write!(f, "age-{band}"),
            Self::DueWithin(days) => write!(f, "due-{days}"),
            figure => {
                let found = Self::NAMED.iter().find(|(one, _)| one == figure);
                f.write_str(found.map_or("", |(_, name)| name))
            }
        }
    }
}

/// The query for the dossiers of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListQuery {
    /// The report.
    pub report: ReportQuery,
    /// The group; `None` for all.
    pub group: Option<Group>,
    /// The figure.
    pub figure: Figure,
    /// The cursor of the page, from [`super::model::DossierPage::next`] of the page before.
    pub after: Option<String>,
}

//! The form's figures: how a cube folds into its columns, the identities between them, and where two forms differ.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::board::figures::Figures;
use crate::dossier::CountedIn;
use crate::id::{AgencyId, FieldId};
use crate::report::cube::{Cube, CubeCell, CubeKey};
use crate::scope::CountedBy;
use crate::text::name::Name;

/// The number that the form's first column of figures bears.
pub const FIRST_COLUMN: usize = 3;
/// Its columns of figures, 3 to 13.
pub const COLUMNS: usize = 11;

/// The kind of the form's lines: fields or agencies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// Fields, as the form is sent in.
    #[default]
    Field,
    /// Agencies.
    Agency,
}

impl Axis {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Field, Self::Agency];

    /// The word in addresses and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Agency => "agency",
        }
    }

    /// The axis of a word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|axis| axis.as_str() == word)
    }

    /// Whose figures its lines are: an agency counts its part of a linked dossier, a field the whole.
    #[must_use]
    pub const fn counted_by(self) -> CountedBy {
        match self {
            Self::Field => CountedBy::Centre,
            Self::Agency => CountedBy::Agencies,
        }
    }

    /// The number of the line on which a place is counted.
    #[must_use]
    pub const fn of(self, place: &CubeKey) -> i64 {
        match self {
            Self::Field => place.field.0,
            Self::Agency => place.agency.0,
        }
    }
}

/// In which column the paused are counted, for which the form has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PausedColumn {
    /// 12: being processed, within their time.
    #[default]
    Within,
    /// 9: as if they were resolved on time. Then column 11 is not what the next period begins with.
    OnTime,
}

impl PausedColumn {
    /// The column's number, also the setting's value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Within => "12",
            Self::OnTime => "9",
        }
    }

    /// That of a setting's value.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let all = [Self::Within, Self::OnTime];
        all.into_iter().find(|column| column.as_str() == word)
    }
}

/// In which column the withdrawn and the ineligible are counted, for which the form has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedColumn {
    /// 9: resolved on time.
    #[default]
    OnTime,
    /// 8: resolved early.
    Early,
}

impl EndedColumn {
    /// The column's number, also the setting's value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnTime => "9",
            Self::Early => "8",
        }
    }

    /// That of a setting's value.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let all = [Self::OnTime, Self::Early];
        all.into_iter().find(|column| column.as_str() == word)
    }
}

/// How figures that the form has no column for are folded into those it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folding {
    /// The paused.
    pub paused: PausedColumn,
    /// The withdrawn and the ineligible.
    pub ended: EndedColumn,
}

/// Columns 3 to 13 of one line, in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns(pub [u64; COLUMNS]);

impl Columns {
    /// The columns of figures, folded.
    #[must_use]
    pub fn of(figures: &Figures, folding: Folding) -> Self {
        let ended = figures.ended_without_result();
        let (ended_early, ended_on_time) = match folding.ended {
            EndedColumn::OnTime => (0, ended),
            EndedColumn::Early => (ended, 0),
        };
        let (paused_on_time, paused_within) = match folding.paused {
            PausedColumn::Within => (0, figures.paused),
            PausedColumn::OnTime => (figures.paused, 0),
        };
        Self([
            figures.received_all(),
            figures.received_online,
            figures.received_direct,
            figures.carried,
            figures.resolved() + ended + paused_on_time,
            figures.early + ended_early,
            figures.on_time + ended_on_time + paused_on_time,
            figures.late,
            figures.within + figures.overdue + paused_within,
            figures.within + paused_within,
            figures.overdue,
        ])
    }

    /// A column by its number in the form, 3 to 13.
    #[must_use]
    pub fn column(&self, number: usize) -> u64 {
        let place = number.checked_sub(FIRST_COLUMN);
        let found = place.and_then(|place| self.0.get(place));
        found.copied().unwrap_or_default()
    }

    fn sum(&self, numbers: &[usize]) -> u64 {
        numbers.iter().map(|number| self.column(*number)).sum()
    }

    fn add(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            *sum += more;
        }
    }
}

/// An identity of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// 3 = 4 + 5 + 6
    Received,
    /// 7 = 8 + 9 + 10
    Resolved,
    /// 11 = 12 + 13
    Open,
    /// 3 = 7 + 11
    Balance,
    /// The lines add up to the total.
    Lines,
    /// 6 = 11 of the period before.
    CarriedOver,
}

impl Identity {
    /// Every identity, in the order they are shown.
    pub const ALL: [Self; 6] = [
        Self::Received,
        Self::Resolved,
        Self::Open,
        Self::Balance,
        Self::Lines,
        Self::CarriedOver,
    ];

    /// It as the form writes it; none for those that are told in words.
    #[must_use]
    pub const fn formula(self) -> Option<&'static str> {
        match self {
            Self::Received => Some("(3) = (4) + (5) + (6)"),
            Self::Resolved => Some("(7) = (8) + (9) + (10)"),
            Self::Open => Some("(11) = (12) + (13)"),
            Self::Balance => Some("(3) = (7) + (11)"),
            Self::Lines | Self::CarriedOver => None,
        }
    }
}

/// Whether an identity holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityCheck {
    /// It does.
    Yes,
    /// It does not: what stands on its two sides.
    No(u64, u64),
    /// There is nothing to hold it against: the period before is not counted.
    Unknown,
}

fn held(left: u64, right: u64) -> IdentityCheck {
    if left == right {
        IdentityCheck::Yes
    } else {
        IdentityCheck::No(left, right)
    }
}

/// One line of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficialLine {
    /// The number of its field or agency.
    pub id: i64,
    /// Its name.
    pub name: Name,
    /// Its figures.
    pub columns: Columns,
}

/// The names a cube's numbers stand for, in the order lines are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Of fields.
    pub fields: Vec<(FieldId, Name)>,
    /// Of agencies.
    pub agencies: Vec<(AgencyId, Name)>,
}

impl Names {
    /// Those of an axis.
    #[must_use]
    pub fn of(&self, axis: Axis) -> Vec<(i64, &Name)> {
        match axis {
            Axis::Field => self.fields.iter().map(|(id, name)| (id.0, name)).collect(),
            Axis::Agency => self
                .agencies
                .iter()
                .map(|(id, name)| (id.0, name))
                .collect(),
        }
    }
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficialForm {
    /// The kind of its lines.
    pub axis: Axis,
    /// How it was folded.
    pub folding: Folding,
    /// Its lines: those with a figure, in the order of their names' list.
    pub lines: Vec<OfficialLine>,
    /// The line of all: a linked dossier counts once.
    pub total: Columns,
    /// Where lines are agencies: what these count of linked dossiers, and what the line of all counts of them instead. The lines add up to
    /// it but for the difference.
    pub linked: (Columns, Columns),
}

impl OfficialForm {
    /// The form of a cube. What has no name stands at the end under its number, so that lines always add up.
    #[must_use]
    pub fn new(cube: &Cube, names: &Names, axis: Axis, folding: Folding) -> Self {
        let mut sums = cube.by(axis.counted_by(), |place| axis.of(place));
        let linked = |counted_in| match axis {
            Axis::Field => Columns::default(),
            Axis::Agency => Columns::of(&cube.of(counted_in).figures, folding),
        };
        let line = |id: i64, name: Name, figures: &Figures| OfficialLine {
            id,
            name,
            columns: Columns::of(figures, folding),
        };
        let known = names.of(axis).into_iter().filter_map(|(id, name)| {
            let cell = sums.remove(&id)?;
            Some(line(id, name.clone(), &cell.figures))
        });
        let mut lines: Vec<OfficialLine> = known.collect();
        let numbered = sums.iter().map(|(id, cell)| {
            let name = Name {
                vi: id.to_string(),
                en: None,
            };
            line(*id, name, &cell.figures)
        });
        lines.extend(numbered);
        lines.retain(|line| line.columns != Columns::default());
        Self {
            axis,
            folding,
            lines,
            total: Columns::of(&cube.total().figures, folding),
            linked: (linked(CountedIn::Agency), linked(CountedIn::Centre)),
        }
    }

    /// Whether each identity holds. `before` is column 11 of the period before, as it was sent up, else as it is counted under the same
    /// folding; `None`: neither is known.
    #[must_use]
    pub fn checks(&self, before: Option<u64>) -> [(Identity, IdentityCheck); 6] {
        let all = || {
            self.lines
                .iter()
                .map(|line| &line.columns)
                .chain([&self.total])
        };
        let every = |one: usize, sum: &[usize]| {
            let wrong = all().find(|line| line.column(one) != line.sum(sum));
            wrong.map_or(IdentityCheck::Yes, |line| {
                IdentityCheck::No(line.column(one), line.sum(sum))
            })
        };
        Identity::ALL.map(|identity| {
            let held = match identity {
                Identity::Received => every(3, &[4, 5, 6]),
                Identity::Resolved => every(7, &[8, 9, 10]),
                Identity::Open => every(11, &[12, 13]),
                Identity::Balance => every(3, &[7, 11]),
                Identity::Lines => self.lines_add_up(),
                Identity::CarriedOver => before.map_or(IdentityCheck::Unknown, |open| {
                    held(self.total.column(6), open)
                }),
            };
            (identity, held)
        })
    }

    fn lines_add_up(&self) -> IdentityCheck {
        let mut sum = Columns::default();
        for line in &self.lines {
            sum.add(&line.columns);
        }
        let (parts, wholes) = &self.linked;
        sum.add(wholes);
        let mut total = self.total;
        total.add(parts);
        let wrong = sum.0.iter().zip(total.0).find(|(a, b)| **a != *b);
        wrong.map_or(IdentityCheck::Yes, |(sum, total)| {
            IdentityCheck::No(*sum, total)
        })
    }
}

/// A cell of the form that differs between two countings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The line's name; `None`: the line of all.
    pub name: Option<Name>,
    /// The column's number, 3 to 13.
    pub column: usize,
    /// The signed number.
    pub was: u64,
    /// The number counted now.
    pub is: u64,
}

/// Where two forms of one period and axis differ, line by line, the line of all at the end.
#[must_use]
pub fn differences(was: &OfficialForm, is: &OfficialForm) -> Vec<Difference> {
    let of = |lines: &[OfficialLine], id: i64| {
        let found = lines.iter().find(|line| line.id == id);
        found.map(|line| line.columns).unwrap_or_default()
    };
    let gone = was
        .lines
        .iter()
        .filter(|line| is.lines.iter().all(|it| it.id != line.id));
    let mut all = Vec::new();
    for line in is.lines.iter().chain(gone) {
        let columns = (of(&was.lines, line.id), of(&is.lines, line.id));
        all.extend(differing(Some(&line.name), columns));
    }
    all.extend(differing(None, (was.total, is.total)));
    all
}

fn differing(name: Option<&Name>, (was, is): (Columns, Columns)) -> Vec<Difference> {
    let pairs = was.0.into_iter().zip(is.0).enumerate();
    let differing = pairs.filter(|(_, (was, is))| was != is);
    let told = differing.map(|(place, (was, is))| Difference {
        name: name.cloned(),
        column: place + FIRST_COLUMN,
        was,
        is,
    });
    told.collect()
}

/// Whether two cubes of one period make different forms, by field or by agency: in a column, or in what is printed of what a column folds.
#[must_use]
pub fn is_revised(signed: &Cube, now: &Cube, folding: Folding) -> bool {
    if signed.counts_as(now) {
        return false;
    }
    let printed = |cube: &Cube| {
        let mut sums: BTreeMap<_, CubeCell> = BTreeMap::new();
        for (place, cell) in cube.cells() {
            let line = (place.agency, place.field, place.counted_in);
            *sums.entry(line).or_default() += *cell;
        }
        let told = sums.iter().map(|(place, cell)| {
            let it = &cell.figures;
            let folded = [it.paused, it.withdrawn, it.ineligible];
            (*place, Columns::of(it, folding), folded)
        });
        told.filter(|(_, columns, _)| *columns != Columns::default())
            .collect::<Vec<_>>()
    };
    printed(signed) != printed(now)
}

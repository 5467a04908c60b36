//! The figures of the official form: how a cube is mapped to its columns, the identities between them, and the differences of
//! two forms.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::board::figures::Figures;
use crate::dossier::CountedIn;
use crate::id::{AgencyId, FieldId};
use crate::report::cube::{Cube, CubeCell, CubeKey};
use crate::scope::CountedBy;
use crate::text::name::Name;

/// The number of the form's first column of figures.
pub const FIRST_COLUMN: usize = 3;
/// The number of its columns of figures, 3 to 13.
pub const COLUMNS: usize = 11;

/// The kind of the form's lines: fields or agencies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// Fields, as in the form that is sent.
    #[default]
    Field,
    /// Agencies.
    Agency,
}

impl Axis {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Field, Self::Agency];

    /// The word in addresses and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Agency => "agency",
        }
    }

    /// The kind of a word; `None` for an unknown word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|axis| axis.as_str() == word)
    }

    /// Whether the lines show figures of the centre or of agencies: an agency counts its part of a linked dossier, a field the
    /// whole.
    #[must_use]
    pub const fn counted_by(self) -> CountedBy {
        match self {
            Self::Field => CountedBy::Centre,
            Self::Agency => CountedBy::Agencies,
        }
    }

    /// The number of the line on which the figures at a key are counted.
    #[must_use]
    pub const fn of(self, place: &CubeKey) -> i64 {
        match self {
            Self::Field => place.field.0,
            Self::Agency => place.agency.0,
        }
    }
}

/// The column in which paused dossiers are counted; the form has none for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PausedColumn {
    /// Column 12: being processed, within their time.
    #[default]
    Within,
    /// Column 9, as if they were resolved on time. Then column 11 is not what the next period begins with.
    OnTime,
}

impl PausedColumn {
    /// The number of the column, which is also the setting's value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Within => "12",
            Self::OnTime => "9",
        }
    }

    /// Reads the setting's value; `None` for an unknown one.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let all = [Self::Within, Self::OnTime];
        all.into_iter().find(|column| column.as_str() == word)
    }
}

/// The column in which withdrawn and ineligible dossiers are counted; the form has none for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedColumn {
    /// Column 9: resolved on time.
    #[default]
    OnTime,
    /// Column 8: resolved early.
    Early,
}

impl EndedColumn {
    /// The number of the column, which is also the setting's value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnTime => "9",
            Self::Early => "8",
        }
    }

    /// Reads the setting's value; `None` for an unknown one.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let all = [Self::OnTime, Self::Early];
        all.into_iter().find(|column| column.as_str() == word)
    }
}

/// How figures without a column in the form are added to its columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folding {
    /// The column of paused dossiers.
    pub paused: PausedColumn,
    /// The column of withdrawn and ineligible dossiers.
    pub ended: EndedColumn,
}

/// Columns 3 to 13 of one line, in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns(pub [u64; COLUMNS]);

impl Columns {
    /// The columns of these figures.
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
            figures.received_at_desk_or_post,
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

    /// The value of a column by its number in the form, 3 to 13.
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

    /// The identity as a formula; `None` for those that need words.
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
    /// It holds.
    Yes,
    /// It does not hold: the values of its two sides.
    No(u64, u64),
    /// It cannot be checked: the period before is not counted.
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

/// The names of fields and agencies, in the order in which lines are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// The fields.
    pub fields: Vec<(FieldId, Name)>,
    /// The agencies.
    pub agencies: Vec<(AgencyId, Name)>,
}

impl Names {
    /// The names of the lines of an axis.
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

/// The official form of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficialForm {
    /// The kind of its lines.
    pub axis: Axis,
    /// The columns of paused and ended dossiers.
    pub folding: Folding,
    /// Its lines with any figure, in the order of their names.
    pub lines: Vec<OfficialLine>,
    /// The line of totals: a linked dossier counts once.
    pub total: Columns,
    /// For lines of agencies: what the agencies count of linked dossiers, and what the line of totals counts of them. The lines
    /// add up to the total except for this difference.
    pub linked: (Columns, Columns),
}

impl OfficialForm {
    /// The form of a cube. A line without a name comes last under its number, so that the lines always add up.
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

    /// Whether each identity holds. `before` is column 11 of the period before: as signed, else as counted with the same
    /// folding; `None` if neither is known.
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

/// A cell that differs between two counts of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The line's name; `None` for the line of totals.
    pub name: Option<Name>,
    /// The column's number, 3 to 13.
    pub column: usize,
    /// The signed number.
    pub was: u64,
    /// The number counted now.
    pub is: u64,
}

/// The differences between two forms of the same period and axis, line by line, the line of totals last.
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

/// Whether two cubes of one period make different forms, by field or by agency: in a column, or in the printed notes about
/// folded figures.
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

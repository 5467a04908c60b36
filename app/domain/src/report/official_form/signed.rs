//! The content of a signed report: everything that is on its paper.

use serde::{Deserialize, Serialize};

use super::carry_over::SignedCarryOver;
use super::model::{Axis, Columns, Folding, Names, OfficialForm};
use crate::account::model::AgencyScope;
use crate::deadline::Instant;
use crate::deadline::lateness::DeadlineRule;
use crate::report::cube::Cube;
use crate::text::name::Name;

/// The content of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The figures.
    pub cube: Cube,
    /// The names of its lines.
    pub names: Names,
    /// How figures are folded.
    pub folding: Folding,
    /// The rule of lateness.
    pub rule: DeadlineRule,
    /// The reporting centre.
    pub centre: Name,
    /// The recipient; blank if not set.
    pub recipient: String,
    /// The signed carry-over of the period before; `None`: it was not signed, or this report was signed before carry-overs were
    /// stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_up: Option<SignedCarryOver>,
}

impl Content {
    /// The part within a scope.
    #[must_use]
    pub fn within(self, scope: &AgencyScope) -> Self {
        Self {
            cube: self.cube.within(scope),
            sent_up: self.sent_up.map(|sent_up| sent_up.within(scope)),
            ..self
        }
    }

    /// The lines whose column 6 differs from the signed column 11 of the period before, in the order of the form; lines that no
    /// longer exist come last.
    #[must_use]
    pub fn differences(&self, sent_up: &SignedCarryOver, axis: Axis) -> Vec<CarriedDifference> {
        let form = OfficialForm::new(&self.cube, &self.names, axis, self.folding);
        let mut sent = sent_up.by(axis);
        let mut lines = Vec::new();
        for line in form.lines {
            let (open, carried) = (sent.remove(&line.id).unwrap_or(0), line.columns.column(6));
            lines.push(CarriedDifference {
                name: line.name,
                open,
                carried,
            });
        }
        let names = self.names.of(axis);
        lines.extend(sent.into_iter().map(|(id, open)| {
            let known = names.iter().find(|(known, _)| *known == id);
            let name = known.map(|(_, name)| (*name).clone());
            CarriedDifference {
                name: name.unwrap_or_else(|| Name {
                    vi: id.to_string(),
                    en: None,
                }),
                open,
                carried: 0,
            }
        }));
        lines.retain(|line| line.open != line.carried);
        lines
    }
}

/// A line whose column 6 differs from column 11 of the signed period before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedDifference {
    /// The line's name.
    pub name: Name,
    /// Column 11 of the signed period before.
    pub open: u64,
    /// Column 6 of this period.
    pub carried: u64,
}

/// The relation of the shown figures to the signed report of the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureState<'a> {
    /// No report is signed.
    Unsigned,
    /// The shown figures are the signed ones, and a new count agrees.
    Signed(&'a Signed),
    /// The shown figures are the signed ones, and a new count differs.
    Superseded(&'a Signed),
    /// The shown figures are a new count that differs from the signed ones.
    Recounted(&'a Signed),
    /// The shown figures are those of these agencies only.
    Part(Vec<Name>),
}

/// A signed report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Its number among all signed reports.
    pub number: i64,
    /// When it was signed.
    pub at: Instant,
    /// The account that signed it.
    pub by: String,
    /// The display name of the signer.
    pub name: String,
    /// The last event recorded at that time.
    pub event_id: i64,
    /// The fingerprint printed on the paper: the first half of the content's SHA-256, in hexadecimal.
    pub fingerprint: String,
    /// The signed content.
    pub content: Content,
}

impl Signed {
    /// What it carries over to the next period.
    #[must_use]
    pub fn carry_over(&self) -> SignedCarryOver {
        let Content { cube, folding, .. } = &self.content;
        let open = cube.cells().map(|(place, cell)| {
            let columns = Columns::of(&cell.figures, *folding);
            (*place, columns.column(11))
        });
        SignedCarryOver::new(
            cube.period,
            self.at,
            self.fingerprint.clone(),
            open.filter(|(_, open)| *open > 0).collect(),
        )
    }
}

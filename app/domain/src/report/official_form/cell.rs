//! A cell of the form, and the dossiers behind it: in addresses, and on the page that lists them.

use serde::{Deserialize, Serialize};

use super::model::{Axis, COLUMNS, FIRST_COLUMN};
use crate::account::model::AgencyScope;
use crate::report::cube::CubeKey;
use crate::scope::CountedBy;

/// A cell of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficialCell {
    /// What the form's lines are.
    pub axis: Axis,
    /// The number of the line's field or agency; `None`: the line of all.
    pub line: Option<i64>,
    /// The column's number in the form, 3 to 13.
    pub column: usize,
}

impl OfficialCell {
    /// Whether what is counted at a place is counted on the cell's line, as it is seen by whoever sees all, or a part.
    #[must_use]
    pub fn is_on_line(&self, place: &CubeKey, reach: &AgencyScope) -> bool {
        let counted_by = match (reach, self.line) {
            (AgencyScope::Agencies(_), _) => CountedBy::Agencies,
            (AgencyScope::Everywhere, None) => CountedBy::Centre,
            (AgencyScope::Everywhere, Some(_)) => self.axis.counted_by(),
        };
        reach.covers(place.agency)
            && place.counted_in.counts_for(counted_by)
            && self.line.is_none_or(|line| self.axis.of(place) == line)
    }

    /// The cell of an address; `None`: there is no such column, or no such line.
    #[must_use]
    pub fn read(axis: Axis, line: Option<&str>, column: Option<&str>) -> Option<Self> {
        let column = column?.parse().ok()?;
        let is_column = (FIRST_COLUMN..FIRST_COLUMN + COLUMNS).contains(&column);
        let line = line.map(str::parse).transpose().ok()?;
        is_column.then_some(Self { axis, line, column })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stands_in_a_column_of_the_form() {
        let column =
            |text| OfficialCell::read(Axis::Field, None, Some(text)).map(|cell| cell.column);
        assert_eq!(column("3"), Some(3));
        assert_eq!(column("13"), Some(13));
        for none in ["2", "14", "-1", "x", ""] {
            assert_eq!(column(none), None, "{none}");
        }
    }

    #[test]
    fn the_number_of_a_line_is_a_number() {
        let line = |line| OfficialCell::read(Axis::Agency, Some(line), Some("3"));
        assert_eq!(line("7").and_then(|cell| cell.line), Some(7));
        assert_eq!(line("all"), None);
    }
}

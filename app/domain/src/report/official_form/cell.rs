//! A cell of the official form: in addresses, and on the page that lists its dossiers.

use serde::{Deserialize, Serialize};

use super::model::{Axis, COLUMNS, FIRST_COLUMN};
use crate::account::model::AgencyScope;
use crate::report::cube::CubeKey;
use crate::scope::CountedBy;

/// A cell of the official form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficialCell {
    /// The kind of the lines.
    pub axis: Axis,
    /// The number of the line's field or agency; `None` for the line of totals.
    pub line: Option<i64>,
    /// The column's number in the form, 3 to 13.
    pub column: usize,
}

impl OfficialCell {
    /// Whether the figures at a key of the cube count on the cell's line, for a viewer with this scope.
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

    /// Reads the cell of an address; `None` if the column or the line does not exist.
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
    fn every_cell_is_in_a_column_of_the_form() {
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

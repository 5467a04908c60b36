//! Which rows of a public board have something to say. Everything here follows from rows that are public.

use super::{PublicBoard, PublicRow};

impl PublicRow {
    /// Whether a dossier was received or resolved in the period.
    #[must_use]
    pub fn has_movement(&self) -> bool {
        self.received + self.early + self.on_time + self.late > 0
    }

    /// Whether it is a field shown by name whose figures are all zero. The folded row never counts as quiet: whether a field that is
    /// not shown has dossiers is told by nothing but that row.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.name.is_some() && !self.has_movement() && self.pending == 0
    }
}

impl PublicBoard {
    /// The rows with figures: those with movement first, then those with pending dossiers alone, each in the centre's own order; the
    /// folded ones last.
    #[must_use]
    pub fn rows_with_figures(&self) -> Vec<&PublicRow> {
        let mut rows: Vec<&PublicRow> = self.rows.iter().filter(|row| !row.is_quiet()).collect();
        rows.sort_by_key(|row| (row.name.is_none(), !row.has_movement()));
        rows
    }

    /// The fields shown by name without any figure, in the centre's own order.
    #[must_use]
    pub fn quiet_rows(&self) -> Vec<&PublicRow> {
        self.rows.iter().filter(|row| row.is_quiet()).collect()
    }
}

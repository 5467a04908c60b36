//! The form's head, as the regulation draws it: which cell reaches over which rows and columns. Page and workbook follow it.

/// Rows of the head, the row of numbers not counted.
pub const HEAD_ROWS: usize = 3;
/// All columns, the running number and the name among them.
pub const WIDTH: usize = 13;

/// What a cell of the head says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadText {
    /// The running number.
    Number,
    /// What the lines are.
    Line,
    /// Received.
    Received,
    /// Resolved.
    Resolved,
    /// Being processed.
    Open,
    /// The whole of a group.
    Whole,
    /// Received in the period.
    InPeriod,
    /// Received before it.
    Before,
    /// Online.
    Online,
    /// At the reception desk or by post.
    Direct,
    /// Before its time.
    Early,
    /// In time.
    OnTime,
    /// Past its time.
    Late,
    /// Within its time.
    Within,
}

/// A cell of the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadCell {
    /// Its first row, from 0.
    pub row: usize,
    /// Its first column, from 0.
    pub column: usize,
    /// The rows it reaches over.
    pub rows: usize,
    /// The columns it reaches over.
    pub columns: usize,
    /// What it says.
    pub text: HeadText,
}

const fn cell(
    (row, column): (usize, usize),
    (rows, columns): (usize, usize),
    text: HeadText,
) -> HeadCell {
    HeadCell {
        row,
        column,
        rows,
        columns,
        text,
    }
}

/// The head, row by row.
pub const HEAD: [HeadCell; 17] = [
    cell((0, 0), (3, 1), HeadText::Number),
    cell((0, 1), (3, 1), HeadText::Line),
    cell((0, 2), (1, 4), HeadText::Received),
    cell((0, 6), (1, 4), HeadText::Resolved),
    cell((0, 10), (1, 3), HeadText::Open),
    cell((1, 2), (2, 1), HeadText::Whole),
    cell((1, 3), (1, 2), HeadText::InPeriod),
    cell((1, 5), (2, 1), HeadText::Before),
    cell((1, 6), (2, 1), HeadText::Whole),
    cell((1, 7), (2, 1), HeadText::Early),
    cell((1, 8), (2, 1), HeadText::OnTime),
    cell((1, 9), (2, 1), HeadText::Late),
    cell((1, 10), (2, 1), HeadText::Whole),
    cell((1, 11), (2, 1), HeadText::Within),
    cell((1, 12), (2, 1), HeadText::Late),
    cell((2, 3), (1, 1), HeadText::Online),
    cell((2, 4), (1, 1), HeadText::Direct),
];

/// The row of numbers under the head.
pub const NUMBERS: [&str; WIDTH] = [
    "(1)",
    "(2)",
    "(3)=(4)+(5)+(6)",
    "(4)",
    "(5)",
    "(6)",
    "(7)=(8)+(9)+(10)",
    "(8)",
    "(9)",
    "(10)",
    "(11)=(12)+(13)",
    "(12)",
    "(13)",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_the_head_is_covered_once() {
        for row in 0..HEAD_ROWS {
            for column in 0..WIDTH {
                let over = HEAD.iter().filter(|cell| {
                    (cell.row..cell.row + cell.rows).contains(&row)
                        && (cell.column..cell.column + cell.columns).contains(&column)
                });
                assert_eq!(over.count(), 1, "row {row}, column {column}");
            }
        }
    }
}

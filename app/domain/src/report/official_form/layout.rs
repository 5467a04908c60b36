//! The head of the official form, as the regulation draws it: the rows and columns over which each cell extends. Page and
//! workbook follow it.

/// Rows of the head, without the row of column numbers.
pub const HEAD_ROWS: usize = 3;
/// All columns, including the running number and the name.
pub const WIDTH: usize = 13;

/// The text of a cell of the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadText {
    /// The running number.
    Number,
    /// The name of the line.
    Line,
    /// Received.
    Received,
    /// Resolved.
    Resolved,
    /// Being processed.
    Open,
    /// The sum of a group of columns.
    Whole,
    /// Received in the period.
    InPeriod,
    /// Received before it.
    Before,
    /// Online.
    Online,
    /// At the reception desk or by post.
    Direct,
    /// Resolved before the due date.
    Early,
    /// Resolved on time.
    OnTime,
    /// Past the due time.
    Late,
    /// Within the due time.
    Within,
}

/// A cell of the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadCell {
    /// Its first row, from 0.
    pub row: usize,
    /// Its first column, from 0.
    pub column: usize,
    /// The number of rows over which it extends.
    pub rows: usize,
    /// The number of columns over which it extends.
    pub columns: usize,
    /// Its text.
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

/// The row of column numbers under the head.
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

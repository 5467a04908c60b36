use std::collections::BTreeMap;

use super::lives::{Life, centre_board, date, fields, local};
use crate::board::disclosure::{DisclosedFields, OTHER_KEY, PublicBoard, PublicRow, disclose};
use crate::id::FieldId;
use crate::period::Period;

const THRESHOLD_PER_MONTH: u32 = 5;

/// A public board of October 2025 on which the fields 1, 2 and 3 are shown by name.
fn public(lives: &[Life]) -> PublicBoard {
    let all: Vec<_> = fields()
        .iter()
        .map(|field| (field.field, field.sensitive))
        .collect();
    let received: BTreeMap<FieldId, u64> = [(FieldId(1), 900), (FieldId(2), 60), (FieldId(3), 61)]
        .into_iter()
        .collect();
    let shown = DisclosedFields::choose(2025, &received, &all, THRESHOLD_PER_MONTH);
    let october = Period::month(date(2025, 10, 1));
    disclose(&centre_board(lives, october, local(10, 20, 9, 0)), &shown)
}

fn keys(rows: &[&PublicRow]) -> Vec<String> {
    rows.iter().map(|row| row.key().to_owned()).collect()
}

fn received_in(field: i64) -> Life {
    let life = Life::received(local(10, 2, 8, 0), local(11, 3, 17, 0));
    Life { field, ..life }
}

/// Received before the period, and open since.
fn carried_in(field: i64) -> Life {
    let life = Life::received(local(9, 29, 8, 0), local(11, 3, 17, 0));
    Life { field, ..life }
}

#[test]
fn rows_with_movement_come_before_those_that_only_wait_and_the_folded_one_is_last() {
    let board = public(&[carried_in(3), received_in(2), received_in(7)]);
    assert_eq!(keys(&board.rows_with_figures()), ["f2", "f3", OTHER_KEY]);
    assert_eq!(keys(&board.quiet_rows()), ["f1"]);
}

#[test]
fn only_fields_shown_by_name_count_as_quiet() {
    let nothing = public(&[]);
    assert_eq!(keys(&nothing.rows_with_figures()), [OTHER_KEY]);
    assert_eq!(keys(&nothing.quiet_rows()), ["f3", "f1", "f2"]);
    let folded = public(&[received_in(5)]);
    assert_eq!(
        keys(&folded.quiet_rows()),
        keys(&nothing.quiet_rows()),
        "whether a folded field has dossiers does not change what is left out"
    );
}

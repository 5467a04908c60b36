//! Walls of some fields: nothing but what is public anyway.

use std::sync::Arc;

use sanh_domain::board::disclosure::{OTHER_KEY, PublicBoard, PublicRow};
use sanh_domain::board::edition::Edition;
use sanh_domain::id::FieldId;
use sanh_domain::language::Languages;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::ScreenSetting;

use super::walls::{edition, setting};
use crate::board::screen::wall_board_html;
use crate::board::screen_edition::shown;

/// The fields that a board names.
fn named(board: &PublicBoard) -> Vec<FieldId> {
    let keys = board
        .rows()
        .iter()
        .filter_map(|row| row.key().strip_prefix('f'));
    keys.map(|number| FieldId(number.parse().unwrap()))
        .collect()
}

#[test]
fn a_selection_is_a_function_of_public_rows_and_says_no_more() {
    for scope in [Scope::Centre, Scope::Agency(sanh_domain::id::AgencyId(2))] {
        for board in &edition(scope, 9, 100).boards {
            let fields = named(board);
            for fields in [&fields[..1], &fields[..2], &fields[..]] {
                let some = board.only(fields).unwrap();
                assert_eq!(named(&some), fields);
                for row in some.rows() {
                    assert!(board.rows().contains(row), "a row of the public board");
                }
                let sum = |of: fn(&PublicRow) -> u64| some.rows().iter().map(of).sum::<u64>();
                let sums = some.sums();
                assert_eq!(sums.received(), sum(PublicRow::received));
                assert_eq!(sums.early(), sum(PublicRow::early));
                assert_eq!(sums.on_time(), sum(PublicRow::on_time));
                assert_eq!(sums.late(), sum(PublicRow::late));
                assert_eq!(sums.pending(), sum(PublicRow::pending));
                assert!(!some.covers_all() && some.total().is_none());
                assert!(some.comparison().is_none() && some.chart().is_empty());
                let sent = serde_json::to_string(&some).unwrap();
                let read: PublicBoard = serde_json::from_str(&sent).unwrap();
                assert_eq!(read, some, "it stays a selection when it is sent");
            }
        }
    }
}

#[test]
fn a_field_that_is_not_public_is_on_no_selection() {
    let edition = edition(Scope::Centre, 9, 100);
    let board = &edition.boards[0];
    let public = named(board);
    let hidden: Vec<FieldId> = (1..99)
        .map(FieldId)
        .filter(|it| !public.contains(it))
        .collect();
    assert_eq!(board.only(&hidden), None);
    assert_eq!(board.only(&[]), None);
    let mut all = hidden;
    all.push(public[0]);
    let some = board.only(&all).unwrap();
    assert_eq!(named(&some), [public[0]]);
    assert!(some.rows().iter().all(|row| row.key() != OTHER_KEY));
}

#[test]
fn a_wall_of_some_fields_names_them_and_leaves_out_what_would_say_more() {
    let edition = edition(Scope::Centre, 9, 100);
    let public = named(&edition.boards[0]);
    let some = ScreenSetting {
        fields: public[..1].to_vec(),
        ..setting(Languages::Vi, Scope::Centre)
    };
    let html = wall_board_html(&shown(&edition, &some, None), &some);
    let name = edition.boards[0].rows()[0].name().unwrap().vi.clone();
    assert!(
        html.contains(&format!("Trung tâm Phục vụ hành chính công · {name}")),
        "{html}"
    );
    for left_out in [
        "month.overdue",
        "month.paused",
        "class=\"chart\"",
        "data-row=\"other\"",
        "change_words",
    ] {
        assert!(!html.contains(left_out), "{left_out}");
    }
    let whole = setting(Languages::Vi, Scope::Centre);
    assert!(wall_board_html(&edition, &whole).contains("month.overdue"));
    let gone = ScreenSetting {
        fields: vec![FieldId(4_711)],
        ..whole.clone()
    };
    assert_eq!(
        wall_board_html(&shown(&edition, &gone, None), &gone),
        wall_board_html(&edition, &whole),
        "a wall is never empty"
    );
}

#[test]
fn held_figures_stay_and_the_rest_of_the_wall_goes_on() {
    let (then, now) = (
        edition(Scope::Centre, 9, 100),
        edition(Scope::Centre, 11, 100),
    );
    let later = Arc::new(Edition {
        at: now.at + chrono::Duration::days(1),
        ..Edition::clone(&now)
    });
    let setting = setting(Languages::Vi, Scope::Centre);
    let held = shown(&later, &setting, Some(&then.boards));
    assert_eq!((&held.boards, held.at), (&then.boards, later.at));
    let html = wall_board_html(&held, &setting);
    assert!(
        !html.contains("Hôm nay"),
        "yesterday's board does not call itself today's"
    );
    let today = wall_board_html(&then, &setting);
    assert!(today.contains("Hôm nay"));
}

use super::lives::{Life, centre_board, date, local};
use crate::board::figures::Figures;
use crate::board::percentage::Rate;
use crate::period::Period;

/// A real month: 19,361 received, 15,641 resolved = 13,529 early + 1,958 on time + 154 late.
fn real_month() -> Figures {
    Figures {
        received_online: 17_000,
        received_at_desk_or_post: 2_361,
        early: 13_529,
        on_time: 1_958,
        late: 154,
        within: 3_700,
        overdue: 20,
        ..Figures::default()
    }
}

#[test]
fn the_real_months_arithmetic_holds() {
    let figures = real_month();
    assert_eq!(figures.received(), 19_361);
    assert_eq!(figures.resolved(), 15_641);
    assert_eq!(figures.in_time(), 15_487);
    assert_eq!(figures.rate().map(Rate::tenths), Some(990), "99.0 %");
    assert!(figures.is_consistent());
}

#[test]
fn the_real_month_is_counted_dossier_by_dossier() {
    let mut lives = vec![Life::received(local(10, 2, 8, 0), local(11, 20, 17, 0)); 3_720];
    let resolved_by_due_on = |day| {
        Life::received(local(10, 2, 8, 0), local(10, day, 17, 0)).resolved(local(10, 10, 9, 0))
    };
    lives.extend(vec![resolved_by_due_on(13); 13_529]);
    lives.extend(vec![resolved_by_due_on(10); 1_958]);
    lives.extend(vec![resolved_by_due_on(9); 154]);
    let total = centre_board(
        &lives,
        Period::month(date(2025, 10, 1)),
        local(10, 31, 17, 0),
    )
    .total;
    assert_eq!((total.received(), total.resolved()), (19_361, 15_641));
    assert_eq!(
        (total.early, total.on_time, total.late),
        (13_529, 1_958, 154)
    );
    assert_eq!(total.open(), 3_720);
}

#[test]
fn an_empty_month_has_no_rate() {
    let month = centre_board(&[], Period::month(date(2025, 10, 1)), local(10, 20, 9, 0));
    assert_eq!(month.total, Figures::default());
    assert_eq!(month.total.rate(), None);
    assert!(month.rows.iter().all(|row| row.figures.rate().is_none()));
}

#[test]
fn the_carried_dossiers_are_computed_from_the_open_ones() {
    let counted = Figures {
        received_online: 10,
        early: 8,
        withdrawn: 1,
        paused: 4,
        ..Figures::default()
    };
    let whole = counted.with_carried().unwrap();
    assert_eq!(whole.carried, 3);
    assert!(whole.is_consistent());
}

#[test]
fn counters_that_lost_a_dossier_give_no_figures() {
    assert_eq!(
        Figures {
            received_at_desk_or_post: 2,
            early: 1,
            ..Figures::default()
        }
        .with_carried(),
        None
    );
}

#[test]
fn figures_add_up_cell_by_cell() {
    let twice: Figures = [real_month(), real_month()].iter().sum();
    assert_eq!(twice.late, 308);
    assert_eq!(twice.received(), 38_722);
    assert_eq!(twice.rate(), real_month().rate());
    assert!(twice.is_consistent());
}

use proptest::prelude::*;

use super::lives::{Life, any_lives, any_period, any_rule, board, centre_board, date, local};
use crate::board::figures::Figures;
use crate::board::model::TrendFields;
use crate::dossier::EndReason;
use crate::id::AgencyId;
use crate::period::Period;
use crate::scope::Scope;

fn october() -> Period {
    Period::month(date(2025, 10, 1))
}

fn november() -> Period {
    Period::month(date(2025, 11, 1))
}

#[test]
fn column_11_of_october_is_column_6_of_november_with_paused_dossiers_in_both() {
    let due = local(10, 20, 17, 0);
    let paused =
        Life::received(local(10, 6, 8, 0), due).paused(local(10, 9, 8, 0), local(12, 1, 8, 0));
    let withdrawn = paused
        .clone()
        .ended(local(11, 12, 9, 0), EndReason::Withdrawn);
    let lives = vec![
        paused.clone(),
        withdrawn,
        paused.resolved(local(12, 3, 9, 0)),
        Life::received(local(10, 7, 8, 0), due),
        Life::received(local(10, 8, 8, 0), due).resolved(local(10, 15, 9, 0)),
        Life::received(local(9, 8, 8, 0), due).resolved(local(11, 1, 0, 0)),
    ];
    let signed = local(12, 10, 9, 0);
    let (october, november) = (
        centre_board(&lives, october(), signed).total,
        centre_board(&lives, november(), signed).total,
    );
    assert_eq!((october.paused, october.overdue, october.open()), (3, 2, 5));
    assert_eq!(november.carried, 5);
    assert_eq!(
        (
            november.paused,
            november.withdrawn,
            november.late,
            november.overdue
        ),
        (2, 1, 1, 1)
    );
    assert!(october.is_consistent() && november.is_consistent());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn dossiers_open_at_a_periods_end_are_carried_into_the_next(
        lives in any_lives(),
        period in any_period(),
        rule in any_rule(),
    ) {
        let signed = local(12, 31, 9, 0);
        for scope in [Scope::Centre, Scope::Agency(AgencyId(2))] {
            let previous = board(&lives, scope, period.previous(), signed, rule, TrendFields::All);
            let next = board(&lives, scope, period, signed, rule, TrendFields::All);
            prop_assert_eq!(previous.total.open(), next.total.carried);
            for (before, after) in previous.rows.iter().zip(&next.rows) {
                prop_assert_eq!(before.field, after.field);
                prop_assert_eq!(before.figures.open(), after.figures.carried);
            }
        }
    }

    #[test]
    fn months_of_a_quarter_received_and_resolved_what_the_quarter_did(
        lives in any_lives(),
        rule in any_rule(),
    ) {
        let at = local(12, 31, 9, 0);
        let total = |period| board(&lives, Scope::Centre, period, at, rule, TrendFields::All).total;
        let quarter = total(Period::quarter(date(2025, 10, 1)));
        let months: Vec<_> =
            [10, 11, 12].map(|month| total(Period::month(date(2025, month, 1)))).into();
        prop_assert_eq!(months.iter().map(Figures::received).sum::<u64>(), quarter.received());
        prop_assert_eq!(months.iter().map(Figures::resolved).sum::<u64>(), quarter.resolved());
        prop_assert_eq!(months.iter().map(|month| month.refused).sum::<u64>(), quarter.refused);
        prop_assert_eq!(months[0].carried, quarter.carried);
        prop_assert_eq!(months[2].open(), quarter.open());
    }
}

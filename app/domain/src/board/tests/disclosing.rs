use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::lives::{
    Life, ZONE, any_instant, any_lives, any_period, any_rule, board, centre_board, date, fields,
    local,
};
use crate::board::disclosure::{DisclosedFields, OTHER_KEY, PublicBoard, PublicRow, disclose};
use crate::board::model::{Board, TrendFields};
use crate::deadline::Instant;
use crate::deadline::lateness::DeadlineRule;
use crate::id::{AgencyId, FieldId};
use crate::period::Period;
use crate::scope::Scope;

/// Dossiers in an average month from which on a field is shown by name: the default of the setting.
const THRESHOLD_PER_MONTH: u32 = 5;

fn choose(received: &[(i64, u64)], all: &[(i64, bool)]) -> DisclosedFields {
    let received = received
        .iter()
        .map(|&(field, count)| (FieldId(field), count))
        .collect();
    let all: Vec<_> = all
        .iter()
        .map(|&(field, sensitive)| (FieldId(field), sensitive))
        .collect();
    DisclosedFields::choose(2025, &received, &all, THRESHOLD_PER_MONTH)
}

fn set(numbers: &[i64]) -> BTreeSet<FieldId> {
    numbers.iter().copied().map(FieldId).collect()
}

/// Fields 1, 2 and 3 are large enough; 5 is, too, but sensitive.
fn first_three() -> DisclosedFields {
    let all: Vec<_> = fields()
        .iter()
        .map(|field| (field.field.0, field.sensitive))
        .collect();
    choose(&[(1, 900), (2, 60), (3, 61), (4, 59), (5, 700)], &all)
}

fn keys(public: &PublicBoard) -> Vec<&str> {
    public.rows().iter().map(PublicRow::key).collect()
}

fn october_board(lives: &[Life]) -> Board {
    centre_board(lives, Period::month(date(2025, 10, 1)), local(10, 20, 9, 0))
}

fn late_in(field: i64) -> Life {
    let life = Life::received(local(10, 2, 8, 0), local(10, 3, 17, 0)).resolved(local(10, 8, 9, 0));
    Life { field, ..life }
}

#[test]
fn a_field_is_shown_from_five_dossiers_in_an_average_month() {
    let chosen = first_three();
    assert_eq!(chosen.fields(), &set(&[1, 2, 3]));
    assert_eq!(chosen.folded(), &set(&[4, 5, 6, 7, 8]));
    assert_eq!(chosen.years(), &BTreeSet::from([2025]));
}

#[test]
fn a_sensitive_field_is_never_shown_whatever_its_volume() {
    assert!(!first_three().shows(FieldId(5)));
}

#[test]
fn the_smallest_shown_field_joins_one_that_would_be_folded_alone() {
    let chosen = choose(
        &[(1, 900), (2, 80), (3, 70)],
        &[(1, false), (2, false), (3, false), (4, false)],
    );
    assert_eq!(chosen.folded(), &set(&[3, 4]));
    assert_eq!(chosen.fields(), &set(&[1, 2]));
}

#[test]
fn no_field_is_folded_if_all_are_large() {
    let chosen = choose(&[(1, 900), (2, 80)], &[(1, false), (2, false)]);
    assert!(chosen.folded().is_empty());
}

#[test]
fn the_only_field_of_a_centre_is_folded_unless_it_is_large() {
    assert_eq!(choose(&[], &[(1, false)]).folded(), &set(&[1]));
    assert_eq!(choose(&[(1, 500)], &[(1, true)]).fields(), &set(&[]));
}

#[test]
fn a_field_made_in_mid_year_is_not_folded_alone() {
    let chosen = choose(
        &[(1, 900), (2, 80), (3, 70)],
        &[(1, false), (2, false), (3, false)],
    );
    let mut board = october_board(&[late_in(8)]);
    board
        .rows
        .retain(|row| [1, 2, 3, 7, 8].contains(&row.field.0));
    assert_eq!(
        keys(&disclose(&board, &chosen)),
        ["f1", "f2", OTHER_KEY],
        "the third stays with two"
    );
    board.rows.retain(|row| row.field != FieldId(7));
    assert_eq!(
        keys(&disclose(&board, &chosen)),
        ["f1", "f2", OTHER_KEY],
        "the third keeps it company"
    );
}

#[test]
fn rows_are_in_the_centres_own_order_with_the_folded_ones_last() {
    let public = disclose(&october_board(&[late_in(2)]), &first_three());
    assert_eq!(keys(&public), ["f3", "f1", "f2", OTHER_KEY]);
    let names: Vec<_> = public
        .rows()
        .iter()
        .map(|row| row.name().map(|name| name.vi.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            Some("Lĩnh vực 3"),
            Some("Lĩnh vực 1"),
            Some("Lĩnh vực 2"),
            None
        ]
    );
}

#[test]
fn a_late_dossier_in_a_sensitive_field_is_not_identifiable() {
    let (adoption, other) = (october_board(&[late_in(5)]), october_board(&[late_in(7)]));
    assert_ne!(adoption, other);
    assert_eq!(
        disclose(&adoption, &first_three()),
        disclose(&other, &first_three())
    );
    let shown = disclose(&october_board(&[late_in(1)]), &first_three());
    assert_ne!(
        disclose(&adoption, &first_three()),
        shown,
        "a shown field is told by name"
    );
}

#[test]
fn a_folded_fields_name_and_number_are_nowhere_in_what_is_sent() {
    let lives: Vec<_> = (1..9).map(late_in).collect();
    let sent = serde_json::to_string(&disclose(&october_board(&lives), &first_three())).unwrap();
    for folded in 4..9 {
        assert!(!sent.contains(&format!("Lĩnh vực {folded}")), "{sent}");
        assert!(!sent.contains(&format!("\"f{folded}\"")), "{sent}");
    }
    assert!(sent.contains("Lĩnh vực 1"));
    let read: PublicBoard = serde_json::from_str(&sent).unwrap();
    assert_eq!(read, disclose(&october_board(&lives), &first_three()));
}

#[test]
fn a_field_turned_sensitive_in_mid_year_is_folded_at_once() {
    let mut board = october_board(&[late_in(1)]);
    board
        .rows
        .iter_mut()
        .filter(|row| row.field == FieldId(1))
        .for_each(|row| row.sensitive = true);
    assert_eq!(
        keys(&disclose(&board, &first_three())),
        ["f3", "f2", OTHER_KEY]
    );
}

#[test]
fn an_agencys_board_covers_shown_fields_only_and_says_so() {
    let agency = Scope::Agency(AgencyId(1));
    let october = Period::month(date(2025, 10, 1));
    let lives = [late_in(1), late_in(5), late_in(6)];
    let of = |trend_fields| {
        let at = local(10, 20, 9, 0);
        let counted = board(
            &lives,
            agency,
            october,
            at,
            DeadlineRule::Instant,
            trend_fields,
        );
        disclose(&counted, &first_three())
    };
    let fitting = of(TrendFields::Only(first_three().fields().clone()));
    assert!(!fitting.covers_all());
    assert_eq!(keys(&fitting), ["f3", "f1", "f2"]);
    assert_eq!((fitting.sums().late(), fitting.sums().received()), (1, 1));
    assert_eq!(
        fitting.chart().iter().map(|day| day.received).sum::<u64>(),
        1
    );
    assert_eq!(fitting.comparison().map(|days| days.current.late), Some(1));
    let unfit = of(TrendFields::All);
    assert!(unfit.chart().is_empty() && unfit.comparison().is_none());
}

#[test]
fn a_board_with_nothing_on_it_has_no_rate() {
    let public = disclose(&october_board(&[]), &first_three());
    assert_eq!(public.sums().rate(), None);
    assert_eq!(
        keys(&public),
        ["f3", "f1", "f2", OTHER_KEY],
        "empty rows keep their place"
    );
}

#[test]
fn a_field_shown_anew_does_not_leave_another_folded_alone_across_new_year() {
    let all = [(1, false), (2, false), (3, false), (4, false)];
    let last_year = choose(&[(1, 900), (2, 800)], &all);
    let this_year = choose(&[(1, 900), (3, 70)], &all);
    assert_eq!(
        (last_year.folded(), this_year.folded()),
        (&set(&[3, 4]), &set(&[2, 4]))
    );
    let following = this_year.after(&last_year);
    assert_eq!(
        (following.folded(), following.fields()),
        (&set(&[2, 3, 4]), &set(&[1]))
    );
}

#[test]
fn across_new_year_only_what_both_years_show_is_shown() {
    let across = Period::government_month(date(2025, 12, 20));
    let (year, next) = (
        first_three(),
        DisclosedFields::choose(2026, &BTreeMap::new(), &[(FieldId(1), false)], 0),
    );
    assert!(!year.cover(&across) && !next.cover(&across));
    let both = year.and(&next);
    assert!(both.cover(&across));
    assert_eq!(
        (both.fields(), both.folded()),
        (&set(&[1]), &set(&[2, 3, 4, 5, 6, 7, 8]))
    );
    let board = centre_board(&[late_in(1)], across, local(12, 20, 9, 0));
    assert_eq!(keys(&disclose(&board, &both)), ["f1", OTHER_KEY]);
}

#[test]
fn fields_fixed_for_one_year_show_nothing_of_another() {
    let board = centre_board(
        &[late_in(1)],
        Period::month(date(2024, 12, 1)),
        local(10, 20, 9, 0),
    );
    let public = disclose(&board, &first_three());
    assert_eq!(keys(&public), [OTHER_KEY]);
    let agency = Board {
        scope: Scope::Agency(AgencyId(1)),
        ..board
    };
    let public = disclose(&agency, &first_three());
    assert!(public.rows().is_empty() && public.chart().is_empty() && public.comparison().is_none());
}

/// Last year's volume of each field, small and large; the fifth is sensitive, others may be.
fn any_disclosed() -> impl Strategy<Value = DisclosedFields> {
    (
        prop::collection::vec(0..200u64, 1..9),
        prop::collection::vec(prop::bool::weighted(0.2), 8),
    )
        .prop_map(|(volumes, mut sensitive)| {
            sensitive[4] = true;
            let received: BTreeMap<_, _> = (1..).map(FieldId).zip(volumes).collect();
            let all: Vec<_> = (1..).map(FieldId).zip(sensitive).collect();
            DisclosedFields::choose(2025, &received, &all, THRESHOLD_PER_MONTH)
        })
}

/// Every public word of every scope at one instant, as it leaves the server.
fn published(
    lives: &[Life],
    disclosed: &DisclosedFields,
    period: Period,
    at: Instant,
) -> Vec<String> {
    let rule = DeadlineRule::Instant;
    let shown = TrendFields::Only(disclosed.fields().clone());
    let centre = [
        (Scope::Centre, TrendFields::All),
        (Scope::Centre, shown.clone()),
    ];
    let agencies = (1..4).map(|agency| Scope::Agency(AgencyId(agency)));
    let agencies = agencies.flat_map(|scope| [(scope, shown.clone()), (scope, TrendFields::All)]);
    centre
        .into_iter()
        .chain(agencies)
        .map(|(scope, trend_fields)| {
            disclose(
                &board(lives, scope, period, at, rule, trend_fields),
                disclosed,
            )
        })
        .map(|public| serde_json::to_string(&public).unwrap())
        .collect()
}

/// The same lives, those of folded fields moved to any other folded field, and to any agency: who
/// handles a field is known to everyone, so an agency's figures must not tell of folded ones either.
fn relabelled(
    lives: &[Life],
    choices: &[(prop::sample::Index, i64)],
    folded: &BTreeSet<FieldId>,
) -> Vec<Life> {
    let numbers: Vec<i64> = folded.iter().map(|field| field.0).collect();
    let moved = |(life, (choice, agency)): (&Life, &(prop::sample::Index, i64))| {
        if !numbers.contains(&life.field) {
            return life.clone();
        }
        Life {
            field: *choice.get(&numbers),
            agency: *agency,
            ..life.clone()
        }
    };
    lives.iter().zip(choices).map(moved).collect()
}

/// The fields with a row of their own on a board of all of them.
fn shown_on(chosen: &DisclosedFields, all: &[(FieldId, bool)]) -> BTreeSet<FieldId> {
    let mut board = october_board(&[]);
    let row = board.rows[0].clone();
    board.rows = all
        .iter()
        .map(|(field, sensitive)| {
            let mut row = row.clone();
            row.field = *field;
            row.sensitive = *sensitive;
            row
        })
        .collect();
    let public = disclose(&board, chosen);
    let keys: BTreeSet<&str> = keys(&public).into_iter().collect();
    let shown = all.iter().map(|(field, _)| *field);
    shown
        .filter(|field| keys.contains(format!("f{}", field.0).as_str()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_published_changes_when_folded_fields_swap_their_dossiers(
        lives in any_lives(),
        choices in prop::collection::vec((any::<prop::sample::Index>(), 1..4i64), 60),
        disclosed in any_disclosed(),
        mut versions in prop::collection::vec(any_instant(), 1..4),
        period in any_period(),
    ) {
        let others = relabelled(&lives, &choices, disclosed.folded());
        versions.push(local(12, 31, 9, 0));
        for at in versions {
            let day = at.with_timezone(&ZONE).date_naive();
            let running = [Period::today(day), Period::month(day), Period::government_month(day), Period::year(day)];
            for period in running.into_iter().chain([period]) {
                prop_assert_eq!(
                    published(&lives, &disclosed, period, at),
                    published(&others, &disclosed, period, at)
                );
            }
        }
    }

    #[test]
    fn joining_two_fields_publishes_nothing_that_was_not_published_before(
        volumes in prop::collection::btree_map((1..9i64).prop_map(FieldId), 0..200u64, 0..8),
        all in prop::collection::btree_map((1..9i64).prop_map(FieldId), any::<bool>(), 2..8),
        (from, into) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        later in 0..2usize,
    ) {
        let all: Vec<(FieldId, bool)> = all.into_iter().collect();
        // Fields that were added after the choice are in none of its lists.
        let chosen = DisclosedFields::choose(2025, &volumes, &all[..all.len() - later], THRESHOLD_PER_MONTH);
        let (from, into) = (all[from.index(all.len())], all[into.index(all.len())]);
        prop_assume!(from.0 != into.0);
        let merged = chosen.clone().merged(from.0, into.0, from.1 || into.1);
        let left = all.iter().filter(|(field, _)| *field != from.0);
        let left: Vec<(FieldId, bool)> = left.map(|(field, sensitive)| (*field, *sensitive || (*field == into.0 && from.1))).collect();
        let (before, after) = (shown_on(&chosen, &all), shown_on(&merged, &left));
        for field in &after {
            prop_assert!(before.contains(field), "{:?} was not shown", field);
        }
        // The merged row is the sum of both fields, so both must have been shown before.
        prop_assert!(!after.contains(&into.0) || before.contains(&from.0));
        prop_assert!(left.len() - after.len() != 1 || left.len() == 1, "never one alone");
    }

    #[test]
    fn the_folded_group_is_empty_or_has_two_fields_and_hides_every_sensitive_one(
        volumes in prop::collection::btree_map((1..9i64).prop_map(FieldId), 0..200u64, 0..8),
        all in prop::collection::btree_map((1..9i64).prop_map(FieldId), any::<bool>(), 0..8),
    ) {
        let all: Vec<(FieldId, bool)> = all.into_iter().collect();
        let chosen = DisclosedFields::choose(2025, &volumes, &all, THRESHOLD_PER_MONTH);
        prop_assert!(chosen.folded().len() != 1 || all.len() == 1);
        prop_assert!(chosen.fields().is_disjoint(chosen.folded()));
        prop_assert_eq!(chosen.fields().len() + chosen.folded().len(), all.len());
        for (field, sensitive) in all {
            prop_assert!(!(sensitive && chosen.shows(field)));
            prop_assert!(!chosen.shows(field) || volumes.get(&field).is_some_and(|&count| count >= 60));
        }
    }

    #[test]
    fn no_field_is_folded_alone_in_two_years_running(
        volumes in prop::collection::vec(prop::collection::vec(0..200u64, 2..6), 2),
        sensitive in prop::collection::vec(prop::bool::weighted(0.2), 6),
    ) {
        let all: Vec<_> = (1..).map(FieldId).zip(sensitive).collect();
        let year = |year, volumes: &[u64]| {
            let received = (1..).map(FieldId).zip(volumes.iter().copied()).collect();
            DisclosedFields::choose(year, &received, &all, THRESHOLD_PER_MONTH)
        };
        let last_year = year(2024, &volumes[0]);
        let this_year = year(2025, &volumes[1]).after(&last_year);
        prop_assert_ne!(last_year.folded().intersection(this_year.folded()).count(), 1);
        prop_assert_ne!(this_year.folded().len(), 1);
        prop_assert_ne!(this_year.and(&last_year).folded().len(), 1);
    }

    #[test]
    fn public_rows_add_up_to_the_public_total(
        lives in any_lives(),
        disclosed in any_disclosed(),
        period in any_period(),
        at in any_instant(),
        rule in any_rule(),
    ) {
        for scope in [Scope::Centre, Scope::Agency(AgencyId(1))] {
            let counted = board(&lives, scope, period, at, rule, TrendFields::All);
            let public = disclose(&counted, &disclosed);
            let (total, sums) = (public.total().unwrap(), public.sums());
            let sum = |cell: fn(&PublicRow) -> u64| {
                public.rows().iter().map(cell).sum::<u64>()
            };
            prop_assert_eq!(sum(PublicRow::received), sums.received());
            prop_assert_eq!(sum(PublicRow::early) + sum(PublicRow::on_time), sums.in_time());
            prop_assert_eq!(sum(PublicRow::late), sums.late());
            prop_assert_eq!(sum(PublicRow::pending), sums.pending());
            prop_assert_eq!(
                sums.received() + total.carried(),
                sums.resolved() + sums.pending() + total.withdrawn() + total.ineligible()
            );
            if scope == Scope::Centre {
                prop_assert_eq!(sums.received(), counted.total.received());
                prop_assert_eq!(sums.late(), counted.total.late);
            }
        }
    }
}

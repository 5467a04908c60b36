#![allow(clippy::unwrap_used)]
use proptest::prelude::*;

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn scores(satisfied: u64, dissatisfied: u64) -> Scores {
    let mut scores = Scores::default();
    scores.add(Score::Satisfied, satisfied);
    scores.add(Score::Dissatisfied, dissatisfied);
    scores
}

#[test]
fn every_score_is_parsed_from_its_text() {
    for score in Score::ALL {
        assert_eq!(score.as_str().parse(), Ok(score));
    }
    assert!("rubbish".parse::<Score>().is_err());
}

#[test]
fn a_figure_is_of_the_closed_weeks_of_a_year() {
    // A Saturday.
    let (start, end) = span(date("2026-11-28"));
    assert_eq!(end, date("2026-11-23"));
    assert_eq!(start, date("2025-12-29"));
    assert_eq!(span(date("2026-11-23")), (start, end), "on a Monday, too");
    assert_eq!(span(date("2027-01-03")), (start, date("2026-12-28")));
    assert_eq!(span(date("2027-01-04")).0, date("2026-12-28"));
}

#[test]
fn a_week_with_too_few_ratings_waits_for_the_next() {
    let weeks = (date("2026-11-02"), date("2026-11-23"));
    let days = [
        (date("2026-11-03"), scores(4, 0)),
        (date("2026-11-09"), scores(0, 1)),
        (date("2026-11-16"), scores(3, 1)),
    ];
    assert_eq!(shown(&days, weeks, 5), scores(4, 1), "the last week waits");
    assert_eq!(
        shown(&days, weeks, 4),
        scores(7, 2),
        "one step of a week, one of two"
    );
    assert_eq!(shown(&days[..1], weeks, 5), Scores::default());
    let running = [(date("2026-11-24"), scores(90, 0))];
    assert_eq!(shown(&running, weeks, 5), Scores::default());
}

#[test]
fn a_share_is_rounded_to_a_tenth() {
    assert_eq!(share_tenths(0, 0), None);
    assert_eq!(share_tenths(2, 3), Some(667));
    assert_eq!(share_tenths(3, 3), Some(1_000));
}

proptest! {
    /// Whoever compares the figure of one week with that of the next learns of no fewer ratings than the bound.
    #[test]
    fn two_figures_never_differ_by_a_few_ratings(
        counts in prop::collection::vec((0_u64..91, 0_u64..4, 0_u64..4), 0..60),
        at_least in 1_u64..12,
        weeks in 1_u64..13,
    ) {
        let start = date("2026-08-24");
        let days: Vec<_> = counts
            .iter()
            .map(|(day, good, bad)| (start.checked_add_days(Days::new(*day)).unwrap(), scores(*good, *bad)))
            .collect();
        let until = |weeks: u64| start.checked_add_days(Days::new(7 * weeks)).unwrap();
        let before = shown(&days, (start, until(weeks)), at_least);
        let after = shown(&days, (start, until(weeks + 1)), at_least);
        for score in Score::ALL {
            prop_assert!(after.of(score) >= before.of(score));
        }
        let learned = after.all() - before.all();
        prop_assert!(learned == 0 || learned >= at_least, "{} more ratings", learned);
        prop_assert!(before.all() == 0 || before.all() >= at_least);
    }
}

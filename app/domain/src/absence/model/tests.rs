//! Who may be away, who may stand in, and until when.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::id::AgencyId;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const TODAY: &str = "2026-11-23";

fn absence(account: &str, from: &str, to: &str, substitute: &str) -> Absence {
    Absence {
        id: 0,
        account: account.to_owned(),
        from: date(from),
        to: date(to),
        substitute: substitute.to_owned(),
    }
}

fn agencies(ids: &[i64]) -> AgencyScope {
    AgencyScope::Agencies(ids.iter().copied().map(AgencyId).collect::<BTreeSet<_>>())
}

/// Whether it may be, both working in the same agency.
fn may(new: &Absence, known: &[Absence]) -> Result<(), AbsenceRefusal> {
    let reach = agencies(&[1]);
    let worker = |name| Worker {
        name,
        reach: &reach,
    };
    let (absent, substitute) = (worker(&new.account), worker(&new.substitute));
    check(new, &absent, &substitute, known, date(TODAY))
}

#[test]
fn both_dates_belong_to_an_absence() {
    let away = absence("lan", "2026-11-24", "2026-11-26", "minh");
    for (day, holds) in [
        ("2026-11-23", false),
        ("2026-11-24", true),
        ("2026-11-26", true),
        ("2026-11-27", false),
    ] {
        assert_eq!(away.holds_on(date(day)), holds, "{day}");
    }
}

#[test]
fn the_dates_of_an_absence_have_bounds() {
    let refused = |from, to| may(&absence("lan", from, to, "minh"), &[]).unwrap_err();
    assert_eq!(may(&absence("lan", TODAY, TODAY, "minh"), &[]), Ok(()));
    assert_eq!(
        refused("2026-11-25", "2026-11-24"),
        AbsenceRefusal::EndsBefore
    );
    assert_eq!(refused("2026-11-22", "2026-11-24"), AbsenceRefusal::Begins);
    assert_eq!(refused("2027-11-25", "2027-11-26"), AbsenceRefusal::Begins);
    let first = date(TODAY);
    let longest = first + Duration::days(ABSENCE_DAYS_MAX - 1);
    let of = |to: NaiveDate| absence("lan", TODAY, &to.to_string(), "minh");
    assert_eq!(may(&of(longest), &[]), Ok(()));
    let longer = longest + Duration::days(1);
    assert_eq!(may(&of(longer), &[]), Err(AbsenceRefusal::TooLong));
}

#[test]
fn a_substitute_works_wherever_the_absent_one_does() {
    let new = absence("lan", TODAY, TODAY, "minh");
    let may = |absent: &AgencyScope, substitute: &AgencyScope| {
        let absent = Worker {
            name: "lan",
            reach: absent,
        };
        let substitute = Worker {
            name: "minh",
            reach: substitute,
        };
        check(&new, &absent, &substitute, &[], date(TODAY)).is_ok()
    };
    assert!(may(&agencies(&[1]), &agencies(&[1, 2])));
    assert!(may(&agencies(&[1]), &AgencyScope::Everywhere));
    assert!(may(&AgencyScope::Everywhere, &AgencyScope::Everywhere));
    assert!(!may(&agencies(&[1, 2]), &agencies(&[1])));
    assert!(!may(&AgencyScope::Everywhere, &agencies(&[1])));
}

#[test]
fn nobody_is_a_substitute_for_themselves_or_while_away() {
    let oneself = absence("lan", TODAY, TODAY, "lan");
    assert_eq!(may(&oneself, &[]), Err(AbsenceRefusal::Oneself));
    let minh_away = absence("minh", "2026-11-25", "2026-11-27", "hoa");
    let known = [minh_away.clone()];
    let lan = |from, to| may(&absence("lan", from, to, "minh"), &known);
    assert_eq!(lan("2026-11-23", "2026-11-24"), Ok(()));
    assert_eq!(
        lan("2026-11-23", "2026-11-25"),
        Err(AbsenceRefusal::SubstituteAway(minh_away.clone()))
    );
    assert_eq!(lan("2026-11-28", "2026-11-29"), Ok(()));
    let hoa = absence("hoa", "2026-11-27", "2026-11-30", "lan");
    assert_eq!(
        may(&hoa, &known),
        Err(AbsenceRefusal::StandsIn(minh_away.clone()))
    );
    let twice = absence("minh", "2026-11-27", "2026-11-30", "lan");
    assert_eq!(
        may(&twice, &known),
        Err(AbsenceRefusal::AwayAlready(minh_away))
    );
}

#[test]
fn an_absence_taken_back_ends_the_day_before_or_never_was() {
    let away = absence("lan", "2026-11-20", "2026-11-26", "minh");
    let on = |day| cancel(&away, date(day));
    assert_eq!(on("2026-11-19"), Cancellation::Removed);
    assert_eq!(on("2026-11-20"), Cancellation::Removed, "on its first day");
    assert_eq!(on("2026-11-23"), Cancellation::EndsOn(date("2026-11-22")));
    assert_eq!(on("2026-11-27"), Cancellation::Over);
}

proptest! {
    /// However absences are added, on no day has a substitute a substitute, and nobody has two.
    #[test]
    fn substitutes_never_form_a_chain(
        tries in proptest::collection::vec((0_usize..4, 0_usize..4, 0_i64..20, 0_i64..10), 0..30),
    ) {
        let names = ["lan", "minh", "hoa", "an"];
        let first = date(TODAY);
        let mut known: Vec<Absence> = Vec::new();
        for (absent, substitute, after, days) in tries {
            let from = first + Duration::days(after);
            let to = from + Duration::days(days);
            let new = absence(names[absent], &from.to_string(), &to.to_string(), names[substitute]);
            if may(&new, &known).is_ok() {
                known.push(new);
            }
        }
        for day in first.iter_days().take(31) {
            for name in names {
                let own = known.iter().filter(|it| it.account == name && it.holds_on(day));
                prop_assert!(own.count() <= 1);
                if let Some(away) = absence_of(&known, name, day) {
                    prop_assert!(absence_of(&known, &away.substitute, day).is_none());
                }
            }
        }
    }
}

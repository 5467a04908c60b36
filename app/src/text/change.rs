//! A change against the period before, in words and sign: never by colour alone.

use sanh_domain::language::Lang;
use sanh_domain::period::{Period, PeriodKind};

use super::date::{day_and_month, month_in_words, period};
use super::number::number;
use crate::text::Messages;

/// The direction of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More than before.
    More,
    /// Fewer than before.
    Fewer,
    /// The figure did not change.
    Same,
}

/// A figure of a period and of the same working days of the period before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Over the compared days of this period, in dossiers.
    pub now: u64,
    /// The figure of the same number of working days of the period before, in dossiers.
    pub before: u64,
}

impl Change {
    /// The direction of the change.
    #[must_use]
    pub const fn direction(self) -> Direction {
        if self.now > self.before {
            Direction::More
        } else if self.now < self.before {
            Direction::Fewer
        } else {
            Direction::Same
        }
    }

    /// Sign and size: "+12", "−1.893", "±0".
    #[must_use]
    pub fn signed(self, lang: Lang) -> String {
        let sign = match self.direction() {
            Direction::More => '+',
            Direction::Fewer => '−',
            Direction::Same => '±',
        };
        format!("{sign}{}", number(lang, self.now.abs_diff(self.before)))
    }

    /// The change as it is said: "tăng 12", "giảm 1.893", "không đổi".
    #[must_use]
    pub fn said(self, lang: Lang) -> String {
        let (words, count) = (lang.words(), number(lang, self.now.abs_diff(self.before)));
        match self.direction() {
            Direction::More => words.change_more(count),
            Direction::Fewer => words.change_fewer(count),
            Direction::Same => words.change_same(),
        }
    }

    /// What follows [`Change::said`] on the wall: "so với cùng kỳ tháng 10".
    #[must_use]
    pub fn against(lang: Lang, previous: &Period) -> String {
        let words = lang.words();
        words.change_against(match previous.kind {
            PeriodKind::Day => words.whole_day(day_and_month(previous.from)),
            _ => words.same_days_of(named(lang, previous)),
        })
    }

    /// The whole change in a sentence, if there is room for it: "▲ tăng 12 so với 15 ngày làm việc đầu của tháng 10".
    #[must_use]
    pub fn sentence(self, lang: Lang, previous: &Period, working_days: u32) -> String {
        let words = lang.words();
        let basis = match previous.kind {
            PeriodKind::Day => words.basis_day(day_and_month(previous.from)),
            _ => words.basis_period(working_days, named(lang, previous)),
        };
        let sign = match self.direction() {
            Direction::More => '▲',
            Direction::Fewer => '▼',
            Direction::Same => '=',
        };
        format!("{sign} {} {}", self.said(lang), words.change_against(basis))
    }
}

/// A period's name inside a sentence: "tháng 10", "năm 2025"; English keeps its capitals.
fn named(lang: Lang, previous: &Period) -> String {
    if previous.kind == PeriodKind::Month {
        return month_in_words(lang, previous.from);
    }
    let name = period(lang, previous);
    match lang {
        // Only the first letter is lowered: "Quý IV" keeps its numeral.
        Lang::Vi => {
            let mut letters = name.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_lowercase().chain(letters).collect()
            })
        }
        Lang::En => name,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::NaiveDate;

    fn october() -> Period {
        Period::month(NaiveDate::from_ymd_opt(2026, 10, 1).unwrap())
    }

    #[test]
    fn a_change_names_its_sign_its_size_and_its_comparison() {
        let more = Change {
            now: 112,
            before: 100,
        };
        assert_eq!(
            more.sentence(Lang::Vi, &october(), 15),
            "▲ tăng 12 so với 15 ngày làm việc đầu của tháng 10"
        );
        let fewer = Change {
            now: 100,
            before: 112,
        };
        assert_eq!(
            fewer.sentence(Lang::En, &october(), 15),
            "▼ down 12 on the first 15 working days of October"
        );
        let same = Change { now: 7, before: 7 };
        assert_eq!(
            same.sentence(Lang::En, &october(), 1),
            "= no change on the first working day of October"
        );
    }

    #[test]
    fn the_wall_shows_a_shorter_text() {
        let fewer = Change {
            now: 1,
            before: 2_001,
        };
        let last_year = Period::year(NaiveDate::from_ymd_opt(2025, 1, 1).unwrap());
        assert_eq!(fewer.signed(Lang::Vi), "−2.000");
        assert_eq!(fewer.said(Lang::Vi), "giảm 2.000");
        assert_eq!(
            Change::against(Lang::Vi, &last_year),
            "so với cùng kỳ năm 2025"
        );
        assert_eq!(fewer.said(Lang::En), "down 2,000");
        assert_eq!(
            Change::against(Lang::En, &october()),
            "on the same days of October"
        );
        assert_eq!(Change { now: 3, before: 3 }.said(Lang::Vi), "không đổi");
        assert_eq!(Change { now: 3, before: 3 }.signed(Lang::En), "±0");
    }
}

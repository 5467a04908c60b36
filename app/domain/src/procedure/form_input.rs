//! Reads what administrators type into the catalogue, in several spellings, and writes stored values as they are typed.

use super::model::{
    CODE_CHARS_MAX, FEE_VND_MAX, LIMIT_CALENDAR_DAYS_MAX, LIMIT_DAYS_MAX, LIMIT_MONTHS_MAX,
    PAPER_CHARS_MAX, PAPERS_MAX,
};
use crate::deadline::calendar::WorkingMinutes;
use crate::deadline::due::{CUTOFF, LimitLength};
use crate::language::Lang;
use crate::text::fold::folded;
use crate::text::name::{Name, composed};

/// Separates the Vietnamese name of a paper from the English one.
const BETWEEN_NAMES: char = '|';
/// Minutes of a working hour.
const HOUR_MIN: u32 = 60;
/// The most decimals of a time limit.
const DECIMALS_MAX: usize = 2;

/// A unit of time limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LimitUnit {
    /// Working days of eight hours.
    #[default]
    WorkingDays,
    /// Working hours.
    WorkingHours,
    /// Working minutes: an import may have brought a limit that is no decimal number of hours.
    WorkingMinutes,
    /// Calendar days.
    Days,
    /// Calendar months.
    Months,
    /// None: resolved on the day of reception, by a rule hour.
    SameDay,
}

impl LimitUnit {
    /// Every unit, in the order a form offers them.
    pub const ALL: [Self; 6] = [
        Self::WorkingDays,
        Self::WorkingHours,
        Self::WorkingMinutes,
        Self::Days,
        Self::Months,
        Self::SameDay,
    ];

    /// The word in a form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WorkingDays => "days",
            Self::WorkingHours => "hours",
            Self::WorkingMinutes => "minutes",
            Self::Days => "calendar_days",
            Self::Months => "months",
            Self::SameDay => "same_day",
        }
    }

    /// Reads the word of a form; `None` for an unknown word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == word)
    }
}

/// Reads the code of a field or procedure: letters, digits, and signs between them as in official codes. `None` for other text.
pub fn code(text: &str) -> Option<String> {
    let code = text.trim();
    let fits = code
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
    let begins = code.starts_with(|first: char| first.is_ascii_alphanumeric());
    (fits && begins && code.len() <= CODE_CHARS_MAX).then(|| code.to_owned())
}

/// Reads a line of text, with single blanks; `None` if it is empty, too long, or has invisible characters.
pub fn line(text: &str, chars_max: usize) -> Option<String> {
    let line = composed(text);
    let fits = !line.is_empty()
        && line.chars().count() <= chars_max
        && !line.chars().any(char::is_control);
    fits.then_some(line)
}

/// Reads a time limit; `None` if it is no number, zero, too long, or no whole number of minutes, days or months. One within the day has the rule hour of
/// the law.
pub fn limit(text: &str, unit: LimitUnit) -> Option<LimitLength> {
    let within = |most: u32| whole(text).filter(|number| (1..=most).contains(number));
    match unit {
        LimitUnit::WorkingDays => working(text, WorkingMinutes::DAY.0),
        LimitUnit::WorkingHours => working(text, HOUR_MIN),
        LimitUnit::WorkingMinutes => working(text, 1),
        LimitUnit::Days => within(LIMIT_CALENDAR_DAYS_MAX).map(LimitLength::Days),
        LimitUnit::Months => within(LIMIT_MONTHS_MAX).map(LimitLength::Months),
        LimitUnit::SameDay => text
            .is_empty()
            .then_some(LimitLength::SameDay { until: CUTOFF }),
    }
}

fn whole(text: &str) -> Option<u32> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

fn working(text: &str, unit_min: u32) -> Option<LimitLength> {
    let (whole, decimals) = text.split_once([',', '.']).unwrap_or((text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(decimals) || decimals.len() > DECIMALS_MAX {
        return None;
    }
    let hundredths: u64 = format!("{whole}{decimals:0<DECIMALS_MAX$}").parse().ok()?;
    let minutes = hundredths.checked_mul(unit_min.into())?;
    let longest = WorkingMinutes::of_days(LIMIT_DAYS_MAX);
    let limit = u32::try_from(minutes / 100).ok().map(WorkingMinutes)?;
    let fits = minutes.is_multiple_of(100) && limit.0 > 0 && limit <= longest;
    fits.then_some(LimitLength::Working(limit))
}

/// A time limit as typed: in days where they are whole, else in hours where two decimals suffice.
pub fn limit_typed(lang: Lang, limit: LimitLength) -> (String, LimitUnit) {
    match limit {
        LimitLength::Working(minutes) => working_typed(lang, minutes),
        LimitLength::Days(0) | LimitLength::SameDay { .. } => (String::new(), LimitUnit::SameDay),
        LimitLength::Days(days) => (days.to_string(), LimitUnit::Days),
        LimitLength::Months(months) => (months.to_string(), LimitUnit::Months),
    }
}

fn working_typed(lang: Lang, limit: WorkingMinutes) -> (String, LimitUnit) {
    if limit.0.is_multiple_of(WorkingMinutes::DAY.0) {
        let days = limit.0 / WorkingMinutes::DAY.0;
        return (days.to_string(), LimitUnit::WorkingDays);
    }
    let hundredths = u64::from(limit.0) * 100;
    let hour = u64::from(HOUR_MIN);
    if !hundredths.is_multiple_of(hour) {
        return (limit.0.to_string(), LimitUnit::WorkingMinutes);
    }
    let hundredths = hundredths / hour;
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    let text = format!("{}{mark}{:02}", hundredths / 100, hundredths % 100);
    let text = text.trim_end_matches('0').trim_end_matches(mark);
    (text.to_owned(), LimitUnit::WorkingHours)
}

/// A fee in đồng, its thousands apart or not, with or without its unit, or the word that there is none; `None`: no number, or too high.
pub fn fee(text: &str) -> Option<u32> {
    const FREE: [&str; 5] = ["mien phi", "khong", "khong thu", "khong thu phi", "free"];
    const UNITS: [&str; 4] = [" dong", " vnd", "dong", "vnd"];
    let text = folded(text);
    if FREE.contains(&text.as_str()) {
        return Some(0);
    }
    let number = UNITS.iter().find_map(|unit| text.strip_suffix(unit));
    let text = number.unwrap_or(&text);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let mut groups = text.split(['.', ',', ' ', '\u{a0}']);
    let first = groups.next().filter(|first| is_number(first))?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = rest
        .iter()
        .all(|group| group.len() == 3 && is_number(group));
    if !is_grouped || (!rest.is_empty() && first.len() > 3) {
        return None;
    }
    let fee: u32 = format!("{first}{}", rest.concat()).parse().ok()?;
    (fee <= FEE_VND_MAX).then_some(fee)
}

/// Reads papers, one per line; `None` if there are too many, or one has no Vietnamese name or is too long.
pub fn papers(text: &str) -> Option<Vec<Name>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let papers: Vec<Name> = lines.map(paper).collect::<Option<_>>()?;
    (papers.len() <= PAPERS_MAX).then_some(papers)
}

fn paper(text: &str) -> Option<Name> {
    let (vi, en) = text.split_once(BETWEEN_NAMES).unwrap_or((text, ""));
    let en = match en.trim() {
        "" => None,
        en => Some(line(en, PAPER_CHARS_MAX)?),
    };
    Some(Name {
        vi: line(vi, PAPER_CHARS_MAX)?,
        en,
    })
}

/// Papers as typed.
pub fn papers_typed(papers: &[Name]) -> String {
    let line = |paper: &Name| match &paper.en {
        Some(en) => format!("{} {BETWEEN_NAMES} {en}", paper.vi),
        None => paper.vi.clone(),
    };
    papers.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(text: &str, unit: LimitUnit) -> Option<u32> {
        match limit(text, unit) {
            Some(LimitLength::Working(minutes)) => Some(minutes.0),
            _ => None,
        }
    }

    #[test]
    fn a_limit_is_a_number_of_days_or_hours_with_either_mark() {
        assert_eq!(minutes("3", LimitUnit::WorkingDays), Some(1_440));
        assert_eq!(minutes("0,5", LimitUnit::WorkingDays), Some(240));
        assert_eq!(minutes("1.25", LimitUnit::WorkingHours), Some(75));
        assert_eq!(minutes("90", LimitUnit::WorkingMinutes), Some(90));
        assert_eq!(minutes("999", LimitUnit::WorkingDays), Some(999 * 480));
        for (text, unit) in [
            ("", LimitUnit::WorkingDays),
            ("0", LimitUnit::WorkingDays),
            ("0,01", LimitUnit::WorkingHours),
            ("1.000", LimitUnit::WorkingDays),
            ("-1", LimitUnit::WorkingDays),
            ("1000", LimitUnit::WorkingDays),
            ("99999999999999999999", LimitUnit::WorkingDays),
            ("ba", LimitUnit::WorkingHours),
            (",", LimitUnit::WorkingHours),
        ] {
            assert_eq!(minutes(text, unit), None, "{text} {unit:?}");
        }
    }

    #[test]
    fn every_limit_is_typed_as_it_is_read() {
        for lang in Lang::ALL {
            for whole in (1..5_000).chain([479_520]) {
                let (text, unit) = limit_typed(lang, WorkingMinutes(whole).into());
                assert_eq!(minutes(&text, unit), Some(whole), "{text} {unit:?}");
            }
        }
        assert_eq!(
            limit_typed(Lang::Vi, WorkingMinutes(90).into()),
            ("1,5".to_owned(), LimitUnit::WorkingHours)
        );
    }

    #[test]
    fn days_and_months_of_the_calendar_are_whole_and_the_same_day_needs_no_number() {
        assert_eq!(limit("15", LimitUnit::Days), Some(LimitLength::Days(15)));
        assert_eq!(limit("1", LimitUnit::Months), Some(LimitLength::Months(1)));
        let same_day = LimitLength::SameDay { until: CUTOFF };
        assert_eq!(limit("", LimitUnit::SameDay), Some(same_day));
        for (text, unit) in [
            ("0", LimitUnit::Days),
            ("1,5", LimitUnit::Days),
            ("", LimitUnit::Days),
            ("+3", LimitUnit::Days),
            ("1461", LimitUnit::Days),
            ("49", LimitUnit::Months),
            ("3", LimitUnit::SameDay),
        ] {
            assert_eq!(limit(text, unit), None, "{text} {unit:?}");
        }
        let lengths = (1..40).map(LimitLength::Days).chain([same_day]);
        for length in lengths.chain((1..=LIMIT_MONTHS_MAX).map(LimitLength::Months)) {
            let (text, unit) = limit_typed(Lang::Vi, length);
            assert_eq!(limit(&text, unit), Some(length));
        }
    }

    #[test]
    fn a_fee_may_have_its_thousands_apart() {
        for text in ["1250000", "1.250.000", "1,250,000", "1 250 000"] {
            assert_eq!(fee(text), Some(1_250_000), "{text}");
        }
        for text in ["8.000 đồng", "8000 VNĐ", "8.000đồng"] {
            assert_eq!(fee(text), Some(8_000), "{text}");
        }
        for text in ["0", "Miễn phí", "Không", "không thu"] {
            assert_eq!(fee(text), Some(0), "{text}");
        }
        for text in [
            "",
            "-1",
            "1.25",
            "12500.000",
            "1.250.00",
            "1e6",
            "1000000001",
            ".000",
        ] {
            assert_eq!(fee(text), None, "{text}");
        }
    }

    #[test]
    fn papers_are_read_one_per_line_and_shown_in_the_form_again() {
        let read = papers("  Tờ  khai | Form \n\nẢnh\n Bản sao |").unwrap_or_default();
        let name = |vi: &str, en: Option<&str>| Name {
            vi: vi.to_owned(),
            en: en.map(str::to_owned),
        };
        let expected = [
            name("Tờ khai", Some("Form")),
            name("Ảnh", None),
            name("Bản sao", None),
        ];
        assert_eq!(read, expected);
        assert_eq!(papers(&papers_typed(&read)), Some(read));
        assert_eq!(papers(""), Some(Vec::new()));
        assert_eq!(papers("| English only"), None);
        assert_eq!(papers(&"a".repeat(PAPER_CHARS_MAX + 1)), None);
        assert_eq!(papers(&"a\n".repeat(PAPERS_MAX + 1)), None);
    }

    #[test]
    fn a_line_has_single_blanks_and_nothing_hidden() {
        assert_eq!(line("  Hộ   tịch ", 10).as_deref(), Some("Hộ tịch"));
        assert_eq!(line("Hộ tịch", 6), None);
        assert_eq!(line(" \t ", 6), None);
        assert_eq!(line("a\u{7}b", 6), None);
    }
}

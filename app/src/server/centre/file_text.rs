//! Dates of a file as the text that a form carries to the confirmation. The domain reads this text.

use chrono::NaiveDate;
use sanh_domain::centre::file::{CalendarFile, DayKind, FileDay};
use sanh_domain::centre::form_input;
use sanh_domain::deadline::decided::DayStatus;
use sanh_domain::language::Lang;

use crate::text::Messages;
use crate::text::date::short_date;

/// A file with a date on each line, some dates left out.
#[must_use]
pub(super) fn written(file: &CalendarFile, left_out: &[NaiveDate]) -> String {
    let kept = file.days.iter();
    let kept = kept.filter(|day| !left_out.contains(&day.date));
    let line = |day: &FileDay| {
        let kind = kind_text(&day.kind, day.status);
        let name = day.name.replace(';', ",");
        format!("{};{name};{kind}\n", short_date(day.date))
    };
    kept.map(line).collect()
}

/// A kind of date as [`DayKind::read`] reads it.
fn kind_text(kind: &DayKind, status: DayStatus) -> String {
    let words = Lang::Vi.words();
    let kind = match kind {
        DayKind::Off => words.file_kind_off(),
        DayKind::Morning => words.file_kind_morning(),
        DayKind::Afternoon => words.file_kind_afternoon(),
        DayKind::MakeUp => words.file_kind_make_up(),
        DayKind::Hours(hours) => {
            format!(
                "{} {}",
                words.file_kind_make_up(),
                form_input::written(hours)
            )
        }
    };
    match status {
        DayStatus::Decided => kind,
        DayStatus::Pending => format!("{}, {kind}", words.file_kind_pending()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(line: usize, on: &str, name: &str, kind: &str) -> FileDay {
        let (kind, status) = DayKind::read(kind).unwrap();
        FileDay {
            line,
            date: on.parse().unwrap(),
            name: name.to_owned(),
            kind,
            status,
            is_in_a_row: false,
        }
    }

    #[test]
    fn a_written_kind_of_day_is_read_back() {
        for text in [
            "nghỉ",
            "nghỉ chiều",
            "nghỉ sáng",
            "làm bù",
            "làm bù 07:30-11:30 13:00-16:00",
            "chờ quyết định, nghỉ",
            "chờ quyết định, làm bù 07:30-11:30",
        ] {
            let (kind, status) = DayKind::read(text).unwrap();
            assert_eq!(kind_text(&kind, status), text);
        }
    }

    #[test]
    fn a_file_written_for_the_confirmation_has_a_date_on_each_line() {
        let file = CalendarFile {
            days: vec![
                day(1, "2028-01-03", "Nghỉ bù; Tết", "chờ quyết định"),
                day(2, "2028-01-08", "Làm bù", "làm bù"),
            ],
            faults: Vec::new(),
        };
        assert_eq!(
            written(&file, &[]),
            "03/01/2028;Nghỉ bù, Tết;chờ quyết định, nghỉ\n08/01/2028;Làm bù;làm bù\n"
        );
    }
}

//! What a line of the audit says of a saved view, which is sealed as the parameters of an address. What is not known stays as it stands.

use percent_encoding::percent_decode_str;
use sanh_domain::dossier::worklist::{MINE, SortColumn, Tab, WorklistSort};
use sanh_domain::language::Lang;
use sanh_domain::report::query::Grouping;

use crate::model::report::{RANGE, Span};
use crate::model::report_column::{Column, Sort};
use crate::model::report_table::column_title;
use crate::report::choose::span_name;
use crate::text::Messages;
use crate::text::date::{self, short_date};
use crate::text::dossier::{channel_name, tab_name};
use crate::text::report::grouping_name;

/// A view in words: `period=quarter&by=field` is "Quý này · Nhóm theo: Lĩnh vực". What the number or name in a parameter is called is
/// told by `called`, which is given both.
pub(super) fn view(lang: Lang, query: &str, called: impl Fn(&str, &str) -> String) -> String {
    let date = given(query, "date");
    let told = |pair: &str| {
        let Some((name, value)) = pair.split_once('=') else {
            return pair.to_owned();
        };
        let value = percent_decode_str(value).decode_utf8_lossy();
        let label = |label: String| Some(format!("{label}: {}", called(name, &value)));
        let words = lang.words();
        let known = match name {
            "period" => period(lang, &value, date),
            "date" => date.and_then(day).map(|_| String::new()),
            "agency" if value == MINE => Some(words.desk_mine()),
            "agency" => label(words.desk_agency()),
            "field" => label(words.throughput_field()),
            "procedure" => label(words.throughput_procedure()),
            "person" => label(words.throughput_person()),
            "sort" => order(lang, query),
            "order" => order(lang, query).map(|_| String::new()),
            "density" if value == "wide" => Some(words.desk_rows_wide()),
            _ => other(lang, name, &value),
        };
        known.unwrap_or_else(|| format!("{name}={value}"))
    };
    let parts = query.split('&').map(told);
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// The value of a parameter, as it stands.
fn given<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find_map(|(known, value)| (known == name).then_some(value))
}

/// The order of the rows. A view of the work list, which always has a tab, gives its column and direction in one word.
fn order(lang: Lang, query: &str) -> Option<String> {
    let word = given(query, "sort")?;
    let (column, is_descending) = if given(query, "tab").is_some() {
        let sort = WorklistSort::read(word)?;
        (list_column(lang, sort.column), sort.is_reversed)
    } else {
        let grouping = match given(query, "by") {
            None => Grouping::default(),
            Some(word) => Grouping::read(word)?,
        };
        let sort = Sort::read(Column::read(word)?, given(query, "order"))?;
        let column = column_title(lang, grouping, sort.column);
        (column, sort.is_descending)
    };
    let words = lang.words();
    Some(if is_descending {
        words.audit_sorted_descending(column)
    } else {
        words.audit_sorted_ascending(column)
    })
}

fn list_column(lang: Lang, column: SortColumn) -> String {
    let words = lang.words();
    match column {
        SortColumn::Due => words.desk_due(),
        SortColumn::Received => words.desk_received(),
        SortColumn::Code => words.desk_code(),
        SortColumn::Procedure => words.desk_procedure(),
        SortColumn::Agency => words.desk_agency(),
        SortColumn::Status => words.desk_status(),
        SortColumn::Assignee => words.assign_title(),
    }
}

/// A period: the current one of its kind, or the one with a date. Of days chosen freely the first and the last are told by themselves.
fn period(lang: Lang, word: &str, date: Option<&str>) -> Option<String> {
    if word == RANGE {
        return Some(String::new());
    }
    let span = Span::ALL.into_iter().find(|span| span.as_str() == word)?;
    let Some(date) = date else {
        return Some(span_name(lang, span));
    };
    let date = date.parse().ok()?;
    Some(date::period(lang, &span.of(date)))
}

fn other(lang: Lang, name: &str, value: &str) -> Option<String> {
    let words = lang.words();
    let label = match name {
        "tab" => return Some(tab_name(lang, Tab::read(value)?)),
        "by" => words.throughput_grouping(),
        "channel" => words.throughput_channel(),
        "from" => words.throughput_from(),
        "to" => words.throughput_to(),
        "received_from" => words.desk_received_from(),
        "received_to" => words.desk_received_to(),
        "due_from" => words.desk_due_from(),
        "due_to" => words.desk_due_to(),
        _ => return None,
    };
    let value = match name {
        "by" => grouping_name(lang, Grouping::read(value)?),
        "channel" => channel_name(lang, value.parse().ok()?),
        _ => day(value)?,
    };
    Some(format!("{label}: {value}"))
}

fn day(text: &str) -> Option<String> {
    text.parse().ok().map(short_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(query: &str) -> String {
        view(Lang::Vi, query, |what, value| format!("{what} số {value}"))
    }

    #[test]
    fn a_saved_view_is_told_in_words() {
        assert_eq!(
            told("period=quarter&by=field"),
            "Quý này · Nhóm theo: Lĩnh vực"
        );
        assert_eq!(
            told("period=month&date=2026-10-05&agency=3"),
            "Tháng 10 năm 2026 · Cơ quan, đơn vị: agency số 3"
        );
        let range = told("period=range&from=2026-01-05&to=2026-02-10&person=lan");
        assert!(range.contains(": 05/01/2026 · "), "{range}");
        assert!(range.contains(": 10/02/2026 · "), "{range}");
        assert!(range.ends_with(": person số lan"), "{range}");
        let mine = told("tab=open&agency=mine&due_to=2026-12-01");
        assert!(
            mine.ends_with(" · Hồ sơ của tôi · Hẹn trả đến ngày: 01/12/2026"),
            "{mine}"
        );
        assert!(!mine.contains("open"), "{mine}");
    }

    #[test]
    fn what_a_view_is_narrowed_to_and_its_order_are_told_in_words() {
        assert_eq!(
            told("period=month&field=1&procedure=12&sort=on-time&order=asc"),
            "Tháng này · Lĩnh vực: field số 1 · Thủ tục: procedure số 12 · Sắp xếp: Đúng hạn, tăng dần"
        );
        assert_eq!(
            told("by=field&sort=name&order=desc"),
            "Nhóm theo: Lĩnh vực · Sắp xếp: Lĩnh vực, giảm dần"
        );
        let list = told("tab=open&procedure=12&sort=-received&density=wide");
        assert!(
            list.ends_with(
                " · Thủ tục: procedure số 12 · Sắp xếp: Tiếp nhận, giảm dần · Dòng thưa"
            ),
            "{list}"
        );
        let due = told("tab=open&sort=due");
        assert!(due.ends_with(", tăng dần"), "{due}");
    }

    #[test]
    fn what_is_not_known_of_a_view_stays_as_it_stands() {
        for query in [
            "period=decade",
            "by=mood",
            "sort=mood",
            "sort=late&order=upwards",
            "order=asc",
            "density=narrow",
            "date=soon",
            "x",
        ] {
            assert_eq!(told(query).replace(" · ", "&"), query);
        }
    }
}

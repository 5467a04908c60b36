//! What a line of the audit says of a saved view, which is sealed as the parameters of an address. What is not known stays as it stands.

use percent_encoding::percent_decode_str;
use sanh_domain::dossier::worklist::{MINE, Tab};
use sanh_domain::language::Lang;
use sanh_domain::report::query::Grouping;

use crate::model::report::{RANGE, Span};
use crate::report::choose::span_name;
use crate::text::Messages;
use crate::text::date::{self, short_date};
use crate::text::dossier::{channel_name, tab_name};
use crate::text::report::grouping_name;

/// A view in words: `period=quarter&by=field` is "Quý này · Nhóm theo: Lĩnh vực".
pub(super) fn view(
    lang: Lang,
    query: &str,
    agency: impl Fn(&str) -> String,
    person: impl Fn(&str) -> String,
) -> String {
    let date = query.split('&').find_map(|pair| pair.strip_prefix("date="));
    let told = |pair: &str| {
        let Some((name, value)) = pair.split_once('=') else {
            return pair.to_owned();
        };
        let value = percent_decode_str(value).decode_utf8_lossy();
        let label = |label: String, value: String| format!("{label}: {value}");
        let words = lang.words();
        let known = match name {
            "period" => period(lang, &value, date),
            "date" => date.and_then(day).map(|_| String::new()),
            "agency" if value == MINE => Some(words.desk_mine()),
            "agency" => Some(label(words.desk_agency(), agency(&value))),
            "person" => Some(label(words.throughput_person(), person(&value))),
            _ => other(lang, name, &value),
        };
        known.unwrap_or_else(|| format!("{name}={value}"))
    };
    let parts = query.split('&').map(told);
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
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
        let agency = |id: &str| format!("cơ quan {id}");
        let person = |name: &str| format!("người {name}");
        view(Lang::Vi, query, agency, person)
    }

    #[test]
    fn a_saved_view_is_told_in_words() {
        assert_eq!(
            told("period=quarter&by=field"),
            "Quý này · Nhóm theo: Lĩnh vực"
        );
        assert_eq!(
            told("period=month&date=2026-10-05&agency=3"),
            "Tháng 10 năm 2026 · Cơ quan, đơn vị: cơ quan 3"
        );
        let range = told("period=range&from=2026-01-05&to=2026-02-10&person=lan");
        assert!(range.contains(": 05/01/2026 · "), "{range}");
        assert!(range.contains(": 10/02/2026 · "), "{range}");
        assert!(range.ends_with(": người lan"), "{range}");
        let mine = told("tab=open&agency=mine&due_to=2026-12-01");
        assert!(
            mine.ends_with(" · Hồ sơ của tôi · Hẹn trả đến ngày: 01/12/2026"),
            "{mine}"
        );
        assert!(!mine.contains("open"), "{mine}");
    }

    #[test]
    fn what_is_not_known_of_a_view_stays_as_it_stands() {
        for query in ["period=decade", "by=mood", "procedure=12", "date=soon", "x"] {
            assert_eq!(told(query), query);
        }
    }
}

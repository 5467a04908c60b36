//! What a line of the audit says of settings, procedures, days, periods, files and letters, in the reader's language. It was sealed in
//! words for machines; what is not known stays as it stands.

use chrono::{NaiveDate, NaiveTime};
use sanh_domain::centre::setting::SettingKey;
use sanh_domain::deadline::{LimitLength, WorkingMinutes};
use sanh_domain::language::Lang;
use sanh_domain::period::{Period, PeriodKind};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::office::ProcedureLevel;
use sanh_domain::subscription::model::TellChannel;

use crate::text::Messages;
use crate::text::centre::value_text;
use crate::text::date::short_date;
use crate::text::dossier::channel_name;
use crate::text::number::{number, size_text};
use crate::text::official_form::period_title;
use crate::text::procedure::{length_text, level_name};

/// The days of a week of office hours.
const WEEK_DAYS: usize = 7;

/// A setting's value, behind the day from which it holds where that is told: `2026-12-01: instant`.
pub(super) fn setting(lang: Lang, key: SettingKey, text: &str) -> String {
    let dated = text.split_once(": ").and_then(|(from, value)| {
        let from = from.parse::<NaiveDate>().ok()?;
        let value = value_text(lang, key, value);
        Some(format!("{}: {value}", short_date(from)))
    });
    dated.unwrap_or_else(|| value_text(lang, key, text))
}

/// A period of reports: `government_month 2026-08-15 – 2026-09-14`.
pub(super) fn period(lang: Lang, text: &str) -> Option<String> {
    let (kind, days) = text.split_once(' ')?;
    let (from, last) = days.split_once(" – ")?;
    let period = Period {
        kind: PeriodKind::from_word(kind)?,
        from: from.parse().ok()?,
        to: last.parse::<NaiveDate>().ok()?.succ_opt()?,
    };
    Some(period_title(lang, &period))
}

/// A row of the calendar: `closed | Tết | QĐ 1 | pending`.
pub(super) fn day(lang: Lang, text: &str) -> String {
    let words = lang.words();
    let part = |part: &str| match part {
        "closed" => words.calendar_closed(),
        "pending" => words.day_status_pending(),
        other => other.to_owned(),
    };
    text.split(" | ").map(part).collect::<Vec<_>>().join(" | ")
}

/// Office hours, the days of a week behind one another from Monday on: `07:30-11:30 13:00-17:00|…`. Days off are left out.
pub(super) fn week(lang: Lang, text: &str) -> Option<String> {
    let days: Vec<&str> = text.split('|').collect();
    if days.len() != WEEK_DAYS {
        return None;
    }
    let open = (1_u32..).zip(days).filter(|(_, hours)| !hours.is_empty());
    let told = open.map(|(weekday, hours)| format!("{}: {hours}", lang.words().weekday(weekday)));
    Some(told.collect::<Vec<_>>().join("; "))
}

/// What is told of an agency, a field, a procedure or a file, one fact behind another.
pub(super) fn facts(lang: Lang, text: &str) -> String {
    let fact = |text: &str| {
        let known = whole(lang, text.trim_end());
        let known = known.or_else(|| form(lang, text));
        let known = known.or_else(|| begun(lang, text));
        let known = known.or_else(|| part(lang, text));
        let known = known.or_else(|| limits(lang, text));
        known.unwrap_or_else(|| text.to_owned())
    };
    text.split("; ").map(fact).collect::<Vec<_>>().join("; ")
}

/// A fact that is told in the same words each time.
fn whole(lang: Lang, text: &str) -> Option<String> {
    let words = lang.words();
    Some(match text {
        "no fee said" => format!("{}: {}", words.receive_fee(), words.setting_blank()),
        "papers in another order" => words.audit_papers_moved(),
        "sensitive" => words.audit_sensitive(),
        "not sensitive" => words.audit_not_sensitive(),
        "listed" => words.audit_listed(),
        "not listed" => words.audit_not_listed(),
        "online" => words.audit_online(),
        "not online" => words.audit_not_online(),
        "posted" => words.audit_posted(),
        "taken down" => words.audit_taken_down(),
        _ => return None,
    })
}

/// The form of a paper, the first behind the word for all of them: `forms Đơn: document 3`, `Tờ khai: document 4`.
fn form(lang: Lang, text: &str) -> Option<String> {
    let words = lang.words();
    let (paper, document) = text.rsplit_once(": document ")?;
    document.parse::<u64>().ok()?;
    let first = paper.strip_prefix("forms ");
    let paper = first.map_or_else(
        || paper.to_owned(),
        |paper| format!("{}: {paper}", words.audit_forms()),
    );
    Some(format!("{paper}: {}", words.audit_of_document(document)))
}

/// A fact whose first words say what it is.
fn begun(lang: Lang, text: &str) -> Option<String> {
    let words = lang.words();
    if let Some(code) = text.strip_prefix("field ") {
        return Some(words.audit_of_field(code));
    }
    if let Some(level) = text.strip_prefix("level ") {
        let level = level_name(lang, level.parse::<ProcedureLevel>().ok()?);
        return Some(format!("{}: {level}", words.office_level()));
    }
    if let Some(fee) = text.strip_prefix("fee ") {
        let fee = fee.strip_suffix(" VND")?.parse().ok()?;
        let fee = words.receive_fee_vnd(number(lang, fee));
        return Some(format!("{}: {fee}", words.receive_fee()));
    }
    if let Some(bytes) = text.strip_suffix(" bytes") {
        return Some(size_text(lang, bytes.parse().ok()?));
    }
    let labels = [
        ("national code ", words.office_national_code()),
        ("handled by ", words.office_agencies()),
        ("online ", words.audit_online()),
        ("not online ", words.audit_not_online()),
        ("counter ", words.guide_reception_place()),
        ("legal basis ", words.guide_basis()),
        ("wishes ", words.audit_wishes()),
        ("forms ", words.audit_forms()),
        ("attachment ", words.audit_attachment()),
    ];
    let mut labels = labels.into_iter();
    labels.find_map(|(begins, label)| Some(format!("{label}: {}", text.strip_prefix(begins)?)))
}

/// A part of a linked procedure: `part at 000.00.18.H49, limit 480 min, Thuế`.
fn part(lang: Lang, text: &str) -> Option<String> {
    let mut parts = text.strip_prefix("part at ")?.splitn(3, ", ");
    let (agency, limit, name) = (parts.next()?, parts.next()?, parts.next()?);
    Some(format!("{agency}: {name}, {}", length(lang, limit)?))
}

/// Limits, each behind its channel, or the day from which it holds: `limit 15 days, no cut-off`, `online: no limit, no cut-off`.
fn limits(lang: Lang, text: &str) -> Option<String> {
    let one = |text: &str| {
        let Some((whose, text)) = text.split_once(": ") else {
            return limit(lang, text);
        };
        let channel = whose.parse::<Channel>().ok();
        let channel = channel.map(|channel| channel_name(lang, channel));
        let whose = channel.or_else(|| {
            let from = whose.strip_prefix("from ")?.parse().ok()?;
            Some(lang.words().setting_from_date(short_date(from)))
        });
        let whose = whose?;
        Some(format!("{whose}: {}", limit(lang, text)?))
    };
    let told: Option<Vec<String>> = text.split(", ").map(one).collect();
    told.map(|told| told.join(", "))
}

fn limit(lang: Lang, text: &str) -> Option<String> {
    let words = lang.words();
    match text {
        "no limit" => Some(words.audit_no_limit()),
        "cut-off 15:00" => Some(words.procedures_cutoff_short()),
        "no cut-off" => Some(words.audit_no_cutoff()),
        _ => length(lang, text),
    }
}

/// How long a limit is: `limit 480 min`, `limit 15 days`, `within the day until 15:00`.
fn length(lang: Lang, text: &str) -> Option<String> {
    if let Some(until) = text.strip_prefix("within the day until ") {
        let until = NaiveTime::parse_from_str(until, "%H:%M").ok()?;
        return Some(length_text(lang, LimitLength::SameDay { until }));
    }
    let (count, unit) = text.strip_prefix("limit ")?.split_once(' ')?;
    let count = count.parse().ok()?;
    let length = match unit {
        "min" => LimitLength::Working(WorkingMinutes(count)),
        "days" => LimitLength::Days(count),
        "months" => LimitLength::Months(count),
        _ => return None,
    };
    Some(length_text(lang, length))
}

/// What was taken away: so many rows, a report, the bad values of an import.
pub(super) fn taken(lang: Lang, text: &str) -> Option<String> {
    let words = lang.words();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(words.audit_rows(text));
    }
    match (text, text.strip_prefix("signed ")) {
        ("as counted", _) => Some(words.audit_as_counted()),
        ("bad values", _) => Some(words.audit_bad_values()),
        (_, Some(fingerprint)) => Some(words.audit_signed(fingerprint)),
        _ => None,
    }
}

/// `120 rows: 100 new, 15 changed, 3 same, 2 bad`; before it stands what was read, of which only the size says something to people:
/// `name sha256:9add74b4ca5647c4, 2048 bytes`.
pub(super) fn imported(lang: Lang, text: &str) -> Option<String> {
    if let Some(file) = text.strip_prefix("name sha256:") {
        let (_, bytes) = file.split_once(", ")?;
        return begun(lang, bytes);
    }
    let (rows, counts) = text.split_once(" rows: ")?;
    let counts = counts.split(", ");
    let counts: Vec<&str> = counts.filter_map(|count| count.split(' ').next()).collect();
    let &[new, changed, same, bad] = counts.as_slice() else {
        return None;
    };
    let count = |text: &str| counted(lang, text, "");
    let (rows, new, changed) = (count(rows)?, count(new)?, count(changed)?);
    let words = lang.words();
    Some(words.audit_imported_rows(rows, new, changed, count(same)?, count(bad)?))
}

/// A number in the reader's language, of a text in which `what` follows it.
fn counted(lang: Lang, text: &str, what: &str) -> Option<String> {
    let count = text.strip_suffix(what)?.parse().ok()?;
    Some(number(lang, count))
}

/// The same of several, separated by commas, each followed by its own of `what`.
fn all_counted<const N: usize>(lang: Lang, text: &str, what: [&str; N]) -> Option<[String; N]> {
    let counts: Vec<&str> = text.split(", ").collect();
    if counts.len() != N {
        return None;
    }
    let counts = counts.into_iter().zip(what);
    let counts = counts.map(|(count, what)| counted(lang, count, what));
    counts.collect::<Option<Vec<_>>>()?.try_into().ok()
}

/// `waits for a link`, `12 done again, 0 not, 3 sessions ended`.
pub(super) fn restored(lang: Lang, text: &str) -> Option<String> {
    let words = lang.words();
    match text {
        "waits for a link" => return Some(words.audit_waits_for_link()),
        "waits for a new slip" => return Some(words.audit_waits_for_slip()),
        _ => {}
    }
    let [done, not, sessions] =
        all_counted(lang, text, [" done again", " not", " sessions ended"])?;
    Some(words.audit_replayed(done, not, sessions))
}

/// `begun`, `done: 1200 applicants, 3 notes, 15 attachments`.
pub(super) fn key_changed(lang: Lang, text: &str) -> Option<String> {
    let words = lang.words();
    if text == "begun" {
        return Some(words.audit_begun());
    }
    let counts = text.strip_prefix("done: ")?;
    let [applicants, notes, attachments] =
        all_counted(lang, counts, [" applicants", " notes", " attachments"])?;
    Some(words.audit_rekeyed(applicants, notes, attachments))
}

/// By what somebody is told: `mail`, `phone`.
pub(super) fn channel(lang: Lang, text: &str) -> Option<String> {
    let words = lang.words();
    Some(match text.parse::<TellChannel>().ok()? {
        TellChannel::Mail => words.outbox_channel_mail(),
        TellChannel::Phone => words.outbox_channel_gateway(),
    })
}

/// `sent`, `dead`, `message 3 waits`, `12 messages wait`.
pub(super) fn letters(lang: Lang, text: &str) -> Option<String> {
    let words = lang.words();
    match text {
        "sent" => Some(words.outbox_state_sent()),
        "dead" => Some(words.outbox_state_dead()),
        _ if text.starts_with("message ") => Some(words.outbox_state_waiting()),
        _ => {
            let count = counted(lang, text, " messages wait")?;
            Some(words.audit_letters_wait(count))
        }
    }
}

/// `3 rows off: centre, agency 2`, `the count of the dossiers`.
pub(super) fn repaired(lang: Lang, text: &str) -> Option<String> {
    let words = lang.words();
    if text == "the count of the dossiers" {
        return Some(words.audit_recounted());
    }
    let (rows, _) = text.split_once(" rows off: ")?;
    Some(words.audit_rows_off(rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_written_as_its_page_writes_it() {
        let told = |text| setting(Lang::Vi, SettingKey::FeedbackOnWall, text);
        assert_eq!(told("off"), "không hiện");
        assert_eq!(told("2026-12-01: on"), "01/12/2026: hiện");
        let name = setting(Lang::Vi, SettingKey::CentreName, "Trung tâm: A");
        assert_eq!(name, "Trung tâm: A", "what was typed stays");
    }

    #[test]
    fn a_procedure_is_written_in_words() {
        let told = facts(
            Lang::Vi,
            "field HT; Khai sinh | Birth; limit 15 days; no cut-off; fee 8000 VND; handled by A1, A2",
        );
        assert_eq!(
            told,
            "Lĩnh vực HT; Khai sinh | Birth; 15 ngày; không có giờ chốt; Phí, lệ phí: 8.000 đồng; Cơ quan giải quyết: A1, A2"
        );
        let own = facts(
            Lang::Vi,
            "online: limit 2 months, cut-off 15:00, post: no limit, no cut-off",
        );
        assert!(
            own.contains("2 tháng") && own.contains("không có thời hạn"),
            "{own}"
        );
        for machine in ["online:", "limit", "cut-off", "post:"] {
            assert!(!own.contains(machine), "{machine} in {own}");
        }
        let later = facts(Lang::Vi, "from 2026-12-01: no limit, no cut-off");
        assert_eq!(later, "từ 01/12/2026: không có thời hạn, không có giờ chốt");
        let part = facts(Lang::Vi, "part at T1, limit 480 min, Thuế | Tax");
        assert_eq!(part, "T1: Thuế | Tax, 1 ngày làm việc");
    }

    #[test]
    fn periods_days_and_weeks_are_written_in_words() {
        let month = period(Lang::Vi, "month 2026-10-01 – 2026-10-31");
        assert_eq!(month.as_deref(), Some("Tháng 10 năm 2026"));
        assert_eq!(period(Lang::Vi, "HT"), None);
        let told = day(Lang::Vi, "closed | Tết | QĐ 1 | pending");
        assert_eq!(told, "Nghỉ | Tết | QĐ 1 | Chờ quyết định");
        let hours = week(Lang::Vi, "07:30-11:30||||||08:00-11:00");
        let hours = hours.unwrap_or_default();
        assert_eq!(hours.matches(": ").count(), 2, "{hours}");
    }

    #[test]
    fn forms_of_papers_are_told_by_their_documents() {
        let told = facts(Lang::Vi, "forms Đơn: document 3; Tờ khai: document 4");
        assert_eq!(
            told,
            "mẫu giấy tờ: Đơn: Văn bản số 3; Tờ khai: Văn bản số 4"
        );
    }

    #[test]
    fn restored_copies_keys_imports_and_channels_are_written_in_words() {
        let replayed = restored(Lang::Vi, "1200 done again, 0 not, 3 sessions ended");
        assert_eq!(
            replayed.as_deref(),
            Some("làm lại 1.200 việc, không làm lại được 0; kết thúc 3 phiên")
        );
        let changed = key_changed(Lang::En, "done: 1200 applicants, 3 notes, 15 attachments");
        assert_eq!(
            changed.as_deref(),
            Some("encrypted again: 1,200 applicants, 3 notes, 15 attachments")
        );
        assert_eq!(key_changed(Lang::En, "begun").as_deref(), Some("begun"));
        let file = imported(Lang::Vi, "name sha256:9add74b4ca5647c4, 2048 bytes");
        assert_eq!(file.as_deref(), Some("2 kB"));
        assert_eq!(channel(Lang::Vi, "mail").as_deref(), Some("Thư điện tử"));
        assert_eq!(channel(Lang::Vi, "pigeon"), None);
        assert_eq!(
            restored(Lang::Vi, "many done again, 0 not, 3 sessions ended"),
            None
        );
    }

    #[test]
    fn what_is_not_known_stays() {
        for text in ["Bản sao; sha256 00", "limits of names, listed or not", ""] {
            assert_eq!(facts(Lang::En, text), text);
        }
    }
}

//! The texts of procedures, with time limits written as the law writes them.

use chrono::NaiveTime;
use sanh_domain::deadline::due::{CUTOFF, LimitLength, TimeLimit};
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::form_input::{LimitUnit, limit_typed};
use sanh_domain::procedure::limits::ChannelLimits;
use sanh_domain::procedure::model::ItemKind;
use sanh_domain::procedure::model::ProcedureEntry;
use sanh_domain::procedure::office::ProcedureLevel;
use sanh_domain::text::clock;

use crate::text::Messages;
use crate::text::dossier::channel_name;
use crate::text::number::{NO_RATE, number};

/// The subject of a procedure in the audit.
pub(crate) fn subject(entry: &ProcedureEntry) -> String {
    format!("procedure {}", entry.code)
}

/// A length of time in its own unit, to the minute: "15 ngày", "1 tháng", "3 ngày làm việc", "trong ngày".
#[must_use]
pub(crate) fn length_text(lang: Lang, length: LimitLength) -> String {
    let words = lang.words();
    if let Some(until) = rule_hour(length).filter(|until| *until != CUTOFF) {
        return words.office_same_day_until(clock(until));
    }
    let (typed, unit) = limit_typed(lang, length);
    match (unit, typed.parse::<u32>()) {
        (LimitUnit::SameDay, _) => words.limit_same_day(),
        (LimitUnit::Days, Ok(days)) => words.limit_days(days),
        (LimitUnit::Months, Ok(months)) => words.limit_months(months),
        (LimitUnit::WorkingDays, Ok(days)) => words.procedures_limit_days(days),
        (LimitUnit::WorkingHours, Ok(hours)) => words.procedures_limit_hours(hours),
        (LimitUnit::WorkingHours, Err(_)) => words.procedures_limit_hours_part(typed),
        _ => words.procedures_limit_minutes(typed),
    }
}

/// A length of time with how it is counted: on every page and paper that names a limit.
#[must_use]
pub(crate) fn explained_text(lang: Lang, length: LimitLength) -> String {
    format!("{}. {}", length_text(lang, length), how_text(lang, length))
}

/// A time limit with its cut-off, or that there is none.
#[must_use]
pub(crate) fn limit_text(lang: Lang, limit: Option<TimeLimit>) -> String {
    let words = lang.words();
    let Some(limit) = limit else {
        return words.procedures_limit_none();
    };
    let text = length_text(lang, limit.length);
    if limit.cutoff_15h {
        format!("{text} · {}", words.procedures_cutoff_short())
    } else {
        text
    }
}

/// The general time limit, and those of channels that have their own.
#[must_use]
pub(crate) fn limits_text(lang: Lang, limits: ChannelLimits) -> String {
    let own = Channel::ALL.into_iter().filter_map(|channel| {
        let limit = limits.own(channel)?;
        let length = length_text(lang, limit.length);
        Some(format!("{}: {length}", channel_name(lang, channel)))
    });
    let all = std::iter::once(limit_text(lang, limits.general)).chain(own);
    all.collect::<Vec<_>>().join("; ")
}

/// A fee in words.
#[must_use]
pub(crate) fn fee_text(lang: Lang, fee_vnd: Option<u32>) -> String {
    let words = lang.words();
    match fee_vnd {
        None => NO_RATE.to_owned(),
        Some(0) => words.receive_fee_free(),
        Some(fee) => words.receive_fee_vnd(number(lang, fee.into())),
    }
}

/// How a time limit is counted, in a sentence.
#[must_use]
pub(crate) fn how_text(lang: Lang, length: LimitLength) -> String {
    let words = lang.words();
    match length {
        LimitLength::Working(_) => words.limit_how_working(),
        LimitLength::SameDay { .. } | LimitLength::Days(0) => match rule_hour(length) {
            Some(until) => words.limit_how_same_day_until(clock(until)),
            None => words.limit_how_same_day(),
        },
        LimitLength::Days(_) | LimitLength::Months(_) => words.limit_how_calendar(),
    }
}

/// The hour until which a reception is due on its own day; `None`: the whole day, or the limit is none within the day.
fn rule_hour(length: LimitLength) -> Option<NaiveTime> {
    const LAST_MINUTE: Option<NaiveTime> = NaiveTime::from_hms_opt(23, 59, 0);
    match length {
        LimitLength::SameDay { until } if Some(until) < LAST_MINUTE => Some(until),
        _ => None,
    }
}

/// The name of a level of government.
#[must_use]
pub(crate) fn level_name(lang: Lang, level: ProcedureLevel) -> String {
    let words = lang.words();
    match level {
        ProcedureLevel::Ministry => words.office_level_ministry(),
        ProcedureLevel::Province => words.office_level_province(),
        ProcedureLevel::Commune => words.office_level_commune(),
        ProcedureLevel::Other => words.office_level_other(),
    }
}

/// What the audit calls an item.
pub(crate) fn item_subject(kind: ItemKind, code: &str) -> String {
    match kind {
        ItemKind::Agency => format!("agency {code}"),
        ItemKind::Field => format!("field {code}"),
    }
}

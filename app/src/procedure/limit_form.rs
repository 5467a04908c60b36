//! The time limits of a procedure in its form: the general one, and those of channels that have their own.

use leptos::prelude::*;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::limits::ChannelLimits;
use sanh_domain::procedure::model::{LIMIT_CALENDAR_DAYS_MAX, LIMIT_DAYS_MAX, LIMIT_MONTHS_MAX};

use super::edit::NUMBER_CHARS_MAX;
use super::parts::{self, FormValues};
use super::typed::{self, LimitUnit};
use crate::dossier::words::channel_name;
use crate::text::Messages;
use crate::ui::form::{Form, Problem, select};

/// The names of a limit's two fields in the form.
#[derive(Clone, Copy)]
struct Names {
    limit: &'static str,
    unit: &'static str,
}

const GENERAL: Names = Names {
    limit: "limit",
    unit: "unit",
};

const fn names_of(channel: Channel) -> Names {
    match channel {
        Channel::Online => Names {
            limit: "limit_online",
            unit: "unit_online",
        },
        Channel::Direct => Names {
            limit: "limit_direct",
            unit: "unit_direct",
        },
        Channel::Post => Names {
            limit: "limit_post",
            unit: "unit_post",
        },
    }
}

/// Reads the time limits from a form. Errors are added to `problems`.
pub(super) fn read(lang: Lang, form: &Form, problems: &mut Vec<Problem>) -> ChannelLimits {
    let words = lang.words();
    let cutoff_15h = parts::ticked(form, "cutoff");
    let general = read_one(lang, form, GENERAL, cutoff_15h, problems);
    let mut limits = ChannelLimits::from(general);
    let is_bad = problems
        .iter()
        .any(|problem| problem.field == GENERAL.limit);
    for channel in Channel::ALL {
        let own = read_one(lang, form, names_of(channel), cutoff_15h, problems);
        // One that is the general one all the same is none of its own.
        limits = limits.with_own(channel, own.filter(|_| own != general));
    }
    let has_any = Channel::ALL.into_iter().any(|it| limits.of(it).is_some());
    if cutoff_15h && !has_any && !is_bad {
        problems.push(Problem::new("limit", words.procedures_cutoff_alone()));
    }
    limits
}

fn read_one(
    lang: Lang,
    form: &Form,
    names: Names,
    cutoff_15h: bool,
    problems: &mut Vec<Problem>,
) -> Option<TimeLimit> {
    let (text, unit) = (form.text(names.limit), form.text(names.unit));
    let unit = LimitUnit::read(unit).unwrap_or_default();
    if text.is_empty() && unit != LimitUnit::SameDay {
        return None;
    }
    let length = typed::limit(text, unit);
    if length.is_none() {
        problems.push(Problem::new(names.limit, bad_text(lang, unit)));
    }
    length.map(|length| TimeLimit { length, cutoff_15h })
}

fn bad_text(lang: Lang, unit: LimitUnit) -> String {
    let words = lang.words();
    match unit {
        LimitUnit::Days => words.limit_bad_days(LIMIT_CALENDAR_DAYS_MAX),
        LimitUnit::Months => words.limit_bad_months(LIMIT_MONTHS_MAX),
        LimitUnit::SameDay => words.limit_bad_same_day(),
        LimitUnit::WorkingDays | LimitUnit::WorkingHours | LimitUnit::WorkingMinutes => {
            words.procedures_bad_limit(LIMIT_DAYS_MAX)
        }
    }
}

/// The fields of the limits.
pub(super) fn inputs(sheet: &FormValues<'_>, limits: ChannelLimits) -> AnyView {
    let lang = sheet.request.room_lang();
    let words = lang.words();
    let all = Channel::ALL.into_iter().map(|channel| limits.of(channel));
    let cutoff = all.flatten().any(|limit| limit.cutoff_15h);
    let own = Channel::ALL.into_iter().map(|channel| {
        let name = channel_name(lang, channel);
        let labels = (
            words.limit_of_channel(name.clone()),
            words.limit_unit_of_channel(name),
        );
        one(sheet, names_of(channel), labels, None, limits.own(channel))
    });
    let own: Vec<_> = own.collect();
    let is_open = Channel::ALL.into_iter().any(|channel| {
        let names = names_of(channel);
        let is_wrong = sheet.back.problems.iter().any(|it| it.field == names.limit);
        is_wrong || limits.own(channel).is_some() || !sheet.value(names.limit, "").is_empty()
    });
    let labels = (words.procedures_limit(), words.procedures_unit());
    let hint = format!(
        "{} {}",
        words.procedures_limit_hint(),
        words.working_day_is()
    );
    let hint = Some(hint);
    view! {
        {one(sheet, GENERAL, labels, hint, limits.general)}
        <details class="earlier" open=is_open>
            <summary>{words.limit_by_channel()}</summary>
            <p class="hint">{words.limit_by_channel_hint()}</p>
            {own}
        </details>
        {sheet.tick("cutoff", words.procedures_cutoff(), words.procedures_cutoff_hint(), cutoff)}
    }
    .into_any()
}

fn one(
    sheet: &FormValues<'_>,
    names: Names,
    (label, unit_label): (String, String),
    hint: Option<String>,
    limit: Option<TimeLimit>,
) -> AnyView {
    let lang = sheet.request.room_lang();
    let words = lang.words();
    let typed = limit.map(|limit| typed::limit_typed(lang, limit.length));
    let (text, unit) = typed.unwrap_or_default();
    let chosen = sheet.value(names.unit, unit.as_str());
    let chosen = LimitUnit::read(&chosen).unwrap_or_default();
    let is_offered = |unit: &LimitUnit| *unit != LimitUnit::WorkingMinutes || chosen == *unit;
    let units = LimitUnit::ALL.into_iter().filter(is_offered).map(|unit| {
        let name = match unit {
            LimitUnit::WorkingDays => words.procedures_unit_days(),
            LimitUnit::WorkingHours => words.procedures_unit_hours(),
            LimitUnit::WorkingMinutes => words.procedures_unit_minutes(),
            LimitUnit::Days => words.limit_unit_days(),
            LimitUnit::Months => words.limit_unit_months(),
            LimitUnit::SameDay => words.limit_same_day(),
        };
        (unit.as_str().to_owned(), name)
    });
    view! {
        <div class="limit">
            {sheet.line(names.limit, label, hint, &text, NUMBER_CHARS_MAX)}
            {select(names.unit, unit_label, units.collect(), chosen.as_str(), sheet.back.problems)}
        </div>
    }
    .into_any()
}

//! The time limits of a procedure in its form: the general one, and those of channels that have their own.

use leptos::prelude::*;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::form_input::{self, LimitUnit};
use sanh_domain::procedure::limits::ChannelLimits;
use sanh_domain::text::clock;

use crate::catalogue::form_fields::{FormValues, NUMBER_CHARS_MAX};
use crate::model::procedure::{GENERAL, LimitNames, RULE_HOUR, names_of, rule_hour};
use crate::text::Messages;
use crate::text::dossier::channel_name;
use crate::ui::form::select;

/// The fields of the limits.
pub(super) fn inputs(sheet: &FormValues<'_>, limits: ChannelLimits) -> AnyView {
    let lang = sheet.request.room_lang();
    let words = lang.words();
    let all = Channel::ALL.into_iter().map(|channel| limits.of(channel));
    let all: Vec<TimeLimit> = all.flatten().collect();
    let cutoff = all.iter().any(|limit| limit.cutoff_15h);
    let rule_hour = clock(rule_hour(&all));
    let rule_hour_hint = Some(words.office_rule_hour_hint());
    let own = Channel::ALL.into_iter().map(|channel| {
        let name = channel_name(lang, channel);
        let labels = (
            words.limit_of_channel(name.clone()),
            words.limit_unit_of_channel(name),
        );
        limit_fields(sheet, names_of(channel), labels, None, limits.own(channel))
    });
    let own: Vec<_> = own.collect();
    let is_open = Channel::ALL.into_iter().any(|channel| {
        let names = names_of(channel);
        let is_wrong = sheet.problems.iter().any(|it| it.field == names.limit);
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
        {limit_fields(sheet, GENERAL, labels, hint, limits.general)}
        <details class="earlier" open=is_open>
            <summary>{words.limit_by_channel()}</summary>
            <p class="hint">{words.limit_by_channel_hint()}</p>
            {own}
        </details>
        {sheet.tick("cutoff", words.procedures_cutoff(), words.procedures_cutoff_hint(), cutoff)}
        {sheet.line(RULE_HOUR, words.office_rule_hour(), rule_hour_hint, &rule_hour, NUMBER_CHARS_MAX)}
    }
    .into_any()
}

fn limit_fields(
    sheet: &FormValues<'_>,
    names: LimitNames,
    (label, unit_label): (String, String),
    hint: Option<String>,
    limit: Option<TimeLimit>,
) -> AnyView {
    let lang = sheet.request.room_lang();
    let words = lang.words();
    let typed = limit.map(|limit| form_input::limit_typed(lang, limit.length));
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
            {select(names.unit, unit_label, units.collect(), chosen.as_str(), sheet.problems)}
        </div>
    }
    .into_any()
}

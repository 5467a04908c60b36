//! Reads a form of a procedure.

use chrono::{Days, NaiveDate, NaiveTime};
use sanh_domain::centre::form_input::date;
use sanh_domain::deadline::due::{LimitLength, TimeLimit};
use sanh_domain::id::FieldId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::form_input::{self, LimitUnit};
use sanh_domain::procedure::limits::{ChannelLimits, Limits};
use sanh_domain::procedure::model::{
    CODE_CHARS_MAX, LIMIT_AHEAD_DAYS_MAX, LIMIT_CALENDAR_DAYS_MAX, LIMIT_DAYS_MAX,
    LIMIT_MONTHS_MAX, LIMITS_TO_COME_MAX, PROCEDURE_NAME_CHARS_MAX, Procedure, ProcedureEntry,
};

use super::super::catalogue::read_names;
use super::super::{Administrator, refuse};
use super::office::{self, Listed};
use crate::error::AppError;
use crate::model::procedure::{GENERAL, LimitNames, fingerprint, names_of, ticked};
use crate::page::Form;
use crate::text::Messages;
use crate::text::date::short_date;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// A day that a page has written into its form.
pub(crate) fn day(text: &str) -> Result<NaiveDate, AppError> {
    date(text.trim()).ok_or_else(|| AppError::Invalid("valid_from".to_owned()))
}

/// A procedure to be added.
pub(crate) async fn new_entry(
    administrator: &Administrator,
    form: &Form,
) -> Result<ProcedureEntry, FormError> {
    let lang = request().room_lang();
    let mut problems = Vec::new();
    let code = form_input::code(form.raw("code")).unwrap_or_default();
    if code.is_empty() {
        let message = lang.words().procedures_needs_code(CODE_CHARS_MAX);
        problems.push(Problem::new("code", message));
    }
    let listed = Listed::read(administrator).await?;
    let entry = entry(&listed, form, code, &mut problems);
    refuse(problems)?;
    Ok(entry)
}

/// The changed procedure; its code stays, and its limits change from a day on.
pub(crate) async fn changed_entry(
    administrator: &Administrator,
    form: &Form,
    (before, today): (&Procedure, NaiveDate),
) -> Result<ProcedureEntry, FormError> {
    let (code, mut problems) = (before.entry.code.clone(), Vec::new());
    let listed = Listed::read(administrator).await?;
    let mut after = entry(&listed, form, code, &mut problems);
    let typed = after.limits.first;
    after.limits = limits(form, (&before.entry, today), typed, &mut problems);
    refuse(problems)?;
    Ok(after)
}

/// Everything but the code. Problems are added to `problems`.
pub(super) fn entry(
    listed: &Listed,
    form: &Form,
    code: String,
    problems: &mut Vec<Problem>,
) -> ProcedureEntry {
    let lang = request().room_lang();
    let words = lang.words();
    let field = form.text("field").parse().ok();
    let field = field.filter(|field| listed.fields.iter().any(|it| it.id == *field));
    if field.is_none() {
        problems.push(Problem::new("field", words.procedures_needs_field()));
    }
    let names = (form.raw("name_vi"), form.raw("name_en"));
    let name = read_names(lang, names, PROCEDURE_NAME_CHARS_MAX, problems);
    let limit = channel_limits(lang, form, problems);
    let requirements = office::read(listed, form, &code, problems);
    ProcedureEntry {
        code,
        field: FieldId(field.unwrap_or_default()),
        name,
        limits: Limits::always(limit),
        requirements,
    }
}

fn channel_limits(lang: Lang, form: &Form, problems: &mut Vec<Problem>) -> ChannelLimits {
    let words = lang.words();
    let cutoff_15h = ticked(form, "cutoff");
    let until = office::rule_hour(form, problems);
    let rule = (cutoff_15h, until);
    let general = channel_limit((lang, form), GENERAL, rule, problems);
    let mut limits = ChannelLimits::from(general);
    let is_bad = problems
        .iter()
        .any(|problem| problem.field == GENERAL.limit);
    for channel in Channel::ALL {
        let own = channel_limit((lang, form), names_of(channel), rule, problems);
        // A limit equal to the general one is not stored as the channel's own.
        limits = limits.with_own(channel, own.filter(|_| own != general));
    }
    let has_any = Channel::ALL.into_iter().any(|it| limits.of(it).is_some());
    if cutoff_15h && !has_any && !is_bad {
        problems.push(Problem::new("limit", words.procedures_cutoff_alone()));
    }
    limits
}

fn channel_limit(
    (lang, form): (Lang, &Form),
    names: LimitNames,
    (cutoff_15h, until): (bool, NaiveTime),
    problems: &mut Vec<Problem>,
) -> Option<TimeLimit> {
    let (text, unit) = (form.text(names.limit), form.text(names.unit));
    let unit = LimitUnit::read(unit).unwrap_or_default();
    if text.is_empty() && unit != LimitUnit::SameDay {
        return None;
    }
    let length = form_input::limit(text, unit);
    if length.is_none() {
        problems.push(Problem::new(names.limit, bad_limit(lang, unit)));
    }
    length.map(|length| match length {
        // For a limit within the day, the hour in the rule replaces the cut-off.
        LimitLength::SameDay { .. } => TimeLimit {
            length: LimitLength::SameDay { until },
            cutoff_15h: false,
        },
        length => TimeLimit { length, cutoff_15h },
    })
}

fn bad_limit(lang: Lang, unit: LimitUnit) -> String {
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

/// The stored limits together with the typed one, from the day that the form names; problems with the day are added to
/// `problems`.
fn limits(
    form: &Form,
    (stands, today): (&ProcedureEntry, NaiveDate),
    limit: ChannelLimits,
    problems: &mut Vec<Problem>,
) -> Limits {
    let words = request().room_lang().words();
    let limits = stands.limits.clone();
    let valid_from = match first_day(form, today) {
        Ok(valid_from) => valid_from,
        Err(problem) => {
            problems.push(problem);
            return limits;
        }
    };
    // The problems already say that the limit cannot be read.
    if !problems.is_empty() {
        return limits;
    }
    let is_same = limits.on(valid_from) == limit;
    // A form that was sent twice finds its own change already stored. It was made from an older state, so it is no mistake.
    if is_same && valid_from > today && form.text("seen") == fingerprint(stands) {
        let message = words.limit_same(short_date(valid_from));
        problems.push(Problem::new("valid_from", message));
    }
    let limits = limits.with(limit, valid_from, today);
    if !is_same && limits.to_come(today).count() > LIMITS_TO_COME_MAX {
        let message = words.limit_many(LIMITS_TO_COME_MAX);
        problems.push(Problem::new("valid_from", message));
    }
    limits
}

/// The day that a form names; blank is today.
fn first_day(form: &Form, today: NaiveDate) -> Result<NaiveDate, Problem> {
    let words = request().room_lang().words();
    let problem = |message| Err(Problem::new("valid_from", message));
    let text = form.text("valid_from");
    if text.is_empty() {
        return Ok(today);
    }
    let Some(day) = date(text) else {
        return problem(words.limit_bad_date());
    };
    if day < today {
        return problem(words.limit_past());
    }
    let last = today.checked_add_days(Days::new(LIMIT_AHEAD_DAYS_MAX));
    match last {
        Some(last) if day > last => problem(words.limit_far(short_date(last))),
        _ => Ok(day),
    }
}

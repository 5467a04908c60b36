//! The texts of figures, groups and times.

use chrono::{Duration, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use sanh_domain::board::percentage::Rate;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::id::{AgencyId, FieldId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::backlog::band;
use sanh_domain::report::model::ReportNames;
use sanh_domain::report::query::{DossierFilter, Figure, Group, Grouping};

use crate::text::dossier::{channel_name, moment, named};
use crate::text::duration::short_working_time;
use crate::text::number::{NO_RATE, number, percent};
use crate::text::{Messages, date};

/// One working day, in working minutes.
const DAY_MIN: u64 = 480;
/// One working hour, in minutes.
const HOUR_MIN: u64 = 60;

/// A figure, as tables and lists name it.
#[must_use]
pub fn figure_name(lang: Lang, figure: Figure) -> String {
    let words = lang.words();
    match figure {
        Figure::Received => words.throughput_received(),
        Figure::ReceivedBy(Channel::Online) => words.throughput_received_online(),
        Figure::ReceivedBy(Channel::Direct) => words.throughput_received_direct(),
        Figure::ReceivedBy(Channel::Post) => words.throughput_received_post(),
        Figure::Resolved => words.throughput_resolved(),
        Figure::Early => words.throughput_early(),
        Figure::OnTime => words.throughput_on_time(),
        Figure::Late => words.throughput_late(),
        Figure::FirstLate => words.throughput_first_late(),
        Figure::Withdrawn => words.throughput_withdrawn(),
        Figure::Ineligible => words.throughput_ineligible(),
        Figure::Refused => words.throughput_refused(),
        Figure::HandedOver => words.throughput_handed_over(),
        Figure::Open => words.throughput_open(),
        Figure::Within => words.throughput_within(),
        Figure::Overdue => words.throughput_overdue(),
        Figure::Paused => words.throughput_paused(),
        Figure::RegisteredWaiting => words.throughput_registered(),
        Figure::WaitingCollection => words.throughput_waiting(),
        Figure::NoDue => words.throughput_no_due(),
        Figure::Age(index) => {
            let (from, to) = band(usize::from(index));
            format!("{}: {}", words.throughput_age(), age_name(lang, from, to))
        }
        Figure::DueWithin(days) => words.throughput_due_within(days),
        Figure::DueSoon => words.throughput_due_soon(),
    }
}

/// What the instant is called at which what a figure counts happened; `None` of a figure that tells what stands.
#[must_use]
pub fn counted_at_name(lang: Lang, figure: Figure) -> Option<String> {
    let words = lang.words();
    Some(match figure {
        Figure::Received | Figure::ReceivedBy(_) => words.dossier_received(),
        Figure::Resolved
        | Figure::Early
        | Figure::OnTime
        | Figure::Late
        | Figure::FirstLate
        | Figure::WaitingCollection => words.throughput_resolved_at(),
        Figure::HandedOver => words.throughput_handed_over_at(),
        Figure::Withdrawn | Figure::Ineligible | Figure::Refused => words.dossier_ended(),
        _ => return None,
    })
}

/// What is called by how much dossiers were late; `None` of a figure of others.
#[must_use]
pub fn late_by_name(lang: Lang, figure: Figure) -> Option<String> {
    let is_late = matches!(figure, Figure::Late | Figure::FirstLate);
    is_late.then(|| lang.words().throughput_late_by())
}

/// A band of age: "4–7 working days".
#[must_use]
pub fn age_name(lang: Lang, from: u32, to: Option<u32>) -> String {
    let words = lang.words();
    match to {
        Some(to) => words.throughput_age_band(from.to_string(), to.to_string()),
        None => words.throughput_age_beyond(from.to_string()),
    }
}

/// The name of a grouping.
#[must_use]
pub fn grouping_name(lang: Lang, grouping: Grouping) -> String {
    let words = lang.words();
    match grouping {
        Grouping::Agency => words.throughput_agency(),
        Grouping::Field => words.throughput_field(),
        Grouping::Channel => words.throughput_channel(),
        Grouping::Procedure => words.throughput_procedure(),
        Grouping::Person => words.throughput_person(),
        Grouping::AgencyFieldChannel => words.throughput_agency_field_channel(),
    }
}

/// An agency by its name.
#[must_use]
pub fn agency_name(lang: Lang, names: &ReportNames, id: AgencyId) -> String {
    let found = names.agencies.iter().find(|agency| agency.id == id);
    found.map_or_else(|| id.0.to_string(), |agency| named(lang, &agency.name))
}

/// A field by its name.
#[must_use]
pub fn field_name(lang: Lang, names: &ReportNames, id: FieldId) -> String {
    let found = names.fields.iter().find(|(field, _)| *field == id);
    found.map_or_else(|| id.0.to_string(), |(_, name)| named(lang, name))
}

/// A procedure by code and name.
#[must_use]
pub fn procedure_name(lang: Lang, names: &ReportNames, id: ProcedureId) -> String {
    let found = names.procedures.iter().find(|it| it.id == id);
    found.map_or_else(
        || id.0.to_string(),
        |it| format!("{} · {}", it.code, named(lang, &it.name)),
    )
}

/// The display name of a person, or the login name if the account no longer exists.
#[must_use]
pub fn person_name(names: &ReportNames, account: &str) -> String {
    let found = names.people.iter().find(|one| one.name == account);
    found.map_or_else(|| account.to_owned(), |one| one.display_name.clone())
}

/// A group by its name.
#[must_use]
pub fn group_name(lang: Lang, names: &ReportNames, group: &Group) -> String {
    let words = lang.words();
    match group {
        Group::Agency(id) => agency_name(lang, names, *id),
        Group::Field(id) => field_name(lang, names, *id),
        Group::Channel(channel) => channel_name(lang, *channel),
        Group::Procedure(Some(id)) => procedure_name(lang, names, *id),
        Group::Procedure(None) => words.throughput_procedure_none(),
        Group::Person(Some(account)) => person_name(names, account),
        Group::Person(None) => words.throughput_person_none(),
        Group::AgencyFieldChannel(agency, field, channel) => format!(
            "{} · {} · {}",
            agency_name(lang, names, *agency),
            field_name(lang, names, *field),
            channel_name(lang, *channel)
        ),
    }
}

/// The name of the selected dossiers; blank if all are selected.
#[must_use]
pub fn cut_name(lang: Lang, names: &ReportNames, cut: &DossierFilter) -> String {
    let parts = [
        cut.agency.map(|id| agency_name(lang, names, id)),
        cut.field.map(|id| field_name(lang, names, id)),
        cut.channel.map(|channel| channel_name(lang, channel)),
        cut.procedure.map(|id| procedure_name(lang, names, id)),
        cut.person.as_deref().map(|name| person_name(names, name)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}

/// A rate, or the dash.
#[must_use]
pub fn rate_text(lang: Lang, rate: Option<Rate>) -> String {
    percent(lang, rate.map(Rate::tenths))
}

/// A number in tenths of one: "41,2".
#[must_use]
pub fn tenths_text(lang: Lang, tenths: u64) -> String {
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    format!("{}{mark}{}", number(lang, tenths / 10), tenths % 10)
}

/// Working time with one decimal: in hours below a working day, in days from there, in minutes below an hour; the dash of nothing.
#[must_use]
pub fn time_text(lang: Lang, time: Option<WorkingMinutes>) -> String {
    time.map_or_else(
        || NO_RATE.to_owned(),
        |time| minutes_text(lang, u64::from(time.0)),
    )
}

/// The same of so many minutes.
#[must_use]
pub fn minutes_text(lang: Lang, minutes: u64) -> String {
    let words = lang.words();
    if minutes < HOUR_MIN {
        let time = WorkingMinutes(u32::try_from(minutes).unwrap_or(u32::MAX));
        return short_working_time(lang, time.duration());
    }
    let tenths = |unit: u64| (minutes * 10 + unit / 2) / unit;
    let hours = tenths(HOUR_MIN);
    // A time that rounds to a whole working day is written as a day.
    if hours < DAY_MIN / HOUR_MIN * 10 {
        return words.throughput_hours(tenths_text(lang, hours));
    }
    words.throughput_days(tenths_text(lang, tenths(DAY_MIN)))
}

/// The name of an instant: the day that ends then, or its time.
#[must_use]
pub fn instant_name(lang: Lang, at: Instant, zone: Tz) -> String {
    let next = (at + Duration::milliseconds(1)).with_timezone(&zone);
    if next.time() != NaiveTime::MIN {
        return moment(at, zone);
    }
    let day = at.with_timezone(&zone).date_naive();
    lang.words().throughput_as_of_end(date::short_date(day))
}

/// The days of a period that are compared: its name, or from when to when.
#[must_use]
pub fn days_name(lang: Lang, whole: &Period, days: &Period) -> String {
    let is_whole = whole.from == days.from && whole.to == days.to;
    if is_whole {
        return date::period(lang, whole);
    }
    let (from, last) = (days.from, date::last_day(days));
    if from == last {
        return date::short_date(from);
    }
    format!("{}–{}", date::day_and_month(from), date::short_date(last))
}

/// A date with its weekday, short.
#[must_use]
pub fn day_name(lang: Lang, day: NaiveDate) -> String {
    use chrono::Datelike;
    let weekday = lang.words().weekday(day.weekday().number_from_monday());
    format!("{weekday} {}", date::short_date(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_time_has_one_decimal_and_the_unit_that_suits_it() {
        assert_eq!(minutes_text(Lang::En, 90), "1.5 hours");
        assert_eq!(minutes_text(Lang::Vi, 0), "dưới 1 phút");
        assert_eq!(minutes_text(Lang::Vi, 5), "5 phút");
        assert_eq!(minutes_text(Lang::Vi, 476), "7,9 giờ");
        assert_eq!(minutes_text(Lang::Vi, 478), "1,0 ngày");
        assert_eq!(minutes_text(Lang::Vi, 480), "1,0 ngày");
        assert_eq!(minutes_text(Lang::Vi, 2_040), "4,3 ngày");
        assert_eq!(time_text(Lang::En, None), "—");
    }
}

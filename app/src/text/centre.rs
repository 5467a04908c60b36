//! The texts of settings, the calendar and their changes.

use chrono::{Datelike, NaiveDate};
use sanh_domain::centre::file::{FILE_BYTES_MAX, FILE_DAYS_MAX, LineFault, NAME_CHARS_MAX};
use sanh_domain::centre::setting::SettingKey;
use sanh_domain::deadline::decided::DayStatus;
use sanh_domain::deadline::office_hours::Interval;
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::listed::ListedAgency;
use sanh_domain::text::clock;

use crate::text::Messages;
use crate::text::date::short_date;
use crate::text::dossier::named;

/// The name of a setting.
pub(crate) fn setting_name(lang: Lang, key: SettingKey) -> String {
    let words = lang.words();
    match key {
        SettingKey::CentreName => words.setting_centre_name(),
        SettingKey::CentreNameEn => words.setting_centre_name_en(),
        SettingKey::CentrePlace => words.setting_centre_place(),
        SettingKey::CentreParent => words.setting_centre_parent(),
        SettingKey::CentreAddress => words.setting_centre_address(),
        SettingKey::CentreHotline => words.setting_centre_hotline(),
        SettingKey::CentreInitials => words.setting_centre_initials(),
        SettingKey::CentreLogo => words.setting_centre_logo(),
        SettingKey::Zone => words.setting_zone(),
        SettingKey::DeadlineRule => words.setting_deadline_rule(),
        SettingKey::DuePrecision => words.setting_due_precision(),
        SettingKey::ResumeRule => words.setting_resume_rule(),
        SettingKey::BackdateDaysMax => words.setting_backdate_days(),
        SettingKey::CorrectionS => words.setting_correction(),
        SettingKey::ExtensionLimitsMax => words.setting_extension(),
        SettingKey::RemindAfterDays => words.setting_remind(),
        SettingKey::ProposeStopAfterDays => words.setting_propose_stop(),
        SettingKey::DisclosureThresholdPerMonth => words.setting_disclosure(),
        SettingKey::NoticeSecondManager => words.setting_second_manager(),
        SettingKey::FeedbackAnswerDays => words.setting_feedback_days(),
        SettingKey::FeedbackOnWall => words.setting_feedback_wall(),
        SettingKey::ReportRecipient => words.setting_report_recipient(),
        SettingKey::ReportSendDays => words.setting_report_send(),
        SettingKey::ReportPausedColumn => words.setting_report_paused(),
        SettingKey::ReportEndedColumn => words.setting_report_ended(),
    }
}

/// The purpose of a setting, in a sentence.
pub(crate) fn setting_text(lang: Lang, key: SettingKey) -> String {
    let words = lang.words();
    match key {
        SettingKey::CentreName => words.setting_centre_name_text(),
        SettingKey::CentreNameEn => words.setting_centre_name_en_text(),
        SettingKey::CentrePlace => words.setting_centre_place_text(),
        SettingKey::CentreParent => words.setting_centre_parent_text(),
        SettingKey::CentreAddress => words.setting_centre_address_text(),
        SettingKey::CentreHotline => words.setting_centre_hotline_text(),
        SettingKey::CentreInitials => words.setting_centre_initials_text(),
        SettingKey::CentreLogo => words.setting_centre_logo_text(),
        SettingKey::Zone => words.setting_zone_text(),
        SettingKey::DeadlineRule => words.setting_deadline_rule_text(),
        SettingKey::DuePrecision => words.setting_due_precision_text(),
        SettingKey::ResumeRule => words.setting_resume_rule_text(),
        SettingKey::BackdateDaysMax => words.setting_backdate_days_text(),
        SettingKey::CorrectionS => words.setting_correction_text(),
        SettingKey::ExtensionLimitsMax => words.setting_extension_text(),
        SettingKey::RemindAfterDays => words.setting_remind_text(),
        SettingKey::ProposeStopAfterDays => words.setting_propose_stop_text(),
        SettingKey::DisclosureThresholdPerMonth => words.setting_disclosure_text(),
        SettingKey::NoticeSecondManager => words.setting_second_manager_text(),
        SettingKey::FeedbackAnswerDays => words.setting_feedback_days_text(),
        SettingKey::FeedbackOnWall => words.setting_feedback_wall_text(),
        SettingKey::ReportRecipient => words.setting_report_recipient_text(),
        SettingKey::ReportSendDays => words.setting_report_send_text(),
        SettingKey::ReportPausedColumn => words.setting_report_paused_text(),
        SettingKey::ReportEndedColumn => words.setting_report_ended_text(),
    }
}

/// A value as people read it.
pub(crate) fn value_text(lang: Lang, key: SettingKey, value: &str) -> String {
    let words = lang.words();
    let number = value.parse::<u32>().ok();
    match (key, value, number) {
        (_, "", _) | (SettingKey::ReportSendDays, "0", _) => words.setting_blank(),
        (SettingKey::DuePrecision, "minute", _) => words.setting_due_minute(),
        (SettingKey::DuePrecision, "millisecond", _) => words.setting_due_millisecond(),
        (SettingKey::DeadlineRule, "instant", _) => words.setting_deadline_instant(),
        (SettingKey::DeadlineRule, "day", _) => words.setting_deadline_day(),
        (SettingKey::ResumeRule, "extend", _) => words.setting_resume_extend(),
        (SettingKey::ResumeRule, "restart", _) => words.setting_resume_restart(),
        (SettingKey::FeedbackOnWall, "off", _) => words.setting_feedback_wall_off(),
        (SettingKey::FeedbackOnWall, "on", _) => words.setting_feedback_wall_on(),
        (SettingKey::FeedbackAnswerDays, _, Some(days)) => words.setting_working_days(days),
        (SettingKey::NoticeSecondManager, "off", _) => words.setting_second_off(),
        (SettingKey::NoticeSecondManager, "notices", _) => words.setting_second_notices(),
        (SettingKey::NoticeSecondManager, "emergencies", _) => words.setting_second_emergencies(),
        (SettingKey::NoticeSecondManager, "both", _) => words.setting_second_both(),
        (
            SettingKey::BackdateDaysMax
            | SettingKey::RemindAfterDays
            | SettingKey::ProposeStopAfterDays
            | SettingKey::ReportSendDays,
            _,
            Some(days),
        ) => words.setting_days(days),
        (SettingKey::CorrectionS, _, Some(seconds)) => words.setting_seconds(seconds),
        (SettingKey::ExtensionLimitsMax, _, Some(times)) => words.setting_times(times),
        (SettingKey::DisclosureThresholdPerMonth, _, Some(count)) => words.setting_a_month(count),
        (SettingKey::ReportPausedColumn, "12", _) => words.setting_report_paused_12(),
        (SettingKey::ReportPausedColumn, "9", _) => words.setting_report_paused_9(),
        (SettingKey::ReportEndedColumn, "9", _) => words.setting_report_ended_9(),
        (SettingKey::ReportEndedColumn, "8", _) => words.setting_report_ended_8(),
        _ => value.to_owned(),
    }
}

/// A date with its weekday, short.
pub(crate) fn weekday_and_date(lang: Lang, date: NaiveDate) -> String {
    let words = lang.words();
    let weekday = words.weekday(date.weekday().number_from_monday());
    words.calendar_date_of(weekday, short_date(date))
}

/// Working intervals as people read them.
pub(crate) fn intervals_text(lang: Lang, intervals: &[Interval]) -> String {
    if intervals.is_empty() {
        return lang.words().calendar_closed();
    }
    let one = |interval: &Interval| {
        let (open, close) = (clock(interval.open), clock(interval.close));
        format!("{open}\u{2013}{close}")
    };
    intervals.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Whether a date is decided.
pub(crate) fn status_text(lang: Lang, status: DayStatus) -> String {
    let words = lang.words();
    match status {
        DayStatus::Decided => words.day_status_decided(),
        DayStatus::Pending => words.day_status_pending(),
    }
}

/// The agencies to which a row of the calendar applies.
pub(crate) fn agency_text(
    lang: Lang,
    agency: Option<AgencyId>,
    agencies: &[ListedAgency],
) -> String {
    let Some(agency) = agency else {
        return lang.words().calendar_for_all();
    };
    let found = agencies.iter().find(|listed| listed.id == agency);
    found.map_or_else(|| agency.0.to_string(), |listed| named(lang, &listed.name))
}

/// The agencies to which a row of the calendar can apply, as options of a form: 0 is all, else the agency's number.
pub(crate) fn agency_options(lang: Lang, agencies: &[ListedAgency]) -> Vec<(String, String)> {
    let all = ("0".to_owned(), agency_text(lang, None, agencies));
    let each = agencies
        .iter()
        .map(|listed| (listed.id.0.to_string(), named(lang, &listed.name)));
    std::iter::once(all).chain(each).collect()
}

/// The problem of a line of a file.
#[must_use]
pub fn fault_text(lang: Lang, fault: &LineFault) -> String {
    let words = lang.words();
    match fault {
        LineFault::Columns => words.file_fault_columns(),
        LineFault::Date(text) => words.file_fault_date(text),
        LineFault::Name => words.file_fault_name(NAME_CHARS_MAX),
        LineFault::Kind(text) => words.file_fault_kind(text),
        LineFault::NoHours => words.file_fault_no_hours(),
        LineFault::Twice(first) => words.file_fault_twice(*first),
        LineFault::NotAllDay => words.file_fault_not_all_day(),
        LineFault::Repeats => words.file_fault_repeats(),
        LineFault::Ends => words.file_fault_ends(),
        LineFault::Cancelled => words.file_fault_cancelled(),
        LineFault::TooMany => words.file_fault_too_many(FILE_DAYS_MAX),
        LineFault::Nothing => words.file_fault_nothing(),
        LineFault::NotCalendar => words.file_fault_not_calendar(),
        LineFault::NotText => words.file_fault_not_text(),
        LineFault::TooLarge => words.file_fault_too_large(FILE_BYTES_MAX / 1024),
    }
}

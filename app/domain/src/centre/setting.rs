//! The settings of a centre, their limits, and the dates from which values hold.

use std::str::FromStr;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::deadline::due::ResumeRule;
use crate::deadline::lateness::{DeadlineRule, DuePrecision};
use crate::notice::record::SecondManager;
use crate::report::official_form::model::{EndedColumn, PausedColumn};

/// The longest value, in characters.
pub const VALUE_CHARS_MAX: usize = 1_000;
/// The longest name or place that a form takes, in characters (ours).
pub const TEXT_CHARS_MAX: usize = 200;
/// The most letters that stand for a logo.
pub const INITIALS_CHARS_MAX: usize = 3;
/// The words of a setting that is on or off.
const ON_OFF: &[&str] = &["off", "on"];

/// A setting. Its values hold from a local date on, so a change never restates the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingKey {
    /// The centre's Vietnamese name.
    CentreName,
    /// Its English name; empty when there is none.
    CentreNameEn,
    /// Its location.
    CentrePlace,
    /// The authority that it is under, as papers name it; empty: none is named.
    CentreParent,
    /// Its street address, as papers tell it; empty: not told.
    CentreAddress,
    /// The number to call with questions; empty: none.
    CentreHotline,
    /// Up to three letters that are shown while there is no logo.
    CentreInitials,
    /// The path of the logo's picture; empty when there is none.
    CentreLogo,
    /// The centre's time zone, an IANA name. The days of the counters follow it: it cannot be changed once there are dossiers.
    Zone,
    /// `instant` or `day`: what counts as late.
    DeadlineRule,
    /// `minute` or `millisecond`: the precision of due times. The figures follow it: it cannot be changed once there are
    /// dossiers.
    DuePrecision,
    /// `extend` or `restart`: how the due time moves on resume.
    ResumeRule,
    /// The number of past local days for which staff may record an event.
    BackdateDaysMax,
    /// How long the author of an event may correct it, in seconds.
    CorrectionS,
    /// How far staff may extend, as a multiple of the procedure's own limit.
    ExtensionLimitsMax,
    /// The number of days after a request for papers when the applicant is reminded; 0: never.
    RemindAfterDays,
    /// The number of days after a request for papers when a stop is proposed; 0: never.
    ProposeStopAfterDays,
    /// Dossiers that a field needs in an average month of the year before to be public by name.
    DisclosureThresholdPerMonth,
    /// The notices that a second manager has to approve: `off`, `notices`, `emergencies` or `both`.
    NoticeSecondManager,
    /// Working days within which a message to the centre is answered.
    FeedbackAnswerDays,
    /// `off` or `on`: whether the walls show the satisfaction of visitors.
    FeedbackOnWall,
    /// The recipient of the official report; empty: written by hand.
    ReportRecipient,
    /// The number of days after the last one of a period by which its official report is sent; 0: none is set.
    ReportSendDays,
    /// `12` or `9`: the column of the official report in which paused dossiers are counted.
    ReportPausedColumn,
    /// `9` or `8`: its column in which withdrawn and ineligible dossiers are counted.
    ReportEndedColumn,
}

/// The form control of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// A line of text.
    Text {
        /// The longest text, in characters.
        chars_max: usize,
        /// Whether it may be blank.
        may_be_blank: bool,
    },
    /// A whole number.
    Number {
        /// The smallest.
        min: u32,
        /// The largest.
        max: u32,
    },
    /// One of these words.
    Choice(&'static [&'static str]),
    /// The name of a time zone.
    Zone,
    /// No form: the value names a file on the server's disk.
    Operator,
    /// No change is possible; the value is shown for information.
    Fixed,
}

impl SettingKey {
    /// Every setting.
    pub const ALL: [Self; 25] = [
        Self::CentreName,
        Self::CentreNameEn,
        Self::CentrePlace,
        Self::CentreParent,
        Self::CentreAddress,
        Self::CentreHotline,
        Self::CentreInitials,
        Self::CentreLogo,
        Self::Zone,
        Self::DeadlineRule,
        Self::DuePrecision,
        Self::ResumeRule,
        Self::BackdateDaysMax,
        Self::CorrectionS,
        Self::ExtensionLimitsMax,
        Self::RemindAfterDays,
        Self::ProposeStopAfterDays,
        Self::DisclosureThresholdPerMonth,
        Self::NoticeSecondManager,
        Self::FeedbackAnswerDays,
        Self::FeedbackOnWall,
        Self::ReportRecipient,
        Self::ReportSendDays,
        Self::ReportPausedColumn,
        Self::ReportEndedColumn,
    ];

    /// The stored name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CentreName => "centre_name",
            Self::CentreNameEn => "centre_name_en",
            Self::CentrePlace => "centre_place",
            Self::CentreParent => "centre_parent",
            Self::CentreAddress => "centre_address",
            Self::CentreHotline => "centre_hotline",
            Self::CentreInitials => "centre_initials",
            Self::CentreLogo => "centre_logo",
            Self::Zone => "zone",
            Self::DeadlineRule => "deadline_rule",
            Self::DuePrecision => "due_precision",
            Self::ResumeRule => "resume_rule",
            Self::BackdateDaysMax => "backdate_days_max",
            Self::CorrectionS => "correction_s",
            Self::ExtensionLimitsMax => "extension_limits_max",
            Self::RemindAfterDays => "remind_after_days",
            Self::ProposeStopAfterDays => "propose_stop_after_days",
            Self::DisclosureThresholdPerMonth => "disclosure_threshold_per_month",
            Self::NoticeSecondManager => "notice_second_manager",
            Self::FeedbackAnswerDays => "feedback_answer_days",
            Self::FeedbackOnWall => "feedback_on_wall",
            Self::ReportRecipient => "report_recipient",
            Self::ReportSendDays => "report_send_days",
            Self::ReportPausedColumn => "report_paused_column",
            Self::ReportEndedColumn => "report_ended_column",
        }
    }

    /// The setting of a stored name; `None` for an unknown name.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.as_str() == name)
    }

    /// Whether the program can use a value, whoever sets it.
    #[must_use]
    pub fn takes(self, value: &str) -> bool {
        let good = match self {
            Self::CentreName => !value.trim().is_empty(),
            Self::CentreInitials => value.chars().count() <= INITIALS_CHARS_MAX,
            Self::CentreNameEn
            | Self::CentrePlace
            | Self::CentreParent
            | Self::CentreAddress
            | Self::CentreHotline
            | Self::CentreLogo
            | Self::ReportRecipient => true,
            Self::ReportPausedColumn => PausedColumn::read(value).is_some(),
            Self::ReportEndedColumn => EndedColumn::read(value).is_some(),
            Self::Zone => value.parse::<Tz>().is_ok(),
            Self::DeadlineRule => value.parse::<DeadlineRule>().is_ok(),
            Self::DuePrecision => value.parse::<DuePrecision>().is_ok(),
            Self::ResumeRule => value.parse::<ResumeRule>().is_ok(),
            Self::BackdateDaysMax
            | Self::CorrectionS
            | Self::ExtensionLimitsMax
            | Self::RemindAfterDays
            | Self::ProposeStopAfterDays
            | Self::DisclosureThresholdPerMonth
            | Self::FeedbackAnswerDays
            | Self::ReportSendDays => value.parse::<u32>().is_ok(),
            Self::FeedbackOnWall => ON_OFF.contains(&value),
            Self::NoticeSecondManager => SecondManager::WORDS.contains(&value),
        };
        good && value.chars().count() <= VALUE_CHARS_MAX
    }

    /// The form control. The limits of the numbers are ours: larger values are typing mistakes, and a disclosure threshold
    /// below three dossiers a month would point at single persons.
    #[must_use]
    pub const fn control(self) -> Control {
        match self {
            Self::CentreName => Control::Text {
                chars_max: TEXT_CHARS_MAX,
                may_be_blank: false,
            },
            Self::CentreNameEn
            | Self::CentrePlace
            | Self::CentreParent
            | Self::CentreAddress
            | Self::CentreHotline
            | Self::ReportRecipient => Control::Text {
                chars_max: TEXT_CHARS_MAX,
                may_be_blank: true,
            },
            Self::CentreInitials => Control::Text {
                chars_max: INITIALS_CHARS_MAX,
                may_be_blank: true,
            },
            Self::CentreLogo => Control::Operator,
            Self::Zone => Control::Zone,
            Self::DeadlineRule => Control::Choice(&["instant", "day"]),
            Self::DuePrecision => Control::Fixed,
            Self::ResumeRule => Control::Choice(&["extend", "restart"]),
            Self::ReportPausedColumn => Control::Choice(&["12", "9"]),
            Self::ReportEndedColumn => Control::Choice(&["9", "8"]),
            Self::BackdateDaysMax => Control::Number { min: 0, max: 30 },
            Self::CorrectionS => Control::Number { min: 0, max: 600 },
            Self::ExtensionLimitsMax => Control::Number { min: 0, max: 10 },
            Self::RemindAfterDays | Self::ProposeStopAfterDays => {
                Control::Number { min: 0, max: 365 }
            }
            Self::DisclosureThresholdPerMonth => Control::Number { min: 3, max: 1_000 },
            Self::NoticeSecondManager => Control::Choice(SecondManager::WORDS),
            Self::FeedbackAnswerDays => Control::Number { min: 1, max: 60 },
            Self::ReportSendDays => Control::Number { min: 0, max: 60 },
            Self::FeedbackOnWall => Control::Choice(ON_OFF),
        }
    }

    /// Whether a value from a form is within the limits of [`SettingKey::control`].
    #[must_use]
    pub fn fits(self, value: &str) -> bool {
        let within = match self.control() {
            Control::Text {
                chars_max,
                may_be_blank,
            } => (may_be_blank || !value.trim().is_empty()) && value.chars().count() <= chars_max,
            Control::Number { min, max } => {
                let is_plain = value.bytes().all(|byte| byte.is_ascii_digit());
                let number = u32::from_str(value);
                is_plain && number.is_ok_and(|number| (min..=max).contains(&number))
            }
            Control::Choice(words) => words.contains(&value),
            Control::Zone => true,
            Control::Operator | Control::Fixed => false,
        };
        within && self.takes(value)
    }
}

/// The values of a setting over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The setting.
    pub key: SettingKey,
    /// The value before the first of `values`.
    pub first: String,
    /// Each value with the local date from which it holds, oldest first.
    pub values: Vec<(NaiveDate, String)>,
}

impl Timeline {
    /// The value in force on a date, and the date from which it holds; `None`: it always held.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> (Option<NaiveDate>, &str) {
        let held = self.values.iter().rev().find(|(from, _)| *from <= date);
        held.map_or((None, self.first.as_str()), |(from, value)| {
            (Some(*from), value.as_str())
        })
    }

    /// The values that hold from a later date on, soonest first.
    pub fn after(&self, date: NaiveDate) -> impl Iterator<Item = &(NaiveDate, String)> {
        self.values.iter().filter(move |(from, _)| *from > date)
    }

    /// The values that held before the one in force on a date, latest first, each with the date from which it held.
    pub fn before(&self, date: NaiveDate) -> Vec<(Option<NaiveDate>, &str)> {
        let past = self.values.iter().filter(|(from, _)| *from <= date);
        let mut past: Vec<_> = past
            .map(|(from, value)| (Some(*from), value.as_str()))
            .collect();
        past.insert(0, (None, self.first.as_str()));
        past.pop();
        past.reverse();
        past
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_key_is_read_back_from_its_name() {
        for key in SettingKey::ALL {
            assert_eq!(SettingKey::read(key.as_str()), Some(key));
        }
        assert_eq!(SettingKey::read("rubbish"), None);
    }

    #[test]
    fn a_form_accepts_a_subset_of_the_values_the_program_can_use() {
        let cases = [
            (SettingKey::CentreName, " ", false),
            (SettingKey::CentrePlace, "", true),
            (SettingKey::CentreInitials, "HCCX", false),
            (SettingKey::Zone, "Asia/Ho_Chi_Minh", true),
            (SettingKey::Zone, "Asia/Hanoi", false),
            (SettingKey::DeadlineRule, "day", true),
            (SettingKey::DeadlineRule, "later", false),
            (SettingKey::DuePrecision, "millisecond", false),
            (SettingKey::BackdateDaysMax, "30", true),
            (SettingKey::BackdateDaysMax, "31", false),
            (SettingKey::BackdateDaysMax, "+3", false),
            (SettingKey::CorrectionS, "-1", false),
            (SettingKey::ExtensionLimitsMax, "0", true),
            (SettingKey::ExtensionLimitsMax, "11", false),
            (SettingKey::DisclosureThresholdPerMonth, "2", false),
            (SettingKey::CentreLogo, "/etc/logo.png", false),
            (SettingKey::FeedbackAnswerDays, "0", false),
            (SettingKey::FeedbackAnswerDays, "60", true),
            (SettingKey::FeedbackOnWall, "yes", false),
            (SettingKey::ReportSendDays, "0", true),
            (SettingKey::ReportSendDays, "61", false),
        ];
        for (key, value, is_good) in cases {
            assert_eq!(key.fits(value), is_good, "{key:?} {value}");
        }
        assert!(!SettingKey::CentrePlace.fits(&"a".repeat(TEXT_CHARS_MAX + 1)));
    }

    #[test]
    fn a_value_holds_until_the_next() {
        let timeline = Timeline {
            key: SettingKey::BackdateDaysMax,
            first: "3".to_owned(),
            values: vec![
                (date("2026-01-01"), "5".to_owned()),
                (date("2026-06-01"), "7".to_owned()),
            ],
        };
        assert_eq!(timeline.on(date("2025-12-31")), (None, "3"));
        assert_eq!(
            timeline.on(date("2026-01-01")),
            (Some(date("2026-01-01")), "5")
        );
        assert_eq!(timeline.after(date("2026-01-01")).count(), 1);
        assert_eq!(timeline.before(date("2026-01-01")), [(None, "3")]);
        assert_eq!(timeline.before(date("2025-12-31")), []);
    }
}

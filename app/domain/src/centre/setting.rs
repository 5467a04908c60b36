//! What can be set of a centre, within which limits, and since when it is so.

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
/// The words of a setting that is on or not.
const ON_OFF: &[&str] = &["off", "on"];

/// What can be set. A value holds from a local date on, so a change never restates the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingKey {
    /// The centre's Vietnamese name.
    CentreName,
    /// Its English name; empty: none.
    CentreNameEn,
    /// Where it is.
    CentrePlace,
    /// The authority that it is under, as papers name it; empty: none is named.
    CentreParent,
    /// Its street address, as papers tell it; empty: not told.
    CentreAddress,
    /// The number to call with questions; empty: none.
    CentreHotline,
    /// Up to three letters shown while there is no logo.
    CentreInitials,
    /// The path of the logo's picture; empty: none.
    CentreLogo,
    /// The centre's time zone, an IANA name. Days of the counters follow it: fixed once there are dossiers.
    Zone,
    /// `instant` or `day`: what counts as late.
    DeadlineRule,
    /// `minute` or `millisecond`: how exactly a due time of these days counts. Fixed once there are dossiers: figures follow it.
    DuePrecision,
    /// `extend` or `restart`: how the due time moves on resume.
    ResumeRule,
    /// How many local days back staff may record an event.
    BackdateDaysMax,
    /// How long an event's author may take it back, in seconds.
    CorrectionS,
    /// How many times the procedure's own limit staff may extend by.
    ExtensionLimitsMax,
    /// How many days after papers were asked for the applicant is reminded; 0: never.
    RemindAfterDays,
    /// How many days after papers were asked for a stop is proposed; 0: never.
    ProposeStopAfterDays,
    /// Dossiers in an average month of the year before that a field needs to be public by name.
    DisclosureThresholdPerMonth,
    /// Which notices a second manager has to approve: `off`, `notices`, `emergencies` or `both`.
    NoticeSecondManager,
    /// Working days within which a message to the centre is answered.
    FeedbackAnswerDays,
    /// `off` or `on`: whether the walls show how satisfied visitors are.
    FeedbackOnWall,
    /// To whom the official report goes; empty: left to be written by hand.
    ReportRecipient,
    /// `12` or `9`: the official report's column that the paused are counted in.
    ReportPausedColumn,
    /// `9` or `8`: its column that the withdrawn and the ineligible are counted in.
    ReportEndedColumn,
}

/// How a form asks for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// A line of text, at most so long.
    Text {
        /// Characters.
        chars_max: usize,
        /// Whether it may be blank.
        may_be_blank: bool,
    },
    /// A whole number.
    Number {
        /// The least.
        min: u32,
        /// The most.
        max: u32,
    },
    /// One of these words.
    Choice(&'static [&'static str]),
    /// The name of a time zone.
    Zone,
    /// Not by a form: what it names lies on the server's disk.
    Operator,
    /// Not at all: it is shown so that people know.
    Fixed,
}

impl SettingKey {
    /// Every key.
    pub const ALL: [Self; 24] = [
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
            Self::ReportPausedColumn => "report_paused_column",
            Self::ReportEndedColumn => "report_ended_column",
        }
    }

    /// The key of a stored name.
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
            | Self::FeedbackAnswerDays => value.parse::<u32>().is_ok(),
            Self::FeedbackOnWall => ON_OFF.contains(&value),
            Self::NoticeSecondManager => SecondManager::WORDS.contains(&value),
        };
        good && value.chars().count() <= VALUE_CHARS_MAX
    }

    /// How a form asks for it. The bounds of the numbers are ours: beyond them lies a slip of the finger, and below three dossiers
    /// a month a field by name would point at people.
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

/// A setting through time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// Which.
    pub key: SettingKey,
    /// The value before the first of `values`.
    pub first: String,
    /// Each value with the local date it holds from, oldest first.
    pub values: Vec<(NaiveDate, String)>,
}

impl Timeline {
    /// The value in force on a date, and since when; `None`: it always was.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> (Option<NaiveDate>, &str) {
        let held = self.values.iter().rev().find(|(from, _)| *from <= date);
        held.map_or((None, self.first.as_str()), |(from, value)| {
            (Some(*from), value.as_str())
        })
    }

    /// The values that come after a date, soonest first.
    pub fn after(&self, date: NaiveDate) -> impl Iterator<Item = &(NaiveDate, String)> {
        self.values.iter().filter(move |(from, _)| *from > date)
    }

    /// The values that held before the one in force on a date, latest first; the date is the first one they held on.
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
    fn a_form_takes_what_the_program_can_use_and_less() {
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

//! A notice: a text in two languages that is shown on all walls, or on some, for a time.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::deadline::Instant;
use crate::text::name::Name;
use crate::word::InvalidParameter;

/// The longest text of a notice beside the table, in characters (ours: short enough to read in passing).
pub const NOTICE_CHARS_MAX: usize = 140;

/// The longest text of an emergency, in characters (ours: short enough to read in passing).
pub const EMERGENCY_CHARS_MAX: usize = 200;

/// The most notices that take turns on a wall; others wait until one of them ends (ours: with more, a visitor would not see
/// them again).
pub const NOTICES_SHOWN_MAX: usize = 5;

/// The number of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoticeId(pub i64);

/// How much of the wall a notice takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// The place of the chart, beside the table.
    Notice,
    /// The whole wall.
    Emergency,
}

impl Priority {
    /// As written in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Emergency => "emergency",
        }
    }

    /// The longest text, in characters.
    #[must_use]
    pub const fn chars_max(self) -> usize {
        match self {
            Self::Notice => NOTICE_CHARS_MAX,
            Self::Emergency => EMERGENCY_CHARS_MAX,
        }
    }
}

impl std::str::FromStr for Priority {
    type Err = InvalidParameter;

    fn from_str(text: &str) -> Result<Self, InvalidParameter> {
        match text {
            "notice" => Ok(Self::Notice),
            "emergency" => Ok(Self::Emergency),
            _ => Err(InvalidParameter("priority")),
        }
    }
}

/// The walls that show a notice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Every one.
    #[default]
    All,
    /// The walls with these names.
    Named(BTreeSet<String>),
}

impl Audience {
    /// Whether it includes the wall with this name.
    #[must_use]
    pub fn takes_in(&self, screen: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.contains(screen),
        }
    }
}

/// A notice on the walls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its number.
    pub id: NoticeId,
    /// The text.
    pub text: Name,
    /// How much of the wall it takes.
    pub priority: Priority,
    /// When it begins.
    pub from: Instant,
    /// When it ends, exclusive.
    pub until: Instant,
    /// The walls that show it.
    pub screens: Audience,
}

impl Notice {
    /// Whether it is shown at an instant.
    #[must_use]
    pub fn is_shown_at(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }
}

/// The emergency to show, if there is one: the newest.
#[must_use]
pub fn emergency(notices: &[Notice]) -> Option<&Notice> {
    let emergencies = notices
        .iter()
        .filter(|notice| notice.priority == Priority::Emergency);
    emergencies.max_by_key(|notice| (notice.from, notice.id))
}

/// The notices for the wall with this name.
#[must_use]
pub fn on_screen(notices: &[Notice], screen: &str) -> Vec<Notice> {
    let here = notices
        .iter()
        .filter(|notice| notice.screens.takes_in(screen));
    here.cloned().collect()
}

/// The notices beside the table, in the order in which they take turns: newest first.
#[must_use]
pub fn in_turn(notices: &[Notice]) -> Vec<&Notice> {
    let mut found: Vec<_> = notices
        .iter()
        .filter(|notice| notice.priority == Priority::Notice)
        .collect();
    found.sort_by_key(|notice| std::cmp::Reverse((notice.from, notice.id)));
    found.truncate(NOTICES_SHOWN_MAX);
    found
}

/// Characters that change the direction of text, break lines or are invisible.
const UNSEEN: [char; 17] = [
    '\u{ad}', '\u{61c}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{2028}',
    '\u{2029}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2060}', '\u{3164}',
    '\u{feff}',
];

/// Why a text cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// It is empty.
    #[error("the text is empty")]
    Empty,
    /// It is too long: its characters, and the most allowed.
    #[error("the text has {0} characters; {1} fit")]
    TooLong(usize, usize),
    /// It has a line break, another control character, or an invisible one.
    #[error("the text has a line break or a character that cannot be seen; write it in one line")]
    Control,
}

/// Checks one language's text of a notice.
///
/// # Errors
/// [`TextFault`].
pub fn check_text(text: &str, priority: Priority) -> Result<(), TextFault> {
    let count = text.chars().count();
    if text.trim().is_empty() {
        return Err(TextFault::Empty);
    }
    if count > priority.chars_max() {
        return Err(TextFault::TooLong(count, priority.chars_max()));
    }
    if text.chars().any(|c| c.is_control() || UNSEEN.contains(&c)) {
        return Err(TextFault::Control);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn notice(id: i64, priority: Priority, from_s: i64) -> Notice {
        let at = |s| chrono::DateTime::from_timestamp(s, 0).unwrap();
        Notice {
            id: NoticeId(id),
            text: Name {
                vi: "Nghỉ lễ".to_owned(),
                en: None,
            },
            priority,
            from: at(from_s),
            until: at(from_s + 100),
            screens: Audience::All,
        }
    }

    #[test]
    fn a_notice_is_shown_from_its_first_instant_until_just_before_its_last() {
        let notice = notice(1, Priority::Notice, 100);
        let at = |s| chrono::DateTime::from_timestamp(s, 0).unwrap();
        let shown = [99, 100, 199, 200].map(|s| notice.is_shown_at(at(s)));
        assert_eq!(shown, [false, true, true, false]);
    }

    #[test]
    fn the_newest_emergency_covers_the_wall_and_takes_no_turn_with_the_notices() {
        let notices = [
            notice(1, Priority::Emergency, 5),
            notice(2, Priority::Notice, 9),
            notice(3, Priority::Emergency, 5),
        ];
        assert_eq!(emergency(&notices).unwrap().id, NoticeId(3));
        let turn: Vec<_> = in_turn(&notices).iter().map(|notice| notice.id).collect();
        assert_eq!(turn, [NoticeId(2)]);
    }

    #[test]
    fn no_more_than_five_notices_take_turns() {
        let notices: Vec<_> = (0..9).map(|id| notice(id, Priority::Notice, id)).collect();
        let turn = in_turn(&notices);
        assert_eq!(turn.len(), NOTICES_SHOWN_MAX);
        assert_eq!(turn[0].id, NoticeId(8));
    }

    #[test]
    fn a_text_that_does_not_fit_is_refused_with_its_length() {
        let long = "ế".repeat(NOTICE_CHARS_MAX + 1);
        let fault = check_text(&long, Priority::Notice).unwrap_err();
        assert_eq!(fault, TextFault::TooLong(141, 140));
        assert_eq!(check_text(&long, Priority::Emergency), Ok(()));
        assert_eq!(check_text(" ", Priority::Notice), Err(TextFault::Empty));
        for text in ["a\nb", "a\u{202e}b", "\u{200b}\u{200b}"] {
            let fault = check_text(text, Priority::Notice);
            assert_eq!(fault, Err(TextFault::Control), "{text:?}");
        }
    }
}

//! The setting of a wall: scope, languages, periods and appearance.

use chrono::{NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use crate::deadline::Instant;
use crate::id::FieldId;
use crate::language::Languages;
use crate::period::PeriodSelection;
use crate::scope::Scope;
use crate::text::clock;
use crate::word::InvalidParameter;

/// The name of the wall at `/`. Every centre has it, even before it is set up.
pub const DEFAULT_SCREEN: &str = "main";

/// The longest label or place of a screen, in characters (ours: what fits on it in large type).
pub const LABEL_CHARS_MAX: usize = 60;

/// The most boards that take turns on one wall (ours: with three periods each, the first comes back after half an hour).
pub const BOARDS_MAX: usize = 10;

/// How long a period stays on a wall where several boards take turns, in seconds. The wall's script has the same.
pub const PERIOD_TURN_S: i64 = 60;

/// How long a page of the table may stay, in seconds (ours).
pub const SLOTS_S: std::ops::RangeInclusive<u32> = 5..=120;

/// The setting of a named wall.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ScreenSetting {
    /// The name in its address, `/screen/{name}`.
    pub name: String,
    /// Its label for people; blank to use the name.
    pub label: String,
    /// Its location.
    pub place: String,
    /// Whose figures it shows; where boards take turns, whose come first.
    pub scope: Scope,
    /// Whose figures take turns with them, in this order.
    pub others: Vec<Scope>,
    /// Of which fields only; none: of all. See [`PublicBoard::only`](crate::board::disclosure::PublicBoard::only).
    pub fields: Vec<FieldId>,
    /// Its languages.
    pub languages: Languages,
    /// The periods it shows.
    pub turn: PeriodSelection,
    /// Its appearance, which does not change the board's bytes.
    pub look: Appearance,
    /// Seconds for which one page of the table is shown; `None` for the server's default.
    pub slot_s: Option<u32>,
    /// Its size and reading distance, if known.
    pub hung: Mounting,
    /// Whether only the paired screen may show it.
    pub is_paired: bool,
    /// Since when its figures are held; `None` if they are live.
    pub held: Option<Instant>,
    /// How often it got the command to reload.
    pub reloads: u32,
    /// Until when it shows its name; `None` if it does not.
    pub identify_until: Option<Instant>,
}

/// How a screen is mounted. It changes nothing on the wall: the managers' page uses it to warn of type that is too small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mounting {
    /// Its diagonal, in inches.
    pub diagonal_in: Option<u32>,
    /// The distance from which it is read, in decimetres.
    pub read_from_dm: Option<u32>,
}

impl ScreenSetting {
    /// The default setting of a wall: the whole centre, in Vietnamese, with month, today and year in turn, the month first and
    /// longest.
    #[must_use]
    pub fn default_named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            label: String::new(),
            place: String::new(),
            scope: Scope::Centre,
            others: Vec::new(),
            fields: Vec::new(),
            languages: Languages::default(),
            turn: PeriodSelection::All,
            look: Appearance::default(),
            slot_s: None,
            hung: Mounting::default(),
            is_paired: false,
            held: None,
            reloads: 0,
            identify_until: None,
        }
    }
}

impl ScreenSetting {
    /// Whose boards take turns on it, the first one first. Figures that are held are of the first one alone.
    pub fn scopes(&self) -> impl Iterator<Item = Scope> + '_ {
        let others = self.others.iter().filter(|_| self.held.is_none());
        std::iter::once(self.scope).chain(others.copied())
    }

    /// Seconds that one of its boards stays before the next one: a turn for each of its periods.
    #[must_use]
    pub const fn board_turn_s(&self) -> i64 {
        match self.turn {
            PeriodSelection::All => 3 * PERIOD_TURN_S,
            PeriodSelection::Day | PeriodSelection::Month | PeriodSelection::Year => PERIOD_TURN_S,
        }
    }

    /// Whose board it shows at an instant. It follows from the time alone, so that every node and every screen of the wall shows
    /// the same one.
    #[must_use]
    pub fn scope_at(&self, at: Instant) -> Scope {
        let turn = at.timestamp().div_euclid(self.board_turn_s());
        let count = i64::try_from(self.scopes().count()).unwrap_or(1);
        let place = usize::try_from(turn.rem_euclid(count)).unwrap_or(0);
        self.scopes().nth(place).unwrap_or(self.scope)
    }

    /// When the next board comes after an instant.
    #[must_use]
    pub fn next_board_at(&self, at: Instant) -> Instant {
        let turn_s = self.board_turn_s();
        let passed_ms = at.timestamp_millis().rem_euclid(turn_s * 1_000);
        at + chrono::Duration::milliseconds(turn_s * 1_000 - passed_ms)
    }

    /// The same wall as it shows one board.
    #[must_use]
    pub fn of_board(&self, scope: Scope) -> Self {
        Self {
            scope,
            ..self.clone()
        }
    }
}

/// The whole setting as one text: a wall whose text changes reloads itself.
impl std::fmt::Display for ScreenSetting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Appearance {
            theme,
            distance,
            night,
        } = self.look;
        write!(
            f,
            "{} {} {} {theme} {} {night}",
            self.scope,
            self.languages.query(),
            self.turn,
            distance.as_str()
        )?;
        write!(f, " {}", self.slot_s.unwrap_or_default())?;
        for scope in &self.others {
            write!(f, " +{scope}")?;
        }
        for field in &self.fields {
            write!(f, " f{}", field.0)?;
        }
        let held = self.held.map(|held| held.timestamp_millis());
        write!(f, " {} {}", held.unwrap_or_default(), self.reloads)?;
        write!(f, " {} {}", self.label, self.place)
    }
}

/// The appearance of a wall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Appearance {
    /// Light, dark, or by time of day.
    pub theme: Theme,
    /// The distance from which its table is read.
    pub distance: Distance,
    /// When it dims.
    pub night: Night,
}

/// The colour theme of a wall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Dark on light.
    #[default]
    Light,
    /// Light on dark.
    Dark,
    /// Dark during these hours, light otherwise.
    Hours(Hours),
}

/// A daily time range in the centre's zone; it may span midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hours {
    from: NaiveTime,
    until: NaiveTime,
}

impl Hours {
    /// The range between two times; `None` where they are equal.
    #[must_use]
    pub fn between(from: NaiveTime, until: NaiveTime) -> Option<Self> {
        (from != until).then_some(Self { from, until })
    }

    /// The beginning.
    #[must_use]
    pub fn from(self) -> NaiveTime {
        self.from
    }

    /// The end.
    #[must_use]
    pub fn until(self) -> NaiveTime {
        self.until
    }

    /// Whether a time lies in the range.
    #[must_use]
    pub fn covers(self, time: NaiveTime) -> bool {
        if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            self.from <= time || time < self.until
        }
    }

    /// The minutes of the day at which the range begins and ends, as in the wall's markup.
    #[must_use]
    pub fn minutes(self) -> String {
        let minute = |time: NaiveTime| time.num_seconds_from_midnight() / 60;
        format!("{} {}", minute(self.from), minute(self.until))
    }

    /// Reads `18:00-06:00`.
    fn read(text: &str) -> Option<Self> {
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
        let (from, until) = text.split_once('-')?;
        let (from, until) = (time(from)?, time(until)?);
        Self::between(from, until)
    }
}

impl std::fmt::Display for Hours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", clock(self.from), clock(self.until))
    }
}

impl Theme {
    /// Whether it is dark at this time of day.
    #[must_use]
    pub fn is_dark_at(self, time: NaiveTime) -> bool {
        match self {
            Self::Light => false,
            Self::Dark => true,
            Self::Hours(hours) => hours.covers(time),
        }
    }
}

impl std::fmt::Display for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Light => f.write_str("light"),
            Self::Dark => f.write_str("dark"),
            Self::Hours(hours) => hours.fmt(f),
        }
    }
}

impl std::str::FromStr for Theme {
    type Err = InvalidParameter;

    /// Reads `light`, `dark`, or the hours of the dark theme: `18:00-06:00`.
    fn from_str(text: &str) -> Result<Self, InvalidParameter> {
        match text {
            "light" => Ok(Self::Light),
            "dark" => Ok(Self::Dark),
            _ => Hours::read(text)
                .map(Self::Hours)
                .ok_or(InvalidParameter("theme")),
        }
    }
}

/// The distance from which a wall's table is read. For a larger distance the type is larger, with fewer rows and columns. The
/// large figures can be read from farther in all three.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distance {
    /// Up to 3 m from a 43-inch screen.
    #[default]
    Near,
    /// Up to 4 m.
    Middle,
    /// Up to 5 m.
    Far,
}

impl Distance {
    /// The word in addresses and settings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Near => "near",
            Self::Middle => "middle",
            Self::Far => "far",
        }
    }
}

impl std::str::FromStr for Distance {
    type Err = InvalidParameter;

    fn from_str(text: &str) -> Result<Self, InvalidParameter> {
        match text {
            "near" => Ok(Self::Near),
            "middle" => Ok(Self::Middle),
            "far" => Ok(Self::Far),
            _ => Err(InvalidParameter("distance")),
        }
    }
}

/// When a wall dims: outside opening hours nobody reads it, and a dimmed screen lasts longer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Night {
    /// Outside office hours, by the calendar. A centre that is open longer than its working time (e.g. for reception on a
    /// Saturday morning) sets its own hours.
    #[default]
    Dim,
    /// Never: for a centre that is always open.
    Same,
    /// During these hours of every day.
    Hours(Hours),
}

impl std::fmt::Display for Night {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Dim => f.write_str("dim"),
            Self::Same => f.write_str("same"),
            Self::Hours(hours) => hours.fmt(f),
        }
    }
}

impl std::str::FromStr for Night {
    type Err = InvalidParameter;

    /// Reads `dim`, `same`, or the hours in which it dims: `20:00-06:30`.
    fn from_str(text: &str) -> Result<Self, InvalidParameter> {
        match text {
            "dim" => Ok(Self::Dim),
            "same" => Ok(Self::Same),
            _ => Hours::read(text)
                .map(Self::Hours)
                .ok_or(InvalidParameter("night")),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn time(text: &str) -> NaiveTime {
        text.parse().unwrap()
    }

    #[test]
    fn dark_hours_may_span_midnight() {
        let theme: Theme = "18:00-06:00".parse().unwrap();
        let dark = ["18:00:00", "23:59:59", "00:00:00", "05:59:59"];
        let light = ["06:00:00", "12:00:00", "17:59:59"];
        assert!(dark.iter().all(|at| theme.is_dark_at(time(at))));
        assert!(light.iter().all(|at| !theme.is_dark_at(time(at))));
        let noon: Theme = "11:30-13:30".parse().unwrap();
        assert!(noon.is_dark_at(time("12:00:00")));
        assert!(!noon.is_dark_at(time("13:30:00")));
    }

    #[test]
    fn boards_take_turns_by_the_time_alone() {
        let at = |second| Instant::from_timestamp(second, 0).unwrap();
        let agency = |id| Scope::Agency(crate::id::AgencyId(id));
        let one = ScreenSetting::default_named("hall");
        assert_eq!(one.scope_at(at(1_795_417_800)), Scope::Centre);
        let three = ScreenSetting {
            others: vec![agency(3), agency(7)],
            ..one
        };
        let turn_s = three.board_turn_s();
        assert_eq!(turn_s, 180);
        let begin = 3 * turn_s * 1_000_000;
        let shown = [0, turn_s - 1, turn_s, 2 * turn_s, 3 * turn_s];
        let shown = shown.map(|after| three.scope_at(at(begin + after)));
        let first = Scope::Centre;
        assert_eq!(shown, [first, first, agency(3), agency(7), first]);
        assert_eq!(three.next_board_at(at(begin)), at(begin + turn_s));
        assert_eq!(
            three.next_board_at(at(begin + turn_s - 1)),
            at(begin + turn_s)
        );
        let month = ScreenSetting {
            turn: PeriodSelection::Month,
            ..three.clone()
        };
        assert_eq!(month.board_turn_s(), 60);
        let held = ScreenSetting {
            held: Some(at(begin)),
            ..three.clone()
        };
        assert_eq!(held.scopes().collect::<Vec<_>>(), [Scope::Centre]);
        assert_ne!(three.to_string(), held.to_string());
        assert!(three.to_string().contains(" +agency-3 +agency-7"));
    }

    #[test]
    fn every_look_is_read_as_it_is_written() {
        for text in ["light", "dark", "18:00-06:00"] {
            assert_eq!(text.parse::<Theme>().unwrap().to_string(), text);
        }
        for text in ["near", "middle", "far"] {
            assert_eq!(text.parse::<Distance>().unwrap().as_str(), text);
        }
        for text in ["dim", "same", "20:00-06:30"] {
            assert_eq!(text.parse::<Night>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_look_that_cannot_be_read_is_named() {
        let invalid = InvalidParameter;
        for text in ["", "blue", "18:00", "25:00-06:00", "06:00-06:00", "-"] {
            assert_eq!(text.parse::<Theme>(), Err(invalid("theme")), "{text}");
        }
        assert_eq!("5m".parse::<Distance>(), Err(invalid("distance")));
        assert_eq!("off".parse::<Night>(), Err(invalid("night")));
    }
}

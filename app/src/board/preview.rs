//! Previews of a wall at another time or state: at a past instant, tomorrow morning, on a holiday, without contact, at night. For
//! managers of the screens only.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use sanh_domain::centre::form_input::date_time;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::Calendar;
use sanh_domain::scope::Scope;

use crate::error::AppError;
use crate::live_board::BoardPort;

/// When the reception desks open to the public, for the preview of a morning (ours: half an hour after
/// most offices do, so that the day's first dossiers would be there).
const MORNING: NaiveTime = match NaiveTime::from_hms_opt(8, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// The years a wall can be looked at in: those of the calendar.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2099;

/// Figures older than this are late: three beats missed (ours; the script has the same).
const LATE_FROM_S: i64 = 15;
/// Figures older than this are lost (ours; the script has the same).
const LOST_FROM_S: i64 = 60;

/// How old the figures are in the preview of a late wall, in seconds.
const LATE_S: i64 = 25;
/// The same for a wall that has lost contact.
const LOST_S: i64 = 12 * 60;

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preview {
    /// The wall as it is, at the moment it is asked for: what a manager sees of a screen.
    Now,
    /// The wall at an instant, as written in the address.
    At(String),
    /// Tomorrow at eight.
    Tomorrow,
    /// The next holiday, at eight.
    Holiday,
    /// No news for some beats.
    Late,
    /// Contact lost.
    Lost,
    /// Outside office hours.
    Night,
}

/// What the wall's clock and freshness show in a preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WallMoment {
    /// The instant on the clock.
    pub now: Instant,
    /// The age of the figures.
    pub fresh: Instant,
    /// `live`, `late` or `lost`; `clock`: the server's clock is wrong, and with it every time on the wall.
    pub state: &'static str,
}

impl WallMoment {
    /// The state that follows from the age of the figures, as the wall's script tells it.
    #[must_use]
    pub fn of(now: Instant, fresh: Instant) -> Self {
        let state = match (now - fresh).num_seconds() {
            age_s if age_s > LOST_FROM_S => "lost",
            age_s if age_s > LATE_FROM_S => "late",
            _ => "live",
        };
        Self { now, fresh, state }
    }

    /// What the wall's clock and freshness show now.
    #[must_use]
    pub fn present(port: &dyn BoardPort, scope: Scope) -> Self {
        let moment = Self::of(port.now(), port.fresh(scope));
        if port.is_clock_wrong() {
            return Self {
                state: "clock",
                ..moment
            };
        }
        moment
    }

    fn aged(now: Instant, age_s: i64) -> Self {
        Self::of(now, now - chrono::Duration::seconds(age_s))
    }
}

impl Preview {
    /// What an address asks for by `at` and `preview`; at most one of them.
    ///
    /// # Errors
    /// [`AppError::Invalid`] names the parameter.
    pub fn from_query(at: Option<&str>, preview: Option<&str>) -> Result<Option<Self>, AppError> {
        let unknown = || AppError::Invalid("preview".to_owned());
        match (at, preview) {
            (None, None) => Ok(None),
            (Some(at), None) => Ok(Some(Self::At(at.to_owned()))),
            (None, Some("tomorrow")) => Ok(Some(Self::Tomorrow)),
            (None, Some("holiday")) => Ok(Some(Self::Holiday)),
            (None, Some("late")) => Ok(Some(Self::Late)),
            (None, Some("lost")) => Ok(Some(Self::Lost)),
            (None, Some("night")) => Ok(Some(Self::Night)),
            (_, Some(_)) => Err(unknown()),
        }
    }

    /// As the page's markup names it.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::At(_) => "at",
            Self::Tomorrow => "tomorrow",
            Self::Holiday => "holiday",
            Self::Late => "late",
            Self::Lost => "lost",
            Self::Night => "night",
        }
    }

    /// The instant whose figures are shown; none where they are the present ones.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for a time that cannot be read, does not exist in the zone or lies
    /// outside the calendar's years; [`AppError::NotFound`] where no holiday is listed any more.
    pub fn instant(&self, now: Instant, calendar: &Calendar) -> Result<Option<Instant>, AppError> {
        let today = calendar.local_date(now);
        let morning_of = |date: Option<NaiveDate>| {
            let local = date.map(|date| date.and_time(MORNING));
            local.and_then(|local| calendar.instant_of(local))
        };
        let invalid = |name: &str| AppError::Invalid(name.to_owned());
        match self {
            Self::At(text) => date_time(text)
                .and_then(|local| calendar.instant_of(local))
                .or_else(|| calendar.read_instant(text))
                .filter(|at| YEARS.contains(&calendar.local_date(*at).year()))
                .map(Some)
                .ok_or_else(|| invalid("at")),
            Self::Tomorrow => morning_of(today.checked_add_days(Days::new(1)))
                .map(Some)
                .ok_or_else(|| invalid("preview")),
            Self::Holiday => morning_of(calendar.next_holiday(today))
                .map(Some)
                .ok_or(AppError::NotFound),
            Self::Now | Self::Late | Self::Lost | Self::Night => Ok(None),
        }
    }

    /// What clock and freshness show over figures of `now`, the instant of [`Preview::instant`] or
    /// the present.
    #[must_use]
    pub fn moment(&self, now: Instant) -> WallMoment {
        match self {
            Self::Late => WallMoment::aged(now, LATE_S),
            Self::Lost => WallMoment::aged(now, LOST_S),
            _ => WallMoment::of(now, now),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sanh_domain::deadline::{seed_days_2025_2027, seed_office_hours};

    fn calendar() -> Calendar {
        let first = "2015-01-01".parse().unwrap();
        let hours = vec![seed_office_hours(first)];
        Calendar::new(chrono_tz::Asia::Ho_Chi_Minh, hours, seed_days_2025_2027())
    }

    fn at(text: &str) -> Instant {
        calendar().read_instant(text).unwrap()
    }

    fn instant(preview: &Preview) -> Option<Instant> {
        let now = at("2026-11-23T14:10");
        preview.instant(now, &calendar()).unwrap()
    }

    #[test]
    fn previews_of_tomorrow_and_of_the_next_holiday_are_at_eight() {
        assert_eq!(instant(&Preview::Tomorrow), Some(at("2026-11-24T08:00")));
        assert_eq!(instant(&Preview::Holiday), Some(at("2027-01-01T08:00")));
    }

    #[test]
    fn an_instant_without_a_zone_is_the_centres() {
        let past = Preview::At("2026-03-03T10:00".to_owned());
        assert_eq!(instant(&past), Some(at("2026-03-03T10:00:00+07:00")));
        let wrong = Preview::At("3 March".to_owned());
        let fault = wrong.instant(at("2026-11-23"), &calendar()).unwrap_err();
        assert_eq!(fault, AppError::Invalid("at".to_owned()));
    }

    #[test]
    fn a_lost_wall_shows_figures_that_are_old_by_its_clock() {
        let now = at("2026-11-23T14:10");
        let moment = Preview::Lost.moment(now);
        assert_eq!((moment.now, moment.state), (now, "lost"));
        assert_eq!(moment.fresh, at("2026-11-23T13:58"));
    }

    #[test]
    fn figures_are_live_late_or_lost_by_their_age() {
        let now = at("2026-11-23T14:10");
        let state = |age_s| WallMoment::of(now, now - chrono::Duration::seconds(age_s)).state;
        let states = [0, 15, 16, 60, 61].map(state);
        assert_eq!(states, ["live", "live", "late", "late", "lost"]);
    }

    #[test]
    fn an_instant_and_a_preview_are_not_combined() {
        let asked = |at, preview| Preview::from_query(at, preview);
        assert_eq!(asked(None, None), Ok(None));
        assert_eq!(asked(None, Some("night")), Ok(Some(Preview::Night)));
        let fault = AppError::Invalid("preview".to_owned());
        assert_eq!(asked(None, Some("yesterday")), Err(fault.clone()));
        assert_eq!(asked(Some("2026-03-03"), Some("night")), Err(fault));
    }
}

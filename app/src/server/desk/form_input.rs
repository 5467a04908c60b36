//! Reads addresses and forms of the desk.

use chrono::TimeZone;
use chrono_tz::Tz;
use sanh_domain::centre::form_input::date_time;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::DossierCode;

use crate::error::AppError;
use crate::model::dossier::NOBODY;

/// The dossier's code in an address.
pub(crate) fn read_code(text: &str) -> Result<DossierCode, AppError> {
    DossierCode::try_from(text.to_owned()).map_err(|_| AppError::NotFound)
}

/// A dossier as its box in the list names it: its code and the version that was shown.
pub(super) fn picked(text: &str) -> Option<(DossierCode, i64)> {
    let (code, version) = text.trim().rsplit_once(':')?;
    Some((
        DossierCode::try_from(code.to_owned()).ok()?,
        version.parse().ok()?,
    ))
}

/// The assignee that a form names; blank: the dossier becomes unassigned.
///
/// # Errors
///
/// Nobody was chosen.
pub(super) fn read_assignee(text: &str) -> Result<&str, ()> {
    match text.trim() {
        "" => Err(()),
        NOBODY => Ok(""),
        name => Ok(name),
    }
}

/// The typed text without blanks around it; `None` if it is blank.
pub(super) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Papers, one a line.
pub(super) fn lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter_map(filled)
}

/// A date and a time as they are typed, on the centre's clock; `None` if there is neither.
///
/// # Errors
///
/// If it is no date and time, or does not exist on that clock.
pub(super) fn instant(text: &str, zone: Tz) -> Result<Option<Instant>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let local = date_time(text).ok_or(())?;
    let at = zone.from_local_datetime(&local).earliest().ok_or(())?;
    Ok(Some(at.to_utc()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const ZONE: Tz = chrono_tz::Asia::Ho_Chi_Minh;

    #[test]
    fn a_time_is_read_on_the_centres_clock() {
        let at = instant("2026-11-24T09:30", ZONE).unwrap().unwrap();
        assert_eq!(Ok(at), "2026-11-24T02:30:00Z".parse());
        assert_eq!(instant("24/11/2026 9h30", ZONE), Ok(Some(at)));
        assert_eq!(instant("", ZONE), Ok(None));
        for rubbish in ["24/11/2026", "2026-02-30T09:30", "T", "2026-11-24T25:00"] {
            assert_eq!(instant(rubbish, ZONE), Err(()), "{rubbish}");
        }
    }
}

//! The official report and its periods, as the pages show them.

use chrono::{Months, NaiveDate};
use chrono_tz::Tz;
use sanh_domain::deadline::Instant;
use sanh_domain::period::Period;
use sanh_domain::report::cube::Cube;
use sanh_domain::report::official_form::cell::OfficialCell;
use sanh_domain::report::official_form::model::{Names, is_revised};
use sanh_domain::report::official_form::period::{PeriodName, PeriodRow, PeriodState};
use sanh_domain::report::official_form::signed::{Content, SignatureState, Signed};
use sanh_domain::scope::CountedBy;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::model::dossier_row::RowText;

/// Rows of one page of the list of periods (ours): three years of months.
pub const PERIOD_ROWS: usize = 36;

/// The months back from today after which a period that was never signed is not waited for any more (ours).
const WAITING_MONTHS: Months = Months::new(12);

/// A period of the list, and its state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPeriod {
    /// The row.
    pub row: PeriodRow,
    /// The state of the period.
    pub state: PeriodState,
    /// The last day on which its report can be sent in time; `None`: it is signed or nobody waits for it, or no days are set.
    pub send_by: Option<NaiveDate>,
}

/// The list of periods of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodList {
    /// The local date.
    pub today: NaiveDate,
    /// The zone its clocks keep.
    pub zone: Tz,
    /// The periods, newest first, at most [`PERIOD_ROWS`]; none that has not begun but the next one.
    pub periods: Vec<ListedPeriod>,
    /// Whether there are older ones.
    pub has_older: bool,
    /// Whether it is set by when reports are sent.
    pub has_send_days: bool,
}

/// A report of a period, as far as the caller may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficialReport {
    /// The period.
    pub period: Period,
    /// Its stored row, if it is one.
    pub row: Option<PeriodRow>,
    /// Now.
    pub now: Instant,
    /// The zone its clocks keep.
    pub zone: Tz,
    /// Whether the period has ended.
    pub is_finished: bool,
    /// The last day on which it can be sent in time; `None`: it is signed or nobody waits for it, or no days are set.
    pub send_by: Option<NaiveDate>,
    /// The content as it is counted now.
    pub content: Content,
    /// The signed versions, the latest last.
    pub signed: Vec<Signed>,
    /// The period before, as counted now, if it is counted. Column 6 is compared with [`Content::sent_up`] if that is given.
    pub before: Option<Cube>,
    /// Whether the whole centre is shown, not some agencies of it.
    pub is_whole: bool,
    /// The fingerprint that a form to sign this must carry: it changes with every figure of the centre.
    pub mark: String,
}

/// Which of a period's reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Version {
    /// The version signed last; if none is signed, the one counted now.
    #[default]
    Latest,
    /// The version counted now.
    Now,
    /// The one signed under this number.
    Signed(i64),
}

/// A page of the dossiers behind a cell of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellQuery {
    /// Which period.
    pub name: PeriodName,
    /// Which report of it.
    pub version: Version,
    /// Which cell.
    pub cell: OfficialCell,
    /// The row after which the page begins.
    pub after: Option<i64>,
}

/// The dossiers behind a cell, as they were at the instant of the report, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellList {
    /// The period.
    pub period: Period,
    /// The names of lines, as in the report.
    pub names: Names,
    /// The instant of the rows: the last of the period, or now while it runs.
    pub at: Instant,
    /// The zone its clocks keep.
    pub zone: Tz,
    /// At most [`LIST_ROWS`](sanh_domain::report::model::LIST_ROWS).
    pub rows: Vec<RowText>,
    /// The start of the next page; `None`: this is the last.
    pub next: Option<i64>,
}

impl Version {
    pub(crate) fn read(text: Option<&str>) -> Result<Self, AppError> {
        match text {
            None => Ok(Self::Latest),
            Some("now") => Ok(Self::Now),
            Some(number) => {
                let number = number.parse();
                number
                    .map(Self::Signed)
                    .map_err(|_| AppError::Invalid("v".to_owned()))
            }
        }
    }

    pub(crate) fn in_address(self) -> String {
        match self {
            Self::Latest => String::new(),
            Self::Now => "&v=now".to_owned(),
            Self::Signed(number) => format!("&v={number}"),
        }
    }
}

impl PeriodList {
    /// The periods that matter, and those that nobody waits for any more, each newest first: unsigned ones before the last one signed,
    /// and unsigned ones older than the newest twelve months.
    ///
    /// Where no other period is left, nothing is taken out.
    #[must_use]
    pub fn split_old(&self) -> (Vec<&ListedPeriod>, Vec<&ListedPeriod>) {
        let signed = self.periods.iter().map(|listed| &listed.row);
        let signed = signed.filter(|row| row.signed.is_some());
        let signed_from = signed.map(|row| row.period.from).max();
        let waited_from = self.today.checked_sub_months(WAITING_MONTHS);
        let is_old = |listed: &ListedPeriod| {
            let period = &listed.row.period;
            let is_passed_over = signed_from.is_some_and(|from| period.from < from);
            let is_too_old = waited_from.is_some_and(|from| period.to <= from);
            listed.state == PeriodState::Finished && (is_passed_over || is_too_old)
        };
        let (old, newer): (Vec<_>, Vec<_>) = self.periods.iter().partition(|listed| is_old(listed));
        if newer.is_empty() {
            return (old, newer);
        }
        (newer, old)
    }
}

impl OfficialReport {
    /// The content of a version, with its signature.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] if none was signed with the number.
    pub fn version(&self, version: Version) -> Result<(&Content, Option<&Signed>), AppError> {
        let signed = match version {
            Version::Now => None,
            Version::Latest => self.signed.last(),
            Version::Signed(number) => {
                let found = self.signed.iter().find(|signed| signed.number == number);
                Some(found.ok_or(AppError::NotFound)?)
            }
        };
        Ok(signed.map_or((&self.content, None), |signed| {
            (&signed.content, Some(signed))
        }))
    }

    /// The signature state of a version, as its paper prints it.
    ///
    /// # Errors
    ///
    /// As [`OfficialReport::version`].
    pub fn signature_state(&self, version: Version) -> Result<SignatureState<'_>, AppError> {
        let (content, signed) = self.version(version)?;
        if !self.is_whole {
            let names = &content.names.agencies;
            let counted = content.cube.by(CountedBy::Agencies, |place| place.agency);
            let here = names.iter().filter(|(id, _)| counted.contains_key(id));
            return Ok(SignatureState::Part(
                here.map(|(_, name)| name.clone()).collect(),
            ));
        }
        let changed = |signed: &Signed| {
            let Content { cube, folding, .. } = &signed.content;
            is_revised(cube, &self.content.cube, *folding)
        };
        Ok(match (signed, self.signed.last()) {
            (Some(signed), _) if changed(signed) => SignatureState::Superseded(signed),
            (Some(signed), _) => SignatureState::Signed(signed),
            (None, Some(last)) if changed(last) => SignatureState::Recounted(last),
            (None, _) => SignatureState::Unsigned,
        })
    }

    /// Whether the count now differs from the last signed one.
    #[must_use]
    pub fn is_revised(&self) -> bool {
        self.signed.last().is_some_and(|signed| {
            let Content { cube, folding, .. } = &signed.content;
            is_revised(cube, &self.content.cube, *folding)
        })
    }

    /// The state of the period.
    #[must_use]
    pub fn state(&self) -> PeriodState {
        match (self.is_finished, self.signed.is_empty()) {
            (false, _) => PeriodState::Running,
            (true, true) => PeriodState::Finished,
            (true, false) if self.is_revised() => PeriodState::Revised,
            (true, false) => PeriodState::Signed,
        }
    }

    /// Whether it can be signed now: a listed period of the whole centre that has ended, and whose present count is not signed.
    #[must_use]
    pub fn can_be_signed(&self) -> bool {
        let is_open = matches!(self.state(), PeriodState::Finished | PeriodState::Revised);
        self.row.is_some() && self.is_whole && is_open
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Months by their first days, each with its state, as they are seen on 28 November 2026.
    fn months(rows: &[(&str, PeriodState)]) -> PeriodList {
        let listed = |(from, state): &(&str, PeriodState)| {
            let at = "2026-11-20T01:00:00Z".parse::<Instant>().unwrap();
            let is_signed = matches!(state, PeriodState::Signed | PeriodState::Revised);
            ListedPeriod {
                row: PeriodRow {
                    period: Period::month(from.parse().unwrap()),
                    source: "calendar".to_owned(),
                    signed: is_signed.then(|| (at, "mai".to_owned())),
                },
                state: state.clone(),
                send_by: None,
            }
        };
        PeriodList {
            today: "2026-11-28".parse().unwrap(),
            zone: Tz::UTC,
            periods: rows.iter().map(listed).collect(),
            has_older: false,
            has_send_days: false,
        }
    }

    fn days(listed: &[&ListedPeriod]) -> Vec<String> {
        let days = listed.iter().map(|it| it.row.period.from.to_string());
        days.collect()
    }

    #[test]
    fn unsigned_periods_before_the_last_signed_one_or_older_than_a_year_are_old() {
        let list = months(&[
            ("2026-11-01", PeriodState::Running),
            ("2026-10-01", PeriodState::Finished),
            ("2026-09-01", PeriodState::Signed),
            ("2026-08-01", PeriodState::Finished),
            ("2026-07-01", PeriodState::Revised),
        ]);
        let (shown, old) = list.split_old();
        let expected = ["2026-11-01", "2026-10-01", "2026-09-01", "2026-07-01"];
        assert_eq!(days(&shown), expected);
        assert_eq!(days(&old), ["2026-08-01"]);

        let list = months(&[
            ("2026-10-01", PeriodState::Finished),
            ("2025-11-01", PeriodState::Finished),
            ("2025-10-01", PeriodState::Finished),
        ]);
        let (shown, old) = list.split_old();
        assert_eq!(days(&shown), ["2026-10-01", "2025-11-01"]);
        assert_eq!(days(&old), ["2025-10-01"]);
    }

    #[test]
    fn a_list_of_nothing_but_old_periods_shows_them() {
        let list = months(&[
            ("2024-05-01", PeriodState::Finished),
            ("2024-04-01", PeriodState::Finished),
        ]);
        let (shown, old) = list.split_old();
        assert_eq!(days(&shown), ["2024-05-01", "2024-04-01"]);
        assert!(old.is_empty());
    }
}

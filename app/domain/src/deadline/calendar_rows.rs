//! The serialised form of a calendar: the rows from which it is built.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Calendar;
use super::calendar::Agencies;
use super::timetable::{Rows, Timetable};
use crate::id::AgencyId;

/// The rows of a calendar, without the values computed from them.
#[derive(Serialize, Deserialize)]
pub(super) struct CalendarRows {
    own: Rows,
    all: Rows,
    differing: BTreeMap<AgencyId, Rows>,
    decided_years: BTreeSet<i32>,
}

impl From<Calendar> for CalendarRows {
    fn from(calendar: Calendar) -> Self {
        let Agencies {
            all,
            differing,
            decided_years,
        } = &*calendar.agencies;
        let differing = differing.iter();
        Self {
            own: calendar.own.rows.clone(),
            all: all.rows.clone(),
            differing: differing
                .map(|(agency, own)| (*agency, own.rows.clone()))
                .collect(),
            decided_years: decided_years.clone(),
        }
    }
}

impl From<CalendarRows> for Calendar {
    fn from(rows: CalendarRows) -> Self {
        let timetable = |rows| Arc::new(Timetable::new(rows));
        let differing = rows.differing.into_iter();
        Self {
            own: timetable(rows.own),
            agencies: Arc::new(Agencies {
                all: timetable(rows.all),
                differing: differing
                    .map(|(agency, own)| (agency, timetable(own)))
                    .collect(),
                decided_years: rows.decided_years,
            }),
        }
    }
}

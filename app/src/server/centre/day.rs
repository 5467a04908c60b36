//! Reads a form of dates that differ from the office hours.

use chrono::{Datelike, NaiveDate};
use sanh_domain::centre::change::{CalendarChange, CalendarPlan};
use sanh_domain::centre::file::NAME_CHARS_MAX;
use sanh_domain::centre::form_input;
use sanh_domain::deadline::decided::DayStatus;
use sanh_domain::deadline::office_hours::CalendarDay;
use sanh_domain::language::Lang;

use crate::model::centre::{CalendarOverview, DAYS_MAX, DECISION_CHARS_MAX, agency_of};
use crate::page::Form;
use crate::text::Messages;
use crate::text::date::short_date;
use crate::ui::form::Problem;
use crate::ui::response::request;

/// The change that a form asks for.
pub(super) fn plan(form: &Form, overview: &CalendarOverview) -> Result<CalendarPlan, Vec<Problem>> {
    let read = FormReader {
        form,
        overview,
        lang: request().room_lang(),
    };
    read.plan()
}

/// A form, being read.
struct FormReader<'a> {
    form: &'a Form,
    overview: &'a CalendarOverview,
    lang: Lang,
}

impl FormReader<'_> {
    fn plan(&self) -> Result<CalendarPlan, Vec<Problem>> {
        let (words, told) = (self.lang.words(), Lang::Vi.words());
        let mut problems = Vec::new();
        let date = form_input::date(self.form.text("date"));
        if date.is_none() {
            problems.push(Problem::new("date", words.setting_bad_date()));
        }
        let agency = agency_of(self.form.text("agency"), self.overview);
        if agency.is_err() {
            problems.push(Problem::new("agency", words.setting_bad_choice()));
        }
        if let (Some(date), Ok(agency), "yes") = (date, agency, self.form.text("removes")) {
            let name = self.overview.rows.day(date, agency);
            let name = name.map_or(String::new(), |day| day.name.clone());
            return Ok(CalendarPlan {
                change: CalendarChange::RemoveDay { date, agency },
                reason: told.reason_day_removed(short_date(date), name),
            });
        }
        let intervals = form_input::intervals(self.form.text("hours"));
        if intervals.is_none() {
            problems.push(Problem::new("hours", words.day_bad_hours()));
        }
        let text = |name, chars_max| {
            let text = self.form.text(name);
            (!text.is_empty() && text.chars().count() <= chars_max).then(|| text.to_owned())
        };
        let name = text("name", NAME_CHARS_MAX);
        if name.is_none() {
            problems.push(Problem::new("name", words.day_bad_name(NAME_CHARS_MAX)));
        }
        // Forms without this field are older than it and mean a decided date.
        let status = match self.form.text("status") {
            "" => Ok(DayStatus::default()),
            word => word.parse::<DayStatus>(),
        };
        if status.is_err() {
            problems.push(Problem::new("status", words.setting_bad_choice()));
        }
        let waits = status == Ok(DayStatus::Pending) && self.form.text("decision").is_empty();
        let decision = if waits {
            Some(told.day_status_pending())
        } else {
            text("decision", DECISION_CHARS_MAX)
        };
        if decision.is_none() {
            let message = words.day_bad_decision(DECISION_CHARS_MAX);
            problems.push(Problem::new("decision", message));
        }
        let (Some(date), Ok(agency), Some(intervals), Some(name), Some(decision), Ok(status)) =
            (date, agency, intervals, name, decision, status)
        else {
            return Err(problems);
        };
        let reason = told.reason_days(name.clone(), decision.clone());
        let first = CalendarDay {
            date,
            agency,
            intervals,
            name,
            decision,
            status,
        };
        let change = CalendarChange::Days(self.days(first)?);
        Ok(CalendarPlan { change, reason })
    }

    /// The date, the following ones, and the one that is worked instead.
    fn days(&self, first: CalendarDay) -> Result<Vec<CalendarDay>, Vec<Problem>> {
        let words = self.lang.words();
        let wrong = |field, message| Err(vec![Problem::new(field, message)]);
        let (until, make_up) = (self.form.text("until"), self.form.text("make_up"));
        if self.is_known() {
            return Ok(vec![first]);
        }
        let last = match until {
            "" => first.date,
            until => {
                let last = form_input::date(until);
                let in_reach =
                    |last: &NaiveDate| (1..DAYS_MAX).contains(&(*last - first.date).num_days());
                match last.filter(in_reach) {
                    Some(last) => last,
                    None => return wrong("until", words.day_bad_until(DAYS_MAX)),
                }
            }
        };
        let mut days = self.in_a_row(&first, last);
        if days.is_empty() {
            return wrong("until", words.day_nothing());
        }
        if !make_up.is_empty() {
            let other = form_input::date(make_up).filter(|other| {
                *other != first.date && days.len() == 1 && first.intervals.is_empty()
            });
            match other.and_then(|other| self.made_up(&first, other)) {
                Some(day) => days.push(day),
                None => return wrong("make_up", words.day_bad_make_up()),
            }
        }
        // A row that exists already is only changed by the form that shows it, never overwritten unseen.
        let is_there = |day: &&CalendarDay| self.overview.rows.day(day.date, day.agency).is_some();
        let is_confirmed = !self.form.text("confirm").is_empty();
        match days.iter().find(is_there).filter(|_| !is_confirmed) {
            None => Ok(days),
            Some(day)
                if days.last().is_some_and(|last| last.date == day.date) && !make_up.is_empty() =>
            {
                wrong("make_up", words.day_taken())
            }
            Some(_) => wrong("date", words.day_taken()),
        }
    }

    /// Several days in a row; the weekly days off among them stay what they are.
    fn in_a_row(&self, first: &CalendarDay, last: NaiveDate) -> Vec<CalendarDay> {
        let calendar = self.overview.rows.calendar(self.overview.zone);
        let calendar = first
            .agency
            .map_or(calendar.clone(), |it| calendar.for_agency(it));
        let dates = first.date.iter_days().take_while(|date| *date <= last);
        let dates = dates.filter(|date| last == first.date || calendar.is_working_day(*date));
        dates
            .map(|date| CalendarDay {
                date,
                ..first.clone()
            })
            .collect()
    }

    /// The date worked in the place of one that is off, for its hours.
    fn made_up(&self, off: &CalendarDay, date: NaiveDate) -> Option<CalendarDay> {
        let hours = self.overview.rows.hours_on(off.date)?;
        let weekday = off.date.weekday().num_days_from_monday() as usize;
        let intervals = hours.week.get(weekday)?;
        (!intervals.is_empty()).then(|| CalendarDay {
            date,
            intervals: intervals.clone(),
            name: Lang::Vi.words().day_make_up_name(short_date(off.date)),
            ..off.clone()
        })
    }

    fn is_known(&self) -> bool {
        self.form.text("known") == "1"
    }
}

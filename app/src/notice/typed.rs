//! What a form of a notice says, read forgivingly.

use chrono::NaiveDateTime;
use sanh_domain::account::model::{AgencyScope, Person};
use sanh_domain::deadline::{Calendar, Instant};
use sanh_domain::language::Lang;
use sanh_domain::notice::model::{Audience, Priority, TextFault, check_text};
use sanh_domain::notice::record::{DAYS_MAX, EMERGENCY_HOURS_MAX, NoticeDraft};
use sanh_domain::text::clock;
use sanh_domain::text::name::Name;

use super::port::NoticeOverview;
use crate::text::Messages;
use crate::ui::form::{Form, Problem};

/// The longest instant that is read, in characters.
pub(super) const INSTANT_CHARS_MAX: usize = 25;

/// An instant as a browser's field sends it, or as people write it: day, month, year, time.
pub(super) fn instant(text: &str, calendar: &Calendar) -> Option<Instant> {
    let forms = [
        "%d/%m/%Y %H:%M",
        "%d.%m.%Y %H:%M",
        "%d-%m-%Y %H:%M",
        "%H:%M %d/%m/%Y",
    ];
    let read = |form: &&str| NaiveDateTime::parse_from_str(text, form).ok();
    let local = forms.iter().find_map(read);
    match local {
        Some(local) => calendar.instant_of(local),
        None => calendar
            .read_instant(text)
            .filter(|_| text.contains([':', 'T'])),
    }
}

/// An instant as a browser's field wants it.
pub(super) fn written(at: Instant, zone: chrono_tz::Tz) -> String {
    let local = at.with_timezone(&zone);
    format!("{}T{}", local.date_naive(), clock(local.time()))
}

/// A form, being read.
pub(super) struct FormReader<'a> {
    pub(super) form: &'a Form,
    pub(super) lang: Lang,
    pub(super) overview: &'a NoticeOverview,
    pub(super) calendar: &'a Calendar,
    pub(super) person: &'a Person,
}

impl FormReader<'_> {
    /// How much of the wall it is to take; a notice where it is not said.
    pub(super) fn priority(&self) -> Priority {
        self.form
            .text("priority")
            .parse()
            .unwrap_or(Priority::Notice)
    }

    /// What it says, as typed.
    pub(super) fn text(&self) -> Name {
        let en = self.form.text("en");
        Name {
            vi: self.form.text("vi").to_owned(),
            en: Some(en.to_owned()).filter(|en| !en.is_empty()),
        }
    }

    /// The notice that it asks for.
    pub(super) fn draft(&self) -> Result<NoticeDraft, Vec<Problem>> {
        let mut problems = Vec::new();
        let (priority, text) = (self.priority(), self.text());
        self.check(("vi", &text.vi), priority, &mut problems);
        if let Some(en) = &text.en {
            self.check(("en", en), priority, &mut problems);
        }
        let from = self.from(&mut problems);
        let until = self.until(from, priority, &mut problems);
        let screens = self.screens(priority);
        if screens.is_none() {
            let message = self.lang.words().notice_bad_screens();
            problems.push(Problem::new("screens", message));
        }
        if priority == Priority::Emergency && self.form.text("sure") != "yes" {
            problems.push(Problem::new("sure", self.lang.words().notice_bad_sure()));
        }
        match (from, until, screens) {
            (Some(from), Some(until), Some(screens)) if problems.is_empty() => Ok(NoticeDraft {
                text,
                priority,
                from,
                until,
                screens,
            }),
            _ => Err(problems),
        }
    }

    fn check(
        &self,
        (field, text): (&'static str, &str),
        priority: Priority,
        problems: &mut Vec<Problem>,
    ) {
        let words = self.lang.words();
        let message = match check_text(text, priority) {
            Ok(()) => return,
            Err(TextFault::Empty) => words.notice_bad_empty(),
            Err(TextFault::TooLong(chars, max)) => words.notice_bad_long(chars, max),
            Err(TextFault::Control) => words.notice_bad_unseen(),
        };
        problems.push(Problem::new(field, message));
    }

    fn from(&self, problems: &mut Vec<Problem>) -> Option<Instant> {
        let typed = self.form.text("from");
        if typed.is_empty() {
            return Some(self.overview.now);
        }
        let from = instant(typed, self.calendar);
        if from.is_none() {
            problems.push(Problem::new("from", self.lang.words().notice_bad_from()));
        }
        from
    }

    fn until(
        &self,
        from: Option<Instant>,
        priority: Priority,
        problems: &mut Vec<Problem>,
    ) -> Option<Instant> {
        let words = self.lang.words();
        let Some(until) = instant(self.form.text("until"), self.calendar) else {
            problems.push(Problem::new("until", words.notice_bad_until()));
            return None;
        };
        let from = from?.max(self.overview.now);
        if until <= from {
            problems.push(Problem::new("until", words.notice_bad_past()));
            return None;
        }
        if until - from > NoticeDraft::span_max(priority) {
            let message = match priority {
                Priority::Notice => words.notice_bad_span(DAYS_MAX),
                Priority::Emergency => words.notice_bad_span_emergency(EMERGENCY_HOURS_MAX),
            };
            problems.push(Problem::new("until", message));
            return None;
        }
        Some(until)
    }

    /// On which walls; `None`: on none. One that is not there is left out.
    fn screens(&self, priority: Priority) -> Option<Audience> {
        let is_everywhere = self.person.reach == AgencyScope::Everywhere;
        let wants_all = self.form.text("screens") != "some";
        if priority == Priority::Emergency || (is_everywhere && wants_all) {
            return Some(Audience::All);
        }
        let sent = self.form.all("screen");
        let is_there = |name: &&str| self.overview.walls.iter().any(|wall| wall.name == **name);
        let named = sent.into_iter().filter(is_there).map(str::to_owned);
        Some(Audience::Named(named.collect())).filter(|it| *it != Audience::Named([].into()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_instant_is_read_in_either_way() {
        let first = "2015-01-01".parse().unwrap();
        let hours = vec![sanh_domain::deadline::seed_office_hours(first)];
        let calendar = Calendar::new(chrono_tz::Asia::Ho_Chi_Minh, hours, Vec::new());
        let at = calendar.read_instant("2026-11-28T07:30");
        for text in [
            "2026-11-28T07:30",
            "28/11/2026 07:30",
            "28.11.2026 7:30",
            "07:30 28/11/2026",
        ] {
            assert_eq!(instant(text, &calendar), at, "{text}");
        }
        for text in ["", "28/11/2026", "2026-11-28", "31/11/2026 07:30", "noon"] {
            assert_eq!(instant(text, &calendar), None, "{text}");
        }
        let shown = written(at.unwrap(), calendar.zone());
        assert_eq!(instant(&shown, &calendar), at);
    }
}

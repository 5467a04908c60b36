//! Reads a form of a notice.

use std::collections::BTreeSet;

use sanh_domain::account::model::{AgencyScope, Person};
use sanh_domain::centre::form_input::date_time;
use sanh_domain::deadline::{Calendar, Instant};
use sanh_domain::language::Lang;
use sanh_domain::notice::model::{Audience, Priority, TextFault, check_text};
use sanh_domain::notice::record::{Addressee, DAYS_MAX, EMERGENCY_HOURS_MAX, NoticeDraft};
use sanh_domain::text::name::Name;

use crate::model::notice::TypedNotice;
use crate::text::Messages;
use crate::ui::form::Problem;

/// A date and a time as they are typed, on the centre's clock, or an instant with its zone.
fn instant(text: &str, calendar: &Calendar) -> Option<Instant> {
    match date_time(text) {
        Some(local) => calendar.instant_of(local),
        None => calendar
            .read_instant(text)
            .filter(|_| text.contains([':', 'T'])),
    }
}

/// A form, being read.
pub(super) struct DraftReader<'a> {
    pub(super) typed: &'a TypedNotice,
    pub(super) lang: Lang,
    pub(super) now: Instant,
    pub(super) walls: &'a [Addressee],
    pub(super) calendar: &'a Calendar,
    pub(super) person: &'a Person,
}

impl DraftReader<'_> {
    /// The notice that it describes.
    pub(super) fn draft(&self) -> Result<NoticeDraft, Vec<Problem>> {
        let mut problems = Vec::new();
        let typed = self.typed;
        let priority = typed.priority.trim().parse().unwrap_or(Priority::Notice);
        let en = typed.en.trim();
        let text = Name {
            vi: typed.vi.trim().to_owned(),
            en: (!en.is_empty()).then(|| en.to_owned()),
        };
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
        if priority == Priority::Emergency && typed.sure.trim() != "yes" {
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
        let typed = self.typed.from.trim();
        if typed.is_empty() {
            return Some(self.now);
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
        let Some(until) = instant(self.typed.until.trim(), self.calendar) else {
            problems.push(Problem::new("until", words.notice_bad_until()));
            return None;
        };
        let from = from?.max(self.now);
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

    /// The walls; `None`: on none. A wall that does not exist is left out.
    fn screens(&self, priority: Priority) -> Option<Audience> {
        let is_everywhere = self.person.reach == AgencyScope::Everywhere;
        let wants_all = self.typed.screens.trim() != "some";
        if priority == Priority::Emergency || (is_everywhere && wants_all) {
            return Some(Audience::All);
        }
        let sent = self.typed.screen.0.iter().map(|name| name.trim());
        let is_there = |name: &&str| self.walls.iter().any(|wall| wall.name == **name);
        let named: BTreeSet<String> = sent.filter(is_there).map(str::to_owned).collect();
        (!named.is_empty()).then_some(Audience::Named(named))
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
    }
}

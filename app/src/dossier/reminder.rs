//! Papers that were asked for and do not come: a reminder to the applicant, later a proposal to stop. Nothing ends by itself.

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use leptos::prelude::*;

use super::desk::DossierFile;
use super::{Dossier, Event, Kind, Rules, Status};
use crate::deadline::{Calendar, Instant};
use crate::text::Lang;
use crate::text::date::short_date;

/// The parameter of a dossier's address with which the proposal is taken up.
pub(super) const PROPOSED: &str = "proposed";

/// The language applicants are written to in.
const LANG: Lang = Lang::Vi;

impl Rules {
    /// The days after which a stop is proposed; 0: never. Never before the day after the reminder, whatever is set.
    pub const fn propose_stop_days(&self) -> u32 {
        match (self.propose_stop_after_days, self.remind_after_days) {
            (0, _) => 0,
            (days, remind) if days > remind => days,
            (_, remind) => remind.saturating_add(1),
        }
    }
}

/// Papers that were asked for before this instant have been waited for so many local days, the day of the request not counted. `None`
/// for no days, which is never.
pub fn waited_since(calendar: &Calendar, now: Instant, days: u32) -> Option<Instant> {
    let today = calendar.local_date(now);
    let ago = Days::new(u64::from(days.checked_sub(1)?));
    Some(calendar.day_start(today.checked_sub_days(ago)?))
}

impl Dossier {
    /// Whether the applicant is to be reminded now: the days are over, it was not done yet, a stop is not proposed yet (then it is
    /// for the clerk to say), and the office is open, so that whoever reads it can ask.
    pub fn is_reminder_due(&self, calendar: &Calendar, now: Instant, rules: &Rules) -> bool {
        let days = rules.remind_after_days;
        self.status == Status::PapersAsked
            && self.reminded_at.is_none()
            && self.has_waited(calendar, now, days)
            && !self.has_waited(calendar, now, rules.propose_stop_days())
            && calendar.is_open(now)
    }

    /// Whether it is proposed to stop: papers were asked for, and have not come in the set time.
    pub fn is_stop_proposed(&self, calendar: &Calendar, now: Instant, rules: &Rules) -> bool {
        self.status == Status::PapersAsked
            && self.received_at.is_some()
            && self.has_waited(calendar, now, rules.propose_stop_days())
    }

    fn has_waited(&self, calendar: &Calendar, now: Instant, days: u32) -> bool {
        let since = waited_since(calendar, now, days);
        let asked_at = self.papers_asked_at;
        since.is_some_and(|since| asked_at.is_some_and(|asked_at| asked_at < since))
    }
}

/// The reason that a stop is proposed with, for the clerk to change: the applicant reads it.
pub(super) fn stop_reason(file: &DossierFile, zone: Tz, now: Instant) -> Option<String> {
    let words = LANG.words();
    let dossier = &file.row.dossier;
    let date = |at: Instant| short_date(local_date(at, zone));
    let asked = date(dossier.papers_asked_at?);
    let papers = request(file).unwrap_or_default();
    Some(match dossier.reminded_at {
        Some(reminded) => words.proposal_reason_reminded(asked, papers, date(reminded), date(now)),
        None => words.proposal_reason(asked, papers, date(now)),
    })
}

/// Which papers were asked for last.
fn request(file: &DossierFile) -> Option<String> {
    let is_request = |event: &&Event| event.kind == Kind::AskPapers;
    file.events.iter().rev().find(is_request)?.reason.clone()
}

fn local_date(at: Instant, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The proposal on a dossier's page, with the way to the form that is filled in with it.
pub(super) fn proposal(lang: Lang, file: &DossierFile, zone: Tz) -> Option<AnyView> {
    let asked_at = file.row.dossier.papers_asked_at;
    let asked_at = asked_at.filter(|_| file.row.is_stop_proposed)?;
    let words = lang.words();
    let href = format!(
        "/desk/dossiers/{}?{PROPOSED}=stop#act",
        file.row.dossier.code
    );
    let asked = short_date(local_date(asked_at, zone));
    Some(
        view! {
            <section class="proposal" aria-labelledby="proposal">
                <h2 id="proposal">{words.proposal_title()}</h2>
                <p>{words.proposal_text(asked)}</p>
                <p>
                    <a class="button button-second" href=href>
                        {words.proposal_take_up()}
                    </a>
                </p>
            </section>
        }
        .into_any(),
    )
}

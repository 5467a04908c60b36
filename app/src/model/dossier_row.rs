//! A row of the work list and the news about a dossier, as finished texts.

use sanh_domain::account::model::{Access, Person};
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::history::CLOSE_MIN;
use sanh_domain::dossier::worklist::{Tab, WorklistRow};
use sanh_domain::dossier::{Clock, Event};
use sanh_domain::language::Lang;
use serde::{Deserialize, Serialize};

use crate::text::Messages;
use crate::text::dossier::{act_name, actor_name, held_by, moment, named, state_name, time_left};

/// The texts of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowText {
    /// The dossier's code.
    pub code: String,
    /// Code and version, as the row's box sends them.
    pub value: String,
    /// The procedure, or else the field.
    pub what: String,
    /// The agency.
    pub agency: String,
    /// The status.
    pub status: String,
    /// The text that its clock was stopped shortly before the due time, for managers; blank if it was not.
    pub close: String,
    /// The text that a stop is proposed; blank if it is not.
    pub proposal: String,
    /// The assignee; blank: unassigned.
    pub assignee: String,
    /// The due time.
    pub due: String,
    /// The text that the due time depends on a calendar that is not yet published; blank if it does not.
    pub undecided: String,
    /// The working time left.
    pub left: String,
    /// Whether it is overdue.
    pub is_overdue: bool,
    /// Whether it has left the list it stands on.
    pub is_gone: bool,
    /// Who changed it last, as text; blank: nobody.
    pub news: String,
}

impl RowText {
    /// A row on a list of this tab; `None`: on a list that no status leaves.
    #[must_use]
    pub fn of(
        lang: Lang,
        office: &Office,
        row: &WorklistRow,
        tab: Option<Tab>,
        person: &Person,
    ) -> Self {
        let dossier = &row.dossier;
        let zone = office.calendar.zone();
        let mut procedures = office.procedures.iter();
        let procedure = procedures.find(|it| Some(it.id) == dossier.procedure);
        let of_field = office.fields.iter().find(|(id, _)| *id == dossier.field);
        let what = procedure
            .map(|it| &it.name)
            .or(of_field.map(|(_, name)| name));
        let agency = office.agencies.iter().find(|it| it.id == dossier.agency);
        let assignee = dossier.assignee.as_deref().unwrap_or_default();
        let is_close = person.has(Access::Manage) && is_paused_close(row);
        let close = is_close.then(|| lang.words().dossier_paused_close());
        let proposal = row
            .is_stop_proposed
            .then(|| lang.words().tag_stop_proposed());
        Self {
            code: dossier.code.to_string(),
            value: format!("{}:{}", dossier.code, dossier.version),
            what: what.map_or_else(String::new, |name| named(lang, name)),
            agency: agency.map_or_else(String::new, |it| named(lang, &it.name)),
            status: state_name(lang, dossier),
            close: close.unwrap_or_default(),
            proposal: proposal.unwrap_or_default(),
            assignee: held_by(lang, office, assignee, &person.name),
            due: dossier
                .due_at
                .map_or_else(String::new, |at| moment(at, zone)),
            undecided: row
                .undecided
                .map_or_else(String::new, |_| lang.words().due_undecided()),
            left: time_left(lang, row),
            is_overdue: row.is_overdue,
            is_gone: tab.is_some_and(|tab| !tab.statuses().contains(&dossier.status)),
            news: String::new(),
        }
    }

    /// The same, just changed by somebody.
    #[must_use]
    pub fn changed_by(self, lang: Lang, who: &str) -> Self {
        Self {
            news: lang.words().live_just_changed(who),
            ..self
        }
    }

    /// The same if the reader may no longer see the dossier.
    #[must_use]
    pub fn without_access(self) -> Self {
        Self {
            is_gone: true,
            ..self
        }
    }
}

/// Whether the clock was stopped shortly before it ran out.
fn is_paused_close(row: &WorklistRow) -> bool {
    let is_stopped = row.dossier.clock() == Clock::Stopped && !row.is_overdue;
    is_stopped && row.left_min.is_some_and(|left_min| left_min <= CLOSE_MIN)
}

/// What was done to a dossier since a version of it, one line each.
#[must_use]
pub fn news(lang: Lang, office: &Office, events: &[Event], version: i64) -> Vec<String> {
    let (words, zone) = (lang.words(), office.calendar.zone());
    let line = |event: &Event| {
        let (what, time) = (act_name(lang, event.kind), moment(event.recorded_at, zone));
        words.dossier_new_step(actor_name(lang, office, &event.actor), what, time)
    };
    let newer = events.iter().filter(|event| event.sequence > version);
    newer.map(line).collect()
}

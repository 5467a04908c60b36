//! A row of the work list and the news about a dossier, as finished texts.

use sanh_domain::account::model::{Access, Person};
use sanh_domain::dossier::applicant::ShownName;
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::history::CLOSE_MIN;
use sanh_domain::dossier::worklist::{Tab, WorklistRow};
use sanh_domain::dossier::{Clock, Dossier, Event, EventKind, Status};
use sanh_domain::language::Lang;
use serde::{Deserialize, Serialize};

use crate::text::Messages;
use crate::text::dossier::{
    act_name, actor_name, held_by, moment, named, short_held_by, short_state_name, short_time_left,
    state_name, time_left,
};

/// The texts of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowText {
    /// The dossier's code.
    pub code: String,
    /// Code and version, as the row's box sends them.
    pub value: String,
    /// The applicant's name as the list shows it; blank: none is known.
    pub applicant: ShownName,
    /// The procedure, or else the field.
    pub what: String,
    /// The agency.
    pub agency: String,
    /// The status.
    pub status: String,
    /// The status in few words.
    pub short_status: String,
    /// The class of its colour.
    pub tone: String,
    /// The steps that can be recorded for it together with others: the words of their kinds, with blanks between.
    pub acts: String,
    /// The text, for managers, that its clock was stopped shortly before the due time; blank if it was not.
    pub close: String,
    /// The text that a stop is proposed; blank if it is not.
    pub proposal: String,
    /// The assignee; blank: unassigned.
    pub assignee: String,
    /// The same with the given name and the first letters of the other names.
    pub short_assignee: String,
    /// When it was received; blank: not yet.
    pub received: String,
    /// The due time.
    pub due: String,
    /// The text that the due time depends on a calendar that is not yet published; blank if it does not.
    pub undecided: String,
    /// The working time left.
    pub left: String,
    /// The same where the heading says that it is working time.
    pub short_left: String,
    /// Whether it is overdue.
    pub is_overdue: bool,
    /// Whether it has left the list.
    pub is_gone: bool,
    /// The person who changed it last, as text; blank: nobody.
    pub news: String,
    /// Why the step that was asked for cannot be recorded for it; blank: it can, or none was asked for.
    pub refusal: String,
}

/// The steps that can be recorded for several dossiers at once: those that say the same of each.
#[must_use]
pub const fn is_for_many(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Register
            | EventKind::Step
            | EventKind::Extend
            | EventKind::Recount
            | EventKind::Amend
            | EventKind::Annul
            | EventKind::Correct
            | EventKind::Remind
    )
}

/// The procedure of a dossier, or else its field.
#[must_use]
pub fn what_of(lang: Lang, office: &Office, dossier: &Dossier) -> String {
    let mut procedures = office.procedures.iter();
    let procedure = procedures.find(|it| Some(it.id) == dossier.procedure);
    let of_field = office.fields.iter().find(|(id, _)| *id == dossier.field);
    let what = procedure
        .map(|it| &it.name)
        .or(of_field.map(|(_, name)| name));
    what.map_or_else(String::new, |name| named(lang, name))
}

/// The class of a status's colour.
const fn tone(status: Status) -> &'static str {
    match status {
        Status::Registered => "state state-new",
        Status::Received => "state state-received",
        Status::InProcess => "state state-work",
        Status::PapersAsked | Status::PaymentAsked | Status::WithdrawalAsked => "state state-waits",
        Status::Resolved => "state state-done",
        Status::Refused | Status::Stopped => "state state-stopped",
        Status::HandedOver => "state state-over",
    }
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
        let agency = office.agencies.iter().find(|it| it.id == dossier.agency);
        let assignee = dossier.assignee.as_deref().unwrap_or_default();
        let is_close = person.has(Access::Manage) && is_paused_close(row);
        let close = is_close.then(|| lang.words().dossier_paused_close());
        let proposal = row
            .is_stop_proposed
            .then(|| lang.words().tag_stop_proposed());
        let allowed = dossier.allowed(person.actor().role).into_iter();
        let acts: Vec<&str> = allowed
            .filter(|kind| is_for_many(*kind))
            .map(EventKind::as_str)
            .collect();
        Self {
            code: dossier.code.to_string(),
            value: format!("{}:{}", dossier.code, dossier.version),
            applicant: row.applicant.clone().unwrap_or_default(),
            what: what_of(lang, office, dossier),
            agency: agency.map_or_else(String::new, |it| named(lang, &it.name)),
            status: state_name(lang, dossier),
            short_status: short_state_name(lang, dossier),
            tone: tone(dossier.status).to_owned(),
            acts: acts.join(" "),
            close: close.unwrap_or_default(),
            proposal: proposal.unwrap_or_default(),
            assignee: held_by(lang, office, assignee, &person.name),
            short_assignee: short_held_by(lang, office, assignee, &person.name),
            received: dossier
                .received_at
                .map_or_else(String::new, |at| moment(at, zone)),
            due: dossier
                .due_at
                .map_or_else(String::new, |at| moment(at, zone)),
            undecided: row
                .undecided
                .map_or_else(String::new, |_| lang.words().due_undecided()),
            left: time_left(lang, row),
            short_left: short_time_left(lang, row),
            is_overdue: row.is_overdue,
            is_gone: tab.is_some_and(|tab| !tab.statuses().contains(&dossier.status)),
            news: String::new(),
            refusal: String::new(),
        }
    }

    /// The row, marked as just changed by a person.
    #[must_use]
    pub fn changed_by(self, lang: Lang, who: &str) -> Self {
        Self {
            news: lang.words().live_just_changed(who),
            ..self
        }
    }

    /// The row if the reader may no longer see the dossier.
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

/// The changes of a dossier since a version of it, one line each.
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

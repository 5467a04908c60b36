//! The assignee of a dossier: taking it, assigning it to a colleague, leaving it unassigned.

use leptos::prelude::*;
use sanh_domain::account::actor::ActorRole;
use sanh_domain::account::model::{Caller, Colleague};
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::{Dossier, EventKind};
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;

use crate::model::dossier::NOBODY;
use crate::text::Messages;
use crate::text::date::short_date;
use crate::text::dossier::held_by;
use crate::ui::form::{Problem, button_second, hidden, select};

/// The field that says that a form's sender knows of somebody's absence.
const AWAY_KNOWN: &str = "away_known";

/// A list to choose a colleague from, of those who work in one of these agencies.
pub(crate) fn colleagues(
    lang: Lang,
    office: &Office,
    agencies: &[AgencyId],
    chosen: &str,
    problems: &[Problem],
) -> AnyView {
    let words = lang.words();
    let works_there = |known: &&Colleague| agencies.iter().any(|it| known.reach.covers(*it));
    let known = office.colleagues.iter().filter(works_there);
    let known = known.map(|known| {
        let label = match office.absence_of(&known.name) {
            None => known.display_name.clone(),
            Some(absence) => words.absence_option(&known.display_name, short_date(absence.to)),
        };
        (known.name.clone(), label)
    });
    // The chosen person is away, and the form says so: it now offers their substitute instead.
    let absence = office.absence_of(chosen);
    let chosen = absence.map_or(chosen, |absence| absence.substitute.as_str());
    let away_known = absence.map(|absence| hidden(AWAY_KNOWN, &absence.account));
    let options = [
        (String::new(), words.assign_choose()),
        (NOBODY.to_owned(), words.assign_nobody()),
    ];
    let options = options.into_iter().chain(known).collect();
    view! {
        {away_known}
        {select("assignee", words.assign_to(), options, chosen, problems)}
    }
    .into_any()
}

/// Who has a dossier, and the forms that change it.
pub(super) struct AssigneeForms<'a> {
    pub(super) lang: Lang,
    pub(super) office: &'a Office,
    pub(super) dossier: &'a Dossier,
    pub(super) caller: &'a Caller,
    /// Where the forms are sent.
    pub(super) action: String,
    /// What makes a form count once, for this version.
    pub(super) identity: &'a dyn Fn() -> AnyView,
    pub(super) problems: &'a [Problem],
    /// What was chosen in the form that was sent.
    pub(super) chosen: &'a str,
}

impl AssigneeForms<'_> {
    pub(super) fn view(&self) -> AnyView {
        let words = self.lang.words();
        let me = &self.caller.person.name;
        let holder = self.dossier.assignee.as_deref();
        let may = self.dossier.allowed(ActorRole::Staff);
        let may = may.contains(&EventKind::Assign);
        let take = (may && holder != Some(me))
            .then(|| self.form(hidden("assignee", me), words.assign_take()));
        let problems = self.problems;
        let is_open = problems.iter().any(|problem| problem.field == "assignee");
        let give = may.then(|| {
            let agencies = [self.dossier.agency];
            let list = colleagues(self.lang, self.office, &agencies, self.chosen, problems);
            view! {
                <details class="earlier" open=is_open>
                    <summary>{words.assign_give()}</summary>
                    {self.form(list, words.assign_button())}
                </details>
            }
        });
        view! {
            <section class="hand" aria-label=words.assign_title()>
                <p class="hand-who">{self.assignee_name()}</p>
                {take}
                {give}
            </section>
        }
        .into_any()
    }

    fn assignee_name(&self) -> String {
        let words = self.lang.words();
        match self.dossier.assignee.as_deref() {
            None => words.assign_free(),
            Some(name) if name == self.caller.person.name => words.assign_mine(),
            Some(name) => {
                let me = &self.caller.person.name;
                words.assign_held(held_by(self.lang, self.office, name, me))
            }
        }
    }

    fn form(&self, to: AnyView, label: String) -> AnyView {
        view! {
            <form method="post" action=self.action.clone() class="hand-form">
                {(self.identity)()}
                {hidden("action", EventKind::Assign.as_str())}
                {to}
                {button_second(label)}
            </form>
        }
        .into_any()
    }
}

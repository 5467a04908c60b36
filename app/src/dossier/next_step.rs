//! The next step of a dossier, on its page.

use leptos::prelude::*;
use sanh_domain::account::actor::ActorRole;
use sanh_domain::dossier::file::Linked;
use sanh_domain::dossier::{EventKind, REASON_CHARS_MAX};

use super::dossier_page::View;
use super::extension_preview::extension_hint;
use super::reminder::{self, PROPOSED};
use crate::model::dossier_step::{CHOSEN, kind_of, takes_reason};
use crate::text::Messages;
use crate::text::dossier::act_name;
use crate::ui::form::{Field, text_area};
use crate::ui::moment::moment_field;

impl View<'_> {
    pub(super) fn next_step(&self) -> AnyView {
        let words = self.lang.words();
        let actor = self.caller.person.actor();
        let role = actor.role;
        let (dossier, office) = (&self.file.row.dossier, self.office);
        let calendar = office.calendar.for_agency(dossier.agency);
        let events = &self.file.events;
        let offered = dossier.offered(&actor, self.now, &calendar, &office.rules, events);
        let is_step = |kind: &EventKind| {
            !matches!(
                kind,
                EventKind::Assign
                    | EventKind::Step
                    | EventKind::Register
                    | EventKind::Amend
                    | EventKind::Annul
            )
        };
        let offered = offered
            .into_iter()
            .filter(is_step)
            .filter(|kind| *kind != EventKind::Resolve || !self.waits_for_parts());
        let (with_reason, plain): (Vec<EventKind>, Vec<EventKind>) =
            offered.partition(|kind| takes_reason(*kind));
        let ended = (plain.is_empty()
            && with_reason.iter().all(|kind| *kind == EventKind::Correct))
        .then(|| view! { <p class="hint">{words.dossier_next_none()}</p> });
        let button = |kind: EventKind| {
            view! {
                <button class="button" name="action" value=kind.as_str()>
                    {act_name(self.lang, kind)}
                </button>
            }
        };
        let buttons: Vec<_> = plain.into_iter().map(button).collect();
        // Enter in a field presses a form's first button: here that is to record what was chosen, never a step of its own.
        let pressed_by_enter = (!with_reason.is_empty()).then(|| {
            view! {
                <button class="sr-only" name="action" value=CHOSEN tabindex="-1" aria-hidden="true">
                    {words.dossier_record()}
                </button>
            }
        });
        view! {
            <h2>{words.dossier_next()}</h2>
            {ended}
            {self.notice()}
            <form method="post" action=self.action() class="form step" data-guard="true">
                {self.identity()}
                {pressed_by_enter}
                {self.extension.map(|preview| preview.view(self.lang, self.zone))}
                <div class="step-plain">{buttons}</div>
                {self.listed(&with_reason, role)}
            </form>
        }
        .into_any()
    }

    /// The reason of the stop that is proposed, where the page is asked for with it and nothing was sent.
    fn proposed_reason(&self) -> Option<String> {
        let is_asked = self.request.parameter(PROPOSED).is_some() && self.request.form.0.is_empty();
        if !is_asked || !self.file.row.is_stop_proposed {
            return None;
        }
        reminder::stop_reason(self.file, self.zone, self.now)
    }

    /// Whether it is the whole of a linked dossier of which a part has not ended.
    fn waits_for_parts(&self) -> bool {
        let linked = self.file.linked.as_ref();
        self.file.row.dossier.is_whole() && linked.is_some_and(Linked::has_open_parts)
    }

    /// The steps that take a reason.
    fn listed(&self, kinds: &[EventKind], role: ActorRole) -> Option<AnyView> {
        let words = self.lang.words();
        let form = &self.request.form;
        if kinds.is_empty() {
            // If a step is no longer possible, the text typed for it is still shown, so that it can be copied.
            let typed = Some(form.text("reason")).filter(|typed| !typed.is_empty())?;
            let kept = text_area(
                "reason",
                words.dossier_reason(),
                None,
                typed,
                REASON_CHARS_MAX,
                &[],
            );
            return Some(kept.into_any());
        }
        let proposed = self.proposed_reason();
        let chosen = proposed.as_ref().map(|_| EventKind::Stop);
        let chosen = chosen.or_else(|| kind_of(form.text("action"), form.text("act")));
        let reason = proposed.unwrap_or_else(|| form.text("reason").to_owned());
        let option = |kind: &EventKind| {
            let id = format!("act-{kind}");
            view! {
                <div class="choice">
                    <input r#type="radio" name="act" id=id.clone() value=kind.as_str() checked=chosen == Some(*kind) />
                    <label r#for=id>{act_name(self.lang, *kind)}</label>
                </div>
            }
        };
        let options: Vec<_> = kinds.iter().map(option).collect();
        let problem = self.problems.iter().find(|problem| problem.field == "act");
        let problem =
            problem.map(|problem| view! { <p class="problem">{problem.message.clone()}</p> });
        let time = |name: &'static str, label: String, hint: Option<String>| {
            let field_of_time = Field {
                hint,
                value: form.text(name).to_owned(),
                ..Field::text(name, label)
            };
            moment_field(self.lang, field_of_time, self.problems)
        };
        let new_due = kinds
            .contains(&EventKind::Extend)
            .then(|| {
                extension_hint(
                    self.lang,
                    self.office,
                    &self.file.row.dossier,
                    role,
                    self.now,
                )
            })
            .map(|hint| time("new_due", words.dossier_new_due(), hint));
        let days = self.office.rules.backdate_days_max;
        let is_backdated =
            !form.text("occurred").is_empty() || !form.text("late_reason").is_empty();
        let late_reason = (role == ActorRole::Manager).then(|| {
            text_area(
                "late_reason",
                words.dossier_late_reason(),
                None,
                form.text("late_reason"),
                REASON_CHARS_MAX,
                self.problems,
            )
        });
        Some(
            view! {
                <fieldset class="choices" id="act">
                    <legend>{words.dossier_with_reason()}</legend>
                    {problem}
                    {options}
                </fieldset>
                {text_area(
                    "reason",
                    words.dossier_reason(),
                    Some(words.dossier_reason_hint()),
                    &reason,
                    REASON_CHARS_MAX,
                    self.problems,
                )}
                {new_due}
                <details class="earlier" open=is_backdated>
                    <summary>{words.dossier_earlier()}</summary>
                    {time("occurred", words.dossier_occurred(), Some(words.dossier_occurred_hint(days)))}
                    {late_reason}
                </details>
                <button class="button button-second" name="action" value=CHOSEN>
                    {words.dossier_record()}
                </button>
            }
            .into_any(),
        )
    }
}

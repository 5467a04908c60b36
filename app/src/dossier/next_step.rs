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
        let offered = self.offered();
        let main = self.file.row.dossier.likeliest(&offered);
        let is_main = |kind: EventKind| Some(kind) == main;
        let (with_reason, mut plain): (Vec<EventKind>, Vec<EventKind>) =
            offered.into_iter().partition(|kind| takes_reason(*kind));
        plain.sort_by_key(|kind| !is_main(*kind));
        let ended = (plain.is_empty()
            && with_reason.iter().all(|kind| *kind == EventKind::Correct))
        .then(|| view! { <p class="hint">{words.dossier_next_none()}</p> });
        let button = |kind: EventKind| {
            let (class, key) = if is_main(kind) {
                ("button step-main", Some("m"))
            } else {
                ("button button-second", None)
            };
            view! {
                <button class=class name="action" value=kind.as_str() data-focus=key>
                    {act_name(self.lang, kind)}
                </button>
            }
        };
        let buttons: Vec<_> = plain.into_iter().map(button).collect();
        // Enter presses the first button of a form. Here that button records the chosen step and never takes another step.
        let pressed_by_enter = (!with_reason.is_empty()).then(|| {
            view! {
                <button class="sr-only" name="action" value=CHOSEN tabindex="-1" aria-hidden="true">
                    {words.dossier_record()}
                </button>
            }
        });
        view! {
            <h2 id="next-title">{words.dossier_next()}</h2>
            {ended}
            {self.notice()}
            <form method="post" action=self.action() class="form step" data-guard="true">
                {self.identity()}
                {pressed_by_enter}
                {self.extension.map(|preview| preview.view(self.lang, self.zone))}
                <div class="step-plain">{buttons}</div>
                {self.listed(&with_reason)}
            </form>
        }
        .into_any()
    }

    /// The steps that the reader may take now, here.
    fn offered(&self) -> Vec<EventKind> {
        let actor = self.caller.person.actor();
        let (dossier, office) = (&self.file.row.dossier, self.office);
        let calendar = office.calendar.for_agency(dossier.agency);
        let events = &self.file.events;
        let is_step = |kind: &EventKind| match kind {
            EventKind::Assign
            | EventKind::Step
            | EventKind::Register
            | EventKind::Amend
            | EventKind::Annul => false,
            EventKind::Resolve => !self.waits_for_parts(),
            // Staff undo their last step with its own button while that is possible; all other corrections need a manager.
            EventKind::Correct => actor.role == ActorRole::Manager,
            _ => true,
        };
        let mut offered = dossier.offered(&actor, self.now, &calendar, &office.rules, events);
        offered.retain(is_step);
        offered
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

    /// The steps that take a reason: its field, and what else a step asks for, comes into sight with the step.
    fn listed(&self, kinds: &[EventKind]) -> Option<AnyView> {
        let words = self.lang.words();
        let form = &self.request.form;
        if kinds.is_empty() {
            // The step is no longer possible, but the text typed for it is still shown, so that it can be copied.
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
        let chosen = chosen.filter(|chosen| kinds.contains(chosen));
        let reason = proposed.unwrap_or_else(|| form.text("reason").to_owned());
        let option = |kind: &EventKind| {
            let id = format!("act-{kind}");
            // Input and label have no wrapper: the style sheet shows the fields below depending on the checked sibling before them.
            view! {
                <input r#type="radio" name="act" id=id.clone() value=kind.as_str() checked=chosen == Some(*kind) />
                <label r#for=id>{act_name(self.lang, *kind)}</label>
            }
        };
        let options: Vec<_> = kinds.iter().map(option).collect();
        let problem = self.problems.iter().find(|problem| problem.field == "act");
        let problem =
            problem.map(|problem| view! { <p class="problem">{problem.message.clone()}</p> });
        // Text that was typed for a step that is no longer possible stays visible.
        let class = if chosen.is_none() && !reason.is_empty() {
            "step-fields step-fields-open"
        } else {
            "step-fields"
        };
        Some(
            view! {
                <fieldset class="choices step-list" id="act">
                    <legend>{words.dossier_with_reason()}</legend>
                    {problem}
                    {options}
                    <div class=class>
                        {text_area(
                            "reason",
                            words.dossier_reason(),
                            Some(words.dossier_reason_hint()),
                            &reason,
                            REASON_CHARS_MAX,
                            self.problems,
                        )}
                        {kinds.contains(&EventKind::Extend).then(|| self.new_due())}
                        <button class="button" name="action" value=CHOSEN>
                            {words.dossier_record()}
                        </button>
                    </div>
                </fieldset>
                {self.earlier()}
            }
            .into_any(),
        )
    }

    /// Until when a dossier is extended.
    fn new_due(&self) -> AnyView {
        let dossier = &self.file.row.dossier;
        let role = self.caller.person.actor().role;
        let hint = extension_hint(self.lang, self.office, dossier, role, self.now);
        let field = self.time("new_due", self.lang.words().dossier_new_due(), hint);
        view! { <div class="step-new-due">{field}</div> }.into_any()
    }

    /// When the step happened, where that was before.
    fn earlier(&self) -> AnyView {
        let words = self.lang.words();
        let form = &self.request.form;
        let days = self.office.rules.backdate_days_max;
        let is_backdated =
            !form.text("occurred").is_empty() || !form.text("late_reason").is_empty();
        let is_manager = self.caller.person.actor().role == ActorRole::Manager;
        let late_reason = is_manager.then(|| {
            text_area(
                "late_reason",
                words.dossier_late_reason(),
                None,
                form.text("late_reason"),
                REASON_CHARS_MAX,
                self.problems,
            )
        });
        view! {
            <details class="earlier" open=is_backdated>
                <summary>{words.dossier_earlier()}</summary>
                {self.time("occurred", words.dossier_occurred(), Some(words.dossier_occurred_hint(days)))}
                {late_reason}
            </details>
        }
        .into_any()
    }

    fn time(&self, name: &'static str, label: String, hint: Option<String>) -> AnyView {
        let field_of_time = Field {
            hint,
            value: self.request.form.text(name).to_owned(),
            ..Field::text(name, label)
        };
        moment_field(self.lang, field_of_time, self.problems)
    }
}

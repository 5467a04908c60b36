//! The facts on a dossier's page: assignee, data, what can be printed, and the link to amend its reception.

use leptos::prelude::*;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::dossier::applicant::Applicant;
use sanh_domain::dossier::{EventKind, REASON_CHARS_MAX};

use super::address::dossier_path;
use super::assign;
use super::dossier_page::View;
use crate::model::dossier_step::ANNUL_REASON;
use crate::text::dossier::{channel_name, due_moment, moment, named};
use crate::text::procedure::explained_text;
use crate::text::{Messages, duration};
use crate::ui::form::{button_second, text_area_named};

impl View<'_> {
    pub(super) fn facts(&self) -> AnyView {
        let words = self.lang.words();
        let dossier = &self.file.row.dossier;
        let at = |at| moment(at, self.zone);
        let spent =
            |minutes: u32| duration::working_time(self.lang, WorkingMinutes(minutes).duration());
        let office = self.office;
        let procedure = office
            .procedures
            .iter()
            .find(|it| Some(it.id) == dossier.procedure);
        let agency = office.agencies.iter().find(|it| it.id == dossier.agency);
        let of_field = office.fields.iter().find(|(id, _)| *id == dossier.field);
        let first_due = dossier
            .first_due_at
            .filter(|first| Some(*first) != dossier.due_at);
        let undecided = self.file.row.undecided;
        let due = |due| due_moment(self.lang, due, self.zone, undecided);
        let due = dossier.due_at.map_or_else(|| words.dossier_due_none(), due);
        let limit = dossier
            .limit
            .map(|limit| explained_text(self.lang, limit.length));
        let paused = Some(dossier.paused_min).filter(|minutes| *minutes > 0);
        let applicant = self.submission.map(|submission| {
            let Applicant {
                name,
                phone,
                identity,
                email,
                address,
                representative,
            } = &submission.applicant;
            let given = [name, phone, identity, email, address, representative]
                .into_iter()
                .filter(|text| !text.is_empty());
            given.cloned().collect::<Vec<_>>().join(" · ")
        });
        let papers = self
            .submission
            .map(|submission| submission.papers.join("; "));
        let facts = [
            (words.dossier_applicant(), applicant),
            (
                words.desk_procedure(),
                procedure.map(|it| format!("{} · {}", it.code, named(self.lang, &it.name))),
            ),
            (
                words.dossier_field(),
                of_field.map(|(_, name)| named(self.lang, name)),
            ),
            (
                words.desk_agency(),
                agency.map(|it| named(self.lang, &it.name)),
            ),
            (
                words.dossier_papers(),
                papers.filter(|papers| !papers.is_empty()),
            ),
            (
                words.dossier_channel(),
                Some(channel_name(self.lang, dossier.channel)),
            ),
            (words.dossier_received(), dossier.received_at.map(at)),
            (words.receive_limit(), limit),
            (words.desk_due(), Some(due)),
            (words.dossier_first_due(), first_due.map(at)),
            (words.dossier_ended(), dossier.ended_at.map(at)),
            (words.dossier_handled(), dossier.handled_min.map(spent)),
            (words.dossier_paused(), paused.map(spent)),
        ];
        let fact = |(term, text): (String, Option<String>)| {
            text.map(|text| view! { <dt>{term}</dt> <dd>{text}</dd> })
        };
        view! {
            <section class="dossier-facts" aria-label=words.dossier_facts()>
                {self.hand()}
                <dl class="facts">{facts.into_iter().map(fact).collect::<Vec<_>>()}</dl>
                {self.prints()}
                {self.amends()}
                {self.annuls()}
            </section>
        }
        .into_any()
    }

    /// The way to setting the reception right.
    fn amends(&self) -> Option<AnyView> {
        let dossier = &self.file.row.dossier;
        let allowed = dossier.allowed(self.caller.person.actor().role);
        let href = format!("{}/amend", dossier_path(&dossier.code));
        allowed.contains(&EventKind::Amend).then(|| {
            view! {
                <p class="prints">
                    <a href=href>{self.lang.words().amend_link()}</a>
                </p>
            }
            .into_any()
        })
    }

    /// Annulling, for whoever may.
    fn annuls(&self) -> Option<AnyView> {
        let words = self.lang.words();
        let (dossier, calendar) = (&self.file.row.dossier, &self.office.calendar);
        let actor = self.caller.person.actor();
        let rules = (calendar, &self.office.rules);
        if !dossier.may_annul(&self.file.events, self.now, rules, &actor) {
            return None;
        }
        let form = &self.request.form;
        let is_sent = form.text("action") == EventKind::Annul.as_str();
        let reason = if is_sent { form.text("reason") } else { "" };
        Some(
            view! {
                <details class="earlier" open=is_sent>
                    <summary>{words.annul_title()}</summary>
                    <form method="post" action=self.action() class="form" id="annul">
                        {self.identity()}
                        <p class="hint">{words.annul_text()}</p>
                        {text_area_named(
                            (ANNUL_REASON, "reason"),
                            words.annul_reason(),
                            None,
                            reason,
                            REASON_CHARS_MAX,
                            self.problems,
                        )}
                        <button class="button button-second" name="action" value=EventKind::Annul.as_str()>
                            {words.annul_button()}
                        </button>
                    </form>
                </details>
            }
            .into_any(),
        )
    }

    /// What can be printed of it.
    fn prints(&self) -> AnyView {
        let words = self.lang.words();
        let code = &self.file.row.dossier.code;
        let page = dossier_path(code);
        let dossier = &self.file.row.dossier;
        let slip = dossier
            .received_at
            .filter(|_| !dossier.is_annulled())
            .map(|_| {
                let action = format!("{page}/slip");
                view! {
                    <form method="post" action=action>
                        {self.is_pin_closed.then(|| view! { <p class="problem">{words.slip_pin_closed()}</p> })}
                        {button_second(words.slip_again())}
                        " "
                        <button class="button button-second" name="renew" value="yes">
                            {words.slip_renew()}
                        </button>
                        <p class="hint">{words.slip_again_hint()}</p>
                    </form>
                }
            });
        let hand_over = dossier.received_at.map(|_| {
            view! { " " <a href=format!("{page}/hand-over?print")>{words.print_hand_over()}</a> }
        });
        view! {
            <p class="prints">
                <a href=format!("{page}/control-slip?print")>{words.print_control()}</a>
                {hand_over}
            </p>
            {slip}
            {self.subscriptions()}
        }
        .into_any()
    }

    fn hand(&self) -> AnyView {
        let hand = assign::AssigneeForms {
            lang: self.lang,
            office: self.office,
            dossier: &self.file.row.dossier,
            caller: self.caller,
            action: self.action(),
            identity: &|| self.identity(),
            problems: self.problems,
            chosen: self.request.form.text("assignee"),
        };
        hand.view()
    }
}

//! The reception page: the procedure first, then the agency, then applicant and papers, with code and due time in sight.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::account::actor::ActorRole;
use sanh_domain::dossier::REASON_CHARS_MAX;
use sanh_domain::dossier::applicant::{
    ADDRESS_CHARS_MAX, EMAIL_CHARS_MAX, NAME_CHARS_MAX, PaperForm,
};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::listed::ListedProcedure;

use super::api::{ReceiveDossier, read_office};
use super::island::{Finder, FinderText};
use super::print::{letter_address, printing};
use super::promise::Promise;
use super::reception_view::ReceptionView;
use super::slip::slip_address;
use crate::error::AppError;
use crate::model::dossier::ReceptionOutcome;
use crate::model::reception::{
    AgencyUnresolved, ReceivingAgencies, SETTLE, handlers, listed, matching,
};
use crate::text::Messages;
use crate::text::dossier::{channel_name, named};
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, error_summary, field, hidden, select, text_area};
use crate::ui::moment::moment_field;
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Submitted, submitted};

/// Procedures listed for what was typed.
const FOUND_MAX: usize = 20;

/// `/desk/receive`
#[component]
pub(super) fn ReceivePage() -> impl IntoView {
    loaded(receive())
}

async fn receive() -> Result<AnyView, AppError> {
    let response = response();
    match submitted::<ReceiveDossier>(&[]).await? {
        Submitted::Not => return page_of_address().await,
        Submitted::Refused(refusal) => return again(&refusal.problems).await,
        Submitted::Done(ReceptionOutcome::AgencySaid) => return again(&[]).await,
        Submitted::Done(ReceptionOutcome::Received(code)) => {
            response.redirect(printing(&slip_address(&code)));
        }
        Submitted::Done(ReceptionOutcome::Refused { code, sequence }) => {
            response.redirect(printing(&letter_address(&code, sequence)));
        }
    }
    Ok(().into_any())
}

/// What the address asks for: which procedure, for which agency, or the form.
async fn page_of_address() -> Result<AnyView, AppError> {
    let (request, office) = (request(), read_office().await?);
    let view = ReceptionView::of(&request, &office)?;
    let typed = request.parameter("q").unwrap_or_default();
    let found = matching(view.lang, &office, typed);
    let chosen = request
        .parameter("procedure")
        .and_then(|id| id.parse().ok());
    let only = if let [only] = found.as_slice() {
        Some(only.id)
    } else {
        None
    };
    let chosen = chosen.map(ProcedureId).or(only);
    let Some(procedure) = chosen.and_then(|id| listed(&office, id)) else {
        return Ok(view.choice(&found));
    };
    let agencies = view.agencies(procedure);
    match agencies.resolve(request.parameter("agency")) {
        Ok(agency) => view.form(procedure, Some(agency), &[]).await,
        Err(_) if agencies.is_empty() && !procedure.requirements.agencies.is_empty() => {
            Ok(view.not_yours(procedure))
        }
        Err(AgencyUnresolved::Unsaid) if !agencies.is_empty() => {
            Ok(view.asks_agency(procedure, &[]))
        }
        Err(unresolved @ (AgencyUnresolved::Blank | AgencyUnresolved::WrongOffice)) => {
            response().set_status(422);
            let problem = unresolved.problem(view.lang);
            Ok(view.asks_agency(procedure, &[problem]))
        }
        Err(_) => Err(AppError::NotFound),
    }
}

/// The form that was sent, with what is wrong with it.
async fn again(problems: &[Problem]) -> Result<AnyView, AppError> {
    let (request, office) = (request(), read_office().await?);
    let view = ReceptionView::of(&request, &office)?;
    let id = request.form.text("procedure").parse().map(ProcedureId);
    let Some(procedure) = id.ok().and_then(|id| listed(&office, id)) else {
        return Ok(view.choice(&[]));
    };
    let agency = view.agencies(procedure);
    let agency = agency.resolve(Some(request.form.text("agency"))).ok();
    view.form(procedure, agency, problems).await
}

impl ReceptionView<'_> {
    fn page(&self, body: AnyView) -> AnyView {
        let title = self.lang.words().receive_title();
        view! {
            <Title text=product_title(self.lang, &title) />
            {body}
        }
        .into_any()
    }

    /// Which procedure.
    fn choice(&self, found: &[&ListedProcedure]) -> AnyView {
        let words = self.lang.words();
        let typed = self.request.parameter("q").unwrap_or_default();
        let text = FinderText {
            label: words.receive_find(),
            hint: words.receive_find_hint(),
            list: words.finder_list(),
            count: words.finder_count("{n}"),
            none: words.finder_none(),
        };
        let value = typed.to_owned();
        let entry = |procedure: &&ListedProcedure| {
            let href = format!("/desk/receive?procedure={}", procedure.id.0);
            view! {
                <li>
                    <a href=href>
                        <b>{procedure.code.clone()}</b>
                        " "
                        {named(self.lang, &procedure.name)}
                    </a>
                </li>
            }
        };
        let entries: Vec<_> = found.iter().take(FOUND_MAX).map(entry).collect();
        let none = (found.is_empty() && !typed.is_empty()).then(|| words.receive_found_none());
        let more = (found.len() > FOUND_MAX).then(|| words.receive_found_more());
        let body = view! {
            <h1>{words.receive_title()}</h1>
            <form method="get" action="/desk/receive" class="form" role="search">
                <Finder value lang=self.lang text />
                {button(words.receive_find_button())}
            </form>
            <ul class="found">{entries}</ul>
            <p class="hint" role="status">
                {none}
                {more}
            </p>
            <p class="prints">
                <a href="/desk/register">{words.register_title()}</a>
            </p>
        };
        self.page(body.into_any())
    }

    fn agencies(&self, procedure: &ListedProcedure) -> ReceivingAgencies {
        ReceivingAgencies::of(self.lang, self.office, &self.caller.person, procedure)
    }

    /// That the procedure is handled where they do not receive.
    fn not_yours(&self, procedure: &ListedProcedure) -> AnyView {
        let words = self.lang.words();
        let agencies = handlers(self.lang, self.office, procedure).join(", ");
        let body = view! {
            <h1>{words.receive_title()}</h1>
            {self.chosen(procedure)}
            <p class="problem">{words.office_not_yours(agencies)}</p>
        };
        self.page(body.into_any())
    }

    /// That nobody has said who handles the procedure.
    fn unassigned(&self, procedure: &ListedProcedure) -> Option<AnyView> {
        let is_unsaid = procedure.requirements.agencies.is_empty();
        is_unsaid.then(|| {
            view! { <p class="hint">{self.lang.words().office_unassigned()}</p> }.into_any()
        })
    }

    fn chosen(&self, procedure: &ListedProcedure) -> AnyView {
        view! {
            <p class="chosen">
                <b>{procedure.code.clone()}</b>
                " "
                {named(self.lang, &procedure.name)}
                " "
                <a href="/desk/receive">{self.lang.words().receive_other()}</a>
            </p>
        }
        .into_any()
    }

    /// For which agency, before anything is promised.
    fn asks_agency(&self, procedure: &ListedProcedure, problems: &[Problem]) -> AnyView {
        let body = view! {
            {error_summary(self.lang, problems)}
            <h1>{self.lang.words().receive_title()}</h1>
            {self.chosen(procedure)}
            {self.unassigned(procedure)}
            {self.agencies(procedure).step(self.lang, procedure, problems)}
        };
        self.page(body.into_any())
    }

    /// Applicant and papers. Nothing is promised until it is known for which agency.
    async fn form(
        &self,
        procedure: &ListedProcedure,
        agency: Option<AgencyId>,
        problems: &[Problem],
    ) -> Result<AnyView, AppError> {
        let promise = match agency {
            None => Promise::Nothing,
            Some(agency) => Promise::of(procedure, agency, self.channel()).await?,
        };
        let others = self.otherwise(procedure, &promise).await?;
        let words = self.lang.words();
        let body = view! {
            {error_summary(self.lang, problems)}
            <h1>{words.receive_title()}</h1>
            <div class="dossier">
                <section class="dossier-work">
                    {self.chosen(procedure)}
                    {self.unassigned(procedure)}
                    {agency.map(|agency| self.agencies(procedure).chosen(self.lang, agency, procedure.id))}
                    {self.fields(procedure, agency, problems)}
                </section>
                <section class="dossier-facts" aria-label=words.receive_promise()>
                    {self.promise(procedure, &promise)}
                    {others}
                </section>
            </div>
        };
        Ok(self.page(body.into_any()))
    }

    fn fields(
        &self,
        procedure: &ListedProcedure,
        agency: Option<AgencyId>,
        problems: &[Problem],
    ) -> AnyView {
        let words = self.lang.words();
        let form = &self.request.form;
        let optional = |label: String| format!("{label} ({})", words.receive_optional());
        let line = |name: &'static str, label: String, kind: &'static str, chars_max: usize| {
            let line = Field {
                value: form.raw(name).to_owned(),
                kind,
                chars_max,
                has_focus: name == "name" && problems.is_empty(),
                ..Field::text(name, label)
            };
            field(line, problems)
        };
        // Until an agency is chosen, the only button sends the choice of the agency.
        let settling = agency.is_none().then(|| {
            view! {
                {self.agencies(procedure).field(self.lang, problems)}
                <div class="step-plain">
                    <button class="button" name="action" value=SETTLE>
                        {words.receiving_agency_next()}
                    </button>
                </div>
            }
        });
        let receive = agency.map(|_| {
            view! {
                <button class="button" name="action" value="receive">
                    {words.receive_button()}
                </button>
            }
        });
        let refuse = agency.map(|_| {
            view! {
                <button class="button button-second" name="action" value="refuse">
                    {words.receive_refuse_button()}
                </button>
            }
        });
        let channels = [Channel::Direct, Channel::Post, Channel::Online];
        let channels = channels.map(|it| (it.as_str().to_owned(), channel_name(self.lang, it)));
        let channel = if form.text("channel").is_empty() {
            Channel::Direct.as_str()
        } else {
            form.text("channel")
        };
        let sets = Field {
            kind: "number",
            value: if form.text("key").is_empty() {
                "1"
            } else {
                form.text("sets")
            }
            .to_owned(),
            chars_max: 2,
            ..Field::text("sets", words.receive_sets())
        };
        let is_refusing = form.text("action") == "refuse" || !form.text("reason").is_empty();
        view! {
            <form method="post" action="/desk/receive" class="form" data-guard="true">
                {hidden("key", &self.request.context.key)}
                {hidden("procedure", &procedure.id.0.to_string())}
                {agency.map(|agency| hidden("agency", &agency.0.to_string()))}
                {settling}
                {select("channel", words.dossier_channel(), channels.to_vec(), channel, problems)}
                <h2>{words.receive_applicant()}</h2>
                <p class="hint">{words.receive_private()}</p>
                <div class="field-pairs">
                    {line("name", words.receive_name(), "text", NAME_CHARS_MAX)}
                    {line("phone", optional(words.receive_phone()), "tel", 20)}
                    {line("identity", optional(words.receive_identity()), "text", 20)}
                    {line("email", optional(words.receive_email()), "email", EMAIL_CHARS_MAX)}
                    {line("address", optional(words.receive_address()), "text", ADDRESS_CHARS_MAX)}
                    {line("representative", optional(words.receive_representative()), "text", NAME_CHARS_MAX)}
                </div>
                {self.papers(procedure)}
                {text_area("other_papers", words.receive_papers_other(), None, form.raw("other_papers"), 4_000, problems)}
                {field(sets, problems)}
                {self.earlier(problems)}
                {receive}
                <details class="earlier" open=is_refusing>
                    <summary>{words.receive_refuse()}</summary>
                    {text_area("reason", words.receive_refuse_reason(), None, form.raw("reason"), REASON_CHARS_MAX, problems)}
                    {refuse}
                </details>
            </form>
        }
        .into_any()
    }

    /// When it was taken in, where that was not now.
    fn earlier(&self, problems: &[Problem]) -> AnyView {
        let words = self.lang.words();
        let form = &self.request.form;
        let days = self.office.rules.backdate_days_max;
        let occurred = Field {
            hint: Some(words.receive_occurred_hint(days)),
            value: form.text("occurred").to_owned(),
            ..Field::text("occurred", words.receive_occurred())
        };
        let is_open = !form.text("occurred").is_empty() || !form.text("late_reason").is_empty();
        let is_manager = self.caller.person.actor().role == ActorRole::Manager;
        let late_reason = is_manager.then(|| {
            text_area(
                "late_reason",
                words.dossier_late_reason(),
                None,
                form.raw("late_reason"),
                REASON_CHARS_MAX,
                problems,
            )
        });
        view! {
            <details class="earlier" open=is_open>
                <summary>{words.receive_earlier()}</summary>
                {moment_field(self.lang, occurred, problems)}
                {late_reason}
            </details>
        }
        .into_any()
    }

    fn papers(&self, procedure: &ListedProcedure) -> Option<AnyView> {
        if procedure.requirements.papers.is_empty() {
            return None;
        }
        let given = self.request.form.all("paper");
        let chosen = self.request.form.all("paper_form");
        let words = self.lang.words();
        let forms = [
            (String::new(), words.paper_form_unsaid()),
            (
                PaperForm::Original.as_str().to_owned(),
                words.paper_original(),
            ),
            (PaperForm::Copy.as_str().to_owned(), words.paper_copy()),
            (
                PaperForm::CertifiedCopy.as_str().to_owned(),
                words.paper_certified(),
            ),
        ];
        let paper = |(position, name): (usize, String)| {
            let (value, id) = (position.to_string(), format!("paper-{position}"));
            let name_id = format!("{id}-name");
            let is_given = given.contains(&value.as_str());
            let form = chosen.get(position - 1).copied().unwrap_or_default();
            let option = |(word, text): &(String, String)| {
                let is_chosen = word == form;
                view! {
                    <option value=word.clone() selected=is_chosen>
                        {text.clone()}
                    </option>
                }
            };
            let options: Vec<_> = forms.iter().map(option).collect();
            view! {
                <div class="choice choice-paper">
                    <input r#type="checkbox" name="paper" id=id.clone() value=value checked=is_given />
                    <label r#for=id id=name_id.clone()>{name}</label>
                    <select name="paper_form" aria-label=words.paper_form_unsaid() aria-describedby=name_id>
                        {options}
                    </select>
                </div>
            }
        };
        let names = procedure
            .requirements
            .papers
            .iter()
            .map(|name| named(self.lang, name));
        let papers: Vec<_> = (1..).zip(names).map(paper).collect();
        Some(
            view! {
                <fieldset class="choices">
                    <legend>{self.lang.words().receive_papers()}</legend>
                    {papers}
                </fieldset>
            }
            .into_any(),
        )
    }
}

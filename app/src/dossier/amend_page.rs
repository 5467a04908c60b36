//! `/desk/dossiers/{code}/amend`: amends a reception.

use chrono_tz::Tz;
use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::account::model::Caller;
use sanh_domain::dossier::applicant::{
    ADDRESS_CHARS_MAX, Applicant, EMAIL_CHARS_MAX, NAME_CHARS_MAX, PAPER_CHARS_MAX, PAPERS_MAX,
    Submission,
};
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::{Dossier, EventKind, REASON_CHARS_MAX};
use sanh_domain::id::ProcedureId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::listed::ListedAgency;
use sanh_domain::procedure::office::is_handled_by;

use super::address::{code, dossier_path};
use super::api::{AmendDossier, open_dossier, read_office};
use crate::error::AppError;
use crate::model::dossier_step::local;
use crate::model::reception::listed;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::dossier::{channel_name, named};
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, error_summary, field, hidden, select, text_area};
use crate::ui::moment::moment_field;
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Submitted, submitted};

/// `/desk/dossiers/{code}/amend`
#[component]
pub(super) fn AmendPage() -> impl IntoView {
    loaded(amend(code()))
}

async fn amend(code: String) -> Result<AnyView, AppError> {
    let problems = match submitted::<AmendDossier>(&[("code", &code)]).await? {
        Submitted::Not => Vec::new(),
        Submitted::Refused(refusal) => refusal.problems,
        Submitted::Done(true) => {
            response().redirect(format!("/desk/dossiers/{code}/slip?print"));
            return Ok(().into_any());
        }
        Submitted::Done(false) => {
            response().redirect(format!("/desk/dossiers/{code}?done=amend"));
            return Ok(().into_any());
        }
    };
    let (office, opened) = (read_office().await?, open_dossier(code).await?);
    let (dossier, request) = (&opened.file.row.dossier, request());
    let caller = request.signed_in()?;
    let (actor, rules) = (caller.person.actor(), (&office.calendar, &office.rules));
    if !dossier.allowed(actor.role).contains(&EventKind::Amend) {
        return Err(AppError::NotFound);
    }
    let view = AmendView {
        caller,
        office: &office,
        dossier,
        submission: opened.submission.as_ref(),
        lang: request.room_lang(),
        zone: office.calendar.zone(),
        may_all: dossier.may_amend_reception(&opened.file.events, opened.now, rules, &actor),
        request: &request,
    };
    Ok(view.page(&problems))
}

/// Who amends what.
struct AmendView<'a> {
    request: &'a PageRequest,
    caller: &'a Caller,
    office: &'a Office,
    dossier: &'a Dossier,
    submission: Option<&'a Submission>,
    lang: Lang,
    zone: Tz,
    /// Whether they may amend more than the applicant's data.
    may_all: bool,
}

impl AmendView<'_> {
    fn page(&self, problems: &[Problem]) -> AnyView {
        let words = self.lang.words();
        let title = words.amend_title();
        let code = &self.dossier.code;
        let intro = if self.may_all {
            words.amend_intro()
        } else {
            words.amend_applicant_only()
        };
        view! {
            <Title text=product_title(self.lang, &title) />
            <p class="back">
                <a href=dossier_path(code)>{code.to_string()}</a>
            </p>
            {error_summary(self.lang, problems)}
            <h1>{title}</h1>
            <p class="hint">{intro}</p>
            {self.form(problems)}
        }
        .into_any()
    }

    /// What is told now, or what was typed where a form was sent.
    fn value(&self, name: &str, told: &str) -> String {
        let form = &self.request.form;
        if form.text("version").is_empty() {
            told.to_owned()
        } else {
            form.raw(name).to_owned()
        }
    }

    fn form(&self, problems: &[Problem]) -> AnyView {
        let words = self.lang.words();
        let nobody = Applicant::default();
        let applicant = self.submission.map_or(&nobody, |it| &it.applicant);
        let optional = |label: String| format!("{label} ({})", words.receive_optional());
        let line = |name: &'static str, label, kind, chars_max, told: &str| {
            let line = Field {
                value: self.value(name, told),
                kind,
                chars_max,
                ..Field::text(name, label)
            };
            field(line, problems)
        };
        // The version that the form was made from: if the dossier has changed since, the amendment is refused.
        let version = self.value("version", &self.dossier.version.to_string());
        let earlier = problems
            .iter()
            .any(|problem| problem.field == "earlier")
            .then(|| {
                view! {
                    <div class="choice">
                        <input r#type="checkbox" name="earlier" id="earlier" value="yes" />
                        <label r#for="earlier">{words.amend_earlier()}</label>
                    </div>
                }
            });
        view! {
            <form method="post" action=format!("{}/amend", dossier_path(&self.dossier.code)) class="form" data-guard="true">
                {hidden("version", &version)}
                {hidden("key", &self.request.context.key)}
                {self.may_all.then(|| self.reception(problems))}
                <h2>{words.receive_applicant()}</h2>
                <p class="hint">{words.receive_private()}</p>
                {line("name", words.receive_name(), "text", NAME_CHARS_MAX, &applicant.name)}
                {line("phone", optional(words.receive_phone()), "tel", 20, &applicant.phone)}
                {line("identity", optional(words.receive_identity()), "text", 20, &applicant.identity)}
                {line("email", optional(words.receive_email()), "email", EMAIL_CHARS_MAX, &applicant.email)}
                {line("address", optional(words.receive_address()), "text", ADDRESS_CHARS_MAX, &applicant.address)}
                {line("representative", optional(words.receive_representative()), "text", NAME_CHARS_MAX, &applicant.representative)}
                {self.may_all.then(|| self.papers(problems))}
                {text_area(
                    "reason",
                    words.amend_reason(),
                    Some(words.amend_reason_hint()),
                    self.request.form.raw("reason"),
                    REASON_CHARS_MAX,
                    problems,
                )}
                {earlier}
                {button(words.amend_button())}
            </form>
        }
        .into_any()
    }

    fn papers(&self, problems: &[Problem]) -> AnyView {
        let told = self
            .submission
            .map(|it| it.papers.join("\n"))
            .unwrap_or_default();
        let chars_max = PAPERS_MAX * (PAPER_CHARS_MAX + 1);
        let value = self.value("papers", &told);
        let told_sets = self.submission.and_then(|it| it.sets);
        let told_sets = told_sets.map_or_else(String::new, |sets| sets.to_string());
        let sets = Field {
            kind: "number",
            value: self.value("sets", &told_sets),
            chars_max: 2,
            ..Field::text("sets", self.lang.words().receive_sets())
        };
        let papers = text_area(
            "papers",
            self.lang.words().amend_papers(),
            None,
            &value,
            chars_max,
            problems,
        );
        view! {
            {papers}
            {field(sets, problems)}
        }
        .into_any()
    }

    fn reception(&self, problems: &[Problem]) -> AnyView {
        let words = self.lang.words();
        let dossier = self.dossier;
        let unknown = dossier
            .procedure
            .is_none()
            .then(|| (String::new(), words.amend_procedure_none()));
        let procedures = self.office.procedures.iter().map(|it| {
            let name = format!("{} · {}", it.code, named(self.lang, &it.name));
            (it.id.0.to_string(), name)
        });
        let procedures = unknown.into_iter().chain(procedures).collect();
        let channels = [Channel::Direct, Channel::Post, Channel::Online];
        let channels = channels.map(|it| (it.as_str().to_owned(), channel_name(self.lang, it)));
        let procedure = dossier
            .procedure
            .map_or_else(String::new, |id| id.0.to_string());
        let occurred = dossier.received_at.map(|at| {
            let time = Field {
                value: self.value("occurred", &local(at, self.zone)),
                ..Field::text("occurred", words.dossier_received())
            };
            moment_field(self.lang, time, problems)
        });
        let [procedure, agency, channel] = [
            self.value("procedure", &procedure),
            self.value("agency", &dossier.agency.0.to_string()),
            self.value("channel", dossier.channel.as_str()),
        ];
        let agencies = self.agencies(&procedure);
        view! {
            {select("procedure", words.desk_procedure(), procedures, &procedure, problems)}
            {select("agency", words.desk_agency(), agencies, &agency, problems)}
            {select("channel", words.dossier_channel(), channels.to_vec(), &channel, problems)}
            {occurred}
        }
        .into_any()
    }

    /// The agencies that handle a procedure, and the one that the dossier is at.
    fn agencies(&self, procedure: &str) -> Vec<(String, String)> {
        let id = procedure.trim().parse().map(ProcedureId).ok();
        let procedure = id.and_then(|id| listed(self.office, id));
        let handles = |id| procedure.is_none_or(|it| is_handled_by(&it.requirements.agencies, id));
        let person = &self.caller.person;
        let is_offered = |agency: &&ListedAgency| {
            let id = agency.id;
            id == self.dossier.agency || (person.works_in(id) && handles(id))
        };
        let offered = self.office.agencies.iter().filter(is_offered);
        let offered = offered.map(|it| (it.id.0.to_string(), named(self.lang, &it.name)));
        offered.collect()
    }
}

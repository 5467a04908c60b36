//! `/desk/dossiers/{code}/amend`: a reception set right.

use chrono::Timelike;
use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::account::model::{Caller, RequestKey};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::applicant::{
    AmendedReception, Applicant, EMAIL_CHARS_MAX, NAME_CHARS_MAX, PAPER_CHARS_MAX, PAPERS_MAX,
    Submission,
};
use sanh_domain::dossier::file::{DossierFile, Office, PersonalDataRead};
use sanh_domain::dossier::{Dossier, DossierCode, Kind, REASON_CHARS_MAX};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;

use super::desk::DeskError;
use super::words::{channel_name, field_of, named, refusal_text};
use super::{slip, step, take_in};
use crate::Ports;
use crate::page::{Method, Page, PageRequest};
use crate::text::Messages;
use crate::ui::document::{Head, document_html};
use crate::ui::form::{
    Field, Form, Problem, button, error_summary, field, hidden, select, text_area,
};
use crate::ui::frame::{NavSection, PageFrame, room};

/// `/desk/dossiers/{code}/amend`
pub(super) async fn amend(
    request: &PageRequest,
    caller: &Caller,
    code: &DossierCode,
) -> Result<Page, DeskError> {
    let port = expect_context::<Ports>().desk;
    let (office, file) = (port.office().await?, port.file(caller, code).await?);
    let submission = port
        .submission(caller, code, PersonalDataRead::Opened)
        .await?;
    let amending = AmendFormContext {
        request,
        caller,
        office: &office,
        file: &file,
        submission: submission.as_ref(),
        lang: request.room_lang(),
        zone: office.calendar.zone(),
        may_all: file.row.dossier.may_amend_reception(
            &file.events,
            port.now(),
            (&office.calendar, &office.rules),
            &caller.person.actor(),
        ),
    };
    if !file
        .row
        .dossier
        .allowed(caller.person.actor().role)
        .contains(&Kind::Amend)
    {
        return Err(DeskError::NotFound);
    }
    if request.method == Method::Post {
        return amending.take().await;
    }
    Ok(amending.page(200, &[]))
}

/// Who amends what.
struct AmendFormContext<'a> {
    request: &'a PageRequest,
    caller: &'a Caller,
    office: &'a Office,
    file: &'a DossierFile,
    submission: Option<&'a Submission>,
    lang: Lang,
    zone: Tz,
    /// Whether they may amend more than the applicant's data.
    may_all: bool,
}

impl AmendFormContext<'_> {
    const fn dossier(&self) -> &Dossier {
        &self.file.row.dossier
    }

    async fn take(&self) -> Result<Page, DeskError> {
        let key = RequestKey::read(self.request.form.text("key"));
        let (key, reception) = match (key, self.read()) {
            (Some(key), Ok(reception)) => (key, reception),
            (None, _) => {
                let message = self.lang.words().receive_bad_form();
                return Ok(self.page(422, &[Problem::new("reason", message)]));
            }
            (_, Err(problems)) => return Ok(self.page(422, &problems)),
        };
        let port = expect_context::<Ports>().desk;
        let code = &self.dossier().code;
        match port.amend(self.caller, key, reception).await {
            Ok(Some(secrets)) => slip::printed(self.request, self.caller, code, &secrets).await,
            Ok(None) => Ok(Page::redirect(format!("/desk/dossiers/{code}?done=amend"))),
            Err(DeskError::Conflict) => {
                let words = self.lang.words();
                let message = format!("{} {}", words.cannot_changed(), words.receive_bad_form());
                Ok(self.page(409, &[Problem::new("reason", message)]))
            }
            Err(DeskError::Refused(refusal)) => {
                let message = refusal_text(self.lang, &refusal, self.zone);
                Ok(self.page(422, &[Problem::new(field_of(&refusal), message)]))
            }
            Err(error) => Err(error),
        }
    }

    fn read(&self) -> Result<AmendedReception, Vec<Problem>> {
        let (form, words) = (&self.request.form, self.lang.words());
        let bad = |field| vec![Problem::new(field, words.receive_bad_form())];
        let version = form.text("version").parse().map_err(|_| bad("reason"))?;
        let mut problems = Vec::new();
        let submission = self.read_submission().unwrap_or_else(|unfit| {
            problems.extend(unfit);
            None
        });
        let dossier = self.dossier();
        let (mut procedure, mut agency, mut channel, mut received_at) =
            (dossier.procedure, dossier.agency, dossier.channel, None);
        if self.may_all {
            procedure = self.read_procedure(form).map_err(|()| bad("procedure"))?;
            agency = form
                .text("agency")
                .parse()
                .map(AgencyId)
                .map_err(|_| bad("agency"))?;
            channel = form.text("channel").parse().map_err(|_| bad("channel"))?;
            match step::instant(form.text("occurred"), self.zone) {
                Ok(at) => received_at = at.filter(|at| !self.is_as_told(*at)),
                Err(()) => {
                    problems.push(Problem::new("occurred", words.dossier_bad_instant()));
                }
            }
        }
        let reason = form.text("reason").to_owned();
        if reason.is_empty() {
            problems.push(Problem::new("reason", words.cannot_reason_missing()));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(AmendedReception {
            code: dossier.code.clone(),
            version,
            procedure,
            agency,
            channel,
            received_at,
            submission,
            reason,
            accepts_earlier_due: form.text("earlier") == "yes",
        })
    }

    fn read_procedure(&self, form: &Form) -> Result<Option<ProcedureId>, ()> {
        let text = form.text("procedure");
        if text.is_empty() && self.dossier().procedure.is_none() {
            return Ok(None);
        }
        let id = text.parse().map(ProcedureId).map_err(|_| ())?;
        let known = self.office.procedures.iter().any(|it| it.id == id);
        known.then_some(Some(id)).ok_or(())
    }

    /// A field for date and time carries no seconds: the minute it shows is what is told already.
    fn is_as_told(&self, at: Instant) -> bool {
        let told = self.dossier().received_at;
        told.is_some_and(|told| local(told, self.zone) == local(at, self.zone))
    }

    /// Applicant and papers, as typed; `None`: nothing was taken down and nothing is.
    fn read_submission(&self) -> Result<Option<Submission>, Vec<Problem>> {
        let (form, words) = (&self.request.form, self.lang.words());
        let [name, phone, identity, email] =
            ["name", "phone", "identity", "email"].map(|field| form.raw(field));
        let papers = if self.may_all {
            let lines = form.raw("papers").lines().map(str::trim);
            lines
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
                .collect()
        } else {
            self.submission
                .map(|it| it.papers.clone())
                .unwrap_or_default()
        };
        let is_blank = [name, phone, identity, email]
            .iter()
            .all(|text| text.trim().is_empty());
        if is_blank && papers.is_empty() && self.submission.is_none() {
            return Ok(None);
        }
        if take_in::too_many(&papers) {
            let message = words.receive_many_papers(PAPERS_MAX, PAPER_CHARS_MAX);
            return Err(vec![Problem::new("papers", message)]);
        }
        match Applicant::read(name, phone, identity, email) {
            Ok(applicant) => Ok(Some(Submission { applicant, papers })),
            Err(unfit) => {
                let unfit = unfit.into_iter();
                Err(unfit
                    .map(|unfit| take_in::unfit(self.lang, unfit))
                    .collect())
            }
        }
    }

    fn page(&self, status: u16, problems: &[Problem]) -> Page {
        let words = self.lang.words();
        let title = words.amend_title();
        let head = Head {
            title: Some(format!("{title} · {}", words.product())),
            ..self.request.head(self.lang)
        };
        let back = format!("/desk/dossiers/{}", self.dossier().code);
        let path = format!("{back}/amend");
        let frame = PageFrame {
            caller: self.caller,
            room: NavSection::Worklist,
            path: &path,
        };
        let intro = if self.may_all {
            words.amend_intro()
        } else {
            words.amend_applicant_only()
        };
        let html = document_html(head, || {
            let body = view! {
                <p class="back">
                    <a href=back>{self.dossier().code.to_string()}</a>
                </p>
                {error_summary(self.lang, problems)}
                <h1>{title}</h1>
                <p class="hint">{intro}</p>
                {self.form(problems)}
            };
            room(self.lang, &frame, body.into_any())
        });
        Page::new(status, html)
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
        // The dossier as the form was made from it: changed since, it is not written over.
        let version = self.value("version", &self.dossier().version.to_string());
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
            <form method="post" action=format!("/desk/dossiers/{}/amend", self.dossier().code) class="form" data-guard="true">
                {hidden("version", &version)}
                {hidden("key", &self.request.key)}
                {self.may_all.then(|| self.reception(problems))}
                <h2>{words.receive_applicant()}</h2>
                <p class="hint">{words.receive_private()}</p>
                {line("name", words.receive_name(), "text", NAME_CHARS_MAX, &applicant.name)}
                {line("phone", optional(words.receive_phone()), "tel", 20, &applicant.phone)}
                {line("identity", optional(words.receive_identity()), "text", 20, &applicant.identity)}
                {line("email", optional(words.receive_email()), "email", EMAIL_CHARS_MAX, &applicant.email)}
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
        text_area(
            "papers",
            self.lang.words().amend_papers(),
            None,
            &value,
            chars_max,
            problems,
        )
    }

    fn reception(&self, problems: &[Problem]) -> AnyView {
        let words = self.lang.words();
        let dossier = self.dossier();
        let unknown = dossier
            .procedure
            .is_none()
            .then(|| (String::new(), words.amend_procedure_none()));
        let procedures = self.office.procedures.iter().map(|it| {
            let name = format!("{} · {}", it.code, named(self.lang, &it.name));
            (it.id.0.to_string(), name)
        });
        let procedures = unknown.into_iter().chain(procedures).collect();
        let mine = |id: AgencyId| id == dossier.agency || self.caller.person.works_in(id);
        let agencies = self.office.agencies.iter().filter(|it| mine(it.id));
        let agencies = agencies.map(|it| (it.id.0.to_string(), named(self.lang, &it.name)));
        let channels = [Channel::Direct, Channel::Post, Channel::Online];
        let channels = channels.map(|it| (it.as_str().to_owned(), channel_name(self.lang, it)));
        let procedure = dossier
            .procedure
            .map_or_else(String::new, |id| id.0.to_string());
        let occurred = dossier.received_at.map(|at| {
            let time = Field {
                kind: "datetime-local",
                value: self.value("occurred", &local(at, self.zone)),
                chars_max: 19,
                ..Field::text("occurred", words.dossier_received())
            };
            field(time, problems)
        });
        let [procedure, agency, channel] = [
            self.value("procedure", &procedure),
            self.value("agency", &dossier.agency.0.to_string()),
            self.value("channel", dossier.channel.as_str()),
        ];
        view! {
            {select("procedure", words.desk_procedure(), procedures, &procedure, problems)}
            {select("agency", words.desk_agency(), agencies.collect(), &agency, problems)}
            {select("channel", words.dossier_channel(), channels.to_vec(), &channel, problems)}
            {occurred}
        }
        .into_any()
    }
}

/// An instant on the centre's clock as a field for date and time has it, to the minute.
fn local(at: Instant, zone: Tz) -> String {
    let at = at.with_timezone(&zone);
    let (date, time) = (at.date_naive(), at.time());
    format!("{date}T{:02}:{:02}", time.hour(), time.minute())
}

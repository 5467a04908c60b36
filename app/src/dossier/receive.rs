//! Reception at the counter: the procedure first, then the agency, then applicant and papers, with code and due time in sight.

use leptos::prelude::*;

use super::applicant::{
    Applicant, EMAIL_CHARS_MAX, NAME_CHARS_MAX, PAPER_CHARS_MAX, PAPERS_MAX, Reception, Submission,
    Unfit,
};
use super::counter::{Agencies, SETTLE, Unsettled};
use super::desk::{DeskError, ListedProcedure, Office};
use super::island::{Finder, FinderText};
use super::words::{channel_name, field_of, moment, named, refusal_text};
use super::{AgencyId, Channel, Dossier, ProcedureId, REASON_CHARS_MAX, print, slip};
use crate::Ports;
use crate::account::model::{Caller, RequestKey};
use crate::page::{Asked, Method, Page};
use crate::text::fold::folded;
use crate::text::{Lang, duration, number};
use crate::ui::document::{Head, document_html};
use crate::ui::form::{
    Field, Form, Problem, button, error_summary, field, hidden, select, text_area,
};
use crate::ui::frame::{Room, RoomFrame, room};

/// Procedures listed for what was typed.
const FOUND_MAX: usize = 20;

/// `/desk/receive`
pub(super) async fn receive(asked: &Asked, caller: &Caller) -> Result<Page, DeskError> {
    let office = expect_context::<Ports>().desk.office().await?;
    let counter = Counter {
        asked,
        caller,
        office: &office,
        lang: asked.room_lang(),
    };
    if asked.method == Method::Post {
        return counter.take().await;
    }
    let chosen = asked
        .parameter("procedure")
        .and_then(|id| id.parse().ok())
        .map(ProcedureId);
    let found = matching(
        counter.lang,
        &office,
        asked.parameter("q").unwrap_or_default(),
    );
    let only = if let [only] = found.as_slice() {
        Some(only.id)
    } else {
        None
    };
    let Some(procedure) = chosen.or(only).and_then(|id| listed(&office, id)) else {
        return Ok(counter.choice(&found));
    };
    let agencies = counter.agencies();
    match agencies.settled(asked.parameter("agency")) {
        Ok(agency) => counter.form(procedure, Some(agency), 200, &[]).await,
        Err(Unsettled::Unsaid) if !agencies.is_empty() => Ok(counter.asks_agency(procedure, &[])),
        Err(blank @ Unsettled::Blank) => {
            let problem = blank.problem(counter.lang);
            Ok(counter.asks_agency(procedure, &[problem]))
        }
        Err(_) => Err(DeskError::NotFound),
    }
}

fn listed(office: &Office, id: ProcedureId) -> Option<&ListedProcedure> {
    office
        .procedures
        .iter()
        .find(|procedure| procedure.id == id)
}

/// The procedures that a text may mean: every word of it in code or name, those whose code begins with it first.
pub(super) fn matching<'a>(lang: Lang, office: &'a Office, text: &str) -> Vec<&'a ListedProcedure> {
    let text = folded(text);
    if text.is_empty() {
        return Vec::new();
    }
    let means = |procedure: &&ListedProcedure| {
        let all = folded(&format!(
            "{} {} {}",
            procedure.code,
            procedure.name.vi,
            named(lang, &procedure.name)
        ));
        text.split(' ').all(|word| all.contains(word))
    };
    let mut found: Vec<_> = office.procedures.iter().filter(means).collect();
    found.sort_by_key(|procedure| !folded(&procedure.code).starts_with(&text));
    found
}

struct Counter<'a> {
    asked: &'a Asked,
    caller: &'a Caller,
    office: &'a Office,
    lang: Lang,
}

impl Counter<'_> {
    fn page(&self, status: u16, body: impl FnOnce() -> AnyView) -> Page {
        let words = self.lang.words();
        let title = words.receive_title();
        let head = Head {
            title: format!("{title} · {}", words.product()),
            ..self.asked.head(self.lang)
        };
        let frame = RoomFrame {
            title,
            caller: self.caller,
            room: Room::Receive,
            path: "/desk/receive",
        };
        Page::new(
            status,
            document_html(head, || room(self.lang, &frame, body())),
        )
    }

    /// Which procedure.
    fn choice(&self, found: &[&ListedProcedure]) -> Page {
        let words = self.lang.words();
        let typed = self.asked.parameter("q").unwrap_or_default();
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
        self.page(200, || {
            view! {
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
            }
            .into_any()
        })
    }

    fn agencies(&self) -> Agencies {
        Agencies::of(self.lang, self.office, &self.caller.person)
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
    fn asks_agency(&self, procedure: &ListedProcedure, problems: &[Problem]) -> Page {
        let status = if problems.is_empty() { 200 } else { 422 };
        self.page(status, || {
            view! {
                {error_summary(self.lang, problems)}
                <h1>{self.lang.words().receive_title()}</h1>
                {self.chosen(procedure)}
                {self.agencies().step(self.lang, procedure, problems)}
            }
            .into_any()
        })
    }

    /// Applicant and papers. Nothing is promised until it is known for which agency.
    async fn form(
        &self,
        procedure: &ListedProcedure,
        agency: Option<AgencyId>,
        status: u16,
        problems: &[Problem],
    ) -> Result<Page, DeskError> {
        let port = expect_context::<Ports>().desk;
        let prepared = match agency {
            None => Ok(None),
            Some(agency) => match port.prepare(self.caller, procedure.id, agency).await {
                Ok(prepared) => Ok(Some(prepared)),
                Err(DeskError::Refused(refusal)) => Err(refusal),
                Err(error) => return Err(error),
            },
        };
        let words = self.lang.words();
        let zone = self.office.calendar.zone();
        let refused = prepared
            .as_ref()
            .err()
            .map(|refusal| refusal_text(self.lang, refusal, zone));
        Ok(self.page(status, || {
            view! {
                {error_summary(self.lang, problems)}
                <h1>{words.receive_title()}</h1>
                <div class="dossier">
                    <section class="dossier-work">
                        {self.chosen(procedure)}
                        {agency.map(|agency| self.agencies().chosen(self.lang, agency, procedure.id))}
                        {self.fields(procedure, agency, problems)}
                    </section>
                    <section class="dossier-facts" aria-label=words.receive_promise()>
                        {refused.map(|text| view! { <p class="problem">{text}</p> })}
                        {self.promise(procedure, prepared.as_ref().ok().and_then(Option::as_ref))}
                    </section>
                </div>
            }
            .into_any()
        }))
    }

    /// What the dossier will be given, before anything is saved.
    fn promise(&self, procedure: &ListedProcedure, prepared: Option<&Dossier>) -> AnyView {
        let words = self.lang.words();
        let zone = self.office.calendar.zone();
        let limit = procedure
            .limit
            .map(|limit| duration::working_time(self.lang, limit.minutes));
        let fee = match procedure.fee_vnd {
            None => None,
            Some(0) => Some(words.receive_fee_free()),
            Some(fee) => Some(words.receive_fee_vnd(number::number(self.lang, fee.into()))),
        };
        let given = prepared.map(|dossier| {
            let due = dossier
                .due_at
                .map_or_else(|| words.dossier_due_none(), |due| moment(due, zone));
            view! {
                <dt>{words.desk_code()}</dt>
                <dd class="will-code">{dossier.code.to_string()}</dd>
                <dt>{words.desk_due()}</dt>
                <dd class="will-due">{due}</dd>
            }
        });
        view! {
            <h2>{words.receive_promise()}</h2>
            <dl class="facts">
                {given}
                <dt>{words.receive_limit()}</dt>
                <dd>{limit.unwrap_or_else(|| words.receive_limit_none())}</dd>
                {fee.map(|fee| view! { <dt>{words.receive_fee()}</dt> <dd>{fee}</dd> })}
            </dl>
        }
        .into_any()
    }

    fn fields(
        &self,
        procedure: &ListedProcedure,
        agency: Option<AgencyId>,
        problems: &[Problem],
    ) -> AnyView {
        let words = self.lang.words();
        let form = &self.asked.form;
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
        // Where the agency is still to be said, that is all there is to send.
        let settling = agency.is_none().then(|| {
            view! {
                {self.agencies().field(self.lang, problems)}
                <button class="button" name="action" value=SETTLE>
                    {words.counter_agency_next()}
                </button>
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
        let is_refusing = form.text("action") == "refuse" || !form.text("reason").is_empty();
        view! {
            <form method="post" action="/desk/receive" class="form" data-guard="true">
                {hidden("key", &self.asked.key)}
                {hidden("procedure", &procedure.id.0.to_string())}
                {agency.map(|agency| hidden("agency", &agency.0.to_string()))}
                {settling}
                {select("channel", words.dossier_channel(), channels.to_vec(), channel, problems)}
                <h2>{words.receive_applicant()}</h2>
                <p class="hint">{words.receive_private()}</p>
                {line("name", words.receive_name(), "text", NAME_CHARS_MAX)}
                {line("phone", optional(words.receive_phone()), "tel", 20)}
                {line("identity", optional(words.receive_identity()), "text", 20)}
                {line("email", optional(words.receive_email()), "email", EMAIL_CHARS_MAX)}
                {self.papers(procedure)}
                {text_area("other_papers", words.receive_papers_other(), None, form.raw("other_papers"), 4_000, problems)}
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

    fn papers(&self, procedure: &ListedProcedure) -> Option<AnyView> {
        if procedure.papers.is_empty() {
            return None;
        }
        let given = self.asked.form.all("paper");
        let paper = |(position, name): (usize, String)| {
            let (value, id) = (position.to_string(), format!("paper-{position}"));
            let is_given = given.contains(&value.as_str());
            view! {
                <div class="choice">
                    <input r#type="checkbox" name="paper" id=id.clone() value=value checked=is_given />
                    <label r#for=id>{name}</label>
                </div>
            }
        };
        let names = procedure.papers.iter().map(|name| named(self.lang, name));
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

    /// Takes the form in.
    async fn take(&self) -> Result<Page, DeskError> {
        let form = &self.asked.form;
        let words = self.lang.words();
        let id = form.text("procedure").parse().map(ProcedureId);
        let Some(procedure) = id.ok().and_then(|id| listed(self.office, id)) else {
            return Ok(self.choice(&[]).with_status(422));
        };
        let agency = match self.agencies().settled(Some(form.text("agency"))) {
            Ok(agency) => agency,
            Err(unsettled) => {
                let problem = unsettled.problem(self.lang);
                return self.form(procedure, None, 422, &[problem]).await;
            }
        };
        if form.text("action") == SETTLE {
            return self.form(procedure, Some(agency), 200, &[]).await;
        }
        let key = RequestKey::read(form.text("key"));
        let (key, reception) = match (key, self.read(procedure, agency)) {
            (Some(key), Ok(reception)) => (key, reception),
            (None, _) => {
                let problem = Problem::new("name", words.receive_bad_form());
                return self.form(procedure, Some(agency), 422, &[problem]).await;
            }
            (_, Err(problems)) => {
                return self.form(procedure, Some(agency), 422, &problems).await;
            }
        };
        let port = expect_context::<Ports>().desk;
        let is_refused = reception.refused.is_some();
        match port.receive(self.caller, key, reception).await {
            Ok(receipt) if is_refused => {
                let file = port.file(self.caller, &receipt.code).await?;
                let sequence = file.row.dossier.version;
                Ok(Page::to(print::letter_address(&receipt.code, sequence)))
            }
            Ok(receipt) => match receipt.secrets {
                Some(secrets) => {
                    slip::printed(self.asked, self.caller, &receipt.code, &secrets).await
                }
                None => Ok(Page::to(format!("/desk/dossiers/{}", receipt.code))),
            },
            Err(DeskError::Refused(refusal)) => {
                let zone = self.office.calendar.zone();
                let problem =
                    Problem::new(field_of(&refusal), refusal_text(self.lang, &refusal, zone));
                self.form(procedure, Some(agency), 422, &[problem]).await
            }
            Err(error) => Err(error),
        }
    }

    fn read(
        &self,
        procedure: &ListedProcedure,
        agency: AgencyId,
    ) -> Result<Reception, Vec<Problem>> {
        let form = &self.asked.form;
        let words = self.lang.words();
        let mut problems = Vec::new();
        let applicant = Applicant::read(
            form.raw("name"),
            form.raw("phone"),
            form.raw("identity"),
            form.raw("email"),
        );
        let applicant = applicant.unwrap_or_else(|unfit| {
            problems.extend(unfit.into_iter().map(|unfit| self.unfit(unfit)));
            Applicant::default()
        });
        let papers = papers_of(procedure, form);
        if papers.len() > PAPERS_MAX
            || papers
                .iter()
                .any(|paper| paper.chars().count() > PAPER_CHARS_MAX)
        {
            let message = words.receive_many_papers(PAPERS_MAX, PAPER_CHARS_MAX);
            problems.push(Problem::new("other_papers", message));
        }
        let Ok(channel) = form.text("channel").parse::<Channel>() else {
            problems.push(Problem::new("channel", words.receive_bad_form()));
            return Err(problems);
        };
        let refused = (form.text("action") == "refuse").then(|| form.text("reason").to_owned());
        if refused.as_deref() == Some("") {
            problems.push(Problem::new("reason", words.cannot_reason_missing()));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Reception {
            procedure: procedure.id,
            agency,
            channel,
            submission: Submission { applicant, papers },
            refused,
        })
    }

    fn unfit(&self, unfit: Unfit) -> Problem {
        let words = self.lang.words();
        match unfit {
            Unfit::Name => Problem::new("name", words.receive_needs_name(NAME_CHARS_MAX)),
            Unfit::Phone => Problem::new("phone", words.receive_bad_phone()),
            Unfit::Identity => Problem::new("identity", words.receive_bad_identity()),
            Unfit::Email => Problem::new("email", words.receive_bad_email()),
        }
    }
}

/// The papers ticked, by their Vietnamese names as the slip prints them, and those typed, one a line.
fn papers_of(procedure: &ListedProcedure, form: &Form) -> Vec<String> {
    let ticked = form.all("paper").into_iter().filter_map(|position| {
        let position: usize = position.parse().ok()?;
        procedure
            .papers
            .get(position.checked_sub(1)?)
            .map(|name| name.vi.clone())
    });
    let typed = form.raw("other_papers").lines().map(str::trim);
    let typed = typed.filter(|line| !line.is_empty()).map(str::to_owned);
    ticked.chain(typed).collect()
}

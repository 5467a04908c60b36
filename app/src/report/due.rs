//! `/manage/due`: what is overdue or due soon, and giving it to a colleague.

use leptos::prelude::*;
use sanh_domain::account::model::{Caller, RequestKey};
use sanh_domain::dossier::Action;
use sanh_domain::dossier::file::{ActionRequest, BULK_MAX, Office};
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;
use sanh_domain::report::model::DossierPage;

use super::address::{ReportRequest, written};
use super::choose::cut_only;
use super::parts::{ReportContext, ReportFrame, framed, port};
use crate::Ports;
use crate::dossier::assign::{away, chosen, colleagues};
use crate::dossier::bulk::picked;
use crate::dossier::desk::DeskError;
use crate::dossier::island::row::RowText;
use crate::dossier::island::{Chosen, TableText, WorklistTable};
use crate::dossier::words::error_text;
use crate::error::AppError;
use crate::page::{Page, PageRequest, escaped};
use crate::text::Messages;
use crate::ui::form::{Problem, error_summary, hidden};

/// `GET /manage/due`
pub(super) async fn due(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    shown(request, caller, 200, &[]).await
}

/// `POST /manage/due`: all of the selected, or none.
pub(super) async fn assign(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let lang = request.room_lang();
    let (key, moves) = match read(request, lang) {
        Ok(read) => read,
        Err(problem) => return shown(request, caller, 422, &[problem]).await,
    };
    let desk = expect_context::<Ports>().desk;
    let office = desk.office().await?;
    let zone = office.calendar.zone();
    if let Some(problem) = away(lang, &office, &request.form, &caller.person.name) {
        return shown(request, caller, 422, &[problem]).await;
    }
    let count = moves.len();
    let said = |error: &DeskError| error_text(lang, error, zone);
    let problems = match desk.act(caller, key, moves).await {
        Ok(()) => {
            let (wanted, _) = ReportRequest::read(|name| request.parameter(name))?;
            let cut = written(&wanted.cut_pairs());
            return Ok(Page::redirect(format!("/manage/due?given={count}&{cut}")));
        }
        Err(DeskError::Invalid("assignee")) => {
            vec![Problem::new("assignee", lang.words().assign_cannot())]
        }
        Err(DeskError::SomeCannot(against)) => against
            .iter()
            .map(|(code, error)| Problem::new("assignee", format!("{code}: {}", said(error))))
            .collect(),
        Err(error @ (DeskError::Conflict | DeskError::NotFound | DeskError::Refused(_))) => {
            vec![Problem::new("assignee", said(&error))]
        }
        Err(error) => return Err(error.into()),
    };
    shown(request, caller, 409, &problems).await
}

fn read(request: &PageRequest, lang: Lang) -> Result<(RequestKey, Vec<ActionRequest>), Problem> {
    let words = lang.words();
    let problem = |message: String| Problem::new("assignee", message);
    let to = chosen(request.form.text("assignee"));
    let to = to.map_err(|()| problem(words.assign_missing()))?;
    let to = Some(to.to_owned()).filter(|name| !name.is_empty());
    let picks = request.form.all("dossier").into_iter().map(picked);
    let picks: Option<Vec<_>> = picks.collect();
    let key = RequestKey::read(request.form.text("key"));
    let (Some(picks), Some(key)) = (picks.filter(|picks| !picks.is_empty()), key) else {
        return Err(problem(words.desk_bulk_none()));
    };
    if picks.len() > BULK_MAX {
        return Err(problem(words.desk_bulk_too_many(BULK_MAX)));
    }
    let moves = picks.into_iter().map(|(code, version)| ActionRequest {
        code,
        version,
        action: Action::Assign { to: to.clone() },
        occurred_at: None,
        late_reason: None,
    });
    Ok((key, moves.collect()))
}

/// The list as its address asks for it.
struct DueListRequest<'a> {
    request: &'a PageRequest,
    caller: &'a Caller,
    office: &'a Office,
    sight: ReportContext<'a>,
    page: &'a DossierPage,
    problems: &'a [Problem],
}

async fn shown(
    request: &PageRequest,
    caller: &Caller,
    status: u16,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let port = port();
    let names = port.names(caller).await?;
    let (wanted, _) = ReportRequest::read(|name| request.parameter(name))?;
    let after = request.parameter("after").map(str::to_owned);
    let page = port.due_soon(caller, &wanted.cut, after).await?;
    let office = expect_context::<Ports>().desk.office().await?;
    let lang = request.room_lang();
    let due = DueListRequest {
        request,
        caller,
        office: &office,
        sight: ReportContext {
            lang,
            names: &names,
            wanted: &wanted,
            today: names.calendar.local_date(port.now()),
        },
        page: &page,
        problems,
    };
    let framing = ReportFrame {
        title: lang.words().throughput_due_title(),
        status,
        refresh_s: None,
        address: due.address(None),
    };
    Ok(framed(request, caller, &framing, || due.body()))
}

impl DueListRequest<'_> {
    /// The list's address, from a row on.
    fn address(&self, after: Option<&str>) -> String {
        let cut = written(&self.sight.wanted.cut_pairs());
        let after = after.map(|after| format!("&after={}", escaped(after)));
        format!("/manage/due?{cut}{}", after.unwrap_or_default())
    }

    fn body(&self) -> AnyView {
        let words = self.sight.lang.words();
        let given = self.request.parameter("given");
        let given = given.and_then(|count| count.parse::<u32>().ok());
        let given = given.map(|count| {
            view! {
                <div class="done" role="status">
                    <p>{words.throughput_given(count)}</p>
                </div>
            }
        });
        view! {
            <p class="back">
                <a href="/manage">{words.throughput_back()}</a>
            </p>
            {error_summary(self.sight.lang, self.problems)}
            {given}
            <h1>{words.throughput_due_title()}</h1>
            <p class="hint">{words.throughput_due_is()}</p>
            {cut_only(&self.sight, "/manage/due")}
            {self.rows()}
        }
        .into_any()
    }

    fn rows(&self) -> AnyView {
        let words = self.sight.lang.words();
        if self.page.rows.is_empty() {
            return view! { <p class="none">{words.throughput_due_none()}</p> }.into_any();
        }
        let row = |row| RowText::of(self.sight.lang, self.office, row, None, &self.caller.person);
        let rows: Vec<RowText> = self.page.rows.iter().map(row).collect();
        let after = self.request.parameter("after");
        let next = self.page.next.as_deref().map(|next| {
            view! { <a href=self.address(Some(next))>{words.desk_next()}</a> }
        });
        let first = after.map(|_| {
            view! { <a href=self.address(None)>{words.desk_first()}</a> }
        });
        let form = &self.request.form;
        let codes = form.all("dossier").into_iter();
        let codes = codes.filter_map(|value| value.split(':').next());
        let agencies: Vec<AgencyId> = self
            .page
            .rows
            .iter()
            .map(|row| row.dossier.agency)
            .collect();
        view! {
            <form method="post" action=self.address(after) class="worklist">
                {hidden("key", &self.request.key)}
                <WorklistTable
                    rows=rows
                    chosen=codes.map(str::to_owned).collect()
                    text=self.texts()
                />
                <p class="pages">{first} {next}</p>
                <div class="bulk-bar">
                    <Chosen text=words.live_chosen("{n}") />
                    <fieldset class="bulk">
                        <legend>{words.throughput_give()}</legend>
                        {colleagues(
                            self.sight.lang,
                            self.office,
                            &agencies,
                            form.text("assignee"),
                            self.problems,
                        )}
                        <button class="button button-second" r#type="submit">
                            {words.assign_button()}
                        </button>
                    </fieldset>
                </div>
            </form>
        }
        .into_any()
    }

    fn texts(&self) -> TableText {
        let words = self.sight.lang.words();
        let codes = self.page.rows.iter().map(|row| &row.dossier.code);
        let codes: Vec<String> = codes
            .map(|code| format!("&dossier={}", escaped(code.as_str())))
            .collect();
        TableText {
            code: words.desk_code(),
            procedure: words.desk_procedure(),
            agency: words.desk_agency(),
            status: words.desk_status(),
            assignee: words.assign_title(),
            due: words.desk_due(),
            left: words.desk_left(),
            select: words.desk_select("{code}"),
            all: words.live_all(),
            lost: words.live_lost(),
            over: words.live_over(),
            more: words.live_more(),
            reload: words.live_reload(),
            here: self.address(self.request.parameter("after")),
            stream: format!(
                "/desk/events?lang={}{}",
                self.sight.lang.code(),
                codes.concat()
            ),
        }
    }
}

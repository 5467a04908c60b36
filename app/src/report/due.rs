//! `/manage/due`: dossiers that are overdue or due soon, and assigning them to a colleague.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::dossier::file::Office;

use super::api::{AssignDossiers, list_due, read_report_names};
use super::choose::cut_only;
use crate::dossier::api::read_office;
use crate::dossier::assign::colleagues;
use crate::dossier::island::{Chosen, TableText, WorklistTable};
use crate::error::AppError;
use crate::model::dossier::DESK_EVENTS;
use crate::model::report::{ReportRequest, THROUGHPUT, due_address, written};
use crate::model::report_list::ListedDossiers;
use crate::model::report_table::ReportContext;
use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::ui::document::product_title;
use crate::ui::form::{Problem, error_summary, hidden};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Submitted, submitted};

/// `/manage/due`; its form gives all of the selected to a colleague, or none.
#[component]
pub(super) fn DuePage() -> impl IntoView {
    loaded(due())
}

async fn due() -> Result<AnyView, AppError> {
    let (request, response) = (request(), response());
    let (wanted, _) = ReportRequest::read(|name| request.parameter(name))?;
    let problems = match submitted::<AssignDossiers>(&[]).await? {
        Submitted::Done(count) => {
            let cut = written(&wanted.cut_pairs());
            response.redirect(format!("/manage/due?given={count}&{cut}"));
            return Ok(().into_any());
        }
        Submitted::Refused(refusal) => refusal.problems,
        Submitted::Not => Vec::new(),
    };
    let names = read_report_names().await?;
    let after = request.parameter("after").map(str::to_owned);
    let page = list_due(wanted.cut.clone(), after).await?;
    let office = read_office().await?;
    let sight = ReportContext {
        lang: request.room_lang(),
        names: &names,
        wanted: &wanted,
    };
    let list = DueList {
        request: &request,
        office: &office,
        sight,
        page: &page,
        problems: &problems,
    };
    Ok(list.view())
}

/// The list as its address asks for it.
struct DueList<'a> {
    request: &'a PageRequest,
    office: &'a Office,
    sight: ReportContext<'a>,
    page: &'a ListedDossiers,
    problems: &'a [Problem],
}

impl DueList<'_> {
    /// The list's address, from a row on.
    fn address(&self, after: Option<&str>) -> String {
        let after = after.map(|after| format!("&after={}", escaped(after)));
        due_address(self.sight.wanted) + &after.unwrap_or_default()
    }

    fn view(&self) -> AnyView {
        let words = self.sight.lang.words();
        let title = words.throughput_due_title();
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
            <Title text=product_title(self.sight.lang, &title) />
            <p class="back">
                <a href=THROUGHPUT>{words.throughput_back()}</a>
            </p>
            {error_summary(self.sight.lang, self.problems)}
            {given}
            <h1>{title}</h1>
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
        view! {
            <form method="post" action=self.address(after) class="worklist due-list">
                {hidden("key", &self.request.context.key)}
                <div class="bulk-bar">
                    <Chosen text=words.live_chosen("{n}") note=String::new() />
                    <fieldset class="bulk">
                        <legend>{words.throughput_give()}</legend>
                        {colleagues(
                            self.sight.lang,
                            self.office,
                            &self.page.agencies,
                            form.text("assignee"),
                            self.problems,
                        )}
                        <button class="button button-second" r#type="submit">
                            {words.assign_button()}
                        </button>
                    </fieldset>
                </div>
                <WorklistTable
                    rows=self.page.rows.clone()
                    chosen=codes.map(str::to_owned).collect()
                    text=self.texts()
                />
                <p class="pages">{first} {next}</p>
            </form>
        }
        .into_any()
    }

    fn texts(&self) -> TableText {
        let codes = self.page.rows.iter();
        let codes: Vec<String> = codes
            .map(|row| format!("&dossier={}", escaped(&row.code)))
            .collect();
        let lang = self.sight.lang;
        let stream = format!("{DESK_EVENTS}?lang={}{}", lang.code(), codes.concat());
        let here = self.address(self.request.parameter("after"));
        TableText::of(lang, here, stream)
    }
}

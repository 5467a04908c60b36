//! The work list: filters that stay in the address, tabs by status, a page of dossiers, and what to do with several at once.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::absence::model::Absence;
use sanh_domain::account::model::Access;
use sanh_domain::dossier::DossierCode;
use sanh_domain::dossier::worklist::{SORTED_ROWS_MAX, SortColumn, WorklistQuery, WorklistSort};
use sanh_domain::report::sheet::FileFormat;

use super::address::{DAY_FIELDS, ListAddress, is_no_day, query_of};
use super::api::{list_dossiers, list_worklist_views, read_office};
use super::island::{TableText, WorklistTable};
use super::listing::Listing;
use super::{bulk_bar, list_filters, list_view};
use crate::error::AppError;
use crate::model::dossier::DESK_EVENTS;
use crate::model::dossier_row::RowText;
use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::text::date::short_date;
use crate::text::dossier::colleague_name;
use crate::ui::document::product_title;
use crate::ui::form::{Problem, error_summary, hidden};
use crate::ui::response::{loaded, request, response};

/// `/desk`
#[component]
pub(super) fn WorklistPage() -> impl IntoView {
    loaded(async {
        let query = query_of(&request())?;
        listed(query, &[], &[]).await
    })
}

/// `/desk/find`: filters go into the address, and so does a dossier's code; a name or a number of an applicant does not.
#[component]
pub(super) fn FindPage() -> impl IntoView {
    loaded(found())
}

async fn found() -> Result<AnyView, AppError> {
    let (request, response) = (request(), response());
    let query = query_of(&request)?;
    let problems = unread_days(&request);
    if !problems.is_empty() {
        response.set_status(422);
        return listed(query, &problems, &[]).await;
    }
    if query.has_names {
        return listed(query, &[], &[]).await;
    }
    let Some(text) = &query.find else {
        response.redirect(ListAddress::of(&request, &query).path());
        return Ok(().into_any());
    };
    // Names have no digits, and numbers have no letters.
    let has_letters = text.chars().any(|letter| letter.is_ascii_alphabetic());
    let has_digits = text.chars().any(|letter| letter.is_ascii_digit());
    match DossierCode::try_from(text.to_uppercase()) {
        Ok(_) if has_letters && has_digits => {
            response.redirect(format!("/desk?find={}", escaped(text)));
        }
        _ => return listed(query, &[], &[]).await,
    }
    Ok(().into_any())
}

/// The days that were typed and are none.
fn unread_days(request: &PageRequest) -> Vec<Problem> {
    let words = request.room_lang().words();
    let unread = DAY_FIELDS
        .into_iter()
        .filter(|name| is_no_day(request, name));
    unread
        .map(|name| Problem::new(name, words.desk_bad_day()))
        .collect()
}

/// The list, with the problems of a form that was sent from it, and the dossiers that could not go.
pub(super) async fn listed(
    query: WorklistQuery,
    problems: &[Problem],
    refused: &[Problem],
) -> Result<AnyView, AppError> {
    let (office, list) = (
        read_office().await?,
        list_dossiers(query.clone(), true).await?,
    );
    let views = list_worklist_views().await?;
    let request = request();
    let listing = Listing {
        caller: request.signed_in()?,
        office: &office,
        query: &query,
        list: &list,
        views: &views,
        problems,
        refused,
        lang: request.room_lang(),
        request: &request,
    };
    Ok(listing.body())
}

impl Listing<'_> {
    fn body(&self) -> AnyView {
        let words = self.lang.words();
        let too_long = self.list.is_too_long_to_sort.then(|| {
            view! { <p class="hint">{words.desk_too_long_to_sort(SORTED_ROWS_MAX)}</p> }
        });
        view! {
            <Title text=product_title(self.lang, &words.desk_title()) />
            {error_summary(self.lang, self.problems)}
            {bulk_bar::refused(self)}
            {bulk_bar::moved(self)}
            <div class="list-head">
                <h1>{words.desk_title()}</h1>
                {list_view::views(self)}
                {self.choices()}
            </div>
            {self.stands_in()}
            {list_filters::filters(self)}
            {list_filters::tabs(self)}
            {too_long}
            {self.rows()}
        }
        .into_any()
    }

    /// Whose work the reader does today, too.
    fn stands_in(&self) -> Option<AnyView> {
        let words = self.lang.words();
        let me = &self.caller.person.name;
        let absences = self.office.absences.iter();
        let of_mine = absences.filter(|absence| absence.substitute == *me);
        let name = |absence: &Absence| {
            let name = colleague_name(self.office, &absence.account);
            words.absence_list_one(name, short_date(absence.to))
        };
        let names: Vec<String> = of_mine.map(name).collect();
        (!names.is_empty()).then(|| {
            view! { <p class="chosen">{words.absence_list(names.join(", "))}</p> }.into_any()
        })
    }

    /// How the list is shown: how close its rows stand, with whole names, and as a file.
    fn choices(&self) -> AnyView {
        let words = self.lang.words();
        let here = self.here();
        let density = if here.is_wide {
            words.desk_rows_close()
        } else {
            words.desk_rows_wide()
        };
        let other = ListAddress {
            is_wide: !here.is_wide,
            ..here
        };
        // A search must not be in an address, so its result has no link to the other density.
        let density = self.query.find.is_none().then(|| {
            view! {
                <a class="list-density" href=other.path()>
                    {density}
                </a>
            }
        });
        view! { <div class="list-choices">{density} {self.names()} {self.files()}</div> }.into_any()
    }

    /// The way to the applicants' whole names. A form: reading them is told to the audit, and no link must make anybody do it.
    fn names(&self) -> Option<AnyView> {
        let has_any = self.list.rows.iter().any(|row| row.applicant.is_some());
        if self.query.has_names || !has_any {
            return None;
        }
        let words = self.lang.words();
        let find = self.query.find.as_deref();
        Some(
            view! {
                <form method="post" action=format!("/desk/find?{}", self.here().parameters())>
                    {hidden("names", "whole")}
                    {find.map(|text| hidden("find", text))}
                    <button class="as-link" r#type="submit" title=words.desk_names_hint()>
                        {words.desk_names()}
                    </button>
                </form>
            }
            .into_any(),
        )
    }

    /// The list as a file, for managers; one that was looked for by an applicant is none.
    fn files(&self) -> Option<AnyView> {
        let is_manager = self.caller.person.has(Access::Manage);
        if !is_manager || self.query.find.is_some() || self.list.rows.is_empty() {
            return None;
        }
        let words = self.lang.words();
        let file = |format: FileFormat, text: String| {
            let filters = self.address().parameters();
            let href = format!("/desk/export?{filters}&format={}", format.as_str());
            view! { <a href=href download="">{text}</a> }
        };
        Some(
            view! {
                {file(FileFormat::Xlsx, words.list_xlsx())}
                {file(FileFormat::Csv, words.list_csv())}
            }
            .into_any(),
        )
    }

    fn rows(&self) -> AnyView {
        let words = self.lang.words();
        if self.list.rows.is_empty() {
            let text = match self.query.find {
                Some(_) => words.desk_none_found(),
                None => words.desk_none(),
            };
            return view! {
                <div class="worklist">
                    <WorklistTable rows=Vec::new() chosen=Vec::new() text=self.texts() />
                </div>
                <p class="none">{text}</p>
            }
            .into_any();
        }
        let next = self.list.next.as_deref().map(|next| {
            let next = ListAddress {
                after: Some(next),
                ..self.address()
            };
            view! { <a href=next.path()>{words.desk_next()}</a> }
        });
        let first = self.query.after.as_ref().map(|_| {
            view! { <a href=self.address().path()>{words.desk_first()}</a> }
        });
        let action = format!("/desk/move?{}", self.here().parameters());
        let class = if self.here().is_wide {
            "worklist worklist-wide"
        } else {
            "worklist"
        };
        view! {
            <form method="post" action=action class=class>
                {hidden("key", &self.request.context.key)}
                {self.query.find.as_deref().map(|text| hidden("find", text))}
                {bulk_bar::bar(self)}
                <WorklistTable rows=self.row_texts() chosen=self.chosen() text=self.texts() />
                <p class="pages">
                    {first} {next} <a href="#act">{words.desk_bulk()}</a>
                </p>
            </form>
        }
        .into_any()
    }

    fn row_texts(&self) -> Vec<RowText> {
        // A search finds dossiers of any status, so no tab applies.
        let tab = Some(self.query.tab).filter(|_| self.query.find.is_none());
        let text = |row| {
            let text = RowText::of(self.lang, self.office, row, tab, &self.caller.person);
            let mut refused = self.refused.iter();
            let refused = refused.find(|problem| problem.field == text.code);
            RowText {
                refusal: refused.map_or_else(String::new, |it| it.message.clone()),
                ..text
            }
        };
        self.list.rows.iter().map(text).collect()
    }

    /// The codes that the form from this page had selected.
    fn chosen(&self) -> Vec<String> {
        let chosen = self.request.form.all("dossier").into_iter();
        let codes = chosen.filter_map(|value| value.split(':').next());
        codes.map(str::to_owned).collect()
    }

    /// Where the list's changes are told: to a list found by a search only of its own rows.
    fn stream(&self) -> String {
        let lang = self.lang.code();
        let codes = self.list.rows.iter().map(|row| &row.dossier.code);
        let codes: Vec<String> = codes
            .map(|code| format!("&dossier={}", escaped(code.as_str())))
            .collect();
        let codes = codes.concat();
        if self.query.find.is_some() {
            return format!("{DESK_EVENTS}?lang={lang}{codes}");
        }
        let filters = self.address().parameters();
        // If there is a next page, dossiers after the last row shown belong to it.
        let last = self.list.rows.last().filter(|_| self.list.next.is_some());
        let last = last.filter(|_| self.list.sort == WorklistSort::of(self.query.tab));
        let until = last.and_then(|row| row.dossier.due_at);
        let until = until.map(|due| format!("&until={}", due.timestamp_millis()));
        format!(
            "{DESK_EVENTS}?lang={lang}&{filters}{}{codes}",
            until.unwrap_or_default()
        )
    }

    fn texts(&self) -> TableText {
        let address = self.address();
        let text =
            TableText::of(self.lang, self.here().path(), self.stream()).with_applicants(self.lang);
        if self.query.find.is_some() {
            // Searches may be personal and are in no address, so a dossier found by a search has no link back to its list.
            return text;
        }
        let text = TableText {
            from: format!("?{}", address.parameters()),
            ..text
        };
        let current = self.list.sort;
        let href = |column: SortColumn| {
            let is_reversed = column == current.column && !current.is_reversed;
            let sort = WorklistSort {
                column,
                is_reversed,
            };
            let address = ListAddress {
                sort: Some(sort),
                ..self.address()
            };
            address.path()
        };
        text.sorted(href, current)
    }
}

//! The work list: filters that stay in the address, tabs by status, a page of dossiers, and what to do with several at once.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::absence::model::Absence;
use sanh_domain::account::model::{Access, Caller};
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::worklist::{MINE, Tab, Worklist, WorklistOwner, WorklistQuery};
use sanh_domain::dossier::{DossierCode, EventKind, REASON_CHARS_MAX};
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::listed::ListedAgency;
use sanh_domain::report::sheet::FileFormat;

use super::address::{FIND_CHARS_MAX, address, filters_in_address, query_of};
use super::api::{list_dossiers, read_office};
use super::assign;
use super::island::{Chosen, TableText, WorklistTable};
use crate::error::AppError;
use crate::model::dossier_row::RowText;
use crate::model::dossier_step::takes_reason;
use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::text::date::short_date;
use crate::text::dossier::{act_name, colleague_name, named};
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, error_summary, field, hidden, select};
use crate::ui::response::{loaded, request, response};

/// The work list as its address asks for it.
struct Listing<'a> {
    request: &'a PageRequest,
    caller: &'a Caller,
    office: &'a Office,
    query: &'a WorklistQuery,
    list: &'a Worklist,
    problems: &'a [Problem],
    lang: Lang,
}

/// `/desk`
#[component]
pub(super) fn WorklistPage() -> impl IntoView {
    loaded(async {
        let query = query_of(&request())?;
        listed(query, &[]).await
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
    let Some(text) = &query.find else {
        response.redirect(address(&query, query.tab, None));
        return Ok(().into_any());
    };
    let has_letters = text.chars().any(|letter| letter.is_ascii_alphabetic());
    match DossierCode::try_from(text.to_uppercase()) {
        Ok(_) if has_letters => response.redirect(format!("/desk?find={}", escaped(text))),
        _ => return listed(query, &[]).await,
    }
    Ok(().into_any())
}

/// The list, with the problems of a form that was sent from it.
pub(super) async fn listed(
    query: WorklistQuery,
    problems: &[Problem],
) -> Result<AnyView, AppError> {
    let (office, list) = (read_office().await?, list_dossiers(query.clone()).await?);
    let request = request();
    let listing = Listing {
        caller: request.signed_in()?,
        office: &office,
        query: &query,
        list: &list,
        problems,
        lang: request.room_lang(),
        request: &request,
    };
    Ok(listing.body())
}

fn tab_name(lang: Lang, tab: Tab) -> String {
    let words = lang.words();
    match tab {
        Tab::Open => words.tab_open(),
        Tab::Registered => words.tab_registered(),
        Tab::Received => words.tab_received(),
        Tab::InProcess => words.tab_in_process(),
        Tab::Waiting => words.tab_waiting(),
        Tab::StopProposed => words.tab_stop_proposed(),
        Tab::Resolved => words.tab_resolved(),
        Tab::Closed => words.tab_closed(),
    }
}

impl Listing<'_> {
    fn body(&self) -> AnyView {
        let words = self.lang.words();
        let moved = self
            .request
            .parameter("moved")
            .and_then(|count| count.parse::<u32>().ok());
        let moved = moved.map(|count| {
            view! {
                <div class="done" role="status">
                    <p>{words.desk_bulk_done(count)}</p>
                </div>
            }
        });
        view! {
            <Title text=product_title(self.lang, &words.desk_title()) />
            {error_summary(self.lang, self.problems)}
            {moved}
            <h1>{words.desk_title()}</h1>
            {self.stands_in()}
            {self.filters()}
            {self.tabs()}
            {self.rows()}
            {self.files()}
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

    /// The list as a file, for managers; one that was looked for by an applicant is none.
    fn files(&self) -> Option<AnyView> {
        let is_manager = self.caller.person.has(Access::Manage);
        if !is_manager || self.query.find.is_some() || self.list.rows.is_empty() {
            return None;
        }
        let words = self.lang.words();
        let file = |format: FileFormat, text: String| {
            let filters = filters_in_address(self.query, self.query.tab, None);
            let href = format!("/desk/export?{filters}&format={}", format.as_str());
            view! { <a href=href download="">{text}</a> }
        };
        Some(
            view! {
                <p class="list-files">
                    {file(FileFormat::Xlsx, words.list_xlsx())} {file(FileFormat::Csv, words.list_csv())}
                </p>
            }
            .into_any(),
        )
    }

    fn filters(&self) -> AnyView {
        let words = self.lang.words();
        let find = Field {
            hint: Some(words.desk_find_hint()),
            value: self.query.find.clone().unwrap_or_default(),
            kind: "search",
            chars_max: FIND_CHARS_MAX,
            ..Field::text("find", words.desk_find())
        };
        let of_mine = |agency: &&ListedAgency| self.caller.person.works_in(agency.id);
        let agencies = self.office.agencies.iter().filter(of_mine);
        let agencies =
            agencies.map(|agency| (agency.id.0.to_string(), named(self.lang, &agency.name)));
        let procedures = self.office.procedures.iter().map(|procedure| {
            let name = format!("{} · {}", procedure.code, named(self.lang, &procedure.name));
            (procedure.id.0.to_string(), name)
        });
        let with_all = |all: String, options: Vec<(String, String)>| {
            std::iter::once((String::new(), all))
                .chain(options)
                .collect::<Vec<_>>()
        };
        let agency = match self.query.whose {
            WorklistOwner::All => String::new(),
            WorklistOwner::Mine => MINE.to_owned(),
            WorklistOwner::Agency(agency) => agency.0.to_string(),
        };
        let procedure = self
            .query
            .procedure
            .map_or_else(String::new, |it| it.0.to_string());
        let mine = std::iter::once((MINE.to_owned(), words.desk_mine()));
        let agencies = with_all(words.desk_agency_all(), mine.chain(agencies).collect());
        let procedures = with_all(words.desk_procedure_all(), procedures.collect());
        view! {
            <form method="post" action="/desk/find" class="filters" role="search">
                {hidden("tab", self.query.tab.as_str())}
                {field(find, &[])}
                {select("agency", words.desk_agency(), agencies, &agency, &[])}
                {select("procedure", words.desk_procedure(), procedures, &procedure, &[])}
                <div class="filters-do">
                    {button(words.desk_show())}
                    <a href="/desk">{words.desk_clear()}</a>
                </div>
            </form>
        }
        .into_any()
    }

    fn tabs(&self) -> AnyView {
        let tab = |tab: Tab| {
            let is_current = tab == self.query.tab && self.query.find.is_none();
            view! {
                <a href=address(self.query, tab, None) aria-current=is_current.then_some("page")>
                    {tab_name(self.lang, tab)}
                </a>
            }
        };
        view! {
            <nav class="tabs" aria-label=self.lang.words().desk_tabs()>
                {Tab::ALL.into_iter().map(tab).collect::<Vec<_>>()}
            </nav>
        }
        .into_any()
    }

    fn rows(&self) -> AnyView {
        let words = self.lang.words();
        if self.list.rows.is_empty() {
            let text = match self.query.find {
                Some(_) => words.desk_none_found(),
                None => words.desk_none(),
            };
            return view! {
                <WorklistTable rows=Vec::new() chosen=Vec::new() text=self.texts() />
                <p class="none">{text}</p>
            }
            .into_any();
        }
        // What was found may have any status.
        let tab = Some(self.query.tab).filter(|_| self.query.find.is_none());
        let rows = self.list.rows.iter();
        let rows = rows
            .map(|row| RowText::of(self.lang, self.office, row, tab, &self.caller.person))
            .collect::<Vec<_>>();
        let next = self.list.next.as_deref().map(|next| {
            view! { <a href=address(self.query, self.query.tab, Some(next))>{words.desk_next()}</a> }
        });
        let first = self.query.after.as_ref().map(|_| {
            view! { <a href=address(self.query, self.query.tab, None)>{words.desk_first()}</a> }
        });
        let after = self.query.after.as_deref();
        let action = format!(
            "/desk/move?{}",
            filters_in_address(self.query, self.query.tab, after)
        );
        view! {
            <form method="post" action=action class="worklist">
                {hidden("key", &self.request.key)}
                {self.query.find.as_deref().map(|text| hidden("find", text))}
                <WorklistTable rows=rows chosen=self.chosen() text=self.texts() />
                <p class="pages">{first} {next}</p>
                <div class="bulk-bar">
                    <Chosen text=words.live_chosen("{n}") />
                    {self.bulk()}
                </div>
            </form>
        }
        .into_any()
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
            return format!("/desk/events?lang={lang}{codes}");
        }
        let filters = filters_in_address(self.query, self.query.tab, None);
        // Beyond the last row shown others follow, on the next page.
        let last = self.list.rows.last().filter(|_| self.list.next.is_some());
        let until = last.and_then(|row| row.dossier.due_at);
        let until = until.map(|due| format!("&until={}", due.timestamp_millis()));
        format!(
            "/desk/events?lang={lang}&{filters}{}{codes}",
            until.unwrap_or_default()
        )
    }

    fn texts(&self) -> TableText {
        let after = self.query.after.as_deref();
        let here = address(self.query, self.query.tab, after);
        // What somebody looked for may be personal: it stands in no address, so a dossier that was found knows of no list.
        let filters = filters_in_address(self.query, self.query.tab, after);
        let is_list = self.query.find.is_none();
        TableText {
            from: is_list.then(|| format!("?{filters}")).unwrap_or_default(),
            ..TableText::of(self.lang, here, self.stream())
        }
    }

    /// The agencies of the dossiers shown.
    fn agencies(&self) -> Vec<AgencyId> {
        let mut agencies: Vec<_> = self
            .list
            .rows
            .iter()
            .map(|row| row.dossier.agency)
            .collect();
        agencies.sort_unstable();
        agencies.dedup();
        agencies
    }

    fn bulk(&self) -> AnyView {
        let words = self.lang.words();
        let is_for_many = |kind: &EventKind| {
            let alone = [
                EventKind::Register,
                EventKind::Step,
                EventKind::Extend,
                EventKind::Recount,
                EventKind::Amend,
                EventKind::Annul,
                EventKind::Correct,
                EventKind::Remind,
            ];
            !alone.contains(kind)
        };
        let acts = EventKind::ALL.into_iter().filter(is_for_many);
        let acts = acts.map(|kind| {
            let mark = if takes_reason(kind) { " *" } else { "" };
            (
                kind.as_str().to_owned(),
                format!("{}{mark}", act_name(self.lang, kind)),
            )
        });
        let acts = std::iter::once((String::new(), String::new())).chain(acts);
        let form = &self.request.form;
        let reason = Field {
            value: form.text("reason").to_owned(),
            chars_max: REASON_CHARS_MAX,
            ..Field::text("reason", words.desk_bulk_reason())
        };
        view! {
            <fieldset class="bulk">
                <legend>{words.desk_bulk()}</legend>
                {select("act", words.desk_bulk_act(), acts.collect(), form.text("act"), self.problems)}
                {field(reason, self.problems)}
                {assign::colleagues(self.lang, self.office, &self.agencies(), form.text("assignee"), self.problems)}
                <button class="button button-second" r#type="submit">
                    {words.desk_bulk_button()}
                </button>
            </fieldset>
        }
        .into_any()
    }
}

//! The dossiers behind a cell of the form, as they stood at the instant that it shows: as a page, and to be taken away.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::report::model::CountResult;
use sanh_domain::report::official_form::cell::OfficialCell;
use sanh_domain::report::official_form::period::PeriodName;
use sanh_domain::report::sheet::FileFormat;

use super::api::{export_cell_dossiers, list_cell_dossiers};
use super::report_page::{Counting, axis_of};
use super::{address, named};
use crate::error::AppError;
use crate::model::official_form::{CellQuery, Version};
use crate::page::PageRequest;
use crate::report::list::rows;
use crate::text::Messages;
use crate::text::official_form::{cell_title, line_name, period_title};
use crate::text::report::instant_name;
use crate::ui::document::product_title;
use crate::ui::response::{loaded, request, response};

impl CellQuery {
    fn read(request: &PageRequest, name: PeriodName) -> Result<Self, AppError> {
        let axis = axis_of(request)?;
        let (line, column) = (request.parameter("line"), request.parameter("column"));
        let cell = OfficialCell::read(axis, line, column);
        let after = request.parameter("after").map(str::parse).transpose();
        Ok(Self {
            name,
            version: Version::read(request.parameter("v"))?,
            cell: cell.ok_or_else(|| AppError::Invalid("column".to_owned()))?,
            after: after.map_err(|_| AppError::Invalid("after".to_owned()))?,
        })
    }

    /// The page of the same after a row.
    #[must_use]
    pub const fn page_after(self, after: Option<i64>) -> Self {
        Self { after, ..self }
    }

    /// The part of an address after its `?`.
    #[must_use]
    pub fn parameters(&self) -> String {
        let OfficialCell { axis, line, column } = self.cell;
        let line = line.map_or_else(String::new, |line| format!("&line={line}"));
        let version = self.version.in_address();
        format!("by={}{line}&column={column}{version}", axis.as_str())
    }

    /// The address of the list, or of a file of it.
    fn list(&self, ending: &str) -> String {
        format!(
            "{}/dossiers{ending}?{}",
            address(self.name),
            self.parameters()
        )
    }

    /// The report that the cell is of.
    fn report(&self) -> String {
        let version = self.version.in_address();
        let axis = self.cell.axis.as_str();
        format!("{}?by={axis}{version}", address(self.name))
    }
}

/// `/manage/report/{period}/dossiers`
#[component]
pub(super) fn CellPage() -> impl IntoView {
    loaded(list(named()))
}

async fn list(name: Result<PeriodName, AppError>) -> Result<AnyView, AppError> {
    let request = request();
    let wanted = CellQuery::read(&request, name?)?;
    let found = match list_cell_dossiers(wanted).await? {
        CountResult::Done(found) => found,
        CountResult::Counting(at) => return Ok(view! { <Counting at /> }.into_any()),
    };
    let lang = request.room_lang();
    let words = lang.words();
    let title = cell_title(lang, &wanted.cell);
    let period = period_title(lang, &found.period);
    let line = line_name(lang, &wanted.cell, &found.names);
    let of: Vec<String> = std::iter::once(period.clone()).chain(line).collect();
    let at = instant_name(lang, found.at, found.zone);
    let first = wanted.after.map(|_| {
        view! { <a href=wanted.list("")>{words.desk_first()}</a> }
    });
    let next = found.next.map(|next| {
        let href = format!("{}&after={next}", wanted.list(""));
        view! { <a href=href>{words.desk_next()}</a> }
    });
    let table = match (found.rows.is_empty(), found.next) {
        (false, _) => rows(lang, found.rows),
        (true, None) => view! { <p class="none">{words.official_form_cell_none()}</p> }.into_any(),
        (true, Some(_)) => view! { <p class="none">{words.official_form_cell_on()}</p> }.into_any(),
    };
    Ok(view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href=wanted.report()>{words.official_form_back_to(period)}</a>
        </p>
        <h1>{title}</h1>
        <p class="list-of">{of.join(" · ")}</p>
        <p class="hint">{words.throughput_as_of(at)}</p>
        <p class="exports">
            <a href=wanted.list(".xlsx")>{words.throughput_xlsx()}</a>
            <a href=wanted.list(".csv")>{words.throughput_csv()}</a>
        </p>
        {table}
        <p class="pages">{first} {next}</p>
    }
    .into_any())
}

/// `/manage/report/{period}/dossiers.csv`, `.xlsx`
#[component]
pub(super) fn CellFile(format: FileFormat) -> impl IntoView {
    loaded(file(named(), format))
}

async fn file(name: Result<PeriodName, AppError>, format: FileFormat) -> Result<AnyView, AppError> {
    let (request, response) = (request(), response());
    let wanted = CellQuery::read(&request, name?)?.page_after(None);
    Ok(match export_cell_dossiers(wanted, format).await? {
        CountResult::Done(file) => {
            response.download(file);
            ().into_any()
        }
        CountResult::Counting(at) => view! { <Counting at /> }.into_any(),
    })
}

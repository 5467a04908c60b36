//! The addresses of the desk: a dossier's, and what of a work list stands in its own.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use sanh_domain::centre::form_input;
use sanh_domain::dossier::applicant::NAME_CHARS_MAX;
use sanh_domain::dossier::worklist::{
    DayRange, MINE, Tab, WorklistOwner, WorklistQuery, WorklistSort,
};
use sanh_domain::dossier::{CODE_CHARS_MAX, DossierCode};
use sanh_domain::id::{AgencyId, ProcedureId};

use crate::error::AppError;
use crate::page::{PageRequest, escaped};

/// The longest text looked for, in characters: a whole name, or a code.
pub(super) const FIND_CHARS_MAX: usize = if NAME_CHARS_MAX > CODE_CHARS_MAX {
    NAME_CHARS_MAX
} else {
    CODE_CHARS_MAX
};
/// The fields for days, as a form sends them and an address has them.
pub(super) const DAY_FIELDS: [&str; 4] = ["received_from", "received_to", "due_from", "due_to"];
/// The parameter that rows stand wide apart, and its value.
pub(super) const DENSITY: (&str, &str) = ("density", "wide");

/// The dossier's code in the address of the page.
pub(super) fn code() -> String {
    let code = use_params_map().with_untracked(|params| params.get("code"));
    code.unwrap_or_default()
}

/// The address of a dossier's page.
pub(super) fn dossier_path(code: &DossierCode) -> String {
    format!("/desk/dossiers/{code}")
}

/// What a form sent under a name, or else the address has.
pub(super) fn given<'a>(request: &'a PageRequest, name: &str) -> Option<&'a str> {
    let sent = [
        request.form.text(name),
        request.parameter(name).unwrap_or_default(),
    ];
    let mut sent = sent.into_iter().map(str::trim);
    sent.find(|text| !text.is_empty())
}

/// The day typed in a field; `None`: nothing was typed, or it is no date.
fn day(request: &PageRequest, name: &str) -> Option<NaiveDate> {
    given(request, name).and_then(form_input::date)
}

/// Whether what was typed in a field is no date.
pub(super) fn is_no_day(request: &PageRequest, name: &str) -> bool {
    given(request, name).is_some_and(|text| form_input::date(text).is_none())
}

/// What the address asks for, or the form that was sent. A day that cannot be read selects nothing.
pub(super) fn query_of(request: &PageRequest) -> Result<WorklistQuery, AppError> {
    let given = |name: &str| given(request, name);
    let number = |name: &'static str| {
        let read = given(name).map(str::parse::<i64>).transpose();
        read.map_err(|_| AppError::Invalid(name.to_owned()))
    };
    let tab = match given("tab") {
        None => Tab::default(),
        Some(word) => Tab::read(word).ok_or_else(|| AppError::Invalid("tab".to_owned()))?,
    };
    let sort = match given("sort") {
        None => None,
        Some(word) => {
            let read = WorklistSort::read(word);
            Some(read.ok_or_else(|| AppError::Invalid("sort".to_owned()))?)
        }
    };
    let day = |name: &str| day(request, name);
    let [received_from, received_to, due_from, due_to] = DAY_FIELDS;
    Ok(WorklistQuery {
        whose: match given("agency") {
            Some(MINE) => WorklistOwner::Mine,
            _ => number("agency")?
                .map_or(WorklistOwner::All, |id| WorklistOwner::Agency(AgencyId(id))),
        },
        tab,
        procedure: number("procedure")?.map(ProcedureId),
        find: given("find").map(|text| text.chars().take(FIND_CHARS_MAX).collect()),
        after: given("after").map(str::to_owned),
        sort,
        received: DayRange {
            from: day(received_from),
            to: day(received_to),
        },
        due: DayRange {
            from: day(due_from),
            to: day(due_to),
        },
        // Never from the address: following a link must not count as reading names.
        has_names: request.form.text("names") == "whole",
    })
}

/// What a work list's address says.
#[derive(Clone, Copy)]
pub(super) struct ListAddress<'a> {
    /// The filters.
    pub(super) query: &'a WorklistQuery,
    /// The tab.
    pub(super) tab: Tab,
    /// The order; `None`: the tab's own.
    pub(super) sort: Option<WorklistSort>,
    /// Where the page begins.
    pub(super) after: Option<&'a str>,
    /// Whether rows stand wide apart.
    pub(super) is_wide: bool,
}

impl<'a> ListAddress<'a> {
    /// The first page of a list as a request has it.
    pub(super) fn of(request: &PageRequest, query: &'a WorklistQuery) -> Self {
        Self {
            query,
            tab: query.tab,
            sort: query.sort,
            after: None,
            is_wide: is_wide(request),
        }
    }

    /// What stands after the `?`.
    pub(super) fn parameters(self) -> String {
        let query = self.query;
        let mut text = format!("tab={}", self.tab.as_str());
        let mut put = |name: &str, value: String| {
            text.push('&');
            text.push_str(name);
            text.push('=');
            text.push_str(&escaped(&value));
        };
        match query.whose {
            WorklistOwner::Mine => put("agency", MINE.to_owned()),
            WorklistOwner::Agency(agency) => put("agency", agency.0.to_string()),
            WorklistOwner::All => {}
        }
        if let Some(procedure) = query.procedure {
            put("procedure", procedure.0.to_string());
        }
        let days = [
            query.received.from,
            query.received.to,
            query.due.from,
            query.due.to,
        ];
        for (name, day) in DAY_FIELDS.into_iter().zip(days) {
            if let Some(day) = day {
                put(name, day.to_string());
            }
        }
        if let Some(sort) = self.sort {
            put("sort", sort.word());
        }
        if self.is_wide {
            put(DENSITY.0, DENSITY.1.to_owned());
        }
        if let Some(after) = self.after {
            put("after", after.to_owned());
        }
        text
    }

    /// The address of the page.
    pub(super) fn path(self) -> String {
        format!("/desk?{}", self.parameters())
    }
}

/// Whether rows are to stand wide apart.
pub(super) fn is_wide(request: &PageRequest) -> bool {
    given(request, DENSITY.0) == Some(DENSITY.1)
}

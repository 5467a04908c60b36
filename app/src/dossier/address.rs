//! The addresses of the desk: a dossier's, and what of a work list stands in its own.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use sanh_domain::dossier::applicant::NAME_CHARS_MAX;
use sanh_domain::dossier::worklist::{MINE, Tab, WorklistOwner, WorklistQuery};
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

/// The dossier's code in the address of the page.
pub(super) fn code() -> String {
    let code = use_params_map().with_untracked(|params| params.get("code"));
    code.unwrap_or_default()
}

/// The address of a dossier's page.
pub(super) fn dossier_path(code: &DossierCode) -> String {
    format!("/desk/dossiers/{code}")
}

/// What the address asks for, or the form that was sent.
pub(super) fn query_of(request: &PageRequest) -> Result<WorklistQuery, AppError> {
    let given = |name: &str| {
        let sent = [
            request.form.text(name),
            request.parameter(name).unwrap_or_default(),
        ];
        let mut sent = sent.into_iter().map(str::trim);
        sent.find(|text| !text.is_empty())
    };
    let number = |name: &'static str| {
        let read = given(name).map(str::parse::<i64>).transpose();
        read.map_err(|_| AppError::Invalid(name.to_owned()))
    };
    let tab = match given("tab") {
        None => Tab::default(),
        Some(word) => Tab::read(word).ok_or_else(|| AppError::Invalid("tab".to_owned()))?,
    };
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
    })
}

/// The filters of a work list as they stand in its address.
pub(super) fn filters_in_address(query: &WorklistQuery, tab: Tab, after: Option<&str>) -> String {
    let agency = match query.whose {
        WorklistOwner::Mine => format!("&agency={MINE}"),
        WorklistOwner::Agency(agency) => format!("&agency={}", agency.0),
        WorklistOwner::All => String::new(),
    };
    let procedure = query.procedure.map(|it| format!("&procedure={}", it.0));
    let after = after.map(|after| format!("&after={}", escaped(after)));
    format!(
        "tab={}{agency}{}{}",
        tab.as_str(),
        procedure.unwrap_or_default(),
        after.unwrap_or_default()
    )
}

/// The address of a page of a work list.
pub(super) fn address(query: &WorklistQuery, tab: Tab, after: Option<&str>) -> String {
    format!("/desk?{}", filters_in_address(query, tab, after))
}

//! Who handles a procedure and which one of the national list it is, in its form.

use leptos::prelude::*;
use sanh_domain::language::Lang;
use sanh_domain::procedure::model::{ItemKind, Requirements};
use sanh_domain::procedure::office::ProcedureLevel;

use crate::catalogue::api::list_catalogue;
use crate::catalogue::form_fields::{FormValues, NUMBER_CHARS_MAX};
use crate::error::AppError;
use crate::model::procedure::AGENCY;
use crate::text::Messages;
use crate::text::dossier::named;
use crate::text::procedure::level_name;
use crate::ui::form::select;

/// Every agency, by number, with its name in a language.
pub(super) type AgencyNames = Vec<(i64, String)>;

/// Every agency, by its name in a language.
pub(super) async fn agency_names(lang: Lang) -> Result<AgencyNames, AppError> {
    let agencies = list_catalogue(ItemKind::Agency).await?.into_iter();
    Ok(agencies.map(|it| (it.id, named(lang, &it.name))).collect())
}

/// The names of the agencies that handle a procedure; none: that is not said.
pub(super) fn handlers(agencies: &AgencyNames, needs: &Requirements) -> String {
    let of_it = |id: i64| needs.agencies.iter().any(|agency| agency.0 == id);
    let names = agencies.iter().filter(|(id, _)| of_it(*id));
    let names: Vec<&str> = names.map(|(_, name)| name.as_str()).collect();
    names.join("; ")
}

/// The field of the national code, and that of the level.
pub(super) fn national_inputs(sheet: &FormValues<'_>, needs: &Requirements) -> AnyView {
    let lang = sheet.request.room_lang();
    let words = lang.words();
    let code = needs.national_code.as_ref();
    let code = code.map_or_else(String::new, ToString::to_string);
    let hint = Some(words.office_national_code_hint());
    let unsaid = (String::new(), words.office_level_unsaid());
    let levels = ProcedureLevel::ALL.map(|it| (it.as_str().to_owned(), level_name(lang, it)));
    let options = std::iter::once(unsaid).chain(levels).collect();
    let chosen = sheet.value("level", needs.level.map_or("", ProcedureLevel::as_str));
    view! {
        {sheet.line("national_code", words.office_national_code(), hint, &code, NUMBER_CHARS_MAX)}
        {select("level", words.office_level(), options, &chosen, sheet.problems)}
    }
    .into_any()
}

/// The agencies, to be ticked.
pub(super) fn agency_inputs(
    sheet: &FormValues<'_>,
    agencies: &AgencyNames,
    needs: &Requirements,
) -> AnyView {
    let words = sheet.request.room_lang().words();
    let problem = sheet.problems.iter().find(|it| it.field == AGENCY);
    let problem_id = problem.map(|_| format!("{AGENCY}-problem"));
    let described = std::iter::once(format!("{AGENCY}-hint")).chain(problem_id.clone());
    let described = described.collect::<Vec<_>>().join(" ");
    let problem = problem.map(|problem| {
        view! { <p class="problem" id=problem_id>{problem.message.clone()}</p> }
    });
    let choice = |(place, (id, name)): (usize, &(i64, String))| {
        // The summary of problems links to the first option.
        let html_id = if place == 0 {
            AGENCY.to_owned()
        } else {
            format!("{AGENCY}-{id}")
        };
        let stands = needs.agencies.iter().any(|agency| agency.0 == *id);
        let is_ticked = sheet.is_among(AGENCY, &id.to_string(), stands);
        view! {
            <div class="choice">
                <input
                    r#type="checkbox"
                    name=AGENCY
                    id=html_id.clone()
                    value=id.to_string()
                    checked=is_ticked
                />
                <label r#for=html_id>{name.clone()}</label>
            </div>
        }
    };
    let choices: Vec<_> = agencies.iter().enumerate().map(choice).collect();
    view! {
        <fieldset class="choices" aria-describedby=described>
            <legend>{words.office_agencies()}</legend>
            <p class="hint" id=format!("{AGENCY}-hint")>
                {words.office_agencies_hint()}
            </p>
            {problem}
            <div class="choices-many">{choices}</div>
        </fieldset>
    }
    .into_any()
}

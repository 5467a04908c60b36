//! The parts of a procedure whose dossiers are linked: which agencies work on it at the same time, and how long each may take.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;
use sanh_domain::procedure::form_input::LimitUnit;
use sanh_domain::procedure::model::{
    CatalogueItem, ItemKind, NAME_CHARS_MAX, PROCEDURE_PARTS_MAX, Procedure, ProcedurePart,
};

use super::address::{link_below, procedure_id};
use super::api::{PutProcedureParts, list_procedure_parts, read_procedure};
use crate::catalogue::api::list_catalogue;
use crate::catalogue::form_fields;
use crate::catalogue::form_fields::NUMBER_CHARS_MAX;
use crate::error::AppError;
use crate::model::procedure::{PARTS, PartRow};
use crate::page::Method;
use crate::text::Messages;
use crate::text::dossier::named;
use crate::ui::document::product_title;
use crate::ui::form::{button, error_summary};
use crate::ui::response::{loaded, request};
use crate::ui::submit::{Refusal, submitted};

/// Blank rows below those that stand.
const BLANK_ROWS: usize = 3;

/// The part of the procedure's page that leads here.
pub(super) fn link(lang: Lang, procedure: &Procedure) -> AnyView {
    link_below(procedure, "parts", lang.words().parts_title())
}

/// `/admin/procedures/{procedure}/parts`
#[component]
pub(super) fn PartsPage() -> impl IntoView {
    loaded(shown(procedure_id()))
}

async fn shown(id: String) -> Result<AnyView, AppError> {
    let number = id.parse().map_err(|_| AppError::NotFound)?;
    let sent = submitted::<PutProcedureParts>(&[("procedure", &id)]).await?;
    let Some(refusal) = sent.or_redirect(|()| format!("/admin/procedures/{id}/parts?saved=1"))
    else {
        return Ok(().into_any());
    };
    let (procedure, _) = read_procedure(number).await?;
    let stands = list_procedure_parts(number).await?;
    let agencies = list_catalogue(ItemKind::Agency).await?;
    Ok(view! { <Parts procedure stands agencies refusal /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Parts(
    procedure: Procedure,
    stands: Vec<ProcedurePart>,
    agencies: Vec<CatalogueItem>,
    refusal: Refusal,
) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    // A form made from an older state is replaced by the current state.
    let is_sent = request.method == Method::Post && !refusal.is_stale;
    let last_sent = (1..=PROCEDURE_PARTS_MAX)
        .rev()
        .find(|number| is_sent && !PartRow::sent(&request.form, *number).is_blank());
    let shown = last_sent.unwrap_or(stands.len()) + BLANK_ROWS;
    let rows = (1..=shown.min(PROCEDURE_PARTS_MAX)).map(|number| {
        let row = if is_sent {
            PartRow::sent(&request.form, number)
        } else {
            let part = stands.get(number - 1);
            part.map_or_else(PartRow::default, |part| PartRow::of(lang, part))
        };
        inputs(lang, number, &row, &agencies)
    });
    let rows: Vec<_> = rows.collect();
    let title = words.parts_of(procedure.entry.code.clone());
    let id = procedure.id.0;
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href=format!("/admin/procedures/{id}")>{words.parts_back()}</a>
        </p>
        {error_summary(lang, &refusal.problems)}
        {form_fields::saved(&request)}
        <h1>{title}</h1>
        <p>{named(lang, &procedure.entry.name)}</p>
        <p class="hint">{words.parts_hint()}</p>
        <p class="hint">{words.parts_due_hint()}</p>
        <form method="post" action=format!("/admin/procedures/{id}/parts") class="form" data-guard="true" id=PARTS>
            {form_fields::fingerprint_field(&stands)}
            {rows}
            {button(words.catalogue_save_button())}
        </form>
    }
}

fn inputs(lang: Lang, number: usize, row: &PartRow, agencies: &[CatalogueItem]) -> AnyView {
    let words = lang.words();
    let id = |name: &str| format!("{name}_{number}");
    let line = |name: &str, label: String, value: &str, chars_max: usize| {
        let id = id(name);
        view! {
            <div class="field">
                <label r#for=id.clone()>{label}</label>
                <input
                    r#type="text"
                    id=id.clone()
                    name=id
                    value=value.to_owned()
                    autocomplete="off"
                    maxlength=chars_max.to_string()
                />
            </div>
        }
        .into_any()
    };
    let choice = |name: &str, label: String, options: Vec<(String, String)>, chosen: &str| {
        let id = id(name);
        let options = options.into_iter().map(|(value, text)| {
            let is_chosen = value == chosen;
            view! {
                <option value=value selected=is_chosen>
                    {text}
                </option>
            }
        });
        view! {
            <div class="field">
                <label r#for=id.clone()>{label}</label>
                <select id=id.clone() name=id>
                    {options.collect::<Vec<_>>()}
                </select>
            </div>
        }
        .into_any()
    };
    let none = (String::new(), words.receiving_agency_choose());
    let named = agencies
        .iter()
        .map(|agency| (agency.id.to_string(), named(lang, &agency.name)));
    let units = [
        (
            LimitUnit::WorkingDays.as_str().to_owned(),
            words.procedures_unit_days(),
        ),
        (
            LimitUnit::WorkingHours.as_str().to_owned(),
            words.procedures_unit_hours(),
        ),
    ];
    view! {
        <fieldset class="choices">
            <legend>{words.parts_part(number)}</legend>
            {choice("agency", words.desk_agency(), std::iter::once(none).chain(named).collect(), &row.agency)}
            {line("limit", words.procedures_limit(), &row.limit, NUMBER_CHARS_MAX)}
            {choice("unit", words.procedures_unit(), units.to_vec(), &row.unit)}
            {line("name_vi", words.parts_name_vi(), &row.name_vi, NAME_CHARS_MAX)}
            {line("name_en", words.parts_name_en(), &row.name_en, NAME_CHARS_MAX)}
        </fieldset>
    }
    .into_any()
}

//! The page that assigns columns to facts: guessed, shown with an example, and chosen.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::import::draft::{Fact, MappingDraft};
use sanh_domain::import::model::{FileInspection, ImportId};
use sanh_domain::language::Lang;

use super::api::{ChooseColumns, read_import, read_mapping_draft};
use super::sheet::first_rows;
use super::{address, import_id};
use crate::error::AppError;
use crate::model::import_form::{NAME_CHARS_MAX, with_columns};
use crate::text::Messages;
use crate::text::import::fact_name;
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, error_summary, field, hidden, select};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Submitted, submitted, typed};

/// `/admin/import/{import}/columns`; `?from=` names a saved or shipped mapping.
#[component]
pub(super) fn ColumnsPage() -> impl IntoView {
    loaded(columns())
}

async fn columns() -> Result<AnyView, AppError> {
    let (request, response, id) = (request(), response(), import_id()?);
    let (number, mut sent) = (id.0.to_string(), None);
    let of_address = [("import", number.as_str())];
    let problems = match submitted::<ChooseColumns>(&of_address).await? {
        Submitted::Done(()) => {
            response.redirect(address(id, "words"));
            return Ok(().into_any());
        }
        Submitted::Refused(refusal) => {
            sent = Some(typed::<ChooseColumns>(&of_address)?.form);
            refusal.problems
        }
        Submitted::Not => Vec::new(),
    };
    let look = read_import(id).await?.file.inspection()?.clone();
    let from = match &sent {
        Some(form) => form.from.trim(),
        None => request.parameter("from").unwrap_or_default(),
    };
    let (from, begun) = (
        from.to_owned(),
        read_mapping_draft(id, from.to_owned()).await?,
    );
    let draft = match &sent {
        Some(form) => with_columns(form, &look, begun),
        None => begun,
    };
    Ok(view! { <Columns id look draft from problems /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Columns(
    id: ImportId,
    look: FileInspection,
    draft: MappingDraft,
    from: String,
    problems: Vec<Problem>,
) -> impl IntoView {
    let lang = request().room_lang();
    let words = lang.words();
    let problems = problems.as_slice();
    let title = words.import_columns_title();
    let choose = |fact: Fact| column(lang, &look, &draft, fact, problems);
    let usual: Vec<_> = Fact::USUAL
        .into_iter()
        .map(|fact| {
            let default = match fact {
                Fact::AgencyName => Some(default(
                    "agency_default",
                    words.import_agency_default(),
                    &draft.agency_default,
                )),
                Fact::FieldName => Some(default(
                    "field_default",
                    words.import_field_default(),
                    &draft.field_default,
                )),
                _ => None,
            };
            view! {
                {choose(fact)}
                {default}
            }
        })
        .collect();
    let rest = Fact::ALL
        .into_iter()
        .filter(|fact| !Fact::USUAL.contains(fact));
    let is_open = rest.clone().any(|fact| draft.columns.contains_key(&fact));
    let rest: Vec<_> = rest.map(choose).collect();
    let kinds = vec![
        ("dossier".to_owned(), words.import_rows_dossier()),
        ("event".to_owned(), words.import_rows_event()),
    ];
    let kind = if draft.is_event_log {
        "event"
    } else {
        "dossier"
    };
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href=address(id, "")>{words.import_back_to_file()}</a>
        </p>
        {error_summary(lang, problems)}
        <h1>{title}</h1>
        <p class="narrow">{words.import_columns_lead()}</p>
        {first_rows(lang, &look)}
        <form method="post" action=address(id, "columns") class="form columns">
            {hidden("from", &from)}
            <h2>{words.import_usual()}</h2>
            {usual}
            <details open=is_open>
                <summary>{words.import_more()}</summary>
                {select("rows", words.import_rows(), kinds, kind, problems)}
                {rest}
            </details>
            {button(words.import_go_on())}
        </form>
    }
}

fn default(name: &'static str, label: String, value: &str) -> AnyView {
    let default = Field {
        value: value.to_owned(),
        chars_max: NAME_CHARS_MAX,
        ..Field::text(name, label)
    };
    view! { <div class="beside-column">{field(default, &[])}</div> }.into_any()
}

/// A list of the file's columns, each with an example of what is in it.
fn column(
    lang: Lang,
    look: &FileInspection,
    draft: &MappingDraft,
    fact: Fact,
    problems: &[Problem],
) -> AnyView {
    let words = lang.words();
    let chosen = draft.columns.get(&fact).and_then(|name| look.place(name));
    let option = |(place, name): (usize, &String)| {
        let text = match look.example(place) {
            "" => name.clone(),
            example => words.import_column_like(name, example),
        };
        (place.to_string(), text)
    };
    let named = look.header.iter().enumerate();
    let named = named.filter(|(_, name)| !name.trim().is_empty());
    let options = std::iter::once((String::new(), words.import_no_column()))
        .chain(named.map(option))
        .collect();
    let chosen = chosen.map(|place| place.to_string()).unwrap_or_default();
    select(
        fact.field(),
        fact_name(lang, fact),
        options,
        &chosen,
        problems,
    )
}

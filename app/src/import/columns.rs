//! Which column tells what: guessed, shown with an example, and chosen.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::import::draft::{Fact, MappingDraft, MappingGap};
use sanh_domain::import::guess;
use sanh_domain::import::model::{FileInspection, ImportId};
use sanh_domain::language::Lang;

use super::pages::{address, error_text, port};
use super::sheet::first_rows;
use super::typed::{NAME_CHARS_MAX, look_of, stored_draft, with_columns};
use super::words::fact_name;
use crate::admin::pages::in_room;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button, error_summary, field, hidden, select};
use crate::ui::frame::NavSection;

/// `GET /admin/import/{import}/columns`; `?from=` a mapping that is kept or shipped.
pub(super) async fn shown(
    request: &PageRequest,
    caller: &Caller,
    id: ImportId,
) -> Result<Page, AppError> {
    let open = port().job(caller, id).await?;
    let look = look_of(&open)?;
    let from = request.parameter("from").unwrap_or_default().to_owned();
    let draft = begun(&from, open.job.draft.as_deref(), look).await?;
    Ok(columns_page(
        request,
        caller,
        id,
        look,
        (&draft, &from),
        200,
        &[],
    ))
}

/// `POST /admin/import/{import}/columns`
pub(super) async fn sent(
    request: &PageRequest,
    caller: &Caller,
    id: ImportId,
) -> Result<Page, AppError> {
    let open = port().job(caller, id).await?;
    let look = look_of(&open)?;
    let from = request.form.text("from").to_owned();
    let before = begun(&from, open.job.draft.as_deref(), look).await?;
    let draft = with_columns(&request.form, look, before);
    let lang = request.room_lang();
    let problems: Vec<Problem> = draft
        .lacks(look)
        .into_iter()
        .map(|lack| Problem::new(lack.field(), lack_text(lang, lack)))
        .collect();
    if !problems.is_empty() {
        return Ok(columns_page(
            request,
            caller,
            id,
            look,
            (&draft, &from),
            422,
            &problems,
        ));
    }
    match port().keep_draft(caller, id, &draft).await {
        Ok(()) => Ok(Page::redirect(address(id, "words"))),
        Err(error) => {
            let problem = Problem::new("code", error_text(lang, &error)?);
            Ok(columns_page(
                request,
                caller,
                id,
                look,
                (&draft, &from),
                422,
                &[problem],
            ))
        }
    }
}

/// What the form begins with: the mapping it is made from, else what was chosen before, else what the file suggests. A column that the
/// file does not have is guessed.
async fn begun(
    from: &str,
    before: Option<&str>,
    look: &FileInspection,
) -> Result<MappingDraft, AppError> {
    let guessed = guess::draft(look);
    let mut draft = if from.is_empty() {
        match stored_draft(before) {
            Some(before) => return Ok(before),
            None => return Ok(guessed),
        }
    } else {
        port().draft_of(from).await?
    };
    draft
        .columns
        .retain(|_, column| look.place(column).is_some());
    for (fact, column) in guessed.columns {
        let is_taken = draft.columns.values().any(|known| *known == column);
        if !is_taken {
            draft.columns.entry(fact).or_insert(column);
        }
    }
    Ok(draft)
}

fn lack_text(lang: Lang, lack: MappingGap) -> String {
    let words = lang.words();
    match lack {
        MappingGap::Column(fact) => words.import_needs_column(fact_name(lang, fact)),
        MappingGap::Twice(fact, other) => {
            words.import_column_for_two(fact_name(lang, fact), fact_name(lang, other))
        }
        MappingGap::Agency => words.import_needs_agency(),
        MappingGap::Field => words.import_needs_field(),
        MappingGap::Words(fact) => words.import_too_many_words(fact_name(lang, fact)),
    }
}

fn columns_page(
    request: &PageRequest,
    caller: &Caller,
    id: ImportId,
    look: &FileInspection,
    (draft, from): (&MappingDraft, &str),
    status: u16,
    problems: &[Problem],
) -> Page {
    let lang = request.room_lang();
    let words = lang.words();
    let title = words.import_columns_title();
    let place = (NavSection::Import, title.clone());
    in_room(request, caller, place, status, || {
        let choose = |fact: Fact| column(lang, look, draft, fact, problems);
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
            <p class="back">
                <a href=address(id, "")>{words.import_back_to_file()}</a>
            </p>
            {error_summary(lang, problems)}
            <h1>{title}</h1>
            <p class="narrow">{words.import_columns_lead()}</p>
            {first_rows(lang, look)}
            <form method="post" action=address(id, "columns") class="form columns">
                {hidden("from", from)}
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
        .into_any()
    })
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

//! The page for the meaning of the words in the columns, the format of dates, and the name of the saved mapping.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::import::draft::{DateOrder, Fact, LIMIT_UNITS, MappingDraft};
use sanh_domain::import::model::{FileInspection, ImportId, MAPPING_NAME_CHARS_MAX, StatusWord};
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;

use super::api::{CheckImport, SaveMapping, read_import};
use super::import_page::acted;
use super::{address, import_id};
use crate::error::AppError;
use crate::model::import::OpenImport;
use crate::model::import_form::{
    BAD, NAME_CHARS_MAX, means_field, stored_draft, with_words, words_field,
};
use crate::text::Messages;
use crate::text::dossier::channel_name;
use crate::text::import::{meaning_name, order_name};
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, error_summary, field, labelled, select};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Submitted, submitted, typed};

/// `/admin/import/{import}/words`: its form saves the mapping and begins the dry run.
#[component]
pub(super) fn WordsPage() -> impl IntoView {
    loaded(meanings())
}

async fn meanings() -> Result<AnyView, AppError> {
    let (response, id) = (response(), import_id()?);
    let OpenImport { job, file, .. } = read_import(id).await?;
    let look = file.inspection()?.clone();
    let Some(before) = stored_draft(job.draft.as_deref()) else {
        response.redirect(address(id, "columns"));
        return Ok(().into_any());
    };
    let number = id.0.to_string();
    let of_address = [("import", number.as_str())];
    let (draft, problems) = match submitted::<SaveMapping>(&of_address).await? {
        Submitted::Done(()) => return acted::<CheckImport>(None).await,
        Submitted::Refused(refusal) => {
            let form = typed::<SaveMapping>(&of_address)?.form;
            (with_words(&form, &look, before).0, refusal.problems)
        }
        Submitted::Not => (before, Vec::new()),
    };
    Ok(view! { <Words id look draft problems /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Words(
    id: ImportId,
    look: FileInspection,
    draft: MappingDraft,
    problems: Vec<Problem>,
) -> impl IntoView {
    let lang = request().room_lang();
    let words = lang.words();
    let problems = problems.as_slice();
    let title = words.import_words_title();
    let name = Field {
        hint: Some(words.import_name_hint()),
        value: draft.name.clone(),
        chars_max: MAPPING_NAME_CHARS_MAX,
        ..Field::text("name", words.import_name())
    };
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href=address(id, "columns")>{words.import_back_to_columns()}</a>
        </p>
        {error_summary(lang, problems)}
        <h1>{title}</h1>
        <form method="post" action=address(id, "words") class="form columns">
            {status_words(lang, &look, &draft, problems)}
            {channel_words(lang, &look, &draft, problems)}
            {dates(lang, &look, &draft, problems)}
            {more(lang, &draft, problems)}
            <h2>{words.import_save_title()}</h2>
            {field(name, problems)}
            {button(words.import_save())}
        </form>
    }
}

fn status_words(
    lang: Lang,
    look: &FileInspection,
    draft: &MappingDraft,
    problems: &[Problem],
) -> AnyView {
    let words = lang.words();
    let meanings = StatusWord::ALL.map(|it| (it.as_str().to_owned(), meaning_name(lang, it)));
    let chosen = |word: &str| draft.status_of(word).map(|it| it.as_str().to_owned());
    let texts = [
        words.import_statuses(),
        words.import_statuses_hint(),
        words.import_statuses_none(),
    ];
    word_list(
        lang,
        Fact::Status,
        texts,
        (look, draft),
        &meanings,
        chosen,
        problems,
    )
}

fn channel_words(
    lang: Lang,
    look: &FileInspection,
    draft: &MappingDraft,
    problems: &[Problem],
) -> AnyView {
    let words = lang.words();
    let meanings = Channel::ALL.map(|it| (it.as_str().to_owned(), channel_name(lang, it)));
    let chosen = |word: &str| draft.channel_of(word).map(|it| it.as_str().to_owned());
    let texts = [
        words.import_channels(),
        words.import_channels_hint(),
        words.import_channels_none(),
    ];
    word_list(
        lang,
        Fact::Channel,
        texts,
        (look, draft),
        &meanings,
        chosen,
        problems,
    )
}

fn word_list(
    lang: Lang,
    fact: Fact,
    [title, hint, none]: [String; 3],
    (look, draft): (&FileInspection, &MappingDraft),
    meanings: &[(String, String)],
    chosen: impl Fn(&str) -> Option<String>,
    problems: &[Problem],
) -> AnyView {
    if !draft.columns.contains_key(&fact) {
        return view! {
            <h2>{title}</h2>
            <p>{none}</p>
        }
        .into_any();
    }
    let words = lang.words();
    let id = words_field(fact);
    let problem = problems.iter().find(|problem| problem.field == id);
    let problem = problem.map(|problem| view! { <p class="problem">{problem.message.clone()}</p> });
    let class = if problem.is_some() {
        "words wrong"
    } else {
        "words"
    };
    let row = |(place, word): (usize, &String)| {
        let row_id = format!("{id}-{place}");
        let chosen = chosen(word).unwrap_or_default();
        let option = |(value, text): (String, String)| {
            let is_chosen = value == chosen;
            view! {
                <option value=value selected=is_chosen>
                    {text}
                </option>
            }
        };
        let options: Vec<_> = std::iter::once((String::new(), words.import_choose_meaning()))
            .chain(meanings.iter().cloned())
            .chain([(BAD.to_owned(), words.import_means_bad())])
            .map(option)
            .collect();
        view! {
            <div class="word">
                <label r#for=row_id.clone()>{word.clone()}</label>
                <select id=row_id name=means_field(fact)>
                    {options}
                </select>
            </div>
        }
    };
    let rows: Vec<_> = draft
        .words(look, fact)
        .iter()
        .enumerate()
        .map(row)
        .collect();
    view! {
        <fieldset class=class id=id tabindex="-1">
            <legend>{title}</legend>
            <p class="hint">{hint}</p>
            {problem}
            {rows}
        </fieldset>
    }
    .into_any()
}

fn dates(lang: Lang, look: &FileInspection, draft: &MappingDraft, problems: &[Problem]) -> AnyView {
    let words = lang.words();
    let place = draft
        .columns
        .get(&Fact::Received)
        .and_then(|name| look.place(name));
    let example = place.map(|place| look.example(place).to_owned());
    let kept = draft.base.as_ref().map(|_| DateOrder::Kept);
    let orders = [DateOrder::DayFirst, DateOrder::MonthFirst]
        .into_iter()
        .chain(kept);
    let orders: Vec<_> = orders
        .map(|order| {
            let is_chosen = order == draft.dates;
            view! {
                <option value=order.as_str() selected=is_chosen>
                    {order_name(lang, order)}
                </option>
            }
        })
        .collect();
    let hint = example
        .filter(|example| !example.is_empty())
        .map(|example| words.import_dates_hint(example));
    let order = labelled(
        "dates",
        words.import_dates(),
        hint,
        problems,
        |described, _| {
            view! {
                <select id="dates" name="dates" aria-describedby=described>
                    {orders}
                </select>
            }
            .into_any()
        },
    );
    let limits = draft.columns.contains_key(&Fact::Limit).then(|| {
        let units = LIMIT_UNITS.map(|unit| (unit.to_owned(), unit_name(lang, unit)));
        let units = std::iter::once((String::new(), words.import_limit_unit_told()))
            .chain(units)
            .collect();
        select(
            "limit_unit",
            words.import_limit_unit(),
            units,
            &draft.limit_unit,
            problems,
        )
    });
    view! {
        <h2>{words.import_dates_title()}</h2>
        {order}
        {limits}
        {tick("due_is_a_date", words.import_due_is_a_date(), draft.due_is_a_date)}
    }
    .into_any()
}

fn unit_name(lang: Lang, unit: &str) -> String {
    let words = lang.words();
    match unit {
        "working_days" => words.import_unit_working_days(),
        "days" => words.import_unit_days(),
        "working_hours" => words.import_unit_working_hours(),
        _ => words.import_unit_months(),
    }
}

fn more(lang: Lang, draft: &MappingDraft, problems: &[Problem]) -> AnyView {
    let words = lang.words();
    let zone = Field {
        hint: Some(words.import_zone_hint()),
        value: draft.zone.clone(),
        chars_max: NAME_CHARS_MAX,
        ..Field::text("zone", words.import_zone())
    };
    let source = Field {
        hint: Some(words.import_source_hint()),
        value: draft.source.clone(),
        chars_max: NAME_CHARS_MAX,
        ..Field::text("source", words.import_source())
    };
    view! {
        <details open=problems.iter().any(|problem| problem.field == "zone")>
            <summary>{words.import_more()}</summary>
            {tick("creates_missing", words.import_creates_missing(), draft.creates_missing)}
            {tick("has_any_code", words.import_has_any_code(), draft.has_any_code)}
            {field(zone, problems)}
            {field(source, problems)}
        </details>
    }
    .into_any()
}

fn tick(name: &'static str, label: String, is_ticked: bool) -> AnyView {
    view! {
        <div class="choice">
            <input r#type="checkbox" name=name id=name value="yes" checked=is_ticked />
            <label r#for=name>{label}</label>
        </div>
    }
    .into_any()
}

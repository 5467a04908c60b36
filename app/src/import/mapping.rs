//! A mapping made by pointing: first which column tells what, then what their words mean.

use leptos::prelude::*;

use super::draft::{DateOrder, Fact, LIMIT_UNITS, Lack, MappingDraft};
use super::guess;
use super::model::{FileLook, ImportId, MAPPING_NAME_CHARS_MAX, StatusWord};
use super::one::first_rows;
use super::pages::{address, error_text, port};
use super::port::ImportError;
use super::words::{fact_name, meaning_name, order_name, told_text};
use crate::account::model::Caller;
use crate::admin::pages::in_room;
use crate::dossier::Channel;
use crate::dossier::words::channel_name;
use crate::error::AppError;
use crate::page::{Asked, Page};
use crate::text::Lang;
use crate::ui::form::{
    Field, Form, Problem, button, error_summary, field, hidden, labelled, select,
};
use crate::ui::frame::Room;

/// A row whose word means this is bad.
const BAD: &str = "bad";
/// The longest name of an agency, a field or a system that is typed, in characters.
const NAME_CHARS_MAX: usize = 200;

/// `GET /admin/import/{import}/columns`; `?from=` a mapping that is kept or shipped.
pub(super) async fn columns(
    asked: &Asked,
    caller: &Caller,
    id: ImportId,
) -> Result<Page, AppError> {
    let open = port().job(caller, id).await?;
    let look = look_of(&open)?;
    let from = asked.parameter("from").unwrap_or_default().to_owned();
    let draft = begun(&from, open.job.draft.as_deref(), look).await?;
    Ok(columns_page(
        asked,
        caller,
        id,
        look,
        (&draft, &from),
        200,
        &[],
    ))
}

/// `POST /admin/import/{import}/columns`
pub(super) async fn columns_sent(
    asked: &Asked,
    caller: &Caller,
    id: ImportId,
) -> Result<Page, AppError> {
    let open = port().job(caller, id).await?;
    let look = look_of(&open)?;
    let from = asked.form.text("from").to_owned();
    let before = begun(&from, open.job.draft.as_deref(), look).await?;
    let draft = with_columns(&asked.form, look, before);
    let lang = asked.room_lang();
    let problems: Vec<Problem> = draft
        .lacks(look)
        .into_iter()
        .map(|lack| Problem::new(lack.field(), lack_text(lang, lack)))
        .collect();
    if !problems.is_empty() {
        return Ok(columns_page(
            asked,
            caller,
            id,
            look,
            (&draft, &from),
            422,
            &problems,
        ));
    }
    match port().keep_draft(caller, id, &draft).await {
        Ok(()) => Ok(Page::to(address(id, "words"))),
        Err(error) => {
            let problem = Problem::new("code", error_text(lang, &error)?);
            Ok(columns_page(
                asked,
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

/// `GET /admin/import/{import}/words`
pub(super) async fn words(asked: &Asked, caller: &Caller, id: ImportId) -> Result<Page, AppError> {
    let open = port().job(caller, id).await?;
    let look = look_of(&open)?;
    let Some(draft) = kept(open.job.draft.as_deref()) else {
        return Ok(Page::to(address(id, "columns")));
    };
    Ok(words_page(asked, caller, id, look, &draft, 200, &[]))
}

/// `POST /admin/import/{import}/words`: saves the mapping, and begins the dry run.
pub(super) async fn words_sent(
    asked: &Asked,
    caller: &Caller,
    id: ImportId,
) -> Result<Page, AppError> {
    let open = port().job(caller, id).await?;
    let look = look_of(&open)?;
    let Some(before) = kept(open.job.draft.as_deref()) else {
        return Ok(Page::to(address(id, "columns")));
    };
    let lang = asked.room_lang();
    let (draft, unsaid) = with_words(&asked.form, look, before);
    let mut problems = Vec::new();
    for (fact, unsaid) in unsaid {
        let message = lang.words().import_words_unsaid(unsaid.join(", "));
        problems.push(Problem::new(words_field(fact), message));
    }
    let shipped = port().mappings(None).await?;
    let is_shipped = shipped
        .iter()
        .any(|mapping| mapping.version == 0 && mapping.name == draft.name);
    if draft.name.is_empty() || draft.name.chars().count() > MAPPING_NAME_CHARS_MAX || is_shipped {
        let message = lang.words().import_needs_name(MAPPING_NAME_CHARS_MAX);
        problems.push(Problem::new("name", message));
    }
    if draft.zone.parse::<chrono_tz::Tz>().is_err() && !draft.zone.is_empty() {
        problems.push(Problem::new("zone", lang.words().import_needs_zone()));
    }
    if problems.is_empty() {
        match port().save_mapping(caller, id, &draft.name, &draft).await {
            Ok(()) => return super::one::check(asked, caller, id).await,
            Err(ImportError::Unusable(told)) => {
                problems.push(Problem::new("name", told_text(lang, &told)));
            }
            Err(error) => problems.push(Problem::new("name", error_text(lang, &error)?)),
        }
    }
    Ok(words_page(asked, caller, id, look, &draft, 422, &problems))
}

fn look_of(open: &super::port::OpenImport) -> Result<&FileLook, AppError> {
    open.look.as_deref().map_err(|_| AppError::NotFound)
}

fn kept(draft: Option<&str>) -> Option<MappingDraft> {
    draft.and_then(|draft| serde_json::from_str(draft).ok())
}

/// What the form begins with: the mapping it is made from, else what was chosen before, else what the file suggests. A column that the
/// file does not have is guessed.
async fn begun(
    from: &str,
    before: Option<&str>,
    look: &FileLook,
) -> Result<MappingDraft, AppError> {
    let guessed = guess::draft(look);
    let mut draft = if from.is_empty() {
        match kept(before) {
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

/// What was chosen of the columns. Each is named by its place in the file.
pub(super) fn with_columns(form: &Form, look: &FileLook, before: MappingDraft) -> MappingDraft {
    let chosen = |fact: Fact| {
        let place: usize = form.text(fact.field()).parse().ok()?;
        look.header.get(place).cloned()
    };
    let columns = Fact::ALL.into_iter();
    let columns = columns.filter_map(|fact| Some((fact, chosen(fact)?)));
    let typed = |name: &str| form.text(name).chars().take(NAME_CHARS_MAX).collect();
    MappingDraft {
        columns: columns.collect(),
        is_event_log: form.text("rows") == "event",
        agency_default: typed("agency_default"),
        field_default: typed("field_default"),
        ..before
    }
}

/// What was chosen of the words, and those of which nothing was said.
pub(super) fn with_words(
    form: &Form,
    look: &FileLook,
    before: MappingDraft,
) -> (MappingDraft, Vec<(Fact, Vec<String>)>) {
    let mut draft = before;
    let mut unsaid = Vec::new();
    let statuses = said(
        form,
        draft.words(look, Fact::Status),
        Fact::Status,
        StatusWord::read,
    );
    let channel = |word: &str| word.parse::<Channel>().ok();
    let channels = said(
        form,
        draft.words(look, Fact::Channel),
        Fact::Channel,
        channel,
    );
    for (word, meaning) in statuses.told {
        match meaning {
            Some(meaning) => drop(draft.statuses.insert(word, meaning)),
            None => drop(draft.statuses.remove(&word)),
        }
    }
    for (word, meaning) in channels.told {
        match meaning {
            Some(meaning) => drop(draft.channels.insert(word, meaning)),
            None => drop(draft.channels.remove(&word)),
        }
    }
    for (fact, words) in [
        (Fact::Status, statuses.unsaid),
        (Fact::Channel, channels.unsaid),
    ] {
        if !words.is_empty() {
            unsaid.push((fact, words));
        }
    }
    let typed = |name: &str| form.text(name).chars().take(NAME_CHARS_MAX).collect();
    draft.dates = DateOrder::read(form.text("dates"))
        .filter(|order| *order != DateOrder::Kept || draft.base.is_some())
        .unwrap_or_default();
    draft.due_is_a_date = form.text("due_is_a_date") == "yes";
    draft.has_any_code = form.text("has_any_code") == "yes";
    draft.creates_missing = form.text("creates_missing") == "yes";
    draft.limit_unit = LIMIT_UNITS
        .into_iter()
        .find(|unit| *unit == form.text("limit_unit"))
        .unwrap_or_default()
        .to_owned();
    draft.zone = typed("zone");
    draft.source = typed("source");
    draft.name = typed("name");
    (draft, unsaid)
}

/// What a form says of the words of one column: a meaning, or that their rows are bad.
struct Said<T> {
    told: Vec<(String, Option<T>)>,
    unsaid: Vec<String>,
}

fn said<T>(form: &Form, words: &[String], fact: Fact, read: impl Fn(&str) -> Option<T>) -> Said<T> {
    let meanings = form.all(means_field(fact));
    let mut said = Said {
        told: Vec::new(),
        unsaid: Vec::new(),
    };
    for (place, word) in words.iter().enumerate() {
        let meaning = meanings.get(place).copied().unwrap_or_default();
        match (meaning, read(meaning)) {
            (BAD, _) => said.told.push((word.clone(), None)),
            (_, Some(meaning)) => said.told.push((word.clone(), Some(meaning))),
            (_, None) => said.unsaid.push(word.clone()),
        }
    }
    said
}

const fn means_field(fact: Fact) -> &'static str {
    match fact {
        Fact::Channel => "channel_means",
        _ => "status_means",
    }
}

const fn words_field(fact: Fact) -> &'static str {
    match fact {
        Fact::Channel => "channels",
        _ => "statuses",
    }
}

fn lack_text(lang: Lang, lack: Lack) -> String {
    let words = lang.words();
    match lack {
        Lack::Column(fact) => words.import_needs_column(fact_name(lang, fact)),
        Lack::Twice(fact, other) => {
            words.import_column_for_two(fact_name(lang, fact), fact_name(lang, other))
        }
        Lack::Agency => words.import_needs_agency(),
        Lack::Field => words.import_needs_field(),
        Lack::Words(fact) => words.import_too_many_words(fact_name(lang, fact)),
    }
}

fn columns_page(
    asked: &Asked,
    caller: &Caller,
    id: ImportId,
    look: &FileLook,
    (draft, from): (&MappingDraft, &str),
    status: u16,
    problems: &[Problem],
) -> Page {
    let lang = asked.room_lang();
    let words = lang.words();
    let title = words.import_columns_title();
    let place = (Room::Import, title.clone());
    in_room(asked, caller, place, status, || {
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
    look: &FileLook,
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

fn words_page(
    asked: &Asked,
    caller: &Caller,
    id: ImportId,
    look: &FileLook,
    draft: &MappingDraft,
    status: u16,
    problems: &[Problem],
) -> Page {
    let lang = asked.room_lang();
    let words = lang.words();
    let title = words.import_words_title();
    let place = (Room::Import, title.clone());
    in_room(asked, caller, place, status, || {
        let name = Field {
            hint: Some(words.import_name_hint()),
            value: draft.name.clone(),
            chars_max: MAPPING_NAME_CHARS_MAX,
            ..Field::text("name", words.import_name())
        };
        view! {
            <p class="back">
                <a href=address(id, "columns")>{words.import_back_to_columns()}</a>
            </p>
            {error_summary(lang, problems)}
            <h1>{title}</h1>
            <form method="post" action=address(id, "words") class="form columns">
                {status_words(lang, look, draft, problems)}
                {channel_words(lang, look, draft, problems)}
                {dates(lang, look, draft, problems)}
                {more(lang, draft, problems)}
                <h2>{words.import_save_title()}</h2>
                {field(name, problems)}
                {button(words.import_save())}
            </form>
        }
        .into_any()
    })
}

fn status_words(
    lang: Lang,
    look: &FileLook,
    draft: &MappingDraft,
    problems: &[Problem],
) -> AnyView {
    let words = lang.words();
    if !draft.columns.contains_key(&Fact::Status) {
        return view! {
            <h2>{words.import_statuses()}</h2>
            <p>{words.import_statuses_none()}</p>
        }
        .into_any();
    }
    let meanings = StatusWord::ALL.map(|it| (it.as_str().to_owned(), meaning_name(lang, it)));
    let chosen = |word: &str| draft.status_of(word).map(|it| it.as_str().to_owned());
    let told = (words.import_statuses(), words.import_statuses_hint());
    word_list(
        lang,
        Fact::Status,
        told,
        draft.words(look, Fact::Status),
        &meanings,
        chosen,
        problems,
    )
}

fn channel_words(
    lang: Lang,
    look: &FileLook,
    draft: &MappingDraft,
    problems: &[Problem],
) -> AnyView {
    let words = lang.words();
    if !draft.columns.contains_key(&Fact::Channel) {
        return view! {
            <h2>{words.import_channels()}</h2>
            <p>{words.import_channels_none()}</p>
        }
        .into_any();
    }
    let meanings = Channel::ALL.map(|it| (it.as_str().to_owned(), channel_name(lang, it)));
    let chosen = |word: &str| draft.channel_of(word).map(|it| it.as_str().to_owned());
    let told = (words.import_channels(), words.import_channels_hint());
    word_list(
        lang,
        Fact::Channel,
        told,
        draft.words(look, Fact::Channel),
        &meanings,
        chosen,
        problems,
    )
}

fn word_list(
    lang: Lang,
    fact: Fact,
    (title, hint): (String, String),
    listed: &[String],
    meanings: &[(String, String)],
    chosen: impl Fn(&str) -> Option<String>,
    problems: &[Problem],
) -> AnyView {
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
    let rows: Vec<_> = listed.iter().enumerate().map(row).collect();
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

fn dates(lang: Lang, look: &FileLook, draft: &MappingDraft, problems: &[Problem]) -> AnyView {
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
        <details open=!problems.is_empty()>
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

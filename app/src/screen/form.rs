//! The form of a wall's setting.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::id::FieldId;
use sanh_domain::language::{Lang, Languages};
use sanh_domain::period::PeriodSelection;
use sanh_domain::scope::Scope;
use sanh_domain::screen::code;
use sanh_domain::screen::model::{Distance, LABEL_CHARS_MAX, Night, ScreenSetting, Theme};
use sanh_domain::text::name::Name;

use super::address;
use super::api::{AddScreen, list_screen_options};
use crate::error::AppError;
use crate::model::screen::{ScreenOptions, keeps};
use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::screen::metres;
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, error_summary, field, select};
use crate::ui::response::{loaded, request};
use crate::ui::submit::{Refusal, submitted};

/// Characters of a pair of hours.
const HOURS_CHARS_MAX: usize = 11;
/// Characters of a number.
const NUMBER_CHARS_MAX: usize = 5;

/// `/manage/screens/new`
#[component]
pub(super) fn NewPage() -> impl IntoView {
    loaded(new())
}

async fn new() -> Result<AnyView, AppError> {
    let sent = submitted::<AddScreen>(&[]).await?;
    let Some(refusal) = sent.or_redirect(|name| format!("{}?done=pair", address(&name))) else {
        return Ok(().into_any());
    };
    let options = list_screen_options().await?;
    Ok(view! { <NewScreen options refusal /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn NewScreen(options: ScreenOptions, refusal: Refusal) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let problems = &refusal.problems;
    let usual = ScreenSetting {
        scope: match options.agencies.first() {
            Some(agency) if !keeps_centre(&request) => Scope::Agency(agency.id),
            _ => Scope::Centre,
        },
        ..ScreenSetting::default_named("")
    };
    let address = format!("{}/screen", request.context.origin);
    let title = words.screens_new();
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href="/manage/screens">{words.screens_back()}</a>
        </p>
        {error_summary(lang, problems)}
        <h1>{title}</h1>
        <p>{words.screens_new_lead(address)}</p>
        <form method="post" action="/manage/screens/new" class="form screens-form">
            {code_field(&request, problems)}
            {fields(&request, &options, &usual, problems)}
            {button(words.screens_pair())}
        </form>
    }
}

/// Where the code is typed.
pub(super) fn code_field(request: &PageRequest, problems: &[Problem]) -> AnyView {
    let words = request.room_lang().words();
    let code = Field {
        hint: Some(words.screens_code_hint()),
        value: request.form.raw("code").to_owned(),
        chars_max: code::CODE_CHARS + 4,
        ..Field::text("code", words.screens_code())
    };
    field(code, problems)
}

/// Everything but the code: as it is set up, or as it was typed.
pub(super) fn fields(
    request: &PageRequest,
    options: &ScreenOptions,
    setting: &ScreenSetting,
    problems: &[Problem],
) -> AnyView {
    let lang = request.room_lang();
    let words = lang.words();
    // The request may belong to another form of the same page.
    let was_sent = request.form.0.iter().any(|(name, _)| name == "label");
    let typed = |name: &str, otherwise: String| {
        if was_sent {
            request.form.raw(name).to_owned()
        } else {
            otherwise
        }
    };
    let line =
        |name: &'static str, label: String, hint: Option<String>, value: String, chars_max| {
            let line = Field {
                hint,
                value: typed(name, value),
                chars_max,
                ..Field::text(name, label)
            };
            field(line, problems)
        };
    let number = |count: Option<u32>| count.map_or_else(String::new, |count| count.to_string());
    let choose = |name, label: String, options: Vec<(String, String)>, value: String| {
        select(name, label, options, &typed(name, value), problems)
    };
    let look = setting.look;
    let (theme, theme_hours) = match look.theme {
        Theme::Hours(hours) => ("hours".to_owned(), hours.to_string()),
        theme => (theme.to_string(), String::new()),
    };
    let (night, night_hours) = match look.night {
        Night::Hours(hours) => ("hours".to_owned(), hours.to_string()),
        night => (night.to_string(), String::new()),
    };
    let read_from = setting
        .hung
        .read_from_dm
        .map_or_else(String::new, |dm| metres(lang, dm));
    view! {
        {line("label", words.screens_label(), Some(words.screens_label_hint()), setting.label.clone(), LABEL_CHARS_MAX)}
        {line("place", words.screens_place(), Some(words.screens_place_hint()), setting.place.clone(), LABEL_CHARS_MAX)}
        <div class="screens-columns">
        <section>
        <h2>{words.screens_what()}</h2>
        {choose("scope", words.screens_scope(), scopes(request, options), setting.scope.to_string())}
        {board_choice(request, options, setting, was_sent, problems)}
        {field_choice(request, options, setting, was_sent)}
        {choose("turn", words.screens_turn(), turns(lang), setting.turn.to_string())}
        {choose("languages", words.screens_languages(), languages(lang), setting.languages.as_str().to_owned())}
        {line("slot_s", words.screens_slot(), Some(words.screens_slot_hint(request.context.slot_s)), number(setting.slot_s), NUMBER_CHARS_MAX)}
        </section>
        <section>
        <h2>{words.screens_how()}</h2>
        {choose("distance", words.screens_distance(), distances(lang), look.distance.as_str().to_owned())}
        {line("diagonal", words.screens_diagonal(), Some(words.screens_diagonal_hint()), number(setting.hung.diagonal_in), NUMBER_CHARS_MAX)}
        {line("read_from", words.screens_read_from(), Some(words.screens_read_from_hint()), read_from, NUMBER_CHARS_MAX)}
        {choose("theme", words.screens_theme(), themes(lang), theme)}
        {line("theme_hours", words.screens_theme_hours(), Some(words.screens_hours_hint()), theme_hours, HOURS_CHARS_MAX)}
        {choose("night", words.screens_night(), nights(lang), night)}
        {line("night_hours", words.screens_night_hours(), Some(words.screens_hours_hint()), night_hours, HOURS_CHARS_MAX)}
        </section>
        </div>
    }
    .into_any()
}

/// Whose boards take turns with the wall's own; nothing where there is only one to choose.
fn board_choice(
    request: &PageRequest,
    options: &ScreenOptions,
    setting: &ScreenSetting,
    was_sent: bool,
    problems: &[Problem],
) -> Option<AnyView> {
    let offered = scopes(request, options);
    if offered.len() < 2 {
        return None;
    }
    let words = request.room_lang().words();
    let sent = request.form.all("other");
    let stored: Vec<String> = setting.others.iter().map(ToString::to_string).collect();
    let is_chosen = |scope: &String| {
        if was_sent {
            sent.contains(&scope.as_str())
        } else {
            stored.contains(scope)
        }
    };
    let is_open = offered.iter().any(|(scope, _)| is_chosen(scope));
    let choice = |(scope, name): (String, String)| {
        let (id, is_chosen) = (format!("other-{scope}"), is_chosen(&scope));
        view! {
            <div class="choice">
                <input
                    r#type="checkbox"
                    name="other"
                    id=id.clone()
                    value=scope
                    checked=is_chosen
                />
                <label r#for=id>{name}</label>
            </div>
        }
    };
    let problem = problems.iter().find(|problem| problem.field == "other");
    let problem = problem.map(|problem| {
        view! {
            <p class="problem" id="other">
                {problem.message.clone()}
            </p>
        }
    });
    let choices: Vec<_> = offered.into_iter().map(choice).collect();
    Some(
        view! {
            <details class="screens-fields" open=is_open>
                <summary>{words.screens_boards()}</summary>
                <fieldset class="choices">
                    <legend class="sr-only">{words.screens_boards()}</legend>
                    <p class="hint">{words.screens_boards_hint()}</p>
                    {problem}
                    <div class="choices-many">{choices}</div>
                </fieldset>
            </details>
        }
        .into_any(),
    )
}

fn field_choice(
    request: &PageRequest,
    options: &ScreenOptions,
    setting: &ScreenSetting,
    was_sent: bool,
) -> AnyView {
    let lang = request.room_lang();
    let words = lang.words();
    let sent = request.form.all("field");
    let is_chosen = |field: FieldId| {
        if was_sent {
            sent.contains(&field.0.to_string().as_str())
        } else {
            setting.fields.contains(&field)
        }
    };
    let choice = |(field, name): &(FieldId, Name)| {
        let id = format!("field-{}", field.0);
        view! {
            <div class="choice">
                <input
                    r#type="checkbox"
                    name="field"
                    id=id.clone()
                    value=field.0.to_string()
                    checked=is_chosen(*field)
                />
                <label r#for=id>{named(lang, name)}</label>
            </div>
        }
    };
    let choices: Vec<_> = options.fields.iter().map(choice).collect();
    let is_open = options.fields.iter().any(|(field, _)| is_chosen(*field));
    view! {
        <details class="screens-fields" open=is_open>
            <summary>{words.screens_fields()}</summary>
            <fieldset class="choices">
                <legend class="sr-only">{words.screens_fields()}</legend>
                <p class="hint">{words.screens_fields_hint()}</p>
                <div class="choices-many">{choices}</div>
            </fieldset>
        </details>
    }
    .into_any()
}

fn named(lang: Lang, name: &Name) -> String {
    match lang {
        Lang::Vi => name.vi.clone(),
        Lang::En => name.en_or_vi().to_owned(),
    }
}

/// Whether whoever asks keeps the whole centre's walls.
fn keeps_centre(request: &PageRequest) -> bool {
    let caller = request.visitor.caller.as_ref();
    caller.is_some_and(|it| keeps(&it.person, Scope::Centre))
}

fn scopes(request: &PageRequest, options: &ScreenOptions) -> Vec<(String, String)> {
    let lang = request.room_lang();
    let centre = keeps_centre(request).then(|| {
        (
            Scope::Centre.to_string(),
            lang.words().screens_scope_centre(),
        )
    });
    let agencies = options.agencies.iter().map(|agency| {
        let scope = Scope::Agency(agency.id).to_string();
        (scope, named(lang, &agency.name))
    });
    centre.into_iter().chain(agencies).collect()
}

/// What a choice of periods is called.
pub(super) fn turns(lang: Lang) -> Vec<(String, String)> {
    let words = lang.words();
    vec![
        (PeriodSelection::All.to_string(), words.screens_turn_all()),
        (PeriodSelection::Day.to_string(), words.screens_turn_day()),
        (
            PeriodSelection::Month.to_string(),
            words.screens_turn_month(),
        ),
        (PeriodSelection::Year.to_string(), words.screens_turn_year()),
    ]
}

fn languages(lang: Lang) -> Vec<(String, String)> {
    let words = lang.words();
    let named = |languages: Languages, name| (languages.as_str().to_owned(), name);
    vec![
        named(Languages::Vi, words.screens_lang_vi()),
        named(Languages::En, words.screens_lang_en()),
        named(Languages::Both, words.screens_lang_both()),
    ]
}

fn distances(lang: Lang) -> Vec<(String, String)> {
    let words = lang.words();
    let named = |distance: Distance, name| (distance.as_str().to_owned(), name);
    vec![
        named(Distance::Near, words.screens_near()),
        named(Distance::Middle, words.screens_middle()),
        named(Distance::Far, words.screens_far()),
    ]
}

fn themes(lang: Lang) -> Vec<(String, String)> {
    let words = lang.words();
    vec![
        ("light".to_owned(), words.screens_light()),
        ("dark".to_owned(), words.screens_dark()),
        ("hours".to_owned(), words.screens_dark_hours()),
    ]
}

fn nights(lang: Lang) -> Vec<(String, String)> {
    let words = lang.words();
    vec![
        ("dim".to_owned(), words.screens_dim()),
        ("same".to_owned(), words.screens_same()),
        ("hours".to_owned(), words.screens_dim_hours()),
    ]
}

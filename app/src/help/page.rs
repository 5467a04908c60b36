//! The list of help with its search, and the page of one task.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use sanh_domain::text::name::typed;

use super::topic::{Audience, TOPICS, Topic};
use crate::error::AppError;
use crate::page::{PageRequest, PageTable, escaped};
use crate::text::Messages;
use crate::ui::form::{Field, button, field};
use crate::ui::public::{in_lang, lang_field, public_page};
use crate::ui::response::{request, response};

/// The longest search text, in characters (ours).
const TYPED_CHARS_MAX: usize = 100;

/// `/help`; `?q=` is the search text.
#[component]
pub(super) fn HelpPage() -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let asked = typed(request.parameter("q").unwrap_or_default());
    let asked: String = asked.chars().take(TYPED_CHARS_MAX).collect();
    let found: Vec<&Topic> = TOPICS.iter().filter(|it| it.has(lang, &asked)).collect();
    let words = lang.words();
    let body = view! {
        <p class="public-lead">{words.help_lead()}</p>
        {search(&request, &asked)}
        {(!asked.trim().is_empty()).then(|| result(&request, &asked, found.len()))}
        {Vec::from(Audience::ALL.map(|audience| section(&request, audience, &found)))}
    };
    public_page(words.help_title(), (), body)
}

fn search(request: &PageRequest, asked: &str) -> AnyView {
    let words = request.room_lang().words();
    let asked = Field {
        kind: "search",
        hint: Some(words.help_find_hint()),
        value: asked.to_owned(),
        chars_max: TYPED_CHARS_MAX,
        ..Field::text("q", words.help_find())
    };
    view! {
        <form method="get" action="/help" class="form help-find" role="search">
            {lang_field(request)}
            {field(asked, &[])}
            {button(words.help_find_button())}
        </form>
    }
    .into_any()
}

fn result(request: &PageRequest, asked: &str, count: usize) -> AnyView {
    let words = request.room_lang().words();
    let text = match count {
        0 => words.help_found_none(asked),
        count => words.help_found(count, asked),
    };
    view! {
        <p role="status">
            {text} " " <a href=in_lang(request, "/help")>{words.help_find_clear()}</a>
        </p>
    }
    .into_any()
}

/// The found topics of an audience; nothing if none was found.
fn section(request: &PageRequest, audience: Audience, found: &[&Topic]) -> Option<AnyView> {
    let topics: Vec<_> = found
        .iter()
        .filter(|topic| topic.audience == audience)
        .map(|topic| entry(request, topic))
        .collect();
    if topics.is_empty() {
        return None;
    }
    Some(
        view! {
            <section aria-labelledby=audience.word()>
                <h2 id=audience.word()>{audience.name(request.room_lang())}</h2>
                <ul class="help-list">{topics}</ul>
            </section>
        }
        .into_any(),
    )
}

fn entry(request: &PageRequest, topic: &Topic) -> AnyView {
    let address = in_lang(request, &format!("/help/{}", topic.slug));
    view! {
        <li>
            <a href=address>{topic.title(request.room_lang())}</a>
        </li>
    }
    .into_any()
}

/// `/help/{topic}`
#[component]
pub(super) fn TopicPage() -> impl IntoView {
    let slug = use_params_map().with_untracked(|params| params.get("topic"));
    let Some(topic) = slug.and_then(|slug| Topic::find(&slug)) else {
        response().fail(AppError::NotFound);
        return ().into_any();
    };
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let steps: Vec<_> = topic
        .steps(lang)
        .into_iter()
        .map(|step| view! { <li>{step}</li> })
        .collect();
    let others = TOPICS
        .iter()
        .filter(|other| other.audience == topic.audience && other.slug != topic.slug);
    let others: Vec<_> = others.map(|other| entry(&request, other)).collect();
    let body = view! {
        <p class="public-lead">{topic.audience.name(lang)}</p>
        <h2 class="sr-only">{words.help_steps()}</h2>
        <ol class="help-steps">{steps}</ol>
        {place(&request, topic)}
        <section aria-labelledby="others">
            <h2 id="others">{words.help_others()}</h2>
            <ul class="help-list">{others}</ul>
        </section>
        <p class="pages">
            <a href=in_lang(&request, "/help")>{words.help_back()}</a>
        </p>
    };
    public_page(topic.title(lang), (), body)
}

/// The link to the page where the task is done.
fn place(request: &PageRequest, topic: &Topic) -> Option<AnyView> {
    let pages: PageTable = expect_context();
    let place = topic.place.filter(|place| pages.can_read(place))?;
    Some(
        view! {
            <p>
                <a class="button" href=in_lang(request, &escaped(place))>
                    {request.room_lang().words().help_open()}
                </a>
            </p>
        }
        .into_any(),
    )
}

//! The outbox's page, and the two forms on it.

use chrono_tz::Tz;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use sanh_domain::language::Lang;
use sanh_domain::outbox::model::{
    LetterChannel, LetterFault, LetterList, ListedLetter, OutboxState,
};

use super::api::{ListSubscriptionLetters, RetryMessage, RetryMessages, read_outbox};
use super::letters::{fault_text, found_letters, letters_form};
use crate::error::AppError;
use crate::page::escaped;
use crate::text::Messages;
use crate::text::dossier::{act_name, moment};
use crate::text::number::{NO_RATE, number};
use crate::ui::document::product_title;
use crate::ui::form::{button_second, error_summary};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Refusal, submit};

/// `/admin/outbox`
#[component]
pub(super) fn OutboxPage() -> impl IntoView {
    loaded(shown(Refusal::default()))
}

/// `/admin/outbox/{message}/retry`: the target of the form that retries one message.
#[component]
pub(super) fn RetryPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("message"));
    loaded(retry(id.unwrap_or_default()))
}

/// `/admin/outbox/retry`: the target of the form that retries all messages.
#[component]
pub(super) fn RetryAllPage() -> impl IntoView {
    loaded(retry_all())
}

/// `/admin/outbox/letters`: the target of the form that asks for them.
#[component]
pub(super) fn DossierLettersPage() -> impl IntoView {
    loaded(letters())
}

async fn retry(id: String) -> Result<AnyView, AppError> {
    let response = response();
    id.parse::<i64>().map_err(|_| AppError::NotFound)?;
    match submit::<RetryMessage>(&[("message", &id)]).await? {
        Err(refusal) => return shown(refusal).await,
        Ok(()) => response.redirect("/admin/outbox?retried=1"),
    }
    Ok(().into_any())
}

async fn retry_all() -> Result<AnyView, AppError> {
    let response = response();
    match submit::<RetryMessages>(&[]).await? {
        Err(refusal) => return shown(refusal).await,
        Ok(retried) => {
            response.redirect(format!("/admin/outbox?retried={retried}"));
        }
    }
    Ok(().into_any())
}

async fn letters() -> Result<AnyView, AppError> {
    match submit::<ListSubscriptionLetters>(&[]).await? {
        Err(refusal) => shown(refusal).await,
        Ok(found) => Ok(found_letters(request().room_lang(), &found)),
    }
}

/// The page, with what is wrong with a form that was sent from it.
async fn shown(refusal: Refusal) -> Result<AnyView, AppError> {
    let state = read_outbox().await?;
    Ok(view! { <Letters state refusal /> }.into_any())
}

#[component]
fn Letters(state: OutboxState, refusal: Refusal) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let OutboxState {
        zone,
        waiting,
        dead,
        letters_waiting,
        letters_dead,
    } = state;
    let retried = request.parameter("retried");
    let retried = retried.and_then(|count| count.parse().ok());
    let retried = retried.map(|count: u32| {
        let text = match count {
            0 => words.outbox_retried_none(),
            count => words.outbox_retried(count),
        };
        view! {
            <div class="done" role="status">
                <p>{text}</p>
            </div>
        }
    });
    let dead_hint = (dead.count > 0).then(|| {
        view! { <p class="hint">{words.outbox_dead_hint()}</p> }
    });
    let all_dead = dead.count + letters_dead;
    let all_again = (dead.count > 1 || letters_dead > 0).then(|| {
        view! {
            <form method="post" action="/admin/outbox/retry" class="pages">
                {button_second(words.outbox_retry_all(number(lang, all_dead)))}
            </form>
        }
    });
    let title = words.outbox_title();
    view! {
        <Title text=product_title(lang, &title) />
        {error_summary(lang, &refusal.problems)}
        {retried}
        <h1>{title}</h1>
        <p class="hint">{words.outbox_lead()}</p>
        <h2 id="dead">{words.outbox_dead(number(lang, dead.count))}</h2>
        {dead_hint}
        {all_again}
        {table(lang, zone, &dead, true)}
        <h2>{words.outbox_waiting(number(lang, waiting.count))}</h2>
        {table(lang, zone, &waiting, false)}
        <h2>{words.outbox_letters()}</h2>
        <p class="hint">{words.outbox_letters_hint()}</p>
        <p>{words.outbox_letters_counts(number(lang, letters_waiting), number(lang, letters_dead))}</p>
        {letters_form(lang, request.form.text("code"), &refusal.problems)}
    }
}

fn table(lang: Lang, zone: Tz, letters: &LetterList, is_dead: bool) -> AnyView {
    let words = lang.words();
    if letters.first.is_empty() {
        return view! { <p class="none">{words.outbox_none()}</p> }.into_any();
    }
    let when = if is_dead {
        words.outbox_given_up_at()
    } else {
        words.outbox_next_at()
    };
    let row = |letter: &ListedLetter| {
        let code = letter.code.to_string();
        let href = format!("/admin/audit?subject={}", escaped(&code));
        let channel = letter
            .fault
            .and_then(LetterFault::channel)
            .map(|channel| channel_name(lang, channel));
        let fault = letter.fault.map(|fault| fault_text(lang, fault));
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| NO_RATE.to_owned());
        let again = is_dead.then(|| view! { <td>{again(lang, letter)}</td> });
        view! {
            <tr>
                <th scope="row" class="whole" data-label=words.desk_code()>
                    <a href=href>{code}</a>
                </th>
                <td data-label=words.outbox_kind()>{act_name(lang, letter.kind)}</td>
                <td data-label=words.outbox_channel()>{or_dash(channel)}</td>
                <td data-label=words.outbox_tries()>{letter.tries.to_string()}</td>
                <td data-label=words.outbox_fault()>{or_dash(fault)}</td>
                <td data-label=when.clone()>{moment(letter.at, zone)}</td>
                {again}
            </tr>
        }
    };
    let rows: Vec<_> = letters.first.iter().map(row).collect();
    let more = (letters.count > rows.len() as u64).then(|| {
        let shown = number(lang, rows.len() as u64);
        view! { <p class="hint">{words.outbox_first_only(shown)}</p> }
    });
    view! {
        <table class="table catalogue">
            <thead>
                <tr>
                    <th scope="col">{words.desk_code()}</th>
                    <th scope="col">{words.outbox_kind()}</th>
                    <th scope="col">{words.outbox_channel()}</th>
                    <th scope="col">{words.outbox_tries()}</th>
                    <th scope="col">{words.outbox_fault()}</th>
                    <th scope="col">{when.clone()}</th>
                    {is_dead.then(|| view! { <td></td> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {more}
    }
    .into_any()
}

fn again(lang: Lang, letter: &ListedLetter) -> AnyView {
    let words = lang.words();
    let action = format!("/admin/outbox/{}/retry", letter.id);
    let label = words.outbox_retry_of(letter.code.as_str());
    view! {
        <form method="post" action=action>
            <button class="button button-second" r#type="submit" aria-label=label>
                {words.outbox_retry()}
            </button>
        </form>
    }
    .into_any()
}

fn channel_name(lang: Lang, channel: LetterChannel) -> String {
    let words = lang.words();
    match channel {
        LetterChannel::Gateway => words.outbox_channel_gateway(),
        LetterChannel::Mail => words.outbox_channel_mail(),
    }
}

//! The outbox's page.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::language::Lang;
use sanh_domain::outbox::model::{LetterChannel, LetterFault, LetterList, ListedLetter};

use crate::Ports;
use crate::admin::pages::in_room;
use crate::dossier::words::{act_name, moment};
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest, escaped};
use crate::text::Messages;
use crate::text::number::{NO_RATE, number};
use crate::ui::form::{Problem, button_second, error_summary};
use crate::ui::frame::NavSection;

/// `/admin/outbox…`
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page; when it cannot be served.
pub async fn outbox(
    request: &PageRequest,
    caller: &Caller,
    rest: &[&str],
) -> Result<Page, AppError> {
    match (request.method, rest) {
        (Method::Get, []) => page(request, caller, 200, &[]).await,
        (Method::Post, ["retry"]) => {
            let retried = expect_context::<Ports>().outbox.retry_all(caller).await?;
            Ok(Page::redirect(format!("/admin/outbox?retried={retried}")))
        }
        (Method::Post, [id, "retry"]) => retry(request, caller, id).await,
        _ => Err(AppError::NotFound),
    }
}

async fn retry(request: &PageRequest, caller: &Caller, id: &str) -> Result<Page, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    if expect_context::<Ports>().outbox.retry(caller, id).await? {
        return Ok(Page::redirect("/admin/outbox?retried=1"));
    }
    let message = request.room_lang().words().outbox_not_dead();
    page(request, caller, 422, &[Problem::new("dead", message)]).await
}

async fn page(
    request: &PageRequest,
    caller: &Caller,
    status: u16,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let ports = expect_context::<Ports>();
    let state = ports.outbox.state().await?;
    let zone = ports.board.calendar().await?.zone();
    let lang = request.room_lang();
    let words = lang.words();
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
    let dead_hint = (state.dead.count > 0).then(|| {
        view! { <p class="hint">{words.outbox_dead_hint()}</p> }
    });
    let all_again = (state.dead.count > 1).then(|| {
        view! {
            <form method="post" action="/admin/outbox/retry" class="pages">
                {button_second(words.outbox_retry_all(number(lang, state.dead.count)))}
            </form>
        }
    });
    let title = words.outbox_title();
    let place = (NavSection::Outbox, title.clone());
    Ok(in_room(request, caller, place, status, || {
        view! {
            {error_summary(lang, problems)}
            {retried}
            <h1>{title}</h1>
            <p class="hint">{words.outbox_lead()}</p>
            <h2 id="dead">{words.outbox_dead(number(lang, state.dead.count))}</h2>
            {dead_hint}
            {all_again}
            {table(lang, zone, &state.dead, true)}
            <h2>{words.outbox_waiting(number(lang, state.waiting.count))}</h2>
            {table(lang, zone, &state.waiting, false)}
        }
        .into_any()
    }))
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

fn fault_text(lang: Lang, fault: LetterFault) -> String {
    let words = lang.words();
    match fault {
        LetterFault::GatewayAnswered(code) | LetterFault::MailAnswered(code) => {
            words.outbox_fault_answered(code.to_string())
        }
        LetterFault::GatewaySilent | LetterFault::MailSilent => words.outbox_fault_silent(),
        LetterFault::GatewayAway | LetterFault::MailAway => words.outbox_fault_away(),
        LetterFault::MailAddress => words.outbox_fault_address(),
        LetterFault::MailForm => words.outbox_fault_form(),
        LetterFault::Record => words.outbox_fault_record(),
    }
}

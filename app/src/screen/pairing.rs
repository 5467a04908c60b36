//! The page of a screen that is not paired: a code, and what to do with it. It shows both languages at once, so that nobody has
//! to wait. It has no form: it reloads itself and goes to its wall once it is paired.

use leptos::prelude::*;
use sanh_domain::language::Lang;
use sanh_domain::screen::code::spaced;

use super::api::request_pairing_code;
use super::waiting::send_waiting;
use crate::error::AppError;
use crate::live_board::live_board;
use crate::model::screen::PairingDisplay;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::ui::document::{Head, document_html};
use crate::ui::response::{loaded, request, response};

/// Seconds between two looks whether the screen has been paired: it goes to its wall within two.
const LOOK_S: u32 = 1;
/// The same where scripts are off.
const REFRESH_WITHOUT_SCRIPT_S: u32 = 5;

/// `/screen`
#[component]
pub(super) fn PairingPage() -> impl IntoView {
    loaded(pair())
}

/// Leads a screen to its wall, or shows it how it is paired with one: at `/screen`, and at any wall that is not there or not this
/// screen's.
///
/// # Errors
/// When the database fails; where it is only away, the page waits.
pub(super) async fn pair() -> Result<(), AppError> {
    let (request, response) = (request(), response());
    let to_wall = |name: &str| format!("/screen/{name}");
    if let Some(token) = &request.visitor.screen_token
        && let Some(name) = live_board().paired_with(token)
    {
        response.keep_screen(token.clone());
        response.redirect(to_wall(&name));
        return Ok(());
    }
    let code = match request_pairing_code().await {
        Ok(PairingDisplay::Code(code)) => Some(code),
        Ok(PairingDisplay::Full) => None,
        // The pairing is new, and the publisher does not know it yet.
        Ok(PairingDisplay::Paired(name)) if request.path == to_wall(&name) => {
            send_waiting(&request, &response);
            return Ok(());
        }
        Ok(PairingDisplay::Paired(name)) => {
            response.redirect(to_wall(&name));
            return Ok(());
        }
        Err(AppError::Unavailable) => {
            send_waiting(&request, &response);
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let lang = Lang::Vi;
    let head = Head {
        title: Some(lang.words().pairing_title()),
        script: Some(request.asset("/wall.js")),
        refresh_without_script_s: Some(REFRESH_WITHOUT_SCRIPT_S),
        ..Head::of(&request, lang)
    };
    let html = document_html(head, || body(&request, code.as_deref()));
    response.send_html(200, html);
    Ok(())
}

fn body(request: &PageRequest, code: Option<&str>) -> AnyView {
    let address = format!("{}/manage/screens", request.context.origin);
    let part = |lang: Lang| {
        let words = lang.words();
        let what = match code {
            Some(_) => words.pairing_what(&address),
            None => words.pairing_full(),
        };
        let renews = code.map(|_| view! { <p>{words.pairing_renews()}</p> });
        let title = words.pairing_title();
        let title = match lang {
            Lang::Vi => view! { <h1>{title}</h1> }.into_any(),
            Lang::En => view! { <h2>{title}</h2> }.into_any(),
        };
        view! {
            <div class="pairing-part" lang=lang.code()>
                {title}
                <p>{what}</p>
                {renews}
                <p class="pairing-lost">{words.pairing_lost()}</p>
            </div>
        }
    };
    let code = code.map(|code| {
        view! { <p class="pairing-code" data-code=code.to_owned()>{spaced(code)}</p> }
    });
    view! {
        <div class="pairing" id="screen" data-wait=LOOK_S.to_string() data-pairing="">
            <main>
                {part(Lang::Vi)}
                {code}
                {part(Lang::En)}
            </main>
        </div>
    }
    .into_any()
}

//! The page of a screen that is not paired: a code, and what to do with it. It shows both languages at once, so that nobody has
//! to wait. It has no form: it reloads itself and goes to its wall once it is paired.

use leptos::prelude::*;
use sanh_domain::language::Lang;
use sanh_domain::screen::code::spaced;

use super::port::PairingDisplay;
use crate::Ports;
use crate::error::AppError;
use crate::page::{Page, PageRequest, waiting};
use crate::text::Messages;
use crate::ui::document::{Head, document_html};

/// Seconds between two looks whether the screen has been paired: it goes to its wall within two.
const LOOK_S: u32 = 1;
/// The same where scripts are off.
const REFRESH_WITHOUT_SCRIPT_S: u32 = 5;

/// `GET /screen`, and any wall that is not there or not this screen's.
///
/// # Errors
/// When the database fails; where it is only away, the page waits.
pub async fn pairing(request: &PageRequest) -> Result<Page, AppError> {
    let ports = expect_context::<Ports>();
    let port = ports.manage.pairing;
    let known = request.screen_token.clone();
    let to_wall = |name: &str| format!("/screen/{name}");
    if let Some(name) = known
        .as_deref()
        .and_then(|token| ports.board.paired_with(token))
    {
        return Ok(with_token(Page::redirect(to_wall(&name)), known));
    }
    let token = known.unwrap_or_else(|| port.new_token());
    let code = match port.code(&token, &request.from).await {
        Ok(PairingDisplay::Code(code)) => Some(code),
        Ok(PairingDisplay::Full) => None,
        // Paired just now: the publisher does not know of it yet.
        Ok(PairingDisplay::Paired(name)) if request.path == to_wall(&name) => {
            return Ok(waiting(request, &name, &AppError::Unavailable));
        }
        Ok(PairingDisplay::Paired(name)) => {
            return Ok(with_token(Page::redirect(to_wall(&name)), Some(token)));
        }
        Err(error @ AppError::Unavailable) => return Ok(waiting(request, "", &error)),
        Err(error) => return Err(error),
    };
    let lang = Lang::Vi;
    let head = Head {
        title: Some(lang.words().pairing_title()),
        script: Some(request.asset("/wall.js")),
        refresh_without_script_s: Some(REFRESH_WITHOUT_SCRIPT_S),
        ..request.head(lang)
    };
    let html = document_html(head, || body(request, code.as_deref()));
    Ok(with_token(Page::new(200, html), Some(token)))
}

fn with_token(mut page: Page, token: Option<String>) -> Page {
    page.cookies.screen_token = token;
    page
}

fn body(request: &PageRequest, code: Option<&str>) -> AnyView {
    let address = format!("{}/manage/screens", request.origin);
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

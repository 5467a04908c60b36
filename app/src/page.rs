//! Which page a path is, and the whole page as text.
//!
//! A page is loaded first and rendered then, in one go: there is nothing to stream to a screen
//! that shows the figures only when they are complete.

mod request;
mod resend;
mod routes;

use std::borrow::Cow;
use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::Access;
use sanh_domain::board::edition::Edition;
use sanh_domain::language::{Lang, Languages};
use sanh_domain::period::{PeriodKind, PeriodSelection};
use sanh_domain::screen::model::{DEFAULT_SCREEN, ScreenSetting};
use serde::{Deserialize, Serialize};

use crate::Ports;
use crate::alarm::api::count_alarms;
use crate::board::api::board;
use crate::board::port::BoardPort;
use crate::board::preview::{Moment, Preview};
use crate::board::screen::{Wall, WallView};
use crate::board::twin::{Twin, TwinView};
use crate::error::AppError;
use crate::screen::pairing::pairing;
use crate::screen::shown::shown;
use crate::text::Messages;
use crate::ui::document::{Head, document_html, has_islands};
use crate::ui::fault::{Fault, FaultPage};
use crate::ui::waiting::Waiting;

pub use request::{ConnectionSecurity, PageRequest};
pub use resend::resend;
pub(crate) use routes::fits;
pub use routes::{
    FUNCTIONS, HASHING, Method, PAGES, PageRoute, UPLOAD, access, escaped, function_access,
    leads_to_room,
};
use routes::{is_confirmed, is_room};

/// The scripts the pages load, by path. Old television sets run the wall's: ES5, no dependencies. The other is a module, which
/// browsers too old for islands leave aside; then those of single pages.
pub const SCRIPTS: &[(&str, &str)] = &[
    ("/wall.js", include_str!("board/wall.js")),
    ("/islands.js", include_str!("ui/islands.js")),
    ("/fleet.js", include_str!("screen/fleet.js")),
    ("/fresh.js", include_str!("ui/fresh.js")),
    ("/compose.js", include_str!("notice/compose.js")),
];

/// The kiosk page, to be saved on a device whose browser starts before the server does.
pub const KIOSK: &str = include_str!("screen/kiosk.html");

/// Seconds after which a page loads itself again where scripts are off (ours).
const REFRESH_WITHOUT_SCRIPT_S: u32 = 30;

/// A page, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its HTTP status.
    pub status: u16,
    /// Its HTML.
    pub html: String,
    /// The target of a redirect.
    pub location: Option<String>,
    /// What the browser keeps from now on.
    pub cookies: Cookies,
    /// The file to download instead of a page.
    pub file: Option<File>,
    /// Whether a page of ours may show it in a frame.
    pub may_be_framed: bool,
}

/// What a browser keeps from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cookies {
    /// The change of its session.
    pub session: SessionChange,
    /// The language that the reader chose, for the pages that need a sign-in.
    pub chosen_lang: Option<Lang>,
    /// The secret that a screen is to keep, or to keep on.
    pub screen_token: Option<String>,
    /// The secret by which a browser is known again in which somebody has signed in.
    pub device_token: Option<String>,
}

/// A file that the browser downloads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Under which name, of ASCII letters, digits, hyphens and dots.
    pub name: String,
    /// Its media type.
    pub media_type: Cow<'static, str>,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The change of the browser's session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SessionChange {
    /// Nothing.
    #[default]
    Keep,
    /// It begins with this secret.
    Begin(String),
    /// It is over.
    End,
}

impl Page {
    /// A page to be shown.
    #[must_use]
    pub fn new(status: u16, html: String) -> Self {
        Self {
            status,
            html,
            location: None,
            cookies: Cookies::default(),
            file: None,
            may_be_framed: false,
        }
    }

    /// A download (200 with `Content-Disposition: attachment`).
    #[must_use]
    pub fn download(file: File) -> Self {
        Self {
            file: Some(file),
            ..Self::new(200, String::new())
        }
    }

    /// Redirects the browser (303 See Other).
    #[must_use]
    pub fn redirect(location: impl Into<String>) -> Self {
        Self {
            location: Some(location.into()),
            ..Self::new(303, String::new())
        }
    }

    /// Whether its browser is to run wasm: only where there are islands.
    #[must_use]
    pub fn has_islands(&self) -> bool {
        has_islands(&self.html)
    }

    /// Whether it shows other pages in frames; what people typed is escaped.
    #[must_use]
    pub fn has_frames(&self) -> bool {
        self.html.contains("<iframe ")
    }

    /// With another status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }
}

/// The page a visitor asks for. Needs [`Ports`] in its context.
///
/// Fails by a page, too: in the visitor's language, with the status that fits, without causes.
pub async fn page(mut request: PageRequest) -> Page {
    let path = request.path.clone();
    let segments: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    let before = match access_refusal(&request, &segments) {
        None if is_confirmed(request.method, &segments) => {
            crate::account::confirm::first(&mut request).await
        }
        refused => refused,
    };
    let request = Arc::new(request);
    let found = match before {
        Some(page) => Ok(page),
        None => dispatch(&request, &segments).await,
    };
    let mut page = found.unwrap_or_else(|error| resend(&request, error.into()));
    let chosen = request
        .languages()
        .ok()
        .flatten()
        .filter(|_| is_room(&segments));
    page.cookies.chosen_lang = chosen.map(Languages::first);
    page
}

/// The page that says why a request cannot come to the page it is for, whatever it brings; `None`: it may.
#[must_use]
pub fn refusal(request: &PageRequest) -> Option<Page> {
    let segments: Vec<&str> = request
        .path
        .split('/')
        .filter(|it| !it.is_empty())
        .collect();
    access_refusal(request, &segments)
}

/// The page that refuses the request, or `None` if the visitor may see the page.
fn access_refusal(request: &PageRequest, segments: &[&str]) -> Option<Page> {
    let access = access(request.method, segments)?;
    match request.line {
        _ if !is_room(segments) => {}
        ConnectionSecurity::Private => {}
        ConnectionSecurity::Open => return Some(fault(request, Fault::Unprotected)),
        ConnectionSecurity::UntrustedProxy => return Some(fault(request, Fault::UntrustedProxy)),
    }
    match &request.caller {
        _ if access == Access::Public => None,
        Some(caller) if caller.person.has(access) => None,
        Some(_) => Some(fault(request, Fault::Forbidden)),
        None if request.method == Method::Get => Some(Page::redirect(format!(
            "/sign-in?then={}",
            escaped(&request.path)
        ))),
        None => Some(fault(request, Fault::SignedOut)),
    }
}

async fn dispatch(request: &Arc<PageRequest>, segments: &[&str]) -> Result<Page, AppError> {
    // Server functions ask it who calls.
    provide_context(Arc::clone(request));
    // The navigation of every page of managers and administrators says how many there are; of none where it cannot be told.
    if is_room(segments)
        && let Ok(open) = count_alarms().await
    {
        provide_context(open);
    }
    if crate::app::has_page(segments) {
        return Ok(crate::app::render(request).await);
    }
    match segments {
        [] => wall(request, DEFAULT_SCREEN).await,
        ["screen"] => pairing(request).await,
        ["screen", name] => wall(request, name).await,
        ["board"] => twin(request).await,
        _ => Err(AppError::NotFound),
    }
}

/// A page that says why the one asked for cannot be shown.
#[must_use]
pub fn fault(request: &PageRequest, fault: Fault) -> Page {
    let lang = request.languages().map_or(request.lang, |languages| {
        languages.map_or(request.lang, Languages::first)
    });
    let head = Head {
        title: Some(fault.title(lang)),
        refresh_s: fault.retry_s(),
        ..request.head(lang)
    };
    let status = fault.status();
    let html = document_html(head, || view! { <FaultPage lang fault /> }.into_any());
    Page::new(status, html)
}

async fn wall(request: &PageRequest, name: &str) -> Result<Page, AppError> {
    let languages = request.languages()?;
    let turn = request.turn()?;
    let preview = request.preview()?;
    let port = expect_context::<Ports>().board;
    let setting = match port.screen(name).await {
        Ok(setting) => setting,
        // A name with control characters cannot belong to a wall.
        Err(AppError::NotFound) if !name.chars().any(char::is_control) => {
            return pairing(request).await;
        }
        Err(error @ AppError::Unavailable) => return Ok(waiting(request, name, &error)),
        Err(error) => return Err(error),
    };
    let token = request.screen_token.as_deref();
    let paired_with = token.and_then(|token| port.paired_with(token));
    if setting.is_paired && paired_with.as_deref() != Some(name) {
        return pairing(request).await;
    }
    // Only polls of the paired screen are noted: anybody can request the page of another wall.
    if preview.is_none() && setting.is_paired {
        port.note_poll(name, &request.from);
    }
    let stored = setting.to_string();
    let setting = ScreenSetting {
        languages: languages.unwrap_or(setting.languages),
        turn: turn.unwrap_or(setting.turn),
        look: request.look(setting.look)?,
        ..setting
    };
    let seen = wall_at(port.as_ref(), &setting, preview.as_ref()).await;
    let seen = match seen {
        Ok(seen) => seen,
        // A preview may take long to compute. The waiting page would repeat the request every few seconds, so the visitor reloads
        // it instead.
        Err(AppError::Unavailable) if preview.is_some() => return Err(AppError::Busy),
        Err(error @ AppError::Unavailable) => return Ok(waiting(request, name, &error)),
        Err(error) => return Err(error),
    };
    let html = wall_html(request, setting, stored, seen, preview);
    let mut page = Page::new(200, html);
    // This renews the lifetime of the cookie.
    page.cookies.screen_token = paired_with.and(request.screen_token.clone());
    Ok(page)
}

/// The page of a wall, whole.
pub(crate) fn wall_html(
    request: &PageRequest,
    setting: ScreenSetting,
    stored: String,
    (edition, moment): (Arc<Edition>, Moment),
    preview: Option<Preview>,
) -> String {
    let lang = setting.languages.first();
    let head = Head {
        title: Some(lang.words().title()),
        script: Some(request.asset("/wall.js")),
        refresh_without_script_s: preview.is_none().then_some(REFRESH_WITHOUT_SCRIPT_S),
        ..request.head(lang)
    };
    let view = WallView {
        edition,
        slot_s: setting.slot_s.unwrap_or(request.slot_s),
        setting,
        stored,
        moment,
        preview,
        build: request.build.clone(),
    };
    document_html(head, || view! { <Wall view /> }.into_any())
}

/// What a wall shows, now or as it is looked at.
pub(crate) async fn wall_at(
    port: &dyn BoardPort,
    setting: &ScreenSetting,
    preview: Option<&Preview>,
) -> Result<(Arc<Edition>, Moment), AppError> {
    let (edition, moment, is_now) = match preview {
        None => {
            let edition = port.edition(setting.scope).await?.only(setting.turn);
            (
                Arc::new(edition),
                Moment::present(port, setting.scope),
                true,
            )
        }
        Some(preview) => wall_at_moment(port, setting, preview).await?,
    };
    let held = setting
        .held
        .filter(|_| is_now)
        .and_then(|_| port.held(&setting.name));
    Ok((shown(&edition, setting, held.as_deref()), moment))
}

/// The wall as it is not now; and whether its figures are the present ones.
async fn wall_at_moment(
    port: &dyn BoardPort,
    setting: &ScreenSetting,
    preview: &Preview,
) -> Result<(Arc<Edition>, Moment, bool), AppError> {
    let now = port.now();
    if *preview == Preview::Now {
        let edition = port.edition(setting.scope).await?;
        return Ok((edition, Moment::present(port, setting.scope), true));
    }
    let calendar = port.calendar().await?;
    let Some(at) = preview.instant(now, &calendar)? else {
        let edition = port.edition(setting.scope).await?;
        return Ok((edition, preview.moment(now), true));
    };
    let edition = port.edition_at(setting.scope, setting.turn, at).await?;
    Ok((Arc::new(edition), preview.moment(at), false))
}

/// The page of a wall whose figures are not there yet: it keeps asking.
pub(crate) fn waiting(request: &PageRequest, name: &str, error: &AppError) -> Page {
    let starting = *error == AppError::Unavailable;
    let languages = request
        .languages()
        .ok()
        .flatten()
        .unwrap_or(request.lang.into());
    let lang = languages.first();
    let head = Head {
        title: Some(lang.words().title()),
        script: Some(request.asset("/wall.js")),
        refresh_without_script_s: Some(crate::ui::waiting::WAIT_S),
        ..request.head(lang)
    };
    let name = name.to_owned();
    let html = document_html(head, || {
        view! { <Waiting languages name starting /> }.into_any()
    });
    Page::new(error.status(), html)
}

async fn twin(request: &PageRequest) -> Result<Page, AppError> {
    let lang = request.languages()?.map_or(request.lang, Languages::first);
    let scope = request.parameter("scope").unwrap_or("centre").to_owned();
    let period = match request.turn()?.unwrap_or(PeriodSelection::Month) {
        PeriodSelection::Day => PeriodKind::Day,
        PeriodSelection::Year => PeriodKind::Year,
        PeriodSelection::Month | PeriodSelection::All => PeriodKind::Month,
    };
    let edition = Arc::new(board(scope, PeriodSelection::All.to_string()).await?);
    let head = Head {
        title: Some(lang.words().title()),
        ..request.head(lang)
    };
    let view = TwinView {
        edition,
        period,
        lang,
    };
    let html = document_html(head, || view! { <Twin view /> }.into_any());
    Ok(Page::new(200, html))
}

//! Which page a path is, and the whole page as text.
//!
//! A page is loaded first and rendered then, in one go: there is nothing to stream to a screen
//! that shows the figures only when they are complete.

mod asked;
mod resend;
mod routes;

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::Access;
use sanh_domain::board::edition::Edition;
use sanh_domain::language::{Lang, Languages};
use sanh_domain::period::{PeriodKind, Turn};
use sanh_domain::screen::model::{DEFAULT_SCREEN, ScreenSetting};

use crate::Ports;
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

pub use asked::{Asked, Line};
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
    /// Where the browser is to go instead.
    pub location: Option<String>,
    /// What becomes of the browser's session.
    pub session: SessionChange,
    /// What is to be saved in the place of a page.
    pub file: Option<File>,
    /// The language that its reader chose, to be remembered for the rooms.
    pub chosen_lang: Option<Lang>,
    /// The secret that a screen is to keep, or to keep on.
    pub screen_token: Option<String>,
    /// The secret by which the browser is known again where somebody has signed in.
    pub device_token: Option<String>,
    /// Whether a page of ours may show it in a frame.
    pub may_be_framed: bool,
}

/// What a browser is to save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Under which name, of ASCII letters, digits, hyphens and dots.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What becomes of the browser's session.
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
            session: SessionChange::Keep,
            file: None,
            chosen_lang: None,
            screen_token: None,
            device_token: None,
            may_be_framed: false,
        }
    }

    /// A file to be saved.
    #[must_use]
    pub fn to_save(file: File) -> Self {
        Self {
            file: Some(file),
            ..Self::new(200, String::new())
        }
    }

    /// Leads the browser on, to be read there.
    #[must_use]
    pub fn to(location: impl Into<String>) -> Self {
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

    /// With a change of the session.
    #[must_use]
    pub fn with(self, session: SessionChange) -> Self {
        Self { session, ..self }
    }
}

/// The page a visitor asks for. Needs [`Ports`] in its context.
///
/// Fails by a page, too: in the visitor's language, with the status that fits, without causes.
pub async fn page(mut asked: Asked) -> Page {
    let path = asked.path.clone();
    let segments: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    let found = match refused(&asked, &segments) {
        Some(page) => Ok(page),
        None => answered(&mut asked, &segments).await,
    };
    let page = found.unwrap_or_else(|error| resend(&asked, error.into()));
    let chosen = asked
        .languages()
        .ok()
        .flatten()
        .filter(|_| is_room(&segments));
    Page {
        chosen_lang: chosen.map(Languages::first),
        ..page
    }
}

/// The page that says why a request cannot come to the page it is for, whatever it brings; `None`: it may.
#[must_use]
pub fn refusal(asked: &Asked) -> Option<Page> {
    let segments: Vec<&str> = asked.path.split('/').filter(|it| !it.is_empty()).collect();
    refused(asked, &segments)
}

/// What stands between the visitor and the page, if anything does.
fn refused(asked: &Asked, segments: &[&str]) -> Option<Page> {
    let access = access(asked.method, segments)?;
    match asked.line {
        _ if !is_room(segments) => {}
        Line::Private => {}
        Line::Open => return Some(fault(asked, Fault::Unprotected)),
        Line::UntrustedProxy => return Some(fault(asked, Fault::UntrustedProxy)),
    }
    match &asked.caller {
        _ if access == Access::Public => None,
        Some(caller) if caller.person.has(access) => None,
        Some(_) => Some(fault(asked, Fault::Forbidden)),
        None if asked.method == Method::Get => {
            Some(Page::to(format!("/sign-in?then={}", escaped(&asked.path))))
        }
        None => Some(fault(asked, Fault::SignedOut)),
    }
}

/// The page, or one that asks for the password first.
async fn answered(asked: &mut Asked, segments: &[&str]) -> Result<Page, AppError> {
    if is_confirmed(asked.method, segments)
        && let Some(page) = crate::account::confirm::first(asked).await
    {
        return Ok(page);
    }
    dispatch(asked, segments).await
}

async fn dispatch(asked: &Asked, segments: &[&str]) -> Result<Page, AppError> {
    if let Some(caller) = asked.caller.as_ref().filter(|_| is_room(segments))
        && (caller.person.has(Access::Manage) || caller.person.has(Access::Administer))
    {
        // The navigation of every page of theirs says how many there are.
        provide_context(expect_context::<Ports>().manage.alarm.open(caller).await);
    }
    if crate::app::has_page(segments) {
        return Ok(crate::app::render(asked).await);
    }
    match (segments, &asked.caller) {
        ([], _) => wall(asked, DEFAULT_SCREEN).await,
        (["screen"], _) => pairing(asked).await,
        (["screen", name], _) => wall(asked, name).await,
        (["board"], _) => twin(asked).await,
        (["sign-in"], _) => crate::account::sign_in::sign_in(asked).await,
        (["sign-in", "code"], _) => crate::account::sign_in::code(asked).await,
        (["welcome", link], _) => crate::account::welcome::welcome(asked, link).await,
        (["sign-out"], Some(caller)) => crate::account::own::sign_out(caller).await,
        (["account", rest @ ..], Some(caller)) => {
            crate::account::own::account(asked, caller, rest).await
        }
        (["admin", rest @ ..], Some(caller)) => {
            crate::admin::pages::admin(asked, caller, rest).await
        }
        (["manage", rest @ ..], Some(caller)) => crate::manage::manage(asked, caller, rest).await,
        (["desk", rest @ ..], Some(caller)) => {
            crate::dossier::pages::desk(asked, caller, rest).await
        }
        _ => Err(AppError::NotFound),
    }
}

/// A page that says why the one asked for cannot be shown.
#[must_use]
pub fn fault(asked: &Asked, fault: Fault) -> Page {
    let lang = asked.languages().map_or(asked.lang, |languages| {
        languages.map_or(asked.lang, Languages::first)
    });
    let head = Head {
        title: Some(fault.title(lang)),
        refresh_s: fault.retry_s(),
        ..asked.head(lang)
    };
    let status = fault.status();
    let html = document_html(head, || view! { <FaultPage lang fault /> }.into_any());
    Page::new(status, html)
}

async fn wall(asked: &Asked, name: &str) -> Result<Page, AppError> {
    let languages = asked.languages()?;
    let turn = asked.turn()?;
    let preview = asked.preview()?;
    let port = expect_context::<Ports>().board;
    let setting = match port.screen(name).await {
        Ok(setting) => setting,
        // What no wall can be called is no screen that was mistyped.
        Err(AppError::NotFound) if !name.chars().any(char::is_control) => {
            return pairing(asked).await;
        }
        Err(error @ AppError::Unavailable) => return Ok(waiting(asked, name, &error)),
        Err(error) => return Err(error),
    };
    let token = asked.screen_token.as_deref();
    let paired_with = token.and_then(|token| port.paired_with(token));
    if setting.is_paired && paired_with.as_deref() != Some(name) {
        return pairing(asked).await;
    }
    // Only the screen that is paired with it: anybody can ask for the page of another wall.
    if preview.is_none() && setting.is_paired {
        port.note_poll(name, &asked.from);
    }
    let stored = setting.to_string();
    let setting = ScreenSetting {
        languages: languages.unwrap_or(setting.languages),
        turn: turn.unwrap_or(setting.turn),
        look: asked.look(setting.look)?,
        ..setting
    };
    let seen = seen(port.as_ref(), &setting, preview.as_ref()).await;
    let seen = match seen {
        Ok(seen) => seen,
        // The waiting page would ask again and again for what takes long; whoever looks can do so.
        Err(AppError::Unavailable) if preview.is_some() => return Err(AppError::Busy),
        Err(error @ AppError::Unavailable) => return Ok(waiting(asked, name, &error)),
        Err(error) => return Err(error),
    };
    let html = wall_html(asked, setting, stored, seen, preview);
    Ok(Page {
        // The browser keeps it for so long from now on.
        screen_token: paired_with.and(asked.screen_token.clone()),
        ..Page::new(200, html)
    })
}

/// The page of a wall, whole.
pub(crate) fn wall_html(
    asked: &Asked,
    setting: ScreenSetting,
    stored: String,
    (edition, moment): (Arc<Edition>, Moment),
    preview: Option<Preview>,
) -> String {
    let lang = setting.languages.first();
    let head = Head {
        title: Some(lang.words().title()),
        script: Some(asked.asset("/wall.js")),
        refresh_without_script_s: preview.is_none().then_some(REFRESH_WITHOUT_SCRIPT_S),
        ..asked.head(lang)
    };
    let view = WallView {
        edition,
        slot_s: setting.slot_s.unwrap_or(asked.slot_s),
        setting,
        stored,
        moment,
        preview,
        build: asked.build.clone(),
    };
    document_html(head, || view! { <Wall view /> }.into_any())
}

/// What a wall shows, now or as it is looked at.
pub(crate) async fn seen(
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
        Some(preview) => looked_at(port, setting, preview).await?,
    };
    let held = setting
        .held
        .filter(|_| is_now)
        .and_then(|_| port.held(&setting.name));
    Ok((shown(&edition, setting, held.as_deref()), moment))
}

/// The wall as it is not now; and whether its figures are the present ones.
async fn looked_at(
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
pub(crate) fn waiting(asked: &Asked, name: &str, error: &AppError) -> Page {
    let starting = *error == AppError::Unavailable;
    let languages = asked
        .languages()
        .ok()
        .flatten()
        .unwrap_or(asked.lang.into());
    let lang = languages.first();
    let head = Head {
        title: Some(lang.words().title()),
        script: Some(asked.asset("/wall.js")),
        refresh_without_script_s: Some(crate::ui::waiting::WAIT_S),
        ..asked.head(lang)
    };
    let name = name.to_owned();
    let html = document_html(head, || {
        view! { <Waiting languages name starting /> }.into_any()
    });
    Page::new(error.status(), html)
}

async fn twin(asked: &Asked) -> Result<Page, AppError> {
    let lang = asked.languages()?.map_or(asked.lang, Languages::first);
    let scope = asked.parameter("scope").unwrap_or("centre").to_owned();
    let period = match asked.turn()?.unwrap_or(Turn::Month) {
        Turn::Day => PeriodKind::Day,
        Turn::Year => PeriodKind::Year,
        Turn::Month | Turn::All => PeriodKind::Month,
    };
    let edition = Arc::new(board(scope, Turn::All.to_string()).await?);
    let head = Head {
        title: Some(lang.words().title()),
        ..asked.head(lang)
    };
    let view = TwinView {
        edition,
        period,
        lang,
    };
    let html = document_html(head, || view! { <Twin view /> }.into_any());
    Ok(Page::new(200, html))
}

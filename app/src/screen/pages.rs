//! The walls, for managers: the pages, by path.

use leptos::prelude::*;
use sanh_domain::account::model::{AgencyScope, Caller};
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::{DEFAULT_SCREEN, ScreenSetting};
use sanh_domain::screen::order::Order;

use super::port::{ScreenDetails, ScreenError, ScreenOptions};
use super::typed::FormReader;
use super::{fleet, form, one, preview};
use crate::Ports;
use crate::admin::pages::in_room;
use crate::board::port::BoardPort;
use crate::board::preview::Preview;
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest, wall_at, wall_html};
use crate::ui::form::Problem;
use crate::ui::frame::NavSection;

/// Where an open list of the walls asks what has changed.
pub const NOW: &str = "/manage/screens/now";

/// `/manage/screens…`
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page, or a wall that is not there or not theirs; when it cannot be served.
pub async fn screens(
    request: &PageRequest,
    caller: &Caller,
    rest: &[&str],
) -> Result<Page, AppError> {
    match (request.method, rest) {
        (Method::Get, []) => fleet::list(request, caller).await,
        (Method::Get, ["now"]) => fleet::now(request, caller).await,
        (Method::Get, ["new"]) => form::new(request, caller, &[]).await,
        (Method::Post, ["new"]) => pair(request, caller).await,
        (_, ["preview"]) => preview::preview(request, caller).await,
        (Method::Get, ["wall", name]) => one::shown(request, caller, name, None, &[]).await,
        (Method::Post, ["wall", name]) => save(request, caller, name).await,
        (Method::Get, ["wall", name, "frame"]) => frame(request, caller, name).await,
        (Method::Post, ["wall", name, "pair"]) => pair_again(request, caller, name).await,
        (Method::Post, ["wall", name, "order"]) => order(request, caller, name).await,
        _ => Err(AppError::NotFound),
    }
}

/// Whether a wall is one that a manager keeps: the whole centre's is kept by those who are for the whole centre.
pub(super) fn keeps(caller: &Caller, scope: Scope) -> bool {
    match scope {
        Scope::Centre => caller.person.reach == AgencyScope::Everywhere,
        Scope::Agency(agency) => caller.person.reach.covers(agency),
    }
}

/// The walls that a manager keeps, the one at `/` first, whether or not it was ever set up.
pub(super) async fn managed_screens(caller: &Caller) -> Result<Vec<ScreenDetails>, AppError> {
    let mut kept = expect_context::<Ports>().manage.screen.screens().await?;
    let is_default = |it: &ScreenDetails| it.setting.name == DEFAULT_SCREEN;
    if !kept.iter().any(is_default) {
        kept.push(ScreenDetails {
            setting: ScreenSetting::default_named(DEFAULT_SCREEN),
            paired_at: None,
        });
    }
    kept.retain(|it| keeps(caller, it.setting.scope));
    kept.sort_by_key(|it| !is_default(it));
    Ok(kept)
}

/// The wall of a name, if a manager keeps it.
pub(super) async fn managed_screen(caller: &Caller, name: &str) -> Result<ScreenDetails, AppError> {
    let found = managed_screens(caller)
        .await?
        .into_iter()
        .find(|it| it.setting.name == name);
    found.ok_or(AppError::NotFound)
}

/// What a manager may choose from.
pub(super) async fn offer(caller: &Caller) -> Result<ScreenOptions, AppError> {
    let mut offer = expect_context::<Ports>().manage.screen.offer().await?;
    offer
        .agencies
        .retain(|agency| caller.person.reach.covers(agency.id));
    Ok(offer)
}

/// A page of this section.
pub(super) fn in_screens(
    request: &PageRequest,
    caller: &Caller,
    title: String,
    status: u16,
    body: impl FnOnce() -> AnyView,
) -> Page {
    in_room(request, caller, (NavSection::Screens, title), status, body)
}

/// The page of a wall.
pub(super) fn address(name: &str) -> String {
    format!("/manage/screens/wall/{name}")
}

/// `POST /manage/screens/new`
async fn pair(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let offer = offer(caller).await?;
    let typed = FormReader::read(request, caller, &offer);
    let code = form::code(request);
    let (Ok(setting), Ok(code)) = (&typed, &code) else {
        let mut problems = code.err().into_iter().collect::<Vec<_>>();
        problems.extend(typed.err().unwrap_or_default());
        return form::new(request, caller, &problems).await;
    };
    let port = expect_context::<Ports>().manage.screen;
    match port.pair(caller, code, setting.clone()).await {
        Ok(name) => Ok(Page::redirect(format!("{}?done=pair", address(&name)))),
        Err(ScreenError::Other(error)) => Err(error),
        Err(error) => form::new(request, caller, &[form::code_problem(request, &error)]).await,
    }
}

/// `POST /manage/screens/wall/{screen}/pair`
async fn pair_again(request: &PageRequest, caller: &Caller, name: &str) -> Result<Page, AppError> {
    managed_screen(caller, name).await?;
    let code = match form::code(request) {
        Ok(code) => code,
        Err(problem) => return one::shown(request, caller, name, None, &[problem]).await,
    };
    let port = expect_context::<Ports>().manage.screen;
    match port.pair_again(caller, &code, name).await {
        Ok(()) => Ok(Page::redirect(format!("{}?done=pair", address(name)))),
        Err(ScreenError::Other(error)) => Err(error),
        Err(error) => {
            let problem = form::code_problem(request, &error);
            one::shown(request, caller, name, None, &[problem]).await
        }
    }
}

/// `POST /manage/screens/wall/{screen}`
async fn save(request: &PageRequest, caller: &Caller, name: &str) -> Result<Page, AppError> {
    managed_screen(caller, name).await?;
    let offer = offer(caller).await?;
    let setting = match FormReader::read(request, caller, &offer) {
        Ok(setting) => setting,
        Err(problems) => return one::shown(request, caller, name, None, &problems).await,
    };
    let setting = ScreenSetting {
        name: name.to_owned(),
        ..setting
    };
    let port = expect_context::<Ports>().manage.screen;
    match port.save(caller, setting).await {
        Ok(()) => Ok(Page::redirect(format!("{}?done=save", address(name)))),
        Err(ScreenError::Other(error)) => Err(error),
        Err(error) => {
            let problem = Problem::new("label", form::code_problem(request, &error).message);
            one::shown(request, caller, name, None, &[problem]).await
        }
    }
}

/// `POST /manage/screens/wall/{screen}/order`
async fn order(request: &PageRequest, caller: &Caller, name: &str) -> Result<Page, AppError> {
    let kept = managed_screen(caller, name).await?;
    let ports = expect_context::<Ports>();
    let order = match request.form.text("order") {
        "identify" => Order::Identify,
        "reload" => Order::Reload,
        "release" => Order::Release,
        "hold" => {
            let edition = ports.board.edition(kept.setting.scope).await?;
            Order::Hold(edition.boards.clone())
        }
        "unpair" if kept.setting.is_paired => Order::Unpair,
        "remove" if name != DEFAULT_SCREEN => Order::Remove,
        _ => return Err(AppError::Invalid("order".to_owned())),
    };
    let word = order.as_str();
    match ports.manage.screen.order(caller, name, order).await {
        Ok(()) => {}
        Err(ScreenError::Other(error)) => return Err(error),
        Err(_) => return Err(AppError::Busy),
    }
    let to_list = word == "remove" || request.form.text("then") == "list";
    let to = if to_list {
        "/manage/screens".to_owned()
    } else {
        address(name)
    };
    let anchor = if to_list {
        format!("&of={name}")
    } else {
        String::new()
    };
    Ok(Page::redirect(format!("{to}?done={word}{anchor}")))
}

/// `GET /manage/screens/wall/{screen}/frame`: the wall as it is, for a frame of the managers' pages. It is no screen: it opens no
/// stream and is counted nowhere.
async fn frame(request: &PageRequest, caller: &Caller, name: &str) -> Result<Page, AppError> {
    let setting = managed_screen(caller, name).await?.setting;
    let port = expect_context::<Ports>().board;
    let html = wall_now(request, port.as_ref(), setting).await?;
    Ok(Page {
        may_be_framed: true,
        ..Page::new(200, html)
    })
}

async fn wall_now(
    request: &PageRequest,
    port: &dyn BoardPort,
    setting: ScreenSetting,
) -> Result<String, AppError> {
    // With what is known of it now: boards that are held are those the screens show.
    let setting = port.screen(&setting.name).await.unwrap_or(setting);
    let preview = Some(Preview::Now);
    let seen = wall_at(port, &setting, preview.as_ref()).await?;
    let stored = setting.to_string();
    Ok(wall_html(request, setting, stored, seen, preview))
}

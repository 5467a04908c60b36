//! The page of one wall: what it shows now, commands, its setting.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use sanh_domain::language::Lang;
use sanh_domain::screen::legibility::{Legibility, legibility};
use sanh_domain::screen::model::{DEFAULT_SCREEN, Distance, ScreenSetting};
use serde::de::DeserializeOwned;

use super::address;
use super::api::{
    ChangeScreen, OrderScreen, PairScreen, list_screen_options, list_screens, read_fleet,
};
use super::fleet::{NOW, done, follow, shot, state};
use super::form::{code_field, fields};
use crate::board::preview::Preview;
use crate::board::wall_page::{on_turn, wall_at, wall_html};
use crate::error::AppError;
use crate::live_board::live_board;
use crate::model::screen::{Fleet, ScreenDetails, ScreenOptions};
use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::text::dossier::moment;
use crate::text::screen::{called, metres};
use crate::ui::document::product_title;
use crate::ui::form::{Problem, button, button_second, error_summary, hidden};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{FormError, Refusal, submit, submitted};

/// `/manage/screens/wall/{screen}`
#[component]
pub(super) fn ScreenPage() -> impl IntoView {
    loaded(settings(screen()))
}

/// `/manage/screens/wall/{screen}/pair`: where the form goes that pairs another screen with the wall.
#[component]
pub(super) fn PairPage() -> impl IntoView {
    let name = screen();
    let to = format!("{}?done=pair", address(&name));
    loaded(run_form::<PairScreen>(name, to))
}

/// `/manage/screens/wall/{screen}/order`: where the forms go that tell the wall something.
#[component]
pub(super) fn OrderPage() -> impl IntoView {
    let name = screen();
    let to = after_order(&request(), &name);
    loaded(run_form::<OrderScreen>(name, to))
}

/// `/manage/screens/wall/{screen}/frame`: the wall as it is, for a frame of the managers' pages. It is no screen: it opens no stream
/// and is counted nowhere.
#[component]
pub(super) fn FramePage() -> impl IntoView {
    loaded(frame(screen()))
}

/// The wall that the address names.
fn screen() -> String {
    let name = use_params_map().with_untracked(|params| params.get("screen"));
    name.unwrap_or_default()
}

async fn settings(name: String) -> Result<AnyView, AppError> {
    let sent = submitted::<ChangeScreen>(&[("screen", &name)]).await?;
    let Some(refusal) = sent.or_redirect(|()| format!("{}?done=save", address(&name))) else {
        return Ok(().into_any());
    };
    shown(name, refusal).await
}

async fn run_form<F>(name: String, to: String) -> Result<AnyView, AppError>
where
    F: ServerFn<Error = FormError, Output = ()> + DeserializeOwned,
{
    let response = response();
    match submit::<F>(&[("screen", &name)]).await? {
        Err(refusal) => return shown(name, refusal).await,
        Ok(()) => response.redirect(to),
    }
    Ok(().into_any())
}

/// Where an order leads: back to the list where it was given there, or the wall is no more.
fn after_order(request: &PageRequest, name: &str) -> String {
    let order = escaped(request.form.text("order"));
    if order == "remove" || request.form.text("then") == "list" {
        return format!("/manage/screens?done={order}&of={name}");
    }
    format!("{}?done={order}", address(name))
}

async fn frame(name: String) -> Result<(), AppError> {
    let wall = list_screens().await?;
    let mut wall = wall.into_iter().map(|wall| wall.setting);
    let setting = wall.find(|setting| setting.name == name);
    let html = wall_now(&request(), setting.ok_or(AppError::NotFound)?).await?;
    response().send_framed_html(html);
    Ok(())
}

async fn wall_now(request: &PageRequest, setting: ScreenSetting) -> Result<String, AppError> {
    let board = live_board();
    // The live setting says which boards are held, so that the preview shows what the screens show.
    let setting = board.screen(&setting.name).await.unwrap_or(setting);
    let stored = setting.to_string();
    let setting = on_turn(board.as_ref(), setting);
    let preview = Some(Preview::Now);
    let seen = wall_at(board.as_ref(), &setting, preview.as_ref()).await?;
    Ok(wall_html(request, setting, stored, seen, preview))
}

async fn shown(name: String, refusal: Refusal) -> Result<AnyView, AppError> {
    let mut fleet = read_fleet().await?;
    let at = fleet
        .walls
        .iter()
        .position(|wall| wall.setting.name == name);
    let wall = at.map(|at| fleet.walls.swap_remove(at));
    let wall = wall.ok_or(AppError::NotFound)?;
    let options = list_screen_options().await?;
    Ok(view! { <OneScreen wall fleet options refusal /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn OneScreen(
    wall: ScreenDetails,
    fleet: Fleet,
    options: ScreenOptions,
    refusal: Refusal,
) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let problems = &refusal.problems;
    let title = called(&wall.setting, lang);
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href="/manage/screens">{words.screens_back()}</a>
        </p>
        {error_summary(lang, problems)}
        {done(&request)}
        <h1>{title}</h1>
        {warning(lang, &wall)}
        {follow(&request)}
        <div class="screen-page" id="fleet" data-now=NOW>
            {shot(lang, &fleet, &wall, "screens-shot-middle")}
            <div class="screen-facts">
                {state(lang, &fleet, &wall)}
                {facts(lang, &fleet, &wall)}
                {orders(lang, &wall)}
            </div>
        </div>
        {pairing(&request, &wall, problems)}
        <h2>{words.screens_set_up()}</h2>
        <form method="post" action=address(&wall.setting.name) class="form screens-form">
            {fields(&request, &options, &wall.setting, problems)}
            {button(words.screens_save())}
        </form>
        {removal(lang, &wall)}
    }
}

/// Type that is too small for the place where it hangs.
fn warning(lang: Lang, wall: &ScreenDetails) -> Option<AnyView> {
    let words = lang.words();
    let setting = &wall.setting;
    let m = |dm: u32| metres(lang, dm);
    let text = match legibility(setting.hung, setting.look.distance)? {
        Legibility::Good(_) => return None,
        Legibility::TableTooSmall(reach, better) => {
            let advice = match better {
                Some(Distance::Middle) => words.screens_take(words.screens_middle()),
                Some(Distance::Far) => words.screens_take(words.screens_far()),
                _ => words.screens_take_nothing(),
            };
            format!("{} {advice}", words.screens_table_small(m(reach.table_dm)))
        }
        Legibility::FiguresTooSmall(reach, needed) => {
            words.screens_figures_small(m(reach.figures_dm), needed)
        }
    };
    Some(view! { <p class="screens-warning">{text}</p> }.into_any())
}

fn facts(lang: Lang, fleet: &Fleet, wall: &ScreenDetails) -> AnyView {
    let words = lang.words();
    let setting = &wall.setting;
    let path = if setting.name == DEFAULT_SCREEN {
        "/".to_owned()
    } else {
        format!("/screen/{}", setting.name)
    };
    let place = (!setting.place.is_empty()).then(|| {
        view! {
            <dt>{words.screens_place()}</dt>
            <dd>{setting.place.clone()}</dd>
        }
    });
    let paired = wall.paired_at.map(|since| {
        view! {
            <dt>{words.screens_paired_since()}</dt>
            <dd>{moment(since, fleet.zone)}</dd>
        }
    });
    view! {
        <dl class="facts">
            {place}
            <dt>{words.screens_address()}</dt>
            <dd>{path}</dd>
            {paired}
        </dl>
    }
    .into_any()
}

fn orders(lang: Lang, wall: &ScreenDetails) -> AnyView {
    let words = lang.words();
    let here = address(&wall.setting.name);
    let held = if wall.setting.held.is_some() {
        order(&here, "release", words.screens_release())
    } else {
        order(&here, "hold", words.screens_hold())
    };
    view! {
        <div class="screen-orders">
            {order(&here, "identify", words.screens_identify())}
            {held}
            {order(&here, "reload", words.screens_reload())}
        </div>
        <p class="hint">{words.screens_orders_hint()}</p>
    }
    .into_any()
}

fn order(wall: &str, word: &'static str, label: String) -> AnyView {
    view! {
        <form method="post" action=format!("{wall}/order")>
            {hidden("order", word)}
            {button_second(label)}
        </form>
    }
    .into_any()
}

/// Another screen for this wall, or none any more.
fn pairing(request: &PageRequest, wall: &ScreenDetails, problems: &[Problem]) -> Option<AnyView> {
    if wall.setting.name == DEFAULT_SCREEN {
        return None;
    }
    let words = request.room_lang().words();
    let here = address(&wall.setting.name);
    let is_open = problems.iter().any(|problem| problem.field == "code")
        || (wall.setting.is_paired && wall.paired_at.is_none());
    let unpair = wall.paired_at.map(|_| {
        view! {
            <p>{words.screens_unpair_text()}</p>
            {order(&here, "unpair", words.screens_unpair())}
        }
    });
    let lead = if wall.setting.is_paired {
        words.screens_pair_again_text()
    } else {
        words.screens_pair_open_text()
    };
    Some(
        view! {
            <details class="screens-more" open=is_open>
                <summary>{words.screens_pairing()}</summary>
                <p>{lead}</p>
                <form method="post" action=format!("{here}/pair") class="form">
                    {code_field(request, problems)}
                    {button_second(words.screens_pair_again())}
                </form>
                {unpair}
            </details>
        }
        .into_any(),
    )
}

fn removal(lang: Lang, wall: &ScreenDetails) -> Option<AnyView> {
    if wall.setting.name == DEFAULT_SCREEN {
        return None;
    }
    let words = lang.words();
    Some(
        view! {
            <details class="screens-more">
                <summary>{words.screens_remove()}</summary>
                <p>{words.screens_remove_text()}</p>
                {order(&address(&wall.setting.name), "remove", words.screens_remove())}
            </details>
        }
        .into_any(),
    )
}

//! One wall: what it shows now, what it is told, how it is set up.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::language::Lang;
use sanh_domain::screen::legibility::{Legibility, legibility};
use sanh_domain::screen::model::{DEFAULT_SCREEN, Distance};

use super::fleet::{WallFacts, done, follow, shot, state};
use super::form::{code_field, fields};
use super::pages::{NOW, address, in_screens, managed_screen, offer};
use super::port::ScreenDetails;
use super::typed::metres;
use crate::dossier::words::moment;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::screen::words::called;
use crate::text::Messages;
use crate::ui::form::{Problem, button, button_second, error_summary, hidden};

/// `GET /manage/screens/wall/{screen}`, and what is wrong with what was sent there.
pub(super) async fn shown(
    request: &PageRequest,
    caller: &Caller,
    name: &str,
    status: Option<u16>,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let wall = managed_screen(caller, name).await?;
    let offer = offer(caller).await?;
    let lang = request.room_lang();
    let told = WallFacts::read(lang).await?;
    let words = lang.words();
    let status = status.unwrap_or(if problems.is_empty() { 200 } else { 422 });
    let title = called(&wall.setting, lang);
    let here = address(name);
    Ok(in_screens(request, caller, title.clone(), status, || {
        view! {
            <p class="back">
                <a href="/manage/screens">{words.screens_back()}</a>
            </p>
            {error_summary(lang, problems)}
            {done(request)}
            <h1>{title}</h1>
            {warning(lang, &wall)}
            {follow(request)}
            <div class="screen-page" id="fleet" data-now=NOW>
                {shot(lang, &wall, "screens-shot-middle")}
                <div class="screen-facts">
                    {state(&told, &wall)}
                    {facts(&told, &wall)}
                    {orders(lang, &wall)}
                </div>
            </div>
            {pairing(request, &wall, problems)}
            <h2>{words.screens_set_up()}</h2>
            <form method="post" action=here class="form screens-form">
                {fields(request, caller, &offer, &wall.setting, problems)}
                {button(words.screens_save())}
            </form>
            {removal(lang, &wall)}
        }
        .into_any()
    }))
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

fn facts(told: &WallFacts, wall: &ScreenDetails) -> AnyView {
    let words = told.lang.words();
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
            <dd>{moment(since, told.zone)}</dd>
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

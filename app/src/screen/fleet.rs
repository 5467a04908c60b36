//! The list of all walls: connected screens, painted versions, faults. A small script keeps the page up to date; without script
//! it reloads.

use std::collections::BTreeMap;
use std::net::IpAddr;

use chrono_tz::Tz;
use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::deadline::Instant;
use sanh_domain::language::Lang;
use sanh_domain::screen::engine::engine;
use sanh_domain::screen::uptime::Uptime;
use sanh_domain::screen::watching::{BEHIND_S, OpenStream};
use sanh_domain::text::clock;

use super::address;
use super::api::{list_uptimes, read_fleet};
use crate::error::AppError;
use crate::model::screen::{Fleet, ScreenDetails};
use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::text::date::clock_to_the_second;
use crate::text::dossier::moment;
use crate::text::number::{number, percent};
use crate::text::screen::called;
use crate::ui::document::{Head, document_html, product_title};
use crate::ui::form::hidden;
use crate::ui::response::{loaded, request, response};

/// Where an open list of the walls asks what has changed.
pub const NOW: &str = "/manage/screens/now";

/// Streams of one wall that are told one by one.
const STREAMS_TOLD: usize = 5;

/// `/manage/screens`
#[component]
pub(super) fn FleetPage() -> impl IntoView {
    loaded(list())
}

/// `/manage/screens/now`: the state of each wall, for the pages that are open.
#[component]
pub(super) fn NowPage() -> impl IntoView {
    loaded(now())
}

async fn list() -> Result<impl IntoView, AppError> {
    let (fleet, uptimes) = (read_fleet().await?, list_uptimes().await?);
    Ok(view! { <Walls fleet uptimes /> })
}

async fn now() -> Result<(), AppError> {
    let fleet = read_fleet().await?;
    let request = request();
    let lang = request.room_lang();
    let head = Head {
        title: Some(lang.words().screens_title()),
        ..Head::of(&request, lang)
    };
    let html = document_html(head, || {
        let states: Vec<_> = fleet
            .walls
            .iter()
            .map(|wall| state(lang, &fleet, wall))
            .collect();
        view! { <main>{counts(lang, &fleet)} {states}</main> }.into_any()
    });
    response().send_html(200, html);
    Ok(())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Walls(fleet: Fleet, uptimes: BTreeMap<String, Option<Uptime>>) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let waiting = (fleet.waiting > 0).then(|| {
        view! { <p class="screens-waiting">{words.screens_waiting(fleet.waiting)}</p> }
    });
    // What is wrong comes first.
    let (lost, others): (Vec<&ScreenDetails>, Vec<&ScreenDetails>) =
        fleet.walls.iter().partition(|wall| fleet.is_lost(wall));
    let cards: Vec<_> = lost
        .into_iter()
        .chain(others)
        .map(|wall| {
            let uptime = uptimes.get(&wall.setting.name);
            card(lang, &fleet, wall, uptime.and_then(Option::as_ref))
        })
        .collect();
    let title = words.screens_title();
    view! {
        <Title text=product_title(lang, &title) />
        {done(&request)}
        <h1>{title}</h1>
        <p class="hint">{words.screens_lead()}</p>
        <p class="do-line">
            <a class="button" href="/manage/screens/new">{words.screens_new()}</a>
            " "
            <a class="button button-second" href="/manage/screens/preview">{words.screens_preview()}</a>
        </p>
        {counts(lang, &fleet)}
        {waiting}
        {follow(&request)}
        <ul class="screens" id="fleet" data-now=NOW data-all="">{cards}</ul>
    }
}

/// How many walls are on, lost, and without a screen of their own.
fn counts(lang: Lang, fleet: &Fleet) -> AnyView {
    let words = lang.words();
    let lost = fleet.lost().count();
    let unpaired = fleet.walls.iter().filter(|wall| !wall.is_paired()).count();
    let on = fleet.walls.len().saturating_sub(lost + unpaired);
    let tag = |class: &'static str, name: String, count: usize| {
        let count = number(lang, u64::try_from(count).unwrap_or_default());
        view! { <span class=class>{format!("{name}: {count}")}</span> }
    };
    let lost_class = if lost > 0 { "tag tag-late" } else { "tag" };
    view! {
        <p class="fleet-states" id="fleet-states" data-live="">
            {tag("tag tag-good", words.screens_online(), on)}
            {tag(lost_class, words.screens_count_lost(), lost)}
            {tag("tag", words.screens_count_unpaired(), unpaired)}
        </p>
    }
    .into_any()
}

/// The script that keeps states current, and the words for when it cannot.
pub(super) fn follow(request: &PageRequest) -> AnyView {
    let words = request.room_lang().words();
    view! {
        <p class="screens-lost" id="fleet-lost" role="status" hidden=true>{words.live_lost()}</p>
        <script src=request.asset("/fleet.js") defer=true nonce=request.context.nonce.clone()></script>
    }
    .into_any()
}

/// What was done, on top of the page that follows.
pub(super) fn done(request: &PageRequest) -> Option<AnyView> {
    let words = request.room_lang().words();
    let text = match request.parameter("done")? {
        "pair" => words.screens_done_pair(),
        "save" => words.screens_done_save(),
        "identify" => words.screens_done_identify(),
        "reload" => words.screens_done_reload(),
        "hold" => words.screens_done_hold(),
        "release" => words.screens_done_release(),
        "unpair" => words.screens_done_unpair(),
        "remove" => words.screens_done_remove(),
        _ => return None,
    };
    Some(
        view! {
            <div class="done" role="status">
                <p>{text}</p>
            </div>
        }
        .into_any(),
    )
}

fn card(lang: Lang, fleet: &Fleet, wall: &ScreenDetails, uptime: Option<&Uptime>) -> AnyView {
    let words = lang.words();
    let setting = &wall.setting;
    let name = called(setting, lang);
    let here = address(&setting.name);
    let held = if setting.held.is_some() {
        "release"
    } else {
        "hold"
    };
    let held_name = if setting.held.is_some() {
        words.screens_release()
    } else {
        words.screens_hold()
    };
    let place = (!setting.place.is_empty()).then(|| {
        view! { <p class="screens-place">{setting.place.clone()}</p> }
    });
    view! {
        <li class="screen">
            {shot(lang, fleet, wall, "screens-shot-small")}
            <div class="screen-facts">
                <h2>
                    <a href=here.clone()>{name.clone()}</a>
                </h2>
                {place}
                {state(lang, fleet, wall)}
                {uptime.map(|uptime| uptime_bar(lang, fleet.zone, uptime))}
                <div class="screen-orders">
                    {order_button(&here, "identify", words.screens_identify(), &name)}
                    {order_button(&here, held, held_name, &name)}
                    {order_button(&here, "reload", words.screens_reload(), &name)}
                </div>
            </div>
        </li>
    }
    .into_any()
}

fn order_button(wall: &str, order: &'static str, label: String, name: &str) -> AnyView {
    let whole = format!("{label}: {name}");
    view! {
        <form method="post" action=format!("{wall}/order")>
            {hidden("order", order)}
            {hidden("then", "list")}
            <button class="button button-second" r#type="submit" aria-label=whole>
                {label}
            </button>
        </form>
    }
    .into_any()
}

/// The wall, small: as it is published now while a screen shows it, or as its lost screen painted it last. A picture: what it shows is
/// told in words beside it.
pub(super) fn shot(
    lang: Lang,
    fleet: &Fleet,
    wall: &ScreenDetails,
    class: &'static str,
) -> AnyView {
    let words = lang.words();
    let name = called(&wall.setting, lang);
    if !wall.is_paired() || fleet.is_watched(wall) {
        let source = format!("{}/frame", address(&wall.setting.name));
        return picture(source, words.screens_shot(name), class);
    }
    let Some(left) = fleet.watchers.left.get(&wall.setting.name) else {
        return view! { <p class="shot-none">{words.screens_shot_none()}</p> }.into_any();
    };
    let local = left.with_timezone(&fleet.zone);
    let source = format!(
        "/manage/replay/wall?screen={}&date={}&time={}",
        escaped(&wall.setting.name),
        local.date_naive(),
        clock_to_the_second(local.time())
    );
    let at = moment(*left, fleet.zone);
    view! {
        <figure class="shot-last">
            {picture(source, words.screens_shot_last_of(name, at.clone()), class)}
            <figcaption class="hint">{words.screens_shot_last(at)}</figcaption>
        </figure>
    }
    .into_any()
}

/// A wall in a frame. Not in the macro, which knows no `loading` of a frame.
fn picture(source: String, title: String, class: &'static str) -> AnyView {
    let frame = leptos::html::iframe()
        .src(source)
        .title(title)
        .tabindex("-1")
        .aria_hidden("true")
        .attr("loading", "lazy");
    view! { <div class=format!("shot shot-1080p {class}")>{frame}</div> }.into_any()
}

/// When the wall was connected today, drawn and in words.
fn uptime_bar(lang: Lang, zone: Tz, uptime: &Uptime) -> AnyView {
    let time = |at: Instant| clock(at.with_timezone(&zone).time());
    let text = lang.words().screens_uptime(
        percent(lang, u16::try_from(uptime.tenths()).ok()),
        time(uptime.from),
        time(uptime.until),
    );
    let known = uptime.place(uptime.until);
    let span = |(began, ended): &(Instant, Instant)| {
        let (x, end) = (uptime.place(*began), uptime.place(*ended));
        // A minimum width keeps short spans visible.
        let width = end.saturating_sub(x).max(2);
        view! { <rect class="uptime-on" x=x.to_string() width=width.to_string() height="10"></rect> }
    };
    let spans: Vec<_> = uptime.spans.iter().map(span).collect();
    view! {
        <div class="uptime">
            <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="uptime-off" width=known.to_string() height="10"></rect>
                {spans}
            </svg>
            <p class="hint">{text}</p>
        </div>
    }
    .into_any()
}

/// What is known of a wall now.
pub(super) fn state(lang: Lang, fleet: &Fleet, wall: &ScreenDetails) -> AnyView {
    let words = lang.words();
    let setting = &wall.setting;
    if !setting.is_paired {
        return unknown(lang, fleet, &setting.name);
    }
    let streams = fleet.watchers.of(&setting.name).filter(|it| it.is_paired);
    let streams: Vec<&OpenStream> = streams.collect();
    let (class, text) = presence(lang, fleet, wall, &streams);
    let held = setting.held.map(|since| {
        let text = words.screens_held_since(moment(since, fleet.zone));
        view! { <span class="tag tag-held">{text}</span> }
    });
    let polls = fleet
        .watchers
        .polls(&wall.setting.name, fleet.now)
        .filter(|_| streams.is_empty())
        .map(|polled| {
            view! { <li>{browser(lang, &polled.browser, polled.address)}</li> }
        });
    let more = streams.len().saturating_sub(STREAMS_TOLD);
    let more = (more > 0).then(|| view! { <li>{words.screens_more(more)}</li> });
    let lines: Vec<_> = streams
        .iter()
        .take(STREAMS_TOLD)
        .map(|it| stream(lang, fleet, it))
        .collect();
    let is_lost = fleet.is_lost(wall);
    view! {
        <div
            class="screen-state"
            id=format!("state-{}", setting.name)
            data-live=""
            data-lost=is_lost.then_some("")
        >
            <p>
                <span class=class>{text}</span>
                {held}
            </p>
            <ul class="screen-streams">{lines} {polls} {more}</ul>
        </div>
    }
    .into_any()
}

/// A wall that anybody may open: how many have, and nothing of what they say.
fn unknown(lang: Lang, fleet: &Fleet, name: &str) -> AnyView {
    let words = lang.words();
    let count = fleet.watchers.count(name);
    view! {
        <div class="screen-state" id=format!("state-{name}") data-live="">
            <p>
                <span class="tag">{words.screens_unknown()}</span>
            </p>
            <p class="hint">{words.screens_unknown_text(count)}</p>
        </div>
    }
    .into_any()
}

/// Whether a screen shows the wall, and since when none does.
fn presence(
    lang: Lang,
    fleet: &Fleet,
    wall: &ScreenDetails,
    streams: &[&OpenStream],
) -> (&'static str, String) {
    let words = lang.words();
    let setting = &wall.setting;
    if setting.is_paired && wall.paired_at.is_none() {
        return ("tag", words.screens_unpaired());
    }
    if streams.len() > 1 {
        return ("tag tag-good", words.screens_online_many(streams.len()));
    }
    if !streams.is_empty() {
        return ("tag tag-good", words.screens_online());
    }
    if fleet
        .watchers
        .polls(&wall.setting.name, fleet.now)
        .is_some()
    {
        return ("tag tag-good", words.screens_polls());
    }
    let left = fleet.watchers.left.get(&setting.name);
    let text = left.map_or_else(
        || words.screens_dark_always(moment(fleet.watchers.since, fleet.zone)),
        |left| words.screens_dark_since(moment(*left, fleet.zone)),
    );
    ("tag tag-late", text)
}

/// From where a screen watches, and by which browser.
fn browser(lang: Lang, browser: &str, address: Option<IpAddr>) -> AnyView {
    let name = engine(browser).unwrap_or_else(|| lang.words().screens_browser_unknown());
    let address = address.map_or_else(String::new, |address| format!(" · {address}"));
    view! { <span class="screen-browser">{format!("{name}{address}")}</span> }.into_any()
}

fn stream(lang: Lang, fleet: &Fleet, watching: &OpenStream) -> AnyView {
    let words = lang.words();
    let behind = watching
        .behind_since
        .map(|since| (fleet.now - since).num_seconds());
    let painted = match (watching.painted, behind) {
        (None, _) => words.screens_painted_none(),
        (Some(version), Some(behind_s)) if behind_s > BEHIND_S => {
            let version = version_time(version.0, fleet.zone);
            words.screens_behind(version, u64::try_from(behind_s).unwrap_or(0))
        }
        (Some(version), _) => words.screens_painted(version_time(version.0, fleet.zone)),
    };
    let error = watching.error.as_ref().map(|(at, error)| {
        let error = match error.as_str() {
            "stream: broken" | "stream: silent" => words.screens_error_stream(),
            other => other.to_owned(),
        };
        let text = words.screens_error(moment(*at, fleet.zone), error);
        view! { <span class="screen-error">{text}</span> }
    });
    view! {
        <li>
            <span>{painted}</span>
            {browser(lang, &watching.browser, watching.address)}
            {error}
        </li>
    }
    .into_any()
}

/// A version is the instant of its board in milliseconds, or just after it.
fn version_time(version: u64, zone: Tz) -> String {
    let ms = i64::try_from(version).unwrap_or(0);
    let at = Instant::from_timestamp_millis(ms).unwrap_or_default();
    clock_to_the_second(at.with_timezone(&zone).time())
}

//! The page that asks for a wall and an instant, and shows what the wall showed then.

use chrono_tz::Tz;
use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::board::disclosure::PublicBoard;
use sanh_domain::board::percentage::Rate;
use sanh_domain::deadline::Instant;
use sanh_domain::language::Lang;
use sanh_domain::notice::model::on_screen;
use sanh_domain::wall_playback::model::{BoardProof, PastBoard, ScreenPresence};

use super::api::read_playback;
use crate::error::AppError;
use crate::model::wall_playback::{Playback, PlaybackQuery};
use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::text::date::{clock_to_the_second, short_date, short_period};
use crate::text::dossier::named;
use crate::text::number::{number, percent};
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, error_summary, field, select};
use crate::ui::moment::day_field;
use crate::ui::response::{loaded, request, response};

/// The longest time that is typed, in characters.
const TIME_CHARS_MAX: usize = 12;

/// `/manage/replay`
#[component]
pub(super) fn PlaybackPage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<impl IntoView, AppError> {
    let playback = read_playback(query(&request())).await?;
    if playback.at.is_err() {
        response().set_status(422);
    }
    Ok(view! { <Showing playback /> })
}

/// What the address asks for.
pub(super) fn query(request: &PageRequest) -> PlaybackQuery {
    let given = |name| request.parameter(name).map(str::to_owned);
    PlaybackQuery {
        screen: given("screen"),
        date: given("date"),
        time: given("time"),
    }
}

/// The address's query that asks for a wall and an instant.
fn query_of(wall: &str, date: &str, time: &str) -> String {
    let (wall, date, time) = (escaped(wall), escaped(date), escaped(time));
    format!("screen={wall}&date={date}&time={time}")
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Showing(playback: Playback) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let is_asked = request.parameter("screen").is_some();
    let problems: Vec<Problem> = playback.at.clone().err().into_iter().collect();
    let found = match (&playback.shown, is_asked && problems.is_empty()) {
        (Some(shown), _) => answer(lang, &playback, shown),
        (None, true) => view! { <p class="none">{words.wall_playback_none()}</p> }.into_any(),
        (None, false) => ().into_any(),
    };
    let title = words.wall_playback_title();
    view! {
        <Title text=product_title(lang, &title) />
        {error_summary(lang, &problems)}
        <h1>{title}</h1>
        <p class="hint">{words.wall_playback_lead()}</p>
        {ask(lang, &playback, &problems)}
        {found}
    }
}

fn ask(lang: Lang, playback: &Playback, problems: &[Problem]) -> AnyView {
    let words = lang.words();
    let walls = playback.walls.clone();
    let date = Field {
        value: playback.date.clone(),
        ..Field::text("date", words.wall_playback_date())
    };
    let time = Field {
        value: playback.time.clone(),
        chars_max: TIME_CHARS_MAX,
        hint: Some(words.wall_playback_time_hint()),
        ..Field::text("time", words.wall_playback_time())
    };
    view! {
        <form method="get" action="/manage/replay" class="filters">
            {select("screen", words.wall_playback_screen(), walls, &playback.wall, problems)}
            {day_field(lang, date, problems)} {field(time, problems)}
            <div class="filters-do">{button(words.wall_playback_show())}</div>
        </form>
    }
    .into_any()
}

/// What people call the wall asked for.
fn wall_name(playback: &Playback) -> String {
    let mut known = playback.walls.iter();
    let known = known.find(|(name, _)| *name == playback.wall);
    known.map_or_else(|| playback.wall.clone(), |(_, label)| label.clone())
}

/// Whether the board was shown, or only sent: nobody sees a wall whose screen is not there.
fn found_text(lang: Lang, wall: String, was_connected: ScreenPresence) -> String {
    let words = lang.words();
    match was_connected {
        ScreenPresence::Since(_) => words.wall_playback_found(wall),
        ScreenPresence::Until(_) => words.wall_playback_not_shown(wall),
        ScreenPresence::Unknown => words.wall_playback_not_known(wall),
    }
}

fn answer(lang: Lang, playback: &Playback, shown: &PastBoard) -> AnyView {
    let words = lang.words();
    let query = query_of(&playback.wall, &playback.date, &playback.time);
    let wall = format!("/manage/replay/wall?{query}");
    let save = format!("/manage/replay/evidence?{query}");
    view! {
        <section class="replay" aria-labelledby="replay-found">
            <h2 id="replay-found">{found_text(lang, wall_name(playback), shown.was_connected)}</h2>
            {facts(lang, playback.zone, shown)}
            {others(lang, playback, shown)}
            {figures(lang, playback.zone, shown)}
            {small(lang, &wall)}
            <p class="replay-do">
                <a class="button" href=save download="">
                    {words.wall_playback_save()}
                </a>
                <a href=wall>{words.wall_playback_whole()}</a>
            </p>
            <p class="hint">{words.wall_playback_save_hint()}</p>
        </section>
    }
    .into_any()
}

/// The wall itself, drawn small; what it shows is told in words beside it.
fn small(lang: Lang, wall: &str) -> AnyView {
    let frame = leptos::html::iframe()
        .src(wall.to_owned())
        .title(lang.words().wall_playback_frame())
        .tabindex("-1")
        .aria_hidden("true")
        .attr("loading", "lazy");
    view! { <div class="shot shot-1080p screens-shot-middle">{frame}</div> }.into_any()
}

fn facts(lang: Lang, zone: Tz, shown: &PastBoard) -> AnyView {
    let words = lang.words();
    let at = |at: Instant| second(zone, at);
    let until = shown
        .replaced_at
        .map_or_else(|| words.wall_playback_stands(), at);
    let there = |there: ScreenPresence| match there {
        ScreenPresence::Since(since) => words.wall_playback_there(at(since)),
        ScreenPresence::Until(until) => words.wall_playback_not_there(at(until)),
        ScreenPresence::Unknown => words.wall_playback_unknown(),
    };
    let proof = match shown.proof {
        BoardProof::Good => words.wall_playback_proof_good(),
        BoardProof::None => words.wall_playback_proof_none(),
        BoardProof::KeyLost => words.wall_playback_proof_key_lost(),
        BoardProof::Bad => words.wall_playback_proof_bad(),
    };
    let proof_class = (shown.proof == BoardProof::Bad).then_some("tag tag-late");
    let first = shown
        .after
        .is_none()
        .then(|| view! { <p class="hint">{words.wall_playback_first()}</p> });
    let held = shown.setting.held.map(|since| {
        view! { <p class="hint">{words.wall_playback_held(at(since))}</p> }
    });
    let gap = shown
        .is_before_gap
        .then(|| view! { <p class="hint">{words.wall_playback_gap()}</p> });
    view! {
        <dl class="facts">
            <div>
                <dt>{words.wall_playback_whose()}</dt>
                <dd>{named(lang, &shown.edition.centre.full_name())}</dd>
            </div>
            <div>
                <dt>{words.wall_playback_version()}</dt>
                <dd>{shown.version.to_string()}</dd>
            </div>
            <div>
                <dt>{words.wall_playback_published()}</dt>
                <dd>{at(shown.published_at)}</dd>
            </div>
            <div>
                <dt>{words.wall_playback_replaced()}</dt>
                <dd>{until}</dd>
            </div>
            <div>
                <dt>{words.wall_playback_program()}</dt>
                <dd>{there(shown.was_published)}</dd>
            </div>
            <div>
                <dt>{words.wall_playback_connected()}</dt>
                <dd>{there(shown.was_connected)}</dd>
            </div>
            <div>
                <dt>{words.wall_playback_proof()}</dt>
                <dd>
                    <span class=proof_class>{proof}</span>
                </dd>
            </div>
        </dl>
        {held}
        {first}
        {gap}
    }
    .into_any()
}

/// The boards before and after it.
fn others(lang: Lang, playback: &Playback, shown: &PastBoard) -> AnyView {
    let words = lang.words();
    let link = |at: Option<Instant>, text: String, rel: &'static str| {
        at.map(|at| {
            let local = at.with_timezone(&playback.zone);
            // With milliseconds, because two boards may be published within one second.
            let time = format!(
                "{}.{:03}",
                clock_to_the_second(local.time()),
                at.timestamp_subsec_millis()
            );
            let query = query_of(&playback.wall, &local.date_naive().to_string(), &time);
            let href = format!("/manage/replay?{query}");
            view! {
                <a href=href rel=rel>
                    {text}
                </a>
            }
        })
    };
    view! {
        <p class="pages">
            {link(shown.previous_at, words.wall_playback_previous(), "prev")}
            {link(shown.replaced_at, words.wall_playback_next(), "next")}
        </p>
    }
    .into_any()
}

/// The figures of each board in turn, as a table.
fn figures(lang: Lang, zone: Tz, shown: &PastBoard) -> AnyView {
    let words = lang.words();
    let today = shown.edition.at.with_timezone(&zone).date_naive();
    let wanted = shown.edition.only(shown.setting.turn);
    let row = |board: &PublicBoard| {
        let sums = board.sums();
        let count = |n: u64| number(lang, n);
        view! {
            <tr>
                <th scope="row">{short_period(lang, board.period(), today)}</th>
                <td class="num" data-label=words.wall_playback_received()>
                    {count(sums.received())}
                </td>
                <td class="num" data-label=words.wall_playback_in_time()>
                    {count(sums.in_time())}
                </td>
                <td class="num" data-label=words.wall_playback_late()>
                    {count(sums.late())}
                </td>
                <td class="num" data-label=words.wall_playback_pending()>
                    {count(sums.pending())}
                </td>
                <td class="num" data-label=words.wall_playback_rate()>
                    {percent(lang, sums.rate().map(Rate::tenths))}
                </td>
            </tr>
        }
    };
    let rows: Vec<_> = wanted.boards.iter().map(row).collect();
    let here = on_screen(&shown.edition.notices, &shown.setting.name);
    let notices: Vec<_> = here
        .iter()
        .map(|notice| view! { <li>{named(lang, &notice.text)}</li> })
        .collect();
    let notices = (!notices.is_empty()).then(|| {
        view! {
            <h3>{words.wall_playback_notices()}</h3>
            <ul>{notices}</ul>
        }
    });
    view! {
        <table class="table">
            <caption class="sr-only">{words.wall_playback_figures()}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.wall_playback_period()}</th>
                    <th scope="col" class="num">
                        {words.wall_playback_received()}
                    </th>
                    <th scope="col" class="num">
                        {words.wall_playback_in_time()}
                    </th>
                    <th scope="col" class="num">
                        {words.wall_playback_late()}
                    </th>
                    <th scope="col" class="num">
                        {words.wall_playback_pending()}
                    </th>
                    <th scope="col" class="num">
                        {words.wall_playback_rate()}
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {notices}
    }
    .into_any()
}

fn second(zone: Tz, at: Instant) -> String {
    let local = at.with_timezone(&zone);
    format!(
        "{} {}",
        clock_to_the_second(local.time()),
        short_date(local.date_naive())
    )
}

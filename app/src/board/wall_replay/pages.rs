//! What a wall showed: the pages, by path.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::board::percentage::Rate;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::Calendar;
use sanh_domain::language::Lang;
use sanh_domain::notice::model::on_screen;
use sanh_domain::screen::model::DEFAULT_SCREEN;
use sanh_domain::wall_replay::model::{BoardProof, ReplayedBoard, ScreenPresence};

use crate::Ports;
use crate::admin::pages::in_room;
use crate::board::preview::{Moment, Preview};
use crate::board::screen::{Wall, WallView, centre_name};
use crate::dossier::words::named;
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest, escaped};
use crate::text::Messages;
use crate::text::date::{clock_to_the_second, machine_instant, short_date, short_period};
use crate::text::number::{number, percent};
use crate::ui::document::{Head, document_html};
use crate::ui::form::{Field, Problem, button, error_summary, field, select};
use crate::ui::frame::NavSection;

/// The longest time that is typed, in characters.
const TIME_CHARS_MAX: usize = 12;

/// `/manage/replay…`
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page; when it cannot be served.
pub async fn replay(
    request: &PageRequest,
    caller: &Caller,
    rest: &[&str],
) -> Result<Page, AppError> {
    match (request.method, rest) {
        (Method::Get, []) => look(request, caller).await,
        (Method::Get, ["wall"]) => wall(request).await,
        (Method::Get, ["evidence"]) => evidence(request, caller).await,
        _ => Err(AppError::NotFound),
    }
}

/// What is asked for in the address: a wall, and an instant as date and time of the centre.
struct ReplayRequest {
    wall: String,
    date: String,
    time: String,
    at: Result<Instant, Problem>,
}

impl ReplayRequest {
    fn read(request: &PageRequest, calendar: &Calendar, now: Instant) -> Self {
        let local = now.with_timezone(&calendar.zone());
        let given = |name: &str, otherwise: String| {
            let text = request.parameter(name).map(str::trim);
            let text = text.filter(|text| !text.is_empty());
            text.map_or(otherwise, |text| text.chars().take(40).collect())
        };
        let date = given("date", local.date_naive().to_string());
        let time = given("time", clock_to_the_second(local.time()));
        let wrong = Problem::new;
        let words = request.room_lang().words();
        let at = match calendar.read_instant(&format!("{date}T{time}")) {
            None if calendar.read_instant(&date).is_none() => {
                Err(wrong("date", words.replay_date_wrong()))
            }
            None => Err(wrong("time", words.replay_time_wrong())),
            Some(at) if at > now => Err(wrong("date", words.replay_to_come())),
            Some(at) => Ok(at),
        };
        Self {
            wall: given("screen", DEFAULT_SCREEN.to_owned()),
            date,
            time,
            at,
        }
    }

    fn query(&self) -> String {
        let Self {
            wall, date, time, ..
        } = self;
        format!(
            "screen={}&date={}&time={}",
            escaped(wall),
            escaped(date),
            escaped(time)
        )
    }
}

async fn look(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let Ports { board, manage, .. } = expect_context::<Ports>();
    let calendar = board.calendar().await?;
    let wanted = ReplayRequest::read(request, &calendar, board.now());
    let walls = manage.replay.walls().await?;
    let is_asked = request.parameter("screen").is_some();
    let shown = match (&wanted.at, is_asked) {
        (Ok(at), true) => manage.replay.shown(&wanted.wall, *at).await?,
        _ => None,
    };
    let lang = request.room_lang();
    let words = lang.words();
    let problems: Vec<Problem> = wanted.at.clone().err().into_iter().collect();
    let status = if problems.is_empty() { 200 } else { 422 };
    let found = match (&shown, is_asked && problems.is_empty()) {
        (Some(shown), _) => answer(lang, &calendar, &wanted, shown),
        (None, true) => view! { <p class="none">{words.replay_none()}</p> }.into_any(),
        (None, false) => ().into_any(),
    };
    let title = words.replay_title();
    let place = (NavSection::Replay, title.clone());
    Ok(in_room(request, caller, place, status, || {
        view! {
            {error_summary(lang, &problems)}
            <h1>{title}</h1>
            <p class="hint">{words.replay_lead()}</p>
            {ask(lang, &wanted, walls, &problems)}
            {found}
        }
        .into_any()
    }))
}

fn ask(lang: Lang, wanted: &ReplayRequest, walls: Vec<String>, problems: &[Problem]) -> AnyView {
    let words = lang.words();
    let walls = walls.into_iter().map(|name| {
        let shown = wall_name(lang, &name);
        (name, shown)
    });
    let date = Field {
        value: wanted.date.clone(),
        kind: "date",
        ..Field::text("date", words.replay_date())
    };
    let time = Field {
        value: wanted.time.clone(),
        chars_max: TIME_CHARS_MAX,
        hint: Some(words.replay_time_hint()),
        ..Field::text("time", words.replay_time())
    };
    view! {
        <form method="get" action="/manage/replay" class="filters">
            {select("screen", words.replay_screen(), walls.collect(), &wanted.wall, problems)}
            {field(date, problems)} {field(time, problems)}
            <div class="filters-do">{button(words.replay_show())}</div>
        </form>
    }
    .into_any()
}

/// The wall at `/` has no name of its own.
fn wall_name(lang: Lang, name: &str) -> String {
    if name == DEFAULT_SCREEN {
        lang.words().replay_first_wall()
    } else {
        name.to_owned()
    }
}

fn answer(
    lang: Lang,
    calendar: &Calendar,
    wanted: &ReplayRequest,
    shown: &ReplayedBoard,
) -> AnyView {
    let words = lang.words();
    let wall = format!("/manage/replay/wall?{}", wanted.query());
    let save = format!("/manage/replay/evidence?{}", wanted.query());
    view! {
        <section class="replay" aria-labelledby="replay-found">
            <h2 id="replay-found">{words.replay_found(wall_name(lang, &wanted.wall))}</h2>
            {facts(lang, calendar, shown)}
            {others(lang, calendar, wanted, shown)}
            {figures(lang, calendar, shown)}
            {small(lang, &wall)}
            <p class="replay-do">
                <a class="button" href=save download="">
                    {words.replay_save()}
                </a>
                <a href=wall>{words.replay_whole()}</a>
            </p>
            <p class="hint">{words.replay_save_hint()}</p>
        </section>
    }
    .into_any()
}

/// The wall itself, drawn small; what it shows is told in words beside it.
fn small(lang: Lang, wall: &str) -> AnyView {
    let frame = leptos::html::iframe()
        .src(wall.to_owned())
        .title(lang.words().replay_frame())
        .tabindex("-1")
        .aria_hidden("true")
        .attr("loading", "lazy");
    view! { <div class="shot shot-1080p screens-shot-middle">{frame}</div> }.into_any()
}

fn facts(lang: Lang, calendar: &Calendar, shown: &ReplayedBoard) -> AnyView {
    let words = lang.words();
    let at = |at: Instant| second(calendar, at);
    let until = shown.replaced_at.map_or_else(|| words.replay_stands(), at);
    let there = |there: ScreenPresence| match there {
        ScreenPresence::Since(since) => words.replay_there(at(since)),
        ScreenPresence::Until(until) => words.replay_not_there(at(until)),
        ScreenPresence::Unknown => words.replay_unknown(),
    };
    let proof = match shown.proof {
        BoardProof::Good => words.replay_proof_good(),
        BoardProof::None => words.replay_proof_none(),
        BoardProof::KeyLost => words.replay_proof_key_lost(),
        BoardProof::Bad => words.replay_proof_bad(),
    };
    let proof_class = (shown.proof == BoardProof::Bad).then_some("tag tag-late");
    let first = shown
        .after
        .is_none()
        .then(|| view! { <p class="hint">{words.replay_first()}</p> });
    let held = shown.setting.held.map(|since| {
        view! { <p class="hint">{words.replay_held(at(since))}</p> }
    });
    let gap = shown
        .is_before_gap
        .then(|| view! { <p class="hint">{words.replay_gap()}</p> });
    view! {
        <dl class="facts">
            <div>
                <dt>{words.replay_whose()}</dt>
                <dd>{named(lang, &centre_name(&shown.edition.centre))}</dd>
            </div>
            <div>
                <dt>{words.replay_version()}</dt>
                <dd>{shown.version.to_string()}</dd>
            </div>
            <div>
                <dt>{words.replay_published()}</dt>
                <dd>{at(shown.published_at)}</dd>
            </div>
            <div>
                <dt>{words.replay_replaced()}</dt>
                <dd>{until}</dd>
            </div>
            <div>
                <dt>{words.replay_program()}</dt>
                <dd>{there(shown.was_published)}</dd>
            </div>
            <div>
                <dt>{words.replay_connected()}</dt>
                <dd>{there(shown.was_connected)}</dd>
            </div>
            <div>
                <dt>{words.replay_proof()}</dt>
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
fn others(
    lang: Lang,
    calendar: &Calendar,
    wanted: &ReplayRequest,
    shown: &ReplayedBoard,
) -> AnyView {
    let words = lang.words();
    let link = |at: Option<Instant>, text: String, rel: &'static str| {
        at.map(|at| {
            let local = at.with_timezone(&calendar.zone());
            let other = ReplayRequest {
                wall: wanted.wall.clone(),
                date: local.date_naive().to_string(),
                // To the millisecond: two boards may lie in one second.
                time: format!(
                    "{}.{:03}",
                    clock_to_the_second(local.time()),
                    at.timestamp_subsec_millis()
                ),
                at: Ok(at),
            };
            let href = format!("/manage/replay?{}", other.query());
            view! {
                <a href=href rel=rel>
                    {text}
                </a>
            }
        })
    };
    view! {
        <p class="pages">
            {link(shown.previous_at, words.replay_previous(), "prev")}
            {link(shown.replaced_at, words.replay_next(), "next")}
        </p>
    }
    .into_any()
}

/// The figures of each board in turn, as a table.
fn figures(lang: Lang, calendar: &Calendar, shown: &ReplayedBoard) -> AnyView {
    let words = lang.words();
    let today = calendar.local_date(shown.edition.at);
    let wanted = shown.edition.only(shown.setting.turn);
    let row = |board: &sanh_domain::board::disclosure::PublicBoard| {
        let total = board.total();
        let count = |n: u64| number(lang, n);
        view! {
            <tr>
                <th scope="row">{short_period(lang, board.period(), today)}</th>
                <td class="num" data-label=words.replay_received()>
                    {count(total.received())}
                </td>
                <td class="num" data-label=words.replay_in_time()>
                    {count(total.in_time())}
                </td>
                <td class="num" data-label=words.replay_late()>
                    {count(total.late())}
                </td>
                <td class="num" data-label=words.replay_pending()>
                    {count(total.pending())}
                </td>
                <td class="num" data-label=words.replay_rate()>
                    {percent(lang, total.rate().map(Rate::tenths))}
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
            <h3>{words.replay_notices()}</h3>
            <ul>{notices}</ul>
        }
    });
    view! {
        <table class="table">
            <caption class="sr-only">{words.replay_figures()}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.replay_period()}</th>
                    <th scope="col" class="num">
                        {words.replay_received()}
                    </th>
                    <th scope="col" class="num">
                        {words.replay_in_time()}
                    </th>
                    <th scope="col" class="num">
                        {words.replay_late()}
                    </th>
                    <th scope="col" class="num">
                        {words.replay_pending()}
                    </th>
                    <th scope="col" class="num">
                        {words.replay_rate()}
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {notices}
    }
    .into_any()
}

fn second(calendar: &Calendar, at: Instant) -> String {
    let local = at.with_timezone(&calendar.zone());
    format!(
        "{} {}",
        clock_to_the_second(local.time()),
        short_date(local.date_naive())
    )
}

/// The wall itself, whole.
async fn wall(request: &PageRequest) -> Result<Page, AppError> {
    let (shown, at) = found(request).await?;
    let head = Head {
        script: Some(request.asset("/wall.js")),
        ..request.head(shown.setting.languages.first())
    };
    Ok(Page {
        may_be_framed: true,
        ..Page::new(200, wall_document(head, &shown, at, request.slot_s))
    })
}

async fn found(request: &PageRequest) -> Result<(ReplayedBoard, Instant), AppError> {
    let Ports { board, manage, .. } = expect_context::<Ports>();
    let wanted = ReplayRequest::read(request, &board.calendar().await?, board.now());
    let at = wanted
        .at
        .map_err(|problem| AppError::Invalid(problem.field.into_owned()))?;
    let shown = manage.replay.shown(&wanted.wall, at).await?;
    Ok((shown.ok_or(AppError::NotFound)?, at))
}

async fn evidence(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let Ports { board, manage, .. } = expect_context::<Ports>();
    let wanted = ReplayRequest::read(request, &board.calendar().await?, board.now());
    let at = wanted
        .at
        .map_err(|problem| AppError::Invalid(problem.field.into_owned()))?;
    let file = manage.replay.evidence(caller, &wanted.wall, at).await?;
    file.map(Page::download).ok_or(AppError::NotFound)
}

/// The wall as a page without script, whose style lies in a file beside it.
#[must_use]
pub fn wall_html(shown: &ReplayedBoard, at: Instant, style: &str) -> String {
    let head = Head {
        lang: shown.setting.languages.first(),
        stylesheet: style.to_owned(),
        ..Head::default()
    };
    wall_document(head, shown, at, 0)
}

fn wall_document(head: Head, shown: &ReplayedBoard, at: Instant, slot_s: u32) -> String {
    let head = Head {
        title: Some(head.lang.words().title()),
        ..head
    };
    let view = WallView {
        edition: Arc::clone(&shown.edition),
        stored: shown.setting.to_string(),
        setting: shown.setting.clone(),
        moment: Moment::of(at, at),
        preview: Some(Preview::At(machine_instant(at))),
        build: String::new(),
        slot_s,
    };
    document_html(head, || view! { <Wall view /> }.into_any())
}

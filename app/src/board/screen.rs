//! The lobby wall. A function of an edition and a screen's settings: no signals, no resources.
//!
//! What is inside `#wall` depends on the edition alone, so that the same bytes go to every screen;
//! clock, date, freshness and page lie outside it and belong to the script (`wall.js`).

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::board::disclosure::PublicBoard;
use sanh_domain::board::edition::{CentreProfile, Edition};
use sanh_domain::deadline::{DeadlineRule, Instant};
use sanh_domain::language::Lang;
use sanh_domain::notice::model::{emergency, on_screen};
use sanh_domain::period::{PeriodKind, PeriodSelection};
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::{Night, ScreenSetting, Theme};
use sanh_domain::text::clock;

use super::chart::chart;
use super::preview::{Preview, WallMoment};
use super::share::share;
use super::table::table;
use super::tiles::tiles;
use crate::notice::screen::{emergency_over_all, notices};
use crate::text::Messages;
use crate::text::date::{date_in_words, day_and_month, short_period, zone_offset_min};
use crate::text::screen::called;
use crate::ui::qr::qr;
use crate::ui::text_writer::TextWriter;

/// The centre's name and place are set smaller beyond so many characters, to keep their room.
const LONG_NAME_CHARS: usize = 72;

/// Everything a wall is made of.
#[derive(Clone, Debug)]
pub struct WallView {
    /// The boards it shows.
    pub edition: Arc<Edition>,
    /// Its name, languages, periods and look, with what the address asks for.
    pub setting: ScreenSetting,
    /// What it was set up as; see [`ScreenSetting`]'s text.
    pub stored: String,
    /// What clock and freshness show.
    pub moment: WallMoment,
    /// The preview, if the wall does not show the present. Such a wall opens no stream.
    pub preview: Option<Preview>,
    /// The build that serves it.
    pub build: String,
    /// How long a page of the table stays at the longest, in seconds.
    pub slot_s: u32,
}

/// The whole wall: `#wall` with the board, and around it what the script keeps.
#[component]
pub fn Wall(
    /// What to show.
    view: WallView,
) -> impl IntoView {
    let WallView {
        edition,
        setting,
        stored,
        moment,
        preview,
        build,
        slot_s,
    } = view;
    let WallMoment { now, fresh, state } = moment;
    // A wrong clock is styled like a lost connection, but has its own texts.
    let is_clock_wrong = state == "clock";
    let state = if is_clock_wrong { "lost" } else { state };
    let say = TextWriter(setting.languages);
    let zone = edition.centre.zone;
    let local = now.with_timezone(&zone);
    let turns = rotation(&shown(&edition, setting.turn));
    let takes_turns = setting.scopes().nth(1).is_some();
    let langs: Vec<_> = setting
        .languages
        .all()
        .iter()
        .map(|lang| lang.code())
        .collect();
    let time = clock(local.time());
    let look = setting.look;
    let is_dark = look.theme.is_dark_at(local.time());
    let is_night = preview == Some(Preview::Night)
        || match look.night {
            Night::Same => false,
            Night::Dim => edition.is_night_at(now),
            Night::Hours(hours) => hours.covers(local.time()),
        };
    let playback = preview.as_ref().and_then(|preview| match preview {
        Preview::Now => None,
        Preview::At(_) => Some(say.text(|lang| lang.words().playback())),
        _ => Some(say.text(|lang| lang.words().preview())),
    });
    // A preview stands inside another page, so its landmarks need a name of their own.
    let part = preview
        .is_some()
        .then(|| setting.languages.first().words().preview());
    // Held figures are figures of the present: a preview of another time does not show them.
    let has_present_figures = !matches!(
        preview,
        Some(Preview::At(_) | Preview::Tomorrow | Preview::Holiday)
    );
    let held = setting.held.filter(|_| has_present_figures);
    let of_figures = held.unwrap_or(fresh).with_timezone(&zone);
    view! {
        <div
            class="wall"
            id="screen"
            data-state=state
            data-clock-wrong=yes_or_no(is_clock_wrong)
            data-theme=if is_dark { "dark" } else { "light" }
            data-night=yes_or_no(is_night)
            data-distance=look.distance.as_str()
            data-lang=setting.languages.first().code()
            data-period=turns.first().copied().unwrap_or_default()
            data-held=held.map(|held| held.timestamp_millis().to_string())
            data-preview=preview.as_ref().map(Preview::as_str)
            data-emergency=yes_or_no(emergency(&on_screen(&edition.notices, &setting.name)).is_some())
        >
            <main
                id="wall"
                aria-label=part.clone()
                data-screen=setting.name.clone()
                data-version=edition.version.to_string()
                data-build=build
                data-now=now.timestamp_millis().to_string()
                data-fresh=fresh.timestamp_millis().to_string()
                data-zone-offset-min=zone_offset_min(zone, now).to_string()
                data-theme-hours=theme_hours(look.theme)
                data-night=night_rule(look.night)
                data-setting=stored
                data-identify-until=setting.identify_until.map(|until| until.timestamp_millis().to_string())
                data-events=told_at("events", &setting)
                data-changes=told_at("changes", &setting)
                data-painted="/painted"
                data-slot-s=slot_s.to_string()
                data-turns=turns.join(" ")
                data-boards=takes_turns.then_some("turn")
                data-langs=langs.join(" ")
            >
                {wall_board(&edition, &setting)}
            </main>
            <header class="now" aria-label=part.clone()>
                <p class="date">{date(say, local.date_naive())}</p>
                <p class="clock" data-clock="">
                    {time.clone()}
                </p>
            </header>
            {foot(say, &foot_time(of_figures, local.date_naive()), playback, part)}
            {identity(&setting, now)}
        </div>
    }
}

/// The inner HTML of `#wall`, as the event stream carries it. Of the notices it has those for the screen that `setting` names.
pub fn wall_board_html(edition: &Edition, setting: &ScreenSetting) -> String {
    Owner::new().with(|| wall_board(edition, setting).to_html())
}

/// The address at which a wall is told what it shows, in its languages and periods.
fn told_at(path: &str, setting: &ScreenSetting) -> String {
    let (name, languages) = (&setting.name, setting.languages.query());
    format!("/{path}/{name}?lang={languages}&period={}", setting.turn)
}

/// As the markup writes it.
fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "true" } else { "false" }
}

/// The minutes of the day at which a theme by the hour turns dark and light.
fn theme_hours(theme: Theme) -> Option<String> {
    let Theme::Hours(hours) = theme else {
        return None;
    };
    Some(hours.minutes())
}

/// How the script knows when to dim: by what the beats say, never, or by the minutes of the day.
fn night_rule(night: Night) -> String {
    match night {
        Night::Dim => "beat".to_owned(),
        Night::Same => "never".to_owned(),
        Night::Hours(hours) => hours.minutes(),
    }
}

/// What is inside `#wall`.
pub fn wall_board(edition: &Edition, setting: &ScreenSetting) -> AnyView {
    let say = TextWriter(setting.languages);
    let boards = shown(edition, setting.turn);
    let each = |part: fn(TextWriter, &PublicBoard) -> AnyView| -> Vec<AnyView> {
        boards.iter().map(|board| part(say, board)).collect()
    };
    view! {
        {masthead(say, edition, setting.scope, &boards)}
        {each(tiles)}
        {each(share)}
        <div class="lower">
            {each(fields)}
            {side(say, edition, setting, &boards)}
        </div>
        {emergency_over_all(
            &on_screen(&edition.notices, &setting.name),
            Some((&edition.centre, edition.at)),
        )}
    }
    .into_any()
}

/// The seal of the centre, or its logo where one is set.
pub fn emblem(centre: &CentreProfile) -> AnyView {
    if let Some(logo) = centre.logo.clone() {
        return view! { <img class="logo" src=logo alt="" /> }.into_any();
    }
    let initials = centre.initials.clone();
    let len = initials.chars().count().to_string();
    view! { <div class="seal" aria-hidden="true" data-len=len>{initials}</div> }.into_any()
}

/// A scope as addresses name it: `?scope=agency-3`; nothing for the centre.
pub fn scope_query(scope: Scope) -> String {
    match scope {
        Scope::Centre => String::new(),
        Scope::Agency(agency) => format!("scope=agency-{}", agency.0),
    }
}

fn shown(edition: &Edition, turn: PeriodSelection) -> Vec<&PublicBoard> {
    let wanted = |board: &&PublicBoard| turn.wants(board.period().kind);
    edition.boards.iter().filter(wanted).collect()
}

/// The order in which the periods take turns. The month is the board people come for: it comes first.
fn rotation(boards: &[&PublicBoard]) -> Vec<&'static str> {
    let mut kinds: Vec<_> = boards
        .iter()
        .map(|board| board.period().kind.as_str())
        .collect();
    kinds.sort_by_key(|&kind| kind != PeriodKind::Month.as_str());
    kinds
}

fn masthead(say: TextWriter, edition: &Edition, scope: Scope, boards: &[&PublicBoard]) -> AnyView {
    let scope = scope.to_string();
    let today = edition.at.with_timezone(&edition.centre.zone).date_naive();
    let tab = |board: &&PublicBoard| {
        let kind = board.period().kind.as_str();
        let name = say.live(&format!("{kind}.name"), |lang| {
            short_period(lang, board.period(), today)
        });
        view! { <li data-tab=kind>{name}</li> }
    };
    let tabs: Vec<_> = boards.iter().map(tab).collect();
    let name = edition.centre.full_name();
    let is_long = name.vi.chars().count().max(name.en_or_vi().chars().count()) > LONG_NAME_CHARS;
    let length = is_long.then_some("long");
    view! {
        <header class="masthead" data-board=scope>
            {emblem(&edition.centre)}
            <div class="titles">
                <p class="centre" data-length=length>{say.name(&name)}</p>
                <h1 class="title">{say.text(|lang| lang.words().title())}</h1>
            </div>
            <ul class="periods">{tabs}</ul>
        </header>
    }
    .into_any()
}

fn fields(say: TextWriter, board: &PublicBoard) -> AnyView {
    view! {
        <section class="fields" data-period=board.period().kind.as_str()>
            {table(say, board)}
        </section>
    }
    .into_any()
}

fn side(
    say: TextWriter,
    edition: &Edition,
    setting: &ScreenSetting,
    boards: &[&PublicBoard],
) -> AnyView {
    let today = edition.at.with_timezone(&edition.centre.zone).date_naive();
    let first = boards.first();
    view! {
        <aside class="side">
            {notices(say, &on_screen(&edition.notices, &setting.name))}
            {first.and_then(|board| chart(say, board.chart(), today))}
            {phone(say, edition.centre.public_url.as_deref(), setting.scope)}
            {first.map(|board| small_print(say, board))}
        </aside>
    }
    .into_any()
}

fn phone(say: TextWriter, public_url: Option<&str>, scope: Scope) -> Option<AnyView> {
    let query = match &*scope_query(scope) {
        "" => String::new(),
        query => format!("?{query}"),
    };
    let code = qr(&format!(
        "{}/board{query}",
        public_url?.trim_end_matches('/')
    ))?;
    Some(
        view! {
            <section class="phone">
                {code}
                <div class="phone-words">
                    <h2 class="phone-name">{say.text(|lang| lang.words().qr_title())}</h2>
                    <p>{say.text(|lang| lang.words().qr_text())}</p>
                </div>
            </section>
        }
        .into_any(),
    )
}

fn small_print(say: TextWriter, board: &PublicBoard) -> AnyView {
    let text = say.text(|lang| {
        let words = lang.words();
        let rule = match board.rule() {
            DeadlineRule::Instant => words.small_print_instant(),
            DeadlineRule::Day => words.small_print_day(),
        };
        let some = if board.covers_all() {
            None
        } else {
            Some(words.small_print_some())
        };
        let source = words.small_print_source(words.source());
        let sentences = [
            Some(rule),
            some,
            Some(words.small_print_days()),
            Some(source),
        ];
        sentences
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    });
    view! { <p class="small-print">{text}</p> }.into_any()
}

fn date(say: TextWriter, date: chrono::NaiveDate) -> AnyView {
    say.each(|tongue| {
        let (code, text) = (tongue.lang.code(), date_in_words(tongue.lang, date));
        if !tongue.taking_turns {
            return view! { <span data-date=code>{text}</span> }.into_any();
        }
        view! {
            <span class=code lang=code data-date=code>
                {text}
            </span>
        }
        .into_any()
    })
}

/// The time of figures as the foot shows it: with its date, where that is not today's.
fn foot_time(at: chrono::DateTime<chrono_tz::Tz>, today: chrono::NaiveDate) -> String {
    let (time, date) = (clock(at.time()), at.date_naive());
    if date == today {
        return time;
    }
    format!("{time} · {}", day_and_month(date))
}

/// Who this screen is, in large, while a manager looks for it. The script shows and hides it.
fn identity(setting: &ScreenSetting, now: Instant) -> AnyView {
    let is_over = setting.identify_until.is_none_or(|until| until <= now);
    let place = (!setting.place.is_empty()).then(|| {
        view! { <p class="identity-place">{setting.place.clone()}</p> }
    });
    view! {
        <section class="identity" hidden=is_over>
            <p class="identity-name">{called(setting, setting.languages.first())}</p>
            {place}
        </section>
    }
    .into_any()
}

/// Freshness in all its states and the page: the script chooses and fills in times, the
/// words are here.
fn foot(say: TextWriter, time: &str, preview: Option<AnyView>, part: Option<String>) -> AnyView {
    let fresh = |class: &'static str, words: fn(Lang) -> String| {
        let phrase = say.phrase(|tongue| {
            let seen = view! { <b data-seen="">{time.to_owned()}</b> };
            (words(tongue.lang) + " ", seen).into_any()
        });
        view! { <span class=class>{phrase}</span> }
    };
    let page = say.phrase(|tongue| {
        let page = tongue.lang.words().page() + " ";
        (
            page,
            view! { <b data-page="">"1"</b> },
            "/",
            view! { <b data-pages="">"1"</b> },
        )
            .into_any()
    });
    view! {
        <footer class="foot" aria-label=part>
            <p class="fresh">
                <svg class="dot" viewBox="0 0 24 24" aria-hidden="true">
                    <circle class="on" cx="12" cy="12" r="8"></circle>
                    <path class="off" d="M12 4a8 8 0 1 0 .01 0zM6.5 17.5l11-11"></path>
                    <path class="paused" d="M8 5v14M16 5v14"></path>
                </svg>
                {fresh("if-live", |lang| lang.words().fresh_live())}
                {fresh("if-late", |lang| lang.words().fresh_late())}
                {fresh("if-lost", |lang| lang.words().fresh_lost())}
                {fresh("if-held", |lang| lang.words().fresh_held())}
                <span class="if-clock">{say.text(|lang| lang.words().fresh_clock_wrong())}</span>
            </p>
            {preview.map(|words| view! { <p class="preview">{words}</p> })}
            <p class="page">{page}</p>
        </footer>
    }
    .into_any()
}

//! The preview of a wall: at another time, on another screen, with an unpublished text. Nothing is written, and no other screen
//! hears of it. What is typed travels in the form's body and comes back inside the page, in no address.

use std::sync::Arc;

use chrono::Duration;
use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::board::edition::Edition;
use sanh_domain::language::Lang;
use sanh_domain::notice::model::{
    Audience, EMERGENCY_CHARS_MAX, Notice, NoticeId, Priority, check_text,
};
use sanh_domain::screen::model::{DEFAULT_SCREEN, ScreenSetting};
use sanh_domain::text::name::Name;

use super::api::list_screens;
use crate::board::preview::{Preview, WallMoment};
use crate::board::wall_page::{on_turn, wall_at, wall_html};
use crate::error::AppError;
use crate::live_board::{BoardPort, live_board};
use crate::model::screen::ScreenDetails;
use crate::page::{Method, PageRequest};
use crate::text::Messages;
use crate::text::screen::called;
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, error_summary, select, text_area};
use crate::ui::moment::moment_field;
use crate::ui::response::{loaded, request, response};

/// The number of a notice that is nowhere.
const NOWHERE: NoticeId = NoticeId(0);

/// A screen that a wall is looked at on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shape {
    #[default]
    Full,
    Large,
    Portrait,
    Squarer,
}

impl Shape {
    const ALL: [Self; 4] = [Self::Full, Self::Large, Self::Portrait, Self::Squarer];

    /// The word in the form, and of the class.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "1080p",
            Self::Large => "4k",
            Self::Portrait => "portrait",
            Self::Squarer => "4x3",
        }
    }

    fn named(lang: Lang) -> Vec<(String, String)> {
        let words = lang.words();
        let name = |shape| match shape {
            Self::Full => words.screens_shape_1080p(),
            Self::Large => words.screens_shape_4k(),
            Self::Portrait => words.screens_shape_portrait(),
            Self::Squarer => words.screens_shape_4x3(),
        };
        let named = |shape: Self| (shape.as_str().to_owned(), name(shape));
        Self::ALL.map(named).to_vec()
    }
}

/// What is to be looked at.
struct PreviewRequest {
    wall: ScreenSetting,
    preview: Preview,
    shape: Shape,
    notice: Option<(Priority, Name)>,
}

/// `/manage/screens/preview`
#[component]
pub(super) fn PreviewPage() -> impl IntoView {
    loaded(preview())
}

async fn preview() -> Result<impl IntoView, AppError> {
    let (request, response) = (request(), response());
    let walls = list_screens().await?;
    let mut problems = Vec::new();
    let wanted = wanted(&request, &walls, &mut problems)?;
    let shape = wanted.shape;
    let html = if problems.is_empty() {
        framed(&request, wanted, &mut problems).await?
    } else {
        None
    };
    if !problems.is_empty() {
        response.set_status(422);
    }
    Ok(view! { <PreviewSheet walls shape html problems /> })
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn PreviewSheet(
    walls: Vec<ScreenDetails>,
    shape: Shape,
    html: Option<String>,
    problems: Vec<Problem>,
) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let frame = html.map(|html| {
        view! {
            <div class=format!("shot shot-{}", shape.as_str())>
                <iframe srcdoc=html title=words.screens_preview_frame() tabindex="-1"></iframe>
            </div>
        }
    });
    let title = words.screens_preview();
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href="/manage/screens">{words.screens_back()}</a>
        </p>
        {error_summary(lang, &problems)}
        <h1>{title}</h1>
        <p class="hint">{words.screens_preview_lead()}</p>
        <div class="screen-preview">
            <form method="post" action="/manage/screens/preview" class="form">
                {form(&request, &walls, &problems)}
                {button(words.screens_look())}
            </form>
            {frame}
        </div>
    }
}

/// A field of the form, or the same of the address where nothing was sent.
fn given<'a>(request: &'a PageRequest, name: &str, otherwise: &'a str) -> &'a str {
    let given = match request.method {
        Method::Post => request.form.text(name),
        _ => request.parameter(name).unwrap_or_default(),
    };
    if given.is_empty() { otherwise } else { given }
}

fn wanted(
    request: &PageRequest,
    walls: &[ScreenDetails],
    problems: &mut Vec<Problem>,
) -> Result<PreviewRequest, AppError> {
    let words = request.room_lang().words();
    let name = given(request, "screen", DEFAULT_SCREEN);
    let found = walls
        .iter()
        .find(|it| it.setting.name == name)
        .or(walls.first());
    let wall = found
        .map(|it| it.setting.clone())
        .ok_or(AppError::NotFound)?;
    let moment = given(request, "moment", "now");
    let preview = match moment {
        "now" => Ok(Some(Preview::Now)),
        "at" => Preview::from_query(Some(given(request, "at", "")), None),
        word => Preview::from_query(None, Some(word)),
    };
    let preview = preview.ok().flatten().unwrap_or_else(|| {
        problems.push(Problem::new("moment", words.screens_bad_choice()));
        Preview::Now
    });
    let shape = given(request, "shape", Shape::Full.as_str());
    let shape = Shape::ALL.into_iter().find(|it| it.as_str() == shape);
    Ok(PreviewRequest {
        wall,
        preview,
        shape: shape.unwrap_or_default(),
        notice: notice(request, problems),
    })
}

/// The text that was typed, where one was.
fn notice(request: &PageRequest, problems: &mut Vec<Problem>) -> Option<(Priority, Name)> {
    let words = request.room_lang().words();
    let priority: Priority = request.form.text("priority").parse().ok()?;
    let (vi, en) = (request.form.text("vi"), request.form.text("en"));
    let chars_max = priority.chars_max();
    if check_text(vi, priority).is_err() {
        problems.push(Problem::new("vi", words.screens_bad_text(chars_max)));
    }
    if !en.is_empty() && check_text(en, priority).is_err() {
        problems.push(Problem::new("en", words.screens_bad_text(chars_max)));
    }
    let en = (!en.is_empty()).then(|| en.to_owned());
    Some((
        priority,
        Name {
            vi: vi.to_owned(),
            en,
        },
    ))
}

/// The wall, whole, for the frame; or what keeps it from being shown.
async fn framed(
    request: &PageRequest,
    wanted: PreviewRequest,
    problems: &mut Vec<Problem>,
) -> Result<Option<String>, AppError> {
    let words = request.room_lang().words();
    let port = live_board();
    let PreviewRequest {
        wall,
        preview,
        notice,
        ..
    } = wanted;
    let setting = port.screen(&wall.name).await.unwrap_or(wall);
    let stored = setting.to_string();
    let setting = on_turn(port.as_ref(), setting);
    let (edition, moment) = match wall_at(port.as_ref(), &setting, Some(&preview)).await {
        Ok(seen) => seen,
        Err(AppError::NotFound) => {
            problems.push(Problem::new("moment", words.screens_no_holiday()));
            return Ok(None);
        }
        Err(AppError::Invalid(_)) => {
            problems.push(Problem::new("at", words.screens_bad_at()));
            return Ok(None);
        }
        Err(AppError::Busy | AppError::Unavailable) => {
            problems.push(Problem::new("moment", words.screens_too_long()));
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let edition = match notice {
        None => edition,
        Some(notice) => with_notice(&edition, &moment, notice, port.as_ref()),
    };
    Ok(Some(wall_html(
        request,
        setting,
        stored,
        (edition, moment),
        Some(preview),
    )))
}

/// The edition with a text that is nowhere else.
fn with_notice(
    edition: &Arc<Edition>,
    moment: &WallMoment,
    (priority, text): (Priority, Name),
    port: &dyn BoardPort,
) -> Arc<Edition> {
    let typed = Notice {
        id: NOWHERE,
        priority,
        text,
        screens: Audience::All,
        // The previewed notice is the newest of all and does not end while the preview is open.
        from: moment.now,
        until: moment.now.max(port.now()) + Duration::days(1),
    };
    let mut notices = edition.notices.clone();
    notices.push(typed);
    Arc::new(Edition {
        notices,
        boards: edition.boards.clone(),
        centre: edition.centre.clone(),
        ..**edition
    })
}

fn form(request: &PageRequest, walls: &[ScreenDetails], problems: &[Problem]) -> AnyView {
    let lang = request.room_lang();
    let words = lang.words();
    let names = walls
        .iter()
        .map(|wall| (wall.setting.name.clone(), called(&wall.setting, lang)));
    let choose = |name, label: String, options, otherwise: &str| {
        select(
            name,
            label,
            options,
            given(request, name, otherwise),
            problems,
        )
    };
    let at = Field {
        hint: Some(words.screens_at_hint()),
        value: given(request, "at", "").to_owned(),
        ..Field::text("at", words.screens_at())
    };
    let text = |name: &'static str, label: String| {
        let value = given(request, name, "");
        text_area(name, label, None, value, EMERGENCY_CHARS_MAX, problems)
    };
    view! {
        {choose("screen", words.screens_screen(), names.collect(), DEFAULT_SCREEN)}
        {choose("moment", words.screens_moment(), moments(lang), "now")}
        {moment_field(lang, at, problems)}
        {choose("shape", words.screens_shape(), Shape::named(lang), Shape::Full.as_str())}
        {choose("priority", words.screens_text(), priorities(lang), "none")}
        {text("vi", words.screens_text_vi())}
        {text("en", words.screens_text_en())}
    }
    .into_any()
}

fn moments(lang: Lang) -> Vec<(String, String)> {
    let words = lang.words();
    let named = |word: &str, name: String| (word.to_owned(), name);
    vec![
        named("now", words.screens_moment_now()),
        named("tomorrow", words.screens_moment_tomorrow()),
        named("holiday", words.screens_moment_holiday()),
        named("night", words.screens_moment_night()),
        named("late", words.screens_moment_late()),
        named("lost", words.screens_moment_lost()),
        named("at", words.screens_moment_at()),
    ]
}

fn priorities(lang: Lang) -> Vec<(String, String)> {
    let words = lang.words();
    vec![
        ("none".to_owned(), words.screens_text_none()),
        (
            Priority::Notice.as_str().to_owned(),
            words.screens_text_notice(),
        ),
        (
            Priority::Emergency.as_str().to_owned(),
            words.screens_text_emergency(),
        ),
    ]
}

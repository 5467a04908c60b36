//! One notice: what it says, who has to agree, and which walls show it.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::language::Lang;
use sanh_domain::notice::model::{NoticeId, Priority};
use sanh_domain::notice::record::{
    Approval, NoticePhase, NoticeRecord, REFUSAL_CHARS_MAX, may_touch,
};

use super::look::look;
use super::pages::port;
use super::painted::walls;
use super::port::{NoticeError, NoticeOverview};
use super::words::{priority_tag, screens_text, span_text, standing_text, writer};
use crate::Ports;
use crate::admin::pages::{PageExtras, in_room_with};
use crate::centre::pages::done;
use crate::dossier::words::moment;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::ui::form::{Problem, button, button_second, error_summary, hidden, text_area};
use crate::ui::frame::NavSection;

/// Seconds after which the page is asked again where scripts are off.
const FRESH_WITHOUT_SCRIPT_S: u32 = 5;

/// `GET /manage/notices/{notice}`
pub(super) async fn one(
    request: &PageRequest,
    caller: &Caller,
    id: NoticeId,
) -> Result<Page, AppError> {
    shown(request, caller, id, &[]).await
}

/// `POST /manage/notices/{notice}/end`
pub(super) async fn end(
    request: &PageRequest,
    caller: &Caller,
    id: NoticeId,
) -> Result<Page, AppError> {
    let ended = port().end(caller, id).await;
    answered(request, caller, id, (ended, "ended")).await
}

/// `POST /manage/notices/{notice}/approve`
pub(super) async fn approve(
    request: &PageRequest,
    caller: &Caller,
    id: NoticeId,
) -> Result<Page, AppError> {
    let approved = port().approve(caller, id, version(request)).await;
    answered(request, caller, id, (approved, "approved")).await
}

/// `POST /manage/notices/{notice}/refuse`
pub(super) async fn refuse(
    request: &PageRequest,
    caller: &Caller,
    id: NoticeId,
) -> Result<Page, AppError> {
    let reason = request.form.text("reason");
    if reason.chars().count() > REFUSAL_CHARS_MAX {
        let message = request.room_lang().words();
        let message = message.notice_bad_reason(REFUSAL_CHARS_MAX);
        return shown(request, caller, id, &[Problem::new("reason", message)]).await;
    }
    let refused = port().refuse(caller, id, version(request), reason).await;
    answered(request, caller, id, (refused, "refused")).await
}

/// The version that was read; without one, one that is none.
fn version(request: &PageRequest) -> i64 {
    request.form.text("version").parse().unwrap_or_default()
}

async fn answered(
    request: &PageRequest,
    caller: &Caller,
    id: NoticeId,
    (done, word): (Result<(), NoticeError>, &str),
) -> Result<Page, AppError> {
    let words = request.room_lang().words();
    let message = match done {
        Ok(()) => {
            let to = format!("/manage/notices/{}?saved={word}", id.0);
            return Ok(Page::redirect(to));
        }
        Err(NoticeError::Other(error)) => return Err(error),
        Err(NoticeError::Changed) => words.notice_changed(),
        Err(NoticeError::OwnNotice) => words.notice_own(),
        Err(NoticeError::Over | NoticeError::TooMany) => words.notice_over(),
    };
    shown(request, caller, id, &[Problem::new("main", message)]).await
}

async fn shown(
    request: &PageRequest,
    caller: &Caller,
    id: NoticeId,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let ports = expect_context::<Ports>();
    let overview = port().overview(caller).await?;
    let record = overview
        .records
        .iter()
        .find(|record| record.notice.id == id);
    let record = record.ok_or(AppError::NotFound)?;
    let is_emergency = record.notice.priority == Priority::Emergency;
    let painted = if is_emergency {
        port().painted(id).await?
    } else {
        Vec::new()
    };
    let open = ports.board.watchers().await.now;
    let lang = request.room_lang();
    let words = lang.words();
    let standing = record.standing(overview.now);
    let is_live = is_emergency && standing == NoticePhase::Shown;
    let beside = PageExtras {
        script: is_live.then_some("/fresh.js"),
        refresh_without_script_s: is_live.then_some(FRESH_WITHOUT_SCRIPT_S),
    };
    let title = words.notice_one(id.0.to_string());
    let status = if problems.is_empty() { 200 } else { 422 };
    let place = (NavSection::Notices, title.clone());
    let view = || {
        let walls = is_emergency.then(|| walls(lang, &overview, record, &painted, &open));
        let saved = request.parameter("saved");
        let saved = saved.and_then(|word| saved_text(lang, word, standing));
        view! {
            <p class="back">
                <a href="/manage/notices">{words.notice_back()}</a>
            </p>
            {error_summary(lang, problems)}
            {saved.map(done)}
            <h1>{title}</h1>
            <p>
                {priority_tag(lang, record.notice.priority)}
                <b>{standing_text(lang, record, standing)}</b>
            </p>
            {is_live.then(|| actions(lang, caller, &overview, record))}
            {walls}
            {facts(lang, &overview, record)}
            {look(lang, &record.notice.text, record.notice.priority)}
            {decision(lang, caller, &overview, record, problems)}
            {(!is_live).then(|| actions(lang, caller, &overview, record))}
        }
        .into_any()
    };
    Ok(in_room_with(request, caller, place, (status, beside), view))
}

fn saved_text(lang: Lang, word: &str, standing: NoticePhase) -> Option<String> {
    let words = lang.words();
    match (word, standing) {
        ("written", NoticePhase::Waiting) => Some(words.notice_saved_waiting()),
        ("written", NoticePhase::ToCome) => Some(words.notice_saved_later()),
        ("written", _) => Some(words.notice_saved()),
        ("approved", _) => Some(words.notice_saved_approved()),
        ("refused", _) => Some(words.notice_saved_refused()),
        ("ended", _) => Some(words.notice_saved_ended()),
        _ => None,
    }
}

fn facts(lang: Lang, overview: &NoticeOverview, record: &NoticeRecord) -> AnyView {
    let words = lang.words();
    let notice = &record.notice;
    let en_lang = notice.text.en.as_ref().map(|_| "en");
    let en = notice.text.en.clone();
    let en = en.unwrap_or_else(|| words.notice_en_none());
    let at = moment(record.written_at, overview.zone);
    let author = words.notice_author_at(writer(lang, &record.author), at);
    let approval = approval_text(lang, overview, record).map(|text| {
        view! {
            <dt>{words.notice_approval()}</dt>
            <dd>{text}</dd>
        }
    });
    let replaces = record.replaces.map(|id| {
        let href = format!("/manage/notices/{}", id.0);
        view! {
            <dt>{words.notice_replaces()}</dt>
            <dd>
                <a href=href>{words.notice_one(id.0.to_string())}</a>
            </dd>
        }
    });
    view! {
        <dl class="facts">
            <dt>{words.notice_vi()}</dt>
            <dd lang="vi">{notice.text.vi.clone()}</dd>
            <dt>{words.notice_en()}</dt>
            <dd lang=en_lang>{en}</dd>
            <dt>{words.notice_when()}</dt>
            <dd>{span_text(lang, notice, overview.zone)}</dd>
            <dt>{words.notice_where()}</dt>
            <dd>{screens_text(lang, &notice.screens)}</dd>
            <dt>{words.notice_author()}</dt>
            <dd>{author}</dd>
            {approval}
            {replaces}
        </dl>
    }
    .into_any()
}

fn approval_text(lang: Lang, overview: &NoticeOverview, record: &NoticeRecord) -> Option<String> {
    let words = lang.words();
    match &record.approval {
        Approval::NotNeeded => None,
        Approval::Waiting => Some(words.notice_state_waiting()),
        Approval::Given { by, at } => {
            Some(words.notice_approved_by(by.clone(), moment(*at, overview.zone)))
        }
        Approval::Refused { by, at, reason } if reason.is_empty() => {
            Some(words.notice_refused_by(by.clone(), moment(*at, overview.zone)))
        }
        Approval::Refused { by, at, reason } => {
            let at = moment(*at, overview.zone);
            Some(words.notice_refused_why(by.clone(), at, reason.clone()))
        }
    }
}

fn may(caller: &Caller, overview: &NoticeOverview, record: &NoticeRecord) -> bool {
    let notice = &record.notice;
    may_touch(
        &caller.person,
        notice.priority,
        &notice.screens,
        &overview.walls,
    )
}

/// What a second manager is asked.
fn decision(
    lang: Lang,
    caller: &Caller,
    overview: &NoticeOverview,
    record: &NoticeRecord,
    problems: &[Problem],
) -> Option<AnyView> {
    let words = lang.words();
    if record.standing(overview.now) != NoticePhase::Waiting || !may(caller, overview, record) {
        return None;
    }
    if record.author == caller.person.name {
        return Some(view! { <p class="chosen">{words.notice_own_waits()}</p> }.into_any());
    }
    let action = |what: &str| format!("/manage/notices/{}/{what}", record.notice.id.0);
    let version = record.version.to_string();
    let reason = text_area(
        "reason",
        words.notice_refuse_reason(),
        None,
        "",
        REFUSAL_CHARS_MAX,
        problems,
    );
    Some(
        view! {
            <section class="standing">
                <h2>{words.notice_approve_title()}</h2>
                <form method="post" action=action("approve") class="do-line">
                    {hidden("version", &version)}
                    {button(words.notice_approve())}
                </form>
                <form method="post" action=action("refuse")>
                    {hidden("version", &version)}
                    {reason}
                    {button_second(words.notice_refuse())}
                </form>
            </section>
        }
        .into_any(),
    )
}

fn actions(
    lang: Lang,
    caller: &Caller,
    overview: &NoticeOverview,
    record: &NoticeRecord,
) -> Option<AnyView> {
    let words = lang.words();
    let standing = record.standing(overview.now);
    let is_refused = matches!(record.approval, Approval::Refused { .. })
        && record.notice.until > overview.now
        && !record.is_called_off();
    if !may(caller, overview, record) || (standing == NoticePhase::Past && !is_refused) {
        return None;
    }
    let path = format!("/manage/notices/{}", record.notice.id.0);
    let end = (standing != NoticePhase::Past).then(|| {
        let label = match standing {
            NoticePhase::Shown => words.notice_end(),
            _ => words.notice_call_off(),
        };
        view! { <form method="post" action=format!("{path}/end")>{button_second(label)}</form> }
    });
    Some(
        view! {
            <div class="do-line notice-do">
                <a class="button-link" href=format!("{path}/edit")>
                    {words.notice_edit()}
                </a>
                {end}
            </div>
        }
        .into_any(),
    )
}

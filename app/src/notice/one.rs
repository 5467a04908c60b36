//! One notice: what it says, who has to agree, and which walls show it.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::language::Lang;
use sanh_domain::notice::model::{NoticeId, Priority};
use sanh_domain::notice::record::{Approval, NoticeRecord, REFUSAL_CHARS_MAX, Standing, may_touch};

use super::look::look;
use super::pages::port;
use super::painted::walls;
use super::port::{NoticeBook, NoticeError};
use super::words::{priority_tag, screens_text, span_text, standing_text, writer};
use crate::Ports;
use crate::admin::pages::{Beside, in_room_with};
use crate::centre::pages::done;
use crate::dossier::words::moment;
use crate::error::AppError;
use crate::page::{Asked, Page};
use crate::text::Messages;
use crate::ui::form::{Problem, button, button_second, error_summary, hidden, text_area};
use crate::ui::frame::Room;

/// Seconds after which the page is asked again where scripts are off.
const FRESH_WITHOUT_SCRIPT_S: u32 = 5;

/// `GET /manage/notices/{notice}`
pub(super) async fn one(asked: &Asked, caller: &Caller, id: NoticeId) -> Result<Page, AppError> {
    shown(asked, caller, id, &[]).await
}

/// `POST /manage/notices/{notice}/end`
pub(super) async fn end(asked: &Asked, caller: &Caller, id: NoticeId) -> Result<Page, AppError> {
    let ended = port().end(caller, id).await;
    answered(asked, caller, id, (ended, "ended")).await
}

/// `POST /manage/notices/{notice}/approve`
pub(super) async fn approve(
    asked: &Asked,
    caller: &Caller,
    id: NoticeId,
) -> Result<Page, AppError> {
    let approved = port().approve(caller, id, version(asked)).await;
    answered(asked, caller, id, (approved, "approved")).await
}

/// `POST /manage/notices/{notice}/refuse`
pub(super) async fn refuse(asked: &Asked, caller: &Caller, id: NoticeId) -> Result<Page, AppError> {
    let reason = asked.form.text("reason");
    if reason.chars().count() > REFUSAL_CHARS_MAX {
        let message = asked.room_lang().words();
        let message = message.notice_bad_reason(REFUSAL_CHARS_MAX);
        return shown(asked, caller, id, &[Problem::new("reason", message)]).await;
    }
    let refused = port().refuse(caller, id, version(asked), reason).await;
    answered(asked, caller, id, (refused, "refused")).await
}

/// The version that was read; without one, one that is none.
fn version(asked: &Asked) -> i64 {
    asked.form.text("version").parse().unwrap_or_default()
}

async fn answered(
    asked: &Asked,
    caller: &Caller,
    id: NoticeId,
    (done, word): (Result<(), NoticeError>, &str),
) -> Result<Page, AppError> {
    let words = asked.room_lang().words();
    let message = match done {
        Ok(()) => {
            let to = format!("/manage/notices/{}?saved={word}", id.0);
            return Ok(Page::to(to));
        }
        Err(NoticeError::Other(error)) => return Err(error),
        Err(NoticeError::Changed) => words.notice_changed(),
        Err(NoticeError::OwnNotice) => words.notice_own(),
        Err(NoticeError::Over | NoticeError::TooMany) => words.notice_over(),
    };
    shown(asked, caller, id, &[Problem::new("main", message)]).await
}

async fn shown(
    asked: &Asked,
    caller: &Caller,
    id: NoticeId,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let ports = expect_context::<Ports>();
    let book = port().book(caller).await?;
    let record = book.records.iter().find(|record| record.notice.id == id);
    let record = record.ok_or(AppError::NotFound)?;
    let is_emergency = record.notice.priority == Priority::Emergency;
    let painted = if is_emergency {
        port().painted(id).await?
    } else {
        Vec::new()
    };
    let open = ports.board.watchers().await.now;
    let lang = asked.room_lang();
    let words = lang.words();
    let standing = record.standing(book.now);
    let is_live = is_emergency && standing == Standing::Shown;
    let beside = Beside {
        script: is_live.then_some("/fresh.js"),
        refresh_without_script_s: is_live.then_some(FRESH_WITHOUT_SCRIPT_S),
    };
    let title = words.notice_one(id.0.to_string());
    let status = if problems.is_empty() { 200 } else { 422 };
    let place = (Room::Notices, title.clone());
    let view = || {
        let walls = is_emergency.then(|| walls(lang, &book, record, &painted, &open));
        let saved = asked.parameter("saved");
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
            {is_live.then(|| actions(lang, caller, &book, record))}
            {walls}
            {facts(lang, &book, record)}
            {look(lang, &record.notice.text, record.notice.priority)}
            {decision(lang, caller, &book, record, problems)}
            {(!is_live).then(|| actions(lang, caller, &book, record))}
        }
        .into_any()
    };
    Ok(in_room_with(asked, caller, place, (status, beside), view))
}

fn saved_text(lang: Lang, word: &str, standing: Standing) -> Option<String> {
    let words = lang.words();
    match (word, standing) {
        ("written", Standing::Waiting) => Some(words.notice_saved_waiting()),
        ("written", Standing::ToCome) => Some(words.notice_saved_later()),
        ("written", _) => Some(words.notice_saved()),
        ("approved", _) => Some(words.notice_saved_approved()),
        ("refused", _) => Some(words.notice_saved_refused()),
        ("ended", _) => Some(words.notice_saved_ended()),
        _ => None,
    }
}

fn facts(lang: Lang, book: &NoticeBook, record: &NoticeRecord) -> AnyView {
    let words = lang.words();
    let notice = &record.notice;
    let en_lang = notice.text.en.as_ref().map(|_| "en");
    let en = notice.text.en.clone();
    let en = en.unwrap_or_else(|| words.notice_en_none());
    let at = moment(record.written_at, book.zone);
    let author = words.notice_author_at(writer(lang, &record.author), at);
    let approval = approval_text(lang, book, record).map(|text| {
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
            <dd>{span_text(lang, notice, book.zone)}</dd>
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

fn approval_text(lang: Lang, book: &NoticeBook, record: &NoticeRecord) -> Option<String> {
    let words = lang.words();
    match &record.approval {
        Approval::NotNeeded => None,
        Approval::Waiting => Some(words.notice_state_waiting()),
        Approval::Given { by, at } => {
            Some(words.notice_approved_by(by.clone(), moment(*at, book.zone)))
        }
        Approval::Refused { by, at, reason } if reason.is_empty() => {
            Some(words.notice_refused_by(by.clone(), moment(*at, book.zone)))
        }
        Approval::Refused { by, at, reason } => {
            let at = moment(*at, book.zone);
            Some(words.notice_refused_why(by.clone(), at, reason.clone()))
        }
    }
}

fn may(caller: &Caller, book: &NoticeBook, record: &NoticeRecord) -> bool {
    let notice = &record.notice;
    may_touch(
        &caller.person,
        notice.priority,
        &notice.screens,
        &book.walls,
    )
}

/// What a second manager is asked.
fn decision(
    lang: Lang,
    caller: &Caller,
    book: &NoticeBook,
    record: &NoticeRecord,
    problems: &[Problem],
) -> Option<AnyView> {
    let words = lang.words();
    if record.standing(book.now) != Standing::Waiting || !may(caller, book, record) {
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
    book: &NoticeBook,
    record: &NoticeRecord,
) -> Option<AnyView> {
    let words = lang.words();
    let standing = record.standing(book.now);
    let is_refused = matches!(record.approval, Approval::Refused { .. })
        && record.notice.until > book.now
        && !record.is_called_off();
    if !may(caller, book, record) || (standing == Standing::Past && !is_refused) {
        return None;
    }
    let path = format!("/manage/notices/{}", record.notice.id.0);
    let end = (standing != Standing::Past).then(|| {
        let label = match standing {
            Standing::Shown => words.notice_end(),
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

//! The page of one notice: its text, its approval, and the walls that show it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use sanh_domain::account::model::Person;
use sanh_domain::language::Lang;
use sanh_domain::notice::model::{NoticeId, Priority};
use sanh_domain::notice::record::{Approval, NoticePhase, REFUSAL_CHARS_MAX, may_touch};
use serde::de::DeserializeOwned;

use super::api::{ApproveNotice, EndNotice, RefuseNotice, read_notice};
use super::notice;
use super::painted::walls;
use super::text_preview::text_preview;
use super::words::{priority_tag, screens_text, span_text, standing_text, writer};
use crate::error::AppError;
use crate::model::notice::NoticeDetails;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::dossier::moment;
use crate::ui::document::product_title;
use crate::ui::form::{Problem, button, button_second, done, error_summary, hidden, text_area};
use crate::ui::response::{PageExtras, loaded, request, response};
use crate::ui::submit::{FormError, Refusal, submit};

/// Seconds after which the page is loaded again without scripts.
const FRESH_WITHOUT_SCRIPT_S: u32 = 5;

/// `/manage/notices/{notice}`
#[component]
pub(super) fn NoticePage() -> impl IntoView {
    loaded(shown(notice(), Refusal::default()))
}

/// `/manage/notices/{notice}/end`: the target of the form that removes a notice from the walls.
#[component]
pub(super) fn EndPage() -> impl IntoView {
    loaded(changed::<EndNotice>(notice(), "ended"))
}

/// `/manage/notices/{notice}/approve`: the target of the form that approves a notice.
#[component]
pub(super) fn ApprovePage() -> impl IntoView {
    loaded(changed::<ApproveNotice>(notice(), "approved"))
}

/// `/manage/notices/{notice}/refuse`: the target of the form that refuses a notice.
#[component]
pub(super) fn RefusePage() -> impl IntoView {
    loaded(changed::<RefuseNotice>(notice(), "refused"))
}

async fn changed<F>(id: String, saved: &'static str) -> Result<AnyView, AppError>
where
    F: ServerFn<Error = FormError, Output = ()> + DeserializeOwned,
{
    let response = response();
    number(&id)?;
    match submit::<F>(&[("notice", &id)]).await? {
        Err(refusal) => return shown(id, refusal).await,
        Ok(()) => response.redirect(format!("/manage/notices/{id}?saved={saved}")),
    }
    Ok(().into_any())
}

async fn shown(id: String, refusal: Refusal) -> Result<AnyView, AppError> {
    let details = read_notice(number(&id)?).await?;
    Ok(view! { <OneNotice details refusal /> }.into_any())
}

/// The number of a notice in an address.
pub(super) fn number(id: &str) -> Result<NoticeId, AppError> {
    id.parse().map(NoticeId).map_err(|_| AppError::NotFound)
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn OneNotice(details: NoticeDetails, refusal: Refusal) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let (record, problems) = (&details.record, &refusal.problems);
    let is_emergency = record.notice.priority == Priority::Emergency;
    let standing = record.standing(details.now);
    let is_live = is_emergency && standing == NoticePhase::Shown;
    response().set_extras(PageExtras {
        script: is_live.then_some("/fresh.js"),
        refresh_without_script_s: is_live.then_some(FRESH_WITHOUT_SCRIPT_S),
        ..PageExtras::default()
    });
    let walls = is_emergency.then(|| walls(lang, &details));
    let saved = request.parameter("saved");
    let saved = saved.and_then(|word| saved_text(lang, word, standing));
    let title = words.notice_one(record.notice.id.0.to_string());
    view! {
        <Title text=product_title(lang, &title) />
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
        {is_live.then(|| actions(&request, &details))}
        {walls}
        {facts(lang, &details)}
        {text_preview(lang, &record.notice.text, record.notice.priority)}
        {decision(&request, &details, problems)}
        {(!is_live).then(|| actions(&request, &details))}
    }
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

fn facts(lang: Lang, details: &NoticeDetails) -> AnyView {
    let words = lang.words();
    let record = &details.record;
    let notice = &record.notice;
    let en_lang = notice.text.en.as_ref().map(|_| "en");
    let en = notice.text.en.clone();
    let en = en.unwrap_or_else(|| words.notice_en_none());
    let at = moment(record.written_at, details.zone);
    let author = words.notice_author_at(writer(lang, &record.author), at);
    let approval = approval_text(lang, details).map(|text| {
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
            <dd>{span_text(lang, notice, details.zone)}</dd>
            <dt>{words.notice_where()}</dt>
            <dd>{screens_text(lang, &notice.screens, &details.walls)}</dd>
            <dt>{words.notice_author()}</dt>
            <dd>{author}</dd>
            {approval}
            {replaces}
        </dl>
    }
    .into_any()
}

fn approval_text(lang: Lang, details: &NoticeDetails) -> Option<String> {
    let words = lang.words();
    match &details.record.approval {
        Approval::NotNeeded => None,
        Approval::Waiting => Some(words.notice_state_waiting()),
        Approval::Given { by, at } => {
            Some(words.notice_approved_by(by.clone(), moment(*at, details.zone)))
        }
        Approval::Refused { by, at, reason } if reason.is_empty() => {
            Some(words.notice_refused_by(by.clone(), moment(*at, details.zone)))
        }
        Approval::Refused { by, at, reason } => {
            let at = moment(*at, details.zone);
            Some(words.notice_refused_why(by.clone(), at, reason.clone()))
        }
    }
}

/// Whether they may change, end or approve it.
fn may(person: &Person, details: &NoticeDetails) -> bool {
    let notice = &details.record.notice;
    may_touch(person, notice.priority, &notice.screens, &details.walls)
}

/// The decision of a second manager.
fn decision(
    request: &PageRequest,
    details: &NoticeDetails,
    problems: &[Problem],
) -> Option<AnyView> {
    let words = request.room_lang().words();
    let (person, record) = (&request.visitor.caller.as_ref()?.person, &details.record);
    if record.standing(details.now) != NoticePhase::Waiting || !may(person, details) {
        return None;
    }
    if record.author == person.name {
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

fn actions(request: &PageRequest, details: &NoticeDetails) -> Option<AnyView> {
    let words = request.room_lang().words();
    let (person, record) = (&request.visitor.caller.as_ref()?.person, &details.record);
    let standing = record.standing(details.now);
    let is_refused = matches!(record.approval, Approval::Refused { .. })
        && record.notice.until > details.now
        && !record.is_called_off();
    if !may(person, details) || (standing == NoticePhase::Past && !is_refused) {
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

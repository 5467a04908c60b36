//! The list of notices.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::language::Lang;
use sanh_domain::notice::record::{NoticePhase, NoticeRecord, SecondManager};

use super::api::{WriteNotice, list_notices};
use super::compose::{refused, sent};
use super::words::{priority_tag, screens_text, span_text, standing_text, writer};
use crate::error::AppError;
use crate::model::notice::NoticeOverview;
use crate::text::Messages;
use crate::ui::document::product_title;
use crate::ui::response::{loaded, request};
use crate::ui::submit::Submitted;

/// `/manage/notices`: the list, and the target of the form of a new notice.
#[component]
pub(super) fn ListPage() -> impl IntoView {
    loaded(list())
}

async fn list() -> Result<AnyView, AppError> {
    match sent::<WriteNotice>(&[]).await? {
        Submitted::Done(()) => return Ok(().into_any()),
        Submitted::Refused(refusal) => return refused(None, refusal).await,
        Submitted::Not => {}
    }
    let overview = list_notices().await?;
    Ok(view! { <List overview /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn List(overview: NoticeOverview) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let standing = |wanted| {
        let records = overview.records.iter();
        let of = records.filter(|record| record.standing(overview.now) == wanted);
        of.collect::<Vec<_>>()
    };
    let waiting = standing(NoticePhase::Waiting);
    let (shown, to_come, past) = (
        standing(NoticePhase::Shown),
        standing(NoticePhase::ToCome),
        standing(NoticePhase::Past),
    );
    let count = |records: &[&NoticeRecord]| records.len().to_string();
    let waiting = (!waiting.is_empty()).then(|| {
        view! {
            <h2>{words.notice_waiting(count(&waiting))}</h2>
            <p class="hint">{words.notice_waiting_hint()}</p>
            {table(lang, &overview, &waiting)}
        }
    });
    let caller = request.visitor.caller.as_ref();
    let is_everywhere = caller.is_some_and(|it| it.person.reach == AgencyScope::Everywhere);
    let emergency = is_everywhere.then(|| {
        view! {
            <a class="button-link button-alarm" href="/manage/notices/new?priority=emergency">
                {words.notice_new_emergency()}
            </a>
        }
    });
    let title = words.notice_title();
    view! {
        <Title text=product_title(lang, &title) />
        <h1>{title}</h1>
        <p class="hint">{words.notice_lead()}</p>
        {second_text(lang, overview.second).map(|text| view! { <p class="hint">{text}</p> })}
        <p class="do-line">
            <a class="button-link" href="/manage/notices/new">
                {words.notice_new()}
            </a>
            " "
            {emergency}
        </p>
        {waiting}
        <h2>{words.notice_shown(count(&shown))}</h2>
        {table(lang, &overview, &shown)}
        <h2>{words.notice_to_come(count(&to_come))}</h2>
        {table(lang, &overview, &to_come)}
        <details class="earlier">
            <summary>{words.notice_past(count(&past))}</summary>
            {table(lang, &overview, &past)}
        </details>
    }
}

fn second_text(lang: Lang, second: SecondManager) -> Option<String> {
    let words = lang.words();
    match second {
        SecondManager::Off => None,
        SecondManager::Notices => Some(words.notice_second_notices()),
        SecondManager::Emergencies => Some(words.notice_second_emergencies()),
        SecondManager::Both => Some(words.notice_second_both()),
    }
}

fn table(lang: Lang, overview: &NoticeOverview, records: &[&NoticeRecord]) -> AnyView {
    let words = lang.words();
    if records.is_empty() {
        return view! { <p class="none">{words.notice_none()}</p> }.into_any();
    }
    let row = |record: &&NoticeRecord| {
        let notice = &record.notice;
        let href = format!("/manage/notices/{}", notice.id.0);
        let state = standing_text(lang, record, record.standing(overview.now));
        view! {
            <tr>
                <th scope="row" class="said">
                    {priority_tag(lang, notice.priority)}
                    <a href=href>{notice.text.vi.clone()}</a>
                </th>
                <td data-label=words.notice_when()>{span_text(lang, notice, overview.zone)}</td>
                <td data-label=words.notice_where()>{screens_text(lang, &notice.screens, &overview.walls)}</td>
                <td data-label=words.notice_author()>{writer(lang, &record.author)}</td>
                <td data-label=words.notice_state()>{state}</td>
            </tr>
        }
    };
    let rows: Vec<_> = records.iter().map(row).collect();
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{words.notice_text()}</th>
                    <th scope="col">{words.notice_when()}</th>
                    <th scope="col">{words.notice_where()}</th>
                    <th scope="col">{words.notice_author()}</th>
                    <th scope="col">{words.notice_state()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

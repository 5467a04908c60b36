//! The managers' list of messages, with the figures.

use chrono_tz::Tz;
use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::deadline::Instant;
use sanh_domain::feedback::model::FeedbackRow;
use sanh_domain::feedback::rating::{Score, share_tenths};
use sanh_domain::language::Lang;
use sanh_domain::procedure::listed::ListedAgency;

use super::api::list_feedback;
use super::words::{kind_name, score_name, short_day, state_name};
use crate::error::AppError;
use crate::model::feedback::{FeedbackFiguresShown, FeedbackOverview, FeedbackTab, agency_of};
use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::dossier::named;
use crate::text::number::{number, percent};
use crate::ui::document::product_title;
use crate::ui::response::{loaded, request};

/// `/manage/feedback`
#[component]
pub(super) fn ListPage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<impl IntoView, AppError> {
    let request = request();
    let tab = match request.parameter("tab") {
        None | Some("open") => FeedbackTab::Open,
        Some("answered") => FeedbackTab::Answered,
        Some(_) => return Err(AppError::Invalid("tab".to_owned())),
    };
    let page = page_number(&request)?;
    let overview = list_feedback(tab, page).await?;
    Ok(view! { <List overview tab page /> })
}

/// The page of a list that an address asks for, from 0.
pub(super) fn page_number(request: &PageRequest) -> Result<u32, AppError> {
    let page = request.parameter("page").map(str::parse::<u32>).transpose();
    let page = page.map_err(|_| AppError::Invalid("page".to_owned()))?;
    Ok(page.unwrap_or_default())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn List(overview: FeedbackOverview, tab: FeedbackTab, page: u32) -> impl IntoView {
    let lang = request().room_lang();
    let words = lang.words();
    let title = words.feedback_manage_title();
    let link = |of: FeedbackTab, path: &'static str, name: String| {
        let current = (of == tab).then_some("page");
        view! {
            <a href=path aria-current=current>
                {name}
            </a>
        }
    };
    let name = match tab {
        FeedbackTab::Open => "open",
        FeedbackTab::Answered => "answered",
    };
    let turn = |page: u32, text: String| {
        view! { <a href=format!("/manage/feedback?tab={name}&page={page}")>{text}</a> }
    };
    let before = page
        .checked_sub(1)
        .map(|page| turn(page, words.feedback_page_before()));
    let after = overview
        .has_more
        .then(|| turn(page.saturating_add(1), words.feedback_page_after()));
    let table = Table {
        lang,
        agencies: &overview.agencies,
        now: overview.now,
        zone: overview.zone,
        path: "/manage/feedback",
    };
    view! {
        <Title text=product_title(lang, &title) />
        <h1>{title}</h1>
        <p class="hint">{words.feedback_manage_lead()}</p>
        {figures(lang, &overview.figures)}
        <nav class="tabs" aria-label=words.feedback_tabs()>
            {link(FeedbackTab::Open, "/manage/feedback", words.feedback_tab_open())}
            {link(FeedbackTab::Answered, "/manage/feedback?tab=answered", words.feedback_tab_answered())}
        </nav>
        {table.view(&overview.rows)}
        <p class="pages">{before} " " {after}</p>
    }
}

fn figures(lang: Lang, figures: &FeedbackFiguresShown) -> AnyView {
    let words = lang.words();
    let scores = &figures.scores;
    let satisfaction = percent(lang, share_tenths(scores.satisfied(), scores.all()));
    let parts = Score::ALL.map(|score| {
        format!(
            "{} {}",
            score_name(lang, score),
            number(lang, scores.of(score))
        )
    });
    let parts = match scores.all() {
        0 => words.feedback_ratings_few(figures.ratings_min),
        _ => parts.join(" · "),
    };
    let in_time = percent(lang, share_tenths(figures.in_time, figures.due));
    let of_due =
        words.feedback_in_time_of(number(lang, figures.in_time), number(lang, figures.due));
    let entry = |name: String, figure: String, note: String| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd class="feedback-figure">{figure}</dd>
                <dd class="hint">{note}</dd>
            </div>
        }
    };
    view! {
        <dl class="feedback-figures">
            {entry(words.feedback_figure_satisfied(), satisfaction, parts)}
            {entry(words.feedback_figure_in_time(), in_time, of_due)}
            {entry(
                words.feedback_figure_open(),
                number(lang, figures.open),
                words.feedback_overdue_count(number(lang, figures.overdue)),
            )}
        </dl>
        <p class="hint">{words.feedback_figures_hint(figures.ratings_min)}</p>
    }
    .into_any()
}

/// A table of messages, each with a link to its page.
pub(super) struct Table<'a> {
    pub(super) lang: Lang,
    pub(super) agencies: &'a [ListedAgency],
    pub(super) now: Instant,
    pub(super) zone: Tz,
    /// The path of the page of a message, without its number.
    pub(super) path: &'static str,
}

impl Table<'_> {
    /// The table, or that there is none.
    pub(super) fn view(&self, rows: &[FeedbackRow]) -> AnyView {
        let words = self.lang.words();
        if rows.is_empty() {
            return view! { <p class="none">{words.feedback_none()}</p> }.into_any();
        }
        let rows: Vec<_> = rows.iter().map(|row| self.row(row)).collect();
        view! {
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{words.feedback_column_message()}</th>
                        <th scope="col">{words.feedback_column_state()}</th>
                        <th scope="col">{words.feedback_column_agency()}</th>
                        <th scope="col">{words.feedback_column_received()}</th>
                        <th scope="col">{words.feedback_column_due()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    }

    fn row(&self, row: &FeedbackRow) -> AnyView {
        let (lang, words) = (self.lang, self.lang.words());
        let name = words.feedback_numbered(kind_name(lang, row.kind), row.id.to_string());
        let agency = agency_of(self.agencies, row.agency).map(|name| named(lang, name));
        let overdue = row
            .is_overdue(self.now)
            .then(|| view! { <b class="tag tag-late">{words.feedback_tag_overdue()}</b> });
        let late = row
            .is_late()
            .then(|| view! { <b class="tag tag-late">{words.feedback_tag_late()}</b> });
        let public = row
            .published_at
            .map(|_| view! { <b class="tag">{words.feedback_tag_public()}</b> });
        let due = row.due_at.map(|due| short_day(due, self.zone));
        view! {
            <tr>
                <th scope="row">
                    <a href=format!("{}/{}", self.path, row.id)>{name}</a>
                </th>
                <td data-label=words.feedback_column_state()>{state_name(lang, row.state)} " " {public}</td>
                <td data-label=words.feedback_column_agency()>{agency}</td>
                <td data-label=words.feedback_column_received()>{short_day(row.received_at, self.zone)}</td>
                <td data-label=words.feedback_column_due()>{due} " " {overdue} {late}</td>
            </tr>
        }
        .into_any()
    }
}

//! `/manage`: what needs a manager today, in one look, each with the page that it is dealt with on.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;
use sanh_domain::period::Period;
use sanh_domain::report::counts::Flows;
use sanh_domain::report::model::{Backlog, CountResult, FlowPoint};
use sanh_domain::report::query::{DossierFilter, Grouping, ReportQuery};

use crate::alarm::api::list_alarms;
use crate::alarm::words::alarm_title;
use crate::error::AppError;
use crate::feedback::api::list_feedback;
use crate::model::alarm::AlarmOverview;
use crate::model::feedback::{FeedbackFiguresShown, FeedbackTab};
use crate::model::official_form::ListedPeriod;
use crate::model::report::{ReportRequest, THROUGHPUT};
use crate::model::screen::Fleet;
use crate::report::api::{read_backlog, read_flow, read_report_names};
use crate::report::official_form::api::list_reports_due;
use crate::screen::api::read_fleet;
use crate::text::Messages;
use crate::text::date::{date_in_words, day_and_month, last_day, short_date};
use crate::text::number::{NO_RATE, number};
use crate::text::official_form::{period_name, send_by_text};
use crate::text::screen::called;
use crate::ui::card::{Card, CardState, cards as all_cards, first_lines};
use crate::ui::document::product_title;
use crate::ui::response::{PageExtras, loaded, request, response};

/// Seconds after which the page is loaded again: walls are lost and dossiers turn overdue without anybody doing anything (ours).
const AGAIN_S: u32 = 60;

/// `/manage`
#[component]
pub(super) fn FrontPage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<AnyView, AppError> {
    let (request, response) = (request(), response());
    if request.parameter("period").is_some() {
        // Throughput had this address before; old links still work.
        let (wanted, _) = ReportRequest::read(|name| request.parameter(name))?;
        response.redirect(wanted.address(THROUGHPUT));
        return Ok(().into_any());
    }
    let names = read_report_names().await?;
    let today = names.today();
    let lang = request.room_lang();
    let reports = if names.is_everywhere {
        Some(list_reports_due().await?)
    } else {
        None
    };
    let backlog = read_backlog(DossierFilter::default()).await?;
    let cards = [
        Some(overdue(lang, &backlog)),
        Some(due(lang, &backlog)),
        Some(walls(lang, &read_fleet().await?)),
        Some(alarms(lang, &list_alarms().await?)),
        reports.map(|reports| reports_due(lang, today, &reports)),
        Some(feedback(
            lang,
            &list_feedback(FeedbackTab::Open, 0).await?.figures,
        )),
    ];
    let cards = cards.into_iter().flatten().collect();
    let words = lang.words();
    response.set_extras(PageExtras {
        refresh_without_script_s: Some(AGAIN_S),
        ..PageExtras::default()
    });
    let day = flowed(today).await?;
    let title = words.manage_title();
    Ok(view! {
        <Title text=product_title(lang, &title) />
        <h1>{title}</h1>
        <p class="manage-day">{date_in_words(lang, today)}</p>
        {all_cards(lang, cards)}
        {flows_of(lang, day)}
    }
    .into_any())
}

fn overdue(lang: Lang, backlog: &Backlog) -> Card {
    let words = lang.words();
    Card {
        title: words.manage_overdue(),
        count: backlog.standing.overdue,
        state: CardState::wrong_if(backlog.standing.overdue > 0),
        lines: vec![words.manage_of_open(number(lang, backlog.standing.open()))],
        href: "/manage/due".to_owned(),
    }
}

/// What is due by the end of the first working day from today, and later.
fn due(lang: Lang, backlog: &Backlog) -> Card {
    let words = lang.words();
    let first = backlog.due_within.first();
    let later = backlog.due_within.iter().skip(1).map(|within| {
        let by = words.throughput_due_by(within.working_days, day_and_month(within.until));
        format!("{by}: {}", number(lang, within.dossiers))
    });
    let until = first.map_or_else(String::new, |first| day_and_month(first.until));
    let count = first.map_or(0, |first| first.dossiers);
    Card {
        title: words.manage_due(until),
        count,
        state: if count > 0 {
            CardState::Soon
        } else {
            CardState::Calm
        },
        lines: later.collect(),
        href: "/manage/due".to_owned(),
    }
}

fn walls(lang: Lang, fleet: &Fleet) -> Card {
    let words = lang.words();
    let lost: Vec<String> = fleet
        .lost()
        .map(|wall| called(&wall.setting, lang))
        .collect();
    let paired = fleet.walls.iter().filter(|wall| wall.is_paired()).count();
    let paired = u64::try_from(paired).unwrap_or_default();
    let count = u64::try_from(lost.len()).unwrap_or_default();
    let lines = match (paired, count) {
        (0, _) => vec![words.manage_walls_none()],
        (_, 0) => vec![words.manage_walls_all(paired)],
        _ => first_lines(lang, lost.into_iter()),
    };
    Card {
        title: words.manage_walls(),
        count,
        state: CardState::wrong_if(count > 0),
        lines,
        href: "/manage/screens".to_owned(),
    }
}

fn alarms(lang: Lang, overview: &AlarmOverview) -> Card {
    let heard = overview.open.iter();
    let heard = heard.filter(|alarm| !alarm.is_muted_at(overview.now));
    let titles: Vec<String> = heard.map(|alarm| alarm_title(lang, alarm)).collect();
    let count = u64::try_from(titles.len()).unwrap_or_default();
    Card {
        title: lang.words().manage_alarms(),
        count,
        state: CardState::wrong_if(count > 0),
        lines: first_lines(lang, titles.into_iter()),
        href: "/manage/alarms".to_owned(),
    }
}

fn reports_due(lang: Lang, today: NaiveDate, due: &[ListedPeriod]) -> Card {
    let words = lang.words();
    let line = |listed: &ListedPeriod| {
        let row = &listed.row;
        if let Some(by) = listed.send_by {
            let name = period_name(lang, &row.period);
            return words.manage_report_send_by(name, send_by_text(lang, by, today));
        }
        let last = last_day(&row.period);
        let days = (today - last).num_days();
        let days = u64::try_from(days).unwrap_or_default();
        let name = period_name(lang, &row.period);
        words.manage_report_ended(name, short_date(last), days)
    };
    let count = u64::try_from(due.len()).unwrap_or_default();
    Card {
        title: words.manage_reports(),
        count,
        state: CardState::wrong_if(count > 0),
        lines: first_lines(lang, due.iter().map(line)),
        href: "/manage/report".to_owned(),
    }
}

fn feedback(lang: Lang, figures: &FeedbackFiguresShown) -> Card {
    let words = lang.words();
    Card {
        title: words.manage_feedback(),
        count: figures.overdue,
        state: CardState::wrong_if(figures.overdue > 0),
        lines: vec![words.manage_feedback_open(number(lang, figures.open))],
        href: "/manage/feedback".to_owned(),
    }
}

/// What flowed today; none while it is counted.
async fn flowed(today: NaiveDate) -> Result<Option<FlowPoint>, AppError> {
    let query = ReportQuery {
        period: Period::today(today),
        cut: DossierFilter::default(),
        grouping: Grouping::default(),
    };
    Ok(match read_flow(query).await? {
        CountResult::Done(points) => points.last().copied(),
        CountResult::Counting(_) => None,
    })
}

fn flows_of(lang: Lang, day: Option<FlowPoint>) -> AnyView {
    let words = lang.words();
    let figure = |name: String, count: fn(&Flows) -> u64| {
        let count = day.map(|day| number(lang, count(&day.flows)));
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{count.unwrap_or_else(|| NO_RATE.to_owned())}</dd>
            </div>
        }
    };
    view! {
        <section class="manage-flows">
            <h2>{words.manage_flows()}</h2>
            <dl class="seconds">
                {figure(words.throughput_received(), Flows::received)}
                {figure(words.throughput_resolved(), Flows::resolved)}
                {figure(words.throughput_late(), |flows| flows.late)}
                {figure(words.throughput_handed_over(), |flows| flows.handed_over)}
            </dl>
            <p>
                <a href=format!("{THROUGHPUT}?period=day")>{words.manage_throughput()}</a>
            </p>
        </section>
    }
    .into_any()
}

//! The definition of each figure, beside the figures and on a page of its own.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::deadline::lateness::DeadlineRule;
use sanh_domain::language::Lang;
use sanh_domain::report::forecast::RUNS;
use sanh_domain::report::model::{FigureSource, PACE_DAYS, Report};
use sanh_domain::report::quality::POINTS_MAX;
use sanh_domain::report::working_time::ERROR_MAX_PERCENT;

use super::api::read_report_names;
use crate::error::AppError;
use crate::model::report::THROUGHPUT;
use crate::model::report_table::ReportContext;
use crate::text::dossier::moment;
use crate::text::number::number;
use crate::text::{Messages, date};
use crate::ui::document::product_title;
use crate::ui::response::{loaded, request};

/// Something that is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Received.
    Received,
    /// Resolved.
    Resolved,
    /// Early.
    Early,
    /// On time.
    OnTime,
    /// Late.
    Late,
    /// Late against the first promise.
    FirstLate,
    /// The on-time rate.
    Rate,
    /// Change.
    Change,
    /// Open.
    Open,
    /// Within time.
    Within,
    /// Overdue.
    Overdue,
    /// Paused.
    Paused,
    /// Registered, not yet received.
    Registered,
    /// Waiting to be collected.
    Waiting,
    /// Handed over.
    HandedOver,
    /// Withdrawn and not eligible.
    Otherwise,
    /// Refused at reception.
    Refused,
    /// Average, median and 80 % working time.
    WorkingTime,
    /// Age.
    Age,
    /// Due soon.
    DueSoon,
    /// Flow per day.
    Flow,
    /// Where working time goes.
    Steps,
    /// What people have in hand.
    Workload,
    /// The group "progress" of the quality index.
    Quality,
    /// What if.
    Forecast,
}

impl Term {
    /// Every term, in the order of the page.
    pub const ALL: [Self; 25] = [
        Self::Received,
        Self::Resolved,
        Self::Early,
        Self::OnTime,
        Self::Late,
        Self::FirstLate,
        Self::Rate,
        Self::Change,
        Self::Open,
        Self::Within,
        Self::Overdue,
        Self::Paused,
        Self::Registered,
        Self::Waiting,
        Self::HandedOver,
        Self::Otherwise,
        Self::Refused,
        Self::WorkingTime,
        Self::Age,
        Self::DueSoon,
        Self::Flow,
        Self::Steps,
        Self::Workload,
        Self::Quality,
        Self::Forecast,
    ];

    /// Where it stands on the page of definitions.
    #[must_use]
    pub const fn anchor(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Resolved => "resolved",
            Self::Early => "early",
            Self::OnTime => "on-time",
            Self::Late => "late",
            Self::FirstLate => "first-late",
            Self::Rate => "rate",
            Self::Change => "change",
            Self::Open => "open",
            Self::Within => "within",
            Self::Overdue => "overdue",
            Self::Paused => "paused",
            Self::Registered => "registered",
            Self::Waiting => "waiting",
            Self::HandedOver => "handed-over",
            Self::Otherwise => "otherwise",
            Self::Refused => "refused",
            Self::WorkingTime => "working-time",
            Self::Age => "age",
            Self::DueSoon => "due-soon",
            Self::Flow => "flow",
            Self::Steps => "steps",
            Self::Workload => "workload",
            Self::Quality => "quality",
            Self::Forecast => "forecast",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(self, lang: Lang) -> String {
        let words = lang.words();
        match self {
            Self::Received => words.throughput_received(),
            Self::Resolved => words.throughput_resolved(),
            Self::Early => words.throughput_early(),
            Self::OnTime => words.throughput_on_time(),
            Self::Late => words.throughput_late(),
            Self::FirstLate => words.throughput_first_late(),
            Self::Rate => words.throughput_rate(),
            Self::Change => words.throughput_change(),
            Self::Open => words.throughput_open(),
            Self::Within => words.throughput_within(),
            Self::Overdue => words.throughput_overdue(),
            Self::Paused => words.throughput_paused(),
            Self::Registered => words.throughput_registered(),
            Self::Waiting => words.throughput_waiting(),
            Self::HandedOver => words.throughput_handed_over(),
            Self::Otherwise => words.throughput_otherwise(),
            Self::Refused => words.throughput_refused(),
            Self::WorkingTime => words.throughput_working_time(),
            Self::Age => words.throughput_age(),
            Self::DueSoon => words.throughput_due_title(),
            Self::Flow => words.throughput_flow(),
            Self::Steps => words.throughput_steps(),
            Self::Workload => words.throughput_workload(),
            Self::Quality => words.throughput_quality(),
            Self::Forecast => words.throughput_forecast(),
        }
    }

    /// What it means.
    #[must_use]
    pub fn meaning(self, lang: Lang) -> String {
        let words = lang.words();
        match self {
            Self::Received => words.throughput_received_is(),
            Self::Resolved => words.throughput_resolved_is(),
            Self::Early => words.throughput_early_is(),
            Self::OnTime => words.throughput_on_time_is(),
            Self::Late => words.throughput_late_is(),
            Self::FirstLate => words.throughput_first_late_is(),
            Self::Rate => words.throughput_rate_is(),
            Self::Change => words.throughput_change_is(),
            Self::Open => words.throughput_open_is(),
            Self::Within => words.throughput_within_is(),
            Self::Overdue => words.throughput_overdue_is(),
            Self::Paused => words.throughput_paused_is(),
            Self::Registered => words.throughput_registered_is(),
            Self::Waiting => words.throughput_waiting_is(),
            Self::HandedOver => words.throughput_handed_over_is(),
            Self::Otherwise => words.throughput_otherwise_is(),
            Self::Refused => words.throughput_refused_is(),
            Self::WorkingTime => words.throughput_working_time_is(number(lang, ERROR_MAX_PERCENT)),
            Self::Age => words.throughput_age_is(),
            Self::DueSoon => words.throughput_due_is(),
            Self::Flow => words.throughput_flow_is(),
            Self::Steps => words.throughput_steps_is(),
            Self::Workload => words.throughput_workload_is(),
            Self::Quality => words.throughput_quality_is(number(lang, POINTS_MAX.into())),
            Self::Forecast => words
                .throughput_forecast_is(number(lang, PACE_DAYS.into()), number(lang, RUNS.into())),
        }
    }
}

/// The rule in force, in words.
#[must_use]
pub fn rule_text(lang: Lang, rule: DeadlineRule) -> String {
    match rule {
        DeadlineRule::Instant => lang.words().throughput_rule_instant(),
        DeadlineRule::Day => lang.words().throughput_rule_day(),
    }
}

/// How the figures beside it are counted: definitions, period, rule and source. Opens without script.
pub fn explained(sight: &ReportContext<'_>, report: &Report, terms: &[Term]) -> AnyView {
    let lang = sight.lang;
    let words = lang.words();
    let zone = sight.names.zone;
    let source = match report.source {
        FigureSource::Counters => words.throughput_source_counters(),
        FigureSource::Dossiers(count) => words.throughput_source_dossiers(number(lang, count)),
    };
    let counted = words.throughput_counted_at(moment(report.at, zone));
    let line = |term: &Term| {
        let href = format!("/manage/definitions#{}", term.anchor());
        view! {
            <dt>
                <a href=href>{term.name(lang)}</a>
            </dt>
            <dd>{term.meaning(lang)}</dd>
        }
    };
    view! {
        <details class="explained">
            <summary>{words.throughput_how()}</summary>
            <dl>
                {terms.iter().map(line).collect::<Vec<_>>()}
                <dt>{words.throughput_period()}</dt>
                <dd>{date::period(lang, &report.query.period)}</dd>
                <dt>{words.throughput_rule()}</dt>
                <dd>{rule_text(lang, report.rule)}</dd>
                <dt>{words.throughput_source()}</dt>
                <dd>{source} " " {counted}</dd>
            </dl>
        </details>
    }
    .into_any()
}

/// `/manage/definitions`
#[component]
pub(super) fn DefinitionsPage() -> impl IntoView {
    loaded(definitions())
}

async fn definitions() -> Result<AnyView, AppError> {
    let lang = request().room_lang();
    let rule = read_report_names().await?.rule;
    let words = lang.words();
    let title = words.throughput_definitions();
    let line = |term: Term| {
        view! {
            <dt id=term.anchor()>{term.name(lang)}</dt>
            <dd>{term.meaning(lang)}</dd>
        }
    };
    Ok(view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href=THROUGHPUT>{words.throughput_back()}</a>
        </p>
        <h1>{title}</h1>
        <p class="hint">{words.throughput_definitions_lead()}</p>
        <dl class="definitions">
            <dt id="rule">{words.throughput_rule()}</dt>
            <dd>{rule_text(lang, rule)}</dd>
            {Term::ALL.map(line).into_iter().collect::<Vec<_>>()}
        </dl>
    }
    .into_any())
}

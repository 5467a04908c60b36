//! The choice of period and filters, as links and GET forms: the period's tabs, its neighbours, days chosen freely, and the
//! filters.

use leptos::prelude::*;
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::query::{DossierFilter, Grouping};

use super::counting::hidden_fields;
use crate::model::report::{ChosenDays, RANGE, ReportRequest, Span, THROUGHPUT};
use crate::model::report_table::ReportContext;
use crate::page::PageRequest;
use crate::text::dossier::{channel_name, named};
use crate::text::report::{cut_name, grouping_name};
use crate::text::{Messages, date};
use crate::ui::form::{Field, Problem, button, button_second, hidden, select};
use crate::ui::moment::day_field;

/// The period's tabs, the ones before and after, and a form for any days.
pub fn bar(sight: &ReportContext<'_>, request: &PageRequest, problems: &[Problem]) -> AnyView {
    let (lang, wanted, today) = (sight.lang, sight.wanted, sight.names.today());
    let words = lang.words();
    let tab = |span: Span| {
        let is_current = wanted.chosen.span() == Some(span);
        let href = wanted
            .of_days(ChosenDays::Running(span))
            .address(THROUGHPUT);
        view! {
            <a href=href aria-current=is_current.then_some("page")>
                {span_name(lang, span)}
            </a>
        }
    };
    let beside = |chosen: ChosenDays, mark: &'static str, name: String| {
        let href = wanted.of_days(chosen).address(THROUGHPUT);
        let said = format!("{name}: {}", date::period(lang, &chosen.period(today)));
        view! {
            <a href=href aria-label=said.clone() title=said>
                {mark}
            </a>
        }
    };
    let period = wanted.chosen.period(today);
    let typed = |name: &'static str, label: String, value: String| {
        let typed = request.parameter(name).map_or(value, str::to_owned);
        Field {
            value: typed,
            ..Field::text(name, label)
        }
    };
    let from = typed("from", words.throughput_from(), period.from.to_string());
    let to = typed(
        "to",
        words.throughput_to(),
        date::last_day(&period).to_string(),
    );
    let other = ReportRequest {
        chosen: ChosenDays::default(),
        ..wanted.clone()
    };
    let mut pairs = other.pairs();
    pairs.retain(|(name, _)| *name != "period");
    view! {
        <div class="period-bar">
            <nav class="tabs" aria-label=words.throughput_period()>
                {Span::ALL.map(tab).into_iter().collect::<Vec<_>>()}
            </nav>
            <nav class="period-beside" aria-label=words.throughput_other_periods()>
                {beside(wanted.chosen.before(today), "◀", words.throughput_before())}
                {beside(wanted.chosen.after(today), "▶", words.throughput_after())}
            </nav>
            <form method="get" action=THROUGHPUT class="filters period-any" aria-label=words.throughput_any_days()>
                {hidden("period", RANGE)}
                {hidden_fields(&pairs)}
                {day_field(lang, from, problems)}
                {day_field(lang, to, problems)}
                <div class="filters-do">{button_second(words.throughput_show_days())}</div>
            </form>
        </div>
    }
    .into_any()
}

/// The filters and the grouping.
pub fn filters(sight: &ReportContext<'_>) -> AnyView {
    let (lang, wanted) = (sight.lang, sight.wanted);
    let words = lang.words();
    let groupings = Grouping::ALL.map(|it| (it.as_str().to_owned(), grouping_name(lang, it)));
    let grouping = select(
        "by",
        words.throughput_grouping(),
        groupings.to_vec(),
        wanted.grouping.as_str(),
        &[],
    );
    let clear = ReportRequest {
        cut: DossierFilter::default(),
        ..wanted.clone()
    };
    let days = hidden_fields(&wanted.day_pairs());
    form(
        sight,
        THROUGHPUT,
        &clear.address(THROUGHPUT),
        days,
        grouping,
    )
}

/// The filters alone, of a page that has no period.
pub fn cut_only(sight: &ReportContext<'_>, path: &'static str) -> AnyView {
    form(sight, path, path, Vec::new(), ().into_any())
}

fn form(
    sight: &ReportContext<'_>,
    path: &'static str,
    clear: &str,
    kept: Vec<AnyView>,
    more: AnyView,
) -> AnyView {
    let words = sight.lang.words();
    let seen = cut_name(sight.lang, sight.names, &sight.wanted.cut);
    let filtered = (!seen.is_empty()).then(|| {
        view! {
            <p class="cut-on">
                <b>{words.throughput_filter_on(seen)}</b>
                " "
                <a href=clear.to_owned()>{words.throughput_filter_off()}</a>
            </p>
        }
    });
    view! {
        <section class="cut">
            <form method="get" action=path class="filters" aria-label=words.throughput_filter()>
                {kept}
                {cut_fields(sight)}
                {more}
                <div class="filters-do">{button(words.throughput_filter_apply())}</div>
            </form>
            {filtered}
        </section>
    }
    .into_any()
}

fn cut_fields(sight: &ReportContext<'_>) -> AnyView {
    let (lang, names, cut) = (sight.lang, sight.names, &sight.wanted.cut);
    let words = lang.words();
    let with_all = |all: String, options: Vec<(String, String)>| {
        let first = std::iter::once((String::new(), all));
        first.chain(options).collect::<Vec<_>>()
    };
    let agencies = names.agencies.iter();
    let agencies = agencies.map(|it| (it.id.0.to_string(), named(lang, &it.name)));
    let fields = names.fields.iter();
    let fields = fields.map(|(id, name)| (id.0.to_string(), named(lang, name)));
    let channels = Channel::ALL.map(|it| (it.to_string(), channel_name(lang, it)));
    let procedures = names.procedures.iter();
    let procedures = procedures.map(|it| {
        let name = format!("{} · {}", it.code, named(lang, &it.name));
        (it.id.0.to_string(), name)
    });
    let people = names.people.iter();
    let people = people.map(|one| (one.name.clone(), one.display_name.clone()));
    let text = |number: Option<i64>| number.map_or_else(String::new, |it| it.to_string());
    let all_agencies = if names.is_everywhere {
        words.throughput_all_agencies()
    } else {
        words.throughput_all_mine()
    };
    let agencies = with_all(all_agencies, agencies.collect());
    let fields = with_all(words.throughput_all_fields(), fields.collect());
    let channels = with_all(words.throughput_all_channels(), channels.to_vec());
    let procedures = with_all(words.throughput_all_procedures(), procedures.collect());
    let people = with_all(words.throughput_all_people(), people.collect());
    let agency = text(cut.agency.map(|it| it.0));
    let field = text(cut.field.map(|it| it.0));
    let channel = cut.channel.map_or("", Channel::as_str);
    let procedure = text(cut.procedure.map(|it| it.0));
    let person = cut.person.as_deref().unwrap_or_default();
    view! {
        {select("agency", words.throughput_agency(), agencies, &agency, &[])}
        {select("field", words.throughput_field(), fields, &field, &[])}
        {select("channel", words.throughput_channel(), channels, channel, &[])}
        {select("procedure", words.throughput_procedure(), procedures, &procedure, &[])}
        {select("person", words.throughput_person(), people, person, &[])}
    }
    .into_any()
}

/// A kind of period on its tab.
#[must_use]
pub fn span_name(lang: Lang, span: Span) -> String {
    let words = lang.words();
    match span {
        Span::Day => words.throughput_today(),
        Span::Week => words.throughput_week(),
        Span::Month => words.throughput_month(),
        Span::Quarter => words.throughput_quarter(),
        Span::Year => words.throughput_year(),
    }
}

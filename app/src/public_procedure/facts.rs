//! The facts shared by the page of a procedure and its printed sheet.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::limits::ChannelLimits;

use crate::model::guide::PublicProcedure;
use crate::text::Messages;
use crate::text::dossier::named;
use crate::text::number::percent;
use crate::text::procedure::{how_text, level_name};

/// The code that the address names.
pub(super) fn code() -> String {
    let code = use_params_map().with_untracked(|params| params.get("code"));
    code.unwrap_or_default()
}

/// Its code, with that of the national list where it has another.
pub(super) fn codes(lang: Lang, procedure: &PublicProcedure) -> String {
    let code = &procedure.code;
    let national = procedure.requirements.national_code.as_ref();
    let national = national.filter(|national| national.as_str() != code);
    national.map_or_else(
        || code.clone(),
        |national| {
            format!(
                "{code} · {} {national}",
                lang.words().office_national_code()
            )
        },
    )
}

/// The agencies that handle it, with the level of government; `None`: that is not said.
pub(super) fn handlers(lang: Lang, procedure: &PublicProcedure) -> Option<String> {
    let agencies = procedure.agencies.iter().map(|name| named(lang, name));
    let level = procedure
        .requirements
        .level
        .map(|level| level_name(lang, level));
    let told: Vec<String> = agencies.collect();
    let told = Some(told.join("; ")).filter(|told| !told.is_empty());
    match (told, level) {
        (Some(agencies), Some(level)) => Some(format!("{agencies} ({level})")),
        (told, level) => told.or(level),
    }
}

/// How the time limits are counted, each way once.
pub(super) fn how(lang: Lang, limits: ChannelLimits) -> Vec<String> {
    let lengths = Channel::ALL
        .into_iter()
        .filter_map(|channel| limits.of(channel));
    let mut texts: Vec<String> = Vec::new();
    for length in lengths.map(|limit| limit.length) {
        let text = how_text(lang, length);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// The figures of the last closed year, in sentences; none if they are not published.
pub(super) fn figures(lang: Lang, procedure: &PublicProcedure) -> Vec<String> {
    let words = lang.words();
    let Some(figures) = procedure.figures else {
        return Vec::new();
    };
    // Years are written without a thousands separator.
    let year = figures.year().to_string();
    let rate = percent(lang, Some(figures.rate().tenths()));
    let rate = words.guide_rate(year.clone(), rate);
    let time = figures.time_80().map(|time| {
        let time = crate::text::duration::working_time(lang, time.duration());
        words.guide_time(year, time)
    });
    std::iter::once(rate).chain(time).collect()
}

/// The list of papers for printing: instead of a link to a form it only says that there is one.
pub(super) fn papers_on_paper(lang: Lang, procedure: &PublicProcedure) -> AnyView {
    let words = lang.words();
    let papers = &procedure.requirements.papers;
    if papers.is_empty() {
        return view! { <p>{words.guide_papers_none()}</p> }.into_any();
    }
    let papers = papers.iter().map(|paper| {
        let form = procedure.forms.get(&paper.vi);
        let form = form.map(|_| format!(" ({})", words.guide_has_form()));
        view! { <li>{named(lang, paper)} {form}</li> }
    });
    view! { <ol>{papers.collect::<Vec<_>>()}</ol> }.into_any()
}

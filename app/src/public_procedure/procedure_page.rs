//! `/procedures/{code}`: all published facts of one procedure.

use leptos::prelude::*;
use sanh_domain::id::DocumentId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::guide::GuideTopic;
use sanh_domain::text::name::Name;

use super::api::read_public_procedure;
use super::facts::{code, codes, figures, handlers, how};
use super::list_page::procedure_address;
use crate::error::AppError;
use crate::model::guide::PublicProcedure;
use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::text::dossier::named;
use crate::text::guide::topic_words;
use crate::text::procedure::{fee_text, limits_text};
use crate::ui::public::{in_lang, public_page};
use crate::ui::response::{loaded, request};

/// `/procedures/{code}`
#[component]
pub(super) fn ProcedurePage() -> impl IntoView {
    loaded(shown(code()))
}

async fn shown(code: String) -> Result<AnyView, AppError> {
    let request = request();
    let procedure = read_public_procedure(code).await?;
    let lang = request.room_lang();
    let back = view! {
        <p class="back">
            <a href=in_lang(&request, "/procedures")>{lang.words().guide_back()}</a>
        </p>
    };
    let title = named(lang, &procedure.name);
    Ok(public_page(title, back, body(&request, &procedure)))
}

fn body(request: &PageRequest, procedure: &PublicProcedure) -> AnyView {
    let lang = request.room_lang();
    let words = lang.words();
    let (field, field_name) = &procedure.field;
    let of_field = in_lang(request, &format!("/procedures?field={}", field.0));
    let sheet = format!("/procedures/{}/sheet", escaped(&procedure.code));
    let limits = how(lang, procedure.limits);
    let limits: Vec<_> = limits
        .into_iter()
        .map(|text| view! { <p class="hint">{text}</p> })
        .collect();
    let handling = handlers(lang, procedure).map(|told| {
        view! {
            <div>
                <dt>{words.office_agencies()}</dt>
                <dd>{told}</dd>
            </div>
        }
    });
    view! {
        <p class="hint">
            {codes(lang, procedure)} " · " <a href=of_field>{named(lang, field_name)}</a>
        </p>
        <dl class="guide-key">
            <div>
                <dt>{words.procedures_limit()}</dt>
                <dd>{limits_text(lang, procedure.limits)} {limits}</dd>
            </div>
            <div>
                <dt>{words.procedures_fee()}</dt>
                <dd>{fee(lang, procedure)}</dd>
            </div>
            {handling}
            {lines(lang, procedure)}
            <div>
                <dt>{words.guide_online()}</dt>
                <dd>{online(lang, procedure)}</dd>
            </div>
        </dl>
        <section aria-labelledby="papers">
            <h2 id="papers">{words.procedures_papers()}</h2>
            {papers(lang, procedure)}
        </section>
        {closed_year(lang, procedure)}
        {sections(lang, procedure)}
        <p>
            <a class="button-link" href=in_lang(request, &sheet)>
                {words.guide_sheet()}
            </a>
        </p>
    }
    .into_any()
}

fn fee(lang: Lang, procedure: &PublicProcedure) -> String {
    match procedure.requirements.fee_vnd {
        Some(fee) => fee_text(lang, Some(fee)),
        None => lang.words().guide_fee_unsaid(),
    }
}

fn online(lang: Lang, procedure: &PublicProcedure) -> AnyView {
    let words = lang.words();
    if !procedure.is_online {
        return words.guide_online_no().into_any();
    }
    if procedure.online_address.is_empty() {
        return words.guide_online_yes().into_any();
    }
    let address = procedure.online_address.clone();
    view! {
        <a href=address rel="noopener noreferrer">
            {words.guide_online_at()}
        </a>
    }
    .into_any()
}

fn papers(lang: Lang, procedure: &PublicProcedure) -> AnyView {
    let words = lang.words();
    let papers = &procedure.requirements.papers;
    if papers.is_empty() {
        return view! { <p>{words.guide_papers_none()}</p> }.into_any();
    }
    let paper = |it: &Name| paper(lang, it, procedure.forms.get(&it.vi));
    let papers: Vec<_> = papers.iter().map(paper).collect();
    view! { <ol class="guide-papers">{papers}</ol> }.into_any()
}

/// A paper, with the document and version that is its form.
fn paper(lang: Lang, paper: &Name, form: Option<&(DocumentId, u32)>) -> AnyView {
    let name = named(lang, paper);
    let form = form.map(|(document, version)| {
        let words = lang.words();
        let href = format!("/documents/{}/versions/{version}", document.0);
        let label = words.guide_form_of(name.clone());
        view! {
            " "
            <a href=href aria-label=label class="guide-tag">
                {words.guide_form()}
            </a>
        }
    });
    view! { <li>{name.clone()} {form}</li> }.into_any()
}

fn closed_year(lang: Lang, procedure: &PublicProcedure) -> Option<AnyView> {
    let told = figures(lang, procedure);
    if told.is_empty() {
        return None;
    }
    let words = lang.words();
    let told: Vec<_> = told
        .into_iter()
        .map(|text| view! { <li>{text}</li> })
        .collect();
    Some(
        view! {
            <section aria-labelledby="figures">
                <h2 id="figures">{words.guide_figures()}</h2>
                <ul class="guide-figures">{told}</ul>
                <p class="hint">{words.guide_figures_note()} " " {words.working_day_is()}</p>
            </section>
        }
        .into_any(),
    )
}

/// The texts of one line.
fn lines(lang: Lang, procedure: &PublicProcedure) -> Vec<AnyView> {
    let line = |(_, title, text): (GuideTopic, String, String)| {
        view! {
            <div>
                <dt>{title}</dt>
                <dd>{text}</dd>
            </div>
        }
        .into_any()
    };
    told(lang, procedure, false).map(line).collect()
}

/// The texts of several lines.
fn sections(lang: Lang, procedure: &PublicProcedure) -> Vec<AnyView> {
    let section = |(topic, title, text): (GuideTopic, String, String)| {
        let id = topic.as_str();
        view! {
            <section aria-labelledby=id>
                <h2 id=id>{title}</h2>
                <p class="guide-lines">{text}</p>
            </section>
        }
        .into_any()
    };
    told(lang, procedure, true).map(section).collect()
}

/// The topics of one line, or those of several, each with its title and its text.
fn told(
    lang: Lang,
    procedure: &PublicProcedure,
    has_lines: bool,
) -> impl Iterator<Item = (GuideTopic, String, String)> {
    GuideTopic::with_lines(has_lines).filter_map(move |topic| {
        let words = topic_words(lang, topic);
        let said = procedure.texts.shown(topic, lang).map(str::to_owned);
        Some((topic, words.title, said.or(words.unsaid)?))
    })
}

/// The public address of a procedure; `None`: the server's address is not set.
pub(super) fn outside_address(request: &PageRequest, code: &str) -> Option<String> {
    let site = request.context.public_url.as_deref()?;
    let site = site.trim_end_matches('/');
    Some(format!("{site}{}", procedure_address(request, code)))
}

//! `/procedures/{code}`: all published facts of one procedure.

use leptos::prelude::*;
use sanh_domain::language::Lang;

use super::api::read_public_procedure;
use super::facts::{code, codes, figures, handlers, how, text_in};
use super::list_page::procedure_address;
use crate::error::AppError;
use crate::model::guide::{PublicPaper, PublicProcedure};
use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::text::dossier::named;
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
            <div>
                <dt>{words.guide_reception_place()}</dt>
                <dd>{text_in(lang, &procedure.reception_place).unwrap_or_else(|| words.guide_reception_place_any())}</dd>
            </div>
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
        {basis(lang, procedure)}
        <p>
            <a class="button-link" href=in_lang(request, &sheet)>
                {words.guide_sheet()}
            </a>
        </p>
    }
    .into_any()
}

fn fee(lang: Lang, procedure: &PublicProcedure) -> String {
    match procedure.fee_vnd {
        Some(_) => fee_text(lang, procedure.fee_vnd),
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
    if procedure.papers.is_empty() {
        return view! { <p>{words.guide_papers_none()}</p> }.into_any();
    }
    let papers: Vec<_> = procedure.papers.iter().map(|it| paper(lang, it)).collect();
    view! { <ol class="guide-papers">{papers}</ol> }.into_any()
}

fn paper(lang: Lang, paper: &PublicPaper) -> AnyView {
    let name = named(lang, &paper.name);
    let form = paper.form.map(|(document, version)| {
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

fn basis(lang: Lang, procedure: &PublicProcedure) -> Option<AnyView> {
    let text = text_in(lang, &procedure.basis)?;
    Some(
        view! {
            <section aria-labelledby="basis">
                <h2 id="basis">{lang.words().guide_basis()}</h2>
                <p class="guide-lines">{text}</p>
            </section>
        }
        .into_any(),
    )
}

/// The public address of a procedure; `None`: the server's address is not set.
pub(super) fn outside_address(request: &PageRequest, code: &str) -> Option<String> {
    let site = request.context.public_url.as_deref()?;
    let site = site.trim_end_matches('/');
    Some(format!("{site}{}", procedure_address(request, code)))
}

//! `/procedures/{code}/sheet`: one page to print and take home, with a QR code of the procedure's address.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::procedure::guide::GuideTopic;

use super::api::read_public_procedure;
use super::facts::{code, codes, figures, handlers, how, papers_on_paper};
use super::list_page::procedure_address;
use super::procedure_page::outside_address;
use crate::error::AppError;
use crate::model::guide::PublicProcedure;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::dossier::named;
use crate::text::guide::topic_words;
use crate::text::procedure::{fee_text, limits_text};
use crate::ui::document::product_title;
use crate::ui::qr::qr;
use crate::ui::response::{loaded, request};

/// `/procedures/{code}/sheet`
#[component]
pub(super) fn SheetPage() -> impl IntoView {
    loaded(shown(code()))
}

async fn shown(code: String) -> Result<AnyView, AppError> {
    let request = request();
    let procedure = read_public_procedure(code).await?;
    Ok(sheet(&request, &procedure))
}

fn sheet(request: &PageRequest, procedure: &PublicProcedure) -> AnyView {
    let lang = request.room_lang();
    let words = lang.words();
    let name = named(lang, &procedure.name);
    let limits = std::iter::once(limits_text(lang, procedure.limits));
    let limits: Vec<String> = limits.chain(how(lang, procedure.limits)).collect();
    let fact = |name: String, text: Option<String>| {
        text.map(|text| {
            view! {
                <dt>{name}</dt>
                <dd class="guide-lines">{text}</dd>
            }
        })
    };
    let texts = |has_lines: bool| {
        let facts = GuideTopic::with_lines(has_lines).map(|topic| {
            let text = procedure.texts.shown(topic, lang).map(str::to_owned);
            fact(topic_words(lang, topic).title, text)
        });
        facts.collect::<Vec<_>>()
    };
    let fee = procedure.requirements.fee_vnd;
    let fee = fee.map(|fee| fee_text(lang, Some(fee)));
    let online = if procedure.is_online {
        Some(procedure.online_address.clone()).filter(|it| !it.is_empty())
    } else {
        Some(words.guide_online_no())
    };
    let online = online.unwrap_or_else(|| words.guide_online_yes());
    let figures = Some(figures(lang, procedure).join(" ")).filter(|told| !told.is_empty());
    let code = outside_address(request, &procedure.code).map(|address| {
        view! {
            <figure class="guide-sheet-code">
                {qr(&address)} <figcaption>{words.guide_sheet_code()}</figcaption>
            </figure>
        }
    });
    view! {
        <Title text=product_title(lang, &name) />
        <nav class="paper-bar" aria-label=words.public_nav()>
            <a href=procedure_address(request, &procedure.code)>{words.guide_sheet_back()}</a>
            <span>{words.guide_sheet_hint()}</span>
        </nav>
        <main id="main" class="paper paper-a4">
            <header class="guide-sheet-head">
                <div class="guide-sheet-name">
                    <p class="guide-sheet-centre">
                        <b>{named(lang, &procedure.centre)}</b>
                    </p>
                    <h1>{name}</h1>
                    <p class="paper-code">
                        {codes(lang, procedure)} " · " {named(lang, &procedure.field.1)}
                    </p>
                </div>
                {code}
            </header>
            <dl class="guide-sheet">
                {fact(words.procedures_limit(), Some(limits.join("\n")))}
                {fact(words.procedures_fee(), fee)}
                {fact(words.office_agencies(), handlers(lang, procedure))}
                {texts(false)}
                {fact(words.guide_online(), Some(online))}
                <dt>{words.procedures_papers()}</dt>
                <dd>{papers_on_paper(lang, procedure)}</dd>
                {fact(words.guide_figures(), figures)}
                {texts(true)}
            </dl>
        </main>
    }
    .into_any()
}

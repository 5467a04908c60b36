//! What the public list tells of a procedure: what visitors want, where it is handed in, online or not, the law, the forms of its papers.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::document::model::Document;
use sanh_domain::language::Lang;
use sanh_domain::procedure::form_input;
use sanh_domain::procedure::guide::{
    Guide, GuideTopic, ONLINE_ADDRESS_CHARS_MAX, WISHES_CHARS_MAX,
};
use sanh_domain::procedure::model::Procedure;

use super::address::{link_below, procedure_id};
use super::api::{PutGuide, read_guide, read_procedure};
use crate::catalogue::form_fields;
use crate::catalogue::form_fields::FormValues;
use crate::document::api::list_documents;
use crate::error::AppError;
use crate::model::procedure::form_field;
use crate::text::Messages;
use crate::text::dossier::named;
use crate::text::guide::{TopicWords, topic_words};
use crate::text::procedure::subject;
use crate::ui::document::product_title;
use crate::ui::form::{button, error_summary, text_area};
use crate::ui::response::{loaded, request};
use crate::ui::submit::{Refusal, submitted};

/// The part of the procedure's page that leads here.
pub(super) fn link(lang: Lang, procedure: &Procedure) -> AnyView {
    link_below(procedure, "guide", lang.words().guide_admin_title())
}

/// `/admin/procedures/{procedure}/guide`
#[component]
pub(super) fn GuidePage() -> impl IntoView {
    loaded(shown(procedure_id()))
}

async fn shown(id: String) -> Result<AnyView, AppError> {
    let number = id.parse().map_err(|_| AppError::NotFound)?;
    let sent = submitted::<PutGuide>(&[("procedure", &id)]).await?;
    let Some(refusal) = sent.or_redirect(|()| format!("/admin/procedures/{id}/guide?saved=1"))
    else {
        return Ok(().into_any());
    };
    let (procedure, _) = read_procedure(number).await?;
    let guide = read_guide(number).await?;
    let documents = list_documents().await?;
    Ok(view! { <GuideForm procedure guide documents refusal /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn GuideForm(
    procedure: Procedure,
    guide: Guide,
    documents: Vec<Document>,
    refusal: Refusal,
) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let entry = &procedure.entry;
    let sheet = FormValues::new(&request, &refusal);
    let title = words.guide_admin_of(entry.code.clone());
    let id = procedure.id.0;
    let texts = |has_lines: bool| -> Vec<AnyView> {
        let topics = GuideTopic::with_lines(has_lines);
        topics
            .flat_map(|topic| text_inputs(&sheet, &guide, topic))
            .collect()
    };
    let wishes = form_input::papers_typed(&guide.wishes);
    let wishes = area(
        &sheet,
        "wishes",
        (words.guide_wishes(), Some(words.guide_admin_wishes_hint())),
        &wishes,
        WISHES_CHARS_MAX,
    );
    let forms: Vec<_> = (0..)
        .zip(&entry.requirements.papers)
        .map(|(place, paper)| {
            let chosen = guide.forms.get(&paper.vi).map(|id| id.0.to_string());
            let chosen = sheet.value(&form_field(place), &chosen.unwrap_or_default());
            form_choice(lang, place, &named(lang, paper), &documents, &chosen)
        })
        .collect();
    let has_papers = !forms.is_empty();
    let forms = has_papers.then(|| {
        view! {
            <fieldset class="choices">
                <legend>{words.guide_admin_forms()}</legend>
                <p class="hint">{words.guide_admin_forms_hint()}</p>
                {forms}
            </fieldset>
        }
    });
    let stands = refusal
        .is_stale
        .then(|| form_fields::current_values(lang, facts(lang, &guide)));
    let public = format!("/procedures/{}", crate::page::escaped(&entry.code));
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href=format!("/admin/procedures/{id}")>{words.parts_back()}</a>
        </p>
        {error_summary(lang, &refusal.problems)}
        {form_fields::saved(&request)}
        <h1>{title}</h1>
        <p>{named(lang, &entry.name)}</p>
        {(!guide.is_hidden).then(|| view! { <p><a href=public>{words.guide_admin_public()}</a></p> })}
        {stands}
        <form method="post" action=format!("/admin/procedures/{id}/guide") class="form catalogue-form" data-guard="true">
            {form_fields::fingerprint_field(&guide)}
            {sheet.tick("is_hidden", words.guide_admin_hidden(), words.guide_admin_hidden_hint(), guide.is_hidden)}
            {wishes}
            {texts(false)}
            {sheet.tick("is_online", words.guide_admin_online(), words.guide_admin_online_hint(), guide.is_online)}
            {sheet.line("online_address", words.guide_admin_online_address(), Some(words.guide_admin_online_address_hint()), &guide.online_address, ONLINE_ADDRESS_CHARS_MAX)}
            {texts(true)}
            {forms}
            {button(words.catalogue_save_button())}
        </form>
        {form_fields::audit_link(lang, &subject(entry))}
    }
}

/// The Vietnamese and the English text of a topic.
fn text_inputs(sheet: &FormValues<'_>, guide: &Guide, topic: GuideTopic) -> [AnyView; 2] {
    let TopicWords { labels, hint, .. } = topic_words(sheet.request.room_lang(), topic);
    let [vi, en] = labels;
    let texts = [(Lang::Vi, (vi, Some(hint))), (Lang::En, (en, None))];
    texts.map(|(of, (label, hint))| {
        let (name, most) = (topic.field(of), topic.chars_max());
        let stands = guide.texts.text(topic, of);
        if topic.has_lines() {
            area(sheet, name, (label, hint), stands, most)
        } else {
            sheet.line(name, label, hint, stands, most)
        }
    })
}

/// A field of several lines.
fn area(
    sheet: &FormValues<'_>,
    name: &'static str,
    (label, hint): (String, Option<String>),
    stands: &str,
    chars_max: usize,
) -> AnyView {
    let value = sheet.value(name, stands);
    text_area(name, label, hint, &value, chars_max, sheet.problems)
}

fn form_choice(
    lang: Lang,
    place: usize,
    paper: &str,
    documents: &[Document],
    chosen: &str,
) -> AnyView {
    let words = lang.words();
    let id = form_field(place);
    let none = (String::new(), words.guide_admin_form_none());
    let posted = documents.iter().filter_map(|document| {
        let title = named(lang, &document.shown()?.entry.title);
        Some((document.id.0.to_string(), title))
    });
    let options = std::iter::once(none).chain(posted).map(|(value, text)| {
        let is_chosen = value == chosen;
        view! {
            <option value=value selected=is_chosen>
                {text}
            </option>
        }
    });
    view! {
        <div class="field">
            <label r#for=id.clone()>{paper.to_owned()}</label>
            <select id=id.clone() name=id>
                {options.collect::<Vec<_>>()}
            </select>
        </div>
    }
    .into_any()
}

fn facts(lang: Lang, guide: &Guide) -> Vec<(String, String)> {
    let words = lang.words();
    let texts = |has_lines: bool| {
        GuideTopic::with_lines(has_lines).flat_map(move |topic| {
            let texts = Lang::ALL.map(|of| guide.texts.text(topic, of).to_owned());
            topic_words(lang, topic).labels.into_iter().zip(texts)
        })
    };
    let wishes = form_input::papers_typed(&guide.wishes);
    let address = guide.online_address.clone();
    std::iter::once((words.guide_wishes(), wishes))
        .chain(texts(false))
        .chain([(words.guide_admin_online_address(), address)])
        .chain(texts(true))
        .collect()
}

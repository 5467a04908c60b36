//! The public guide of procedures, in the case database.

use sanh_domain::document::model::Document;
use sanh_domain::id::{DocumentId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::procedure::form_input as read;
use sanh_domain::procedure::guide::{
    self, Guide, GuideText, GuideTopic, WISH_CHARS_MAX, WISHES_MAX,
};
use sanh_domain::procedure::model::Procedure;
use sanh_domain::text::name::Name;
use sanh_store::{AuditActor, ChangeOutcome};

use super::super::catalogue::changed_meanwhile;
use super::super::{Administrator, failure, now, refuse, store};
use crate::error::AppError;
use crate::model::procedure::{fingerprint, form_field, ticked};
use crate::page::Form;
use crate::text::Messages;
use crate::text::procedure::subject;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// The guide of a procedure.
pub(crate) async fn find(_: &Administrator, id: ProcedureId) -> Result<Guide, AppError> {
    let mut guides = store()?.guides().await.map_err(failure)?;
    Ok(guides.remove(&id).unwrap_or_default())
}

/// Saves the guide of a procedure, if `seen` is the fingerprint of the stored one. A form that is sent twice changes nothing
/// the second time.
pub(crate) async fn put(
    administrator: &Administrator,
    procedure: &Procedure,
    seen: &str,
    after: Guide,
) -> Result<(), FormError> {
    let before = find(administrator, procedure.id).await?;
    if before == after {
        return Ok(());
    }
    let outcome = if seen == fingerprint(&before) {
        let (store, by) = (store()?, AuditActor::from(administrator));
        let put = store.put_guide(procedure.id, before, after, by, now());
        put.await.map_err(failure)?
    } else {
        ChangeOutcome::Stale
    };
    match outcome {
        ChangeOutcome::Done => Ok(()),
        ChangeOutcome::Stale | ChangeOutcome::Restates => {
            let lang = request().room_lang();
            let problem = changed_meanwhile(lang, &subject(&procedure.entry)).await?;
            Err(FormError::stale(problem))
        }
    }
}

/// The guide of a form, for a procedure with these papers.
pub(crate) async fn typed(papers: &[Name], form: &Form) -> Result<Guide, FormError> {
    let documents = store()?.documents().await.map_err(failure)?;
    let mut problems = Vec::new();
    let mut guide = told(form, &mut problems);
    for (place, paper) in papers.iter().enumerate() {
        if let Some(document) = chosen(form.text(&form_field(place)), &documents) {
            guide.forms.insert(paper.vi.clone(), document);
        }
    }
    refuse(problems)?;
    Ok(guide)
}

/// The document that was chosen; one that is not there is none.
fn chosen(value: &str, documents: &[Document]) -> Option<DocumentId> {
    let id = DocumentId(value.parse().ok()?);
    documents.iter().any(|it| it.id == id).then_some(id)
}

/// The guide without the official forms; problems are added to `problems`.
pub(super) fn told(form: &Form, problems: &mut Vec<Problem>) -> Guide {
    let lang = request().room_lang();
    let words = lang.words();
    let wishes =
        read::papers(&form.raw("wishes").replace("\r\n", "\n")).filter(|wishes| fit(wishes));
    if wishes.is_none() {
        let message = words.guide_admin_bad_wishes(WISHES_MAX, WISH_CHARS_MAX);
        problems.push(Problem::new("wishes", message));
    }
    let address = form.text("online_address");
    let online_address = guide::online_address(address);
    if online_address.is_none() && !address.is_empty() {
        problems.push(Problem::new(
            "online_address",
            words.guide_admin_bad_address(),
        ));
    }
    let texts = GuideTopic::ALL.map(|topic| {
        let most = topic.chars_max();
        let [vi, en] = Lang::ALL.map(|of| text(lang, form, (topic.field(of), most), problems));
        (topic, GuideText { vi, en })
    });
    Guide {
        is_hidden: ticked(form, "is_hidden"),
        is_online: ticked(form, "is_online"),
        online_address: online_address.unwrap_or_default(),
        texts: texts.into_iter().collect(),
        wishes: wishes.unwrap_or_default(),
        forms: std::collections::BTreeMap::new(),
    }
}

fn fit(wishes: &[Name]) -> bool {
    let is_short = |text: &str| text.chars().count() <= WISH_CHARS_MAX;
    let are_short = |it: &Name| is_short(&it.vi) && it.en.as_deref().is_none_or(is_short);
    wishes.len() <= WISHES_MAX && wishes.iter().all(are_short)
}

fn text(
    lang: Lang,
    form: &Form,
    (name, chars_max): (&'static str, usize),
    problems: &mut Vec<Problem>,
) -> String {
    let text = guide::text(form.raw(name), chars_max);
    if text.is_none() {
        problems.push(Problem::new(
            name,
            lang.words().guide_admin_bad_text(chars_max),
        ));
    }
    text.unwrap_or_default()
}

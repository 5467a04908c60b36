//! Posted documents in the case database.

use sanh_domain::centre::form_input::date;
use sanh_domain::document::model::{
    Document, DocumentEntry, NUMBER_CHARS_MAX, TITLE_CHARS_MAX, VERSIONS_MAX,
};
use sanh_domain::document::pdf::{self, PDF_BYTES_MAX, PdfFault};
use sanh_domain::id::DocumentId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::form_input::line;
use sanh_domain::text::name::Name;
use sanh_store::{AuditActor, ChangeOutcome, NewDocument};

use super::{Administrator, failure, now, refuse, store};
use crate::error::AppError;
use crate::page::Form;
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// The field that a file is sent in.
const FILE: &str = "file";

/// The documents that anybody may read.
pub(crate) async fn posted() -> Result<Vec<Document>, AppError> {
    let mut documents = read_all().await?;
    documents.retain(Document::is_posted);
    Ok(documents)
}

/// Every document.
pub(crate) async fn all(_: &Administrator) -> Result<Vec<Document>, AppError> {
    read_all().await
}

async fn read_all() -> Result<Vec<Document>, AppError> {
    store()?.documents().await.map_err(failure)
}

/// The document of a number.
pub(crate) async fn find(_: &Administrator, id: DocumentId) -> Result<Document, AppError> {
    let found = read_all().await?.into_iter().find(|it| it.id == id);
    found.ok_or(AppError::NotFound)
}

/// Posts the document of a form.
pub(crate) async fn add(
    administrator: &Administrator,
    form: &Form,
) -> Result<DocumentId, FormError> {
    let new = typed(form, true)?;
    let (store, by) = (store()?, AuditActor::from(administrator));
    let added = store.add_document(new, by, now()).await.map_err(failure)?;
    let words = request().room_lang().words();
    added.ok_or_else(|| Problem::new("title_vi", words.documents_full()).into())
}

/// Posts the document of a form as the next version of the one it was made from.
pub(crate) async fn replace(
    administrator: &Administrator,
    id: DocumentId,
    form: &Form,
) -> Result<(), FormError> {
    let words = request().room_lang().words();
    find(administrator, id).await?;
    let seen: u32 = form.text("seen").parse().unwrap_or_default();
    if seen >= VERSIONS_MAX {
        return Err(Problem::new("title_vi", words.documents_full()).into());
    }
    let new = typed(form, false)?;
    let (store, by) = (store()?, AuditActor::from(administrator));
    let replaced = store.replace_document(id, seen, new, by, now()).await;
    match replaced.map_err(failure)? {
        ChangeOutcome::Done => Ok(()),
        ChangeOutcome::Stale | ChangeOutcome::Restates => Err(FormError::stale(Problem::new(
            "title_vi",
            words.documents_changed(),
        ))),
    }
}

/// Takes a document down. A form that is sent twice finds it so.
pub(crate) async fn take_down(
    administrator: &Administrator,
    id: DocumentId,
) -> Result<(), FormError> {
    find(administrator, id).await?;
    let (store, by) = (store()?, AuditActor::from(administrator));
    store
        .take_down_document(id, by, now())
        .await
        .map_err(failure)?;
    Ok(())
}

/// The document of a form, with its file.
fn typed(form: &Form, needs_file: bool) -> Result<NewDocument, FormError> {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let mut problems = Vec::new();
    let title = line(form.raw("title_vi"), TITLE_CHARS_MAX);
    if title.is_none() {
        problems.push(Problem::new(
            "title_vi",
            words.documents_needs_title(TITLE_CHARS_MAX),
        ));
    }
    let english = form.text("title_en");
    let title_en = line(english, TITLE_CHARS_MAX);
    if title_en.is_none() && !english.is_empty() {
        problems.push(Problem::new(
            "title_en",
            words.documents_bad_title(TITLE_CHARS_MAX),
        ));
    }
    let typed_number = form.text("number");
    let number = line(typed_number, NUMBER_CHARS_MAX);
    if number.is_none() && !typed_number.is_empty() {
        problems.push(Problem::new(
            "number",
            words.documents_bad_number(NUMBER_CHARS_MAX),
        ));
    }
    let issued_on = date(form.text("issued_on"));
    if issued_on.is_none() {
        problems.push(Problem::new("issued_on", words.limit_bad_date()));
    }
    let content = request.file(FILE).map(<[u8]>::to_vec);
    if content.is_some() || needs_file {
        let checked = pdf::check(content.as_deref().unwrap_or_default());
        problems.extend(checked.err().map(|fault| file_problem(lang, fault)));
    }
    refuse(problems)?;
    Ok(NewDocument {
        entry: DocumentEntry {
            title: Name {
                vi: title.unwrap_or_default(),
                en: title_en,
            },
            number: number.unwrap_or_default(),
            issued_on: issued_on.unwrap_or_default(),
        },
        content,
    })
}

fn file_problem(lang: Lang, fault: PdfFault) -> Problem {
    let words = lang.words();
    let message = match fault {
        PdfFault::Missing => words.documents_no_file(),
        PdfFault::TooLarge => words.documents_large_file(PDF_BYTES_MAX >> 20),
        PdfFault::NotPdf => words.documents_no_pdf(),
        PdfFault::CutOff => words.documents_cut_pdf(),
    };
    Problem::new(FILE, message)
}

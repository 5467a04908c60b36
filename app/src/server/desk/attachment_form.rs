//! The forms that attach a file to a dossier and remove one.

use leptos::prelude::*;
use sanh_domain::account::model::RequestKey;
use sanh_domain::dossier::attachment::{AttachmentFault, AttachmentLimits, TITLE_CHARS_MAX, check};
use sanh_domain::id::AttachmentId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::form_input::line;
use sanh_store::NewAttachment;

use super::form_input::read_code;
use super::{Desk, DeskError};
use crate::model::dossier::{ATTACHMENT_FILE, ATTACHMENT_TITLE};
use crate::server::refuse;
use crate::text::Messages;
use crate::text::number::size_text;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// Attaches the file that was sent to a dossier.
pub(crate) async fn add(desk: &Desk, code: &str, key: &str, title: &str) -> Result<(), FormError> {
    let code = read_code(code)?;
    // The caller's access to the dossier is checked first, so that a refused form reveals nothing about it.
    desk.known(&code).await?;
    let request = request();
    let (lang, limits) = (request.room_lang(), expect_context::<AttachmentLimits>());
    let words = lang.words();
    let mut problems = Vec::new();
    let title = line(title, TITLE_CHARS_MAX);
    if title.is_none() {
        let message = words.attachment_needs_title(TITLE_CHARS_MAX);
        problems.push(Problem::new(ATTACHMENT_TITLE, message));
    }
    let content = request.file(ATTACHMENT_FILE).unwrap_or_default();
    if let Err(fault) = check(content, limits.bytes_max) {
        problems.push(file_problem(lang, fault, limits));
    }
    refuse(problems)?;
    let Some(key) = RequestKey::read(key.trim()) else {
        return Err(Problem::new(ATTACHMENT_FILE, words.receive_bad_form()).into());
    };
    let new = NewAttachment {
        title: title.unwrap_or_default(),
        content: content.to_vec(),
    };
    match desk.attach(&key, &code, new, limits).await {
        Err(DeskError::Invalid(_)) => {
            let message = words.attachment_many(limits.count_max);
            Err(Problem::new(ATTACHMENT_FILE, message).into())
        }
        done => done.map_err(FormError::from),
    }
}

/// Removes a file. A form that is sent twice finds it so.
pub(crate) async fn remove(desk: &Desk, code: &str, id: AttachmentId) -> Result<(), FormError> {
    let code = read_code(code)?;
    desk.known(&code).await?;
    match desk.remove_attachment(&code, id).await {
        Err(DeskError::Invalid(_)) => {
            let message = request().room_lang().words().attachment_not_yours();
            Err(Problem::new(ATTACHMENT_FILE, message).into())
        }
        done => done.map_err(FormError::from),
    }
}

fn file_problem(lang: Lang, fault: AttachmentFault, limits: AttachmentLimits) -> Problem {
    let words = lang.words();
    let message = match fault {
        AttachmentFault::Missing => words.attachment_no_file(),
        AttachmentFault::TooLarge => words.attachment_large(size_text(
            lang,
            u64::try_from(limits.bytes_max).unwrap_or(u64::MAX),
        )),
        AttachmentFault::OtherKind => words.attachment_other_kind(),
        AttachmentFault::CutOff => words.attachment_cut(),
    };
    Problem::new(ATTACHMENT_FILE, message)
}

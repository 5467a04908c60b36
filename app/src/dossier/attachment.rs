//! Scans and forms attached to a dossier: the list on its page, and where its forms go.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use sanh_domain::account::actor::ActorRole;
use sanh_domain::dossier::attachment::{
    Attachment, AttachmentKind, AttachmentLimits, TITLE_CHARS_MAX,
};

use super::address::{code, dossier_path};
use super::api::{AddAttachment, RemoveAttachment};
use super::dossier_page::{View, list_in_address, shown};
use crate::error::AppError;
use crate::model::dossier::{ATTACHMENT_FILE, ATTACHMENT_TITLE};
use crate::text::Messages;
use crate::text::dossier::{actor_name, moment};
use crate::text::number::size_text;
use crate::ui::form::{Field, button_second, field, hidden, labelled};
use crate::ui::response::{loaded, response};
use crate::ui::submit::submit;

/// `/desk/dossiers/{code}/attachments`: where the form goes that attaches a file.
#[component]
pub(super) fn AttachmentsPage() -> impl IntoView {
    loaded(attached(code()))
}

/// `/desk/dossiers/{code}/attachments/{attachment}/remove`: where the form goes that removes one.
#[component]
pub(super) fn RemoveAttachmentPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("attachment"));
    loaded(removed(code(), id.unwrap_or_default()))
}

async fn attached(code: String) -> Result<AnyView, AppError> {
    let response = response();
    match submit::<AddAttachment>(&[("code", &code)]).await? {
        Err(refusal) => return shown(code, refusal, None).await,
        Ok(()) => response.redirect(back_to_list_of(&code).await?),
    }
    Ok(().into_any())
}

async fn removed(code: String, id: String) -> Result<AnyView, AppError> {
    let response = response();
    if id.parse::<i64>().is_err() {
        return Err(AppError::NotFound);
    }
    match submit::<RemoveAttachment>(&[("code", &code), ("attachment", &id)]).await? {
        Err(refusal) => return shown(code, refusal, None).await,
        Ok(()) => response.redirect(back_to_list_of(&code).await?),
    }
    Ok(().into_any())
}

async fn back_to_list_of(code: &str) -> Result<String, AppError> {
    let list = list_in_address(code, '?').await?;
    Ok(format!("/desk/dossiers/{code}{list}#attachments"))
}

const fn kind_name(kind: AttachmentKind) -> &'static str {
    match kind {
        AttachmentKind::Pdf => "PDF",
        AttachmentKind::Jpeg => "JPEG",
        AttachmentKind::Png => "PNG",
    }
}

impl View<'_> {
    /// What is attached, and the form for another file.
    pub(super) fn attachments(&self) -> AnyView {
        let words = self.lang.words();
        let entries: Vec<_> = self.attached.iter().map(|it| self.attachment(it)).collect();
        let list =
            (!entries.is_empty()).then(|| view! { <ul class="attachments-list">{entries}</ul> });
        view! {
            <section class="attachments" id="attachments" aria-labelledby="attachments-title">
                <h2 id="attachments-title">{words.attachment_list()}</h2>
                {list}
                <details class="earlier" open=self.is_attaching()>
                    <summary>{words.attachment_add()}</summary>
                    {self.attachment_form()}
                </details>
            </section>
        }
        .into_any()
    }

    /// Whether the form that attaches a file, or one that removes it, was sent and refused.
    fn is_attaching(&self) -> bool {
        let mut problems = self.problems.iter();
        problems
            .any(|problem| problem.field == ATTACHMENT_FILE || problem.field == ATTACHMENT_TITLE)
    }

    fn attachment(&self, attachment: &Attachment) -> AnyView {
        let words = self.lang.words();
        let path = dossier_path(&self.file.row.dossier.code);
        let href = format!("{path}/attachments/{}/file", attachment.id.0);
        let kind = kind_name(attachment.kind);
        let size = size_text(self.lang, attachment.size_bytes);
        let who = actor_name(self.lang, self.office, &attachment.author);
        let facts = format!(
            "{kind}, {size} · {who} · {}",
            moment(attachment.at, self.zone)
        );
        view! {
            <li>
                <a href=href download="">
                    {attachment.title.clone()}
                </a>
                <p class="hint">{facts}</p>
                {self.removal(attachment, &words.attachment_remove())}
            </li>
        }
        .into_any()
    }

    /// The form that removes a file, for whoever may; opened first, so that no slip of the finger removes one.
    fn removal(&self, attachment: &Attachment, label: &str) -> Option<AnyView> {
        let words = self.lang.words();
        let actor = self.caller.person.actor();
        if attachment.author != actor.name && actor.role != ActorRole::Manager {
            return None;
        }
        let action = self.address(&format!("/attachments/{}/remove", attachment.id.0));
        Some(
            view! {
                <details class="earlier">
                    <summary>{label.to_owned()}</summary>
                    <form method="post" action=action class="form">
                        <p class="hint">{words.attachment_remove_hint()}</p>
                        {button_second(words.attachment_remove_button(attachment.title.clone()))}
                    </form>
                </details>
            }
            .into_any(),
        )
    }

    fn attachment_form(&self) -> AnyView {
        let words = self.lang.words();
        let title = Field {
            hint: Some(words.attachment_title_hint()),
            value: self.request.form.text(ATTACHMENT_TITLE).to_owned(),
            chars_max: TITLE_CHARS_MAX,
            ..Field::text(ATTACHMENT_TITLE, words.attachment_title())
        };
        let limits: AttachmentLimits = expect_context();
        let bytes_max = u64::try_from(limits.bytes_max).unwrap_or(u64::MAX);
        let hint = words.attachment_file_hint(size_text(self.lang, bytes_max));
        let file = labelled(
            ATTACHMENT_FILE,
            words.attachment_file(),
            Some(hint),
            self.problems,
            |described, is_wrong| {
                view! {
                    <input
                        id=ATTACHMENT_FILE
                        name=ATTACHMENT_FILE
                        r#type="file"
                        accept="application/pdf,image/jpeg,image/png,.pdf,.jpg,.jpeg,.png"
                        aria-describedby=described
                        aria-invalid=is_wrong.then_some("true")
                    />
                }
                .into_any()
            },
        );
        view! {
            <form method="post" action=self.address("/attachments") enctype="multipart/form-data" class="form" data-guard="true">
                {hidden("key", &self.request.context.key)}
                {field(title, self.problems)}
                {file}
                {button_second(words.attachment_button())}
            </form>
        }
        .into_any()
    }
}

//! One dossier: what is known of it, its next step, its history.

use chrono_tz::Tz;
use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::account::model::{Access, Caller};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::applicant::Submission;
use sanh_domain::dossier::file::{DossierFile, Note, Office};
use sanh_domain::dossier::{Dossier, EventKind};
use sanh_domain::language::Lang;

use super::address::{code, dossier_path};
use super::api::{AddNote, MoveDossier, open_dossier, read_office};
use super::island::Notice;
use super::{history, linked_view, note, reminder};
use crate::error::AppError;
use crate::feedback::desk_rating::rating_form;
use crate::model::dossier::{ExtensionPreview, StepOutcome};
use crate::model::dossier_row::news;
use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::text::dossier::{act_name, state_name, time_left, undecided_text};
use crate::ui::document::product_title;
use crate::ui::form::{Problem, error_summary, hidden};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Refusal, submit};

/// `/desk/dossiers/{code}`
#[component]
pub(super) fn DossierPage() -> impl IntoView {
    loaded(shown(code(), Refusal::default(), None))
}

/// `/desk/dossiers/{code}/move`: where the forms of its steps go.
#[component]
pub(super) fn MovePage() -> impl IntoView {
    loaded(moved(code()))
}

/// `/desk/dossiers/{code}/notes`: where the form of a note goes.
#[component]
pub(super) fn NotesPage() -> impl IntoView {
    loaded(noted(code()))
}

async fn moved(code: String) -> Result<AnyView, AppError> {
    let response = response();
    match submit::<MoveDossier>(&[("code", &code)]).await? {
        Err(refusal) => return shown(code, refusal, None).await,
        Ok(StepOutcome::ToConfirm(extension)) => {
            return shown(code, Refusal::default(), Some(extension)).await;
        }
        Ok(StepOutcome::Done(kind)) => {
            response.redirect(format!("/desk/dossiers/{code}?done={kind}"));
        }
    }
    Ok(().into_any())
}

async fn noted(code: String) -> Result<AnyView, AppError> {
    let response = response();
    match submit::<AddNote>(&[("code", &code)]).await? {
        Err(refusal) => return shown(code, refusal, None).await,
        Ok(()) => response.redirect(format!("/desk/dossiers/{code}#notes")),
    }
    Ok(().into_any())
}

/// The page, with what is wrong with a form that was sent from it, or the extension that is to be confirmed.
async fn shown(
    code: String,
    refusal: Refusal,
    extension: Option<ExtensionPreview>,
) -> Result<AnyView, AppError> {
    let (office, opened) = (read_office().await?, open_dossier(code).await?);
    let request = request();
    let version = request.form.text("version").parse();
    let view = View {
        caller: request.signed_in()?,
        office: &office,
        file: &opened.file,
        submission: opened.submission.as_ref(),
        notes: &opened.notes,
        is_pin_closed: opened.is_pin_closed,
        problems: &refusal.problems,
        conflict: version.ok().filter(|_| refusal.is_stale),
        extension,
        now: opened.now,
        lang: request.room_lang(),
        zone: office.calendar.zone(),
        request: &request,
    };
    Ok(view.body())
}

/// What a page of one dossier is made of.
pub(super) struct View<'a> {
    pub(super) request: &'a PageRequest,
    pub(super) caller: &'a Caller,
    pub(super) office: &'a Office,
    pub(super) file: &'a DossierFile,
    pub(super) submission: Option<&'a Submission>,
    notes: &'a [Note],
    pub(super) is_pin_closed: bool,
    /// What is wrong with the form that was sent.
    pub(super) problems: &'a [Problem],
    /// The version that the form was made from, where somebody else has changed the dossier since.
    conflict: Option<i64>,
    /// The extension to be confirmed, where one was asked for.
    pub(super) extension: Option<ExtensionPreview>,
    pub(super) now: Instant,
    pub(super) lang: Lang,
    pub(super) zone: Tz,
}

impl View<'_> {
    fn body(&self) -> AnyView {
        let words = self.lang.words();
        let dossier = &self.file.row.dossier;
        let overdue = self.file.row.is_overdue.then(|| {
            view! { <b class="tag tag-late">{words.tag_overdue()}</b> }
        });
        let undecided = self.file.row.undecided.map(|undecided| {
            view! {
                <p class="hint">
                    <b class="tag">{words.due_undecided()}</b>
                    " "
                    {undecided_text(self.lang, undecided)}
                </p>
            }
        });
        let proposed = self.file.row.is_stop_proposed.then(|| {
            view! { <b class="tag">{words.tag_stop_proposed()}</b> }
        });
        let title = words.dossier_title(dossier.code.to_string());
        view! {
            <Title text=product_title(self.lang, &title) />
            <p class="back">
                <a href="/desk">{words.desk_back()}</a>
            </p>
            {error_summary(self.lang, self.problems)}
            {self.changed()}
            {self.done()}
            <h1 class="dossier-code">{dossier.code.to_string()}</h1>
            <p class="dossier-now">
                <b class="tag">{state_name(self.lang, dossier)}</b>
                {overdue}
                {proposed}
                <span>{time_left(self.lang, &self.file.row)}</span>
            </p>
            {undecided}
            <div class="dossier">
                <section class="dossier-work">
                    {reminder::proposal(self.lang, self.file, self.zone)}
                    {self.next_step()}
                    {rating_form(self.lang, dossier)}
                    {self.linked()}
                    {self.notes()}
                    {history::timeline(self.lang, self.office, self.file, self.now, self.caller.person.has(Access::Manage))}
                </section>
                {self.facts()}
            </div>
        }
        .into_any()
    }

    /// What somebody else did while the form was being filled in.
    fn changed(&self) -> Option<AnyView> {
        let version = self.conflict?;
        let words = self.lang.words();
        let newer = news(self.lang, self.zone, &self.file.events, version);
        let lines: Vec<_> = newer
            .into_iter()
            .map(|line| view! { <li>{line}</li> })
            .collect();
        Some(
            view! {
                <div class="errors" role="alert" aria-labelledby="changed-title" tabindex="-1" autofocus=true>
                    <h2 id="changed-title">{words.dossier_changed_title()}</h2>
                    <p>{words.dossier_changed()}</p>
                    <ul>{lines}</ul>
                </div>
            }
            .into_any(),
        )
    }

    /// The last action, with a button to undo it while its author still may.
    fn done(&self) -> Option<AnyView> {
        let kind: EventKind = self.request.parameter("done")?.parse().ok()?;
        let words = self.lang.words();
        let last = self.file.events.last().filter(|last| last.kind == kind)?;
        let correction_s = self.office.rules.correction_s;
        let is_mine = last.actor == self.caller.person.name;
        let is_fresh = (self.now - last.recorded_at).num_seconds() < i64::from(correction_s);
        let undo = (is_mine && is_fresh && kind != EventKind::Correct && !kind.keeps_status() && last.sequence > 1).then(|| {
            view! {
                <form method="post" action=self.action() class="undo">
                    {self.identity()}
                    {hidden("reason", &words.dossier_undo_reason())}
                    <button class="button button-plain" name="action" value=EventKind::Correct.as_str()>
                        {words.dossier_undo()}
                    </button>
                    <span class="hint">{words.dossier_undo_hint(correction_s)}</span>
                </form>
            }
        });
        Some(
            view! {
                <div class="done" role="status">
                    <p>{words.dossier_done(act_name(self.lang, kind))}</p>
                    {undo}
                </div>
            }
            .into_any(),
        )
    }

    /// Tells who is writing here what somebody else does meanwhile.
    pub(super) fn notice(&self) -> AnyView {
        let words = self.lang.words();
        let Dossier { code, version, .. } = &self.file.row.dossier;
        let lang = self.lang.code();
        let named = escaped(code.as_str());
        let stream = format!("/desk/events?lang={lang}&dossier={named}&since={version}");
        view! {
            <Notice
                stream
                here=format!("/desk/dossiers/{code}")
                title=words.live_changed_title()
                note=words.live_changed_note()
                load=words.live_changed_load()
                lost=words.live_lost_dossier()
            />
        }
        .into_any()
    }

    /// The parts of a linked dossier, and where each stands.
    fn linked(&self) -> Option<AnyView> {
        let linked = self.file.linked.as_ref()?;
        let here = &self.file.row.dossier.code;
        Some(linked_view::section(
            self.lang,
            self.office,
            self.caller,
            linked,
            here,
        ))
    }

    pub(super) fn action(&self) -> String {
        format!("{}/move", dossier_path(&self.file.row.dossier.code))
    }

    /// Which version the form was made from, and the number that makes it count once.
    pub(super) fn identity(&self) -> AnyView {
        let version = self.file.row.dossier.version.to_string();
        view! {
            {hidden("version", &version)}
            {hidden("key", &self.request.key)}
        }
        .into_any()
    }

    fn notes(&self) -> AnyView {
        let action = format!("{}/notes", dossier_path(&self.file.row.dossier.code));
        note::notes(
            self.lang,
            self.office,
            self.notes,
            self.zone,
            action,
            self.request,
            self.problems,
        )
    }
}

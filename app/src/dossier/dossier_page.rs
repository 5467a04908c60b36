//! One dossier: what to do next with it, what is known of it, its history.

use chrono::Timelike;
use chrono_tz::Tz;
use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::account::model::{Access, Caller};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::applicant::Submission;
use sanh_domain::dossier::attachment::Attachment;
use sanh_domain::dossier::file::{DossierFile, Note, Office};
use sanh_domain::dossier::{Dossier, DossierCode, EventKind};
use sanh_domain::language::Lang;

use super::address::{code, dossier_path};
use super::api::{AddNote, MoveDossier, open_dossier, read_office};
use super::island::{Notice, UndoTime};
use super::list_place::ListPlace;
use super::{history, linked_view, note, reminder};
use crate::error::AppError;
use crate::feedback::desk_rating::rating_form;
use crate::model::dossier::DESK_EVENTS;
use crate::model::dossier_row::{news, what_of};
use crate::model::dossier_step::{ExtensionPreview, StepOutcome};
use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::text::dossier::{act_name, state_name, time_left, undecided_text};
use crate::ui::document::product_title;
use crate::ui::form::{Problem, error_summary, hidden};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Refusal, submit};

/// Characters of a code that stand on one line of a small phone.
const ONE_LINE_CHARS: usize = 25;

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
            let list = list_in_address(&code, '&').await?;
            response.redirect(format!("/desk/dossiers/{code}?done={kind}{list}"));
        }
    }
    Ok(().into_any())
}

async fn noted(code: String) -> Result<AnyView, AppError> {
    let response = response();
    if let Err(refusal) = submit::<AddNote>(&[("code", &code)]).await? {
        return shown(code, refusal, None).await;
    }
    let list = list_in_address(&code, '?').await?;
    response.redirect(format!("/desk/dossiers/{code}{list}#notes"));
    Ok(().into_any())
}

/// What an address of a dossier's page goes on with, after this sign: the list that the form's address tells of; blank where of none.
pub(super) async fn list_in_address(code: &str, sign: char) -> Result<String, AppError> {
    let Ok(code) = DossierCode::try_from(code.to_owned()) else {
        return Ok(String::new());
    };
    let request = request();
    let place = ListPlace::of(&request, &code).await?;
    Ok(place.map_or_else(String::new, |place| format!("{sign}{}", place.carried())))
}

/// The page, with what is wrong with a form that was sent from it, or the extension that is to be confirmed.
pub(super) async fn shown(
    code: String,
    refusal: Refusal,
    extension: Option<ExtensionPreview>,
) -> Result<AnyView, AppError> {
    let (office, opened) = (read_office().await?, open_dossier(code).await?);
    let request = request();
    let place = ListPlace::of(&request, &opened.file.row.dossier.code).await?;
    let version = request.form.text("version").parse();
    let view = View {
        caller: request.signed_in()?,
        office: &office,
        file: &opened.file,
        submission: opened.submission.as_ref(),
        notes: &opened.notes,
        attached: &opened.attachments,
        is_pin_closed: opened.is_pin_closed,
        subscriptions: opened.subscriptions,
        problems: &refusal.problems,
        conflict: version.ok().filter(|_| refusal.is_stale),
        extension,
        place: place.as_ref(),
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
    pub(super) attached: &'a [Attachment],
    pub(super) is_pin_closed: bool,
    /// The confirmed addresses that are told of its changes.
    pub(super) subscriptions: u32,
    /// What is wrong with the form that was sent.
    pub(super) problems: &'a [Problem],
    /// The version that the form was made from, where somebody else has changed the dossier since.
    conflict: Option<i64>,
    /// The extension to be confirmed, where one was asked for.
    pub(super) extension: Option<ExtensionPreview>,
    /// Where it stands on the list that it was opened from.
    place: Option<&'a ListPlace>,
    pub(super) now: Instant,
    pub(super) lang: Lang,
    pub(super) zone: Tz,
}

impl View<'_> {
    fn body(&self) -> AnyView {
        let words = self.lang.words();
        let dossier = &self.file.row.dossier;
        let for_manager = self.caller.person.has(Access::Manage);
        view! {
            <Title text=product_title(self.lang, &words.dossier_title(dossier.code.to_string())) />
            {self.ways()}
            {error_summary(self.lang, self.problems)}
            {self.changed()}
            {self.done()}
            {self.state()}
            <div class="dossier">
                <section class="dossier-next" aria-labelledby="next-title">
                    {reminder::proposal(self.lang, self.file, self.zone)}
                    {self.next_step()}
                    {rating_form(self.lang, dossier)}
                </section>
                {self.facts()}
                <div class="dossier-rest">
                    {self.linked()}
                    {self.attachments()}
                    {self.notes()}
                    {history::timeline(self.lang, self.office, self.file, self.now, for_manager)}
                </div>
            </div>
        }
        .into_any()
    }

    /// The ways back to the list and on to its other dossiers.
    fn ways(&self) -> AnyView {
        let words = self.lang.words();
        let list = self
            .place
            .map_or_else(|| "/desk".to_owned(), ListPlace::list);
        let to = |href: Option<String>, key: &'static str, name: String| {
            href.map(|href| {
                view! {
                    <a href=href data-press=key>
                        {name}
                    </a>
                }
            })
        };
        let (previous, next) = (
            self.place.and_then(ListPlace::previous),
            self.place.and_then(ListPlace::next),
        );
        let is_end = self.place.is_some_and(ListPlace::is_last);
        let end = is_end.then(|| view! { <span class="hint">{words.dossier_list_end()}</span> });
        view! {
            <nav class="back ways" aria-label=words.dossier_ways()>
                {to(Some(list), "b", words.desk_back())}
                {to(previous, "k", words.dossier_previous())}
                {to(next, "j", words.dossier_following())}
                {end}
            </nav>
        }
        .into_any()
    }

    /// Which dossier it is, what it is about, and how it stands.
    fn state(&self) -> AnyView {
        let words = self.lang.words();
        let row = &self.file.row;
        let overdue = row.is_overdue.then(|| {
            view! { <b class="tag tag-late">{words.tag_overdue()}</b> }
        });
        let undecided = row.undecided.map(|undecided| {
            view! {
                <p class="hint">
                    <b class="tag">{words.due_undecided()}</b>
                    " "
                    {undecided_text(self.lang, undecided)}
                </p>
            }
        });
        let proposed = row.is_stop_proposed.then(|| {
            view! { <b class="tag">{words.tag_stop_proposed()}</b> }
        });
        let what = what_of(self.lang, self.office, &row.dossier);
        let code = row.dossier.code.to_string();
        let class = if code.len() > ONE_LINE_CHARS {
            "dossier-code dossier-code-long"
        } else {
            "dossier-code"
        };
        view! {
            <h1 class=class>{code}</h1>
            <p class="dossier-what">{what}</p>
            <p class="dossier-now">
                <b class="tag">{state_name(self.lang, &row.dossier)}</b>
                {overdue}
                {proposed}
                <span>{time_left(self.lang, row)}</span>
            </p>
            {undecided}
        }
        .into_any()
    }

    /// What somebody else did while the form was being filled in.
    fn changed(&self) -> Option<AnyView> {
        let version = self.conflict?;
        let words = self.lang.words();
        let newer = news(self.lang, self.office, &self.file.events, version);
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

    /// The step that was just recorded, with a button to undo it while whoever did it still may.
    fn done(&self) -> Option<AnyView> {
        let words = self.lang.words();
        let last = self.file.events.last()?;
        let told = self.request.parameter("done");
        let is_told = told.is_some_and(|told| told == last.kind.as_str());
        let undo = self.undo();
        if !is_told && undo.is_none() {
            return None;
        }
        Some(
            view! {
                <div class="done" tabindex="-1">
                    <p role="status">{words.dossier_done(act_name(self.lang, last.kind))}</p>
                    {undo}
                </div>
            }
            .into_any(),
        )
    }

    /// The form that takes the last step back, with the whole seconds left for it.
    fn undo(&self) -> Option<AnyView> {
        let dossier = &self.file.row.dossier;
        let actor = self.caller.person.actor();
        let calendar = self.office.calendar.for_agency(dossier.agency);
        let rules = (&calendar, &self.office.rules);
        let until = dossier.undo_until(&actor, self.now, rules, &self.file.events)?;
        let left_s = u32::try_from((until - self.now).num_seconds()).ok()?;
        if left_s == 0 {
            return None;
        }
        let words = self.lang.words();
        let local = until.with_timezone(&self.zone).time();
        let (hour, minute, second) = (local.hour(), local.minute(), local.second());
        let until = words.dossier_undo_until(format!("{hour:02}:{minute:02}:{second:02}"));
        let action = EventKind::Correct.as_str();
        Some(
            view! {
                <form method="post" action=self.action() class="undo">
                    {self.identity()}
                    {hidden("reason", &words.dossier_undo_reason())}
                    <button class="button button-plain" name="action" value=action data-press="u">
                        {words.dossier_undo()}
                    </button>
                    <UndoTime left_s until left=words.dossier_undo_left("{n}") />
                </form>
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
        let stream = format!("{DESK_EVENTS}?lang={lang}&dossier={named}&since={version}");
        view! {
            <Notice
                stream
                here=self.address("")
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

    /// An address below the dossier's own, with what is carried of the list that it was opened from.
    pub(super) fn address(&self, below: &str) -> String {
        let path = dossier_path(&self.file.row.dossier.code);
        let list = self.place.map(ListPlace::carried);
        let list = list.map_or_else(String::new, |list| format!("?{list}"));
        format!("{path}{below}{list}")
    }

    pub(super) fn action(&self) -> String {
        self.address("/move")
    }

    /// Which version the form was made from, and the number that makes it count once.
    pub(super) fn identity(&self) -> AnyView {
        let version = self.file.row.dossier.version.to_string();
        view! {
            {hidden("version", &version)}
            {hidden("key", &self.request.context.key)}
        }
        .into_any()
    }

    fn notes(&self) -> AnyView {
        note::notes(
            self.lang,
            self.office,
            self.notes,
            self.zone,
            self.address("/notes"),
            self.request,
            self.problems,
        )
    }
}

//! One dossier: what is known of it, its next step, its history.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::account::actor::ActorRole;
use sanh_domain::account::model::{Access, Caller, RequestKey};
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::dossier::applicant::{Applicant, Submission};
use sanh_domain::dossier::file::{DossierFile, Linked, Note, Office, PersonalDataRead};
use sanh_domain::dossier::{Dossier, DossierCode, Kind, REASON_CHARS_MAX, Refusal};
use sanh_domain::language::Lang;

use super::desk::DeskError;
use super::extension_preview::{ExtensionPreview, SHOWN, extension_hint};
use super::island::Notice;
use super::island::row::news;
use super::reminder::PROPOSED;
use super::step::{CHOSEN, ChosenAction, kind_of, takes_reason};
use super::words::{
    act_name, channel_name, due_moment, field_of, moment, named, refusal_text, state_name,
    time_left, undecided_text,
};
use super::{assign, history, linked_view, note, reminder};
use crate::Ports;
use crate::page::{Page, PageRequest, escaped};
use crate::procedure::words::explained_text;
use crate::text::{Messages, duration};
use crate::ui::document::{Head, document_html};
use crate::ui::form::{
    Field, Problem, button_second, error_summary, field, hidden, text_area, text_area_named,
};
use crate::ui::frame::{NavSection, PageFrame, room};

/// The id of the field for why a reception is annulled: the step beside it has a reason of its own.
const ANNUL_REASON: &str = "annul_reason";

/// What a page of one dossier is made of.
struct View<'a> {
    request: &'a PageRequest,
    caller: &'a Caller,
    office: &'a Office,
    file: &'a DossierFile,
    submission: Option<&'a Submission>,
    notes: &'a [Note],
    /// What is wrong with the form that was sent.
    problems: &'a [Problem],
    /// The version that the form was made from, where somebody else has changed the dossier since.
    conflict: Option<i64>,
    /// The extension to be confirmed, where one was asked for.
    extension: Option<ExtensionPreview>,
    now: Instant,
    lang: Lang,
    zone: Tz,
}

/// What came of the form that was sent from a page of one dossier.
#[derive(Default)]
struct Outcome<'a> {
    problems: &'a [Problem],
    conflict: Option<i64>,
    extension: Option<ExtensionPreview>,
}

impl<'a> Outcome<'a> {
    fn refused(problems: &'a [Problem]) -> Self {
        Self {
            problems,
            ..Self::default()
        }
    }

    fn status(&self) -> u16 {
        match (self.conflict, self.problems) {
            (Some(_), _) => 409,
            (None, []) => 200,
            (None, _) => 422,
        }
    }
}

/// `GET /desk/dossiers/{code}`
pub(super) async fn shown(
    request: &PageRequest,
    caller: &Caller,
    code: &DossierCode,
) -> Result<Page, DeskError> {
    page(request, caller, code, Outcome::default()).await
}

/// `POST /desk/dossiers/{code}/move`
pub(super) async fn act(
    request: &PageRequest,
    caller: &Caller,
    code: &DossierCode,
) -> Result<Page, DeskError> {
    let port = expect_context::<Ports>().desk;
    // Before anything is said of the form: whether they may know of this dossier at all.
    let file = port.file(caller, code).await?;
    let office = port.office().await?;
    let zone = office.calendar.zone();
    let lang = request.room_lang();
    let version = request.form.text("version").parse::<i64>();
    let key = RequestKey::read(request.form.text("key"));
    let (Ok(version), Some(key)) = (version, key) else {
        let problem = Problem::new("act", lang.words().dossier_nothing_chosen());
        return page(request, caller, code, Outcome::refused(&[problem])).await;
    };
    let chosen = match ChosenAction::read(request, lang, zone) {
        Ok(chosen) => chosen,
        Err(problems) => return page(request, caller, code, Outcome::refused(&problems)).await,
    };
    let kind = chosen.action.kind();
    if kind == Kind::Assign
        && let Some(problem) = assign::away(lang, &office, &request.form, &caller.person.name)
    {
        return page(request, caller, code, Outcome::refused(&[problem])).await;
    }
    if version == file.row.dossier.version {
        let actor = caller.person.actor();
        match ExtensionPreview::of(&chosen, &file, &office, &actor, port.now()) {
            Ok(Some(preview)) if request.form.text(SHOWN) != preview.mark() => {
                let shown = Outcome {
                    extension: Some(preview),
                    ..Outcome::default()
                };
                return page(request, caller, code, shown).await;
            }
            Ok(_) => {}
            Err(refusal) => return refused(request, caller, code, &refusal, zone).await,
        }
    }
    match port
        .act(caller, key, vec![chosen.of(code.clone(), version)])
        .await
    {
        Ok(()) => Ok(Page::redirect(format!("/desk/dossiers/{code}?done={kind}"))),
        Err(DeskError::Conflict) => {
            let conflict = Outcome {
                conflict: Some(version),
                ..Outcome::default()
            };
            page(request, caller, code, conflict).await
        }
        Err(DeskError::Refused(refusal)) => refused(request, caller, code, &refusal, zone).await,
        Err(DeskError::Invalid(field @ "assignee")) => {
            let problem = Problem::new(field, lang.words().assign_cannot());
            page(request, caller, code, Outcome::refused(&[problem])).await
        }
        Err(error) => Err(error),
    }
}

/// The page with what stands against an act.
async fn refused(
    request: &PageRequest,
    caller: &Caller,
    code: &DossierCode,
    refusal: &Refusal,
    zone: Tz,
) -> Result<Page, DeskError> {
    let text = refusal_text(request.room_lang(), refusal, zone);
    let is_annulling = request.form.text("action") == Kind::Annul.as_str();
    let field = if is_annulling {
        ANNUL_REASON
    } else {
        field_of(refusal)
    };
    let problem = Problem::new(field, text);
    page(request, caller, code, Outcome::refused(&[problem])).await
}

/// The page with what is wrong with a form that was sent from it.
pub(super) async fn with_problems(
    request: &PageRequest,
    caller: &Caller,
    code: &DossierCode,
    problems: &[Problem],
) -> Result<Page, DeskError> {
    page(request, caller, code, Outcome::refused(problems)).await
}

async fn page(
    request: &PageRequest,
    caller: &Caller,
    code: &DossierCode,
    outcome: Outcome<'_>,
) -> Result<Page, DeskError> {
    let port = expect_context::<Ports>().desk;
    let (office, file) = (port.office().await?, port.file(caller, code).await?);
    let submission = port
        .submission(caller, code, PersonalDataRead::Opened)
        .await?;
    let notes = port.notes(caller, code).await?;
    let lang = request.room_lang();
    let words = lang.words();
    let view = View {
        request,
        caller,
        office: &office,
        file: &file,
        submission: submission.as_ref(),
        notes: &notes,
        problems: outcome.problems,
        conflict: outcome.conflict,
        extension: outcome.extension,
        now: port.now(),
        lang,
        zone: office.calendar.zone(),
    };
    let title = words.dossier_title(code.to_string());
    let head = Head {
        title: Some(format!("{title} · {}", words.product())),
        ..request.head(lang)
    };
    let path = format!("/desk/dossiers/{code}");
    let frame = PageFrame {
        caller,
        room: NavSection::Worklist,
        path: &path,
    };
    let html = document_html(head, || room(lang, &frame, view.body()));
    Ok(Page::new(outcome.status(), html))
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
        view! {
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
        let kind: Kind = self.request.parameter("done")?.parse().ok()?;
        let words = self.lang.words();
        let last = self.file.events.last().filter(|last| last.kind == kind)?;
        let correction_s = self.office.rules.correction_s;
        let is_mine = last.actor == self.caller.person.name;
        let is_fresh = (self.now - last.recorded_at).num_seconds() < i64::from(correction_s);
        let undo = (is_mine && is_fresh && kind != Kind::Correct && !kind.keeps_status() && last.sequence > 1).then(|| {
            view! {
                <form method="post" action=self.action() class="undo">
                    {self.identity()}
                    {hidden("reason", &words.dossier_undo_reason())}
                    <button class="button button-plain" name="action" value=Kind::Correct.as_str()>
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
    fn notice(&self) -> AnyView {
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

    fn action(&self) -> String {
        format!("/desk/dossiers/{}/move", self.file.row.dossier.code)
    }

    /// Which version the form was made from, and the number that makes it count once.
    fn identity(&self) -> AnyView {
        let version = self.file.row.dossier.version.to_string();
        view! {
            {hidden("version", &version)}
            {hidden("key", &self.request.key)}
        }
        .into_any()
    }

    fn next_step(&self) -> AnyView {
        let words = self.lang.words();
        let actor = self.caller.person.actor();
        let role = actor.role;
        let (dossier, office) = (&self.file.row.dossier, self.office);
        let calendar = office.calendar.for_agency(dossier.agency);
        let events = &self.file.events;
        let offered = dossier.offered(&actor, self.now, &calendar, &office.rules, events);
        let is_step = |kind: &Kind| {
            !matches!(
                kind,
                Kind::Assign | Kind::Step | Kind::Register | Kind::Amend | Kind::Annul
            )
        };
        let offered = offered
            .into_iter()
            .filter(is_step)
            .filter(|kind| *kind != Kind::Resolve || !self.waits_for_parts());
        let (with_reason, plain): (Vec<Kind>, Vec<Kind>) =
            offered.partition(|kind| takes_reason(*kind));
        let ended = (plain.is_empty() && with_reason.iter().all(|kind| *kind == Kind::Correct))
            .then(|| view! { <p class="hint">{words.dossier_next_none()}</p> });
        let button = |kind: Kind| {
            view! {
                <button class="button" name="action" value=kind.as_str()>
                    {act_name(self.lang, kind)}
                </button>
            }
        };
        let buttons: Vec<_> = plain.into_iter().map(button).collect();
        // Enter in a field presses a form's first button: here that is to record what was chosen, never a step of its own.
        let pressed_by_enter = (!with_reason.is_empty()).then(|| {
            view! {
                <button class="sr-only" name="action" value=CHOSEN tabindex="-1" aria-hidden="true">
                    {words.dossier_record()}
                </button>
            }
        });
        view! {
            <h2>{words.dossier_next()}</h2>
            {ended}
            {self.notice()}
            <form method="post" action=self.action() class="form step" data-guard="true">
                {self.identity()}
                {pressed_by_enter}
                {self.extension.map(|preview| preview.view(self.lang, self.zone))}
                <div class="step-plain">{buttons}</div>
                {self.listed(&with_reason, role)}
            </form>
        }
        .into_any()
    }

    /// The reason of the stop that is proposed, where the page is asked for with it and nothing was sent.
    fn proposed_reason(&self) -> Option<String> {
        let is_asked = self.request.parameter(PROPOSED).is_some() && self.request.form.0.is_empty();
        if !is_asked || !self.file.row.is_stop_proposed {
            return None;
        }
        reminder::stop_reason(self.file, self.zone, self.now)
    }

    /// Whether it is the whole of a linked dossier of which a part has not ended.
    fn waits_for_parts(&self) -> bool {
        let linked = self.file.linked.as_ref();
        self.file.row.dossier.is_whole() && linked.is_some_and(Linked::has_open_parts)
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

    /// The steps that take a reason.
    fn listed(&self, kinds: &[Kind], role: ActorRole) -> Option<AnyView> {
        let words = self.lang.words();
        let form = &self.request.form;
        if kinds.is_empty() {
            // If a step is no longer possible, the text typed for it is still shown, so that it can be copied.
            let typed = Some(form.text("reason")).filter(|typed| !typed.is_empty())?;
            let kept = text_area(
                "reason",
                words.dossier_reason(),
                None,
                typed,
                REASON_CHARS_MAX,
                &[],
            );
            return Some(kept.into_any());
        }
        let proposed = self.proposed_reason();
        let chosen = proposed.as_ref().map(|_| Kind::Stop);
        let chosen = chosen.or_else(|| kind_of(form));
        let reason = proposed.unwrap_or_else(|| form.text("reason").to_owned());
        let option = |kind: &Kind| {
            let id = format!("act-{kind}");
            view! {
                <div class="choice">
                    <input r#type="radio" name="act" id=id.clone() value=kind.as_str() checked=chosen == Some(*kind) />
                    <label r#for=id>{act_name(self.lang, *kind)}</label>
                </div>
            }
        };
        let options: Vec<_> = kinds.iter().map(option).collect();
        let problem = self.problems.iter().find(|problem| problem.field == "act");
        let problem =
            problem.map(|problem| view! { <p class="problem">{problem.message.clone()}</p> });
        let time = |name: &'static str, label: String, hint: Option<String>| {
            let field_of_time = Field {
                kind: "datetime-local",
                hint,
                value: form.text(name).to_owned(),
                chars_max: 19,
                ..Field::text(name, label)
            };
            field(field_of_time, self.problems)
        };
        let new_due = kinds
            .contains(&Kind::Extend)
            .then(|| {
                extension_hint(
                    self.lang,
                    self.office,
                    &self.file.row.dossier,
                    role,
                    self.now,
                )
            })
            .map(|hint| time("new_due", words.dossier_new_due(), hint));
        let days = self.office.rules.backdate_days_max;
        let is_backdated =
            !form.text("occurred").is_empty() || !form.text("late_reason").is_empty();
        let late_reason = (role == ActorRole::Manager).then(|| {
            text_area(
                "late_reason",
                words.dossier_late_reason(),
                None,
                form.text("late_reason"),
                REASON_CHARS_MAX,
                self.problems,
            )
        });
        Some(
            view! {
                <fieldset class="choices" id="act">
                    <legend>{words.dossier_with_reason()}</legend>
                    {problem}
                    {options}
                </fieldset>
                {text_area(
                    "reason",
                    words.dossier_reason(),
                    Some(words.dossier_reason_hint()),
                    &reason,
                    REASON_CHARS_MAX,
                    self.problems,
                )}
                {new_due}
                <details class="earlier" open=is_backdated>
                    <summary>{words.dossier_earlier()}</summary>
                    {time("occurred", words.dossier_occurred(), Some(words.dossier_occurred_hint(days)))}
                    {late_reason}
                </details>
                <button class="button button-second" name="action" value=CHOSEN>
                    {words.dossier_record()}
                </button>
            }
            .into_any(),
        )
    }

    fn hand(&self) -> AnyView {
        let hand = assign::AssigneeForms {
            lang: self.lang,
            office: self.office,
            dossier: &self.file.row.dossier,
            caller: self.caller,
            action: self.action(),
            identity: &|| self.identity(),
            problems: self.problems,
            chosen: self.request.form.text("assignee"),
        };
        hand.view()
    }

    fn notes(&self) -> AnyView {
        let action = format!("/desk/dossiers/{}/notes", self.file.row.dossier.code);
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

    fn facts(&self) -> AnyView {
        let words = self.lang.words();
        let dossier = &self.file.row.dossier;
        let at = |at| moment(at, self.zone);
        let spent =
            |minutes: u32| duration::working_time(self.lang, WorkingMinutes(minutes).duration());
        let office = self.office;
        let procedure = office
            .procedures
            .iter()
            .find(|it| Some(it.id) == dossier.procedure);
        let agency = office.agencies.iter().find(|it| it.id == dossier.agency);
        let of_field = office.fields.iter().find(|(id, _)| *id == dossier.field);
        let first_due = dossier
            .first_due_at
            .filter(|first| Some(*first) != dossier.due_at);
        let undecided = self.file.row.undecided;
        let due = |due| due_moment(self.lang, due, self.zone, undecided);
        let due = dossier.due_at.map_or_else(|| words.dossier_due_none(), due);
        let limit = dossier
            .limit
            .map(|limit| explained_text(self.lang, limit.length));
        let paused = Some(dossier.paused_min).filter(|minutes| *minutes > 0);
        let applicant = self.submission.map(|submission| {
            let Applicant {
                name,
                phone,
                identity,
                email,
            } = &submission.applicant;
            let given = [name, phone, identity, email]
                .into_iter()
                .filter(|text| !text.is_empty());
            given.cloned().collect::<Vec<_>>().join(" · ")
        });
        let papers = self
            .submission
            .map(|submission| submission.papers.join("; "));
        let facts = [
            (words.dossier_applicant(), applicant),
            (
                words.desk_procedure(),
                procedure.map(|it| format!("{} · {}", it.code, named(self.lang, &it.name))),
            ),
            (
                words.dossier_field(),
                of_field.map(|(_, name)| named(self.lang, name)),
            ),
            (
                words.desk_agency(),
                agency.map(|it| named(self.lang, &it.name)),
            ),
            (
                words.dossier_papers(),
                papers.filter(|papers| !papers.is_empty()),
            ),
            (
                words.dossier_channel(),
                Some(channel_name(self.lang, dossier.channel)),
            ),
            (words.dossier_received(), dossier.received_at.map(at)),
            (words.receive_limit(), limit),
            (words.desk_due(), Some(due)),
            (words.dossier_first_due(), first_due.map(at)),
            (words.dossier_ended(), dossier.ended_at.map(at)),
            (words.dossier_handled(), dossier.handled_min.map(spent)),
            (words.dossier_paused(), paused.map(spent)),
        ];
        let fact = |(term, text): (String, Option<String>)| {
            text.map(|text| view! { <dt>{term}</dt> <dd>{text}</dd> })
        };
        view! {
            <section class="dossier-facts" aria-label=words.dossier_facts()>
                {self.hand()}
                <dl class="facts">{facts.into_iter().map(fact).collect::<Vec<_>>()}</dl>
                {self.prints()}
                {self.amends()}
                {self.annuls()}
            </section>
        }
        .into_any()
    }

    /// The way to setting the reception right.
    fn amends(&self) -> Option<AnyView> {
        let dossier = &self.file.row.dossier;
        let allowed = dossier.allowed(self.caller.person.actor().role);
        let href = format!("/desk/dossiers/{}/amend", dossier.code);
        allowed.contains(&Kind::Amend).then(|| {
            view! {
                <p class="prints">
                    <a href=href>{self.lang.words().amend_link()}</a>
                </p>
            }
            .into_any()
        })
    }

    /// Annulling, for whoever may.
    fn annuls(&self) -> Option<AnyView> {
        let words = self.lang.words();
        let (dossier, calendar) = (&self.file.row.dossier, &self.office.calendar);
        let actor = self.caller.person.actor();
        let rules = (calendar, &self.office.rules);
        if !dossier.may_annul(&self.file.events, self.now, rules, &actor) {
            return None;
        }
        let form = &self.request.form;
        let is_sent = form.text("action") == Kind::Annul.as_str();
        let reason = if is_sent { form.text("reason") } else { "" };
        Some(
            view! {
                <details class="earlier" open=is_sent>
                    <summary>{words.annul_title()}</summary>
                    <form method="post" action=self.action() class="form" id="annul">
                        {self.identity()}
                        <p class="hint">{words.annul_text()}</p>
                        {text_area_named(
                            (ANNUL_REASON, "reason"),
                            words.annul_reason(),
                            None,
                            reason,
                            REASON_CHARS_MAX,
                            self.problems,
                        )}
                        <button class="button button-second" name="action" value=Kind::Annul.as_str()>
                            {words.annul_button()}
                        </button>
                    </form>
                </details>
            }
            .into_any(),
        )
    }

    /// What can be printed of it.
    fn prints(&self) -> AnyView {
        let words = self.lang.words();
        let code = &self.file.row.dossier.code;
        let control = format!("/desk/dossiers/{code}/control-slip");
        let dossier = &self.file.row.dossier;
        let slip = dossier
            .received_at
            .filter(|_| !dossier.is_annulled())
            .map(|_| {
                let action = format!("/desk/dossiers/{code}/slip");
                view! {
                    <form method="post" action=action>
                        {button_second(words.slip_again())}
                        <p class="hint">{words.slip_again_hint()}</p>
                    </form>
                }
            });
        view! {
            <p class="prints">
                <a href=control>{words.print_control()}</a>
            </p>
            {slip}
        }
        .into_any()
    }
}

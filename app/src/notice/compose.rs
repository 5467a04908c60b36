//! The form of a notice, and how it will look.

use leptos::prelude::*;
use sanh_domain::account::model::{AgencyScope, Caller};
use sanh_domain::language::Lang;
use sanh_domain::notice::model::{
    Audience, EMERGENCY_CHARS_MAX, NOTICE_CHARS_MAX, NoticeId, Priority,
};
use sanh_domain::notice::record::{Addressee, Approval, NoticePhase, NoticeRecord, may_write_for};
use sanh_domain::text::name::Name;

use super::look::look;
use super::pages::port;
use super::port::{NoticeError, NoticeOverview};
use super::typed::{FormReader, INSTANT_CHARS_MAX, written};
use super::words::priority_name;
use crate::Ports;
use crate::admin::pages::{PageExtras, in_room_with};
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::ui::form::{
    Field, Form, Problem, button, error_summary, field, hidden, select, text_area,
};
use crate::ui::frame::NavSection;

/// How long an emergency stands where its writer says nothing else, in hours (ours).
const EMERGENCY_HOURS: i64 = 1;

/// `GET /manage/notices/new`
pub(super) async fn new(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let overview = port().overview(caller).await?;
    let mut fields = vec![("screens".to_owned(), "all".to_owned())];
    if request.parameter("priority") == Some(Priority::Emergency.as_str()) {
        let until = overview.now + chrono::Duration::hours(EMERGENCY_HOURS);
        fields.push((
            "priority".to_owned(),
            Priority::Emergency.as_str().to_owned(),
        ));
        fields.push(("until".to_owned(), written(until, overview.zone)));
    }
    let sheet = ComposeForm {
        request,
        caller,
        overview: &overview,
        form: &Form(fields),
        edited: None,
    };
    Ok(sheet.page(&[]))
}

/// `GET /manage/notices/{notice}/edit`
pub(super) async fn edit(
    request: &PageRequest,
    caller: &Caller,
    id: NoticeId,
) -> Result<Page, AppError> {
    let overview = port().overview(caller).await?;
    let record = found(&overview, id)?;
    let notice = &record.notice;
    let mut fields: Vec<(&str, String)> = vec![
        ("version", record.version.to_string()),
        ("priority", notice.priority.as_str().to_owned()),
        ("vi", notice.text.vi.clone()),
        ("en", notice.text.en.clone().unwrap_or_default()),
        ("from", written(notice.from, overview.zone)),
        ("until", written(notice.until, overview.zone)),
    ];
    match &notice.screens {
        Audience::All => fields.push(("screens", "all".to_owned())),
        Audience::Named(names) => {
            fields.push(("screens", "some".to_owned()));
            fields.extend(names.iter().map(|name| ("screen", name.clone())));
        }
    }
    let fields = fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    let sheet = ComposeForm {
        request,
        caller,
        overview: &overview,
        form: &Form(fields.collect()),
        edited: Some(record),
    };
    Ok(sheet.page(&[]))
}

/// `POST /manage/notices` and `POST /manage/notices/{notice}/edit`
pub(super) async fn sent(
    request: &PageRequest,
    caller: &Caller,
    id: Option<NoticeId>,
) -> Result<Page, AppError> {
    let ports = expect_context::<Ports>();
    let overview = port().overview(caller).await?;
    let calendar = ports.board.calendar().await?;
    let edited = id.map(|id| found(&overview, id)).transpose()?;
    let sheet = ComposeForm {
        request,
        caller,
        overview: &overview,
        form: &request.form,
        edited,
    };
    let lang = request.room_lang();
    let typed = FormReader {
        form: &request.form,
        lang,
        overview: &overview,
        calendar: &calendar,
        person: &caller.person,
    };
    if !request.form.text("preview").is_empty() {
        return Ok(sheet.page(&[]));
    }
    let draft = match typed.draft() {
        Ok(draft) => draft,
        Err(problems) => return Ok(sheet.page(&problems)),
    };
    let version = request.form.text("version").parse().unwrap_or_default();
    let words = lang.words();
    let wrote = port()
        .write(caller, draft, id.map(|id| (id, version)))
        .await;
    let problem = match wrote {
        Ok(id) => {
            return Ok(Page::redirect(format!(
                "/manage/notices/{}?saved=written",
                id.0
            )));
        }
        Err(NoticeError::Other(error)) => return Err(error),
        Err(NoticeError::Changed) => Problem::new("main", words.notice_changed()),
        Err(NoticeError::TooMany) => Problem::new("main", words.notice_bad_many()),
        Err(NoticeError::Over | NoticeError::OwnNotice) => {
            Problem::new("main", words.notice_over())
        }
    };
    Ok(sheet.page(&[problem]))
}

/// One that can still be changed.
fn found(overview: &NoticeOverview, id: NoticeId) -> Result<&NoticeRecord, AppError> {
    let mut records = overview.records.iter();
    let record = records.find(|record| record.notice.id == id);
    let record = record.ok_or(AppError::NotFound)?;
    let is_refused = matches!(record.approval, Approval::Refused { .. });
    match record.standing(overview.now) {
        NoticePhase::Past if !is_refused => Err(AppError::NotFound),
        _ => Ok(record),
    }
}

/// The form, as it comes to its reader.
struct ComposeForm<'a> {
    request: &'a PageRequest,
    caller: &'a Caller,
    overview: &'a NoticeOverview,
    form: &'a Form,
    edited: Option<&'a NoticeRecord>,
}

impl ComposeForm<'_> {
    fn lang(&self) -> Lang {
        self.request.room_lang()
    }

    fn priority(&self) -> Priority {
        self.form
            .text("priority")
            .parse()
            .unwrap_or(Priority::Notice)
    }

    fn is_everywhere(&self) -> bool {
        self.caller.person.reach == AgencyScope::Everywhere
    }

    fn page(&self, problems: &[Problem]) -> Page {
        let lang = self.lang();
        let words = lang.words();
        let title = match (self.edited, self.priority()) {
            (Some(record), _) => words.notice_form_title_edit(record.notice.id.0.to_string()),
            (None, Priority::Notice) => words.notice_form_title(),
            (None, Priority::Emergency) => words.notice_form_title_emergency(),
        };
        let status = if problems.is_empty() { 200 } else { 422 };
        let beside = PageExtras {
            script: Some("/compose.js"),
            ..PageExtras::default()
        };
        let place = (NavSection::Notices, title.clone());
        in_room_with(self.request, self.caller, place, (status, beside), || {
            let own: Vec<_> = self.own_walls().collect();
            let body = if !self.is_everywhere() && own.is_empty() {
                view! { <p class="chosen">{words.notice_screens_no_own()}</p> }.into_any()
            } else {
                self.form_view(&own, problems)
            };
            view! {
                <p class="back">
                    <a href="/manage/notices">{words.notice_back()}</a>
                </p>
                {error_summary(lang, problems)}
                <h1>{title}</h1>
                {self.is_shown().then(|| view! { <p class="hint">{words.notice_form_shown_hint()}</p> })}
                {body}
            }
            .into_any()
        })
    }

    fn is_shown(&self) -> bool {
        let standing = self.edited.map(|record| record.standing(self.overview.now));
        standing == Some(NoticePhase::Shown)
    }

    fn own_walls(&self) -> impl Iterator<Item = &Addressee> {
        let walls = self.overview.walls.iter();
        walls.filter(|wall| may_write_for(&self.caller.person, wall))
    }

    fn form_view(&self, own: &[&Addressee], problems: &[Problem]) -> AnyView {
        let (lang, priority) = (self.lang(), self.priority());
        let words = lang.words();
        let action = match self.edited {
            Some(record) => format!("/manage/notices/{}/edit", record.notice.id.0),
            None => "/manage/notices".to_owned(),
        };
        let kind = self.is_everywhere().then(|| {
            let named = |it: Priority| (it.as_str().to_owned(), priority_name(lang, it));
            let choices = vec![named(Priority::Notice), named(Priority::Emergency)];
            select(
                "priority",
                words.notice_kind(),
                choices,
                priority.as_str(),
                problems,
            )
        });
        let waits = self.overview.second.is_needed_for(priority);
        let send = if waits {
            words.notice_send()
        } else {
            words.notice_publish()
        };
        let text = Name {
            vi: self.form.text("vi").to_owned(),
            en: Some(self.form.text("en").to_owned()).filter(|en| !en.is_empty()),
        };
        view! {
            <div class="compose-sheet">
            <form
                method="post"
                action=action
                id="compose"
                class="form compose"
                data-priority=priority.as_str()
                data-max-notice=NOTICE_CHARS_MAX.to_string()
                data-max-emergency=EMERGENCY_CHARS_MAX.to_string()
            >
                {hidden("version", self.form.text("version"))}
                {kind}
                <p class="hint">
                    {words.notice_chars_hint(NOTICE_CHARS_MAX, EMERGENCY_CHARS_MAX)}
                </p>
                {self.area("vi", words.notice_vi_label(), None, problems)}
                {self.area("en", words.notice_en_label(), Some(words.notice_en_hint()), problems)}
                {self.instant("from", words.notice_from_label(), words.notice_from_hint(), problems)}
                {self.instant("until", words.notice_until_label(), words.notice_until_hint(), problems)}
                {self.screens(own, problems)}
                {self.is_everywhere().then(|| self.sure(problems))}
                <div class="do-line notice-do">
                    {button(send)}
                    <button
                        class="button button-second"
                        r#type="submit"
                        name="preview"
                        value="1"
                        formnovalidate
                    >
                        {words.notice_preview()}
                    </button>
                </div>
            </form>
            <section class="compose-look">
                {look(lang, &text, priority)}
                <p class="hint">{words.notice_preview_text()}</p>
            </section>
            </div>
        }
        .into_any()
    }

    fn area(
        &self,
        name: &'static str,
        label: String,
        hint: Option<String>,
        problems: &[Problem],
    ) -> AnyView {
        let value = self.form.raw(name);
        view! {
            {text_area(name, label, hint, value, EMERGENCY_CHARS_MAX, problems)}
            <p class="hint left">
                {self.lang().words().notice_left()} " " <b data-left=name></b>
            </p>
        }
        .into_any()
    }

    fn instant(
        &self,
        name: &'static str,
        label: String,
        hint: String,
        problems: &[Problem],
    ) -> AnyView {
        let instant = Field {
            hint: Some(hint),
            value: self.form.raw(name).to_owned(),
            kind: "datetime-local",
            chars_max: INSTANT_CHARS_MAX,
            ..Field::text(name, label)
        };
        field(instant, problems)
    }

    fn screens(&self, own: &[&Addressee], problems: &[Problem]) -> AnyView {
        let words = self.lang().words();
        let problem = problems.iter().find(|problem| problem.field == "screens");
        let problem = problem.map(|problem| {
            view! { <p class="problem">{problem.message.clone()}</p> }
        });
        let chosen = self.form.all("screen");
        let wall = |(index, wall): (usize, &&Addressee)| {
            let id = format!("screen-{index}");
            let is_chosen = chosen.contains(&wall.name.as_str());
            view! {
                <div class="choice choice-wall">
                    <input
                        type="checkbox"
                        id=id.clone()
                        name="screen"
                        value=wall.name.clone()
                        checked=is_chosen
                    />
                    <label r#for=id>{wall.name.clone()}</label>
                </div>
            }
        };
        let walls: Vec<_> = own.iter().enumerate().map(wall).collect();
        let wants_some = self.form.text("screens") == "some";
        let which = self.is_everywhere().then(|| {
            view! {
                <p class="hint only-emergency">{words.notice_screens_emergency()}</p>
                {radio("all", words.notice_screens_all(), !wants_some)}
                {radio("some", words.notice_screens_some(), wants_some)}
            }
        });
        let legend = if self.is_everywhere() {
            words.notice_screens()
        } else {
            words.notice_screens_own()
        };
        view! {
            <fieldset class="choices which-walls" id="screens">
                <legend>{legend}</legend>
                {problem}
                {which}
                <div class="walls">{walls}</div>
            </fieldset>
        }
        .into_any()
    }

    fn sure(&self, problems: &[Problem]) -> AnyView {
        let problem = problems.iter().find(|problem| problem.field == "sure");
        let problem = problem.map(|problem| {
            view! { <p class="problem" id="sure-problem">{problem.message.clone()}</p> }
        });
        let described = problem.as_ref().map(|_| "sure-problem");
        view! {
            <div class="only-emergency kept">
                {problem}
                <div class="choice">
                    <input
                        type="checkbox"
                        id="sure"
                        name="sure"
                        value="yes"
                        aria-describedby=described
                        checked=self.form.text("sure") == "yes"
                    />
                    <label r#for="sure">{self.lang().words().notice_sure()}</label>
                </div>
            </div>
        }
        .into_any()
    }
}

fn radio(value: &'static str, label: String, is_chosen: bool) -> AnyView {
    let id = format!("screens-{value}");
    view! {
        <div class="choice">
            <input type="radio" id=id.clone() name="screens" value=value checked=is_chosen />
            <label r#for=id>{label}</label>
        </div>
    }
    .into_any()
}

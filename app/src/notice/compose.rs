//! The form of a notice, and its preview.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use sanh_domain::account::model::{AgencyScope, Person};
use sanh_domain::deadline::Instant;
use sanh_domain::language::Lang;
use sanh_domain::notice::model::{
    Audience, EMERGENCY_CHARS_MAX, NOTICE_CHARS_MAX, NoticeId, Priority,
};
use sanh_domain::notice::record::{Addressee, Approval, NoticePhase, NoticeRecord, may_write_for};
use sanh_domain::text::clock;
use sanh_domain::text::name::Name;
use serde::de::DeserializeOwned;

use super::api::{ChangeNotice, list_notices};
use super::notice;
use super::notice_page::number;
use super::text_preview::text_preview;
use super::words::priority_name;
use crate::error::AppError;
use crate::model::notice::NoticeOverview;
use crate::page::Form;
use crate::text::Messages;
use crate::text::screen::called_by;
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, error_summary, hidden, select, text_area};
use crate::ui::moment::moment_field;
use crate::ui::response::{PageExtras, loaded, request, response};
use crate::ui::submit::{FormError, Refusal, Submitted, submitted};

/// The default duration of an emergency, in hours (ours).
const EMERGENCY_HOURS: i64 = 1;

/// `/manage/notices/new`
#[component]
pub(super) fn NewPage() -> impl IntoView {
    loaded(new())
}

/// `/manage/notices/{notice}/edit`
#[component]
pub(super) fn EditPage() -> impl IntoView {
    loaded(edit(notice()))
}

async fn new() -> Result<AnyView, AppError> {
    let overview = list_notices().await?;
    let mut fields = vec![("screens", "all".to_owned())];
    if request().parameter("priority") == Some(Priority::Emergency.as_str()) {
        let until = overview.now + chrono::Duration::hours(EMERGENCY_HOURS);
        fields.push(("priority", Priority::Emergency.as_str().to_owned()));
        fields.push(("until", written(until, overview.zone)));
    }
    composed(&overview, &form_of(fields), None, &[])
}

async fn edit(id: String) -> Result<AnyView, AppError> {
    let number = number(&id)?;
    match sent::<ChangeNotice>(&[("notice", &id)]).await? {
        Submitted::Done(()) => return Ok(().into_any()),
        Submitted::Refused(refusal) => return refused(Some(number), refusal).await,
        Submitted::Not => {}
    }
    let overview = list_notices().await?;
    let record = found(&overview, number)?;
    let form = form_of(fields_of(record, overview.zone));
    composed(&overview, &form, Some(record), &[])
}

/// The result of the form of a notice; redirects to the notice if it succeeds. A preview writes nothing, and shows the form
/// again.
pub(super) async fn sent<F>(of_address: &[(&str, &str)]) -> Result<Submitted<()>, AppError>
where
    F: ServerFn<Error = FormError, Output = NoticeId> + DeserializeOwned,
{
    let response = response();
    if !request().form.text("preview").is_empty() {
        return Ok(Submitted::Refused(Refusal::default()));
    }
    Ok(match submitted::<F>(of_address).await? {
        Submitted::Done(NoticeId(id)) => {
            response.redirect(format!("/manage/notices/{id}?saved=written"));
            Submitted::Done(())
        }
        Submitted::Refused(refusal) => Submitted::Refused(refusal),
        Submitted::Not => Submitted::Not,
    })
}

/// The form again, as it was typed.
pub(super) async fn refused(id: Option<NoticeId>, refusal: Refusal) -> Result<AnyView, AppError> {
    let overview = list_notices().await?;
    let edited = id.map(|id| found(&overview, id)).transpose()?;
    composed(&overview, &request().form, edited, &refusal.problems)
}

fn composed(
    overview: &NoticeOverview,
    form: &Form,
    edited: Option<&NoticeRecord>,
    problems: &[Problem],
) -> Result<AnyView, AppError> {
    let request = request();
    let caller = request.visitor.caller.as_ref().ok_or(AppError::Forbidden)?;
    let sheet = ComposeForm {
        lang: request.room_lang(),
        person: &caller.person,
        overview,
        form,
        edited,
    };
    Ok(sheet.view(problems))
}

fn form_of(fields: Vec<(&str, String)>) -> Form {
    let fields = fields.into_iter();
    Form(
        fields
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

fn fields_of(record: &NoticeRecord, zone: chrono_tz::Tz) -> Vec<(&str, String)> {
    let notice = &record.notice;
    let mut fields = vec![
        ("version", record.version.to_string()),
        ("priority", notice.priority.as_str().to_owned()),
        ("vi", notice.text.vi.clone()),
        ("en", notice.text.en.clone().unwrap_or_default()),
        ("from", written(notice.from, zone)),
        ("until", written(notice.until, zone)),
    ];
    match &notice.screens {
        Audience::All => fields.push(("screens", "all".to_owned())),
        Audience::Named(names) => {
            fields.push(("screens", "some".to_owned()));
            fields.extend(names.iter().map(|name| ("screen", name.clone())));
        }
    }
    fields
}

/// An instant as the fields for a day and a time read it.
fn written(at: Instant, zone: chrono_tz::Tz) -> String {
    let local = at.with_timezone(&zone);
    format!("{}T{}", local.date_naive(), clock(local.time()))
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
    lang: Lang,
    person: &'a Person,
    overview: &'a NoticeOverview,
    form: &'a Form,
    edited: Option<&'a NoticeRecord>,
}

impl ComposeForm<'_> {
    fn priority(&self) -> Priority {
        self.form
            .text("priority")
            .parse()
            .unwrap_or(Priority::Notice)
    }

    fn is_everywhere(&self) -> bool {
        self.person.reach == AgencyScope::Everywhere
    }

    fn view(&self, problems: &[Problem]) -> AnyView {
        response().set_extras(PageExtras {
            script: Some("/compose.js"),
            ..PageExtras::default()
        });
        let words = self.lang.words();
        let title = match (self.edited, self.priority()) {
            (Some(record), _) => words.notice_form_title_edit(record.notice.id.0.to_string()),
            (None, Priority::Notice) => words.notice_form_title(),
            (None, Priority::Emergency) => words.notice_form_title_emergency(),
        };
        let own: Vec<_> = self.own_walls().collect();
        let body = if !self.is_everywhere() && own.is_empty() {
            view! { <p class="chosen">{words.notice_screens_no_own()}</p> }.into_any()
        } else {
            self.form_view(&own, problems)
        };
        view! {
            <Title text=product_title(self.lang, &title) />
            <p class="back">
                <a href="/manage/notices">{words.notice_back()}</a>
            </p>
            {error_summary(self.lang, problems)}
            <h1>{title}</h1>
            {self.is_shown().then(|| view! { <p class="hint">{words.notice_form_shown_hint()}</p> })}
            {body}
        }
        .into_any()
    }

    fn is_shown(&self) -> bool {
        let standing = self.edited.map(|record| record.standing(self.overview.now));
        standing == Some(NoticePhase::Shown)
    }

    fn own_walls(&self) -> impl Iterator<Item = &Addressee> {
        let walls = self.overview.walls.iter();
        walls.filter(|wall| may_write_for(self.person, wall))
    }

    fn form_view(&self, own: &[&Addressee], problems: &[Problem]) -> AnyView {
        let (lang, priority) = (self.lang, self.priority());
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
                {text_preview(lang, &text, priority)}
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
                {self.lang.words().notice_left()} " " <b data-left=name></b>
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
            ..Field::text(name, label)
        };
        moment_field(self.lang, instant, problems)
    }

    fn screens(&self, own: &[&Addressee], problems: &[Problem]) -> AnyView {
        let words = self.lang.words();
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
                    <label r#for=id>{called_by(&wall.name, &wall.label, self.lang)}</label>
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
                    <label r#for="sure">{self.lang.words().notice_sure()}</label>
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_in_the_centres_time_as_its_fields_read_it() {
        let at = Instant::from_timestamp_millis(1_795_825_800_000).unwrap_or_default();
        assert_eq!(
            written(at, chrono_tz::Asia::Ho_Chi_Minh),
            "2026-11-28T07:30"
        );
    }
}

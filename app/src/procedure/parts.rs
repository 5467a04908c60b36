//! What the catalogue's forms share.

use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::prelude::*;
use sanh_domain::audit::model::{AuditFilter, AuditLines};
use sanh_domain::language::Lang;
use sanh_domain::text::name::Name;

use super::typed;
use crate::audit::api::list_audit;
use crate::dossier::words::moment;
use crate::error::AppError;
use crate::page::{Method, PageRequest, escaped};
use crate::text::Messages;
use crate::text::number::NO_RATE;
use crate::ui::form::{Field, Form, Problem, field, hidden};
use crate::ui::submit::Refusal;

/// How a form is shown again: status, problems and whether it is outdated.
#[derive(Clone, Copy)]
pub(crate) struct FormResponse<'a> {
    /// The page's status.
    pub(crate) status: u16,
    /// What is wrong with what was sent.
    pub(crate) problems: &'a [Problem],
    /// Whether somebody else changed what the form was made from.
    pub(crate) is_stale: bool,
}

impl<'a> FormResponse<'a> {
    /// An empty form.
    pub(crate) const NEW: Self = Self {
        status: 200,
        problems: &[],
        is_stale: false,
    };

    /// A form with problems.
    pub(crate) const fn wrong(problems: &'a [Problem]) -> Self {
        Self {
            status: 422,
            problems,
            is_stale: false,
        }
    }

    /// A form after somebody else's change.
    pub(crate) const fn stale(problems: &'a [Problem]) -> Self {
        Self {
            is_stale: true,
            ..Self::wrong(problems)
        }
    }
}

/// The values of a form of the catalogue: the typed ones if it was sent, else the stored ones.
pub(crate) struct FormValues<'a> {
    pub(crate) request: &'a PageRequest,
    pub(crate) back: FormResponse<'a>,
}

impl<'a> FormValues<'a> {
    /// The form of a page of the router.
    pub(crate) fn new(request: &'a PageRequest, refusal: &'a Refusal) -> Self {
        let back = if refusal.problems.is_empty() {
            FormResponse::NEW
        } else {
            FormResponse::wrong(&refusal.problems)
        };
        Self { request, back }
    }

    /// Whether something is ticked: as it was sent, else as it stands.
    pub(crate) fn is_ticked(&self, name: &str, stands: bool) -> bool {
        if self.is_sent() {
            ticked(&self.request.form, name)
        } else {
            stands
        }
    }

    fn is_sent(&self) -> bool {
        self.request.method == Method::Post
    }

    /// The value of a field.
    pub(crate) fn value(&self, name: &str, stands: &str) -> String {
        if self.is_sent() {
            self.request.form.raw(name).to_owned()
        } else {
            stands.to_owned()
        }
    }

    /// One line to be typed.
    pub(crate) fn line(
        &self,
        name: &'static str,
        label: String,
        hint: Option<String>,
        stands: &str,
        chars_max: usize,
    ) -> AnyView {
        let line = Field {
            hint,
            value: self.value(name, stands),
            chars_max,
            ..Field::text(name, label)
        };
        field(line, self.back.problems)
    }

    /// The names in both languages.
    pub(crate) fn names(&self, stands: Option<&Name>, chars_max: usize) -> AnyView {
        let words = self.request.room_lang().words();
        let vi = stands.map_or("", |name| &name.vi);
        let en = stands
            .and_then(|name| name.en.as_deref())
            .unwrap_or_default();
        view! {
            {self.line("name_vi", words.catalogue_name_vi(), None, vi, chars_max)}
            {self.line("name_en", words.catalogue_name_en(), Some(words.catalogue_name_en_hint()), en, chars_max)}
        }
        .into_any()
    }

    /// Something to be ticked.
    pub(crate) fn tick(
        &self,
        name: &'static str,
        label: String,
        hint: String,
        stands: bool,
    ) -> AnyView {
        tick(name, label, hint, self.is_ticked(name, stands))
    }
}

/// Something to be ticked.
pub(crate) fn tick(name: &'static str, label: String, hint: String, is_ticked: bool) -> AnyView {
    let hint_id = format!("{name}-hint");
    view! {
        <div class="tick">
            <div class="choice">
                <input
                    r#type="checkbox"
                    name=name
                    id=name
                    value="yes"
                    checked=is_ticked
                    aria-describedby=hint_id.clone()
                />
                <label r#for=name>{label}</label>
            </div>
            <p class="hint" id=hint_id>
                {hint}
            </p>
        </div>
    }
    .into_any()
}

/// Whether something was ticked.
pub(crate) fn ticked(form: &Form, name: &str) -> bool {
    form.text(name) == "yes"
}

/// The names that a form sent; what is wrong with them goes to `problems`.
pub(crate) fn names(
    lang: Lang,
    form: &Form,
    chars_max: usize,
    problems: &mut Vec<Problem>,
) -> Name {
    let typed = (form.raw("name_vi"), form.raw("name_en"));
    read_names(lang, typed, chars_max, problems)
}

/// The names as they were typed, Vietnamese and English; what is wrong with them goes to `problems`.
pub(crate) fn read_names(
    lang: Lang,
    (vi, en): (&str, &str),
    chars_max: usize,
    problems: &mut Vec<Problem>,
) -> Name {
    let words = lang.words();
    let name = Name {
        vi: typed::line(vi, chars_max).unwrap_or_default(),
        en: typed::line(en, chars_max),
    };
    if name.vi.is_empty() {
        let message = words.catalogue_needs_name(chars_max);
        problems.push(Problem::new("name_vi", message));
    }
    if name.en.is_none() && !en.trim().is_empty() {
        let message = words.catalogue_long_name(chars_max);
        problems.push(Problem::new("name_en", message));
    }
    name
}

/// A hash of the values that a form was made from. It detects that somebody else changed them meanwhile (optimistic locking).
pub(crate) fn fingerprint(entry: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    entry.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The mark, inside its form.
pub(crate) fn fingerprint_field(entry: &impl Hash) -> AnyView {
    hidden("seen", &fingerprint(entry))
}

/// Whether the form was made from the stored values.
pub(crate) fn has_fingerprint(form: &Form, entry: &impl Hash) -> bool {
    form.text("seen") == fingerprint(entry)
}

/// The confirmation above a page after a change.
pub(crate) fn saved(request: &PageRequest) -> Option<AnyView> {
    let words = request.room_lang().words();
    request.parameter("saved").map(|_| {
        view! {
            <div class="done" role="status">
                <p>{words.catalogue_saved()}</p>
            </div>
        }
        .into_any()
    })
}

/// The stored values (name and value of each), shown beside a form that is outdated.
pub(crate) fn current_values(lang: Lang, facts: Vec<(String, String)>) -> AnyView {
    let fact = |(name, value): (String, String)| {
        let value = Some(value).filter(|value| !value.is_empty());
        view! {
            <dt>{name}</dt>
            <dd>{value.unwrap_or_else(|| NO_RATE.to_owned())}</dd>
        }
    };
    let facts: Vec<_> = facts.into_iter().map(fact).collect();
    view! {
        <section class="standing" id="standing" aria-labelledby="standing-title">
            <h2 id="standing-title">{lang.words().catalogue_stands_now()}</h2>
            <dl class="facts">{facts}</dl>
        </section>
    }
    .into_any()
}

/// The names, as facts.
pub(crate) fn name_facts(lang: Lang, name: &Name) -> Vec<(String, String)> {
    let words = lang.words();
    vec![
        (words.catalogue_name_vi(), name.vi.clone()),
        (
            words.catalogue_name_en(),
            name.en.clone().unwrap_or_default(),
        ),
    ]
}

/// Where the audit tells of something.
pub(crate) fn audit_link(lang: Lang, subject: &str) -> AnyView {
    let href = format!("/admin/audit?subject={}", escaped(subject));
    view! {
        <p class="pages">
            <a href=href>{lang.words().catalogue_history()}</a>
        </p>
    }
    .into_any()
}

/// Says who changed something since the form was made, as the audit has it.
pub(crate) async fn changed_meanwhile(lang: Lang, subject: &str) -> Result<Problem, AppError> {
    let filter = AuditFilter {
        subject: Some(subject.to_owned()),
        ..AuditFilter::default()
    };
    let words = lang.words();
    let AuditLines { zone, lines } = list_audit(filter).await?;
    let message = match lines.into_iter().next() {
        Some(line) => words.catalogue_changed_by(line.actor, moment(line.at, zone)),
        None => words.catalogue_changed(),
    };
    Ok(Problem::new("standing", message))
}

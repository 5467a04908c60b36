//! The fields shared by the forms of the catalogue.

use std::hash::Hash;

use leptos::prelude::*;
use sanh_domain::language::Lang;
use sanh_domain::text::name::Name;

use crate::model::procedure::{fingerprint, ticked};
use crate::page::{Method, PageRequest, escaped};
use crate::text::Messages;
use crate::text::number::NO_RATE;
use crate::ui::form::{Field, Problem, field, hidden};
use crate::ui::submit::Refusal;

/// The most characters of a typed number.
pub(crate) const NUMBER_CHARS_MAX: usize = 20;

/// The values of a form of the catalogue: the typed ones if it was sent, else the stored ones.
pub(crate) struct FormValues<'a> {
    pub(crate) request: &'a PageRequest,
    /// The problems of the form.
    pub(crate) problems: &'a [Problem],
    is_sent: bool,
}

impl<'a> FormValues<'a> {
    /// The form of a page.
    pub(crate) fn new(request: &'a PageRequest, refusal: &'a Refusal) -> Self {
        Self {
            request,
            problems: &refusal.problems,
            is_sent: request.method == Method::Post,
        }
    }

    /// The form with the stored values, if another form of the page was sent.
    pub(crate) fn stored(self) -> Self {
        Self {
            is_sent: false,
            ..self
        }
    }

    /// Whether the form of this page was sent.
    pub(crate) const fn is_sent(&self) -> bool {
        self.is_sent
    }

    /// Whether something is ticked: as it was sent, else as it stands.
    pub(crate) fn is_ticked(&self, name: &str, stands: bool) -> bool {
        if self.is_sent {
            ticked(&self.request.form, name)
        } else {
            stands
        }
    }

    /// Whether a value is among those that a field was sent with, else whether it stands.
    pub(crate) fn is_among(&self, name: &str, value: &str, stands: bool) -> bool {
        if self.is_sent {
            self.request.form.all(name).contains(&value)
        } else {
            stands
        }
    }

    /// The value of a field: as sent, else as stored.
    pub(crate) fn value(&self, name: &str, stands: &str) -> String {
        if self.is_sent {
            self.request.form.raw(name).to_owned()
        } else {
            stands.to_owned()
        }
    }

    /// A field of one line.
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
        field(line, self.problems)
    }

    /// The fields of the names in both languages.
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

    /// A tick box.
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

/// A tick box.
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

/// The hidden field with the fingerprint of the stored values.
pub(crate) fn fingerprint_field(entry: &impl Hash) -> AnyView {
    hidden("seen", &fingerprint(entry))
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

/// The names, as rows of name and value.
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

/// The link to the audit entries about a subject.
pub(crate) fn audit_link(lang: Lang, subject: &str) -> AnyView {
    let href = format!("/admin/audit?subject={}", escaped(subject));
    view! {
        <p class="pages">
            <a href=href>{lang.words().catalogue_history()}</a>
        </p>
    }
    .into_any()
}

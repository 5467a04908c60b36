//! Forms: the sent values, the problems, and the fields, following GOV.UK's design system: a summary of the problems with links
//! to the fields, each problem beside its field, and all typed values kept.

use std::borrow::Cow;

use leptos::prelude::*;
use sanh_domain::language::Lang;
use serde::{Deserialize, Serialize};

use crate::text::Messages;

/// Something wrong with a form, at one of its fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The field's name.
    pub field: Cow<'static, str>,
    /// The problem, in the visitor's language.
    pub message: String,
}

impl Problem {
    /// A problem at a field.
    #[must_use]
    pub const fn new(field: &'static str, message: String) -> Self {
        Self {
            field: Cow::Borrowed(field),
            message,
        }
    }
}

/// The problems of a form on top of its page, where the focus goes.
pub fn error_summary(lang: Lang, problems: &[Problem]) -> Option<AnyView> {
    if problems.is_empty() {
        return None;
    }
    let line = |problem: &Problem| {
        view! {
            <li>
                <a href=format!("#{}", problem.field)>{problem.message.clone()}</a>
            </li>
        }
    };
    Some(
        view! {
            <div class="errors" role="alert" aria-labelledby="errors-title" tabindex="-1" autofocus=true>
                <h2 id="errors-title">{lang.words().errors_title()}</h2>
                <ul>{problems.iter().map(line).collect::<Vec<_>>()}</ul>
            </div>
        }
        .into_any(),
    )
}

/// One line to be typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Its name, also its id.
    pub name: &'static str,
    /// The label.
    pub label: String,
    /// The hint.
    pub hint: Option<String>,
    /// The typed value.
    pub value: String,
    /// The `type` of the input: `text`, `password`, `tel`, `email`, `search`, `number`.
    pub kind: &'static str,
    /// The `autocomplete` of the input.
    pub autocomplete: &'static str,
    /// The most characters.
    pub chars_max: usize,
    /// The id of a list of what may be typed.
    pub list: Option<&'static str>,
    /// Whether it has the focus when the page opens.
    pub has_focus: bool,
}

impl Field {
    /// A line of text that browsers do not complete.
    #[must_use]
    pub fn text(name: &'static str, label: String) -> Self {
        Self {
            name,
            label,
            kind: "text",
            autocomplete: "off",
            chars_max: 200,
            ..Self::default()
        }
    }
}

/// A label, a hint and the problem, then the control that `input` makes of the ids that describe it.
pub fn labelled(
    name: &'static str,
    label: String,
    hint: Option<String>,
    problems: &[Problem],
    input: impl FnOnce(Option<String>, bool) -> AnyView,
) -> AnyView {
    let problem = problems.iter().find(|problem| problem.field == name);
    let hint_id = hint.as_ref().map(|_| format!("{name}-hint"));
    let problem_id = problem.map(|_| format!("{name}-problem"));
    let ids: Vec<String> = [hint_id.clone(), problem_id.clone()]
        .into_iter()
        .flatten()
        .collect();
    let described = (!ids.is_empty()).then(|| ids.join(" "));
    let class = if problem.is_some() {
        "field wrong"
    } else {
        "field"
    };
    let problem = problem.map(|problem| {
        view! { <p class="problem" id=problem_id>{problem.message.clone()}</p> }
    });
    let is_wrong = problem.is_some();
    view! {
        <div class=class>
            <label r#for=name>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {problem}
            {input(described, is_wrong)}
        </div>
    }
    .into_any()
}

/// One line to be typed, with its label.
pub fn field(field: Field, problems: &[Problem]) -> AnyView {
    let Field {
        name,
        label,
        hint,
        value,
        kind,
        autocomplete,
        chars_max,
        list,
        has_focus,
    } = field;
    labelled(name, label, hint, problems, |described, is_wrong| {
        view! {
            <input
                id=name
                name=name
                r#type=kind
                value=value
                autocomplete=autocomplete
                maxlength=chars_max.to_string()
                list=list
                autofocus=has_focus
                aria-describedby=described
                aria-invalid=is_wrong.then_some("true")
            />
        }
        .into_any()
    })
}

/// Several lines to be typed.
pub fn text_area(
    name: &'static str,
    label: String,
    hint: Option<String>,
    value: &str,
    chars_max: usize,
    problems: &[Problem],
) -> AnyView {
    text_area_named((name, name), label, hint, value, chars_max, problems)
}

/// A text area with another id, for a page with two forms that have a field with the same name.
pub fn text_area_named(
    (id, name): (&'static str, &'static str),
    label: String,
    hint: Option<String>,
    value: &str,
    chars_max: usize,
    problems: &[Problem],
) -> AnyView {
    // Leptos does not escape the text of this one element (tachys 0.2.19: ESCAPE_CHILDREN is false for it).
    let value = value.replace('&', "&amp;").replace('<', "&lt;");
    labelled(id, label, hint, problems, |described, is_wrong| {
        view! {
            <textarea
                id=id
                name=name
                rows="3"
                maxlength=chars_max.to_string()
                aria-describedby=described
                aria-invalid=is_wrong.then_some("true")
            >
                {value}
            </textarea>
        }
        .into_any()
    })
}

/// One of several, from a list that opens: value and name of each.
pub fn select(
    name: &'static str,
    label: String,
    options: Vec<(String, String)>,
    chosen: &str,
    problems: &[Problem],
) -> AnyView {
    let option = |(value, text): (String, String)| {
        let is_chosen = value == chosen;
        view! {
            <option value=value selected=is_chosen>
                {text}
            </option>
        }
    };
    let options: Vec<_> = options.into_iter().map(option).collect();
    labelled(name, label, None, problems, |described, is_wrong| {
        view! {
            <select
                id=name
                name=name
                aria-describedby=described
                aria-invalid=is_wrong.then_some("true")
            >
                {options}
            </select>
        }
        .into_any()
    })
}

/// A field that is not shown.
pub fn hidden(name: &'static str, value: &str) -> AnyView {
    view! { <input r#type="hidden" name=name value=value.to_owned() /> }.into_any()
}

/// A hidden field whose name is only known when the page is made.
pub fn hidden_named(name: String, value: &str) -> AnyView {
    view! { <input r#type="hidden" name=name value=value.to_owned() /> }.into_any()
}

/// The button that sends the form.
pub fn button(label: String) -> AnyView {
    view! {
        <button class="button" r#type="submit">
            {label}
        </button>
    }
    .into_any()
}

/// A button for what is done less often.
pub fn button_second(label: String) -> AnyView {
    view! {
        <button class="button button-second" r#type="submit">
            {label}
        </button>
    }
    .into_any()
}

/// The confirmation at the top of the page that follows.
pub(crate) fn done(text: String) -> AnyView {
    view! {
        <div class="done" role="status">
            <p>{text}</p>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_shown_beside_its_field_and_the_typed_text_stays() {
        let problems = [Problem::new("phone", "no <digits>".to_owned())];
        let phone = Field {
            value: "a\"b".to_owned(),
            ..Field::text("phone", "Phone".to_owned())
        };
        let html = Owner::new().with(|| field(phone, &problems).to_html());
        assert!(
            html.contains("aria-describedby=\"phone-problem\""),
            "{html}"
        );
        assert!(html.contains("no &lt;digits&gt;"), "{html}");
        assert!(html.contains("value=\"a&quot;b\""), "{html}");
        let summary = Owner::new().with(|| error_summary(Lang::En, &problems).to_html());
        assert!(summary.contains("href=\"#phone\""), "{summary}");
        assert!(error_summary(Lang::En, &[]).is_none());
    }

    #[test]
    fn typed_text_cannot_break_out_of_its_text_area() {
        let area = || {
            text_area(
                "reason",
                "Reason".to_owned(),
                None,
                "</textarea><script>&",
                100,
                &[],
            )
        };
        let html = Owner::new().with(|| area().to_html());
        assert!(html.contains("&lt;/textarea>&lt;script>&amp;"), "{html}");
    }
}

//! A form that could not be written: the page says why, keeps what was typed, and sends it again as it was.

use leptos::prelude::*;

use super::document::{Head, document_html};
use super::fault::Fault;
use super::form::{Form, button, hidden_named};
use crate::page::{Asked, Method, Page};
use crate::text::Lang;

/// Fields whose values never leave the browser's own memory: a form that has one is typed again.
const SECRETS: [&str; 4] = ["password", "old", "repeat", "code"];
/// Fields that a person did not type.
const OF_THE_FORM: [&str; 4] = ["key", "version", "action", "then"];
/// Fewer characters are the value of a button, a box or a list, which says nothing by itself.
const TYPED_CHARS_MIN: usize = 5;

/// Whether a form can be sent again from a page: it holds something, and no secret.
fn may_be_kept(form: &Form) -> bool {
    let is_secret = |(name, _): &(String, String)| SECRETS.contains(&name.as_str());
    !form.0.is_empty() && !form.0.iter().any(is_secret)
}

/// The page of a form that was not written for a reason that passes. It is sent to the same address, under the same key: it is
/// recorded once at the most, however often the button is pressed. None where there is nothing to send again.
#[must_use]
pub fn page(asked: &Asked, why: &Fault) -> Option<Page> {
    let passes = matches!(why, Fault::NotWritten(_) | Fault::Unavailable);
    if asked.method != Method::Post || !passes || !may_be_kept(&asked.form) {
        return None;
    }
    let lang = asked.room_lang();
    let words = lang.words();
    let head = Head {
        title: why.title(lang),
        ..asked.head(lang)
    };
    let fields: Vec<_> = asked
        .form
        .0
        .iter()
        .map(|(name, value)| hidden_named(name.clone(), value))
        .collect();
    let typed: Vec<_> = typed(&asked.form)
        .map(|value| view! { <li class="typed-text">{value.to_owned()}</li> })
        .collect();
    let shown = (!typed.is_empty()).then(|| {
        view! {
            <h2>{words.again_typed()}</h2>
            <ul>{typed}</ul>
        }
    });
    let body = || {
        view! {
            <main class="fault">
                <p class="fault-status">{why.status()}</p>
                <h1>{why.title(lang)}</h1>
                <p role="alert">{explanation(lang, why)}</p>
                <p>{words.again_text()}</p>
                <form method="post" class="form">
                    {fields}
                    {button(words.again_button())}
                </form>
                {shown}
            </main>
        }
        .into_any()
    };
    Some(Page::new(why.status(), document_html(head, body)))
}

/// Why it was not written. The page of a server that is away loads itself again; this one waits for the button.
fn explanation(lang: Lang, why: &Fault) -> String {
    match why {
        Fault::Unavailable => lang.words().again_away(),
        other => other.explanation(lang),
    }
}

/// What a person typed, so that it can be read and copied.
fn typed(form: &Form) -> impl Iterator<Item = &str> {
    let of_a_person = |(name, value): &&(String, String)| {
        !OF_THE_FORM.contains(&name.as_str()) && value.trim().chars().count() >= TYPED_CHARS_MIN
    };
    form.0
        .iter()
        .filter(of_a_person)
        .map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::NotWritten;

    fn sent(fields: &[(&str, &str)]) -> Form {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Form(fields.iter().map(pair).collect())
    }

    #[test]
    fn what_was_typed_is_there_to_be_sent_again_and_to_be_read() {
        let asked = Asked {
            method: Method::Post,
            form: sent(&[("key", "k-1"), ("name", "Nguyễn <b> An"), ("paper", "2")]),
            ..Asked::default()
        };
        let page = Owner::new().with(|| page(&asked, &Fault::NotWritten(NotWritten::Disk)));
        let page = page.expect("it can be sent again");
        assert_eq!(page.status, 507);
        for field in [
            "name=\"key\" value=\"k-1\"",
            "name=\"name\" value=\"Nguyễn &lt;b&gt; An\"",
            "name=\"paper\" value=\"2\"",
            "Nguyễn &lt;b",
        ] {
            assert!(page.html.contains(field), "{field}: {}", page.html);
        }
        assert!(!page.html.contains("<b>"), "{}", page.html);
    }

    #[test]
    fn a_password_is_written_into_no_page() {
        assert!(!may_be_kept(&sent(&[
            ("name", "lan"),
            ("password", "secret")
        ])));
        assert!(!may_be_kept(&Form::default()));
        assert!(may_be_kept(&sent(&[("name", "lan")])));
    }
}

//! The page after a form that could not be answered: it keeps the typed values, and its button sends them again.
//!
//! One page for all forms, so that no form loses typed text. A form with a request key takes effect only once: sending it again
//! shows its result.

use leptos::prelude::*;
use sanh_domain::language::Lang;

use super::document::{Head, document_html};
use super::fault::{Fault, FaultPage, fault_page, way_back};
use super::form::{button, hidden_named};
use crate::page::{Method, PageContent, PageRequest, SECRETS, segments, takes_secrets};
use crate::text::Messages;

/// The name of the field that holds a form's request key.
const KEY: &str = "key";
/// Fields that a person did not type.
const OF_THE_FORM: [&str; 4] = [KEY, "version", "action", "then"];
/// Shorter values are those of a button, a box or a list, which are not shown as typed text.
const TYPED_CHARS_MIN: usize = 5;

/// The page of a fault; after a form, with its values. Files and passwords are not kept: a form that has some gets the page
/// alone.
#[must_use]
pub fn resend(request: &PageRequest, fault: Fault) -> PageContent {
    if !may_resend(request, &fault) {
        return fault_page(request, fault);
    }
    let lang = request.room_lang();
    let head = Head {
        title: Some(fault.title(lang)),
        ..Head::of(request, lang)
    };
    let status = fault.status();
    let html = document_html(head, || {
        let kept = hidden_fields(request, &fault, lang);
        let back = way_back(request, lang);
        view! { <FaultPage lang fault back kept /> }.into_any()
    });
    PageContent::html(status, html)
}

fn may_resend(request: &PageRequest, fault: &Fault) -> bool {
    let is_transient = matches!(
        fault,
        Fault::Busy
            | Fault::Unavailable
            | Fault::NotWritten(_)
            | Fault::Internal
            | Fault::Slow
            | Fault::Control(_)
    );
    let has_secret = request
        .form
        .0
        .iter()
        .any(|(name, _)| SECRETS.contains(&name.as_str()));
    is_transient
        && !takes_secrets(&segments(&request.path))
        && request.method == Method::Post
        && !request.form.0.is_empty()
        && request.files.is_empty()
        && !has_secret
}

fn hidden_fields(request: &PageRequest, fault: &Fault, lang: Lang) -> AnyView {
    let words = lang.words();
    let is_once = !request.form.text(KEY).is_empty();
    let what = match fault {
        // The request was refused before it changed anything.
        Fault::Busy | Fault::NotWritten(_) | Fault::Control(_) => words.resend_nothing_saved(),
        _ if is_once => words.resend_once(),
        _ => words.resend_check(),
    };
    let label = match fault {
        Fault::Control(_) => words.resend_clean_button(),
        _ => words.resend_button(),
    };
    let field = |(name, value): &(String, String)| hidden_named(name.clone(), value);
    let typed: Vec<_> = typed(request)
        .map(|value| view! { <li class="typed-text">{value.to_owned()}</li> })
        .collect();
    let shown = (!typed.is_empty()).then(|| {
        view! {
            <h2>{words.resend_typed()}</h2>
            <ul>{typed}</ul>
        }
    });
    // A hidden field keeps the line ends of a text; without `action` the form goes to the same address again.
    view! {
        <p role="alert">{what}</p>
        <form method="post" class="form">
            {request.form.0.iter().map(field).collect::<Vec<_>>()}
            {button(label)}
        </form>
        {shown}
    }
    .into_any()
}

/// The texts that a person typed, so that they can be read and copied.
fn typed(request: &PageRequest) -> impl Iterator<Item = &str> {
    let of_a_person = |(name, value): &&(String, String)| {
        !OF_THE_FORM.contains(&name.as_str()) && value.trim().chars().count() >= TYPED_CHARS_MIN
    };
    let fields = request.form.0.iter().filter(of_a_person);
    fields.map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Form;

    fn asked(fields: &[(&str, &str)]) -> PageRequest {
        let field = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        PageRequest {
            method: Method::Post,
            path: "/desk/receive".to_owned(),
            form: Form(fields.iter().map(field).collect()),
            ..PageRequest::default()
        }
    }

    fn resent(fields: &[(&str, &str)], fault: Fault) -> (u16, String) {
        match resend(&asked(fields), fault) {
            PageContent::Html { status, html, .. } => (status, html),
            other => (0, format!("{other:?}")),
        }
    }

    #[test]
    fn typed_text_is_kept_and_can_be_sent_again() {
        let (status, html) = resent(
            &[("key", "k"), ("name", "An <b>"), ("note", "a\nb")],
            Fault::Slow,
        );
        assert_eq!(status, 503);
        assert!(html.contains("value=\"An &lt;b&gt;\""), "{html}");
        assert!(html.contains("name=\"note\" value=\"a\nb\""), "{html}");
        assert!(html.contains("đúng một lần"), "{html}");
    }

    #[test]
    fn a_form_without_a_key_warns_that_it_may_already_be_saved() {
        let (_, html) = resent(&[("name", "An")], Fault::Internal);
        assert!(html.contains("Hãy kiểm tra"), "{html}");
        let (_, html) = resent(&[("name", "An")], Fault::Busy);
        assert!(html.contains("Chưa lưu gì"), "{html}");
    }

    #[test]
    fn a_password_never_comes_back_in_a_page() {
        let (_, html) = resent(&[("name", "an"), ("password", "bí mật")], Fault::Slow);
        assert!(
            !html.contains("bí mật") && !html.contains("<form"),
            "{html}"
        );
    }

    #[test]
    fn a_code_that_is_as_secret_as_a_password_never_comes_back_either() {
        let fields = [("code", "PA-1234-5678"), ("pin", "12 34 56 78")];
        for path in ["/feedback/follow", "/lookup", "/lookup/tell/code"] {
            let asked = PageRequest {
                path: path.to_owned(),
                ..asked(&fields)
            };
            let content = format!("{:?}", resend(&asked, Fault::Slow));
            let is_kept = content.contains("12 34 56 78") || content.contains("<form");
            assert!(!is_kept, "{path}: {content}");
        }
    }

    #[test]
    fn a_fault_of_the_address_keeps_nothing() {
        let (_, html) = resent(&[("name", "An")], Fault::NotFound);
        assert!(!html.contains("<form"), "{html}");
    }
}

//! The page after a form that could not be answered: it keeps what was typed, and its button sends it again.
//!
//! One page for every form, so that none loses what somebody typed. A form with a request key is done once however often it is
//! sent: sending it again shows what became of it.

use leptos::prelude::*;

use super::{Asked, Method, Page};
use crate::text::Languages;
use crate::ui::document::{Head, document_html};
use crate::ui::fault::{Fault, FaultPage};
use crate::ui::form::SECRETS;

/// The name of the field that holds a form's request key.
const KEY: &str = "key";

/// The page of a fault; after a form, with what it sent. Files and passwords are not kept: a form that holds some gets the page alone.
#[must_use]
pub fn resend(asked: &Asked, fault: Fault) -> Page {
    if !may_be_kept(asked, &fault) {
        return super::fault(asked, fault);
    }
    let lang = asked.languages().map_or(asked.lang, |languages| {
        languages.map_or(asked.lang, Languages::first)
    });
    let head = Head {
        title: fault.title(lang),
        ..asked.head(lang)
    };
    let status = fault.status();
    let html = document_html(head, || {
        let kept = kept(asked, &fault, lang);
        view! { <FaultPage lang fault kept /> }.into_any()
    });
    Page::new(status, html)
}

fn may_be_kept(asked: &Asked, fault: &Fault) -> bool {
    let is_passing = matches!(
        fault,
        Fault::Busy | Fault::Unavailable | Fault::Internal | Fault::Slow | Fault::Control(_)
    );
    let has_secret = asked
        .form
        .0
        .iter()
        .any(|(name, _)| SECRETS.contains(&name.as_str()));
    is_passing
        && asked.method == Method::Post
        && !asked.form.0.is_empty()
        && asked.files.is_empty()
        && !has_secret
}

fn kept(asked: &Asked, fault: &Fault, lang: crate::text::Lang) -> AnyView {
    let words = lang.words();
    let is_once = !asked.form.text(KEY).is_empty();
    let what = match fault {
        // Refused before anything was done.
        Fault::Busy | Fault::Control(_) => words.resend_nothing_saved(),
        _ if is_once => words.resend_once(),
        _ => words.resend_check(),
    };
    let button = match fault {
        Fault::Control(_) => words.resend_clean_button(),
        _ => words.resend_button(),
    };
    let field = |(name, value): &(String, String)| {
        view! { <input r#type="hidden" name=name.clone() value=value.clone() /> }
    };
    // A text of several lines keeps its line ends in the value of a hidden field; without `action` it goes where it went before.
    view! {
        <p>{what}</p>
        <form method="post">
            {asked.form.0.iter().map(field).collect::<Vec<_>>()}
            <button class="button" r#type="submit">
                {button}
            </button>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::form::Form;

    fn asked(fields: &[(&str, &str)]) -> Asked {
        let field = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Asked {
            method: Method::Post,
            path: "/desk/receive".to_owned(),
            form: Form(fields.iter().map(field).collect()),
            ..Asked::default()
        }
    }

    #[test]
    fn what_was_typed_is_kept_and_can_be_sent_again() {
        let page = resend(
            &asked(&[("key", "k"), ("name", "An <b>"), ("note", "a\nb")]),
            Fault::Slow,
        );
        assert_eq!(page.status, 503);
        assert!(
            page.html.contains("value=\"An &lt;b&gt;\""),
            "{}",
            page.html
        );
        assert!(
            page.html.contains("name=\"note\" value=\"a\nb\""),
            "{}",
            page.html
        );
        assert!(page.html.contains("đúng một lần"), "{}", page.html);
    }

    #[test]
    fn a_form_without_a_key_says_that_it_may_be_there_already() {
        let page = resend(&asked(&[("name", "An")]), Fault::Internal);
        assert!(page.html.contains("Hãy kiểm tra"), "{}", page.html);
        let page = resend(&asked(&[("name", "An")]), Fault::Busy);
        assert!(page.html.contains("Chưa lưu gì"), "{}", page.html);
    }

    #[test]
    fn a_password_never_comes_back_in_a_page() {
        let page = resend(
            &asked(&[("name", "an"), ("password", "bí mật")]),
            Fault::Slow,
        );
        assert!(
            !page.html.contains("bí mật") && !page.html.contains("<form"),
            "{}",
            page.html
        );
    }

    #[test]
    fn a_fault_of_the_address_keeps_nothing() {
        let page = resend(&asked(&[("name", "An")]), Fault::NotFound);
        assert!(!page.html.contains("<form"), "{}", page.html);
    }
}

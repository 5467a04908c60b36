//! The page a visitor gets instead of the one asked for. Small, in the visitor's language, and
//! without causes: those are in the server's log.

use leptos::prelude::*;
use sanh_domain::account::model::{Access, Person};
use sanh_domain::language::Lang;

use super::document::{Head, document_html};
use super::frame::work_path;
use crate::error::{AppError, NotWritten};
use crate::page::{PageContent, PageRequest, segments};
use crate::text::Messages;

/// Seconds until the page of [`Fault::Unavailable`] reloads itself, and the value of `Retry-After` when the server is overloaded
/// or not ready (ours).
pub const RETRY_S: u32 = 10;

/// Why a page cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No such page.
    NotFound,
    /// A parameter of the address, by its name, cannot be read.
    Invalid(String),
    /// Only for people who manage the screens.
    Forbidden,
    /// A page that is served over HTTPS only.
    Unprotected,
    /// A page requested through a proxy that is not in the settings.
    UntrustedProxy,
    /// A form sent after the session was over.
    SignedOut,
    /// A form that did not come from one of our pages.
    Refused,
    /// A request beyond the limit.
    TooLarge,
    /// A field of a form, by its name, holds characters that control a device and that nobody sees.
    Control(String),
    /// A body that did not arrive in time.
    Late,
    /// An answer that was not ready in time.
    Slow,
    /// Too many requests at once.
    Busy,
    /// The person has reached the hourly limit for reading applicants' data.
    TooMuchRead,
    /// No figures yet, or none any more.
    Unavailable,
    /// Nothing was written, and nothing can be for now.
    NotWritten(NotWritten),
    /// A bug of ours.
    Internal,
}

impl Fault {
    /// The corresponding HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Invalid(_) => 400,
            Self::Forbidden | Self::Unprotected | Self::UntrustedProxy | Self::Refused => 403,
            Self::SignedOut => 401,
            Self::Late => 408,
            Self::TooLarge => 413,
            Self::Control(_) => 422,
            Self::TooMuchRead => 429,
            Self::Busy | Self::Unavailable | Self::Slow => 503,
            Self::NotWritten(why) => why.status(),
            Self::Internal => 500,
        }
    }

    /// The name of the fault, also the page's title.
    #[must_use]
    pub fn title(&self, lang: Lang) -> String {
        let words = lang.words();
        match self {
            Self::NotFound => words.fault_not_found(),
            Self::Invalid(_) => words.fault_invalid(),
            Self::Forbidden => words.fault_forbidden(),
            Self::Unprotected => words.fault_unprotected(),
            Self::UntrustedProxy => words.fault_untrusted_proxy(),
            Self::SignedOut => words.fault_signed_out(),
            Self::Refused => words.fault_refused(),
            Self::TooLarge => words.fault_too_large(),
            Self::Control(_) => words.fault_control(),
            Self::Late => words.fault_late(),
            Self::Slow => words.fault_slow(),
            Self::Busy => words.fault_busy(),
            Self::TooMuchRead => words.fault_too_much_read(),
            Self::Unavailable => words.fault_unavailable(),
            Self::NotWritten(_) => words.fault_not_written(),
            Self::Internal => words.fault_internal(),
        }
    }

    /// The explanation for the visitor.
    #[must_use]
    pub fn explanation(&self, lang: Lang) -> String {
        let words = lang.words();
        match self {
            Self::NotFound => words.fault_not_found_text(),
            Self::Invalid(parameter) => words.fault_invalid_text(parameter),
            Self::Forbidden => words.fault_forbidden_text(),
            Self::Unprotected => words.fault_unprotected_text(),
            Self::UntrustedProxy => words.fault_untrusted_proxy_text(),
            Self::SignedOut => words.fault_signed_out_text(),
            Self::Refused => words.fault_refused_text(),
            Self::TooLarge => words.fault_too_large_text(),
            Self::Control(field) => words.fault_control_text(field),
            Self::Late => words.fault_late_text(),
            Self::Slow => words.fault_slow_text(),
            Self::Busy => words.fault_busy_text(),
            Self::TooMuchRead => words.fault_too_much_read_text(),
            Self::Unavailable => words.fault_unavailable_text(),
            Self::NotWritten(why) => why.text(lang),
            Self::Internal => words.fault_internal_text(),
        }
    }

    /// After how many seconds the page should load itself again.
    #[must_use]
    pub const fn retry_s(&self) -> Option<u32> {
        match self {
            Self::Unavailable => Some(RETRY_S),
            _ => None,
        }
    }
}

impl From<AppError> for Fault {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound => Self::NotFound,
            AppError::Invalid(parameter) => Self::Invalid(parameter),
            AppError::Forbidden => Self::Forbidden,
            AppError::Busy => Self::Busy,
            AppError::TooMuchRead => Self::TooMuchRead,
            AppError::Unavailable => Self::Unavailable,
            AppError::NotWritten(why) => Self::NotWritten(why),
            AppError::Internal => Self::Internal,
        }
    }
}

/// The page that says why the requested one cannot be shown.
#[must_use]
pub fn fault_page(request: &PageRequest, fault: Fault) -> PageContent {
    let lang = request.room_lang();
    let head = Head {
        title: Some(fault.title(lang)),
        refresh_s: fault.retry_s(),
        ..Head::of(request, lang)
    };
    let status = fault.status();
    let back = way_back(request, lang);
    let html = document_html(head, || view! { <FaultPage lang fault back /> }.into_any());
    PageContent::html(status, html)
}

/// Where the page leads on, and what that is called: whoever is signed in goes back to the room they were in, or else to their own;
/// everybody else to the board.
pub(super) fn way_back(request: &PageRequest, lang: Lang) -> (String, String) {
    let words = lang.words();
    match &request.visitor.caller {
        Some(caller) => (
            front(&caller.person, &request.path).to_owned(),
            words.public_work(),
        ),
        None => (
            format!("/board?lang={}", lang.code()),
            words.back_to_board(),
        ),
    }
}

/// The front page of the room that a path is of; of the person's own where they may not enter it.
fn front(person: &Person, path: &str) -> &'static str {
    // Managers work in two rooms.
    let is_at_desk = segments(path).first() == Some(&"desk");
    if is_at_desk && person.has(Access::Desk) {
        return "/desk";
    }
    work_path(person.role)
}

/// The body of the page.
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
#[component]
pub fn FaultPage(
    /// The visitor's language.
    lang: Lang,
    /// The fault.
    fault: Fault,
    /// Where it leads on, and what that is called.
    back: (String, String),
    /// What a form sent, to be sent again.
    #[prop(optional)]
    kept: Option<AnyView>,
) -> impl IntoView {
    let (href, label) = back;
    view! {
        <main class="fault">
            <p class="fault-status">{fault.status()}</p>
            <h1>{fault.title(lang)}</h1>
            <p>{fault.explanation(lang)}</p>
            {kept}
            <p>
                <a href=href>{label}</a>
            </p>
        </main>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_parameter_is_named_and_escaped_in_the_visitors_language() {
        let fault = Fault::Invalid("<la\"ng>".to_owned());
        let back = way_back(&PageRequest::default(), Lang::Vi);
        let html = Owner::new().with(|| view! { <FaultPage lang=Lang::Vi fault back /> }.to_html());
        assert!(html.contains("href=\"/board?lang=vi\""), "{html}");
        assert!(
            html.contains("Không đọc được giá trị của “&lt;la"),
            "{html}"
        );
        assert!(!html.contains("<la"), "{html}");
    }
}

//! Signing in: name and password, then the second factor where the role takes one.

use leptos::prelude::*;
use sanh_domain::account::model::{NAME_CHARS_MAX, PASSWORD_CHARS_MAX, Role};
use sanh_domain::language::Lang;

use super::front::front;
use super::port::{AccountError, AccountPort, CompletedSignIn, SignInOutcome};
use crate::Ports;
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest, SessionChange, access, escaped};
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button, field, hidden};

/// The longest code of a second factor, a recovery code with its hyphens, in characters.
const CODE_CHARS_MAX: usize = 40;

/// The page after a sign-in: the requested page if it is one of ours, else the start page of the role.
///
/// Only a page of the table of pages counts, and its path is escaped anew: browsers leave tabs and line ends out of an address, so
/// that what begins with `/`, a tab and `/` would lead to another site.
pub(super) fn next(then: &str, role: Option<Role>) -> String {
    let (path, query) = then.split_once('?').unwrap_or((then, ""));
    let segments: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    let is_ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(|letter: char| letter.is_control() || letter == '\\')
        && access(Method::Get, &segments).is_some();
    // Parameters that are not escaped are of no page of ours.
    let is_plain = !query.is_empty() && query.bytes().all(|byte| byte.is_ascii_graphic());
    match role {
        _ if is_ours && is_plain => format!("{}?{query}", escaped(path)),
        _ if is_ours => escaped(path),
        Some(Role::Staff | Role::Manager) => "/desk".to_owned(),
        Some(Role::Admin) => "/admin/people".to_owned(),
        None => "/account".to_owned(),
    }
}

/// `/sign-in`
///
/// # Errors
/// None of its own: every failure is said on the page.
pub async fn sign_in(request: &PageRequest) -> Result<Page, AppError> {
    if request.method == Method::Get {
        return Ok(match &request.caller {
            Some(caller) => Page::redirect(next("", Some(caller.person.role))),
            None => form(request, 200, &[]),
        });
    }
    let words = request.room_lang().words();
    // A password may begin or end with a blank: it is taken as typed.
    let (name, password) = (request.form.text("name"), request.form.raw("password"));
    let mut problems = Vec::new();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        problems.push(Problem::new("name", words.sign_in_needs_name()));
    }
    if password.is_empty() || password.chars().count() > PASSWORD_CHARS_MAX {
        problems.push(Problem::new("password", words.sign_in_needs_password()));
    }
    if !problems.is_empty() {
        return Ok(form(request, 422, &problems));
    }
    let port = expect_context::<Ports>().account;
    Ok(match port.sign_in(name, password, &request.from).await {
        Ok(SignInOutcome::Whole(now)) => entered(request, port.as_ref(), now).await,
        Ok(SignInOutcome::NeedsCode { token }) => {
            let then = escaped(request.form.text("then"));
            Page::redirect(format!("/sign-in/code?then={then}")).with(SessionChange::Begin(token))
        }
        Err(error) => refused(request, &error),
    })
}

/// `/sign-in/code`
///
/// # Errors
/// None of its own: every failure is said on the page.
pub async fn code(request: &PageRequest) -> Result<Page, AppError> {
    if let Some(caller) = &request.caller {
        return Ok(Page::redirect(next("", Some(caller.person.role))));
    }
    let Some(token) = request.token.as_deref() else {
        return Ok(Page::redirect("/sign-in"));
    };
    if request.method == Method::Get {
        return Ok(code_form(request, 200, &[]));
    }
    let port = expect_context::<Ports>().account;
    let words = request.room_lang().words();
    let typed: String = request
        .form
        .text("code")
        .chars()
        .take(CODE_CHARS_MAX)
        .collect();
    Ok(match port.confirm(token, &typed, &request.from).await {
        Ok(now) => entered(request, port.as_ref(), now).await,
        Err(AccountError::LinkOver) => {
            front_again(request, 401, words.code_over()).with(SessionChange::End)
        }
        Err(AccountError::Wrong) => {
            code_form(request, 422, &[Problem::new("code", words.code_wrong())])
        }
        Err(error) => {
            let (status, text) = error_text(request.room_lang(), &error);
            code_form(request, status, &[Problem::new("code", text)])
        }
    })
}

/// The session is whole: on to where they wanted to go.
async fn entered(request: &PageRequest, port: &dyn AccountPort, now: CompletedSignIn) -> Page {
    let caller = port.caller(&now.token, &request.from).await.ok().flatten();
    let role = caller.map(|caller| caller.person.role);
    let then = Page::redirect(next(request.form.text("then"), role));
    Page {
        device_token: Some(now.device),
        ..then.with(SessionChange::Begin(now.token))
    }
}

fn refused(request: &PageRequest, error: &AccountError) -> Page {
    let (status, text) = error_text(request.room_lang(), error);
    form(request, status, &[Problem::new("name", text)])
}

fn front_again(request: &PageRequest, status: u16, text: String) -> Page {
    form(request, status, &[Problem::new("name", text)])
}

/// What a failure is called, and its status.
pub(crate) fn error_text(lang: Lang, error: &AccountError) -> (u16, String) {
    let words = lang.words();
    match error {
        AccountError::Throttled { wait_s } => (429, words.sign_in_throttled(*wait_s)),
        AccountError::Busy => (503, words.sign_in_busy()),
        AccountError::Unavailable => (503, words.sign_in_unavailable()),
        AccountError::NotWritten(why) => (why.status(), why.text(lang)),
        AccountError::Internal => (500, words.fault_internal_text()),
        AccountError::LinkOver => (410, words.welcome_over()),
        AccountError::Wrong | AccountError::PasswordUnfit | AccountError::PasswordEasy => {
            (422, words.sign_in_wrong())
        }
    }
}

fn then_of(request: &PageRequest) -> String {
    let sent = request.form.text("then");
    if sent.is_empty() {
        request.parameter("then").unwrap_or_default().to_owned()
    } else {
        sent.to_owned()
    }
}

fn form(request: &PageRequest, status: u16, problems: &[Problem]) -> Page {
    let words = request.room_lang().words();
    front(request, status, &words.sign_in_title(), problems, || {
        let lead = if request.parameter("out").is_some() {
            words.sign_in_again()
        } else {
            words.sign_in_lead()
        };
        let name = Field {
            value: request.form.text("name").to_owned(),
            autocomplete: "username",
            chars_max: NAME_CHARS_MAX,
            ..Field::text("name", words.sign_in_name())
        };
        let password = Field {
            kind: "password",
            autocomplete: "current-password",
            chars_max: PASSWORD_CHARS_MAX,
            ..Field::text("password", words.sign_in_password())
        };
        view! {
            <p class="front-lead">{lead}</p>
            <form method="post" action="/sign-in" class="form">
                {hidden("then", &then_of(request))}
                {field(name, problems)}
                {field(password, problems)}
                {button(words.sign_in_button())}
            </form>
            <p class="front-foot">{words.sign_in_lost()}</p>
        }
        .into_any()
    })
}

fn code_form(request: &PageRequest, status: u16, problems: &[Problem]) -> Page {
    let words = request.room_lang().words();
    front(request, status, &words.code_title(), problems, || {
        let code = Field {
            autocomplete: "one-time-code",
            chars_max: CODE_CHARS_MAX,
            ..Field::text("code", words.code_label())
        };
        view! {
            <p class="front-lead">{words.code_lead()}</p>
            <form method="post" action="/sign-in/code" class="form">
                {hidden("then", &then_of(request))}
                {field(code, problems)}
                {button(words.code_button())}
            </form>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_our_own_pages_only() {
        assert_eq!(next("/desk/receive", None), "/desk/receive");
        let file = "/manage/dossiers.csv?figure=late";
        assert_eq!(next(file, None), file);
        assert_eq!(next("/desk?find=a\n", None), "/desk");
        let elsewhere = [
            "//evil.test",
            "https://evil.test",
            "/\\evil.test",
            "/\t/evil.test",
            "/\n/evil.test",
            "/desk\n",
            "/nowhere/of/ours",
            "",
        ];
        for then in elsewhere {
            assert_eq!(next(then, Some(Role::Staff)), "/desk", "{then:?}");
        }
        assert_eq!(next("", Some(Role::Admin)), "/admin/people");
        assert_eq!(next("/screen/s\u{1ea3}nh", None), "/screen/s%E1%BA%A3nh");
    }
}

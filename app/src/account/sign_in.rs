//! Signing in: name and password, then the second factor where the role takes one.

use leptos::prelude::*;
use sanh_domain::account::model::{NAME_CHARS_MAX, PASSWORD_CHARS_MAX, Role};

use super::api::{ConfirmCode, SignIn};
use super::front::Front;
use crate::error::AppError;
use crate::model::account::{CODE_CHARS_MAX, HALF_SESSION_OVER, SignInStep};
use crate::page::{Method, PageRequest, PageTable, escaped};
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button, field, hidden};
use crate::ui::frame::work_path;
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Refusal, Submitted, submitted};

/// The page after a sign-in: the requested page if it is one of ours, else the start page of the role.
///
/// Only a page that can be read is accepted, and its path is escaped again: browsers remove tabs and line ends from an address,
/// so that `/`, a tab and `/` would lead to another site.
pub(super) fn next(then: &str, role: Role) -> String {
    let (path, query) = then.split_once('?').unwrap_or((then, ""));
    let is_ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(|letter: char| letter.is_control() || letter == '\\')
        && expect_context::<PageTable>().can_read(path);
    // Addresses of our pages escape their parameters; unescaped ones come from elsewhere.
    let is_plain = !query.is_empty() && query.bytes().all(|byte| byte.is_ascii_graphic());
    match (is_ours, is_plain) {
        (true, true) => format!("{}?{query}", escaped(path)),
        (true, false) => escaped(path),
        (false, _) => work_path(role).to_owned(),
    }
}

/// `/sign-in`
#[component]
pub(super) fn SignInPage() -> impl IntoView {
    loaded(sign_in())
}

/// `/sign-in/code`
#[component]
pub(super) fn CodePage() -> impl IntoView {
    loaded(code())
}

async fn sign_in() -> Result<AnyView, AppError> {
    let (request, response) = (request(), response());
    if let (Method::Get, Some(caller)) = (request.method, &request.visitor.caller) {
        response.redirect(next("", caller.person.role));
        return Ok(().into_any());
    }
    let then = request.form.text("then");
    match submitted::<SignIn>(&[]).await? {
        Submitted::Done(SignInStep::Entered(role)) => response.redirect(next(then, role)),
        Submitted::Done(SignInStep::NeedsCode) => {
            response.redirect(format!("/sign-in/code?then={}", escaped(then)));
        }
        Submitted::Refused(Refusal { problems, .. }) => {
            return Ok(view! { <SignInForm problems /> }.into_any());
        }
        Submitted::Not => return Ok(view! { <SignInForm problems=Vec::new() /> }.into_any()),
    }
    Ok(().into_any())
}

async fn code() -> Result<AnyView, AppError> {
    let (request, response) = (request(), response());
    if let Some(caller) = &request.visitor.caller {
        response.redirect(next("", caller.person.role));
        return Ok(().into_any());
    }
    if request.visitor.session_token.is_none() {
        response.redirect("/sign-in");
        return Ok(().into_any());
    }
    let problems = match submitted::<ConfirmCode>(&[]).await? {
        Submitted::Done(SignInStep::Entered(role)) => {
            response.redirect(next(request.form.text("then"), role));
            return Ok(().into_any());
        }
        Submitted::Refused(Refusal {
            status: HALF_SESSION_OVER,
            problems,
            ..
        }) => {
            response.set_status(401);
            return Ok(view! { <SignInForm problems /> }.into_any());
        }
        Submitted::Refused(refusal) => refusal.problems,
        Submitted::Done(SignInStep::NeedsCode) | Submitted::Not => Vec::new(),
    };
    Ok(view! { <CodeForm problems /> }.into_any())
}

fn then_of(request: &PageRequest) -> &str {
    let sent = request.form.text("then");
    if sent.is_empty() {
        request.parameter("then").unwrap_or_default()
    } else {
        sent
    }
}

#[component]
fn SignInForm(problems: Vec<Problem>) -> impl IntoView {
    let request = request();
    let words = request.room_lang().words();
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
    let (name, password) = (field(name, &problems), field(password, &problems));
    view! {
        <Front title=words.sign_in_title() problems>
            <p class="front-lead">{lead}</p>
            <form method="post" action="/sign-in" class="form">
                {hidden("then", then_of(&request))}
                {name}
                {password}
                {button(words.sign_in_button())}
            </form>
            <p class="front-foot">{words.sign_in_lost()}</p>
        </Front>
    }
}

#[component]
fn CodeForm(problems: Vec<Problem>) -> impl IntoView {
    let request = request();
    let words = request.room_lang().words();
    let code = Field {
        autocomplete: "one-time-code",
        chars_max: CODE_CHARS_MAX,
        ..Field::text("code", words.code_label())
    };
    let code = field(code, &problems);
    view! {
        <Front title=words.code_title() problems>
            <p class="front-lead">{words.code_lead()}</p>
            <form method="post" action="/sign-in/code" class="form">
                {hidden("then", then_of(&request))}
                {code}
                {button(words.code_button())}
            </form>
        </Front>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_our_own_pages_only() {
        let owner = Owner::new();
        owner.set();
        provide_context(crate::app::pages());
        let staff = Role::Staff;
        assert_eq!(next("/desk/receive", staff), "/desk/receive");
        let file = "/manage/dossiers.csv?figure=late";
        assert_eq!(next(file, staff), file);
        assert_eq!(next("/desk?find=a\n", staff), "/desk");
        let elsewhere = [
            "//evil.test",
            "https://evil.test",
            "/\\evil.test",
            "/\t/evil.test",
            "/\n/evil.test",
            "/desk\n",
            "/nowhere/of/ours",
            "/sign-out",
            "",
        ];
        for then in elsewhere {
            assert_eq!(next(then, staff), "/desk", "{then:?}");
        }
        assert_eq!(next("", Role::Admin), "/admin");
        assert_eq!(next("", Role::Manager), "/manage");
        assert_eq!(next("/screen/s\u{1ea3}nh", staff), "/screen/s%E1%BA%A3nh");
    }
}

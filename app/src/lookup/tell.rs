//! The pages of being told of changes of a dossier: where, whether that is confirmed, and how it ends.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use sanh_domain::dossier::applicant::EMAIL_CHARS_MAX;
use sanh_domain::subscription::model::{CONFIRM_H, TellChannel};

use super::api::{ConfirmSubscription, StopSubscription, Subscribe, read_tell_offer};
use crate::error::AppError;
use crate::model::subscription::{RequestedSubscription, TellOffer};
use crate::page::Method;
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button, error_summary, field, hidden};
use crate::ui::public::{in_lang, public_page};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{FormError, Submitted, submit, submitted};

/// Where one asks to be told.
pub(super) const TELL_PATH: &str = "/lookup/tell";
/// Where the digits are sent that a phone was sent.
const DIGITS_PATH: &str = "/lookup/tell/code";
/// The longest phone number and the longest digits as typed, in characters.
const TYPED_CHARS_MAX: usize = 20;

/// `/lookup/tell`
#[component]
pub(super) fn TellPage() -> impl IntoView {
    loaded(ask())
}

/// `/lookup/tell/code`
#[component]
pub(super) fn DigitsPage() -> impl IntoView {
    loaded(digits())
}

/// `/lookup/tell/confirm/{token}`: where the link leads that was mailed. Only its button confirms: programs look at links, too.
#[component]
pub(super) fn ConfirmPage() -> impl IntoView {
    loaded(confirm(token()))
}

/// `/lookup/tell/stop/{token}`
#[component]
pub(super) fn StopPage() -> impl IntoView {
    loaded(stop(token()))
}

fn token() -> String {
    let token = use_params_map().with_untracked(|params| params.get("token"));
    token.unwrap_or_default()
}

async fn ask() -> Result<AnyView, AppError> {
    let request = request();
    if request.method != Method::Post {
        return Ok(look_up_first());
    }
    // The look-up's page sends only the ticket: then the form is shown, nothing is subscribed yet.
    let problems = if request.form.text("channel").is_empty() {
        Vec::new()
    } else {
        match submit::<Subscribe>(&[]).await? {
            Ok(requested) => return Ok(requested_page(&requested)),
            Err(refusal) => refusal.problems,
        }
    };
    let ticket = request.form.text("ticket").to_owned();
    match read_tell_offer(ticket.clone()).await {
        Ok(offer) => Ok(forms(&ticket, offer, &problems)),
        Err(FormError::Refused(refusal)) => {
            response().set_status(refusal.status);
            Ok(refused_page(refusal.problems))
        }
        Err(FormError::Failed(error)) => Err(error),
    }
}

async fn digits() -> Result<AnyView, AppError> {
    let request = request();
    match submitted::<ConfirmSubscription>(&[]).await? {
        Submitted::Not => Ok(look_up_first()),
        Submitted::Done(()) => Ok(confirmed_page()),
        Submitted::Refused(refusal) => {
            let is_over = refusal.problems.iter().all(|it| it.field != "digits");
            if is_over {
                return Ok(refused_page(refusal.problems));
            }
            Ok(digits_page(request.form.text("token"), &refusal.problems))
        }
    }
}

async fn confirm(token: String) -> Result<AnyView, AppError> {
    let words = request().room_lang().words();
    match submitted::<ConfirmSubscription>(&[("token", &token)]).await? {
        Submitted::Not => Ok(one_button(
            words.tell_confirm_title(),
            words.tell_confirm_lead(),
            words.tell_confirm(),
        )),
        Submitted::Done(()) => Ok(confirmed_page()),
        Submitted::Refused(refusal) => Ok(refused_page(refusal.problems)),
    }
}

async fn stop(token: String) -> Result<AnyView, AppError> {
    let words = request().room_lang().words();
    match submitted::<StopSubscription>(&[("token", &token)]).await? {
        Submitted::Not => Ok(one_button(
            words.tell_stop_title(),
            words.tell_stop_lead(),
            words.tell_stop(),
        )),
        Submitted::Done(()) => Ok(told_page(words.tell_stopped_title(), words.tell_stopped())),
        Submitted::Refused(refusal) => Ok(refused_page(refusal.problems)),
    }
}

/// The forms: one a channel, each with the consent in words.
fn forms(ticket: &str, offer: TellOffer, problems: &[Problem]) -> AnyView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let typed = |name: &str| request.form.text(name).to_owned();
    let mail = offer.channels.mail.then(|| {
        let email = Field {
            hint: Some(words.tell_email_hint()),
            value: typed("email"),
            kind: "email",
            autocomplete: "email",
            chars_max: EMAIL_CHARS_MAX,
            ..Field::text("email", words.tell_email())
        };
        let form = ChannelForm {
            channel: TellChannel::Mail,
            title: words.tell_by_mail(),
            field: email,
            consent: "consent-mail",
            button: words.tell_send_mail(),
        };
        channel_form(ticket, offer, form, problems)
    });
    let phone = offer.channels.phone.then(|| {
        let phone = Field {
            hint: Some(words.tell_phone_hint()),
            value: typed("phone"),
            kind: "tel",
            autocomplete: "tel",
            chars_max: TYPED_CHARS_MAX,
            ..Field::text("phone", words.tell_phone())
        };
        let form = ChannelForm {
            channel: TellChannel::Phone,
            title: words.tell_by_phone(),
            field: phone,
            consent: "consent-phone",
            button: words.tell_send_digits(),
        };
        channel_form(ticket, offer, form, problems)
    });
    let body = view! {
        <p class="public-lead" id="tell">
            {words.tell_lead()}
        </p>
        {mail}
        {phone}
    };
    public_page(words.tell_title(), error_summary(lang, problems), body)
}

struct ChannelForm {
    channel: TellChannel,
    title: String,
    field: Field,
    /// The id of the box.
    consent: &'static str,
    button: String,
}

fn channel_form(
    ticket: &str,
    offer: TellOffer,
    form: ChannelForm,
    problems: &[Problem],
) -> AnyView {
    let request = request();
    let words = request.room_lang().words();
    let consent = form.consent;
    let problem = problems.iter().find(|problem| problem.field == consent);
    let problem_id = problem.map(|_| format!("{consent}-problem"));
    let described = problem_id.clone();
    let problem = problem.map(|problem| {
        view! { <p class="problem" id=problem_id>{problem.message.clone()}</p> }
    });
    let is_wrong = problem.is_some().then_some("true");
    view! {
        <section>
            <h2>{form.title}</h2>
            <form method="post" action=in_lang(&request, TELL_PATH) class="form" autocomplete="off">
                {hidden("ticket", ticket)}
                {hidden("channel", form.channel.as_str())}
                {field(form.field, problems)}
                {problem}
                <div class="choice">
                    <input
                        r#type="checkbox"
                        name="consent"
                        id=consent
                        value="yes"
                        aria-describedby=described
                        aria-invalid=is_wrong
                    />
                    <label r#for=consent>{words.tell_consent(offer.keep_days.to_string())}</label>
                </div>
                {button(form.button)}
            </form>
        </section>
    }
    .into_any()
}

/// What is to be done now that the owner of the address is asked.
fn requested_page(requested: &RequestedSubscription) -> AnyView {
    let words = request().room_lang().words();
    match requested.channel {
        TellChannel::Phone => digits_page(&requested.token, &[]),
        TellChannel::Mail => {
            let text = words.tell_mail_sent(CONFIRM_H.to_string());
            told_page(words.tell_mail_sent_title(), text)
        }
    }
}

fn digits_page(token: &str, problems: &[Problem]) -> AnyView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let digits = Field {
        hint: Some(words.tell_digits_hint()),
        kind: "tel",
        autocomplete: "one-time-code",
        chars_max: TYPED_CHARS_MAX,
        ..Field::text("digits", words.tell_digits())
    };
    let body = view! {
        <p class="public-lead">{words.tell_digits_lead()}</p>
        <form method="post" action=in_lang(&request, DIGITS_PATH) class="form">
            {hidden("token", token)}
            {field(digits, problems)}
            {button(words.tell_confirm())}
        </form>
    };
    public_page(
        words.tell_digits_title(),
        error_summary(lang, problems),
        body,
    )
}

fn confirmed_page() -> AnyView {
    let words = request().room_lang().words();
    told_page(words.tell_done_title(), words.tell_done())
}

/// What was done.
fn told_page(title: String, text: String) -> AnyView {
    let body = view! {
        <div class="done" role="status">
            <p>{text}</p>
        </div>
        {to_look_up()}
    };
    public_page(title, (), body)
}

/// One button that does what the link was for: what only looks at the link does nothing.
fn one_button(title: String, lead: String, label: String) -> AnyView {
    let body = view! {
        <p class="public-lead">{lead}</p>
        <form method="post" class="form">
            {button(label)}
        </form>
    };
    public_page(title, (), body)
}

/// Why it is not done.
fn refused_page(problems: Vec<Problem>) -> AnyView {
    let words = request().room_lang().words();
    let texts = problems.into_iter().map(|problem| problem.message);
    let text = texts.collect::<Vec<_>>().join(" ");
    let body = view! {
        <p class="public-lead" role="alert">
            {text}
        </p>
        {to_look_up()}
    };
    public_page(words.tell_title(), (), body)
}

fn look_up_first() -> AnyView {
    let words = request().room_lang().words();
    let body = view! {
        <p class="public-lead">{words.tell_first()}</p>
        {to_look_up()}
    };
    public_page(words.tell_title(), (), body)
}

fn to_look_up() -> AnyView {
    let request = request();
    view! {
        <p>
            <a href=in_lang(&request, "/lookup")>{request.room_lang().words().tell_to_lookup()}</a>
        </p>
    }
    .into_any()
}

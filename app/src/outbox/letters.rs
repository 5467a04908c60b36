//! The letters about one dossier to whoever is told of its changes, for an administrator who hears that none came, and the form that
//! asks for them.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;
use sanh_domain::outbox::model::LetterFault;
use sanh_domain::subscription::letter::{
    LetterPurpose, LetterState, SubscriptionLetter, SubscriptionLetters,
};
use sanh_domain::subscription::model::TellChannel;

use crate::text::Messages;
use crate::text::dossier::moment;
use crate::text::number::NO_RATE;
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button_second, field};

/// The form that asks for the letters about a dossier.
pub(super) fn letters_form(lang: Lang, typed: &str, problems: &[Problem]) -> AnyView {
    let words = lang.words();
    let code = Field {
        value: typed.to_owned(),
        hint: Some(words.outbox_find_hint()),
        ..Field::text("code", words.desk_code())
    };
    view! {
        <h3>{words.outbox_find()}</h3>
        <form method="post" action="/admin/outbox/letters" class="form">
            {field(code, problems)}
            {button_second(words.outbox_find_button())}
        </form>
    }
    .into_any()
}

/// The letters that were found.
pub(super) fn found_letters(lang: Lang, found: &SubscriptionLetters) -> AnyView {
    let words = lang.words();
    let title = words.outbox_found_title(found.code.as_str());
    let rows: Vec<_> = found
        .letters
        .iter()
        .map(|letter| row(lang, found, letter))
        .collect();
    let list = if rows.is_empty() {
        view! { <p class="none">{words.outbox_found_none()}</p> }.into_any()
    } else {
        view! {
            <table class="table catalogue">
                <thead>
                    <tr>
                        <th scope="col">{words.outbox_address()}</th>
                        <th scope="col">{words.outbox_kind()}</th>
                        <th scope="col">{words.outbox_state()}</th>
                        <th scope="col">{words.outbox_at()}</th>
                        <th scope="col">{words.outbox_tries()}</th>
                        <th scope="col">{words.outbox_fault()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href="/admin/outbox">{words.outbox_title()}</a>
        </p>
        <h1>{title}</h1>
        <p class="hint">{words.outbox_found_hint()}</p>
        {list}
    }
    .into_any()
}

fn row(lang: Lang, found: &SubscriptionLetters, letter: &SubscriptionLetter) -> AnyView {
    let words = lang.words();
    let channel = match letter.channel {
        TellChannel::Mail => words.outbox_channel_mail(),
        TellChannel::Phone => words.outbox_channel_gateway(),
    };
    let unconfirmed = (!letter.is_confirmed).then(|| words.outbox_unconfirmed());
    let address = [Some(letter.masked.clone()), Some(channel), unconfirmed];
    let address: Vec<String> = address.into_iter().flatten().collect();
    let purpose = match letter.purpose {
        LetterPurpose::Confirmation => words.outbox_confirmation(),
        LetterPurpose::Change => words.outbox_change(),
    };
    let fault = letter.fault.map(|fault| fault_text(lang, fault));
    view! {
        <tr>
            <th scope="row" data-label=words.outbox_address()>
                {address.join(" · ")}
            </th>
            <td data-label=words.outbox_kind()>{purpose}</td>
            <td data-label=words.outbox_state()>{state_name(lang, letter.state)}</td>
            <td data-label=words.outbox_at()>{moment(letter.at, found.zone)}</td>
            <td data-label=words.outbox_tries()>{letter.tries.to_string()}</td>
            <td data-label=words.outbox_fault()>{fault.unwrap_or_else(|| NO_RATE.to_owned())}</td>
        </tr>
    }
    .into_any()
}

fn state_name(lang: Lang, state: LetterState) -> String {
    let words = lang.words();
    match state {
        LetterState::Waiting => words.outbox_state_waiting(),
        LetterState::Sent => words.outbox_state_sent(),
        LetterState::Nobody => words.outbox_state_nobody(),
        LetterState::Cancelled => words.outbox_state_cancelled(),
        LetterState::Dead => words.outbox_state_dead(),
    }
}

/// Why a letter did not arrive.
pub(super) fn fault_text(lang: Lang, fault: LetterFault) -> String {
    let words = lang.words();
    match fault {
        LetterFault::GatewayAnswered(code) | LetterFault::MailAnswered(code) => {
            words.outbox_fault_answered(code.to_string())
        }
        LetterFault::GatewaySilent | LetterFault::MailSilent => words.outbox_fault_silent(),
        LetterFault::GatewayAway | LetterFault::MailAway => words.outbox_fault_away(),
        LetterFault::MailAddress => words.outbox_fault_address(),
        LetterFault::MailForm => words.outbox_fault_form(),
        LetterFault::Record => words.outbox_fault_record(),
    }
}

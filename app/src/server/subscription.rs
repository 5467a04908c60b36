//! Being told of changes of a dossier: who may ask, where, and how it is confirmed and ended.

use leptos::prelude::expect_context;
use sanh_domain::privacy::model::KeepTimes;
use sanh_domain::subscription::model::{TellAddress, TellChannel, TellChannels};
use sanh_store::{ConfirmOutcome, NewSubscription, SlipGrant, Store, SubscribeOutcome};

use super::account::form;
use super::network::network_of;
use super::{failure, now, store};
use crate::model::subscription::{RequestedSubscription, TellOffer};
use crate::page::{ConnectionSecurity, PageRequest};
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::{FormError, Refusal};

/// The status that says that it may be tried again later.
const TOO_MANY: u16 = 429;
/// The status of what is over.
const OVER: u16 = 410;

/// By what whoever asks can be told: nothing is typed over a connection that others can read.
pub(crate) fn channels(request: &PageRequest) -> TellChannels {
    match request.visitor.connection {
        ConnectionSecurity::Private => expect_context(),
        ConnectionSecurity::Open | ConnectionSecurity::UntrustedProxy => TellChannels::default(),
    }
}

/// What can be asked for with a ticket.
pub(crate) async fn offer(ticket: &str) -> Result<TellOffer, FormError> {
    let (store, request) = (store()?, request());
    let channels = channels(&request);
    let keep: KeepTimes = expect_context();
    grant(&store, ticket, channels).await?;
    Ok(TellOffer {
        channels,
        keep_days: keep.subscription_days,
    })
}

/// The grant of a ticket, while there are changes to be told of the dossier, and a way to.
async fn grant(
    store: &Store,
    ticket: &str,
    channels: TellChannels,
) -> Result<SlipGrant, FormError> {
    let (now, words) = (now(), request().room_lang().words());
    let refused = |message| Problem::new("tell", message);
    if !channels.is_any() {
        return Err(refused(words.tell_off()).into());
    }
    let over = || refused(words.lookup_over());
    let grant = store.open_grant(ticket, now).map_err(failure)?;
    let grant = grant.ok_or_else(over)?;
    let looked_up = store.look_up(grant, now).await.map_err(failure)?;
    let status = looked_up.ok_or_else(over)?.whole.dossier.status;
    if status.is_terminal() {
        return Err(refused(words.tell_over()).into());
    }
    Ok(grant)
}

/// The address that a form sent, with its owner's consent.
pub(crate) fn address(
    channel: &str,
    (email, phone): (&str, &str),
    consent: &str,
) -> Result<TellAddress, FormError> {
    let words = request().room_lang().words();
    let (channel, typed, problem) = match channel.parse() {
        Ok(TellChannel::Phone) => (
            TellChannel::Phone,
            phone,
            Problem::new("phone", words.tell_bad_phone()),
        ),
        Ok(TellChannel::Mail) | Err(_) => (
            TellChannel::Mail,
            email,
            Problem::new("email", words.tell_bad_email()),
        ),
    };
    let box_id = match channel {
        TellChannel::Mail => "consent-mail",
        TellChannel::Phone => "consent-phone",
    };
    let address = TellAddress::read(channel, typed);
    let missing = consent
        .trim()
        .is_empty()
        .then(|| Problem::new(box_id, words.tell_consent_missing()));
    match (address, missing) {
        (Some(address), None) => Ok(address),
        (address, missing) => {
            let wrong = address.is_none().then_some(problem);
            let problems: Vec<Problem> = wrong.into_iter().chain(missing).collect();
            Err(FormError::Refused(problems.into()))
        }
    }
}

/// Asks the owner of an address.
pub(crate) async fn subscribe(
    ticket: &str,
    address: TellAddress,
) -> Result<RequestedSubscription, FormError> {
    let (store, now, request) = (store()?, now(), request());
    let (words, channel) = (request.room_lang().words(), address.channel);
    let channels = channels(&request);
    if channels.is_any() && !channels.has(channel) {
        return Err(Problem::new("tell", words.tell_off()).into());
    }
    let grant = grant(&store, ticket, channels).await?;
    let new = NewSubscription {
        address,
        lang: request.room_lang(),
        network: network_of(request.visitor.from.address),
    };
    match store.subscribe(grant, new, now).await.map_err(failure)? {
        SubscribeOutcome::Requested(token) => Ok(RequestedSubscription {
            channel,
            token: match channel {
                TellChannel::Mail => String::new(),
                TellChannel::Phone => token,
            },
        }),
        SubscribeOutcome::Held => Err(refused(TOO_MANY, "tell", words.tell_held())),
        SubscribeOutcome::Over => Err(Problem::new("tell", words.lookup_over()).into()),
    }
}

/// Confirms an address.
pub(crate) async fn confirm(token: &str, digits: Option<&str>) -> Result<(), FormError> {
    form::stranger()?;
    let (store, now, words) = (store()?, now(), request().room_lang().words());
    let digits = digits.map(|typed| {
        let digits = typed.chars().filter(char::is_ascii_digit);
        digits.collect::<String>()
    });
    let outcome = store.confirm_subscription(token, digits.as_deref(), now);
    match outcome.await.map_err(failure)? {
        ConfirmOutcome::Confirmed => Ok(()),
        ConfirmOutcome::Differs => Err(Problem::new("digits", words.tell_digits_wrong()).into()),
        ConfirmOutcome::Over => Err(refused(OVER, "tell", words.tell_over())),
    }
}

/// Ends the letters to an address.
pub(crate) async fn stop(token: &str) -> Result<(), FormError> {
    let (store, now) = (store()?, now());
    store.stop_subscription(token, now).await.map_err(failure)?;
    Ok(())
}

fn refused(status: u16, field: &'static str, message: String) -> FormError {
    FormError::Refused(Refusal {
        status,
        problems: vec![Problem::new(field, message)],
        ..Refusal::default()
    })
}

//! Sends the letters beside those to applicants: to whoever wants to be told of a dossier, and to senders of messages that were
//! answered. Beside the applicants' letters, so that the digits that confirm a phone wait for nobody's; nothing waits for either.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use sanh_app::text::letter::{Changed, LetterText, answered, changed, confirm_mail, confirm_phone};
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{DossierCode, Event};
use sanh_domain::language::Lang;
use sanh_domain::outbox::model::{LetterChannel, LetterFault};
use sanh_domain::subscription::model::TellChannel;
use sanh_domain::text::name::Name;
use sanh_store::clock::Clock;
use sanh_store::{DeliveryOutcome, DueLetter, Duty, LetterAbout, Store, StoreError, Subscriber};
use tokio_util::sync::CancellationToken;

use super::outbox::LetterDelivery;
use crate::outbox::{Letter, SendError, TRY, hashed};

/// Letters taken at once.
const BATCH_ROWS: u32 = 16;
/// Letters told at once (ours: a mail server takes as many connections of one sender).
const AT_ONCE: usize = 8;
/// The wait between two looks: whoever waits for digits has the page open.
const LOOK_EVERY: Duration = Duration::from_secs(3);

/// How letters are sent, and what their links begin with.
pub struct LetterSender {
    /// By what.
    pub delivery: LetterDelivery,
    /// Where visitors reach the server, without a path; blank: letters hold no link.
    pub public_url: String,
}

/// Sends until `shutdown`.
pub async fn run(
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    sender: LetterSender,
    shutdown: CancellationToken,
) {
    super::repeat(LOOK_EVERY, LOOK_EVERY, &shutdown, || async {
        if let Err(error) = sender.send_due(&store, clock.as_ref()).await {
            tracing::warn!(%error, "letters cannot be sent; trying again");
        }
    })
    .await;
}

impl LetterSender {
    /// Sends what is due.
    async fn send_due(&self, store: &Store, clock: &dyn Clock) -> Result<(), StoreError> {
        let now = clock.now();
        let next = store.next_letter().await?;
        if next.is_none_or(|next| next > now) {
            return Ok(());
        }
        match &self.delivery {
            // The letters wait for a node that can send them.
            LetterDelivery::Send(transports) if transports.is_empty() => return Ok(()),
            LetterDelivery::Send(_) => {}
            LetterDelivery::Close => return close(store, now).await,
        }
        let Some(store) = store.lead(Duty::Letters).await? else {
            return Ok(());
        };
        let letters = store.take_letters(BATCH_ROWS, now).await?;
        let mut sending = Vec::with_capacity(letters.len());
        for due in &letters {
            sending.push(self.send(&store, clock, due));
        }
        let sent = futures::stream::iter(sending).buffer_unordered(AT_ONCE);
        let sent: Vec<Result<(), StoreError>> = sent.collect().await;
        sent.into_iter().collect()
    }

    async fn send(
        &self,
        store: &Store,
        clock: &dyn Clock,
        due: &DueLetter,
    ) -> Result<(), StoreError> {
        let outcome = match self.made(store, due, clock.now()).await {
            Ok(Some((channel, letter))) => self.deliver(channel, &letter).await,
            Ok(None) => DeliveryOutcome::Cancelled,
            Err(error) if error.is_data_fault() => {
                tracing::error!(letter = due.id, %error, "a letter cannot be made");
                DeliveryOutcome::Failed(LetterFault::Record.to_string())
            }
            Err(error) => {
                store.release_letter(due, clock.now()).await?;
                return Err(error);
            }
        };
        if let DeliveryOutcome::Failed(why) = &outcome {
            let tries = due.tries;
            tracing::warn!(letter = due.id, tries, why, "a letter could not be sent");
        }
        store.end_letter(due, outcome, clock.now()).await
    }

    /// Sends a letter by the way that it is meant for, and no other.
    async fn deliver(&self, channel: LetterChannel, letter: &Letter) -> DeliveryOutcome {
        let LetterDelivery::Send(transports) = &self.delivery else {
            return DeliveryOutcome::Nobody;
        };
        let mut transports = transports.iter();
        let Some(transport) = transports.find(|transport| transport.channel() == channel) else {
            return DeliveryOutcome::Nobody;
        };
        let sent = tokio::time::timeout(TRY, transport.send(letter)).await;
        match sent.unwrap_or_else(|_| Err(SendError(transport.silent()))) {
            Ok(()) => DeliveryOutcome::Sent,
            Err(SendError(why)) => DeliveryOutcome::Failed(why.to_string()),
        }
    }

    /// The letter, and by what it goes; `None`: there is nobody to be told any more, or nothing to tell.
    async fn made(
        &self,
        store: &Store,
        due: &DueLetter,
        now: Instant,
    ) -> Result<Option<(LetterChannel, Letter)>, StoreError> {
        match &due.about {
            LetterAbout::Confirmation { subscription, .. } => {
                let found = store.subscriber(*subscription).await?;
                let Some(known) = found.filter(|known| !known.is_confirmed) else {
                    return Ok(None);
                };
                let centre = centre_name(store, known.lang, now).await?;
                let text = match known.address.channel {
                    TellChannel::Mail => {
                        let confirm = self.link("confirm", &known.token);
                        confirm_mail(known.lang, &centre, &confirm)
                    }
                    TellChannel::Phone => confirm_phone(known.lang, &centre, &known.digits),
                };
                let key = hashed(&format!("confirm {}", known.token));
                Ok(Some(self.addressed(
                    &known,
                    ("subscription.confirm", key),
                    text,
                    now,
                )))
            }
            LetterAbout::Change {
                subscription,
                code,
                sequence,
            } => {
                let Some(known) = store.subscriber(*subscription).await? else {
                    return Ok(None);
                };
                let Some(event) = told_event(store, code, *sequence).await? else {
                    return Ok(None);
                };
                let centre = centre_name(store, known.lang, now).await?;
                let about = Changed {
                    centre: &centre,
                    status: event.to,
                    look_up: &format!("{}/lookup", self.public_url),
                    stop: &self.link("stop", &known.token),
                };
                let text = changed(known.lang, known.address.channel, &about);
                let at_ms = event.recorded_at.timestamp_millis();
                let key = hashed(&format!("change {} {sequence} {at_ms}", known.token));
                Ok(Some(self.addressed(
                    &known,
                    ("subscription.changed", key),
                    text,
                    now,
                )))
            }
            LetterAbout::Answer { feedback } => {
                let Some((email, answered_at)) = store.answered_to(*feedback).await? else {
                    return Ok(None);
                };
                let names = Lang::ALL.map(|lang| centre_name(store, lang, now));
                let [vi, en] = names;
                let (vi, en) = (vi.await?, en.await?);
                let follow = (!self.public_url.is_empty())
                    .then(|| format!("{}/feedback/follow", self.public_url));
                let text = answered([&vi, &en], follow.as_deref());
                let at_ms = answered_at.timestamp_millis();
                let letter = Letter {
                    key: hashed(&format!("answer {feedback} {at_ms}")),
                    kind: "feedback.answered",
                    code: String::new(),
                    occurred_at: answered_at,
                    phone: String::new(),
                    email,
                    subject: text.subject,
                    text: text.text,
                    stop: None,
                };
                Ok(Some((LetterChannel::Mail, letter)))
            }
        }
    }

    /// A letter to somebody who is told, or asked whether they want to be: it names no dossier.
    fn addressed(
        &self,
        known: &Subscriber,
        (kind, key): (&'static str, String),
        text: LetterText,
        now: Instant,
    ) -> (LetterChannel, Letter) {
        let address = known.address.text.clone();
        let (channel, phone, email) = match known.address.channel {
            TellChannel::Mail => (LetterChannel::Mail, String::new(), address),
            TellChannel::Phone => (LetterChannel::Gateway, address, String::new()),
        };
        let letter = Letter {
            key,
            kind,
            code: String::new(),
            occurred_at: now,
            phone,
            email,
            subject: text.subject,
            text: text.text,
            stop: Some(self.link("stop", &known.token)),
        };
        (channel, letter)
    }

    fn link(&self, what: &str, token: &str) -> String {
        format!("{}/lookup/tell/{what}/{token}", self.public_url)
    }
}

/// Closes what is due, unless another node sends letters.
async fn close(store: &Store, now: Instant) -> Result<(), StoreError> {
    if store.was_led(Duty::Letters).await? {
        return Ok(());
    }
    store.close_letters(now).await
}

/// The event that a letter tells of; `None`: it was taken back since.
async fn told_event(
    store: &Store,
    code: &DossierCode,
    sequence: i64,
) -> Result<Option<Event>, StoreError> {
    // The program writes about the dossiers of all agencies.
    let (_, events) = store.file(code, &AgencyScope::Everywhere).await?;
    let is_taken_back = events
        .iter()
        .any(|event| event.takes_back == Some(sequence));
    let mut events = events.into_iter();
    let found = events.find(|event| event.sequence == sequence);
    Ok(found.filter(|_| !is_taken_back))
}

async fn centre_name(store: &Store, lang: Lang, now: Instant) -> Result<String, StoreError> {
    let centre = store.centre(now).await?;
    let name = Name {
        vi: centre.name,
        en: centre.name_en,
    };
    Ok(sanh_app::text::dossier::named(lang, &name))
}

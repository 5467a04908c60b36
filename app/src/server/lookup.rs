//! Looks up a dossier for the holder of its slip.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::Duration;
use leptos::prelude::expect_context;
use sanh_domain::deadline::Instant;
use sanh_domain::language::Languages;
use sanh_domain::lookup::credential::{self, Credential};
use sanh_domain::lookup::guess::{GuessLimiter, GuessLimits};
use sanh_domain::lookup::progress::DossierProgress;
use sanh_domain::subscription::model::TellChannels;
use sanh_domain::text::name::Name;
use sanh_store::{Centre, LookedUpDossier, LookedUpRecord, SlipGrant, Store};

use super::account::form;
use super::worklist::row;
use super::{failure, now, store, subscription};
use crate::model::lookup::{Collection, HolderDossier, HolderPart, LookUpAnswer};
use crate::page::PageRequest;
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// Hours for which a page may ask again without the slip; each answer begins them again.
const TICKET_H: i64 = 12;
/// The same for a kiosk, in minutes: it is cleared much earlier.
const KIOSK_TICKET_MIN: i64 = 5;

/// Limits the wrong numbers that this process accepts, provided through Leptos' context.
///
/// With N nodes a network has N times its tries, as it finds another node each time. That finds nobody more: a dossier's tries and those
/// of all together are also counted in the database, for all nodes ([`Store::try_pin`]). These limits stand before it, so that an attack
/// writes little and waits for no writer.
pub struct Guesses(Mutex<GuessLimiter>);

impl Guesses {
    /// All of them.
    #[must_use]
    pub fn new(limits: GuessLimits) -> Self {
        Self(Mutex::new(GuessLimiter::new(limits)))
    }

    fn take(&self, from: Option<IpAddr>, now: Instant) -> bool {
        let mut limiter = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        limiter.take(from, now)
    }

    fn give_back(&self, from: Option<IpAddr>) {
        let mut limiter = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        limiter.give_back(from);
    }
}

/// The proof of a holder: the ticket of a page, the secret of a QR code, or code and number.
pub(crate) struct SlipProof {
    /// The ticket that the page keeps.
    pub(crate) ticket: String,
    /// The secret of the QR code.
    pub(crate) link: String,
    /// The dossier's code, or what a scanner typed.
    pub(crate) code: String,
    /// The number.
    pub(crate) pin: String,
}

/// The state of a dossier. A wrong, unknown or closed one and too many tries all get the same answer.
pub(crate) async fn look_up(shown: SlipProof) -> Result<LookUpAnswer, FormError> {
    // What a slip holds is not taken over a connection that others can read.
    form::stranger()?;
    let (store, now, request) = (store()?, now(), request());
    let lang = request
        .languages()?
        .map_or(request.visitor.lang, Languages::first);
    let (grant, refused) = if shown.ticket.is_empty() {
        let grant = grant(&store, &shown, &request, now).await?;
        (grant, lang.words().lookup_refused())
    } else {
        let grant = store.open_grant(&shown.ticket, now).map_err(failure)?;
        (grant, lang.words().lookup_over())
    };
    let told = match grant {
        Some(grant) => told(&store, grant, &request, now).await?,
        None => None,
    };
    told.ok_or_else(|| Problem::new("code", refused).into())
}

async fn grant(
    store: &Store,
    shown: &SlipProof,
    request: &PageRequest,
    now: Instant,
) -> Result<Option<SlipGrant>, FormError> {
    let credential = match credential::link(&shown.link) {
        Some(link) => Some(Credential::Link(link)),
        None => Credential::read(&shown.code, &shown.pin),
    };
    match credential {
        None => Ok(None),
        Some(Credential::Link(link)) => Ok(store.try_link(&link).await.map_err(failure)?),
        Some(Credential::Number { code, pin }) => {
            let (guesses, from) = (
                expect_context::<Arc<Guesses>>(),
                request.visitor.from.address,
            );
            if !guesses.take(from, now) {
                return Ok(None);
            }
            let outcome = store.try_pin(&code, &pin, now).await;
            let is_wrong = outcome.as_ref().is_ok_and(|it| it.grant().is_none());
            if !is_wrong {
                guesses.give_back(from);
            }
            Ok(outcome.map_err(failure)?.grant())
        }
    }
}

async fn told(
    store: &Store,
    grant: SlipGrant,
    request: &PageRequest,
    now: Instant,
) -> Result<Option<LookUpAnswer>, FormError> {
    let Some(looked_up) = store.look_up(grant, now).await.map_err(failure)? else {
        return Ok(None);
    };
    let until = match request.parameter("kiosk") {
        Some(_) => now + Duration::minutes(KIOSK_TICKET_MIN),
        None => now + Duration::hours(TICKET_H),
    };
    let ticket = store.seal_grant(grant, until).map_err(failure)?;
    let centre = store.centre(now).await.map_err(failure)?;
    let channels = subscription::channels(request);
    let context = AnswerContext {
        centre,
        channels,
        now,
    };
    Ok(Some(context.answer(&looked_up, ticket)))
}

/// The data of the centre at an instant with which a dossier is described.
struct AnswerContext {
    centre: Centre,
    /// By what changes can be told.
    channels: TellChannels,
    now: Instant,
}

impl AnswerContext {
    fn answer(&self, story: &LookedUpRecord, ticket: String) -> LookUpAnswer {
        let names: Vec<&str> = story.personal.iter().map(String::as_str).collect();
        let parts = story.parts.iter().map(|part| HolderPart {
            name: part.name.clone(),
            told: self.told(&part.of, &names),
        });
        LookUpAnswer {
            ticket,
            at: self.now,
            zone: self.centre.zone,
            fee_vnd: story.fee_vnd,
            whole: self.told(&story.whole, &names),
            parts: parts.collect(),
            collection: self.collection(),
            may_rate: story.may_rate,
            may_tell: self.channels.is_any() && !story.whole.dossier.status.is_terminal(),
            time_80: story.time_80,
        }
    }

    fn told(&self, of: &LookedUpDossier, names: &[&str]) -> HolderDossier {
        let calendar = self.centre.calendar.for_agency(of.dossier.agency);
        let row = row(of.dossier.clone(), &self.centre, self.now);
        let by = (&calendar, &self.centre.rules);
        HolderDossier {
            progress: DossierProgress::of(&row, &of.events, by, names),
            procedure: of.procedure.clone(),
            agency: of.agency.clone(),
        }
    }

    fn collection(&self) -> Collection {
        let calendar = &self.centre.calendar;
        let is_open = calendar.is_open(self.now);
        Collection {
            centre: Name {
                vi: self.centre.name.clone(),
                en: self.centre.name_en.clone(),
            },
            place: self.centre.place.clone(),
            hours_today: calendar.intervals(calendar.local_date(self.now)),
            opens_at: calendar.next_opening(self.now).filter(|_| !is_open),
        }
    }
}

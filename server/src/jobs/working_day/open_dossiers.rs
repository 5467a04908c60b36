//! The open dossiers of the demo centre, and what its clerks do next.

use std::collections::{BTreeMap, HashMap};

use chrono::{Duration, NaiveDate};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Action, Clock, Dossier, DossierCode, DossierId, Status};
use sanh_domain::id::AgencyId;
use sanh_domain::procedure::channel::Channel;
use sanh_store::{Store, StoreError};

use crate::io::demo::catalogue::{Catalogue, Reasons};
use crate::io::demo::offer::{Desk, Mix, Service, ServiceOffer, in_hundred, pick, reason};
use crate::io::demo::{DemoError, goes_on};

/// The most recent dossiers that the clerks know of.
const KNOWN_MAX: i64 = 20_000;
/// Dossiers read at a time.
const PAGE_ROWS: u32 = 1_000;
/// The number of dossiers from which a clerk takes the one that is due first.
const LOOKED_AT: usize = 40;
/// Percentage of choices by due time; the others take any dossier.
const BY_DUE_PERCENT: u32 = 60;
/// One dossier in this many is left past its due time.
const LEFT_LYING_ONE_IN: u64 = 90;
/// Minutes before its due time at which a dossier counts as finished if it fell due between two runs.
const BEFORE_DUE_MIN: i64 = 7;
/// The most that the height of a queue, as a multiple of its usual height, increases the work on it.
const HARDER_MAX: usize = 3;

/// The queue of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DossierQueue {
    /// Registered and not received yet.
    Reception,
    /// With the agency.
    Agency,
    /// Waiting for papers or a payment.
    Waiting,
    /// Resolved and not handed over.
    Collection,
}

impl DossierQueue {
    const ALL: [Self; 4] = [
        Self::Reception,
        Self::Agency,
        Self::Waiting,
        Self::Collection,
    ];

    fn of(dossier: &Dossier) -> Self {
        match dossier.clock() {
            Clock::NotStarted => Self::Reception,
            Clock::Running => Self::Agency,
            Clock::Stopped => Self::Waiting,
            Clock::Ended => Self::Collection,
        }
    }

    /// The share of all changes, in percent, that concern a dossier of this queue while the queues have their usual heights: as
    /// many as in the life of an average dossier. The rest are new dossiers.
    const fn percent(self) -> usize {
        match self {
            Self::Reception => 11,
            Self::Agency => 37,
            Self::Waiting => 5,
            Self::Collection => 23,
        }
    }
}

/// The share of new dossiers among all changes, in percent.
const NEW_PERCENT: usize = 24;

/// What a clerk does next.
pub(super) enum Next {
    /// Registers a new dossier.
    Newcomer,
    /// Moves a dossier on.
    Move(DossierCode, Action),
}

/// The dossiers that the clerks know of and that are not finished.
pub(super) struct OpenDossiers {
    rng: ChaCha8Rng,
    offer: ServiceOffer,
    dossiers: BTreeMap<DossierCode, Dossier>,
    /// The lengths of the queues at first; they stay about the same.
    usual: [usize; 4],
    last_event_at: Instant,
    serials: HashMap<AgencyId, (NaiveDate, u32)>,
}

impl OpenDossiers {
    /// Reads the open dossiers of the store.
    pub(super) async fn read(store: &Store, seed: u64) -> Result<Self, DemoError> {
        let catalogue = Catalogue::read()?;
        let offer = ServiceOffer::read(&catalogue, store).await?;
        let mut dossiers = Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            offer,
            dossiers: BTreeMap::new(),
            usual: [0; 4],
            last_event_at: Instant::UNIX_EPOCH,
            serials: HashMap::new(),
        };
        let mut after = DossierId((last_id(store).await?.0 - KNOWN_MAX).max(0));
        loop {
            let page = store
                .dossiers(Some(after), PAGE_ROWS, &AgencyScope::Everywhere)
                .await?;
            let Some(last) = page.last() else { break };
            after = last.id;
            for stored in page {
                dossiers.last_event_at = dossiers.last_event_at.max(stored.dossier.last_event_at);
                dossiers.put(stored.dossier);
            }
        }
        dossiers.usual = DossierQueue::ALL.map(|pile| dossiers.pile(pile).len().max(1));
        Ok(dossiers)
    }

    pub(super) fn rng(&mut self) -> &mut ChaCha8Rng {
        &mut self.rng
    }

    /// The version of a dossier when it was last read.
    pub(super) fn version(&self, code: &DossierCode) -> Option<i64> {
        self.dossiers.get(code).map(|dossier| dossier.version)
    }

    /// Adds or updates a dossier; a finished one is removed.
    pub(super) fn put(&mut self, dossier: Dossier) {
        if goes_on(&dossier) {
            self.dossiers.insert(dossier.code.clone(), dossier);
        } else {
            self.dossiers.remove(&dossier.code);
        }
    }

    /// Removes a dossier.
    pub(super) fn remove(&mut self, code: &DossierCode) {
        self.dossiers.remove(code);
    }

    fn pile(&self, pile: DossierQueue) -> Vec<&Dossier> {
        let lies_there = |dossier: &&Dossier| DossierQueue::of(dossier) == pile;
        self.dossiers.values().filter(lies_there).collect()
    }

    /// The next change at this instant. The longer a queue, the more is taken from it; the fewer dossiers are open, the more
    /// new ones arrive: over days the centre stays as busy as it was.
    pub(super) fn next(&mut self, now: Instant) -> Next {
        let Some(pile) = self.next_pile() else {
            return Next::Newcomer;
        };
        let codes: Vec<DossierCode> = self
            .pile(pile)
            .into_iter()
            .filter(|dossier| dossier.last_event_at <= now)
            .map(|dossier| dossier.code.clone())
            .collect();
        let mut looked_at: Vec<DossierCode> = Vec::new();
        for _ in 0..LOOKED_AT {
            looked_at.extend(pick(&mut self.rng, &codes).cloned());
        }
        looked_at.retain(|code| self.draw_taken_up(code, now));
        let due = |code: &&DossierCode| {
            self.dossiers
                .get(*code)
                .and_then(|dossier| dossier.due_at)
                .filter(|due| now <= *due)
        };
        let due_first = looked_at
            .iter()
            .filter(|code| due(code).is_some())
            .min_by_key(due)
            .cloned();
        let by_due = pile == DossierQueue::Agency && in_hundred(&mut self.rng, BY_DUE_PERCENT);
        let code = due_first
            .filter(|_| by_due)
            .or_else(|| looked_at.into_iter().next());
        let next = code.and_then(|code| Some(Next::Move(code.clone(), self.action(&code)?)));
        next.unwrap_or(Next::Newcomer)
    }

    /// The queue of the next change; `None`: a new dossier.
    fn next_pile(&mut self) -> Option<DossierQueue> {
        let heights = DossierQueue::ALL.map(|pile| self.pile(pile).len());
        let [_, agency, waiting, _] = heights;
        let [_, usual_agency, usual_waiting, _] = self.usual;
        let emptier = 100 * (usual_agency + usual_waiting) / (agency + waiting).max(1);
        let mut weights = vec![(None, NEW_PERCENT * emptier.min(100 * HARDER_MAX))];
        for ((pile, height), usual) in DossierQueue::ALL.into_iter().zip(heights).zip(self.usual) {
            let higher = 100 * height / usual;
            weights.push((Some(pile), pile.percent() * higher.min(100 * HARDER_MAX)));
        }
        let whole: usize = weights.iter().map(|(_, weight)| weight).sum();
        let mut drawn = self.rng.random_range(0..whole.max(1));
        for (pile, weight) in weights {
            if drawn < weight {
                return pile;
            }
            drawn -= weight;
        }
        None
    }

    /// Draws whether a dossier is chosen. One that is overdue, or meant to become so, mostly stays where it is.
    fn draw_taken_up(&mut self, code: &DossierCode, now: Instant) -> bool {
        let Some(dossier) = self.dossiers.get(code) else {
            return false;
        };
        let overdue = dossier.due_at.is_some_and(|due| due < now);
        if DossierQueue::of(dossier) == DossierQueue::Agency && (overdue || is_left_lying(code)) {
            return self.rng.random_range(0..1_000) < 10;
        }
        true
    }

    /// The next new dossier: its procedure, its desk, its channel, and whether it is received at once.
    pub(super) fn next_arrival(&mut self) -> Option<(Service, Desk, Channel, bool)> {
        let service = self.offer.choose(Mix::Natural, &mut self.rng)?.clone();
        let desk = service.desk(&mut self.rng)?.clone();
        let channel = service.channel(&mut self.rng);
        let received = channel != Channel::Online || in_hundred(&mut self.rng, 40);
        Some((service, desk, channel, received))
    }

    /// The next number of an agency's date; it may already be taken.
    pub(super) fn next_serial(&mut self, agency: AgencyId, date: NaiveDate) -> u32 {
        let entry = self.serials.entry(agency).or_insert((date, 0));
        if entry.0 != date {
            *entry = (date, 0);
        }
        entry.1 += 1;
        entry.1
    }

    /// Running dossiers that fell due between the last change in the store and now, and when each was finished.
    pub(super) fn missed(&self, now: Instant) -> Vec<(DossierCode, Instant)> {
        let missed = |dossier: &&Dossier| {
            let due = dossier
                .due_at
                .filter(|due| self.last_event_at < *due && *due < now)?;
            let resolved_at = (due - Duration::minutes(BEFORE_DUE_MIN)).max(dossier.last_event_at);
            (!is_left_lying(&dossier.code)).then(|| (dossier.code.clone(), resolved_at))
        };
        self.pile(DossierQueue::Agency)
            .iter()
            .filter_map(missed)
            .collect()
    }

    fn action(&mut self, code: &DossierCode) -> Option<Action> {
        let dossier = self.dossiers.get(code)?;
        let (offer, rng) = (&self.offer, &mut self.rng);
        let reasons = &offer.reasons;
        let pays_percent = dossier
            .procedure
            .and_then(|procedure| offer.of_procedure(procedure))
            .map_or(0, |service| service.pays_percent);
        let drawn = rng.random_range(0..100);
        let waits_unreceived = dossier.received_at.is_none();
        Some(match dossier.status {
            Status::Registered => match drawn {
                0..3 => Action::Refuse {
                    reason: reason(rng, &reasons.refuse),
                },
                3..5 => Action::AskPapers {
                    reason: reason(rng, &reasons.papers),
                },
                _ => Action::Receive,
            },
            Status::PapersAsked if waits_unreceived => Action::Receive,
            Status::PapersAsked if drawn < 4 => Action::Stop {
                reason: reason(rng, &reasons.stop),
            },
            Status::PapersAsked => Action::PapersReceived,
            Status::PaymentAsked => Action::Paid,
            Status::WithdrawalAsked if drawn < 25 => Action::DeclineWithdrawal {
                reason: reason(rng, &reasons.withdrawal_declined),
            },
            Status::WithdrawalAsked => Action::ConfirmWithdrawal {
                reason: reason(rng, &reasons.withdrawal_confirmed),
            },
            Status::Received if drawn < 60 => Action::Start,
            Status::Received | Status::InProcess => {
                work(dossier, drawn, pays_percent, rng, reasons)
            }
            Status::Resolved => Action::HandOver,
            Status::Refused | Status::Stopped | Status::HandedOver => return None,
        })
    }
}

/// The action of an agency on a dossier in process; `drawn` is a random number below 100.
fn work(
    dossier: &Dossier,
    drawn: u32,
    pays_percent: u32,
    rng: &mut ChaCha8Rng,
    reasons: &Reasons,
) -> Action {
    match drawn {
        99.. => Action::Stop {
            reason: reason(rng, &reasons.stop),
        },
        98 => Action::AskWithdrawal {
            reason: reason(rng, &reasons.withdrawal),
        },
        91..98 if dossier.papers_asked == 0 => Action::AskPapers {
            reason: reason(rng, &reasons.papers),
        },
        _ if drawn < 90 && in_hundred(rng, pays_percent / 2) => Action::AskPayment {
            reason: reason(rng, &reasons.payment),
        },
        _ => Action::Resolve,
    }
}

/// Whether a dossier is one of the few that are not finished in time: always the same ones.
fn is_left_lying(code: &DossierCode) -> bool {
    let mixed = code.as_str().bytes().fold(7_u64, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(byte.into())
    });
    mixed.is_multiple_of(LEFT_LYING_ONE_IN)
}

/// The number of the last dossier, found in about forty small queries however many there are.
async fn last_id(store: &Store) -> Result<DossierId, StoreError> {
    let (mut below, mut above) = (0, i64::MAX / 2);
    while below < above {
        let middle = below + (above - below) / 2;
        match store
            .dossiers(Some(DossierId(middle)), 1, &AgencyScope::Everywhere)
            .await?
            .first()
        {
            Some(found) => below = found.id.0,
            None => above = middle,
        }
    }
    Ok(DossierId(below))
}

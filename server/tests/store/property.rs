//! Many people at once on many dossiers, at random, each step foretold by the pure rules: what the store answers, and what stands in
//! it at the end, is what the rules say.

#![allow(
    clippy::disallowed_methods,
    reason = "a run that failed is repeated by the seed it printed"
)]

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::Duration;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::account::model::{AccountId, AgencyScope, RequestKey, Role};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Dossier, Event, EventKind, StatusChange, When};
use sanh_domain::procedure::channel::Channel;
use sanh_store::{
    AuditActor, Centre, NewAccount, RequestOutcome, Store, StoreError, VerifyOptions,
};

use super::centre::{Offices, action, amend, code, local, manager};
use super::engine::contract;

/// Steps in all: half of them would already visit every transition hundreds of times.
const STEPS: usize = 100_000;
const PEOPLE: usize = 32;
/// Dossiers that each person has to themselves.
const OWN: usize = 80;

/// Says how a run began and went, past the test runner's catching of what is printed: it is repeated by its seed.
fn say(words: std::fmt::Arguments<'_>) {
    let mut out = std::io::stdout();
    out.write_fmt(words)
        .and_then(|()| out.write_all(b"\n"))
        .unwrap();
}

/// Somebody at work, and what they expect of their dossiers.
struct Person {
    by: AuditActor,
    role: ActorRole,
    random: ChaCha8Rng,
    offices: Offices,
    known: Vec<(Dossier, Vec<Event>)>,
    /// One clock for all, in ms since the start: what one has done is past for the others.
    clock: Arc<AtomicI64>,
    now: Instant,
    serial: usize,
}

/// What was tried, and what came of it.
#[derive(Default)]
struct Tally {
    done: usize,
    refused: usize,
    stale: usize,
    again: usize,
}

impl Person {
    /// One step: foretold, then done.
    async fn step(&mut self, store: &Store, centre: &Centre, tally: &mut Tally) {
        let by_ms = self.random.random_range(1..300_000);
        self.now = start()
            + Duration::milliseconds(self.clock.fetch_add(by_ms, Ordering::Relaxed) + by_ms);
        self.serial += 1;
        let place = self.random.random_range(0..self.known.len());
        let (dossier, history) = &self.known[place];
        // Often a step that the page would offer, otherwise any step; now and then from an outdated page.
        let offered = dossier.allowed(self.role);
        let kinds = if self.random.random_bool(0.3) && !offered.is_empty() {
            &offered[..]
        } else {
            &EventKind::ALL[..]
        };
        let kind = *kinds.choose(&mut self.random).expect("a kind");
        let is_stale = self.random.random_bool(0.05);
        let ago = if self.random.random_bool(0.1) {
            self.random.random_range(0..6 * 86_400_000)
        } else {
            0
        };
        let mut when = When::new(self.now - Duration::milliseconds(ago), self.now);
        when.late_reason = self
            .random
            .random_bool(0.5)
            .then(|| "giấy báo đến muộn".to_owned());
        let new_due = self.now + Duration::days(self.random.random_range(-2..30));
        let action = match kind {
            EventKind::Amend => amend(dossier, &self.offices, &mut self.random),
            kind => action(kind, new_due),
        };
        let calendar = centre.calendar.for_agency(dossier.agency);
        let foretold = dossier.act(
            action.clone(),
            when.clone(),
            &calendar,
            &centre.rules,
            &self.by.actor,
            history,
        );
        let change = StatusChange {
            code: dossier.code.clone(),
            expected_version: dossier.version - i64::from(is_stale),
            action,
            occurred_at: Some(when.occurred_at),
            late_reason: when.late_reason,
        };
        let key = || RequestKey::read(&format!("k{}", self.serial)).expect("a key");
        let done = store
            .act_once(key(), self.by.clone(), vec![change.clone()], self.now)
            .await;
        match (done.expect("the store answers"), foretold) {
            (RequestOutcome::Now(acted), Ok((dossier, event))) if !is_stale => {
                assert_eq!(
                    (&acted[0].dossier, &acted[0].events),
                    (&dossier, &vec![event.clone()])
                );
                self.known[place].0 = dossier;
                self.known[place].1.push(event);
                tally.done += 1;
                if self.random.random_bool(0.05) {
                    let again = store
                        .act_once(key(), self.by.clone(), vec![change], self.now)
                        .await;
                    assert!(
                        matches!(again, Ok(RequestOutcome::Before)),
                        "a reply that was lost changes nothing"
                    );
                    tally.again += 1;
                }
            }
            (RequestOutcome::None(against), foretold) => match (&against[0].1, foretold) {
                (StoreError::Conflict { .. }, _) if is_stale => tally.stale += 1,
                (StoreError::Refused(refusal), Err(foretold)) if *refusal == foretold => {
                    tally.refused += 1;
                }
                (error, foretold) => panic!("{kind:?}: {error}, foretold {foretold:?}"),
            },
            (done, foretold) => panic!("{kind:?}: {done:?}, foretold {foretold:?}"),
        }
    }
}

/// The first working morning.
fn start() -> Instant {
    local("2026-03-02 08:00")
}

async fn employ(
    store: &Store,
    offices: &Offices,
    number: usize,
    seed: u64,
    clock: &Arc<AtomicI64>,
) -> Person {
    let now = start();
    let name = format!("person-{number}");
    let (role, acts_as) = if number.is_multiple_of(4) {
        (Role::Manager, ActorRole::Manager)
    } else {
        (Role::Staff, ActorRole::Staff)
    };
    let account = NewAccount {
        name: name.clone(),
        display_name: name.clone(),
        role,
        reach: AgencyScope::Everywhere,
    };
    let id: AccountId = store
        .add_account(account, AuditActor::console(), now)
        .await
        .expect("an account");
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut known = Vec::with_capacity(OWN);
    for place in 0..OWN {
        let mut intake = offices.intake(place, Channel::Direct, random.random_range(0..12));
        intake.code = code(&format!("H49.{number}-260302-{place:04}"));
        let received = random.random_bool(0.7);
        let acted = store
            .receive(intake, now, &manager(), received)
            .await
            .expect("received");
        known.push((acted.dossier, acted.events));
    }
    Person {
        by: AuditActor {
            account: Some(id),
            actor: Actor {
                name,
                role: acts_as,
            },
            address: None,
        },
        role: acts_as,
        random,
        offices: offices.clone(),
        known,
        clock: Arc::clone(clock),
        now,
        serial: 0,
    }
}

contract! {
    async fn a_hundred_thousand_steps_of_many_people_are_what_the_rules_foretell(database: Database) {
        let seed = std::env::var("SANH_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random::<u64>);
        say(format_args!("SANH_SEED={seed}"));
        let store = Arc::new(database.other_process().await);
        let clock = Arc::new(AtomicI64::new(0));
        let offices = Offices::set_up(&store).await;
        let centre = Arc::new(store.centre(start()).await.unwrap());
        let mut at_work = Vec::new();
        for number in 0..PEOPLE {
            let (store, centre, clock) = (Arc::clone(&store), Arc::clone(&centre), Arc::clone(&clock));
            let offices = offices.clone();
            at_work.push(tokio::spawn(async move {
                let seed = seed.wrapping_add(number as u64);
                let mut person = employ(&store, &offices, number, seed, &clock).await;
                let mut tally = Tally::default();
                for _ in 0..STEPS / PEOPLE {
                    person.step(&store, &centre, &mut tally).await;
                }
                (person, tally)
            }));
        }
        let (mut all, mut end) = (Tally::default(), start());
        for person in at_work {
            let (person, tally) = person.await.expect("nobody is stuck, and nothing was foretold wrongly");
            for (dossier, history) in &person.known {
                let (kept, events) = store.file(&dossier.code, &AgencyScope::Everywhere).await.unwrap();
                assert_eq!((&kept, &events), (dossier, history), "{:?}", person.role);
            }
            all.done += tally.done;
            all.refused += tally.refused;
            all.stale += tally.stale;
            all.again += tally.again;
            end = end.max(person.now);
        }
        let Tally { done, refused, stale, again } = &all;
        say(format_args!("{done} done, {refused} refused, {stale} stale, {again} sent again"));
        assert!(all.done > STEPS / 50 && all.refused > STEPS / 50 && all.stale > STEPS / 50 && all.again > 0);
        while store.seal_batch(10_000).await.unwrap() > 0 {}
        let report = store.verify_with(VerifyOptions { as_of: Some(end), ..VerifyOptions::default() }).await.unwrap();
        assert!(report.is_clean(), "{report}");
        assert!(report.audited >= all.done as u64);
    }
}

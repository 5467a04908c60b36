//! A small centre whose people work at random over months, and throughput over it.

use std::sync::Arc;

use chrono::Duration;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanh_app::error::AppError;
use sanh_app::server::report::{Counts, Reports};
use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::account::model::{AccountId, AgencyScope, Caller, Person, Role, SessionId};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Action, Dossier, Event, EventKind, Intake, When};
use sanh_domain::id::ProcedureId;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::model::CountResult;
use sanh_domain::text::name::Name;
use sanh_store::{NewProcedure, Store, StoreError};

use super::super::centre::{Offices, action, amend, counted_in};

/// Those at work.
pub const PEOPLE: [&str; 3] = ["an", "bình", "chi"];

/// What the world knows of a dossier.
pub struct Life {
    pub intake: Intake,
    pub dossier: Dossier,
    pub events: Vec<Event>,
}

/// Random work.
pub struct Lives {
    pub offices: Offices,
    pub procedures: Vec<ProcedureId>,
    pub now: Instant,
    pub all: Vec<Life>,
    random: ChaCha8Rng,
}

impl Lives {
    pub async fn begin(store: &Store, seed: u64, now: Instant) -> Self {
        let offices = Offices::set_up(store).await;
        let procedures = (0..4).map(|n: usize| NewProcedure {
            code: format!("1.00{n}"),
            field: offices.fields[n],
            name: Name {
                vi: format!("Thủ tục {n}"),
                en: None,
            },
            limit: None.into(),
        });
        let procedures = store.put_procedures(procedures.collect()).await;
        Self {
            offices,
            procedures: procedures.expect("procedures"),
            now,
            all: Vec::new(),
            random: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    /// So many steps, each some hours after the one before.
    pub async fn go_on(&mut self, store: &Store, steps: usize, hours_max: i64) {
        for _ in 0..steps {
            self.now += Duration::milliseconds(self.random.random_range(1..hours_max * 3_600_000));
            if self.all.is_empty() || self.random.random_bool(0.25) {
                self.open(store).await;
            } else {
                self.act(store).await;
            }
        }
    }

    fn actor(&mut self) -> Actor {
        let name = *PEOPLE.choose(&mut self.random).expect("a person");
        Actor {
            name: name.to_owned(),
            role: ActorRole::Manager,
        }
    }

    async fn open(&mut self, store: &Store) {
        let channel = *Channel::ALL.choose(&mut self.random).expect("a channel");
        let days = self.random.random_range(0..9);
        let number = self.random.random_range(0..1_000);
        let mut intake = self.offices.intake(number, channel, days);
        let code = format!("H49.1-260504-{:04}", self.all.len());
        intake.code = code.parse().expect("a code");
        intake.counted_in = counted_in(self.all.len());
        intake.limit = intake.limit.filter(|_| days > 0);
        let known = self.random.random_bool(0.8);
        intake.procedure = known.then(|| self.procedures[number % self.procedures.len()]);
        let (actor, received) = (self.actor(), self.random.random_bool(0.8));
        let acted = store.receive(intake.clone(), self.now, &actor, received);
        let acted = acted.await.expect("received");
        self.all.push(Life {
            intake,
            dossier: acted.dossier,
            events: acted.events,
        });
    }

    async fn act(&mut self, store: &Store) {
        let place = self.random.random_range(0..self.all.len());
        let dossier = self.all[place].dossier.clone();
        let allowed = dossier.allowed(ActorRole::Manager);
        // More often forward than back.
        let forward = [
            EventKind::Receive,
            EventKind::Start,
            EventKind::Resolve,
            EventKind::HandOver,
        ];
        let forward: Vec<EventKind> = forward
            .into_iter()
            .filter(|kind| allowed.contains(kind))
            .collect();
        let kinds = if self.random.random_bool(0.5) && !forward.is_empty() {
            &forward
        } else {
            &allowed
        };
        let Some(kind) = kinds.choose(&mut self.random) else {
            return;
        };
        let actor = self.actor();
        let action = match kind {
            EventKind::Assign => Action::Assign {
                to: Some(self.actor().name).filter(|_| self.random.random_bool(0.8)),
            },
            EventKind::Amend => amend(&dossier, &self.offices, &mut self.random),
            // Only a few are annulled, because nothing happens to them afterwards.
            EventKind::Annul if self.random.random_bool(0.7) => return,
            kind => action(*kind, self.now + Duration::days(20)),
        };
        let ago = if self.random.random_bool(0.2) {
            Duration::milliseconds(self.random.random_range(0..36_000_000))
        } else {
            Duration::zero()
        };
        let mut when = When::new((self.now - ago).max(dossier.last_event_at), self.now);
        when.late_reason = Some("giấy báo đến muộn".to_owned());
        let acted = store.act(&dossier.code, action, dossier.version, when, &actor);
        match acted.await {
            Ok(acted) => {
                let life = &mut self.all[place];
                life.intake = acted.dossier.intake();
                life.dossier = acted.dossier;
                life.events.extend(acted.events);
            }
            Err(StoreError::Refused(_)) => {}
            Err(error) => panic!("{kind:?} of {}: {error}", dossier.code),
        }
    }
}

/// Throughput of a store, at an instant.
pub struct Port {
    now: Instant,
    store: Arc<Store>,
    counts: Arc<Counts>,
}

impl Port {
    pub fn over(store: &Arc<Store>, now: Instant) -> Self {
        Self {
            now,
            store: Arc::clone(store),
            counts: Arc::default(),
        }
    }

    /// As somebody sees it.
    pub fn reports(&self, caller: &Caller) -> Reports {
        let (store, counts) = (Arc::clone(&self.store), Arc::clone(&self.counts));
        Reports::new(store, self.now, caller.clone(), counts)
    }

    pub fn now(&self) -> Instant {
        self.now
    }
}

pub fn manager_of(reach: AgencyScope) -> Caller {
    Caller {
        person: Person {
            id: AccountId(1),
            name: "trưởng".to_owned(),
            display_name: "Trưởng".to_owned(),
            role: Role::Manager,
            reach,
        },
        session: SessionId(1),
        confirmed_at: chrono::DateTime::UNIX_EPOCH,
        address: None,
    }
}

/// Asks until it is counted.
pub async fn counted<T>(ask: impl AsyncFn() -> Result<CountResult<T>, AppError>) -> T {
    loop {
        if let CountResult::Done(answer) = ask().await.expect("an answer") {
            return answer;
        }
    }
}

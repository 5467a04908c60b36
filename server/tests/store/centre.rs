//! A small centre, and people who work in it at random.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::board::model::Field as ListedField;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::dossier::amend::{Change, PersonalField};
use sanh_domain::dossier::{
    Action, CountedIn, Dossier, DossierCode, Event, EventKind, Intake, When,
};
use sanh_domain::id::{AgencyId, FieldId};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::text::name::Name;
use sanh_store::{NewAgency, NewField, Store, StoreError};

/// A local time of the centre, in Việt Nam's zone.
pub fn local(text: &str) -> Instant {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .unwrap_or_else(|_| panic!("{text} is no time"));
    local.and_utc() - Duration::hours(7)
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text} is no date"))
}

pub fn manager() -> Actor {
    Actor {
        name: "manager".to_owned(),
        role: ActorRole::Manager,
    }
}

pub fn code(text: &str) -> DossierCode {
    text.parse().unwrap_or_else(|_| panic!("{text} is no code"))
}

/// The centre's agencies and fields.
#[derive(Clone)]
pub struct Offices {
    pub agencies: Vec<AgencyId>,
    pub fields: Vec<FieldId>,
}

impl Offices {
    pub async fn set_up(store: &Store) -> Self {
        let name = |vi: &str| Name {
            vi: vi.to_owned(),
            en: None,
        };
        let agencies = ["Phòng Tư pháp", "Phòng Đất đai", "Phòng Xây dựng"];
        let agencies = agencies.iter().zip(1..).map(|(vi, n)| NewAgency {
            code: format!("H49.{n}"),
            name: name(vi),
        });
        let fields = [
            "Hộ tịch",
            "Đất đai",
            "Xây dựng",
            "Nuôi con nuôi",
            "Chứng thực",
        ];
        let fields = fields.iter().zip(1..).map(|(vi, n)| NewField {
            code: format!("F{n}"),
            name: name(vi),
            sensitive: n == 4,
        });
        Self {
            agencies: store
                .put_agencies(agencies.collect())
                .await
                .expect("agencies"),
            fields: store.put_fields(fields.collect()).await.expect("fields"),
        }
    }

    pub fn intake(&self, number: usize, channel: Channel, days: u32) -> Intake {
        Intake {
            code: code(&format!("H49.1-260504-{number:04}")),
            agency: self.agencies[number % self.agencies.len()],
            field: self.fields[number % self.fields.len()],
            procedure: None,
            channel,
            limit: Some(TimeLimit {
                length: WorkingMinutes::of_days(days).into(),
                cutoff_15h: number.is_multiple_of(7),
            }),
            counted_in: sanh_domain::dossier::CountedIn::Both,
        }
    }
}

/// In whose figures a dossier of random work counts: most in both, some of each other kind.
pub fn counted_in(number: usize) -> CountedIn {
    match number % 8 {
        3 => CountedIn::Centre,
        4 | 5 => CountedIn::Agency,
        7 if number.is_multiple_of(3) => CountedIn::None,
        _ => CountedIn::Both,
    }
}

/// Random work on random dossiers, and what the world then knows of them.
pub struct Work {
    pub offices: Offices,
    pub now: Instant,
    pub known: BTreeMap<DossierCode, (Dossier, Vec<Event>)>,
    /// Whether receptions are amended and annulled, too.
    pub changes_receptions: bool,
    random: ChaCha8Rng,
}

impl Work {
    pub async fn begin(store: &Store, seed: u64, now: Instant) -> Self {
        let offices = Offices::set_up(store).await;
        Self {
            offices,
            now,
            known: BTreeMap::new(),
            changes_receptions: false,
            random: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    /// The same, with receptions amended and annulled.
    pub fn changing_receptions(self) -> Self {
        Self {
            changes_receptions: true,
            ..self
        }
    }

    pub fn dossiers(&self) -> impl Iterator<Item = &Dossier> {
        self.known.values().map(|(dossier, _)| dossier)
    }

    pub async fn go_on(&mut self, store: &Store, steps: usize) {
        for _ in 0..steps {
            self.now += Duration::milliseconds(self.random.random_range(1..8 * 3_600_000));
            if self.known.is_empty() || self.random.random_bool(0.3) {
                self.receive(store).await;
            } else {
                self.act(store).await;
            }
        }
    }

    async fn receive(&mut self, store: &Store) {
        let channel = *[Channel::Online, Channel::Direct, Channel::Post]
            .choose(&mut self.random)
            .expect("a channel");
        let days = self.random.random_range(0..12);
        let mut intake = self.offices.intake(self.known.len(), channel, days);
        intake.counted_in = counted_in(self.known.len());
        if days == 11 {
            intake.limit = None;
        }
        let received = self.random.random_bool(0.7);
        let acted = store
            .receive(intake, self.now, &manager(), received)
            .await
            .expect("received");
        self.known
            .insert(acted.dossier.code.clone(), (acted.dossier, acted.events));
    }

    async fn act(&mut self, store: &Store) {
        let number = self.random.random_range(0..self.known.len());
        let (code, (dossier, _)) = self.known.iter().nth(number).expect("a dossier");
        let (code, dossier) = (code.clone(), dossier.clone());
        let mut kinds = dossier.allowed(ActorRole::Manager);
        kinds.retain(|kind| {
            self.changes_receptions || !matches!(kind, EventKind::Amend | EventKind::Annul)
        });
        let Some(kind) = kinds.choose(&mut self.random) else {
            return;
        };
        let action = match kind {
            EventKind::Amend => amend(&dossier, &self.offices, &mut self.random),
            // Only a few are annulled, because nothing happens to them afterwards.
            EventKind::Annul if self.random.random_bool(0.7) => return,
            kind => action(*kind, self.now + Duration::days(20)),
        };
        // Now and then an event is recorded some time after it happened.
        let ago = if self.random.random_bool(0.2) {
            Duration::milliseconds(self.random.random_range(0..36_000_000))
        } else {
            Duration::zero()
        };
        let mut when = When::new((self.now - ago).max(dossier.last_event_at), self.now);
        when.late_reason = Some("giấy báo đến muộn".to_owned());
        match store
            .act(&code, action, dossier.version, when, &manager())
            .await
        {
            Ok(acted) => {
                let known = self.known.get_mut(&code).expect("known");
                known.0 = acted.dossier;
                known.1.extend(acted.events);
            }
            Err(StoreError::Refused(_)) => {}
            Err(error) => panic!("{kind:?} of {code}: {error}"),
        }
    }
}

/// An action of a kind, with a reason where one is needed.
pub fn action(kind: EventKind, new_due: Instant) -> Action {
    kind.action("lý do", Some(new_due)).expect("an action")
}

/// An amendment of a dossier's reception at random: one thing of it, now and then two.
pub fn amend(dossier: &Dossier, offices: &Offices, random: &mut ChaCha8Rng) -> Action {
    let mut change = Change {
        facts: dossier.reception_facts(),
        papers: None,
        personal: Vec::new(),
        accepts_earlier_due: random.random_bool(0.8),
    };
    for _ in 0..random.random_range(1..3) {
        let facts = &mut change.facts;
        match random.random_range(0..6) {
            0 => facts.agency = *offices.agencies.choose(random).expect("an agency"),
            1 => facts.field = *offices.fields.choose(random).expect("a field"),
            2 => facts.channel = *Channel::ALL.choose(random).expect("a channel"),
            3 => {
                let days = random.random_range(0..12);
                facts.limit = offices.intake(0, Channel::Direct, days).limit;
            }
            4 => {
                let by = Duration::minutes(random.random_range(-3_000..3_000));
                facts.received_at = facts.received_at.map(|at| at + by);
            }
            _ => change.personal = vec![PersonalField::Phone],
        }
    }
    Action::Amend {
        reason: "ghi nhầm".to_owned(),
        change: Box::new(change),
    }
}

pub async fn listed_fields(store: &Store) -> Vec<ListedField> {
    store
        .fields()
        .await
        .expect("fields")
        .iter()
        .map(sanh_store::Field::listed)
        .collect()
}

//! The generator of dossiers, in the order of their opening, each with its whole history. It holds the openings of one day at a
//! time, however long the history is.

use std::collections::HashMap;

use chrono::NaiveDate;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::Calendar;
use sanh_domain::dossier::{Dossier, DossierCode, Event, Intake, Rules};
use sanh_domain::id::AgencyId;
use sanh_domain::procedure::channel::Channel;

use super::DemoError;
use super::days::{Day, Days};
use super::life::{LifeContext, live};
use super::offer::{Desk, Service, ServiceOffer};

/// The actor of every made-up event.
pub fn demo_actor() -> Actor {
    Actor {
        name: "demo".to_owned(),
        role: ActorRole::System,
    }
}

/// A dossier and its history.
pub type GeneratedDossier = (Dossier, Vec<Event>);

/// Generates dossiers: always the same for the same offer, calendar, rules, size, seed and present.
pub struct Generator<'a> {
    offer: &'a ServiceOffer,
    calendar: &'a Calendar,
    rules: Rules,
    actor: Actor,
    now: Instant,
    seed: u64,
    days: Days,
    today: std::vec::IntoIter<Opening<'a>>,
    date: NaiveDate,
    /// The number of opened dossiers; each has two random streams of its own.
    opened: u64,
    serials: HashMap<AgencyId, u32>,
    calendars: HashMap<AgencyId, Calendar>,
}

/// A dossier about to be opened.
struct Opening<'a> {
    at: Instant,
    number: u64,
    service: &'a Service,
    desk: &'a Desk,
    channel: Channel,
}

impl<'a> Generator<'a> {
    /// A generator of `size` dossiers whose history ends before `now`.
    pub fn new(
        offer: &'a ServiceOffer,
        calendar: &'a Calendar,
        rules: Rules,
        size: u32,
        seed: u64,
        now: Instant,
    ) -> Self {
        Self {
            offer,
            calendar,
            rules,
            actor: demo_actor(),
            now,
            seed,
            days: Days::new(calendar, size, seed, now),
            today: Vec::new().into_iter(),
            date: NaiveDate::MIN,
            opened: 0,
            serials: HashMap::new(),
            calendars: HashMap::new(),
        }
    }

    fn rng(&self, stream: u64) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(stream);
        rng
    }

    fn begin(&mut self, day: &Day) {
        let mut openings: Vec<Opening<'a>> = (0..day.openings)
            .filter_map(|place| self.opening(day, self.opened + place))
            .collect();
        self.opened += day.openings;
        openings.sort_by_key(|opening| (opening.at, opening.number));
        self.today = openings.into_iter();
        self.date = day.date;
        self.serials.clear();
    }

    fn opening(&self, day: &Day, number: u64) -> Option<Opening<'a>> {
        let mut rng = self.rng(number * 2);
        let service = self.offer.choose(day.mix, &mut rng)?;
        let desk = service.desk(&mut rng)?;
        let drawn = service.channel(&mut rng);
        let channel = if day.has_desk_hours() {
            drawn
        } else {
            Channel::Online
        };
        let at = match channel {
            Channel::Online => day.on_portal(&mut rng),
            Channel::Direct | Channel::Post => day.at_desk(&mut rng),
        }?;
        Some(Opening {
            at,
            number,
            service,
            desk,
            channel,
        })
    }

    fn tell(&mut self, opening: &Opening<'_>) -> Result<GeneratedDossier, DemoError> {
        let Opening { service, desk, .. } = *opening;
        let serial = self.serials.entry(desk.agency).or_insert(0);
        *serial += 1;
        let code = DossierCode::issue(&desk.code, self.date, *serial)?;
        let intake = Intake {
            code,
            agency: desk.agency,
            field: service.field,
            procedure: Some(service.procedure),
            channel: opening.channel,
            limit: service.limit,
            counted_in: sanh_domain::dossier::CountedIn::Both,
        };
        let rng = self.rng(opening.number * 2 + 1);
        let calendar = self
            .calendars
            .entry(desk.agency)
            .or_insert_with(|| self.calendar.for_agency(desk.agency));
        let world = LifeContext {
            calendar,
            rules: &self.rules,
            actor: &self.actor,
            reasons: &self.offer.reasons,
            now: self.now,
        };
        Ok(live(intake, opening.at, service, world, rng)?)
    }
}

impl Iterator for Generator<'_> {
    type Item = Result<GeneratedDossier, DemoError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(opening) = self.today.next() {
                return Some(self.tell(&opening));
            }
            let day = self.days.next()?;
            self.begin(&day);
        }
    }
}

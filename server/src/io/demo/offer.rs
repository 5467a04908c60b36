//! The demo centre's services as stored: which agencies take which procedure, and how often.

use std::collections::{BTreeSet, HashMap};

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::id::{AgencyId, FieldId, ProcedureId};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::model::Requirements;
use sanh_domain::text::name::Name;
use sanh_store::{NewAgency, NewField, NewProcedure, Store};

use super::DemoError;
use super::catalogue::{Catalogue, FieldEntry, Reasons};

/// One in this many dossiers that are not online comes by post.
const DIRECT_PER_POST: u32 = 25;

/// A procedure with its agencies.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its field.
    pub field: FieldId,
    /// The procedure.
    pub procedure: ProcedureId,
    /// Its time limit.
    pub limit: Option<TimeLimit>,
    /// The agencies that take it; one that is listed twice takes twice as many dossiers.
    pub desks: Vec<Desk>,
    /// The percentage of dossiers that come online.
    pub online_percent: u32,
    /// The number of a thousand dossiers that are resolved late.
    pub late_permille: u32,
    /// The percentage of dossiers that wait for a payment.
    pub pays_percent: u32,
}

/// An agency's desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// The agency.
    pub agency: AgencyId,
    /// Its code, which dossier codes begin with.
    pub code: String,
}

/// The smallest share of a field that [`Mix::Flat`] draws as often as the largest.
const FLAT_SHARE_MIN: u32 = 40;
/// The percentage of dossiers that [`Mix::Flat`] draws regardless of the size of their field.
const FLAT_PERCENT: u32 = 35;

/// The paper for which the centre posts a form.
pub const GENERAL_FORM: &str = "Đơn đề nghị theo mẫu";

/// The distribution of dossiers over the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mix {
    /// By the fields' shares.
    Natural,
    /// As [`Mix::Natural`], with more for the medium-sized fields: in a thin history they would have too few dossiers to be
    /// shown by name.
    Flat,
}

/// All services, and the reasons of events.
#[derive(Clone, Debug)]
pub struct ServiceOffer {
    services: Vec<Service>,
    /// The cumulative weights of the services.
    weights: Vec<u64>,
    /// The same with equal weights for all but the small fields.
    flat_weights: Vec<u64>,
    /// The reasons that events give.
    pub reasons: Reasons,
}

impl ServiceOffer {
    /// Writes the catalogue to the store. Existing entries keep their numbers.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn list(catalogue: &Catalogue, store: &Store) -> Result<(), DemoError> {
        let agencies = catalogue.agencies.iter().map(|agency| NewAgency {
            code: agency.code.clone(),
            name: agency.name(),
        });
        let agencies = store.put_agencies(agencies.collect()).await?;
        let codes = catalogue.agencies.iter().map(|agency| agency.key.as_str());
        let agencies: HashMap<&str, AgencyId> = codes.zip(agencies).collect();
        let fields = catalogue.fields.iter().map(|field| NewField {
            code: field.code.clone(),
            name: field.name(),
            sensitive: field.sensitive,
        });
        let ids = store.put_fields(fields.collect()).await?;
        let mut procedures = Vec::new();
        for (entry, field) in catalogue.fields.iter().zip(ids) {
            procedures.extend(
                entry
                    .procedures
                    .iter()
                    .enumerate()
                    .map(|(place, procedure)| NewProcedure {
                        code: entry.procedure_code(place),
                        field,
                        name: procedure.name.clone(),
                        limit: procedure.limit.into(),
                    }),
            );
        }
        let ids = store.put_procedures(procedures).await?;
        let fields = catalogue.fields.iter();
        let entries = fields.flat_map(|field| field.procedures.iter().map(move |it| (field, it)));
        for ((position, id), (field, entry)) in ids.into_iter().enumerate().zip(entries) {
            let keys: BTreeSet<&str> = field.handlers(entry).iter().map(String::as_str).collect();
            let handling = keys.iter().filter_map(|key| agencies.get(key).copied());
            let handling: BTreeSet<AgencyId> = handling.collect();
            let levels = keys.iter().filter_map(|key| catalogue.agency(key));
            let needs = Requirements {
                fee_vnd: Some(entry.fee_vnd),
                papers: papers(position),
                national_code: entry.national_code.clone(),
                level: levels.map(|agency| agency.level).next(),
                agencies: handling.into_iter().collect(),
            };
            store.put_requirements(id, needs).await?;
        }
        Ok(())
    }

    /// The stored entries of the catalogue; other stored entries are left out.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn read(catalogue: &Catalogue, store: &Store) -> Result<Self, DemoError> {
        let agencies = store.agencies().await?;
        let agencies = agencies.into_iter().map(|agency| (agency.code, agency.id));
        let fields = store.fields().await?;
        let fields = fields.into_iter().map(|field| (field.code, field.id));
        let procedures = store.procedures().await?;
        let procedures = procedures
            .into_iter()
            .map(|procedure| (procedure.code, procedure.id));
        let ids = Ids {
            agencies: agencies.collect(),
            fields: fields.collect(),
            procedures: procedures.collect(),
        };
        Ok(Self::of(catalogue, &ids))
    }

    fn of(catalogue: &Catalogue, ids: &Ids) -> Self {
        let mut offer = Self {
            services: Vec::new(),
            weights: Vec::new(),
            flat_weights: Vec::new(),
            reasons: catalogue.reasons.clone(),
        };
        for entry in &catalogue.fields {
            offer.add_field(catalogue, entry, ids);
        }
        offer
    }

    /// Adds a field's services: its second procedure is half as frequent as the first, the third a third, and so on.
    fn add_field(&mut self, catalogue: &Catalogue, entry: &FieldEntry, ids: &Ids) {
        let desk = |key: &String| {
            let code = catalogue.agency(key)?.code.clone();
            let agency = *ids.agencies.get(&code)?;
            Some(Desk { agency, code })
        };
        let Some(field) = ids.fields.get(&entry.code) else {
            return;
        };
        let flat_share = u64::from(entry.share >= FLAT_SHARE_MIN);
        let parts = (1..=entry.procedures.len() as u64).map(|place| 1_000_000 / place);
        let whole: u64 = parts.clone().sum();
        for ((place, procedure), part) in entry.procedures.iter().enumerate().zip(parts) {
            let desks: Vec<Desk> = entry.handlers(procedure).iter().filter_map(desk).collect();
            let id = ids.procedures.get(&entry.procedure_code(place));
            let Some(id) = id.filter(|_| !desks.is_empty()) else {
                continue;
            };
            let part = 1_000_000 * part / whole.max(1);
            push_sum(&mut self.weights, u64::from(entry.share) * part);
            push_sum(&mut self.flat_weights, flat_share * part);
            self.services.push(Service {
                field: *field,
                procedure: *id,
                limit: procedure.limit,
                desks,
                online_percent: entry.online_percent,
                late_permille: entry.late_permille,
                pays_percent: entry.pays_percent,
            });
        }
    }

    /// The service of a procedure.
    pub fn of_procedure(&self, procedure: ProcedureId) -> Option<&Service> {
        self.services
            .iter()
            .find(|service| service.procedure == procedure)
    }

    /// A random service by its weight; `None` if there is none.
    pub fn choose(&self, mix: Mix, rng: &mut ChaCha8Rng) -> Option<&Service> {
        let flat = mix == Mix::Flat && in_hundred(rng, FLAT_PERCENT);
        let weights = if flat {
            &self.flat_weights
        } else {
            &self.weights
        };
        let whole = weights.last().copied().filter(|whole| *whole > 0)?;
        let drawn = rng.random_range(0..whole);
        self.services
            .get(weights.partition_point(|upto| *upto <= drawn))
    }
}

impl Service {
    /// One of its desks.
    pub fn desk(&self, rng: &mut ChaCha8Rng) -> Option<&Desk> {
        pick(rng, &self.desks)
    }

    /// How a dossier comes in.
    pub fn channel(&self, rng: &mut ChaCha8Rng) -> Channel {
        if in_hundred(rng, self.online_percent) {
            Channel::Online
        } else if rng.random_range(0..DIRECT_PER_POST) == 0 {
            Channel::Post
        } else {
            Channel::Direct
        }
    }
}

fn push_sum(sums: &mut Vec<u64>, weight: u64) {
    sums.push(sums.last().copied().unwrap_or(0) + weight);
}

/// True in `percent` of a hundred draws.
pub fn in_hundred(rng: &mut ChaCha8Rng, percent: u32) -> bool {
    rng.random_range(0..100) < percent
}

/// True in `permille` of a thousand draws.
pub fn in_thousand(rng: &mut ChaCha8Rng, permille: u32) -> bool {
    rng.random_range(0..1_000) < permille
}

/// A random element; `None` of an empty slice.
pub fn pick<'a, T>(rng: &mut ChaCha8Rng, of: &'a [T]) -> Option<&'a T> {
    if of.is_empty() {
        return None;
    }
    of.get(rng.random_range(0..of.len()))
}

/// A random reason; blank if there is none, which the system may leave blank.
pub fn reason(rng: &mut ChaCha8Rng, of: &[String]) -> String {
    pick(rng, of).cloned().unwrap_or_default()
}

struct Ids {
    agencies: HashMap<String, AgencyId>,
    fields: HashMap<String, FieldId>,
    procedures: HashMap<String, ProcedureId>,
}

/// The papers that a made-up procedure takes.
fn papers(position: usize) -> Vec<Name> {
    const PAPERS: [(&str, &str); 4] = [
        (GENERAL_FORM, "Application form"),
        ("Bản sao giấy tờ tùy thân", "Copy of an identity paper"),
        (
            "Giấy ủy quyền (nếu nộp thay)",
            "Authorisation (when on behalf of another)",
        ),
        (
            "Bản chính giấy tờ đã cấp trước đây",
            "Original of the paper issued before",
        ),
    ];
    let names = PAPERS.iter().take(2 + position % 3).map(|(vi, en)| Name {
        vi: (*vi).to_owned(),
        en: Some((*en).to_owned()),
    });
    names.collect()
}

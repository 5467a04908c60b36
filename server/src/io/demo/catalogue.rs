//! The demo centre's agencies, fields and procedures with their names in both languages, and how the dossiers of each field
//! fare. The names are real ones of administrations; the codes and the shares are ours.

use chrono_tz::Tz;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::text::name::Name;
use serde::Deserialize;

use super::DemoError;

/// The zone of the demo centre.
pub const ZONE: Tz = chrono_tz::Asia::Ho_Chi_Minh;

const AGENCIES: &str = include_str!("catalogue/agencies.toml");
const REASONS: &str = include_str!("catalogue/reasons.toml");
const FIELDS: [&str; 5] = [
    include_str!("catalogue/justice.toml"),
    include_str!("catalogue/residence.toml"),
    include_str!("catalogue/land.toml"),
    include_str!("catalogue/economy.toml"),
    include_str!("catalogue/society.toml"),
];

/// The mark of a procedure with the 15:00 cut-off.
const CUTOFF: &str = "15h";
/// The mark of a procedure without a time limit.
const NO_LIMIT: &str = "none";

/// Agencies, fields and reasons of the demo centre.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// The agencies.
    pub agencies: Vec<AgencyEntry>,
    /// The fields, each with its procedures.
    pub fields: Vec<FieldEntry>,
    /// The reasons of events.
    pub reasons: Reasons,
}

/// An agency of the demo centre.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyEntry {
    /// The key by which fields refer to it.
    pub key: String,
    /// Its official code, made up.
    pub code: String,
    vi: String,
    en: String,
}

/// A field of the demo centre.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldEntry {
    /// Its code; the codes of its procedures begin with it.
    pub code: String,
    vi: String,
    en: String,
    /// The keys of the agencies that process it; one that is listed twice gets twice as many dossiers.
    pub agencies: Vec<String>,
    /// Its share of all dossiers, in any unit.
    pub share: u32,
    /// The percentage of dossiers that come online.
    pub online_percent: u32,
    /// The number of a thousand dossiers that are resolved late.
    #[serde(default = "late_permille")]
    pub late_permille: u32,
    /// The percentage of dossiers that wait for a payment.
    #[serde(default)]
    pub pays_percent: u32,
    /// Never shown to the public by name.
    #[serde(default)]
    pub sensitive: bool,
    /// Its procedures, the more frequent ones first.
    pub procedures: Vec<ProcedureEntry>,
}

/// A procedure of the demo centre.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct ProcedureEntry {
    /// Its names.
    pub name: Name,
    /// Its time limit; `None` if it has none.
    pub limit: Option<TimeLimit>,
}

/// The reasons of the demo centre's events, by kind. They contain no persons.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each is named after the act it explains")]
pub struct Reasons {
    pub papers: Vec<String>,
    pub payment: Vec<String>,
    pub withdrawal: Vec<String>,
    pub withdrawal_declined: Vec<String>,
    pub withdrawal_confirmed: Vec<String>,
    pub stop: Vec<String>,
    pub refuse: Vec<String>,
    pub extension: Vec<String>,
}

impl Catalogue {
    /// Reads the catalogue that is shipped with the program.
    ///
    /// # Errors
    /// [`DemoError::Catalogue`] where it contradicts itself, which a test excludes.
    pub fn read() -> Result<Self, DemoError> {
        #[derive(Deserialize)]
        struct Agencies {
            agency: Vec<AgencyEntry>,
        }
        #[derive(Deserialize)]
        struct Fields {
            field: Vec<FieldEntry>,
        }
        let agencies: Agencies = toml::from_str(AGENCIES)?;
        let mut fields = Vec::new();
        for text in FIELDS {
            fields.extend(toml::from_str::<Fields>(text)?.field);
        }
        Ok(Self {
            agencies: agencies.agency,
            fields,
            reasons: toml::from_str(REASONS)?,
        })
    }

    /// The agency with this key.
    pub fn agency(&self, key: &str) -> Option<&AgencyEntry> {
        self.agencies.iter().find(|agency| agency.key == key)
    }
}

impl AgencyEntry {
    /// Its names.
    pub fn name(&self) -> Name {
        named(&self.vi, &self.en)
    }
}

impl FieldEntry {
    /// Its names.
    pub fn name(&self) -> Name {
        named(&self.vi, &self.en)
    }

    /// The code of the field's procedure at this index, from 0.
    pub fn procedure_code(&self, place: usize) -> String {
        format!("{}.{:02}", self.code, place + 1)
    }
}

/// [Vietnamese name, English name, limit] and, where it has the cut-off, its mark.
impl TryFrom<Vec<String>> for ProcedureEntry {
    type Error = String;

    fn try_from(parts: Vec<String>) -> Result<Self, String> {
        let (vi, en, limit, cutoff_15h) = match parts.as_slice() {
            [vi, en, limit] => (vi, en, limit, false),
            [vi, en, limit, mark] if mark == CUTOFF => (vi, en, limit, true),
            _ => return Err(format!("{parts:?} is no procedure")),
        };
        let limit = match limit.as_str() {
            NO_LIMIT => None,
            text => {
                let minutes = minutes_of(text).ok_or_else(|| format!("{text} is no limit"))?;
                Some(TimeLimit {
                    length: minutes.into(),
                    cutoff_15h,
                })
            }
        };
        Ok(Self {
            name: named(vi, en),
            limit,
        })
    }
}

/// Reads working days (`3d`, of 8 hours) or hours (`4h`).
fn minutes_of(text: &str) -> Option<WorkingMinutes> {
    let per_unit = match text.as_bytes().last()? {
        b'd' => 480,
        b'h' => 60,
        _ => return None,
    };
    let number: u32 = text.get(..text.len() - 1)?.parse().ok()?;
    number.checked_mul(per_unit).map(WorkingMinutes)
}

fn named(vi: &str, en: &str) -> Name {
    Name {
        vi: vi.to_owned(),
        en: Some(en.to_owned()),
    }
}

/// Five in a thousand: within the 0–2 % of ordinary months.
fn late_permille() -> u32 {
    5
}

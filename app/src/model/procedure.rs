//! Procedures, agencies and fields: what server functions take and give.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{NaiveDate, NaiveTime};
use sanh_domain::deadline::due::{CUTOFF, LimitLength, TimeLimit};
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::form_input;
use sanh_domain::procedure::model::{Procedure, ProcedurePart};
use serde::{Deserialize, Serialize};

use crate::page::Form;

/// The procedures, and the day for which their limits are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Procedures {
    /// The day it is at the centre.
    pub today: NaiveDate,
    /// Every procedure, by number.
    pub procedures: Vec<Procedure>,
}

/// The field that problems of a row lead to.
pub(crate) const PARTS: &str = "parts";

/// One row of the form, as typed or as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PartRow {
    pub(crate) agency: String,
    pub(crate) limit: String,
    pub(crate) unit: String,
    pub(crate) name_vi: String,
    pub(crate) name_en: String,
}

impl PartRow {
    pub(crate) fn of(lang: Lang, part: &ProcedurePart) -> Self {
        let (limit, unit) = form_input::limit_typed(lang, part.minutes.into());
        Self {
            agency: part.agency.0.to_string(),
            limit,
            unit: unit.as_str().to_owned(),
            name_vi: part.name.vi.clone(),
            name_en: part.name.en.clone().unwrap_or_default(),
        }
    }

    pub(crate) fn sent(form: &Form, number: usize) -> Self {
        let text = |name: &str| form.text(&format!("{name}_{number}")).to_owned();
        Self {
            agency: text("agency"),
            limit: text("limit"),
            unit: text("unit"),
            name_vi: text("name_vi"),
            name_en: text("name_en"),
        }
    }

    pub(crate) const fn is_blank(&self) -> bool {
        self.agency.is_empty()
            && self.limit.is_empty()
            && self.name_vi.is_empty()
            && self.name_en.is_empty()
    }
}

/// The field of the form of the paper at a place, from 0.
pub(crate) fn form_field(place: usize) -> String {
    format!("form_{}", place + 1)
}

impl Procedures {
    /// How many no agency is listed for: any may receive for them.
    #[must_use]
    pub fn without_agency(&self) -> usize {
        let procedures = self.procedures.iter();
        let without = procedures.filter(|it| it.entry.requirements.agencies.is_empty());
        without.count()
    }
}

/// What a table makes of the procedures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedTable {
    /// How many.
    pub counts: ImportedCounts,
    /// Which, and what differs; told of a preview, when nothing was written.
    pub preview: Option<Vec<ImportedRow>>,
}

/// A procedure that a table adds or changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedRow {
    /// Its code.
    pub code: String,
    /// Its Vietnamese name.
    pub name: String,
    /// The columns that differ; `None`: it is added.
    pub differs: Option<Vec<String>>,
}

/// The result of the import of a table of procedures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedCounts {
    /// Those that were not listed before.
    pub added: u32,
    /// Those that changed.
    pub changed: u32,
    /// Procedures that already equal the table.
    pub same: u32,
}

/// The field of the form of an agency that handles the procedure; as many as are ticked.
pub(crate) const AGENCY: &str = "agency";
/// The field of the rule hour of limits within the day.
pub(crate) const RULE_HOUR: &str = "rule_hour";

/// The button of a table's form that only tells what it would do.
pub(crate) const PREVIEW: &str = "preview";

/// The names of a limit's two fields in the form.
#[derive(Clone, Copy)]
pub(crate) struct LimitNames {
    pub(crate) limit: &'static str,
    pub(crate) unit: &'static str,
}

/// The fields of the general limit.
pub(crate) const GENERAL: LimitNames = LimitNames {
    limit: "limit",
    unit: "unit",
};

/// The fields of a channel's own limit.
pub(crate) const fn names_of(channel: Channel) -> LimitNames {
    match channel {
        Channel::Online => LimitNames {
            limit: "limit_online",
            unit: "unit_online",
        },
        Channel::Direct => LimitNames {
            limit: "limit_direct",
            unit: "unit_direct",
        },
        Channel::Post => LimitNames {
            limit: "limit_post",
            unit: "unit_post",
        },
    }
}

/// The hour that the limits within the day go by; that of the law where there is none.
pub(crate) fn rule_hour(limits: &[TimeLimit]) -> NaiveTime {
    let hour = limits.iter().find_map(|limit| match limit.length {
        LimitLength::SameDay { until } => Some(until),
        _ => None,
    });
    hour.unwrap_or(CUTOFF)
}

/// Whether something was ticked.
pub(crate) fn ticked(form: &Form, name: &str) -> bool {
    form.text(name) == "yes"
}

/// A hash of the values that a form was made from. It detects that somebody else changed them meanwhile (optimistic locking).
pub(crate) fn fingerprint(entry: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    entry.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The field of a paper's Vietnamese name, once for each row.
pub(crate) const PAPER_VI: &str = "paper_vi";
/// That of its English name.
pub(crate) const PAPER_EN: &str = "paper_en";

/// The button that adds a row for a paper and saves nothing.
pub(crate) const ADD_PAPER: &str = "add_paper";

/// Whether a form only asks for one more row for a paper.
pub(crate) fn adds_paper(form: &Form) -> bool {
    !form.text(ADD_PAPER).is_empty()
}

/// The papers that a form sent, one a line, the English name behind a bar: of its rows, or as the one text that programs send.
pub(crate) fn papers_text(form: &Form) -> String {
    let vi = form.all(PAPER_VI);
    if vi.is_empty() {
        return form.raw("papers").to_owned();
    }
    let en = form.all(PAPER_EN);
    let en = en.into_iter().chain(std::iter::repeat(""));
    let line = |(vi, en): (&str, &str)| match (vi, en) {
        ("", "") => None,
        (vi, "") => Some(vi.to_owned()),
        (vi, en) => Some(format!("{vi} | {en}")),
    };
    let lines: Vec<String> = vi.into_iter().zip(en).filter_map(line).collect();
    lines.join("\n")
}

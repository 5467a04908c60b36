//! Reads the forms of a mapping.

use std::collections::BTreeMap;

use sanh_domain::import::draft::{DateOrder, Fact, LIMIT_UNITS, MappingDraft};
use sanh_domain::import::model::{FileInspection, StatusWord};
use sanh_domain::procedure::channel::Channel;
use serde::{Deserialize, Serialize};

use crate::page::FieldValues;

/// The meaning of words whose rows are invalid.
pub(crate) const BAD: &str = "bad";
/// The longest name of an agency, a field or a system that is typed, in characters.
pub(crate) const NAME_CHARS_MAX: usize = 200;

/// The meaning of each column, as the form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnsForm {
    /// The mapping from which it was made; blank: none.
    pub from: String,
    /// The kind of rows: `event`, else dossiers.
    pub rows: String,
    /// The agency of rows that name none.
    pub agency_default: String,
    /// The field of rows that name none.
    pub field_default: String,
    /// The columns, by their places in the file.
    #[serde(flatten)]
    pub columns: BTreeMap<Fact, String>,
}

/// The meaning of the words in the columns, as the form sends it. A tick is `yes`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WordsForm {
    /// The meanings of the words of the status column, in their order.
    pub status_means: FieldValues,
    /// The meanings of the words of the channel column, in their order.
    pub channel_means: FieldValues,
    /// The format of dates.
    pub dates: String,
    /// The due column holds dates.
    pub due_is_a_date: String,
    /// Codes in another format than the national one are accepted.
    pub has_any_code: String,
    /// Agencies, fields and procedures that the centre does not have are created.
    pub creates_missing: String,
    /// The unit of time limits that are numbers alone.
    pub limit_unit: String,
    /// The zone of the file's times; blank: the centre's.
    pub zone: String,
    /// The system that the exports come from; blank: the mapping's name.
    pub source: String,
    /// The name it is to be saved under.
    pub name: String,
}

/// The draft of an earlier page.
pub(crate) fn stored_draft(draft: Option<&str>) -> Option<MappingDraft> {
    draft.and_then(|draft| serde_json::from_str(draft).ok())
}

/// The choices about the columns.
pub(crate) fn with_columns(
    form: &ColumnsForm,
    look: &FileInspection,
    before: MappingDraft,
) -> MappingDraft {
    let column = |(fact, place): (&Fact, &String)| {
        let place: usize = place.trim().parse().ok()?;
        Some((*fact, look.header.get(place)?.clone()))
    };
    MappingDraft {
        columns: form.columns.iter().filter_map(column).collect(),
        is_event_log: form.rows.trim() == "event",
        agency_default: typed(&form.agency_default),
        field_default: typed(&form.field_default),
        ..before
    }
}

fn typed(name: &str) -> String {
    name.trim().chars().take(NAME_CHARS_MAX).collect()
}

/// The choices about the words, and the words without a choice.
pub(crate) fn with_words(
    form: &WordsForm,
    look: &FileInspection,
    before: MappingDraft,
) -> (MappingDraft, Vec<(Fact, Vec<String>)>) {
    let mut draft = before;
    let mut unsaid = Vec::new();
    let statuses = read_answers(
        &form.status_means,
        draft.words(look, Fact::Status),
        StatusWord::read,
    );
    let channels = read_answers(
        &form.channel_means,
        draft.words(look, Fact::Channel),
        |word| word.parse::<Channel>().ok(),
    );
    for (word, meaning) in statuses.told {
        match meaning {
            Some(meaning) => drop(draft.statuses.insert(word, meaning)),
            None => drop(draft.statuses.remove(&word)),
        }
    }
    for (word, meaning) in channels.told {
        match meaning {
            Some(meaning) => drop(draft.channels.insert(word, meaning)),
            None => drop(draft.channels.remove(&word)),
        }
    }
    for (fact, words) in [
        (Fact::Status, statuses.unsaid),
        (Fact::Channel, channels.unsaid),
    ] {
        if !words.is_empty() {
            unsaid.push((fact, words));
        }
    }
    let is_ticked = |field: &str| field.trim() == "yes";
    draft.dates = DateOrder::read(form.dates.trim())
        .filter(|order| *order != DateOrder::Kept || draft.base.is_some())
        .unwrap_or_default();
    draft.due_is_a_date = is_ticked(&form.due_is_a_date);
    draft.has_any_code = is_ticked(&form.has_any_code);
    draft.creates_missing = is_ticked(&form.creates_missing);
    let limit_unit = LIMIT_UNITS
        .into_iter()
        .find(|unit| *unit == form.limit_unit.trim());
    limit_unit
        .unwrap_or_default()
        .clone_into(&mut draft.limit_unit);
    draft.zone = typed(&form.zone);
    draft.source = typed(&form.source);
    draft.name = typed(&form.name);
    (draft, unsaid)
}

/// The answers of a form for the words of one column: a meaning, or that the rows are invalid.
struct FormAnswer<T> {
    told: Vec<(String, Option<T>)>,
    unsaid: Vec<String>,
}

fn read_answers<T>(
    FieldValues(meanings): &FieldValues,
    words: &[String],
    read: impl Fn(&str) -> Option<T>,
) -> FormAnswer<T> {
    let mut said = FormAnswer {
        told: Vec::new(),
        unsaid: Vec::new(),
    };
    for (place, word) in words.iter().enumerate() {
        let meaning = meanings.get(place).map_or("", |meaning| meaning.trim());
        match (meaning, read(meaning)) {
            (BAD, _) => said.told.push((word.clone(), None)),
            (_, Some(meaning)) => said.told.push((word.clone(), Some(meaning))),
            (_, None) => said.unsaid.push(word.clone()),
        }
    }
    said
}

/// The form's field with the meanings of a column's words.
pub(crate) const fn means_field(fact: Fact) -> &'static str {
    match fact {
        Fact::Channel => "channel_means",
        _ => "status_means",
    }
}

/// The part of the form with the words of a column.
pub(crate) const fn words_field(fact: Fact) -> &'static str {
    match fact {
        Fact::Channel => "channels",
        _ => "statuses",
    }
}

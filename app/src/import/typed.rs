//! What the forms of a mapping sent.

use sanh_domain::import::draft::{DateOrder, Fact, LIMIT_UNITS, MappingDraft};
use sanh_domain::import::model::{FileInspection, StatusWord};
use sanh_domain::procedure::channel::Channel;

use super::port::OpenImport;
use crate::error::AppError;
use crate::ui::form::Form;

/// A row whose word means this is bad.
pub(super) const BAD: &str = "bad";
/// The longest name of an agency, a field or a system that is typed, in characters.
pub(super) const NAME_CHARS_MAX: usize = 200;

/// The first look into the file, which has to be there.
pub(super) fn look_of(open: &OpenImport) -> Result<&FileInspection, AppError> {
    open.look.as_deref().map_err(|_| AppError::NotFound)
}

/// The draft of an earlier page.
pub(super) fn stored_draft(draft: Option<&str>) -> Option<MappingDraft> {
    draft.and_then(|draft| serde_json::from_str(draft).ok())
}

/// What was chosen of the columns. Each is named by its place in the file.
pub(super) fn with_columns(
    form: &Form,
    look: &FileInspection,
    before: MappingDraft,
) -> MappingDraft {
    let chosen = |fact: Fact| {
        let place: usize = form.text(fact.field()).parse().ok()?;
        look.header.get(place).cloned()
    };
    let columns = Fact::ALL.into_iter();
    let columns = columns.filter_map(|fact| Some((fact, chosen(fact)?)));
    let typed = |name: &str| form.text(name).chars().take(NAME_CHARS_MAX).collect();
    MappingDraft {
        columns: columns.collect(),
        is_event_log: form.text("rows") == "event",
        agency_default: typed("agency_default"),
        field_default: typed("field_default"),
        ..before
    }
}

/// What was chosen of the words, and those of which nothing was said.
pub(super) fn with_words(
    form: &Form,
    look: &FileInspection,
    before: MappingDraft,
) -> (MappingDraft, Vec<(Fact, Vec<String>)>) {
    let mut draft = before;
    let mut unsaid = Vec::new();
    let statuses = said(
        form,
        draft.words(look, Fact::Status),
        Fact::Status,
        StatusWord::read,
    );
    let channel = |word: &str| word.parse::<Channel>().ok();
    let channels = said(
        form,
        draft.words(look, Fact::Channel),
        Fact::Channel,
        channel,
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
    let typed = |name: &str| form.text(name).chars().take(NAME_CHARS_MAX).collect();
    draft.dates = DateOrder::read(form.text("dates"))
        .filter(|order| *order != DateOrder::Kept || draft.base.is_some())
        .unwrap_or_default();
    draft.due_is_a_date = form.text("due_is_a_date") == "yes";
    draft.has_any_code = form.text("has_any_code") == "yes";
    draft.creates_missing = form.text("creates_missing") == "yes";
    let limit_unit = LIMIT_UNITS
        .into_iter()
        .find(|unit| *unit == form.text("limit_unit"));
    limit_unit
        .unwrap_or_default()
        .clone_into(&mut draft.limit_unit);
    draft.zone = typed("zone");
    draft.source = typed("source");
    draft.name = typed("name");
    (draft, unsaid)
}

/// The answers of a form for the words of one column: a meaning, or that the rows are invalid.
struct FormAnswer<T> {
    told: Vec<(String, Option<T>)>,
    unsaid: Vec<String>,
}

fn said<T>(
    form: &Form,
    words: &[String],
    fact: Fact,
    read: impl Fn(&str) -> Option<T>,
) -> FormAnswer<T> {
    let meanings = form.all(means_field(fact));
    let mut said = FormAnswer {
        told: Vec::new(),
        unsaid: Vec::new(),
    };
    for (place, word) in words.iter().enumerate() {
        let meaning = meanings.get(place).copied().unwrap_or_default();
        match (meaning, read(meaning)) {
            (BAD, _) => said.told.push((word.clone(), None)),
            (_, Some(meaning)) => said.told.push((word.clone(), Some(meaning))),
            (_, None) => said.unsaid.push(word.clone()),
        }
    }
    said
}

/// The form's field with the meanings of a column's words.
pub(super) const fn means_field(fact: Fact) -> &'static str {
    match fact {
        Fact::Channel => "channel_means",
        _ => "status_means",
    }
}

/// The part of the form with the words of a column.
pub(super) const fn words_field(fact: Fact) -> &'static str {
    match fact {
        Fact::Channel => "channels",
        _ => "statuses",
    }
}

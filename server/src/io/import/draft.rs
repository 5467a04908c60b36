//! Converts between the draft of a mapping, made in a form, and its text for the command line.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use sanh_domain::import::draft::{DateOrder, Fact, MappingDraft};
use toml::{Table, Value};

use super::mapping::{CodeFormat, LimitUnit, Mapping, MappingError, RowKind};

/// Where the month stands before the day, beside ISO 8601.
const MONTH_FIRST: [&str; 9] = [
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
];

/// The text of a draft. Keys that the form does not have keep the values of the mapping it started from.
///
/// # Errors
/// When that mapping is invalid, or the draft does not make a valid one.
pub fn to_toml(draft: &MappingDraft, zone: Tz) -> Result<String, MappingError> {
    let unreadable = |error: &dyn std::fmt::Display| MappingError::Unreadable(error.to_string());
    let mut table: Table = match &draft.base {
        Some(base) => base.parse().map_err(|error| unreadable(&error))?,
        None => Table::new(),
    };
    let zone = if draft.zone.is_empty() {
        zone.name()
    } else {
        &draft.zone
    };
    let source = if draft.source.is_empty() {
        &draft.name
    } else {
        &draft.source
    };
    set(
        &mut table,
        "rows",
        if draft.is_event_log {
            "event"
        } else {
            "dossier"
        },
    );
    set(&mut table, "zone", zone);
    set(&mut table, "source", source.as_str());
    set(
        &mut table,
        "code_rule",
        if draft.has_any_code {
            "any"
        } else {
            "vietnamese"
        },
    );
    set(&mut table, "due_is_a_date", draft.due_is_a_date);
    set(&mut table, "create_missing", draft.creates_missing);
    match draft.dates {
        DateOrder::Kept => {}
        DateOrder::DayFirst => drop(table.remove("date_formats")),
        DateOrder::MonthFirst => {
            let formats = MONTH_FIRST.map(Value::from).to_vec();
            set(&mut table, "date_formats", formats);
        }
    }
    put_columns(&mut table, draft);
    put_words(&mut table, "statuses", &draft.statuses, |word| {
        word.as_str()
    });
    put_words(&mut table, "channels", &draft.channels, |channel| {
        channel.as_str()
    });
    let text = toml::to_string(&table).map_err(|error| unreadable(&error))?;
    Mapping::from_toml(&text)?;
    Ok(text)
}

fn set(table: &mut Table, key: &str, value: impl Into<Value>) {
    table.insert(key.to_owned(), value.into());
}

fn put_columns(table: &mut Table, draft: &MappingDraft) {
    let of = |fact: Fact| draft.columns.get(&fact).map(String::as_str);
    let mut columns = sub_table(table, "columns");
    let direct = [
        ("code", Fact::Code),
        ("channel", Fact::Channel),
        ("registered", Fact::Registered),
        ("received", Fact::Received),
        ("due", Fact::Due),
        ("ended", Fact::Ended),
        ("handed_over", Fact::HandedOver),
        ("limit", Fact::Limit),
        ("status", Fact::Status),
        ("event", Fact::Event),
        ("event_at", Fact::EventAt),
    ];
    for (key, fact) in direct {
        // Only an event log has columns for events.
        let is_told = draft.is_event_log || !matches!(fact, Fact::Event | Fact::EventAt);
        put(&mut columns, key, of(fact).filter(|_| is_told));
    }
    set(table, "columns", columns);
    put(table, "newer", of(Fact::Newer));
    let unit = Some(draft.limit_unit.as_str()).filter(|unit| !unit.is_empty());
    put(
        table,
        "limit_unit",
        unit.filter(|_| of(Fact::Limit).is_some()),
    );
    let namings = [
        (
            "agency",
            Fact::AgencyCode,
            Fact::AgencyName,
            draft.agency_default.as_str(),
        ),
        (
            "field",
            Fact::FieldCode,
            Fact::FieldName,
            &draft.field_default,
        ),
        ("procedure", Fact::ProcedureCode, Fact::ProcedureName, ""),
    ];
    for (key, code, name, default) in namings {
        let mut naming = sub_table(table, key);
        put(&mut naming, "code", of(code));
        put(&mut naming, "name", of(name));
        if key != "procedure" {
            put(
                &mut naming,
                "default",
                Some(default).filter(|text| !text.is_empty()),
            );
        }
        set(table, key, naming);
    }
}

fn sub_table(table: &Table, key: &str) -> Table {
    let known = table.get(key).and_then(Value::as_table);
    known.cloned().unwrap_or_default()
}

/// Sets or removes a key.
fn put(table: &mut Table, key: &str, value: Option<&str>) {
    match value {
        Some(value) => set(table, key, value),
        None => drop(table.remove(key)),
    }
}

/// Sets the meaning of words; words that the present file does not have keep their meaning.
fn put_words<T: Copy>(
    table: &mut Table,
    key: &str,
    words: &BTreeMap<String, T>,
    name: impl Fn(T) -> &'static str,
) {
    let words = words
        .iter()
        .map(|(word, meaning)| (word.clone(), Value::from(name(*meaning))));
    let words: Table = words.collect();
    if words.is_empty() {
        table.remove(key);
    } else {
        set(table, key, words);
    }
}

const fn unit_word(unit: LimitUnit) -> &'static str {
    match unit {
        LimitUnit::WorkingDays => "working_days",
        LimitUnit::Days => "days",
        LimitUnit::WorkingHours => "working_hours",
        LimitUnit::Months => "months",
    }
}

/// Reads a mapping as a draft.
///
/// # Errors
/// When the text is no mapping.
pub fn from_toml(name: &str, text: &str) -> Result<MappingDraft, MappingError> {
    let mapping = Mapping::from_toml(text)?;
    let columns = &mapping.columns;
    let told = [
        (Fact::Code, Some(&columns.code)),
        (Fact::Channel, columns.channel.as_ref()),
        (Fact::Registered, columns.registered.as_ref()),
        (Fact::Received, columns.received.as_ref()),
        (Fact::Due, columns.due.as_ref()),
        (Fact::Ended, columns.ended.as_ref()),
        (Fact::HandedOver, columns.handed_over.as_ref()),
        (Fact::Limit, columns.limit.as_ref()),
        (Fact::Status, columns.status.as_ref()),
        (Fact::Event, columns.event.as_ref()),
        (Fact::EventAt, columns.event_at.as_ref()),
        (Fact::Newer, mapping.newer.as_ref()),
        (Fact::AgencyCode, mapping.agency.code.as_ref()),
        (Fact::AgencyName, mapping.agency.name.as_ref()),
        (Fact::FieldCode, mapping.field.code.as_ref()),
        (Fact::FieldName, mapping.field.name.as_ref()),
        (Fact::ProcedureCode, mapping.procedure.code.as_ref()),
        (Fact::ProcedureName, mapping.procedure.name.as_ref()),
    ];
    let columns = told
        .into_iter()
        .filter_map(|(fact, column)| Some((fact, column?.clone())))
        .collect();
    Ok(MappingDraft {
        columns,
        is_event_log: mapping.rows == RowKind::Event,
        agency_default: mapping.agency.default.unwrap_or_default(),
        field_default: mapping.field.default.unwrap_or_default(),
        statuses: mapping.statuses,
        channels: mapping.channels,
        dates: DateOrder::Kept,
        due_is_a_date: mapping.due_is_a_date,
        limit_unit: mapping
            .limit_unit
            .map(unit_word)
            .unwrap_or_default()
            .to_owned(),
        has_any_code: mapping.code_rule == CodeFormat::Any,
        creates_missing: mapping.create_missing,
        zone: mapping.zone.name().to_owned(),
        source: mapping.source,
        name: name.to_owned(),
        base: Some(text.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use sanh_domain::import::model::StatusWord;
    use sanh_domain::procedure::channel::Channel;

    use super::super::date_format::DateFormat;
    use super::*;

    const SHIPPED: [&str; 2] = [
        include_str!("examples/one-stop-unit.toml"),
        include_str!("examples/municipal-permits.toml"),
    ];

    fn draft() -> MappingDraft {
        let columns = [
            (Fact::Code, "Mã HS"),
            (Fact::Received, "Ngày \"nhận\""),
            (Fact::Status, "Tình trạng"),
            (Fact::Channel, "Kênh"),
        ];
        MappingDraft {
            columns: columns.map(|(fact, name)| (fact, name.to_owned())).into(),
            agency_default: "UBND phường".to_owned(),
            field_default: "Hộ tịch".to_owned(),
            statuses: [("Đang làm = 1".to_owned(), StatusWord::InProcess)].into(),
            channels: [("Mạng".to_owned(), Channel::Online)].into(),
            name: "phường".to_owned(),
            ..MappingDraft::default()
        }
    }

    #[test]
    fn the_chosen_mapping_is_one_that_the_command_line_reads() {
        let text = to_toml(&draft(), Tz::Asia__Ho_Chi_Minh).unwrap();
        let mapping = Mapping::from_toml(&text).unwrap();
        assert_eq!(mapping.columns.received.as_deref(), Some("Ngày \"nhận\""));
        assert_eq!(mapping.statuses, draft().statuses);
        assert_eq!(mapping.channels, draft().channels);
        assert_eq!(
            (mapping.header_row, mapping.sheet),
            (1, None),
            "found anew in each file"
        );
        assert_eq!(mapping.source, "phường");
        assert_eq!(mapping.agency.default.as_deref(), Some("UBND phường"));
        let usual = Mapping::one_stop_unit().unwrap().date_formats;
        assert_eq!(mapping.date_formats, usual);
    }

    #[test]
    fn a_mapping_that_is_opened_and_saved_stays_the_same() {
        for text in SHIPPED {
            let before = Mapping::from_toml(text).unwrap();
            let opened = from_toml("mine", text).unwrap();
            let saved = to_toml(&opened, Tz::UTC).unwrap();
            assert_eq!(Mapping::from_toml(&saved).unwrap(), before);
        }
    }

    #[test]
    fn keys_of_a_mapping_that_the_form_does_not_have_are_kept() {
        let text = format!(
            "delimiter = \";\"\nend_before_start = \"keep\"\n{}",
            SHIPPED[0].replace("end_before_start = \"bad\"", "")
        );
        let mut opened = from_toml("mine", &text).unwrap();
        opened.columns.remove(&Fact::Due);
        opened.dates = DateOrder::MonthFirst;
        let saved = Mapping::from_toml(&to_toml(&opened, Tz::UTC).unwrap()).unwrap();
        let before = Mapping::from_toml(&text).unwrap();
        assert_eq!(saved.delimiter, before.delimiter);
        assert_eq!(saved.end_before_start, before.end_before_start);
        assert_eq!(saved.empty, before.empty);
        assert_eq!(saved.columns.due, None);
        assert_eq!(
            saved.date_formats.first().map(DateFormat::as_str),
            Some("%m/%d/%Y %H:%M:%S")
        );
    }

    #[test]
    fn a_limit_that_is_a_number_alone_has_the_unit_that_was_chosen() {
        for unit in sanh_domain::import::draft::LIMIT_UNITS {
            let mut limited = draft();
            limited.columns.insert(Fact::Limit, "Thời hạn".to_owned());
            unit.clone_into(&mut limited.limit_unit);
            let text = to_toml(&limited, Tz::UTC).unwrap();
            let opened = from_toml("mine", &text).unwrap();
            assert_eq!(opened.limit_unit, unit);
            assert_eq!(
                opened.columns.get(&Fact::Limit).map(String::as_str),
                Some("Thời hạn")
            );
        }
    }

    #[test]
    fn a_draft_that_makes_no_mapping_is_refused() {
        let unfinished = MappingDraft {
            columns: BTreeMap::new(),
            ..draft()
        };
        assert!(to_toml(&unfinished, Tz::UTC).is_err());
        let nowhere = MappingDraft {
            zone: "Nowhere/Else".to_owned(),
            ..draft()
        };
        assert!(to_toml(&nowhere, Tz::UTC).is_err());
    }
}

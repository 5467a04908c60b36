//! The JSON and its schema have the same keys.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use axum::http::{HeaderMap, header};
use sanh_domain::board::edition::Edition;
use sanh_domain::period::PeriodKind;
use sanh_store::stored::StoredEditionV1;
use serde_json::{Value, json};

use super::card::{CARD_SCHEMA, CARD_SCHEMA_VERSION, OpenCard};
use super::document::{OpenEdition, SCHEMA_VERSION};
use super::{SCHEMA, is_known};

/// An edition with everything that may be missing, of an agency; its second board is the centre's and has nothing of it.
fn whole() -> Edition {
    let period = json!({ "kind": "month", "from": "2026-11-01", "to": "2026-12-01" });
    let name = json!({ "vi": "Hộ tịch", "en": "Civil status" });
    let at = "2026-11-23T07:10:00.250Z";
    let total = json!({
        "received_online": 1, "received_direct": 2, "carried": 3, "early": 4, "on_time": 5, "late": 6, "withdrawn": 7,
        "ineligible": 8, "within": 9, "overdue": 10, "paused": 11,
    });
    let flow = json!({ "received": 3, "in_time": 2, "late": 1 });
    let row = json!({
        "key": "f3", "name": name, "received": 3, "early": 4, "on_time": 5, "late": 6, "pending": 30, "rate": 600,
        "time_80": 480,
    });
    let folded = json!({
        "key": "other", "name": null, "received": 0, "early": 0, "on_time": 0, "late": 0, "pending": 0, "rate": null,
        "time_80": null,
    });
    let full = json!({
        "scope": { "agency": 7 }, "covers_all": false, "period": period, "at": at, "rule": "instant", "total": total,
        "time_80": 480, "rows": [row, folded],
        "comparison": { "previous_period": period, "working_days": 15, "current": flow, "previous": flow },
        "chart": [{ "date": "2026-11-20", "received": 3, "resolved": 15 }],
    });
    let spare = json!({
        "scope": "centre", "covers_all": true, "period": period, "at": at, "rule": "day", "total": total, "time_80": null,
        "rows": [], "comparison": null, "chart": [],
    });
    let edition = json!({
        "version": 7, "at": at,
        "centre": {
            "name": "Trung tâm", "name_en": "Center", "place": "Phường Uông Bí", "agency": name, "initials": "UB",
            "logo": "/logo", "public_url": "https://hcc.example.vn", "zone": "Asia/Ho_Chi_Minh",
        },
        "boards": [full, spare],
        "notices": [{ "id": 4, "text": name, "priority": "notice", "from": at, "until": at, "screens": "all" }],
        "office_day": [at, at],
    });
    let stored: StoredEditionV1 = serde_json::from_value(edition).unwrap();
    stored.try_into().unwrap()
}

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

/// A walk through a document and its schema at once.
struct Walk {
    schema: Value,
    /// The definitions that were met.
    met: BTreeSet<String>,
}

impl Walk {
    /// Checks a value, and that objects have the keys their schema names: all of these, and no other.
    fn check(&mut self, place: &str, value: &Value, schema: &Value) {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.strip_prefix("#/$defs/").unwrap().to_owned();
            let schema = self.schema["$defs"][&name].clone();
            assert!(schema.is_object(), "{reference} of {place} is there");
            self.met.insert(name);
            return self.check(place, value, &schema);
        }
        if let Some(choices) = schema["anyOf"].as_array() {
            let fitting = choices.iter().find(|choice| self.fits(value, choice));
            assert!(fitting.is_some(), "{place}: {value} is none of {choices:?}");
            return self.check(place, value, fitting.unwrap());
        }
        assert!(self.fits(value, schema), "{place}: {value} is no {schema}");
        match value {
            Value::Object(map) => {
                let told: BTreeSet<_> = schema["properties"].as_object().unwrap().keys().collect();
                assert_eq!(map.keys().collect::<BTreeSet<_>>(), told, "{place}");
                let required = schema["required"].as_array().unwrap().iter();
                let required: BTreeSet<_> = required.map(|key| key.as_str().unwrap()).collect();
                assert_eq!(
                    map.keys().map(String::as_str).collect::<BTreeSet<_>>(),
                    required,
                    "{place}"
                );
                assert_eq!(schema["additionalProperties"], json!(false), "{place}");
                for (key, value) in map {
                    self.check(&format!("{place}.{key}"), value, &schema["properties"][key]);
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.check(&format!("{place}[]"), item, &schema["items"]);
                }
            }
            _ => {}
        }
    }

    /// Whether a value is of the kind a schema asks for, whatever is in it.
    fn fits(&self, value: &Value, schema: &Value) -> bool {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.strip_prefix("#/$defs/").unwrap();
            return self.fits(value, &self.schema["$defs"][name]);
        }
        if let Some(word) = schema.get("const") {
            return value == word;
        }
        if let Some(words) = schema["enum"].as_array() {
            return words.contains(value);
        }
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        schema["type"] == kind
            || schema["type"]
                .as_array()
                .is_some_and(|kinds| kinds.contains(&json!(kind)))
    }
}

#[test]
fn the_json_and_its_schema_have_the_same_keys() {
    let mut walk = Walk {
        schema: schema(),
        met: BTreeSet::new(),
    };
    for licence in [None, Some("CC-BY-4.0".to_owned())] {
        let document = serde_json::to_value(OpenEdition::of(&whole(), licence)).unwrap();
        walk.check("board", &document, &schema());
    }
    let defined = schema()["$defs"].as_object().unwrap().clone();
    assert_eq!(
        walk.met,
        defined.keys().cloned().collect(),
        "nothing is defined that is never told"
    );
}

#[test]
fn the_card_and_its_schema_have_the_same_keys() {
    let days = json!({
        "year": 2026, "days": [],
        "days_off": [{ "from": "2027-01-01", "last": "2027-01-01", "name": "Tết dương lịch" }],
    });
    let days = serde_json::from_value(days).unwrap();
    let schema: Value = serde_json::from_str(CARD_SCHEMA).unwrap();
    let mut walk = Walk {
        schema: schema.clone(),
        met: BTreeSet::new(),
    };
    for licence in [None, Some("CC-BY-4.0".to_owned())] {
        let card = serde_json::to_value(OpenCard::of(&whole(), &days, licence)).unwrap();
        walk.check("card", &card, &schema);
    }
    let defined = schema["$defs"].as_object().unwrap().clone();
    assert_eq!(walk.met, defined.keys().cloned().collect());
    assert_eq!(
        schema["properties"]["schema_version"]["const"],
        json!(CARD_SCHEMA_VERSION)
    );
}

#[test]
fn the_schema_is_of_the_version_that_the_json_names_and_knows_every_kind_of_period() {
    assert_eq!(
        schema()["properties"]["schema_version"]["const"],
        json!(SCHEMA_VERSION)
    );
    let kinds = PeriodKind::ALL.map(PeriodKind::as_str);
    assert_eq!(
        schema()["$defs"]["period"]["properties"]["kind"]["enum"],
        json!(kinds)
    );
}

#[test]
fn the_source_is_the_centre_and_where_it_is() {
    let mut edition = whole();
    let source = |edition: &Edition| {
        serde_json::to_value(OpenEdition::of(edition, None)).unwrap()["source"].clone()
    };
    assert_eq!(source(&edition), "Trung tâm, Phường Uông Bí");
    edition.centre.place = String::new();
    assert_eq!(source(&edition), "Trung tâm");
}

#[test]
fn any_of_the_tags_that_a_client_sends_may_match() {
    let asking =
        |tags: &str| HeaderMap::from_iter([(header::IF_NONE_MATCH, tags.parse().unwrap())]);
    let tag = "W/\"json-1-centre-all-7\"";
    for tags in [
        tag,
        "\"json-1-centre-all-7\"",
        "*",
        "\"a\", W/\"json-1-centre-all-7\"",
    ] {
        assert!(is_known(&asking(tags), tag), "{tags}");
    }
    for tags in ["W/\"json-1-centre-all-8\"", "\"a\"", "json"] {
        assert!(!is_known(&asking(tags), tag), "{tags}");
    }
    assert!(!is_known(&HeaderMap::new(), tag));
}

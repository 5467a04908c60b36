//! The fields of a sent form.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The values of a field that a form may send more than once; one value is read and written without a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "OneOrMany")]
pub struct FieldValues(pub Vec<String>);

impl From<OneOrMany> for FieldValues {
    fn from(values: OneOrMany) -> Self {
        match values {
            OneOrMany::One(value) => Self(vec![value]),
            OneOrMany::Many(values) => Self(values),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// Fields with passwords: they are taken as typed, and no page sends them back.
pub const SECRETS: [&str; 4] = ["password", "old", "repeat", "password_again"];

/// What the name of a time's field adds to that of its day: a form asks for an instant in two fields.
pub const TIME_OF: &str = "-time";

/// Fields or parameters, those of a day and its time joined as one text: `until` and `until-time` become `until`.
#[must_use]
pub fn with_times(sent: Vec<(String, String)>) -> Vec<(String, String)> {
    let is_time = |name: &str| name.strip_suffix(TIME_OF).is_some();
    let (times, mut fields): (Vec<_>, Vec<_>) =
        sent.into_iter().partition(|(name, _)| is_time(name));
    for (name, time) in times {
        let day = name.strip_suffix(TIME_OF);
        let day = fields
            .iter_mut()
            .find(|(field, _)| Some(field.as_str()) == day);
        match day {
            Some((_, day)) if !time.trim().is_empty() => {
                let whole = format!("{} {}", day.trim(), time.trim());
                whole.trim().clone_into(day);
            }
            Some(_) => {}
            None => fields.push((name, time)),
        }
    }
    fields
}

/// The fields that a form sent, in their order. A server function takes those it does not name one by one as a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "FieldsByName", into = "FieldsByName")]
pub struct Form(pub Vec<(String, String)>);

impl From<FieldsByName> for Form {
    fn from(fields: FieldsByName) -> Self {
        let named = fields.into_iter().flat_map(|(name, values)| {
            let named = move |value| (name.clone(), value);
            values.0.into_iter().map(named)
        });
        Self(named.collect())
    }
}

impl Form {
    /// The first value of a field as typed; blank if it was not sent.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// The first value of a field without blanks around it.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// Every value of a field that may be sent more than once.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&str> {
        let of_name = self.0.iter().filter(|(key, _)| key == name);
        of_name.map(|(_, value)| value.trim()).collect()
    }
}

type FieldsByName = BTreeMap<String, FieldValues>;

impl From<Form> for FieldsByName {
    fn from(form: Form) -> Self {
        let mut fields = Self::new();
        for (name, value) in form.0 {
            fields.entry(name).or_default().0.push(value);
        }
        fields
    }
}

/// A file that a form sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    /// The name of its field.
    pub field: String,
    /// Its bytes, as they came.
    pub content: Vec<u8>,
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The content may be personal, so only its length is printed.
        write!(f, "Upload({}, {} bytes)", self.field, self.content.len())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_server_function_takes_the_fields_that_it_does_not_name_as_a_form() {
        #[derive(Deserialize)]
        struct Fields {
            item: i64,
            #[serde(flatten)]
            form: Form,
        }
        let sent = "blank=&day[]=1&day[]=2&item=7&name=a%26b";
        let fields: Fields = serde_qs::from_str(sent).unwrap();
        assert_eq!((fields.item, fields.form.raw("name")), (7, "a&b"));
        assert_eq!(fields.form.all("day"), ["1", "2"]);
    }

    #[test]
    fn a_time_is_read_with_its_day() {
        let pairs = |pairs: &[(&str, &str)]| {
            let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            pairs.iter().map(owned).collect::<Vec<_>>()
        };
        let sent = pairs(&[
            ("until-time", "17:00"),
            ("until", " 27/11/2026"),
            ("from", "27/11/2026"),
            ("from-time", " "),
            ("lunch-time", "12:00"),
        ]);
        let joined = pairs(&[
            ("until", "27/11/2026 17:00"),
            ("from", "27/11/2026"),
            ("lunch-time", "12:00"),
        ]);
        assert_eq!(with_times(sent), joined);
    }

    #[test]
    fn a_field_may_be_sent_never_once_or_more_often() {
        #[derive(Deserialize)]
        struct Fields {
            #[serde(default)]
            agency: FieldValues,
        }
        for (sent, values) in [
            ("other=1", &[][..]),
            ("agency=1", &["1"][..]),
            ("agency[]=1&agency[]=2&other[]=3&other[]=4", &["1", "2"][..]),
        ] {
            let fields: Fields = serde_qs::from_str(sent).unwrap();
            assert_eq!(fields.agency.0, values, "{sent}");
        }
    }
}

//! The stored forms byte for byte: what is written here by hand is read, becomes what it stands for, and is written so again.

#![allow(clippy::unwrap_used)]

mod disclosed;
mod edition;
mod held;
mod report;
mod screen_setting;
mod submission;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What is read of a text by its stored form.
fn read<Stored: DeserializeOwned, Value: TryFrom<Stored>>(text: &str) -> Value {
    let stored: Stored = serde_json::from_str(text).unwrap();
    Value::try_from(stored).ok().unwrap()
}

/// A value in its stored form.
fn written<'value, Stored, Value>(value: &'value Value) -> String
where
    Stored: Serialize + From<&'value Value>,
    Value: 'value,
{
    serde_json::to_string(&Stored::from(value)).unwrap()
}

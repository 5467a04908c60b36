//! The statement about a board in a file of evidence, and its frozen formats.

use sanh_domain::board::edition::Version;
use sanh_domain::deadline::Instant;
use sanh_domain::scope::Scope;
use sanh_domain::word::UnknownValue;
use sanh_store::stored::{StoredScopeV1, instant_text, read_instant};
use serde::{Deserialize, Serialize};

/// A statement about a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The format of the file.
    pub form: String,
    /// When this file was made.
    pub made_at: Instant,
    /// The wall's name.
    pub wall: String,
    /// Its setting, as text.
    pub setting: String,
    /// The requested instant.
    pub asked_at: Instant,
    /// The scope of the board.
    pub scope: Scope,
    /// The version of the board.
    pub version: Version,
    /// When it was published.
    pub published_at: Instant,
    /// When it was replaced; `None` if it is the present one.
    pub replaced_at: Option<Instant>,
    /// Whether the program published at that time, and since or until when, in words.
    pub program: String,
    /// Whether the wall was connected at that time, in words.
    pub connected: String,
    /// Whether the figures are those sealed when they were published; `None` if they had no seal.
    pub figures_as_sealed: Option<bool>,
    /// From when seals can be checked, and who declared the key before lost, in words.
    pub key_lost: Option<String>,
    /// The SHA-256 of the figures, in hexadecimal digits.
    pub sha256: String,
}

/// A [`Statement`] in the frozen format "sanh evidence 2". Instants are RFC 3339, UTC. A changed format gets the next number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatementV2 {
    form: String,
    made_at: String,
    wall: String,
    setting: String,
    asked_at: String,
    scope: StoredScopeV1,
    version: u64,
    published_at: String,
    replaced_at: Option<String>,
    program: String,
    connected: String,
    figures_as_sealed: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key_lost: Option<String>,
    sha256: String,
}

impl From<&Statement> for StatementV2 {
    fn from(statement: &Statement) -> Self {
        Self {
            form: statement.form.clone(),
            made_at: instant_text(statement.made_at),
            wall: statement.wall.clone(),
            setting: statement.setting.clone(),
            asked_at: instant_text(statement.asked_at),
            scope: statement.scope.into(),
            version: statement.version.0,
            published_at: instant_text(statement.published_at),
            replaced_at: statement.replaced_at.map(instant_text),
            program: statement.program.clone(),
            connected: statement.connected.clone(),
            figures_as_sealed: statement.figures_as_sealed,
            key_lost: statement.key_lost.clone(),
            sha256: statement.sha256.clone(),
        }
    }
}

impl TryFrom<StatementV2> for Statement {
    type Error = UnknownValue;

    fn try_from(statement: StatementV2) -> Result<Self, UnknownValue> {
        let replaced_at = statement.replaced_at.as_deref();
        Ok(Self {
            form: statement.form,
            made_at: read_instant(&statement.made_at)?,
            wall: statement.wall,
            setting: statement.setting,
            asked_at: read_instant(&statement.asked_at)?,
            scope: statement.scope.into(),
            version: Version(statement.version),
            published_at: read_instant(&statement.published_at)?,
            replaced_at: replaced_at.map(read_instant).transpose()?,
            program: statement.program,
            connected: statement.connected,
            figures_as_sealed: statement.figures_as_sealed,
            key_lost: statement.key_lost,
            sha256: statement.sha256,
        })
    }
}

/// The part of a statement in the format "sanh evidence 1" that its seal covers, with the seal. Such files are read and no
/// longer written.
#[derive(Deserialize)]
pub(super) struct StatementV1 {
    form: String,
    scope: StoredScopeV1,
    version: u64,
    published_at: String,
    sha256: String,
    mac: Option<String>,
}

/// The figures covered by an older statement's seal.
pub(super) struct SealedFigures {
    /// The format of the file.
    pub(super) form: String,
    /// The scope of the board.
    pub(super) scope: Scope,
    /// The version of the board.
    pub(super) version: Version,
    /// When it was published.
    pub(super) published_at: Instant,
    /// The SHA-256 of the figures, in hexadecimal digits.
    pub(super) sha256: String,
    /// The seal, in hexadecimal digits; `None` if there is none.
    pub(super) mac: Option<String>,
}

impl TryFrom<StatementV1> for SealedFigures {
    type Error = UnknownValue;

    fn try_from(statement: StatementV1) -> Result<Self, UnknownValue> {
        Ok(Self {
            form: statement.form,
            scope: statement.scope.into(),
            version: Version(statement.version),
            published_at: read_instant(&statement.published_at)?,
            sha256: statement.sha256,
            mac: statement.mac,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A statement with all optional values.
    const WHOLE: &str = r#"{
  "form": "sanh evidence 2",
  "made_at": "2026-11-24T02:00:00.250Z",
  "wall": "hall-2",
  "setting": "agency-7 vi%2Ben all light near dim 0 f3 0 0  ",
  "asked_at": "2026-11-23T07:10:00Z",
  "scope": {
    "agency": 7
  },
  "version": 1795417800001,
  "published_at": "2026-11-23T07:09:59.875Z",
  "replaced_at": "2026-11-23T07:11:02.001Z",
  "program": "since 2026-11-23T00:00:00+00:00",
  "connected": "no, until 2026-11-23T07:00:00+00:00",
  "figures_as_sealed": true,
  "key_lost": "seals can be checked from 2026-11-01 on",
  "sha256": "00ff"
}"#;

    /// A statement without any optional value.
    const SPARE: &str = r#"{
  "form": "sanh evidence 2",
  "made_at": "2026-11-24T02:00:00Z",
  "wall": "main",
  "setting": "",
  "asked_at": "2026-11-23T07:10:00Z",
  "scope": "centre",
  "version": 7,
  "published_at": "2026-11-23T07:09:59Z",
  "replaced_at": null,
  "program": "unknown",
  "connected": "unknown",
  "figures_as_sealed": null,
  "sha256": ""
}"#;

    #[test]
    fn a_statement_is_read_as_it_was_written_and_written_so_again() {
        for text in [WHOLE, SPARE] {
            let read: StatementV2 = serde_json::from_str(text).unwrap();
            let statement = Statement::try_from(read).unwrap();
            let written = serde_json::to_string_pretty(&StatementV2::from(&statement)).unwrap();
            assert_eq!(written, text);
        }
    }

    #[test]
    fn a_statement_of_the_older_form_is_read_as_far_as_its_seal_covers_it() {
        let text = r#"{"form":"sanh evidence 1","made_at":"2026-11-24T02:00:00Z","wall":"main","scope":{"agency":7},
            "version":7,"published_at":"2026-11-23T07:09:59.875Z","sha256":"00ff","mac":"0a"}"#;
        let read: StatementV1 = serde_json::from_str(text).unwrap();
        let figures = SealedFigures::try_from(read).unwrap();
        assert_eq!(figures.form, "sanh evidence 1");
        assert_eq!(figures.scope.to_string(), "agency-7");
        assert_eq!(figures.version, Version(7));
        assert_eq!(
            instant_text(figures.published_at),
            "2026-11-23T07:09:59.875Z"
        );
        assert_eq!(
            (figures.sha256, figures.mac),
            ("00ff".to_owned(), Some("0a".to_owned()))
        );
    }

    #[test]
    fn a_statement_with_what_is_no_instant_or_no_part_of_it_is_not_read() {
        let wrong = SPARE.replace("2026-11-23T07:10:00Z", "yesterday");
        let read: StatementV2 = serde_json::from_str(&wrong).unwrap();
        assert!(Statement::try_from(read).is_err());
        let more = SPARE.replace("\"sha256\"", "\"more\": 1, \"sha256\"");
        assert!(serde_json::from_str::<StatementV2>(&more).is_err());
    }
}

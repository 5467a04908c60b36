//! The states of an import, from upload to end.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::word::UnknownValue;

/// The state of an import. In `Checking` and `Applying` a process is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// The file is uploaded and has no mapping yet.
    Uploaded,
    /// It has a mapping.
    Mapped,
    /// The dry run is running.
    Checking,
    /// The dry run has ended with a report.
    Checked,
    /// It is being written.
    Applying,
    /// It is written.
    Applied,
    /// It could not be read, or was stopped; nothing was written.
    Failed,
    /// The program ended during a run; nothing was written.
    Interrupted,
    /// Its file was removed, and nothing was written.
    Removed,
}

/// A step of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportStep {
    /// A mapping is chosen.
    Map,
    /// The dry run begins.
    Check,
    /// The dry run ends with its report.
    EndCheck,
    /// Writing begins.
    Apply,
    /// Everything is written.
    EndApply,
    /// Writing ended because of bad rows: nothing is written, and the report says why.
    Refuse,
    /// The file could not be read, the database failed, or somebody stopped the run.
    Fail,
    /// The program that worked on it has ended.
    Interrupt,
    /// The file is removed.
    Remove,
}

impl ImportState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Uploaded,
        Self::Mapped,
        Self::Checking,
        Self::Checked,
        Self::Applying,
        Self::Applied,
        Self::Failed,
        Self::Interrupted,
        Self::Removed,
    ];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Mapped => "mapped",
            Self::Checking => "checking",
            Self::Checked => "checked",
            Self::Applying => "applying",
            Self::Applied => "applied",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
            Self::Removed => "removed",
        }
    }

    /// Whether a process is at work on it.
    #[must_use]
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Checking | Self::Applying)
    }

    /// Whether it can change no more.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Applied | Self::Removed)
    }

    /// The state after a step; `None` where the step is not possible. Only what was checked by the same mapping can be written.
    #[must_use]
    pub const fn after(self, step: ImportStep) -> Option<Self> {
        match (self, step) {
            (
                Self::Uploaded | Self::Mapped | Self::Checked | Self::Failed | Self::Interrupted,
                ImportStep::Map,
            ) => Some(Self::Mapped),
            (
                Self::Mapped | Self::Checked | Self::Failed | Self::Interrupted,
                ImportStep::Check,
            ) => Some(Self::Checking),
            (Self::Checking, ImportStep::EndCheck) | (Self::Applying, ImportStep::Refuse) => {
                Some(Self::Checked)
            }
            (Self::Checked, ImportStep::Apply) => Some(Self::Applying),
            (Self::Applying, ImportStep::EndApply) => Some(Self::Applied),
            (Self::Checking | Self::Applying, ImportStep::Fail) => Some(Self::Failed),
            (Self::Checking | Self::Applying, ImportStep::Interrupt) => Some(Self::Interrupted),
            (
                Self::Uploaded | Self::Mapped | Self::Checked | Self::Failed | Self::Interrupted,
                ImportStep::Remove,
            ) => Some(Self::Removed),
            _ => None,
        }
    }
}

impl FromStr for ImportState {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a state of an import",
            given: word.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const STEPS: [ImportStep; 9] = [
        ImportStep::Map,
        ImportStep::Check,
        ImportStep::EndCheck,
        ImportStep::Apply,
        ImportStep::EndApply,
        ImportStep::Refuse,
        ImportStep::Fail,
        ImportStep::Interrupt,
        ImportStep::Remove,
    ];

    fn through(steps: &[ImportStep]) -> Option<ImportState> {
        steps
            .iter()
            .try_fold(ImportState::Uploaded, |state, step| state.after(*step))
    }

    #[test]
    fn every_state_is_parsed_from_its_text() {
        for state in ImportState::ALL {
            assert_eq!(state.as_str().parse::<ImportState>().unwrap(), state);
        }
        assert!("rubbish".parse::<ImportState>().is_err());
    }

    #[test]
    fn nothing_is_written_that_was_not_checked() {
        for state in ImportState::ALL {
            let applies = state.after(ImportStep::Apply).is_some();
            assert_eq!(applies, state == ImportState::Checked, "{state:?}");
        }
        let all = [
            ImportStep::Map,
            ImportStep::Check,
            ImportStep::EndCheck,
            ImportStep::Apply,
            ImportStep::EndApply,
        ];
        assert_eq!(through(&all), Some(ImportState::Applied));
    }

    #[test]
    fn another_mapping_must_be_checked_again() {
        let remapped = [
            ImportStep::Map,
            ImportStep::Check,
            ImportStep::EndCheck,
            ImportStep::Map,
        ];
        assert_eq!(through(&remapped), Some(ImportState::Mapped));
    }

    #[test]
    fn an_interrupted_import_begins_again_with_the_dry_run() {
        for broken in [ImportStep::Fail, ImportStep::Interrupt] {
            let steps = [
                ImportStep::Map,
                ImportStep::Check,
                broken,
                ImportStep::Check,
            ];
            assert_eq!(through(&steps), Some(ImportState::Checking));
        }
    }

    #[test]
    fn an_ended_import_stays_ended_and_a_running_one_is_not_removed() {
        for step in STEPS {
            assert_eq!(ImportState::Applied.after(step), None, "{step:?}");
            assert_eq!(ImportState::Removed.after(step), None, "{step:?}");
        }
        for state in ImportState::ALL.into_iter().filter(|it| it.is_running()) {
            assert_eq!(state.after(ImportStep::Remove), None, "{state:?}");
        }
    }
}

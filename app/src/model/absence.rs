//! Absences: what server functions take and give.

use chrono::NaiveDate;
use sanh_domain::absence::model::Absence;
use sanh_domain::account::model::Colleague;
use serde::{Deserialize, Serialize};

/// The absences that somebody may set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceOverview {
    /// The local date.
    pub today: NaiveDate,
    /// The current and future absences, by their first day.
    pub absences: Vec<Absence>,
    /// Everybody who works on dossiers.
    pub colleagues: Vec<Colleague>,
}

impl AbsenceOverview {
    /// The owner of an account, among those who work on dossiers.
    #[must_use]
    pub fn colleague(&self, account: &str) -> Option<&Colleague> {
        self.colleagues.iter().find(|known| known.name == account)
    }

    /// The name shown of an account.
    #[must_use]
    pub fn shown_name(&self, account: &str) -> String {
        let known = self.colleague(account);
        known.map_or_else(|| account.to_owned(), |known| known.display_name.clone())
    }
}

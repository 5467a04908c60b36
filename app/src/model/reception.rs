//! Chooses the agency for which a dossier is received.

use sanh_domain::account::model::Person;
use sanh_domain::dossier::file::Office;
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::procedure::listed::ListedProcedure;

use crate::text::Messages;
use crate::text::dossier::named;
use crate::ui::form::Problem;

/// The value of the button that only chooses the agency, if the form's agency cannot be used.
pub const SETTLE: &str = "settle";

/// Why the agency of a reception is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgencyUnresolved {
    /// No agency was chosen.
    Unsaid,
    /// It was left blank.
    Blank,
    /// The person does not receive for the chosen agency.
    Strange,
}

impl AgencyUnresolved {
    /// The message for the person, beside the field.
    pub fn problem(self, lang: Lang) -> Problem {
        let words = lang.words();
        let message = match self {
            Self::Unsaid | Self::Blank => words.receiving_agency_missing(),
            Self::Strange => words.receiving_agency_strange(),
        };
        Problem::new("agency", message)
    }
}

pub(crate) fn listed(office: &Office, id: ProcedureId) -> Option<&ListedProcedure> {
    office
        .procedures
        .iter()
        .find(|procedure| procedure.id == id)
}

/// The agencies a person may receive for.
pub struct ReceivingAgencies(pub(crate) Vec<(AgencyId, String)>);

impl ReceivingAgencies {
    /// The choices of an office.
    pub fn of(lang: Lang, office: &Office, person: &Person) -> Self {
        let agencies = office.agencies.iter();
        let mine = agencies.filter(|agency| person.works_in(agency.id));
        let mine = mine.map(|agency| (agency.id, named(lang, &agency.name)));
        Self(mine.collect())
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The chosen agency, or the only one.
    ///
    /// # Errors
    ///
    /// If it cannot be decided.
    pub fn resolve(&self, said: Option<&str>) -> Result<AgencyId, AgencyUnresolved> {
        let said = said.map(str::trim);
        if let (None | Some(""), [(only, _)]) = (said, self.0.as_slice()) {
            return Ok(*only);
        }
        let text = match said {
            None => return Err(AgencyUnresolved::Unsaid),
            Some("") => return Err(AgencyUnresolved::Blank),
            Some(text) => text,
        };
        let mut agencies = self.0.iter();
        let found = agencies.find(|(id, _)| id.0.to_string() == text);
        found.map(|(id, _)| *id).ok_or(AgencyUnresolved::Strange)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agencies(ids: &[i64]) -> ReceivingAgencies {
        let agency = |id: &i64| (AgencyId(*id), format!("agency {id}"));
        ReceivingAgencies(ids.iter().map(agency).collect())
    }

    #[test]
    fn an_agency_is_guessed_only_where_there_is_no_other() {
        let (one, two) = (agencies(&[7]), agencies(&[7, 8]));
        for said in [None, Some(""), Some(" 7 ")] {
            assert_eq!(one.resolve(said), Ok(AgencyId(7)), "{said:?}");
        }
        assert_eq!(one.resolve(Some("8")), Err(AgencyUnresolved::Strange));
        assert_eq!(two.resolve(Some("8")), Ok(AgencyId(8)));
        assert_eq!(two.resolve(None), Err(AgencyUnresolved::Unsaid));
        assert_eq!(two.resolve(Some("")), Err(AgencyUnresolved::Blank));
        for forged in ["9", "-1", "7 8", "x"] {
            assert_eq!(
                two.resolve(Some(forged)),
                Err(AgencyUnresolved::Strange),
                "{forged}"
            );
        }
    }
}

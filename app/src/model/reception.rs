//! Chooses the agency for which a dossier is received.

use sanh_domain::account::model::Person;
use sanh_domain::dossier::file::Office;
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::procedure::listed::ListedProcedure;
use sanh_domain::procedure::office::is_handled_by;
use sanh_domain::text::fold::folded;

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
    /// What was said does not handle the procedure.
    WrongOffice,
}

impl AgencyUnresolved {
    /// The message for the person, beside the field.
    pub fn problem(self, lang: Lang) -> Problem {
        let words = lang.words();
        let message = match self {
            Self::Unsaid | Self::Blank => words.receiving_agency_missing(),
            Self::Strange => words.receiving_agency_strange(),
            Self::WrongOffice => words.cannot_wrong_office(),
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

/// The procedures that a text may mean: every word of it in codes or name, those of which a code begins with it first.
pub(crate) fn matching<'a>(lang: Lang, office: &'a Office, text: &str) -> Vec<&'a ListedProcedure> {
    let text = folded(text);
    if text.is_empty() {
        return Vec::new();
    }
    let means = |procedure: &&ListedProcedure| {
        let all = folded(&format!(
            "{} {} {}",
            procedure.codes(),
            procedure.name.vi,
            named(lang, &procedure.name)
        ));
        text.split(' ').all(|word| all.contains(word))
    };
    let mut found: Vec<_> = office.procedures.iter().filter(means).collect();
    found.sort_by_key(|procedure| {
        let codes = folded(&procedure.codes());
        !codes.split(' ').any(|code| code.starts_with(&text))
    });
    found
}

/// The names of the agencies that handle a procedure, in the order they are listed; none: that is not said yet.
pub(crate) fn handlers(lang: Lang, office: &Office, procedure: &ListedProcedure) -> Vec<String> {
    let of_it = &procedure.requirements.agencies;
    let handling = office.agencies.iter().filter(|it| of_it.contains(&it.id));
    handling.map(|agency| named(lang, &agency.name)).collect()
}

/// The agencies a person may receive a procedure for.
pub struct ReceivingAgencies {
    /// Those that handle it, by name.
    pub(crate) offered: Vec<(AgencyId, String)>,
    /// Those they receive for that do not handle it.
    pub(crate) elsewhere: Vec<AgencyId>,
}

impl ReceivingAgencies {
    /// The choices of an office: all the person receives for, while it is not said who handles the procedure.
    pub fn of(lang: Lang, office: &Office, person: &Person, procedure: &ListedProcedure) -> Self {
        let agencies = office.agencies.iter();
        let mine = agencies.filter(|agency| person.works_in(agency.id));
        let handling = &procedure.requirements.agencies;
        let (offered, elsewhere): (Vec<_>, Vec<_>) =
            mine.partition(|agency| is_handled_by(handling, agency.id));
        let offered = offered.into_iter();
        Self {
            offered: offered
                .map(|agency| (agency.id, named(lang, &agency.name)))
                .collect(),
            elsewhere: elsewhere.into_iter().map(|agency| agency.id).collect(),
        }
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.offered.is_empty()
    }

    /// The chosen agency, or the only one.
    ///
    /// # Errors
    ///
    /// If it cannot be decided.
    pub fn resolve(&self, said: Option<&str>) -> Result<AgencyId, AgencyUnresolved> {
        let said = said.map(str::trim);
        if let (None | Some(""), [(only, _)]) = (said, self.offered.as_slice()) {
            return Ok(*only);
        }
        let text = match said {
            None => return Err(AgencyUnresolved::Unsaid),
            Some("") => return Err(AgencyUnresolved::Blank),
            Some(text) => text,
        };
        let is_it = |id: &AgencyId| id.0.to_string() == text;
        if let Some((id, _)) = self.offered.iter().find(|(id, _)| is_it(id)) {
            return Ok(*id);
        }
        Err(if self.elsewhere.iter().any(is_it) {
            AgencyUnresolved::WrongOffice
        } else {
            AgencyUnresolved::Strange
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agencies(ids: &[i64], elsewhere: &[i64]) -> ReceivingAgencies {
        let agency = |id: &i64| (AgencyId(*id), format!("agency {id}"));
        ReceivingAgencies {
            offered: ids.iter().map(agency).collect(),
            elsewhere: elsewhere.iter().copied().map(AgencyId).collect(),
        }
    }

    #[test]
    fn an_agency_is_guessed_only_where_there_is_no_other() {
        let (one, two) = (agencies(&[7], &[]), agencies(&[7, 8], &[]));
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

    #[test]
    fn an_agency_that_does_not_handle_the_procedure_is_distinguished_from_a_foreign_one() {
        let agencies = agencies(&[7], &[8, 9]);
        assert_eq!(agencies.resolve(None), Ok(AgencyId(7)), "the only one");
        assert_eq!(
            agencies.resolve(Some("8")),
            Err(AgencyUnresolved::WrongOffice)
        );
        assert_eq!(agencies.resolve(Some("6")), Err(AgencyUnresolved::Strange));
    }
}

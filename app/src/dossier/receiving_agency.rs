//! For which agency a dossier is received. Its code and due time follow from that, and nothing changes it later, so it is never
//! guessed: a person who receives for several agencies chooses one before a due time is promised.

use leptos::prelude::*;
use sanh_domain::account::model::Person;
use sanh_domain::dossier::file::Office;
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::procedure::listed::ListedProcedure;

use super::words::named;
use crate::text::Messages;
use crate::ui::form::{Problem, button, hidden, labelled};

/// The value of the button that only says for which agency, of a form whose agency would not do.
pub const SETTLE: &str = "settle";

/// Why the agency of a reception is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgencyUnresolved {
    /// Nobody has said it.
    Unsaid,
    /// It was left blank.
    Blank,
    /// The person does not receive for what was said.
    Strange,
}

impl AgencyUnresolved {
    /// What to tell them, beside the field.
    pub fn problem(self, lang: Lang) -> Problem {
        let words = lang.words();
        let message = match self {
            Self::Unsaid | Self::Blank => words.counter_agency_missing(),
            Self::Strange => words.counter_agency_strange(),
        };
        Problem::new("agency", message)
    }
}

/// The agencies a person may receive for.
pub struct ReceivingAgencies(Vec<(AgencyId, String)>);

impl ReceivingAgencies {
    /// Those of an office.
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

    /// The one that was said, or the only one there is.
    ///
    /// # Errors
    /// Where there is no telling which.
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

    /// The field that asks which, with none chosen.
    pub fn field(&self, lang: Lang, problems: &[Problem]) -> AnyView {
        let words = lang.words();
        let option = |(id, name): &(AgencyId, String)| {
            view! { <option value=id.0.to_string()>{name.clone()}</option> }
        };
        let options: Vec<_> = self.0.iter().map(option).collect();
        let hint = Some(words.counter_agency_hint());
        // The summary of the problems, where there is one, has the focus.
        let has_focus = problems.is_empty();
        labelled(
            "agency",
            words.desk_agency(),
            hint,
            problems,
            |described, is_wrong| {
                view! {
                    <select
                        id="agency"
                        name="agency"
                        autofocus=has_focus
                        aria-describedby=described
                        aria-invalid=is_wrong.then_some("true")
                    >
                        <option value="">{words.counter_agency_choose()}</option>
                        {options}
                    </select>
                }
                .into_any()
            },
        )
    }

    /// The step between the procedure and the form.
    pub fn step(&self, lang: Lang, procedure: &ListedProcedure, problems: &[Problem]) -> AnyView {
        view! {
            <form method="get" action="/desk/receive" class="form">
                {hidden("procedure", &procedure.id.0.to_string())}
                {self.field(lang, problems)}
                {button(lang.words().counter_agency_next())}
            </form>
        }
        .into_any()
    }

    /// The one that was settled on, with the way to another where there is one.
    pub fn chosen(&self, lang: Lang, agency: AgencyId, procedure: ProcedureId) -> AnyView {
        let words = lang.words();
        let mut agencies = self.0.iter();
        let name = agencies.find(|(id, _)| *id == agency);
        let other = (self.0.len() > 1).then(|| {
            let href = format!("/desk/receive?procedure={}", procedure.0);
            view! { <a href=href>{words.counter_agency_other()}</a> }
        });
        view! {
            <p class="chosen">
                <span class="hint">{words.desk_agency()}</span>
                " "
                <b>{name.map(|(_, name)| name.clone())}</b>
                " "
                {other}
            </p>
        }
        .into_any()
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

    #[test]
    fn the_field_has_nothing_chosen() {
        let html = Owner::new().with(|| agencies(&[7, 8]).field(Lang::En, &[]).to_html());
        assert!(html.contains("<option value=\"\">"), "{html}");
        assert!(!html.contains("selected"), "{html}");
    }
}

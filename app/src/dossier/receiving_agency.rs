//! For which agency a dossier is received. Its code and due time follow from that, and nothing changes it later, so it is never
//! guessed: a person who receives for several agencies that handle the procedure chooses one before a due time is promised.

use leptos::prelude::*;
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::procedure::listed::ListedProcedure;

use crate::model::reception::ReceivingAgencies;
use crate::text::Messages;
use crate::ui::form::{Problem, button, hidden, labelled};

impl ReceivingAgencies {
    /// The field that asks which, with none chosen.
    pub fn field(&self, lang: Lang, problems: &[Problem]) -> AnyView {
        let words = lang.words();
        let option = |(id, name): &(AgencyId, String)| {
            view! { <option value=id.0.to_string()>{name.clone()}</option> }
        };
        let options: Vec<_> = self.offered.iter().map(option).collect();
        let hint = Some(words.receiving_agency_hint());
        // If there are problems, their summary has the focus.
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
                        <option value="">{words.receiving_agency_choose()}</option>
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
                {button(lang.words().receiving_agency_next())}
            </form>
        }
        .into_any()
    }

    /// The one that was settled on, with the way to another where there is one.
    pub fn chosen(&self, lang: Lang, agency: AgencyId, procedure: ProcedureId) -> AnyView {
        let words = lang.words();
        let mut agencies = self.offered.iter();
        let name = agencies.find(|(id, _)| *id == agency);
        let other = (self.offered.len() > 1).then(|| {
            let href = format!("/desk/receive?procedure={}", procedure.0);
            view! { <a href=href>{words.receiving_agency_other()}</a> }
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

    #[test]
    fn no_agency_is_chosen_beforehand() {
        let named = |id: i64| (AgencyId(id), format!("agency {id}"));
        let agencies = ReceivingAgencies {
            offered: vec![named(7), named(8)],
            elsewhere: Vec::new(),
        };
        let html = Owner::new().with(|| agencies.field(Lang::En, &[]).to_html());
        assert!(html.contains("<option value=\"\">"), "{html}");
        assert!(!html.contains("selected"), "{html}");
    }
}

//! Who has a dossier in hand: taking it, giving it to a colleague, leaving it to whoever takes it.

use leptos::prelude::*;

use super::desk::{Colleague, Office};
use super::{ActorRole, AgencyId, Dossier, Kind};
use crate::account::model::Caller;
use crate::text::Lang;
use crate::ui::form::{Problem, button_second, hidden, select};

/// The value of the list that leaves a dossier to nobody; no account has such a name.
pub(super) const NOBODY: &str = "*";

/// Whom a form gives a dossier to; `Err`: nobody was chosen.
pub(super) fn chosen(text: &str) -> Result<&str, ()> {
    match text {
        "" => Err(()),
        NOBODY => Ok(""),
        name => Ok(name),
    }
}

/// The name shown of an account, or the account's own where nobody has it any more.
pub(super) fn shown<'a>(office: &'a Office, name: &'a str) -> &'a str {
    let known = office.colleagues.iter().find(|known| known.name == name);
    known.map_or(name, |known| known.display_name.as_str())
}

/// A list to choose a colleague from, of those who work in one of these agencies.
pub(super) fn colleagues(
    lang: Lang,
    office: &Office,
    agencies: &[AgencyId],
    chosen: &str,
    problems: &[Problem],
) -> AnyView {
    let words = lang.words();
    let works = |known: &&Colleague| agencies.iter().any(|agency| known.reach.covers(*agency));
    let known = office.colleagues.iter().filter(works);
    let known = known.map(|known| (known.name.clone(), known.display_name.clone()));
    let options = [
        (String::new(), words.assign_choose()),
        (NOBODY.to_owned(), words.assign_nobody()),
    ];
    let options = options.into_iter().chain(known).collect();
    select("assignee", words.assign_to(), options, chosen, problems)
}

/// Who has the dossier, and the forms that change it; `identity` makes a form count once, for this version.
pub(super) fn hand(
    lang: Lang,
    office: &Office,
    dossier: &Dossier,
    caller: &Caller,
    action: &str,
    problems: &[Problem],
    chosen: &str,
    identity: impl Fn() -> AnyView,
) -> AnyView {
    let words = lang.words();
    let me = &caller.person.name;
    let holder = dossier.assignee.as_deref();
    let who = match holder {
        None => words.assign_free(),
        Some(name) if name == me => words.assign_mine(),
        Some(name) => words.assign_held(shown(office, name)),
    };
    let form = |to: AnyView, label: String| {
        view! {
            <form method="post" action=action.to_owned() class="hand-form">
                {identity()}
                {hidden("action", Kind::Assign.as_str())}
                {to}
                {button_second(label)}
            </form>
        }
        .into_any()
    };
    let may = dossier.allowed(ActorRole::Staff).contains(&Kind::Assign);
    let take =
        (may && holder != Some(me)).then(|| form(hidden("assignee", me), words.assign_take()));
    let is_open = problems.iter().any(|problem| problem.field == "assignee");
    let give = may.then(|| {
        let list = colleagues(lang, office, &[dossier.agency], chosen, problems);
        view! {
            <details class="earlier" open=is_open>
                <summary>{words.assign_give()}</summary>
                {form(list, words.assign_button())}
            </details>
        }
    });
    view! {
        <section class="hand" aria-label=words.assign_title()>
            <p class="hand-who">{who}</p>
            {take}
            {give}
        </section>
    }
    .into_any()
}

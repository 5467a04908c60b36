//! A linked dossier on the page of the whole or of a part, and on the slip: every part with its agency, its due time and where it stands.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::dossier::DossierCode;
use sanh_domain::dossier::file::{Linked, LinkedPart, Office};
use sanh_domain::language::Lang;

use crate::text::Messages;
use crate::text::dossier::{due_moment, named, status_name};

/// The parts as a section of a dossier's page.
pub(super) fn section(
    lang: Lang,
    office: &Office,
    caller: &Caller,
    linked: &Linked,
    here: &DossierCode,
) -> AnyView {
    let words = lang.words();
    let zone = office.calendar.zone();
    let whole = &linked.whole.dossier;
    let due = whole.due_at.map_or_else(
        || words.dossier_due_none(),
        |due| due_moment(lang, due, zone, linked.whole.undecided),
    );
    let code = |code: &DossierCode, is_seen: bool| {
        if is_seen && code != here {
            let href = format!("/desk/dossiers/{code}");
            view! { <a href=href>{code.to_string()}</a> }.into_any()
        } else {
            code.to_string().into_any()
        }
    };
    let row = |part: &LinkedPart| {
        let dossier = &part.row.dossier;
        let overdue = part
            .row
            .is_overdue
            .then(|| view! { <b class="tag tag-late">{words.tag_overdue()}</b> });
        view! {
            <tr>
                <th scope="row" data-label=words.linked_part()>{named(lang, &part.name)}</th>
                <td data-label=words.desk_agency()>{agency(lang, office, part)}</td>
                <td class="whole" data-label=words.desk_code()>
                    {code(&dossier.code, caller.person.works_in(dossier.agency))}
                </td>
                <td data-label=words.desk_status()>{status_name(lang, dossier.status)} " " {overdue}</td>
                <td data-label=words.desk_due()>{due_text(lang, part, zone)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = linked.parts.iter().map(row).collect();
    view! {
        <section class="linked" aria-labelledby="linked-title">
            <h2 id="linked-title">{words.linked_title()}</h2>
            <p>
                {words.linked_whole()} ": " {code(&whole.code, caller.person.works_in(whole.agency))} " · "
                {words.desk_due()} ": " <b>{due}</b>
            </p>
            <p class="hint">{words.linked_hint()}</p>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{words.linked_part()}</th>
                        <th scope="col">{words.desk_agency()}</th>
                        <th scope="col">{words.desk_code()}</th>
                        <th scope="col">{words.desk_status()}</th>
                        <th scope="col">{words.desk_due()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// The parts on the slip: what the applicant may expect of whom.
pub(super) fn on_slip(lang: Lang, office: &Office, linked: &Linked) -> AnyView {
    let zone = office.calendar.zone();
    let line = |part: &LinkedPart| {
        let (name, agency) = (named(lang, &part.name), agency(lang, office, part));
        view! { <li>{name} " · " {agency} " · " {due_text(lang, part, zone)}</li> }
    };
    let lines: Vec<_> = linked.parts.iter().map(line).collect();
    view! {
        <dt>{lang.words().slip_parts()}</dt>
        <dd>
            <ol>{lines}</ol>
        </dd>
    }
    .into_any()
}

fn agency(lang: Lang, office: &Office, part: &LinkedPart) -> Option<String> {
    let agency = part.row.dossier.agency;
    let found = office.agencies.iter().find(|it| it.id == agency);
    found.map(|it| named(lang, &it.name))
}

fn due_text(lang: Lang, part: &LinkedPart, zone: Tz) -> String {
    let due = part.row.dossier.due_at;
    due.map_or_else(
        || lang.words().dossier_due_none(),
        |due| due_moment(lang, due, zone, part.row.undecided),
    )
}

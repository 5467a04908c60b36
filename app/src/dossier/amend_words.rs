//! The texts that describe an amendment: one line for each changed value, before and after.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::Event;
use sanh_domain::dossier::amend::{Amendment, Papers, PersonalField, ReceptionFacts};
use sanh_domain::dossier::file::Office;
use sanh_domain::language::Lang;

use crate::text::Messages;
use crate::text::dossier::{channel_name, moment, named};

/// The lines of an amendment, for the history; none for an event of another kind.
pub(super) fn amended(lang: Lang, office: &Office, event: &Event) -> Option<AnyView> {
    let amendment = event.amendment.as_deref()?;
    let lines = lines(lang, office, event, amendment).into_iter();
    let lines: Vec<_> = lines.map(|line| view! { <li>{line}</li> }).collect();
    let is_earlier = amendment
        .due_before
        .is_some_and(|was| event.due_at.is_none_or(|due| due < was));
    let earlier = is_earlier.then(|| {
        view! { <b class="tag tag-late">{lang.words().amend_due_earlier()}</b> }
    });
    Some(
        view! {
            <ul class="step-amended">{lines}</ul>
            {earlier}
        }
        .into_any(),
    )
}

fn lines(lang: Lang, office: &Office, event: &Event, amendment: &Amendment) -> Vec<String> {
    let words = lang.words();
    let zone = office.calendar.zone();
    let Amendment { before, after, .. } = amendment;
    let told = |what: String, of: &dyn Fn(&ReceptionFacts) -> String| (what, of(before), of(after));
    let mut pairs = vec![
        told(words.desk_procedure(), &|it| procedure(lang, office, it)),
        told(words.dossier_field(), &|it| field(lang, office, it)),
        told(words.desk_agency(), &|it| agency(lang, office, it)),
        told(words.dossier_channel(), &|it| {
            channel_name(lang, it.channel)
        }),
        told(words.dossier_received(), &|it| {
            at(lang, zone, it.received_at)
        }),
        (
            words.amend_due(),
            at(lang, zone, amendment.due_before),
            at(lang, zone, event.due_at),
        ),
    ];
    if let Some(papers) = &amendment.papers {
        let (was, are) = (listed(lang, &papers.before), listed(lang, &papers.after));
        pairs.push((words.dossier_papers(), was, are));
    }
    let differ = pairs.into_iter().filter(|(_, was, is)| was != is);
    let mut lines: Vec<String> = differ
        .map(|(what, was, is)| words.amend_line(what, was, is))
        .collect();
    // Typed papers are only counted, so the line for them may read the same before and after.
    let papers = amendment.papers.as_ref();
    let typed = papers.filter(|it| it.before == it.after);
    lines.extend(typed.map(|_| words.amend_line_personal(words.dossier_papers())));
    let personal = amendment.personal.iter();
    lines.extend(personal.map(|field| words.amend_line_personal(personal_name(lang, *field))));
    lines
}

fn personal_name(lang: Lang, field: PersonalField) -> String {
    let words = lang.words();
    match field {
        PersonalField::Name => words.receive_name(),
        PersonalField::Phone => words.receive_phone(),
        PersonalField::Identity => words.receive_identity(),
        PersonalField::Email => words.receive_email(),
        PersonalField::Address => words.receive_address(),
        PersonalField::Representative => words.receive_representative(),
    }
}

fn procedure(lang: Lang, office: &Office, facts: &ReceptionFacts) -> String {
    let mut known = office.procedures.iter();
    let known = known.find(|it| Some(it.id) == facts.procedure);
    known.map_or_else(
        || lang.words().amend_procedure_none(),
        |it| format!("{} · {}", it.code, named(lang, &it.name)),
    )
}

fn field(lang: Lang, office: &Office, facts: &ReceptionFacts) -> String {
    let known = office.fields.iter().find(|(id, _)| *id == facts.field);
    known.map_or_else(|| facts.field.0.to_string(), |(_, name)| named(lang, name))
}

fn agency(lang: Lang, office: &Office, facts: &ReceptionFacts) -> String {
    let known = office.agencies.iter().find(|it| it.id == facts.agency);
    known.map_or_else(|| facts.agency.0.to_string(), |it| named(lang, &it.name))
}

fn at(lang: Lang, zone: Tz, at: Option<Instant>) -> String {
    at.map_or_else(|| lang.words().amend_nothing(), |at| moment(at, zone))
}

fn listed(lang: Lang, papers: &Papers) -> String {
    let others = (papers.others > 0).then(|| lang.words().amend_papers_others(papers.others));
    let all: Vec<String> = papers.listed.iter().cloned().chain(others).collect();
    if all.is_empty() {
        lang.words().amend_nothing()
    } else {
        all.join("; ")
    }
}

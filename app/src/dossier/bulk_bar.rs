//! What is done with the selected dossiers of the work list, and what became of it.

use chrono::Duration;
use leptos::prelude::*;
use sanh_domain::dossier::{EventKind, REASON_CHARS_MAX};
use sanh_domain::id::AgencyId;

use super::assign;
use super::island::{Chosen, UndoTime};
use super::listing::Listing;
use crate::model::dossier_row::is_for_many;
use crate::model::dossier_step::takes_reason;
use crate::page::escaped;
use crate::text::Messages;
use crate::text::date::clock_to_the_second;
use crate::text::dossier::act_name;
use crate::ui::form::{Field, Problem, field, hidden, labelled};

/// The parameter that names a dossier to be undone, with the version after the step.
const UNDO: &str = "undo";
/// The parameter that tells when the step was recorded, in ms since 1970.
const AT: &str = "at";

/// The line that records a step for the selected. With script it offers only what all of them allow.
pub(super) fn bar(listing: &Listing<'_>) -> AnyView {
    let words = listing.lang.words();
    let form = &listing.request.form;
    let reason = Field {
        value: form.text("reason").to_owned(),
        chars_max: REASON_CHARS_MAX,
        ..Field::text("reason", words.desk_bulk_reason())
    };
    let (agencies, assignee) = (agencies(listing), form.text("assignee"));
    view! {
        <div class="bulk-bar">
            <Chosen text=words.live_chosen("{n}") note=words.desk_bulk_not_for("{act}", "{who}") />
            <fieldset class="bulk">
                <legend class="sr-only">{words.desk_bulk()}</legend>
                {acts(listing)}
                <div class="bulk-reason">{field(reason, listing.problems)}</div>
                <div class="bulk-assignee">
                    {assign::colleagues(listing.lang, listing.office, &agencies, assignee, listing.problems)}
                </div>
                <button class="button button-second" r#type="submit">
                    {words.desk_bulk_button()}
                </button>
            </fieldset>
        </div>
    }
    .into_any()
}

/// The steps that can be recorded for several at once.
fn acts(listing: &Listing<'_>) -> AnyView {
    let chosen = listing.request.form.text("act");
    let option = |kind: EventKind| {
        let mark = if takes_reason(kind) { " *" } else { "" };
        let needs = match kind {
            EventKind::Assign => "assignee",
            kind if takes_reason(kind) => "reason",
            _ => "",
        };
        let name = act_name(listing.lang, kind);
        view! {
            <option
                class="bulk-act"
                value=kind.as_str()
                selected=kind.as_str() == chosen
                data-needs=needs
                data-name=name.clone()
            >
                {format!("{name}{mark}")}
            </option>
        }
    };
    let options = EventKind::ALL.into_iter().filter(|kind| is_for_many(*kind));
    let options: Vec<_> = options.map(option).collect();
    let label = listing.lang.words().desk_bulk_act();
    labelled(
        "act",
        label,
        None,
        listing.problems,
        |described, is_wrong| {
            view! {
                <select
                    id="act"
                    name="act"
                    aria-describedby=described
                    aria-invalid=is_wrong.then_some("true")
                >
                    <option value=""></option>
                    {options}
                </select>
            }
            .into_any()
        },
    )
}

/// The agencies of the dossiers shown.
fn agencies(listing: &Listing<'_>) -> Vec<AgencyId> {
    let rows = listing.list.rows.iter();
    let mut agencies: Vec<_> = rows.map(|row| row.dossier.agency).collect();
    agencies.sort_unstable();
    agencies.dedup();
    agencies
}

/// Where a list leads on after a step was recorded at an instant in ms: the dossiers stand in the address for as long as the step can
/// be undone.
pub(super) fn moved_parameters(kind: Option<EventKind>, dossiers: &[&str], at: i64) -> String {
    let count = dossiers.len();
    let undoable = kind.filter(|kind| *kind != EventKind::Correct && !kind.keeps_status());
    if undoable.is_none() {
        return format!("&moved={count}");
    }
    let after = |value: &&str| {
        let (code, version) = value.rsplit_once(':')?;
        let version = version.parse::<i64>().ok()?.checked_add(1)?;
        Some(format!("&{UNDO}={}", escaped(&format!("{code}:{version}"))))
    };
    let undo: String = dossiers.iter().filter_map(after).collect();
    format!("&moved={count}&{AT}={at}{undo}")
}

/// How many dossiers a step was recorded for, and the way to undo it as a whole while its author may.
pub(super) fn moved(listing: &Listing<'_>) -> Option<AnyView> {
    let request = listing.request;
    let count = request.parameter("moved")?.parse::<u32>().ok()?;
    let words = listing.lang.words();
    Some(
        view! {
            <div class="done" role="status">
                <p>{words.desk_bulk_done(count)}</p>
                {undo(listing)}
            </div>
        }
        .into_any(),
    )
}

fn undo(listing: &Listing<'_>) -> Option<AnyView> {
    let (request, words) = (listing.request, listing.lang.words());
    let at = request.parameter(AT)?.parse::<i64>().ok()?;
    let since_ms = listing.list.now.timestamp_millis().checked_sub(at)?;
    let gone_s = u32::try_from(since_ms / 1_000).ok()?;
    let left_s = listing.office.rules.correction_s.checked_sub(gone_s);
    let left_s = left_s.filter(|left_s| *left_s > 0)?;
    let of_undo = request.query.iter().filter(|(name, _)| name == UNDO);
    let dossiers: Vec<_> = of_undo.map(|(_, value)| hidden("dossier", value)).collect();
    if dossiers.is_empty() {
        return None;
    }
    let action = format!("/desk/move?{}", listing.here().parameters());
    let until = listing.list.now + Duration::seconds(left_s.into());
    let until = clock_to_the_second(until.with_timezone(&listing.office.calendar.zone()).time());
    let until = words.dossier_undo_until(until);
    Some(
        view! {
            <form method="post" action=action class="undo">
                {hidden("key", &request.context.key)}
                {hidden("act", EventKind::Correct.as_str())}
                {hidden("reason", &words.dossier_undo_reason())}
                {dossiers}
                <button class="button button-plain" r#type="submit">
                    {words.desk_bulk_undo()}
                </button>
                <UndoTime left_s until left=words.desk_undo_left("{n}") />
            </form>
        }
        .into_any(),
    )
}

/// The dossiers that a step cannot be recorded for and why, and a way to go on with the others. The selection stays below.
pub(super) fn refused(listing: &Listing<'_>) -> Option<AnyView> {
    if listing.refused.is_empty() {
        return None;
    }
    let (request, words) = (listing.request, listing.lang.words());
    let line = |Problem { field, message }: &Problem| {
        let href = format!("/desk/dossiers/{field}");
        view! {
            <li>
                <a href=href>{field.clone().into_owned()}</a>
                ": "
                {message.clone()}
            </li>
        }
    };
    let lines: Vec<_> = listing.refused.iter().map(line).collect();
    let form = &request.form;
    let may_go = |value: &&str| {
        let code = value.rsplit_once(':').map_or(*value, |(code, _)| code);
        listing.refused.iter().all(|problem| problem.field != code)
    };
    let others: Vec<&str> = form.all("dossier").into_iter().filter(may_go).collect();
    let again = (!others.is_empty()).then(|| {
        let boxes = others.iter().map(|value| hidden("dossier", value));
        let action = format!("/desk/move?{}", listing.here().parameters());
        view! {
            <form method="post" action=action>
                {hidden("key", &request.context.key)}
                {hidden("act", form.text("act"))}
                {hidden("reason", form.text("reason"))}
                {hidden("assignee", form.text("assignee"))}
                {hidden("away_known", form.text("assignee"))}
                {boxes.collect::<Vec<_>>()}
                <button class="button" r#type="submit">
                    {words.desk_bulk_others(others.len())}
                </button>
            </form>
        }
    });
    Some(
        view! {
            <div class="errors" role="alert" tabindex="-1" autofocus=true>
                <h2>{words.desk_bulk_cannot()}</h2>
                <p>{words.desk_bulk_cannot_text()}</p>
                <ul>{lines}</ul>
                {again}
            </div>
        }
        .into_any(),
    )
}

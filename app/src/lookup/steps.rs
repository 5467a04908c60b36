//! The steps of a dossier: what is done, what is now, what is to come.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::deadline::Instant;
use sanh_domain::language::Lang;
use sanh_domain::lookup::progress::Stage;

use super::stage::{moment_in_words, stage_text};
use crate::model::lookup::HolderDossier;
use crate::text::Messages;
use crate::text::dossier::named;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Done,
    Now,
    ToCome,
}

struct Step {
    name: String,
    at: Option<Instant>,
    state: State,
}

/// The steps, in their order.
pub(super) fn steps(lang: Lang, zone: Tz, told: &HolderDossier) -> AnyView {
    let words = lang.words();
    let row = |step: Step| {
        let (class, state) = match step.state {
            State::Done => ("lookup-step", words.lookup_step_done()),
            State::Now => ("lookup-step lookup-step-now", words.lookup_step_now()),
            State::ToCome => (
                "lookup-step lookup-step-to-come",
                words.lookup_step_to_come(),
            ),
        };
        let at = step.at.map(|at| {
            view! { <span class="lookup-step-at">{moment_in_words(lang, zone, at)}</span> }
        });
        view! {
            <li class=class aria-current=(step.state == State::Now).then_some("step")>
                <span class="lookup-step-state">{state}</span>
                <span class="lookup-step-name">{step.name}</span>
                {at}
            </li>
        }
    };
    let rows: Vec<_> = told_steps(lang, told).into_iter().map(row).collect();
    view! {
        <section>
            <h3>{words.lookup_steps()}</h3>
            <ol class="lookup-steps">{rows}</ol>
        </section>
    }
    .into_any()
}

/// How far along a stage is.
const fn rank(stage: Stage) -> u8 {
    match stage {
        Stage::Registered => 0,
        Stage::Received => 1,
        Stage::InProcess | Stage::Waiting => 2,
        Stage::Ready | Stage::Ended(_) => 3,
        Stage::HandedOver => 4,
    }
}

fn told_steps(lang: Lang, told: &HolderDossier) -> Vec<Step> {
    let (words, progress) = (lang.words(), &told.progress);
    let here = rank(progress.stage);
    let waits = progress.stage == Stage::Waiting;
    let ends = matches!(progress.stage, Stage::Ended(_));
    let step = |rank: u8, name: String, at: Option<Instant>| Step {
        name,
        at,
        state: match rank.cmp(&here) {
            // No step follows the handing over, so it is done as soon as it is reached.
            std::cmp::Ordering::Less => State::Done,
            std::cmp::Ordering::Equal if rank == 4 => State::Done,
            std::cmp::Ordering::Equal => State::Now,
            std::cmp::Ordering::Greater => State::ToCome,
        },
    };
    let agency = told.agency.as_ref().map(|name| named(lang, name));
    let in_work = words.lookup_step_works(agency.unwrap_or_default());
    let mut steps = Vec::new();
    if progress.registered_at.is_some() {
        steps.push(step(
            0,
            words.lookup_step_registered(),
            progress.registered_at,
        ));
    }
    if progress.received_at.is_some() || !ends {
        steps.push(step(1, words.lookup_step_received(), progress.received_at));
    }
    if ends {
        if progress.started_at.is_some() {
            steps.push(step(2, in_work, progress.started_at));
        }
        steps.push(step(3, stage_text(lang, told), progress.ended_at));
        return steps;
    }
    let mut working = step(2, in_work, progress.started_at);
    if waits {
        // Papers may be requested before the work begins.
        working.state = match progress.started_at {
            Some(_) => State::Done,
            None => State::ToCome,
        };
        let wait = progress.wait.as_ref().map(|wait| wait.since);
        let mut asked = step(2, stage_text(lang, told), wait);
        asked.state = State::Now;
        match progress.started_at {
            Some(_) => steps.extend([working, asked]),
            None => steps.extend([asked, working]),
        }
    } else {
        steps.push(working);
    }
    let ready_at = progress.ended_at;
    steps.push(step(3, words.lookup_step_ready(), ready_at));
    steps.push(step(
        4,
        words.lookup_step_handed_over(),
        progress.handed_over_at,
    ));
    steps
}

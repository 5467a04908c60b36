//! The parts of a linked dossier: one story of several agencies.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::language::Lang;
use sanh_domain::lookup::progress::Stage;

use super::stage::{moment_in_words, stage_text, waits};
use crate::model::lookup::HolderPart;
use crate::text::Messages;
use crate::text::dossier::named;

/// Who does what, how far each is, and what one of them waits for.
pub(super) fn parts(lang: Lang, zone: Tz, parts: &[HolderPart]) -> Option<AnyView> {
    if parts.is_empty() {
        return None;
    }
    let words = lang.words();
    let part = |part: &HolderPart| {
        let progress = &part.told.progress;
        let agency = part.told.agency.as_ref().map(|name| named(lang, name));
        let runs = matches!(
            progress.stage,
            Stage::Received | Stage::InProcess | Stage::Waiting
        );
        let due = progress.due_at.filter(|_| runs).map(|due| {
            view! { <p>{words.lookup_part_due(moment_in_words(lang, zone, due))}</p> }
        });
        let late = progress.is_late.then(|| {
            view! { <b class="tag tag-late">{words.tag_overdue()}</b> }
        });
        view! {
            <li class="lookup-part">
                <h4>{named(lang, &part.name)}</h4>
                <p class="lookup-hint">{agency}</p>
                <p>
                    <b>{stage_text(lang, &part.told)}</b>
                    " "
                    {late}
                </p>
                {due}
                {progress.wait.as_ref().map(|wait| waits(lang, zone, wait, None))}
            </li>
        }
    };
    let parts: Vec<_> = parts.iter().map(part).collect();
    Some(
        view! {
            <section>
                <h3>{words.lookup_parts()}</h3>
                <p class="lookup-hint">{words.lookup_parts_hint()}</p>
                <ul class="lookup-parts">{parts}</ul>
            </section>
        }
        .into_any(),
    )
}

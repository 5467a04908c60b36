//! The preview of an extension, shown before it is recorded, because recording it sends an apology with the new date.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::account::actor::ActorRole;
use sanh_domain::deadline::{Instant, whole_minute};
use sanh_domain::dossier::Dossier;
use sanh_domain::dossier::file::Office;
use sanh_domain::language::Lang;

use crate::model::dossier_step::CHOSEN;
use crate::model::dossier_step::ExtensionPreview;
use crate::text::Messages;
use crate::text::dossier::{due_moment, moment, undecided_text};
use crate::ui::form::hidden;

/// The field that carries which new due time was shown.
pub(super) const SHOWN: &str = "shown_due";

impl ExtensionPreview {
    /// The due time before and after, and the button that records it, inside the form of the next step.
    pub(super) fn view(&self, lang: Lang, zone: Tz) -> AnyView {
        let words = lang.words();
        let at = |at| moment(at, zone);
        let moved = self
            .moved_from
            .map(|asked| view! { <p>{words.extension_moved(at(asked), at(self.new_due))}</p> });
        let due = self.due.map_or_else(|| words.dossier_due_none(), at);
        let new_due = due_moment(lang, self.new_due, zone, self.undecided);
        let undecided = self
            .undecided
            .map(|undecided| view! { <p class="hint">{undecided_text(lang, undecided)}</p> });
        view! {
            <section class="confirm" role="status" aria-labelledby="extension" tabindex="-1" autofocus=true>
                <h3 id="extension">{words.extension_title()}</h3>
                <dl class="facts">
                    <dt>{words.extension_before()}</dt>
                    <dd>{due}</dd>
                    <dt>{words.extension_after()}</dt>
                    <dd>
                        <b>{new_due}</b>
                    </dd>
                </dl>
                {undecided}
                {moved}
                {hidden(SHOWN, &self.fingerprint())}
                <button class="button" name="action" value=CHOSEN>
                    {words.extension_button(at(self.new_due))}
                </button>
            </section>
        }
        .into_any()
    }
}

/// Until when an extension is possible, and how far it may go: beside its field. Behind that instant it is only open to who records one
/// that was made in time.
pub(super) fn extension_hint(
    lang: Lang,
    office: &Office,
    dossier: &Dossier,
    role: ActorRole,
    now: Instant,
) -> Option<String> {
    let calendar = office.calendar.for_agency(dossier.agency);
    let until = dossier.extension_possible_until(&calendar)?;
    let most = dossier.extension_due_max(&calendar, &office.rules, role)?;
    let at = |at| moment(at, calendar.zone());
    let words = lang.words();
    let hint = words.extension_hint(at(until), at(most));
    if whole_minute(now) <= until {
        return Some(hint);
    }
    Some(format!("{hint} {}", words.extension_hint_past()))
}

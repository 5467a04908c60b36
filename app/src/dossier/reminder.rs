//! The proposal to stop a dossier whose requested papers have not come.

use chrono::NaiveDate;
use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::file::DossierFile;
use sanh_domain::dossier::{Event, EventKind};
use sanh_domain::language::Lang;

use crate::text::Messages;
use crate::text::date::short_date;

/// The parameter of a dossier's address with which the proposal is taken up.
pub(super) const PROPOSED: &str = "proposed";

/// The language applicants are written to in.
const LANG: Lang = Lang::Vi;

/// The reason that a stop is proposed with, for the clerk to change: the applicant reads it.
pub(super) fn stop_reason(file: &DossierFile, zone: Tz, now: Instant) -> Option<String> {
    let words = LANG.words();
    let dossier = &file.row.dossier;
    let date = |at: Instant| short_date(local_date(at, zone));
    let asked = date(dossier.papers_asked_at?);
    let papers = request(file).unwrap_or_default();
    Some(match dossier.reminded_at {
        Some(reminded) => words.proposal_reason_reminded(asked, papers, date(reminded), date(now)),
        None => words.proposal_reason(asked, papers, date(now)),
    })
}

/// Which papers were asked for last.
fn request(file: &DossierFile) -> Option<String> {
    let is_request = |event: &&Event| event.kind == EventKind::AskPapers;
    file.events.iter().rev().find(is_request)?.reason.clone()
}

fn local_date(at: Instant, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The proposal on a dossier's page, with the way to the form that is filled in with it.
pub(super) fn proposal(lang: Lang, file: &DossierFile, zone: Tz) -> Option<AnyView> {
    let asked_at = file.row.dossier.papers_asked_at;
    let asked_at = asked_at.filter(|_| file.row.is_stop_proposed)?;
    let words = lang.words();
    let href = format!(
        "/desk/dossiers/{}?{PROPOSED}=stop#act",
        file.row.dossier.code
    );
    let asked = short_date(local_date(asked_at, zone));
    Some(
        view! {
            <section class="proposal" aria-labelledby="proposal">
                <h2 id="proposal">{words.proposal_title()}</h2>
                <p>{words.proposal_text(asked)}</p>
                <p>
                    <a class="button button-second" href=href>
                        {words.proposal_take_up()}
                    </a>
                </p>
            </section>
        }
        .into_any(),
    )
}

//! The stage of a dossier in the visitor's words, and what the visitor is to do.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::deadline::Instant;
use sanh_domain::language::Lang;
use sanh_domain::lookup::progress::{Ending, Stage, Wait, WaitsFor};
use sanh_domain::text::clock;

use crate::model::lookup::HolderDossier;
use crate::text::dossier::named;
use crate::text::number::number;
use crate::text::{Messages, date};

/// "17:00, Monday, 23 November 2026".
pub(super) fn moment_in_words(lang: Lang, zone: Tz, at: Instant) -> String {
    let local = at.with_timezone(&zone);
    let day = date::date_in_words(lang, local.date_naive());
    lang.words().lookup_moment(clock(local.time()), day)
}

/// Where it stands, in one line.
pub(super) fn stage_text(lang: Lang, told: &HolderDossier) -> String {
    let words = lang.words();
    let agency = told.agency.as_ref().map(|name| named(lang, name));
    match told.progress.stage {
        Stage::Registered => words.lookup_registered(),
        Stage::Received => words.lookup_received(),
        Stage::InProcess => words.lookup_in_process(agency.unwrap_or_default()),
        Stage::Waiting => match told.progress.wait.as_ref().map(|wait| wait.what) {
            Some(WaitsFor::Payment) => words.lookup_waits_payment(),
            Some(WaitsFor::Withdrawal) => words.lookup_waits_withdrawal(),
            Some(WaitsFor::Papers) | None => words.lookup_waits_papers(),
        },
        Stage::Ready => words.lookup_ready(),
        Stage::HandedOver => words.lookup_handed_over(),
        Stage::Ended(Ending::Refused) => words.lookup_refused_at_reception(),
        Stage::Ended(Ending::Withdrawn) => words.lookup_withdrawn(),
        Stage::Ended(Ending::Stopped) => words.lookup_stopped(),
        Stage::Ended(Ending::Annulled) => words.lookup_annulled(),
    }
}

/// What the visitor is to do, and by when.
pub(super) fn waits(lang: Lang, zone: Tz, wait: &Wait, fee_vnd: Option<u32>) -> AnyView {
    let words = lang.words();
    let what = match wait.what {
        WaitsFor::Papers => words.lookup_wait_papers_text(),
        WaitsFor::Payment => words.lookup_wait_payment_text(),
        WaitsFor::Withdrawal => words.lookup_wait_withdrawal_text(),
    };
    let text = Some(wait.text.clone()).filter(|text| !text.is_empty());
    let fee = fee_vnd.filter(|fee| *fee > 0 && wait.what == WaitsFor::Payment);
    let fee = fee.map(|fee| {
        view! { <p>{words.lookup_fee(number(lang, u64::from(fee)))}</p> }
    });
    let until = wait.until.map(|day| {
        view! {
            <p>
                <b>{words.lookup_wait_until(date::date_in_words(lang, day))}</b>
            </p>
        }
    });
    view! {
        <section class="lookup-you">
            <h3>{words.lookup_you()}</h3>
            <p>{what}</p>
            {text.map(|text| view! { <blockquote>{text}</blockquote> })}
            {fee}
            {until}
            <p class="lookup-hint">{words.lookup_wait_since(moment_in_words(lang, zone, wait.since))}</p>
        </section>
    }
    .into_any()
}

//! The three answers of the wall: on time, late, pending.

use leptos::prelude::*;
use sanh_domain::board::disclosure::{PublicBoard, PublicTotal};
use sanh_domain::board::model::{Comparison, Flow};
use sanh_domain::language::Lang;

use crate::text::Messages;
use crate::text::change::Change;
use crate::text::number::percent;
use crate::ui::text_writer::{TextWriter, counted};

/// The three great figures of a period.
pub fn tiles(say: TextWriter, board: &PublicBoard) -> AnyView {
    view! {
        <section class="tiles" data-period=board.period().kind.as_str()>
            {in_time(say, board)} {late(say, board)} {pending(say, board)}
        </section>
    }
    .into_any()
}

fn in_time(say: TextWriter, board: &PublicBoard) -> AnyView {
    let (kind, sums) = (board.period().kind.as_str(), board.sums());
    view! {
        <article class="tile in-time">
            <h2 class="name">
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                    <circle cx="12" cy="12" r="10.5"></circle>
                    <path d="M7 12.5l3.5 3.5L17.2 8.6"></path>
                </svg>
                {say.text(|lang| lang.words().in_time())}
            </h2>
            <p class="figure">{say.great_figure(&format!("{kind}.in_time"), sums.in_time())}</p>
            <ul class="parts">
                <li>{part(say, &format!("{kind}.early"), early_name, sums.early())}</li>
                <li>{part(say, &format!("{kind}.on_time"), on_time_name, sums.on_time())}</li>
            </ul>
            {change(say, &format!("{kind}.in_time"), board.comparison(), |flow| flow.in_time)}
        </article>
    }
    .into_any()
}

fn late(say: TextWriter, board: &PublicBoard) -> AnyView {
    let (kind, sums) = (board.period().kind.as_str(), board.sums());
    let share = sums
        .rate()
        .map(sanh_domain::board::percentage::Rate::rest_tenths);
    view! {
        <article class="tile late" data-k=format!("{kind}.late.tile") data-zero=zero(sums.late())>
            <h2 class="name">
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M12 2.2L23 21.6H1z"></path>
                    <path d="M12 9.4v5.6M12 17.6v1.2"></path>
                </svg>
                {say.text(|lang| lang.words().late())}
            </h2>
            <p class="figure">{say.great_figure(&format!("{kind}.late"), sums.late())}</p>
            <ul class="parts">
                <li>
                    {say.phrase(|tongue| {
                        let rate = percent(tongue.lang, share);
                        let words = format!(" {}", tongue.lang.words().of_resolved());
                        (tongue.strong(&format!("{kind}.late.rate"), rate), words).into_any()
                    })}
                </li>
            </ul>
            {change(say, &format!("{kind}.late"), board.comparison(), |flow| flow.late)}
        </article>
    }
    .into_any()
}

fn pending(say: TextWriter, board: &PublicBoard) -> AnyView {
    let (kind, sums) = (board.period().kind.as_str(), board.sums());
    view! {
        <article class="tile pending">
            <h2 class="name">
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                    <circle cx="12" cy="12" r="10.5"></circle>
                    <path d="M12 6v6.4l4.2 2.6"></path>
                </svg>
                {say.text(|lang| lang.words().pending())}
            </h2>
            <p class="figure">{say.great_figure(&format!("{kind}.pending"), sums.pending())}</p>
            {board.total().map(|total| pending_parts(say, kind, total))}
        </article>
    }
    .into_any()
}

fn pending_parts(say: TextWriter, kind: &str, total: &PublicTotal) -> AnyView {
    view! {
        <ul class="parts">
            <li>{part(say, &format!("{kind}.within"), within_name, total.within())}</li>
            <li
                class="overdue"
                data-k=format!("{kind}.overdue.part")
                data-zero=zero(total.overdue())
            >
                {part(say, &format!("{kind}.overdue"), overdue_name, total.overdue())}
            </li>
            <li>{part(say, &format!("{kind}.paused"), paused_name, total.paused())}</li>
        </ul>
    }
    .into_any()
}

/// Whether a figure that calls for attention has nothing to call for.
pub fn zero(count: u64) -> &'static str {
    if count == 0 { "true" } else { "false" }
}

fn part(say: TextWriter, key: &str, name: fn(Lang) -> String, count: u64) -> AnyView {
    say.phrase(|tongue| counted(tongue, key, name(tongue.lang), count))
}

fn change(
    say: TextWriter,
    key: &str,
    comparison: Option<&Comparison>,
    of: fn(Flow) -> u64,
) -> Option<AnyView> {
    let compared = comparison?;
    let change = Change {
        now: of(compared.current),
        before: of(compared.previous),
    };
    let phrase = say.phrase(|tongue| {
        let said = tongue.strong(&format!("{key}.change"), change.said(tongue.lang));
        let against = Change::against(tongue.lang, &compared.previous_period);
        let against = tongue.span(&format!("{key}.change_words"), against);
        (said, " ", against).into_any()
    });
    Some(view! { <p class="change">{phrase}</p> }.into_any())
}

fn early_name(lang: Lang) -> String {
    lang.words().early()
}

fn on_time_name(lang: Lang) -> String {
    lang.words().on_time()
}

fn within_name(lang: Lang) -> String {
    lang.words().within()
}

fn overdue_name(lang: Lang) -> String {
    lang.words().overdue()
}

fn paused_name(lang: Lang) -> String {
    lang.words().paused()
}

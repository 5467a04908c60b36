//! `/board/days`: each finished working day of the year with its share in time, and the days off to come.

use chrono::Datelike;
use leptos::prelude::*;
use sanh_domain::board::days::{DayShare, DaysOff, PublicDay, PublicDays, ShareBand};
use sanh_domain::board::handling::HANDLING_MIN_COUNT;
use sanh_domain::board::percentage::Rate;
use sanh_domain::language::Lang;

use super::api::board_days;
use crate::error::AppError;
use crate::text::Messages;
use crate::text::date::{capitalised, date_in_words, month_in_words, short_date};
use crate::text::number::percent;
use crate::ui::public::public_page;
use crate::ui::response::{loaded, request};

/// `/board/days`
#[component]
pub(super) fn DaysPage() -> impl IntoView {
    loaded(days())
}

async fn days() -> Result<AnyView, AppError> {
    let days = board_days().await?;
    let lang = request().room_lang();
    let words = lang.words();
    let body = view! {
        <p class="public-lead">{words.days_lead()}</p>
        {days_off(lang, days.days_off())}
        <h2>{words.days_of_year(days.year().to_string())}</h2>
        <p>{words.days_text()} " " {words.days_few_text(HANDLING_MIN_COUNT)}</p>
        {months(lang, &days)}
        {card(lang)}
    };
    Ok(public_page(words.days_title(), (), body))
}

fn days_off(lang: Lang, days_off: &[DaysOff]) -> AnyView {
    let words = lang.words();
    let entry = |off: &DaysOff| {
        let day = date_in_words(lang, off.from);
        let when = if off.from == off.last {
            day
        } else {
            words.days_off_span(day, date_in_words(lang, off.last))
        };
        view! {
            <div>
                <dt>
                    <time datetime=off.from.to_string()>{capitalised(&when)}</time>
                </dt>
                // Names of days off come from the calendar, which has them in Vietnamese only.
                <dd lang=Lang::Vi.code()>{off.name.clone()}</dd>
            </div>
        }
    };
    let list = if days_off.is_empty() {
        view! { <p>{words.days_off_none()}</p> }.into_any()
    } else {
        let entries: Vec<_> = days_off.iter().map(entry).collect();
        view! { <dl class="days-off">{entries}</dl> }.into_any()
    };
    view! {
        <section aria-labelledby="off">
            <h2 id="off">{words.days_off_heading()}</h2>
            {list}
        </section>
    }
    .into_any()
}

/// A table a month, the newest first.
fn months(lang: Lang, days: &PublicDays) -> AnyView {
    let by_month = days
        .days()
        .chunk_by(|one, other| month(*one) == month(*other));
    let tables: Vec<_> = by_month.rev().map(|days| table(lang, days)).collect();
    if tables.is_empty() {
        return view! { <p>{lang.words().days_none()}</p> }.into_any();
    }
    view! { <div class="days-months">{tables}</div> }.into_any()
}

fn month(day: PublicDay) -> u32 {
    day.date().month()
}

fn table(lang: Lang, days: &[PublicDay]) -> Option<AnyView> {
    let words = lang.words();
    let month = capitalised(&month_in_words(lang, days.first()?.date()));
    let rows: Vec<_> = days.iter().map(|day| row(lang, *day)).collect();
    Some(
        view! {
            <table class="days-table">
                <caption>{words.days_table(month)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.column_day()}</th>
                        <th scope="col" class="num">
                            {words.days_column_share()}
                        </th>
                        <th scope="col">{words.days_column_word()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any(),
    )
}

fn row(lang: Lang, day: PublicDay) -> AnyView {
    let words = lang.words();
    let (class, share, word) = match day.share() {
        DayShare::Rate(rate) => {
            let (class, word) = band(lang, rate);
            (class, percent(lang, Some(rate.tenths())), word)
        }
        DayShare::TooFew => (
            "day-few",
            percent(lang, None),
            words.days_too_few(HANDLING_MIN_COUNT),
        ),
        DayShare::Nothing => ("day-few", percent(lang, None), words.days_nothing()),
    };
    view! {
        <tr class=class>
            <th scope="row">
                <time datetime=day.date().to_string()>{short_date(day.date())}</time>
            </th>
            <td class="num">{share}</td>
            <td>{word}</td>
        </tr>
    }
    .into_any()
}

/// The class of a share, whose colour says what its words say.
fn band(lang: Lang, rate: Rate) -> (&'static str, String) {
    let words = lang.words();
    match ShareBand::of(rate) {
        ShareBand::All => ("day-all", words.days_all()),
        ShareBand::NearlyAll => ("day-nearly-all", words.days_nearly_all()),
        ShareBand::Most => ("day-most", words.days_most()),
        ShareBand::ManyLate => ("day-many-late", words.days_many_late()),
    }
}

/// Where the small card for other sites is.
fn card(lang: Lang) -> AnyView {
    let words = lang.words();
    let picture = format!("/open/card.svg?lang={}", lang.code());
    view! {
        <section aria-labelledby="card">
            <h2 id="card">{words.days_card()}</h2>
            <p>{words.days_card_text()}</p>
            // The names of file formats are the same in every language.
            <ul class="days-card">
                <li>
                    <a href=picture r#type="image/svg+xml">
                        "SVG"
                    </a>
                </li>
                <li>
                    <a href="/open/card.json" r#type="application/json">
                        "JSON"
                    </a>
                </li>
            </ul>
        </section>
    }
    .into_any()
}

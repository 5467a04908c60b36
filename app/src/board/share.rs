//! The rate, and the bar of its parts.

use leptos::prelude::*;
use sanh_domain::board::disclosure::{PublicBoard, PublicSums};
use sanh_domain::board::percentage::{Rate, WHOLE_TENTHS};
use sanh_domain::language::Lang;

use crate::text::Messages;
use crate::text::number::percent;
use crate::ui::text_writer::TextWriter;

/// Shares of the dossiers resolved, in tenths of a percent; together exactly 1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shares {
    /// Resolved early.
    pub early: u16,
    /// Resolved on time, not early.
    pub on_time: u16,
    /// Resolved late.
    pub late: u16,
}

impl Shares {
    /// Nothing where none was resolved. The late share is the rest of the rate, and the two others
    /// add up to the rate: rounded on their own they could differ from it by a tenth beside it.
    pub fn of(sums: &PublicSums) -> Option<Self> {
        let rate = sums.rate()?;
        let early = share_of(rate, sums.early(), sums.in_time());
        Some(Self {
            early,
            on_time: rate.tenths() - early,
            late: rate.rest_tenths(),
        })
    }
}

/// `part` of `whole` in a whole that has `rate` itself, rounded to the nearest tenth of a percent;
/// with one other part this is the largest remainder.
fn share_of(rate: Rate, part: u64, whole: u64) -> u16 {
    if whole == 0 {
        return 0;
    }
    let scaled = 2 * u128::from(rate.tenths()) * u128::from(part) + u128::from(whole);
    u16::try_from(scaled / (2 * u128::from(whole)))
        .unwrap_or(WHOLE_TENTHS)
        .min(rate.tenths())
}

/// The least drawn width of a late part, in thousandths of the bar: one that is seen from 5 m.
const LATE_WIDTH_MIN: u16 = 8;
/// The gap between two parts, in thousandths of the bar.
const GAP: u16 = 3;

/// The rate in words and the proportion bar of a period.
pub fn share(say: TextWriter, board: &PublicBoard) -> AnyView {
    let (kind, sums) = (board.period().kind.as_str(), board.sums());
    let rate = sums.rate().map(Rate::tenths);
    let shares = Shares::of(&sums);
    view! {
        <section class="share" data-period=kind>
            <p class="rate">
                <b>{say.live(&format!("{kind}.rate"), |lang| percent(lang, rate))}</b>
                <span class="rate-words">{say.text(|lang| lang.words().rate_words())}</span>
            </p>
            <div class="parts-of-all">
                {bar(kind, shares)}
                <ul class="legend">
                    {legend(say, kind, "early", shares.map(|shares| shares.early), |lang| {
                        lang.words().early()
                    })}
                    {legend(say, kind, "on-time", shares.map(|shares| shares.on_time), |lang| {
                        lang.words().on_time()
                    })}
                    {legend(say, kind, "late", shares.map(|shares| shares.late), |lang| {
                        lang.words().late_part()
                    })}
                </ul>
            </div>
        </section>
    }
    .into_any()
}

/// Drawn in tenths of a percent; the figures beside it say the same to a screen reader.
fn bar(kind: &str, shares: Option<Shares>) -> AnyView {
    let Shares {
        early,
        on_time,
        late,
    } = shares.unwrap_or(Shares {
        early: 0,
        on_time: 0,
        late: 0,
    });
    // A late share is visible however small it is; the other parts become narrower.
    let late_width = if late == 0 {
        0
    } else {
        late.max(LATE_WIDTH_MIN)
    };
    let early_end = early.min(WHOLE_TENTHS - late_width);
    let on_time_end = (early + on_time).min(WHOLE_TENTHS - late_width);
    let gap = |width: u16, follows: bool| width.saturating_sub(if follows { GAP } else { 0 });
    let early_width = gap(early_end, on_time > 0 || late > 0);
    let on_time_width = gap(on_time_end - early_end, late > 0);
    let part = |class: &'static str, x: u16, width: u16| {
        view! {
            <rect
                class=class
                data-k=format!("{kind}.bar.{class}")
                x=x.to_string()
                y="0"
                width=width.to_string()
                height="10"
            ></rect>
        }
    };
    view! {
        <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
            {part("early", 0, early_width)}
            {part("on-time", early_end, on_time_width)}
            {part("late", WHOLE_TENTHS - late_width, late_width)}
        </svg>
    }
    .into_any()
}

fn legend(
    say: TextWriter,
    kind: &str,
    class: &'static str,
    tenths: Option<u16>,
    name: fn(Lang) -> String,
) -> AnyView {
    let words = say.phrase(|tongue| {
        let share = percent(tongue.lang, tenths);
        let share = tongue.strong(&format!("{kind}.share.{class}"), share);
        (name(tongue.lang) + " ", share).into_any()
    });
    view! {
        <li class=class>
            <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
                <rect width="10" height="10"></rect>
            </svg>
            {words}
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn early_and_on_time_together_are_the_rate_shown_beside_them() {
        let rate = Rate::of(2, 1).unwrap();
        assert_eq!(rate.tenths(), 667);
        assert_eq!(share_of(rate, 1, 2), 334);
        assert_eq!(share_of(rate, 2, 2), 667);
        assert_eq!(share_of(rate, 0, 2), 0);
        assert_eq!(share_of(Rate::of(0, 3).unwrap(), 0, 0), 0);
    }
}

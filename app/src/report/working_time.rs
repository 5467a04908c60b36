//! Working time by status, and the quality index's group "progress" with its formula.

use leptos::prelude::*;
use sanh_domain::board::percentage::tenths_of;
use sanh_domain::report::model::{Report, Steps};
use sanh_domain::report::quality::POINTS_MAX;

use super::backlog::cell;
use super::bars::{BarSegment, bar};
use crate::model::report_table::ReportContext;
use crate::text::Messages;
use crate::text::dossier::status_name;
use crate::text::number::{number, percent};
use crate::text::report::{minutes_text, rate_text, tenths_text};

/// Where each share begins and how wide it is, in thousandths of the whole.
#[must_use]
pub fn waterfall(shares: &[u16]) -> Vec<BarSegment> {
    let mut x = 0;
    let place = |share: &u16| {
        let drawn = BarSegment {
            class: "step",
            x,
            width: u64::from(*share),
        };
        x += u64::from(*share);
        drawn
    };
    shares.iter().map(place).collect()
}

/// Step by step: each bar begins where the one before ended, so together they are the whole.
pub fn steps(sight: &ReportContext<'_>, steps: &Steps) -> AnyView {
    let (lang, words) = (sight.lang, sight.lang.words());
    let minutes: Vec<u64> = steps.steps.iter().map(|step| step.minutes).collect();
    let Some(shares) = tenths_of(&minutes) else {
        return view! { <p class="hint">{words.throughput_steps_none()}</p> }.into_any();
    };
    let drawn = waterfall(&shares);
    let row =
        |((step, share), drawn): ((&sanh_domain::report::model::StepTime, &u16), &BarSegment)| {
            let each = (step.minutes + step.times / 2).checked_div(step.times);
            let each = each.unwrap_or(0);
            view! {
                <tr>
                    <th scope="row">{status_name(lang, step.status)}</th>
                    <td class="bar-cell">{bar(std::slice::from_ref(drawn))}</td>
                    {cell(words.throughput_share(), percent(lang, Some(*share)).into_any())}
                    {cell(words.throughput_each_time(), minutes_text(lang, each).into_any())}
                    {cell(words.throughput_dossiers(), number(lang, step.dossiers).into_any())}
                </tr>
            }
        };
    let rows = steps.steps.iter().zip(&shares).zip(&drawn).map(row);
    let (looked, of) = (number(lang, steps.dossiers), number(lang, steps.of));
    let share = tenths_of(&[steps.dossiers, steps.of.saturating_sub(steps.dossiers)]);
    let share = percent(lang, share.and_then(|it| it.first().copied()));
    let sample = if steps.is_exact() {
        words.throughput_steps_exact(looked)
    } else {
        words.throughput_steps_sample(looked, of, share)
    };
    view! {
        <table class="bars">
            <caption class="sr-only">{words.throughput_steps()}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.desk_status()}</th>
                    <th scope="col" class="bar-cell">
                        {words.throughput_drawn()}
                    </th>
                    <th scope="col" class="num">
                        {words.throughput_share()}
                    </th>
                    <th scope="col" class="num">
                        {words.throughput_each_time()}
                    </th>
                    <th scope="col" class="num">
                        {words.throughput_dossiers()}
                    </th>
                </tr>
            </thead>
            <tbody>{rows.collect::<Vec<_>>()}</tbody>
        </table>
        <p class="hint">{sample} " " {words.working_day_is()}</p>
    }
    .into_any()
}

/// The group "progress", with its formula filled in.
pub fn quality(sight: &ReportContext<'_>, report: &Report) -> AnyView {
    let (lang, words) = (sight.lang, sight.lang.words());
    let Some(quality) = &report.quality else {
        return view! { <p class="hint">{words.throughput_quality_none()}</p> }.into_any();
    };
    let points = tenths_text(lang, quality.tenths_of_points().into());
    let most = number(lang, POINTS_MAX.into());
    let rate = rate_text(lang, Some(quality.rate));
    let filled = words.throughput_quality_formula(
        number(lang, quality.in_time),
        number(lang, quality.within),
        number(lang, quality.all),
        rate.clone(),
        most.clone(),
        points.clone(),
    );
    view! {
        <p class="points">
            <b>{points}</b>
            " "
            {words.throughput_quality_of(most)}
            " · "
            <b>{rate}</b>
        </p>
        <p class="formula">{words.throughput_quality_words()}</p>
        <p class="formula">{filled}</p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_begins_where_the_one_before_ended() {
        let drawn = waterfall(&[125, 800, 75]);
        let at: Vec<(u64, u64)> = drawn.iter().map(|it| (it.x, it.width)).collect();
        assert_eq!(at, [(0, 125), (125, 800), (925, 75)]);
    }
}

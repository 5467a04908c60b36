//! The islands of throughput: reading the chart of what flowed by pointer and keys, and the running day's figures that follow.
//! Both are given finished texts.

#![allow(
    missing_docs,
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    reason = "the macro makes structs and functions of its own of every island, and takes its properties by value"
)]

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent, Response};

use wasm_bindgen_futures::{JsFuture, spawn_local};

/// One point's width in the drawing, as the chart draws it.
const POINT_WIDTH: usize = 10;
/// Fewer points than these are not looked at more closely.
const CLOSEST: usize = 5;
/// How often the running day's figures are asked for.
const LIVE_EVERY: Duration = Duration::from_secs(5);

/// What the chart's reader says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderText {
    /// Each point in a sentence.
    pub points: Vec<String>,
    /// Each point's name under the axis.
    pub ticks: Vec<String>,
    /// What it is.
    pub label: String,
    /// How it is used.
    pub hint: String,
    /// The button that looks more closely.
    pub closer: String,
    /// The button that looks from further away.
    pub wider: String,
}

/// Which points are in sight: from the first to the one after the last.
type Span = (usize, usize);

/// Half as many points around one, or twice as many.
fn zoomed((first, after): Span, at: usize, is_closer: bool, count: usize) -> Span {
    let shown = after - first;
    let wanted = if is_closer {
        shown.div_ceil(2).max(CLOSEST)
    } else {
        shown * 2
    };
    let wanted = wanted.min(count);
    let first = at.saturating_sub(wanted / 2).min(count - wanted);
    (first, first + wanted)
}

/// Moves what is in sight so that a point is.
fn in_sight((first, after): Span, at: usize) -> Span {
    let shown = after - first;
    if at < first {
        (at, at + shown)
    } else if at >= after {
        (at + 1 - shown, at + 1)
    } else {
        (first, after)
    }
}

/// Reads the chart it lies over point by point: arrow keys and pointer move, `+` and `-` zoom. Out of sight until it works.
#[island]
pub fn FlowReader(text: ReaderText) -> impl IntoView {
    let count = text.points.len();
    let place = NodeRef::<html::Div>::new();
    let at = RwSignal::new(None::<usize>);
    let span = RwSignal::new((0, count));
    let is_awake = RwSignal::new(false);
    Effect::new(move |_| is_awake.set(true));
    let ticks = text.ticks;
    Effect::new(move |_| {
        let seen = span.get();
        if let Some(chart) = place
            .get()
            .and_then(|it| it.closest("figure").ok().flatten())
        {
            show(&chart, seen, &ticks);
        }
    });
    let go = move |to: usize| {
        let to = to.min(count.saturating_sub(1));
        at.set(Some(to));
        span.update(|seen| *seen = in_sight(*seen, to));
    };
    let zoom = move |is_closer: bool| {
        let (first, after) = span.get_untracked();
        let middle = at.get_untracked().unwrap_or(usize::midpoint(first, after));
        span.set(zoomed((first, after), middle, is_closer, count));
    };
    let key = move |event: KeyboardEvent| {
        let now = at.get_untracked().unwrap_or(count.saturating_sub(1));
        match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => go(now + 1),
            "ArrowLeft" | "ArrowDown" => go(now.saturating_sub(1)),
            "PageUp" => go(now + CLOSEST),
            "PageDown" => go(now.saturating_sub(CLOSEST)),
            "Home" => go(0),
            "End" => go(count),
            "+" => zoom(true),
            "-" => zoom(false),
            _ => return,
        }
        event.prevent_default();
    };
    let hover = move |event: MouseEvent| {
        let width = place.get_untracked().map_or(0, |it| it.client_width());
        let (first, after) = span.get_untracked();
        let (x, width) = (
            event.offset_x().max(0).unsigned_abs() as usize,
            width.max(1).unsigned_abs() as usize,
        );
        go((first + x * (after - first) / width).min(after - 1));
    };
    let points = text.points;
    let said = move || at.get().and_then(|at| points.get(at).cloned());
    let value_text = said.clone();
    let cursor = move || {
        let (first, after) = span.get();
        let at = at.get().filter(|at| (first..after).contains(at));
        at.map(|at| ((at - first) * POINT_WIDTH).to_string())
    };
    view! {
        <div class="reader" hidden=move || !is_awake.get()>
            <div
                class="reader-field"
                role="slider"
                tabindex="0"
                aria-label=text.label
                aria-describedby="reader-hint"
                aria-valuemin="1"
                aria-valuemax=count.to_string()
                aria-valuenow=move || at.get().map_or(count, |at| at + 1).to_string()
                aria-valuetext=value_text
                node_ref=place
                on:keydown=key
                on:mousemove=hover
                on:focus=move |_| go(at.get_untracked().unwrap_or(count.saturating_sub(1)))
            >
                <svg
                    viewBox=move || {
                        let (first, after) = span.get();
                        format!("0 0 {} 100", (after - first) * POINT_WIDTH)
                    }
                    preserveAspectRatio="none"
                    aria-hidden="true"
                >
                    <rect
                        class="cursor"
                        x=cursor
                        width=move || if at.get().is_some() { "10" } else { "0" }
                        height="100"
                    ></rect>
                </svg>
            </div>
            <p class="reader-said" aria-hidden="true">
                {said}
            </p>
            <p class="reader-zoom">
                <button r#type="button" class="button button-second" on:click=move |_| zoom(true)>
                    {text.closer}
                </button>
                <button r#type="button" class="button button-second" on:click=move |_| zoom(false)>
                    {text.wider}
                </button>
                <span class="hint" id="reader-hint">
                    {text.hint}
                </span>
            </p>
        </div>
    }
}

/// Shows these points of a chart, and names the first and the last of them.
fn show(chart: &Element, (first, after): Span, ticks: &[String]) {
    let drawing = chart.query_selector(".drawing").ok().flatten();
    if let Some(drawing) = drawing {
        let view = format!(
            "{} 0 {} 100",
            first * POINT_WIDTH,
            (after - first) * POINT_WIDTH
        );
        // It cannot fail for a valid attribute name.
        let _ = drawing.set_attribute("viewBox", &view);
    }
    for (end, point) in [
        (".first-day", first),
        (".last-day", after.saturating_sub(1)),
    ] {
        let name = chart.query_selector(end).ok().flatten();
        if let Some((name, tick)) = name.zip(ticks.get(point)) {
            name.set_text_content(Some(tick));
        }
    }
}

/// Keeps the running day's figures beside it as they are: asks the server for them again and again while somebody looks.
#[island]
pub fn LiveFigures(address: String) -> impl IntoView {
    let place = NodeRef::<html::Span>::new();
    Effect::new(move |_| {
        let beside = place
            .get()
            .and_then(|place| place.closest(".live").ok().flatten());
        let beside = beside.and_then(|it| it.query_selector(".live-now").ok().flatten());
        let Some(beside) = beside else { return };
        let address = address.clone();
        set_interval(
            move || {
                if document().hidden() {
                    return;
                }
                let (beside, address) = (beside.clone(), address.clone());
                spawn_local(async move {
                    if let Some(text) = fetched(&address).await {
                        beside.set_inner_html(&text);
                    }
                });
            },
            LIVE_EVERY,
        );
    });
    view! { <span hidden node_ref=place></span> }
}

/// The text at one of our addresses; `None` if there is no answer or it redirects to the sign-in.
async fn fetched(address: &str) -> Option<String> {
    let answer = JsFuture::from(window().fetch_with_str(address))
        .await
        .ok()?;
    let answer = answer.dyn_into::<Response>().ok()?;
    if !answer.ok() || answer.redirected() {
        return None;
    }
    let text = JsFuture::from(answer.text().ok()?).await.ok()?;
    text.as_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_more_closely_keeps_the_point_in_sight_and_ends_somewhere() {
        assert_eq!(zoomed((0, 30), 29, true, 30), (15, 30));
        assert_eq!(zoomed((0, 30), 10, true, 30), (3, 18));
        assert_eq!(zoomed((3, 8), 5, true, 30), (3, 8));
        assert_eq!(zoomed((0, 3), 1, true, 3), (0, 3));
    }

    #[test]
    fn looking_from_further_away_ends_with_everything() {
        assert_eq!(zoomed((10, 20), 15, false, 30), (5, 25));
        assert_eq!(zoomed((5, 25), 15, false, 30), (0, 30));
    }

    #[test]
    fn the_visible_range_follows_the_point() {
        assert_eq!(in_sight((5, 10), 4), (4, 9));
        assert_eq!(in_sight((5, 10), 10), (6, 11));
        assert_eq!(in_sight((5, 10), 7), (5, 10));
    }
}

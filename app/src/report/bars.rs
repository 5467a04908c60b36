//! Bars that are tables: each row has its name, its bar and its figures, so that what is drawn is also written.

use leptos::prelude::*;

/// The whole width of a bar's drawing.
const WIDTH: u64 = 1_000;
/// The least width of a part that is not nothing: one that is seen.
const WIDTH_MIN: u64 = 5;
/// The gap after a part that is followed by another.
const GAP: u64 = 2;

/// A part of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BarPart {
    /// Its class: `early`, `on-time`, `late`, `within`, `overdue`, `paused`.
    pub class: &'static str,
    /// How much.
    pub count: u64,
}

/// Where a part is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BarSegment {
    /// The part's class.
    pub class: &'static str,
    /// Where it begins.
    pub x: u64,
    /// How wide it is.
    pub width: u64,
}

/// Lays parts beside each other, `top` being the whole width. However little a part is, it is seen; the drawing does not grow by it.
#[must_use]
pub fn laid(parts: &[BarPart], top: u64) -> Vec<BarSegment> {
    let scaled = |count: u64| {
        let width = u128::from(count) * u128::from(WIDTH) / u128::from(top.max(1));
        u64::try_from(width).unwrap_or(WIDTH).min(WIDTH)
    };
    let parts: Vec<&BarPart> = parts.iter().filter(|part| part.count > 0).collect();
    let mut widths: Vec<u64> = parts
        .iter()
        .map(|part| scaled(part.count).max(WIDTH_MIN))
        .collect();
    // The smallest parts get a minimum width, which is taken from the largest part.
    let beyond = widths.iter().sum::<u64>().saturating_sub(WIDTH);
    if let Some(greatest) = widths.iter_mut().max() {
        *greatest = greatest.saturating_sub(beyond).max(WIDTH_MIN);
    }
    let mut x = 0;
    let last = parts.len().saturating_sub(1);
    let placed = parts.iter().zip(widths).enumerate();
    let placed = placed.map(|(index, (part, width))| {
        let gap = if index < last { GAP } else { 0 };
        let drawn = BarSegment {
            class: part.class,
            x,
            width: width.saturating_sub(gap).max(1),
        };
        x += width;
        drawn
    });
    placed.collect()
}

/// The bar. The figures beside it say the same.
pub fn bar(drawn: &[BarSegment]) -> AnyView {
    let rect = |part: &BarSegment| {
        view! {
            <rect
                class=part.class
                x=part.x.to_string()
                y="0"
                width=part.width.to_string()
                height="10"
            ></rect>
        }
    };
    view! {
        <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
            {drawn.iter().map(rect).collect::<Vec<_>>()}
        </svg>
    }
    .into_any()
}

/// The bar of parts.
pub fn stacked(parts: &[BarPart], top: u64) -> AnyView {
    bar(&laid(parts, top))
}

/// The mark of a part in a legend.
pub fn swatch(class: &'static str, name: String) -> AnyView {
    view! {
        <li class=class>
            <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
                <rect class=class width="10" height="10"></rect>
            </svg>
            {name}
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(counts: &[u64]) -> Vec<BarPart> {
        let part = |count: &u64| BarPart {
            class: "within",
            count: *count,
        };
        counts.iter().map(part).collect()
    }

    #[test]
    fn parts_lie_beside_each_other_and_fill_no_more_than_the_whole() {
        let drawn = laid(&parts(&[600, 300, 100]), 1_000);
        let at: Vec<(u64, u64)> = drawn.iter().map(|it| (it.x, it.width)).collect();
        assert_eq!(at, [(0, 598), (600, 298), (900, 100)]);
        let half = laid(&parts(&[300, 200]), 1_000);
        assert_eq!(half.last().map(|it| it.x + it.width), Some(500));
    }

    #[test]
    fn the_smallest_part_stays_visible_and_the_largest_shrinks() {
        let drawn = laid(&parts(&[99_999, 1]), 100_000);
        assert_eq!(drawn.last().map(|it| (it.x, it.width)), Some((995, 5)));
        assert!(laid(&parts(&[0, 0]), 0).is_empty());
    }
}

//! Cards of a room's front page: what is looked at each day, each with the page that it is dealt with on.

use leptos::prelude::*;
use sanh_domain::language::Lang;

use crate::text::Messages;
use crate::text::number::number;

/// Lines that a card tells one by one (ours): the page behind it tells them all.
const LINES: usize = 4;

/// How much a card needs somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardState {
    /// Nothing is to be done.
    #[default]
    Calm,
    /// It is due soon, and nothing is wrong yet.
    Soon,
    /// Something is wrong.
    Wrong,
}

impl CardState {
    /// The state where something is wrong only if `is_wrong`.
    #[must_use]
    pub const fn wrong_if(is_wrong: bool) -> Self {
        if is_wrong { Self::Wrong } else { Self::Calm }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Calm => "manage-card",
            Self::Soon => "manage-card soon",
            Self::Wrong => "manage-card wrong-today",
        }
    }
}

/// Something that is looked at each day: how many, what of, and where it is dealt with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// What it counts.
    pub title: String,
    /// How many.
    pub count: u64,
    /// How much it needs somebody.
    pub state: CardState,
    /// What is said beside the count.
    pub lines: Vec<String>,
    /// The page that it is dealt with on.
    pub href: String,
}

impl Card {
    fn view(self, lang: Lang) -> AnyView {
        let class = self.state.class();
        let line = |line: String| view! { <li>{line}</li> };
        let lines: Vec<_> = self.lines.into_iter().map(line).collect();
        view! {
            <li class=class>
                <h2>
                    <a href=self.href>{self.title}</a>
                </h2>
                <p class="manage-count">{number(lang, self.count)}</p>
                <ul class="manage-lines">{lines}</ul>
            </li>
        }
        .into_any()
    }
}

/// How many of the cards need somebody, in a sentence, and the cards.
pub fn cards(lang: Lang, cards: Vec<Card>) -> AnyView {
    let words = lang.words();
    let asks = |card: &&Card| card.state != CardState::Calm;
    let wrong = cards.iter().filter(asks).count();
    let lead = match u64::try_from(wrong).unwrap_or_default() {
        0 => words.manage_calm(),
        wrong => words.manage_wrong(wrong),
    };
    let cards: Vec<_> = cards.into_iter().map(|card| card.view(lang)).collect();
    view! {
        <p class="manage-lead">{lead}</p>
        <ul class="manage-cards">{cards}</ul>
    }
    .into_any()
}

/// The first lines, and how many there are beside them.
pub fn first_lines(lang: Lang, all: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<String> = all.collect();
    let more = lines.len().saturating_sub(LINES);
    lines.truncate(LINES);
    if more > 0 {
        let more = u64::try_from(more).unwrap_or_default();
        lines.push(lang.words().manage_more(more));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_front_page_says_first_how_much_needs_somebody() {
        let wrong = Card {
            title: "Walls".to_owned(),
            count: 5,
            state: CardState::Wrong,
            lines: first_lines(Lang::En, (1..=6).map(|number| format!("wall {number}"))),
            href: "/manage/screens".to_owned(),
        };
        assert_eq!(wrong.lines.last().map(String::as_str), Some("and 2 more"));
        let all = vec![wrong, Card::default()];
        let html = Owner::new().with(|| cards(Lang::En, all).to_html());
        assert!(html.contains("manage-card wrong-today"), "{html}");
        assert!(html.contains("One thing needs attention."), "{html}");
        assert!(
            html.contains("wall 4") && !html.contains("wall 5"),
            "{html}"
        );
        let calm = Owner::new().with(|| cards(Lang::En, vec![Card::default()]).to_html());
        assert!(calm.contains("Nothing needs attention"), "{calm}");
    }

    #[test]
    fn what_is_due_soon_needs_somebody_and_is_not_shown_as_wrong() {
        let soon = Card {
            count: 3,
            state: CardState::Soon,
            ..Card::default()
        };
        let html = Owner::new().with(|| cards(Lang::En, vec![soon]).to_html());
        assert!(html.contains("One thing needs attention."), "{html}");
        assert!(html.contains("manage-card soon"), "{html}");
        assert!(!html.contains("wrong-today"), "{html}");
    }
}

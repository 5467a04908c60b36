//! Texts in one language, or in two that are laid over each other and take turns, so that a change of the language moves
//! nothing on the wall.

use leptos::prelude::*;
use sanh_domain::language::{Lang, Languages};
use sanh_domain::text::name::Name;

use crate::text::number::number;

/// Writes texts in the languages of a screen.
///
/// A *live* text has a key: it is alone in its element, and the server may replace it on an open screen by that key. Keys are
/// unique in a page.
#[derive(Clone, Copy, Debug)]
pub struct TextWriter(pub Languages);

/// One of a screen's languages, while a phrase is being written in it.
#[derive(Clone, Copy, Debug)]
pub struct PhraseLanguage {
    /// The language.
    pub lang: Lang,
    /// Whether another language takes turns with it.
    pub taking_turns: bool,
}

impl PhraseLanguage {
    /// The key of a live text in this language: itself, or `key@vi` if two take turns.
    pub fn key(self, key: &str) -> String {
        if self.taking_turns {
            format!("{key}@{}", self.lang.code())
        } else {
            key.to_owned()
        }
    }

    /// A live text that is emphasised in its phrase.
    pub fn strong(self, key: &str, text: String) -> AnyView {
        view! { <b data-k=self.key(key)>{text}</b> }.into_any()
    }

    /// A live text inside a phrase.
    pub fn span(self, key: &str, text: String) -> AnyView {
        view! { <span data-k=self.key(key)>{text}</span> }.into_any()
    }
}

impl TextWriter {
    /// A text that stays.
    pub fn text(self, text: impl Fn(Lang) -> String) -> AnyView {
        self.phrase(|tongue| text(tongue.lang).into_any())
    }

    /// Words with live texts among them, written separately for each language, because the word order differs.
    pub fn phrase(self, phrase: impl Fn(PhraseLanguage) -> AnyView) -> AnyView {
        self.each(|tongue| {
            if !tongue.taking_turns {
                return phrase(tongue);
            }
            let code = tongue.lang.code();
            view! { <span class=code lang=code>{phrase(tongue)}</span> }.into_any()
        })
    }

    /// A text that changes.
    pub fn live(self, key: &str, text: impl Fn(Lang) -> String) -> AnyView {
        self.leaf(key, text, |_| None)
    }

    /// A number that changes.
    pub fn number(self, key: &str, value: u64) -> AnyView {
        self.live(key, |lang| number(lang, value))
    }

    /// A large figure. Its element has the number of its characters, so that a long one is set smaller.
    pub fn great_figure(self, key: &str, value: u64) -> AnyView {
        let len = |text: &str| Some(text.chars().count().to_string());
        self.leaf(key, |lang| number(lang, value), len)
    }

    /// A name that an administrator wrote. If there is no English one, the Vietnamese one is shown and marked as such for
    /// screen readers.
    pub fn name(self, name: &Name) -> AnyView {
        self.each(|tongue| {
            let (text, written_in) = match (tongue.lang, name.en.as_deref()) {
                (Lang::En, Some(english)) => (english.to_owned(), Lang::En),
                _ => (name.vi.clone(), Lang::Vi),
            };
            if !tongue.taking_turns && written_in == tongue.lang {
                return text.into_any();
            }
            let lang = written_in.code();
            if !tongue.taking_turns {
                return view! { <span lang=lang>{text}</span> }.into_any();
            }
            view! { <span class=tongue.lang.code() lang=lang>{text}</span> }.into_any()
        })
    }

    /// One element a language, or one alone.
    pub fn each(self, one: impl Fn(PhraseLanguage) -> AnyView) -> AnyView {
        let alone = |lang| {
            one(PhraseLanguage {
                lang,
                taking_turns: false,
            })
        };
        let in_turn = |lang| {
            one(PhraseLanguage {
                lang,
                taking_turns: true,
            })
        };
        match self.0 {
            Languages::Vi => alone(Lang::Vi),
            Languages::En => alone(Lang::En),
            Languages::Both => {
                view! { <span class="both">{in_turn(Lang::Vi)}{in_turn(Lang::En)}</span> }
                    .into_any()
            }
        }
    }

    fn leaf(
        self,
        key: &str,
        text: impl Fn(Lang) -> String,
        len: impl Fn(&str) -> Option<String>,
    ) -> AnyView {
        self.each(|tongue| {
            let text = text(tongue.lang);
            let (key, len) = (tongue.key(key), len(&text));
            if !tongue.taking_turns {
                return view! { <span data-k=key data-len=len>{text}</span> }.into_any();
            }
            let code = tongue.lang.code();
            view! {
                <span class=code lang=code data-k=key data-len=len>
                    {text}
                </span>
            }
            .into_any()
        })
    }
}

/// A name and its live count: "trong hạn **1.273**".
pub fn counted(tongue: PhraseLanguage, key: &str, name: String, count: u64) -> AnyView {
    let count = tongue.strong(key, number(tongue.lang, count));
    // The no-break space keeps the figure on the line of its name.
    (name + "\u{a0}", count).into_any()
}

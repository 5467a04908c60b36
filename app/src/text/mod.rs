//! The texts for visitors: message catalogues in Vietnamese and English, checked when compiled, and the format of numbers,
//! dates and durations in each language.

pub mod centre;
pub mod change;
pub mod date;
pub mod dossier;
pub mod duration;
pub mod guide;
pub mod import;
pub mod letter;
pub mod number;
pub mod official_form;
pub mod person;
pub mod procedure;
pub mod register;
pub mod report;
pub mod screen;

use std::sync::LazyLock;

use sanh_domain::language::Lang;

mod catalogue {
    #![allow(
        missing_docs,
        dead_code,
        clippy::all,
        clippy::pedantic,
        clippy::unwrap_used,
        clippy::expect_used
    )]
    // `build.rs` generates it from `locales/`; a test below fails if a message cannot be loaded.
    include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));
}

/// The messages of one language: one function a message.
pub type Words = catalogue::L10nLanguage;

static VIETNAMESE: LazyLock<Words> = LazyLock::new(|| catalogue::L10n::Vi.load());
static ENGLISH: LazyLock<Words> = LazyLock::new(|| catalogue::L10n::En.load());

/// The messages of a language.
pub trait Messages {
    /// One function a message.
    fn words(self) -> &'static Words;
}

impl Messages for Lang {
    fn words(self) -> &'static Words {
        match self {
            Self::Vi => &VIETNAMESE,
            Self::En => &ENGLISH,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_catalogues_load_and_name_their_language() {
        assert_eq!(Lang::Vi.words().language_name(), "Tiếng Việt");
        assert_eq!(Lang::En.words().language_name(), "English");
    }
}
